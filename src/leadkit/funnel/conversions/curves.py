"""
How many leads have converted after how long: one curve, or one for each segment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

import attrs

from ...errors import RuleError, is_a
from ...errors import described as came
from ...mapping import FrozenMap
from ..answers.lookup import of_segment
from ..given.clock import DAY
from ..ways.past import Past
from .comparing import compared
from .curve_notes import curve_notes, days
from .parts import CurvePart
from .stepped import Stepped, checked_age


class Estimate(NamedTuple):
    """
    A share with its interval.

    Attributes:
        share: The share.

        low: The least that the true one may well be.

        high: The most.
    """

    share: float
    low: float
    high: float


class Arrays(NamedTuple):
    """
    The waits behind a curve, as other libraries take them.

    Attributes:
        durations: How many days each lead waited.

        events: What that ended with: 1 for the conversion, from 2 on the other outcomes
            in their order, 0 if watching merely ended.

        entries: After how many days each lead began to be watched; 0 for the start.
    """

    durations: list[float]
    events: list[int]
    entries: list[float]


@attrs.frozen(eq=False, repr=False)
class Curve(Stepped):
    """
    To what share leads have converted, by how long ago they started.

    Its rows are the steps of the share: how many leads were watched and waiting just
    before (``at_risk``), how many of them converted then, and the share from there on.

    Attributes:
        start: The stage whose first entry begins the wait.

        end: The stage whose first entry from there on ends it.

        others: The curves of the other outcomes, by their stages; empty if none were
            asked for.

        part: The share, and the waits behind it.
    """

    start: str
    end: str
    others: Mapping[str, Curve]
    part: CurvePart

    @property
    def size(self) -> int:
        """
        How many leads were watched while they waited.
        """
        return len(self.part.waited.places)

    @property
    def converted(self) -> int:
        """
        How many of them converted.
        """
        return sum(self.part.estimate.events)

    @property
    def longest(self) -> timedelta | None:
        """
        How long the longest wait was, beyond which nothing is known; None of no leads.
        """
        return timedelta(microseconds=self.part.longest) if self.size else None

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        segment = self.part.labels.get("segment")
        told = f"From {self.start} to {self.end}"
        return told if segment is None else f"{told}: {segment}"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        return curve_notes(self.part.past, self.start, [self.part])

    def at(self, age: timedelta) -> Estimate:
        """
        Tell to what share leads have converted after a span.

        Args:
            age: How long after the start; the last instant belongs to it.

        Returns:
            The share, and between which shares the true one may well be.

        Raises:
            RuleError: It is no span of 0 or more, or nobody has waited so long.
        """
        subject = "age of Curve.at()"
        found = self.part.at(checked_age(age, subject))
        if found is None:
            raise RuleError(
                subject,
                "a span for which nobody has waited",
                f"at most {days(self.part.longest)}" if self.size else "leads",
                "at_ages() gives None there.",
            )
        return Estimate(*found)

    def quantile(self, p: float) -> timedelta | None:
        """
        Tell after how long a share of all leads has converted.

        Args:
            p: The share, between 0 and 1.

        Returns:
            The smallest such span; None if so many haven't, as far as is known.

        Raises:
            RuleError: *p* isn't between 0 and 1.
        """
        if not is_a(p, (int, float)) or not 0 < p < 1:
            told = "a number beyond" if is_a(p, (int, float)) else came(p)
            raise RuleError("share of a quantile", told, "a number between 0 and 1")
        age = self.part.quantile(p)
        return None if age is None else timedelta(microseconds=age)

    def median(self) -> timedelta | None:
        """
        Tell after how long half of all leads have converted; None if half haven't.
        """
        return self.quantile(0.5)

    def compare(self, other: Curve) -> float | None:
        """
        Tell how often chance alone makes two groups of leads differ so much.

        Args:
            other: The curve of other leads.

        Returns:
            The p-value of a log-rank test; None where nothing can be compared.

        Raises:
            RuleError: *other* is no curve, one lead is in both, or other outcomes were
                asked for.
        """
        if not is_a(other, Curve):
            raise RuleError(
                "other of Curve.compare()", came(other), "a Curve of other leads"
            )
        return compared([self.part, other.part])

    def to_arrays(self) -> Arrays:
        """
        Give the waits as columns of numbers, for other libraries.

        They are what ``KaplanMeierFitter().fit(durations, events, entry=entries)`` of
        lifelines takes.
        """
        waited = self.part.waited
        entries = waited.entries or [0] * self.size
        return Arrays(
            [duration / DAY for duration in waited.durations],
            list(waited.codes),
            [entry / DAY for entry in entries],
        )

    def _parts(self) -> Sequence[CurvePart]:
        return [
            self.part,
            *(one.part for one in self.others.values()),
        ]


@attrs.frozen(eq=False, repr=False)
class Curves(Stepped):
    """
    The curves of several segments: ``curves["search"]`` is one of them.

    Attributes:
        start: The stage whose first entry begins the wait.

        end: The stage whose first entry from there on ends it.

        curves: The curve of each segment.
    """

    start: str
    end: str
    curves: FrozenMap[str, Curve]
    _past: Past

    def __getitem__(self, segment: str) -> Curve:
        return of_segment(self.curves, segment, "Curves")

    @property
    def title(self) -> str:
        """
        What they show, in a few words.
        """
        return f"From {self.start} to {self.end}"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read them, in sentences.
        """
        return curve_notes(self._past, self.start, self._own())

    def compare(self) -> float | None:
        """
        Tell how often chance alone makes segments differ so much.

        Returns:
            The p-value of a log-rank test over all of them; None where nothing can be
            compared.

        Raises:
            RuleError: Other outcomes were asked for.
        """
        return compared(self._own())

    def _parts(self) -> Sequence[CurvePart]:
        return [
            one.part
            for curve in self.curves.values()
            for one in (curve, *curve.others.values())
        ]

    def _own(self) -> Sequence[CurvePart]:
        return [curve.part for curve in self.curves.values()]
