"""
Where leads are at an age: so many days after they were created.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

import attrs

from ...errors import RuleError, described, is_a
from ...mapping import FrozenMap
from ...pictures.plots import Areas, Plot
from ..answers.lookup import found
from ..answers.results import Result, Row
from ..given.clock import DAY, span_of
from ..numbers.rates import Rate
from ..ways.past import Past
from ..ways.remarks import left_out
from ..ways.segments import By, Segment


@attrs.frozen(eq=False)
class AgeShares:
    """
    Where leads are at one age.

    Attributes:
        segment: Which leads they are; None if all are asked about together.

        age: The age.

        n: How many were watched at that age.

        immature: How many aren't that old yet, or ceased to be watched before.

        unseen: How many began to be watched only later.

        shares: By stage, how many of those who were watched are in it. They sum to *n*.
    """

    segment: str | None = attrs.field(repr=False)
    age: timedelta
    n: int
    immature: int
    unseen: int
    shares: FrozenMap[str, Rate]

    @property
    def key(self) -> tuple[str | None, ...]:
        """
        The segment that it is looked up by.
        """
        return (self.segment,)


@attrs.frozen(eq=False, repr=False)
class Occupancy(Result):
    """
    Where leads are at some ages.

    Attributes:
        past: The history.

        parts: The ages, ascending, segment by segment.
    """

    labels: ClassVar[tuple[str, ...]] = ("segment", "age_days", "stage")
    shares: ClassVar[tuple[str, ...]] = ("rate", "low", "high")

    past: Past
    parts: tuple[AgeShares, ...]
    _segments: tuple[Segment, ...]

    @property
    def title(self) -> str:
        """
        What it shows.
        """
        return "Stages by age"

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it.
        """
        notes: list[str] = []
        if any(part.immature for part in self.parts):
            notes.append(
                "Each age counts only leads that are so old; immature ones aren't yet, "
                "or ceased to be watched before."
            )
        if unseen := max((part.unseen for part in self.parts), default=0):
            notes.append(
                "Leads that began to be watched after an age aren't counted for it "
                f"({unseen:,} at most)."
            )
        return (*notes, *left_out(self.past))

    def at(self, age: timedelta, segment: str | None = None) -> AgeShares:
        """
        Tell where leads are at one of the ages.

        Args:
            age: The age.

            segment: Which leads are meant, where there are segments.

        Raises:
            RuleError: That age or segment wasn't asked about.
        """
        known = list(dict.fromkeys(part.age for part in self.parts))
        if age not in known:
            other = is_a(age, timedelta)
            raise RuleError(
                "age of Occupancy.at()",
                "one that wasn't asked about" if other else described(age),
                f"one of the {len(known)} ages",
                "Ask occupancy() about it.",
            )
        parts = [part for part in self.parts if part.age == age]
        key = () if segment is None else (segment,)
        return found(parts, key, type(self), ())

    def plot(self) -> Plot | None:
        """
        Draw the shares as areas, age by age; with several segments a table says more.
        """
        parts = [part for part in self.parts if part.n]
        if len(self._segments) != 1 or not parts:
            return None
        return Areas(
            self.title,
            "days",
            tuple(part.age / timedelta(days=1) for part in parts),
            {
                stage: tuple(part.shares[stage].value for part in parts)
                for stage in self.past.lifecycle.stages
            },
        )

    def _lines(self) -> Sequence[Row]:
        ages = len(self.parts) // (len(self._segments) or 1)
        return [
            line
            for place, part in enumerate(self.parts)
            for line in self._of_part(part, self._segments[place // ages].leads)
        ]

    def _of_part(self, part: AgeShares, leads: Sequence[int]) -> Iterator[Row]:
        head = {} if part.segment is None else {"segment": part.segment}
        age = span_of(part.age)
        for code, (stage, rate) in enumerate(part.shares.items()):
            low, high = rate.interval() or (None, None)
            yield Row(
                {
                    **head,
                    "age_days": age / DAY,
                    "stage": stage,
                    "leads": rate.k,
                    "n": rate.n,
                    "immature": rate.immature,
                    "rate": rate.value,
                    "low": low,
                    "high": high,
                },
                {
                    "leads": partial(self._there, leads, age, code),
                    "n": partial(self._there, leads, age, None),
                    "immature": partial(self._younger, leads, age),
                },
            )

    def _there(
        self, leads: Sequence[int], age: int, stage: int | None
    ) -> Iterator[str]:
        codes = _stages_at(self.past, leads, age)
        for place, code in zip(leads, codes, strict=True):
            if code >= 0 and stage in {None, code}:
                yield self.past.columns.leads[place]

    def _younger(self, leads: Sequence[int], age: int) -> Iterator[str]:
        codes = _stages_at(self.past, leads, age)
        for place, code in zip(leads, codes, strict=True):
            if code == _IMMATURE:
                yield self.past.columns.leads[place]


# What `_stages_at` says where there is no stage to tell.
_IMMATURE, _UNSEEN = -1, -2


def occupancy(
    past: Past,
    ages: Sequence[timedelta],
    *,
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
) -> Occupancy:
    """
    Tell which share of the leads is in which stage at an age.

    Only leads that are so old are counted. Loops and second chances need no model here:
    a lead is where it is.

    Args:
        past: The history.

        ages: The ages, from 0.

        by: What segment each lead has; None for all together.

        created: From when to when leads were created; the latter isn't included.

    Raises:
        RuleError: An argument is wrong.
        InstantError: An instant of *created* has no time zone.
    """
    asked = _ages(ages)
    segments = past.segments(by, created)
    stages = past.lifecycle.stages
    parts: list[AgeShares] = []
    for segment in segments:
        for age in asked:
            codes = Counter(_stages_at(past, segment.leads, span_of(age)))
            immature, unseen = codes.pop(_IMMATURE, 0), codes.pop(_UNSEEN, 0)
            n = codes.total()
            rates = (Rate(codes[code], n, immature) for code in range(len(stages)))
            parts.append(
                AgeShares(
                    None if by is None else segment.name,
                    age,
                    n,
                    immature,
                    unseen,
                    FrozenMap(zip(stages, rates, strict=True)),
                )
            )
    return Occupancy(past, tuple(parts), segments)


def _stages_at(past: Past, leads: Iterable[int], age: int) -> list[int]:
    columns, sights, ends = past.columns, past.sights, past.ends
    begins, stages, ats = columns.begins, columns.stages, columns.ats
    found: list[int] = []
    for place in leads:
        first = begins[place]
        at = ats[first] + age
        if at > ends[place]:
            found.append(_IMMATURE)
        elif at < sights[place]:
            found.append(_UNSEEN)
        else:
            found.append(stages[bisect_right(ats, at, first, begins[place + 1]) - 1])
    return found


def _ages(given: Sequence[timedelta]) -> tuple[timedelta, ...]:
    subject, cure = "ages of occupancy()", "Write [timedelta(days=30)]."
    if isinstance(given, str) or not is_a(given, Sequence):
        raise RuleError(subject, described(given), "spans", cure)
    ages: set[timedelta] = set()
    for one in given:
        if not is_a(one, timedelta):
            raise RuleError(subject, described(one), "a timedelta", cure)
        if one < timedelta(0):
            raise RuleError(subject, "a negative span", "spans of 0 or more")
        ages.add(one)
    if not ages:
        raise RuleError(subject, "no spans", "at least one", cure)
    return tuple(sorted(ages))
