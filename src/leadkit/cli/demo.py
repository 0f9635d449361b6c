"""
The demo: made-up leads, run through the standard playbook in the order things happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import attrs
from rich.console import Console
from rich.progress import track
from rich.table import Table

from .. import standard
from ..assessment import Assessment, Granted
from ..codes import Stage
from ..happenings import Consent
from ..leads import Lead
from ..playbook import Playbook
from ..refusals import MoveRefused
from ..states import Lifecycle
from .retelling import retold
from .stories import END, Did, Learned, Step, Story, Withdrew, activity_of, stories

BEST = 5
COMMON = 8


@attrs.define
class Findings:
    """
    What came of running the stories.

    Attributes:
        leads: The leads as they stand at the end.

        moved: How often each trigger was carried out.

        refused: How often each trigger was refused, and for which part of its guard.

        granted: How often each qualification was granted.
    """

    leads: list[Lead] = attrs.field(factory=list[Lead])
    moved: Counter[str] = attrs.field(factory=Counter[str])
    refused: Counter[tuple[str, str]] = attrs.field(factory=Counter[tuple[str, str]])
    granted: Counter[str] = attrs.field(factory=Counter[str])


def run(count: int, console: Console, progress: Console) -> None:
    """
    Run the demo and print what it shows.

    Args:
        count: How many leads.

        console: Where to print.

        progress: Where to show progress, if it is a terminal.
    """
    playbook = standard.playbook()
    findings = Findings()
    for story in track(
        stories(count),
        "running the stories",
        total=count,
        console=progress,
        transient=True,
        disable=not progress.is_terminal,
    ):
        findings.leads.append(live(story, playbook, findings))
    seen = [playbook.assess(lead, as_of=END) for lead in findings.leads]
    _print(console, findings, seen, lifecycle_of(playbook))


def lifecycle_of(playbook: Playbook) -> Lifecycle:
    """
    Take the lifecycle of the standard playbook.
    """
    assert playbook.lifecycle is not None  # noqa: S101  it has one
    return playbook.lifecycle


def live(story: Story, playbook: Playbook, findings: Findings) -> Lead:
    """
    Live through a story: record what happens, judge again, and try the moves.

    Returns:
        The lead as it stands in the end.
    """
    lifecycle = lifecycle_of(playbook)
    lead = story.lead
    for number, step in enumerate(story.steps, 1):
        lead = _step(step, number, lead, findings, playbook, lifecycle)
    return _judged(lead, playbook, findings, END)


def _step(  # noqa: PLR0917
    step: Step,
    number: int,
    lead: Lead,
    findings: Findings,
    playbook: Playbook,
    lifecycle: Lifecycle,
) -> Lead:
    match step:
        case Did():
            return lead.record(activity_of(step, number))
        case Learned(trait=trait, value=value):
            return attrs.evolve(lead, traits={**lead.traits, trait: value})
        case Withdrew(at=at):
            no = Consent(purpose="marketing", medium="email", granted=False, at=at)
            return attrs.evolve(lead, consents=[no, *lead.consents])
        case _:
            # Whoever asks for a move wants the qualifications of this instant.
            lead = _judged(lead, playbook, findings, step.at)
    try:
        lead = lifecycle.advance(
            lead,
            step.trigger,
            at=step.at,
            by=step.by,
            reason=step.reason,
            resume_at=None if step.rest is None else step.at + step.rest,
        )
    except MoveRefused as refusal:
        parts = [str(part.rule) for part in refusal.unmet]
        if not parts:
            parts = [f"it doesn't start from {refusal.stage}"]
        findings.refused.update((step.trigger, part) for part in parts)
    else:
        findings.moved[step.trigger] += 1
    return lead


def _judged(lead: Lead, playbook: Playbook, findings: Findings, at: datetime) -> Lead:
    outcome = playbook.update(lead, at=at)
    findings.granted.update(
        event.qualification for event in outcome.events if isinstance(event, Granted)
    )
    return outcome.lead


def _print(
    console: Console, findings: Findings, seen: list[Assessment], lifecycle: Lifecycle
) -> None:
    console.print(
        f"{len(seen)} made-up leads, the standard playbook, as of {END:%d %B %Y}\n"
    )
    console.print(_funnel(seen, _late(findings.leads, lifecycle)))
    console.print()
    console.print(_granted(findings))
    console.print(f"\nThe {BEST} best leads that have not bought yet\n")
    for one in _best(seen):
        console.print(str(_brief(one)), highlight=False, markup=False)
    for trigger, title in (("recycle", "recycled"), ("reopen", "reopened")):
        _print_story(console, findings.leads, lifecycle, trigger, title)
    console.print(_refused(findings))


def _print_story(
    console: Console,
    leads: Iterable[Lead],
    lifecycle: Lifecycle,
    trigger: str,
    title: str,
) -> None:
    # The longest of these stories; of several, the first.
    came = [
        lead for lead in leads if any(move.trigger == trigger for move in lead.moves)
    ]
    if came:
        lead = max(came, key=lambda lead: len(lead.moves))
        console.print(f"A lead that was {title}, of {len(came)}\n")
        for line in retold(lead, lifecycle.timeline(lead, as_of=END)):
            console.print(line, highlight=False, markup=False, soft_wrap=True)
        console.print()


def _late(leads: Iterable[Lead], lifecycle: Lifecycle) -> dict[str, Counter[str]]:
    # How many leads are overdue and stale, by stage.
    found = {"overdue": Counter[str](), "stale": Counter[str]()}
    for lead in leads:
        for what, late in (
            ("overdue", lifecycle.overdue(lead, as_of=END)),
            ("stale", lifecycle.stale(lead, as_of=END)),
        ):
            if late is not None:
                found[what][late.stage] += 1
    return found


def _funnel(seen: list[Assessment], late: dict[str, Counter[str]]) -> Table:
    counts = Counter(one.stage for one in seen)
    longest = max(counts.values())
    table = Table(title="The funnel", title_justify="left")
    table.add_column("stage")
    table.add_column("leads", justify="right")
    table.add_column("")
    table.add_column("hot", justify="right")
    table.add_column("warm", justify="right")
    for what in late:
        table.add_column(what, justify="right")
    for stage in Stage:
        warmth = Counter(one.temperature for one in seen if one.stage == stage)
        bar = "█" * round(30 * counts[stage] / longest)
        table.add_row(
            stage.value,
            str(counts[stage]),
            bar,
            str(warmth["hot"]),
            str(warmth["warm"]),
            *(str(number[stage]) for number in late.values()),
        )
    return table


def _granted(findings: Findings) -> Table:
    held = Counter(
        grant.qualification
        for lead in findings.leads
        for grant in {g.qualification: g for g in reversed(lead.grants)}.values()
        if grant.granted
    )
    table = Table(title="Qualifications", title_justify="left")
    table.add_column("code")
    table.add_column("granted", justify="right")
    table.add_column("held now", justify="right")
    for code in sorted(findings.granted):
        table.add_row(code, str(findings.granted[code]), str(held[code]))
    return table


def _best(seen: Iterable[Assessment]) -> list[Assessment]:
    # By grade, then by engagement: fit and engagement are never added up.
    open_ = [one for one in seen if one.stage in {"lead", "nurtured", "prospect"}]
    return sorted(
        open_, key=lambda one: (one.grade or "Z", -one.scores["engagement"].hundredths)
    )[:BEST]


def _brief(one: Assessment) -> str:
    rows = [f"{one.lead_id}: {one.stage}, grade {one.grade}, {one.temperature}"]
    for score in one.scores.values():
        lines = str(score).splitlines()
        rows += [f"  {row}" for row in lines if not row.startswith("  missing:")]
    return "\n".join(rows) + "\n"


def _refused(findings: Findings) -> Table:
    total = sum(findings.moved.values())
    table = Table(
        title=f"{total} moves made; the commonest reasons why others were refused",
        title_justify="left",
    )
    table.add_column("move")
    table.add_column("not known to be true")
    table.add_column("times", justify="right")
    for (trigger, why), times in findings.refused.most_common(COMMON):
        table.add_row(trigger, why, str(times))
    return table
