"""
Grade and temperature: a letter for fit, a word for interest; derived, never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Literal, TypeAlias

import attrs

from .errors import RuleError, described, is_a
from .hundredths import hundredths, plain, told
from .leads import Lead
from .mapping import FrozenMap
from .rules import nodes as n
from .rules.expressions import Flag, Rule
from .rules.joining import as_rule
from .rules.meaning import Answer

Warmth: TypeAlias = Literal["hot", "warm", "cold"]


def _thresholds(given: Mapping[str, float]) -> FrozenMap[str, float]:
    if not is_a(given, Mapping) or not given:
        came = "no grades" if is_a(given, Mapping) else described(given)
        raise RuleError("Grades", came, "letters and the points they need")
    for letter, points in given.items():
        if not is_a(letter, str) or not letter.strip():
            raise RuleError("Grades", f"{described(letter)} as a letter", "a text")
        hundredths(points, f"grade {letter!r}")
    return FrozenMap((letter, plain(points)) for letter, points in given.items())


@attrs.frozen
class Grades:
    """
    Letters for the total of a card, the best first.

    ``Grades("fit", {"A": 30, "B": 15})``.

    Attributes:
        card: The scorecard's name.

        thresholds: Letters and the points that each needs, falling.
    """

    card: str
    thresholds: FrozenMap[str, float] = attrs.field(converter=_thresholds)

    def __attrs_post_init__(self) -> None:
        if not is_a(self.card, str):
            raise RuleError(
                "card of Grades",
                described(self.card),
                "the name of a scorecard",
                'Write Grades("fit", {...}).',
            )
        needs = [hundredths(points, "a grade") for points in self.thresholds.values()]
        if needs != sorted(set(needs), reverse=True):
            raise RuleError(
                f"Grades of {self.card!r}",
                f"the thresholds {', '.join(map(told, needs))}",
                "each lower than the one before",
                "Name the best grade first.",
            )

    def grade(self, total: int) -> str | None:
        """
        Grade a total.

        Args:
            total: The card's total in whole hundredths.

        Returns:
            The best letter whose threshold it reaches, or None if it reaches none.
        """
        for letter, least in self._least:
            if total >= least:
                return letter
        return None

    @cached_property
    def _least(self) -> tuple[tuple[str, int], ...]:
        given = self.thresholds.items()
        return tuple((letter, hundredths(points, letter)) for letter, points in given)


def _rule(given: Rule | Flag) -> Rule:
    return as_rule(given, "Temperature")


@attrs.frozen(kw_only=True)
class Temperature:
    """
    How interested a lead is now: hot, warm or cold.

    Attributes:
        hot: Hot if this is known true.

        warm: Else warm if this is known true, else cold.
    """

    hot: Rule = attrs.field(converter=_rule)
    warm: Rule = attrs.field(converter=_rule)

    def of(self, lead: Lead, *, as_of: datetime) -> Warmth:
        """
        Take the temperature of a lead.

        Args:
            lead: The lead.

            as_of: The instant of the question.
        """
        if self.hot.test(lead, as_of=as_of):
            return "hot"
        return "warm" if self.warm.test(lead, as_of=as_of) else "cold"

    @property
    def questions(self) -> tuple[n.Question, n.Question]:
        """
        What is asked about a lead to take its temperature.
        """
        return self.hot.node, self.warm.node

    def between(self, hot: Answer, warm: Answer) -> Warmth:
        """
        Take the temperature of a lead about which both questions were asked already.
        """
        return "hot" if hot else "warm" if warm else "cold"
