"""
How verdicts, qualifications, assessments and playbooks show themselves in a notebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from .instants import in_words
from .markup import Html, cell, element, heading, joined, sentence, table, words
from .moves import Transition
from .points import Group
from .rules.answers import Reason
from .rules.expressions import Rule
from .rules.meaning import Answer
from .rules.showing import changes, code, mark, missing, of_rule
from .tables import CardScore, faint, of_card, of_score


class Judged(Protocol):
    """
    Whether a lead is qualified, and why.
    """

    @property
    def qualification(self) -> str: ...
    @property
    def as_of(self) -> datetime: ...
    @property
    def answer(self) -> Answer: ...
    @property
    def by_person(self) -> bool: ...
    @property
    def person_only(self) -> bool: ...
    @property
    def met(self) -> tuple[Reason, ...]: ...
    @property
    def unmet(self) -> tuple[Reason, ...]: ...
    @property
    def unknown(self) -> tuple[Reason, ...]: ...
    @property
    def ended(self) -> Reason | None: ...
    @property
    def missing(self) -> tuple[str, ...]: ...

    def changes_in_words(self) -> tuple[str, ...]: ...


class Assessed(Protocol):
    """
    Everything that a playbook says about a lead.
    """

    @property
    def lead_id(self) -> str: ...
    @property
    def as_of(self) -> datetime: ...
    @property
    def version(self) -> str: ...
    @property
    def scores(self) -> Mapping[str, CardScore]: ...
    @property
    def grade(self) -> str | None: ...
    @property
    def temperature(self) -> str | None: ...
    @property
    def verdicts(self) -> Mapping[str, Judged]: ...
    @property
    def stage(self) -> str: ...
    @property
    def allowed(self) -> tuple[str, ...]: ...


def of_verdict(verdict: Judged) -> Html:
    """
    Show a verdict: its parts with what they saw, and what would change it.
    """
    caption = joined(
        element("b", words(verdict.qualification)),
        mark(verdict.answer),
        faint(_note(verdict)),
        faint(f"as of {verdict.as_of.isoformat()}"),
    )
    parts = (*verdict.unmet, *verdict.unknown, *verdict.met)
    rows = [_row(part, mark(part.answer)) for part in parts]
    if verdict.ended is not None:
        rows.append(_row(verdict.ended, element("b", "ends it")))
    shown = table(caption, ("rule", "answer", "seen"), rows)
    would = changes(verdict.changes_in_words())
    return element("div", shown, missing(verdict.missing), would)


def _note(verdict: Judged) -> str:
    if verdict.by_person:
        return "granted by a person"
    only = verdict.person_only and not verdict.answer
    return "only a person can grant it" if only else ""


def _row(reason: Reason, answer: Html) -> list[Html]:
    return [
        heading(code(str(reason.rule))),
        cell(answer),
        cell(sentence(reason.seen_in_words())),
    ]


def of_assessment(seen: Assessed) -> Html:
    """
    Show an assessment: where the lead stands, its scores and its verdicts.
    """
    facts = [("stage", seen.stage)]
    if seen.grade is not None:
        facts.append(("grade", seen.grade))
    if seen.temperature is not None:
        facts.append(("temperature", seen.temperature))
    facts.append(("may", ", ".join(seen.allowed) or "nothing"))
    head = joined(
        element("b", words(seen.lead_id)), faint(f"as of {seen.as_of.isoformat()}")
    )
    rows = [[heading(name), cell(words(value))] for name, value in facts]
    return panel(
        table(head, ("what", "value"), rows),
        *map(of_score, seen.scores.values()),
        *map(of_verdict, seen.verdicts.values()),
    )


def of_qualification(
    name: str, when: Rule | None, until: Rule | None, stages: tuple[str, ...] | None
) -> Html:
    """
    Show a qualification.

    Args:
        name: Its code.

        when: When it is granted.

        until: When it ends.

        stages: The stages it applies to.
    """
    person = words("by a person")
    ends = person if when is None else words("when it is known not to hold")
    if until is not None:
        ends = of_rule(until.node)
    granted = person if when is None else of_rule(when.node)
    rows = [[heading("granted"), cell(granted)], [heading("ends"), cell(ends)]]
    if stages is not None:
        rows.append([heading("in stages"), cell(words(", ".join(stages)))])
    return table(element("b", words(name)), ("what", "rule"), rows)


def of_lifecycle(name: str, transitions: Iterable[Transition]) -> Html:
    """
    Show a lifecycle: its moves, with their guards.

    Args:
        name: What it is called.

        transitions: The moves.
    """
    rows = [
        [
            heading(words(one.trigger)),
            cell(words(", ".join(one.sources))),
            cell(words(one.target if isinstance(one.target, str) else "where it was")),
            cell(words("") if one.when is None else of_rule(one.when.node)),
            cell(words(one.kind)),
            cell(words(_by_itself(one))),
        ]
        for one in transitions
    ]
    columns = ("move", "from", "to", "when", "kind", "by itself")
    return table(element("b", words(name)), columns, rows)


def _by_itself(one: Transition) -> str:
    if one.after is None:
        return "as soon as it may" if one.automatic else ""
    quiet = " without activity" if one.since == "activity" else ""
    return f"after {in_words(one.after)}{quiet}"


def of_playbook(
    name: str, record: type, cards: Iterable[Group], parts: Iterable[Html]
) -> Html:
    """
    Show a playbook.

    Args:
        name: What it is called.

        record: The class of leads that it is for.

        cards: Its scorecards.

        parts: Its qualifications and its lifecycle, as they are shown.
    """
    told = joined(element("b", words(name)), "for", words(record.__name__))
    return panel(element("div", told), *map(of_card, cards), *parts)


def panel(*parts: Html) -> Html:
    """
    Put parts beside each other where there is room.
    """
    style = "display:flex;flex-wrap:wrap;gap:.3em 2.5em;align-items:flex-start"
    return element("div", *parts, style=style)
