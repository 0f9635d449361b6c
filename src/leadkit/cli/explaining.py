"""
One lead in words: its scores line by line, its verdicts, and its moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from ..errors import LeadkitError, listing
from ..leads import Lead
from ..playbook import Playbook
from ..qualification import Verdict
from ..refusals import MoveRefused
from ..states import Lifecycle
from .columns import Rejected
from .inputs import Inputs, Options, opened
from .mishaps import MishapError
from .retelling import retold
from .sides import doubts
from .terminal import note
from .writing import WORDS


def explain(options: Options, ids: list[str], write: Callable[[str], object]) -> int:
    """
    Explain some leads of a table, in the order in which they were named.

    Args:
        options: What to read, and how.

        ids: Their ids.

        write: Where to write.

    Returns:
        How many of them were not found.

    Raises:
        LeadkitError: Something can't be read at all.
    """
    found: dict[str, tuple[int, Lead]] = {}
    lost = 0
    with opened(options) as inputs:
        for told in inputs.notes:
            note(told)
        for line, made in inputs.reader.leads(inputs.table):
            if isinstance(made, Rejected):
                lost += 1
            elif made.id in ids:
                found[made.id] = line, made
        for told in doubts(inputs.reader.spool):
            note(told)
        for lead_id in dict.fromkeys(ids):
            if lead_id in found:
                write(f"{_told(*found[lead_id], inputs)}\n")
    absent = [lead_id for lead_id in dict.fromkeys(ids) if lead_id not in found]
    if absent:
        hint = f" ({lost} rows could not be read; assess tells which)" if lost else ""
        note(f"no lead called {listing(absent)} in {options.leads}{hint}")
    return len(absent)


def _told(line: int, lead: Lead, inputs: Inputs) -> str:
    try:
        return explanation(lead, inputs.playbook, inputs.as_of)
    except LeadkitError:
        raise
    except Exception as error:
        raise MishapError.of(error, line) from error


def explanation(lead: Lead, playbook: Playbook, as_of: datetime) -> str:
    """
    Tell everything that a playbook says about a lead, and why.

    Args:
        lead: The lead.

        playbook: The playbook.

        as_of: The instant of the question.

    Returns:
        Lines of text; they show the values that the rules saw.
    """
    seen = playbook.assess(lead, as_of=as_of)
    words = [f"stage {seen.stage}"]
    if playbook.grades is not None:
        words.append(f"grade {seen.grade or 'none'}")
    if seen.temperature is not None:
        words.append(seen.temperature)
    rows = [f"{lead.id}: {', '.join(words)}, as of {as_of.isoformat()}"]
    for score in seen.scores.values():
        rows += [f"  {row}" for row in str(score).splitlines()]
    for verdict in seen.verdicts.values():
        rows += [f"  {row}" for row in _verdict(verdict)]
    if playbook.lifecycle is not None:
        rows += [f"  {row}" for row in _moves(lead, playbook.lifecycle, as_of)]
        rows += [f"  {row}" for row in _times(lead, playbook.lifecycle, as_of)]
    return "\n".join(rows)


def _verdict(verdict: Verdict) -> Iterator[str]:
    note = ""
    if verdict.by_person:
        note = ", granted by a person"
    elif verdict.person_only and not verdict.held:
        note = ", only a person can grant it"
    elif verdict.held and not verdict.recorded:
        # Moves that ask for it are refused until then, and people wonder why.
        note = ", not granted yet"
    yield f"{verdict.qualification}: {WORDS[verdict.answer]}{note}"
    for word, parts in (
        ("met", verdict.met),
        ("unmet", verdict.unmet),
        ("unknown", verdict.unknown),
    ):
        yield from (f"  {word}: {part.in_words()}" for part in parts)
    if verdict.ended is not None:
        yield f"  ended: {verdict.ended.in_words()}"
    if verdict.missing:
        yield f"  missing: {', '.join(verdict.missing)}"


def _moves(lead: Lead, lifecycle: Lifecycle, as_of: datetime) -> Iterator[str]:
    for trigger in lifecycle.triggers:
        try:
            decision = lifecycle.decide(lead, trigger, as_of=as_of)
        except MoveRefused as refusal:
            if refusal.code == "guard":
                yield f"{trigger}: no"
                yield from (f"  not met: {part.in_words()}" for part in refusal.unmet)
            elif refusal.code == "no-transition":
                yield f"{trigger}: no, it doesn't start from stage {refusal.stage}"
            else:
                yield f"{trigger}: no, {refusal.code}"
        else:
            wants = "" if decision.kind == "forward" else ", with a reason"
            yield f"{trigger}: yes, to {decision.target}{wants}"


def _times(lead: Lead, lifecycle: Lifecycle, as_of: datetime) -> Iterator[str]:
    for what, late in (
        ("overdue", lifecycle.overdue(lead, as_of=as_of)),
        ("stale", lifecycle.stale(lead, as_of=as_of)),
    ):
        if late is not None:
            yield f"{what} in {late.stage} since {late.deadline.isoformat()}"
    for due in lifecycle.due(lead, as_of=as_of):
        yield f"due since {due.deadline.isoformat()}: {due.trigger}, {due.reason}"
    if lead.moves:
        yield "its way"
        yield from islice(retold(lead, lifecycle.timeline(lead, as_of=as_of)), 1, None)
