"""
How a scorecard and a score show themselves in a notebook: as tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from .hundredths import told
from .markup import (
    FAINT,
    Html,
    bar,
    cell,
    element,
    heading,
    joined,
    sentence,
    table,
    words,
)
from .points import Group, Points
from .rules.showing import code, missing


class ScoreLine(Protocol):
    """
    A line of a score.
    """

    @property
    def name(self) -> str: ...
    @property
    def hundredths(self) -> int: ...
    @property
    def activities(self) -> tuple[str, ...]: ...
    @property
    def kind(self) -> str: ...
    @property
    def group(self) -> str: ...


class CardScore(Protocol):
    """
    What a scorecard gives to a lead.
    """

    @property
    def card(self) -> str: ...
    @property
    def as_of(self) -> datetime: ...
    @property
    def hundredths(self) -> int: ...
    @property
    def lines(self) -> Sequence[ScoreLine]: ...
    @property
    def missing(self) -> tuple[str, ...]: ...


def of_score(score: CardScore) -> Html:
    """
    Show a score: a row for each line, with a bar.
    """
    total = element("b", told(score.hundredths))
    caption = joined(
        element("b", words(score.card)),
        total,
        faint(f"as of {score.as_of.isoformat()}"),
    )
    most = max((abs(line.hundredths) for line in score.lines), default=0)
    rows = [_row(line, score.card, most) for line in score.lines]
    rows.append([heading(element("b", "total")), cell(total, end=True)])
    columns = ("what", "points", "share", "activities", "group")
    shown = table(caption, columns, rows)
    return element("div", shown, missing(score.missing))


def _row(line: ScoreLine, card: str, most: int) -> list[Html]:
    cut = line.kind != "rule"
    sign = "+" if line.hundredths > 0 else ""
    part = abs(line.hundredths) / most if most else 0
    return [
        heading(sentence(line.name, "i") if cut else words(line.name)),
        cell(f"{sign}{told(line.hundredths)}", end=True),
        cell(bar(part, hollow=line.hundredths < 0)),
        cell(str(len(line.activities)) if line.activities else "", end=True),
        cell(words(line.group) if line.group != card else ""),
    ]


def faint(text: str) -> Html:
    """
    Show a text that matters less.
    """
    return sentence(text, style=f"{FAINT};white-space:nowrap")


def of_card(card: Group) -> Html:
    """
    Show a scorecard: a row for each entry, those of groups indented.
    """
    caption = joined(element("b", words(card.name)), faint(_ends(card)))
    columns = ("what", "points", "for", "limits")
    return table(caption, columns, _entries(card, 0))


def _entries(group: Group, indent: int) -> Iterator[list[Html]]:
    for entry in group.entries:
        if isinstance(entry, Points):
            yield _entry(entry, indent)
        else:
            name = element("b", words(entry.name))
            yield [
                heading(name, indent=indent),
                cell(),
                cell(),
                cell(_ends(entry)),
            ]
            yield from _entries(entry, indent + 1)


def _entry(points: Points, indent: int) -> list[Html]:
    name, per, when = points.name, points.per, points.when
    what = code(points.label) if name is None else words(name)
    rule: list[str] = []
    if per is not None and name is not None:
        rule += ["per", code(str(per))]
    if when is not None and (name is not None or per is not None):
        rule += ["when", code(str(when))]
    return [
        heading(what, indent=indent),
        cell(told(points.hundredths), end=True),
        cell(joined(*rule)),
        cell(", ".join(points.extras)),
    ]


def _ends(group: Group) -> str:
    return ", ".join(
        f"{what} {told(limit)}"
        for what, limit in zip(("floor", "ceiling"), group.limits, strict=True)
        if limit is not None
    )
