"""
A share that rises step by step, with the leads behind each step.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from itertools import chain

import attrs

from ...pictures.plots import Trace as Drawn
from ..answers.results import Row, Value
from ..given.clock import DAY
from ..numbers.at_risk import waits
from ..numbers.incidence import Cumulative
from ..numbers.survival import Survival
from ..ways.past import Past
from .waiting import WAITING, Waited

# What sums of floats may be off by, when held against a share that somebody asks for.
_ROUNDING = 1e-12
# More points than there are pixels only make a picture heavy.
_MOST = 240


@attrs.frozen(eq=False, repr=False)
class CurvePart:
    """
    To what share of leads something has happened, by how long ago they started.

    Attributes:
        past: The history.

        labels: What its rows say of it: its segment, its outcome.

        waited: How long each lead waited.

        code: What is counted: what their waits ended with.

        estimate: The share, or that of those who wait on.
    """

    past: Past
    labels: Mapping[str, str]
    waited: Waited
    code: int
    estimate: Survival | Cumulative

    @property
    def name(self) -> str:
        """
        What its line in a picture is of.
        """
        return ", ".join(self.labels.values())

    @cached_property
    def shares(self) -> Sequence[float]:
        """
        The share from each step on.
        """
        if isinstance(self.estimate, Survival):
            return [1 - share for share in self.estimate.shares]
        return self.estimate.shares

    @cached_property
    def bands(self) -> Sequence[tuple[float, float]]:
        """
        Between which shares the true one may well be, from each step on.
        """
        if isinstance(self.estimate, Survival):
            return [(1 - high, 1 - low) for low, high in self.estimate.bands]
        return self.estimate.bands

    @property
    def times(self) -> tuple[int, ...]:
        """
        When the steps are, in microseconds after the start.
        """
        # They are among the durations, which are whole numbers.
        return self.estimate.times  # type: ignore[return-value]

    @cached_property
    def longest(self) -> int:
        """
        How long the longest wait was; -1 if there was none.
        """
        return max(self.waited.durations, default=-1)

    @cached_property
    def is_over(self) -> bool:
        """
        Whether nobody waits on after the longest wait, so that nothing changes then.
        """
        waits = zip(self.waited.durations, self.waited.codes, strict=True)
        return bool(self.waited.codes) and all(
            code != WAITING for age, code in waits if age == self.longest
        )

    def at(self, age: int) -> tuple[float, float, float] | None:
        """
        Tell the share at an age, and its interval; None where that isn't known.

        Args:
            age: How long after the start, in microseconds.
        """
        if age > self.longest and not self.is_over:
            return None
        place = bisect_right(self.times, age) - 1
        return (
            (0.0, 0.0, 0.0) if place < 0 else (self.shares[place], *self.bands[place])
        )

    def quantile(self, p: float) -> int | None:
        """
        Tell after how long it has happened to a share of all; None if it hasn't.

        Args:
            p: The share.
        """
        place = bisect_left(self.shares, p - _ROUNDING)
        return self.times[place] if place < len(self.times) else None

    @cached_property
    def lines(self) -> Sequence[Row]:
        """
        A row for each step.
        """
        return [self.line(place) for place in range(len(self.times))]

    def line(self, place: int) -> Row:
        """
        Make the row of a step.

        Args:
            place: Which one it is.
        """
        age = self.times[place]
        low, high = self.bands[place]
        values: dict[str, Value] = {
            **self.labels,
            "days": age / DAY,
            "at_risk": self.estimate.at_risk[place],
            "converted": self.estimate.events[place],
            "share": self.shares[place],
            "low": low,
            "high": high,
        }
        behind = {
            "converted": partial(self._converted, age),
            "at_risk": partial(self._at_risk, age),
        }
        return Row(values, behind)

    def total(self) -> Row:
        """
        Make a row that stands for all steps, with the leads behind any of them.
        """
        return Row(
            {**self.labels, "days": None},
            {"converted": self._ever_converted, "at_risk": self._ever_at_risk},
        )

    def aged(self, ages: Sequence[int]) -> list[Row]:
        """
        Make a row for each age.

        Args:
            ages: How long after the start, in microseconds.
        """
        waited = self.waited
        listed = sorted(set(ages))
        counts = waits(waited.durations, waited.codes, waited.entries).at_risk(listed)
        at_risk = dict(zip(listed, counts, strict=True))
        found: list[Row] = []
        for age in ages:
            share, low, high = self.at(age) or (None, None, None)
            if not share:
                # Before the first step, Greenwood's interval has no width.
                low = high = None
            values: dict[str, Value] = {
                **self.labels,
                "days": age / DAY,
                "at_risk": at_risk[age],
                "share": share,
                "low": low,
                "high": high,
            }
            found.append(Row(values, {"at_risk": partial(self._at_risk, age)}))
        return found

    def drawn(self) -> Drawn:
        """
        Make its line in a picture.
        """
        points = [(0.0, 0.0)]
        bands = [(0.0, 0.0)]
        for place in spaced(len(self.times), _MOST):
            points.append((self.times[place] / DAY, self.shares[place]))
            bands.append(self.bands[place])
        points.append((self.longest / DAY, points[-1][1]))
        bands.append(bands[-1])
        return Drawn(self.name, tuple(points), tuple(bands))

    @cached_property
    def _by_age(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        waited = self.waited
        for place, age, code in zip(
            waited.places, waited.durations, waited.codes, strict=True
        ):
            if code == self.code:
                found.setdefault(age, []).append(place)
        return found

    def _converted(self, age: int) -> list[str]:
        return self.past.named(self._by_age[age])

    def _at_risk(self, age: int) -> list[str]:
        return self.past.named(self.waited.at_risk(age))

    def _ever_converted(self) -> list[str]:
        return self.past.named(chain.from_iterable(self._by_age.values()))

    def _ever_at_risk(self) -> list[str]:
        # Whoever was watched at a step: one lies after the entry, up to the end.
        times, waited = self.times, self.waited
        entries = waited.entries or [0] * len(waited.places)
        return self.past.named(
            [
                place
                for place, age, entry in zip(
                    waited.places, waited.durations, entries, strict=True
                )
                if bisect_right(times, age)
                > (bisect_right(times, entry) if entry else 0)
            ]
        )


def spaced(size: int, most: int) -> Sequence[int]:
    """
    Choose places that are evenly apart, the first and the last one among them.

    Args:
        size: How many places there are.

        most: How many are wanted at most, 2 or more.

    >>> list(spaced(9, 5)), list(spaced(3, 5))
    ([0, 2, 4, 6, 8], [0, 1, 2])
    """
    if size <= most:
        return range(size)
    return [place * (size - 1) // (most - 1) for place in range(most)]
