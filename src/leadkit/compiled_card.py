"""
A scorecard as generated Python: one pass over a lead's history for all of its entries.

The functions are made when they are first called. For a lead that they aren't for, the
reference in `tallying` answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, partial

from .entry_text import EntryText, score_line
from .hundredths import in_points, told
from .leads import Lead
from .points import Group, Points
from .rules.compiled import Compiled, Run, for_many, for_one
from .rules.looking import fields_read
from .rules.translation.passes import Lines
from .rules.translation.question_text import Translation
from .scores import Score
from .tallying import scored


class CardFunctions:
    """
    What a card can be asked, as functions.

    Args:
        card: The card. It isn't kept alive, so that it goes when its user lets it go.
    """

    def __init__(self, card: Group) -> None:
        self._card = Group(card.name, card.entries, card.floor, card.ceiling)

    @cached_property
    def total(self) -> Compiled[int]:
        """
        A function of a lead and an instant in UTC, for the total in hundredths.
        """
        card = self._card
        rules, body = _written("total", card)

        def instead(lead: Lead, as_of: datetime) -> int:
            return scored(card, lead, as_of).hundredths

        made = for_one(rules.source, [*body, "return points"])
        return Compiled(*made, instead)

    @cached_property
    def score(self) -> Compiled[Score]:
        """
        A function of a lead and an instant in UTC, for the score with its lines.
        """
        card = self._card
        rules, body = _written("score", card, lined=True)
        body += _missing(rules, card)
        source = rules.source
        name = source.literal(card.name)
        maker = source.bind("Score", Score)
        body.append(f"return {maker}({name}, as_of, tuple(lines), missing)")
        source.bind("tuple", tuple)

        def instead(lead: Lead, as_of: datetime) -> Score:
            return scored(card, lead, as_of)

        return Compiled(*for_one(source, body), instead)

    def score_many(self, leads: Iterable[Lead], as_of: datetime) -> list[float]:
        """
        List the totals of many leads, in points.
        """
        scores: list[float] = self._many(leads, as_of)
        return scores

    @cached_property
    def _many(self) -> Run:
        # One function for both: of two that threads made at once, each has its door.
        total = self.total

        def one(lead: Lead, as_of: datetime) -> float:
            return in_points(total(lead, as_of))

        rules, body = _written("totals", self._card)
        made = for_many(rules.source, body, "points / 100", total.door)
        return partial(made, one=one)


def _written(
    name: str, card: Group, *, lined: bool = False
) -> tuple[Translation, Lines]:
    # Lines that leave the total in `points`, and the lines of the score in `lines`.
    rules = Translation(name)
    head = ["lines = []", "line = lines.append"] if lined else []
    return rules, [*head, *_group(rules, card, "points", lined=lined)]


def _missing(rules: Translation, card: Group) -> Lines:
    nodes = (node for points in card.points for node in points.nodes)
    texts = {
        rules.source.literal(field.name): rules.value(field).text
        for field in fields_read(nodes)
    }
    if not texts:
        return ["missing = ()"]
    return [
        "missing = ()",
        f"if {' or '.join(f'{text} is None' for text in texts.values())}:",
        *(
            f"    if {text} is None: missing += ({name},)"
            for name, text in texts.items()
        ),
    ]


def _group(rules: Translation, group: Group, total: str, *, lined: bool) -> Lines:
    lines = [f"{total} = 0"]
    for entry in group.entries:
        if isinstance(entry, Points):
            lines += EntryText(rules, entry, group.name, total, lined).lines()
        else:
            inner = rules.source.fresh("group")
            lines += _group(rules, entry, inner, lined=lined)
            lines.append(f"{total} += {inner}")
    for kind, symbol, limit in zip(
        ("floor", "ceiling"), "<>", group.limits, strict=True
    ):
        if limit is not None:
            lines.append(f"if {total} {symbol} {limit}:")
            if lined:
                line = score_line(
                    rules.source,
                    f"{group.name}: {kind} {told(limit)}",
                    f"{limit} - {total}",
                    kind=kind,
                    group=group.name,
                )
                lines.append(f"    {line}")
            lines.append(f"    {total} = {limit}")
    return lines
