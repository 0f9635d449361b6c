"""
To what share leads convert, by how long ago they started.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import overload

import attrs

from ...errors import RuleError, described, is_a
from ...mapping import FrozenMap
from ..numbers.incidence import cumulative_incidence
from ..numbers.survival import kaplan_meier
from ..ways.automaton import automaton_of
from ..ways.past import Past
from ..ways.segments import By
from .curves import Curve, Curves
from .parts import CurvePart
from .reaching import Reach, entries_between, skippers
from .waiting import CONVERTED, Waited, waited


@overload
def conversion_curve(
    past: Past,
    start: str,
    end: str,
    *,
    by: None = None,
    created: tuple[datetime, datetime] | None = None,
    outcomes: Iterable[str] = (),
    count: Reach = "reached",
) -> Curve: ...


@overload
def conversion_curve(
    past: Past,
    start: str,
    end: str,
    *,
    by: By,
    created: tuple[datetime, datetime] | None = None,
    outcomes: Iterable[str] = (),
    count: Reach = "reached",
) -> Curves: ...


@overload
def conversion_curve(
    past: Past,
    start: str,
    end: str,
    *,
    by: By | None,
    created: tuple[datetime, datetime] | None = None,
    outcomes: Iterable[str] = (),
    count: Reach = "reached",
) -> Curve | Curves: ...


def conversion_curve(
    past: Past,
    start: str,
    end: str,
    *,
    by: By | None = None,
    created: tuple[datetime, datetime] | None = None,
    outcomes: Iterable[str] = (),
    count: Reach = "reached",
) -> Curve | Curves:
    """
    Tell to what share leads convert, by how long ago they started.

    A lead waits from its first entry into *start* until it first enters *end* from
    there on. All others wait until the end of their watch, also those in an exit: they
    may come back, and to leave them out would tell how many converted if nobody ever
    got lost. So young leads count for as long as they are known, and no longer (Kaplan
    and Meier, 1958). Leads that were imported count from when they were watched.

    Args:
        past: The leads.

        start: The stage that begins the wait.

        end: The stage that ends it.

        by: What segment each lead has; None for one curve of all.

        created: From when to when the leads were created; the latter isn't included.

        outcomes: Exits out of which nothing leads. They end a wait too, and get curves
            of their own (Aalen and Johansen, 1978).

        count: ``"reached"`` if later stages of the mainline do as well; else
            ``"visited"``.

    Returns:
        A `Curve`; ``Curves`` with *by*.

    Raises:
        RuleError: There is no such stage, *end* doesn't come after *start*, an outcome
            isn't final, or another argument is wrong.
        InstantError: An instant of *created* has no time zone.
    """
    starts, ends = entries_between(past, start, end, count)
    skipping = skippers(past, start, starts)
    finals = _outcomes(past, start, end, outcomes, count)
    codes = {
        past.code(stage, "an outcome"): code
        for code, stage in enumerate(finals, start=CONVERTED + 1)
    }
    found = {
        one.name: _curve(
            past,
            (start, end, *finals),
            {} if by is None else {"segment": one.name},
            waited(past, starts, ends, one.leads, codes, skippers=skipping),
        )
        for one in past.segments(by, created)
    }
    if by is None:
        return next(iter(found.values()))
    return Curves(start, end, FrozenMap(found), past)


def _curve(
    past: Past, stages: tuple[str, ...], labels: Mapping[str, str], waits: Waited
) -> Curve:
    start, end, *finals = stages
    if not finals:
        survival = kaplan_meier(waits.durations, waits.events(CONVERTED), waits.entries)
        part = CurvePart(past, labels, waits, CONVERTED, survival)
        return Curve(start, end, FrozenMap(), part)
    incidence = cumulative_incidence(waits.durations, waits.codes, waits.entries)
    one, *rest = (
        Curve(
            start,
            stage,
            FrozenMap(),
            CurvePart(past, {**labels, "outcome": stage}, waits, code, incidence[code]),
        )
        for code, stage in enumerate((end, *finals), start=CONVERTED)
    )
    return attrs.evolve(one, others=FrozenMap({other.end: other for other in rest}))


def _outcomes(
    past: Past, start: str, end: str, given: Iterable[str], count: Reach
) -> tuple[str, ...]:
    if isinstance(given, str) or not is_a(given, Iterable):
        raise RuleError(
            "outcomes of a conversion curve",
            described(given),
            "stages",
            'Write outcomes=("disqualified",).',
        )
    outcomes = tuple(given)
    automaton = automaton_of(past.lifecycle, past.starts)
    subject = "an outcome of a conversion curve"
    for place, stage in enumerate(outcomes):
        code = past.code(stage, subject)
        if stage in {start, end} or stage in outcomes[:place]:
            raise RuleError(
                subject, f"{stage!r} twice", "other stages than the start and the end"
            )
        if (
            count == "reached"
            and past.ranks[code] >= past.ranks[past.code(end, "")] >= 0
        ):
            raise RuleError(subject, f"{stage!r}, which counts as {end!r}", "an exit")
        if automaton.edges[code] or code in automaton.backs:
            raise RuleError(
                subject,
                f"{stage!r}, which leads can leave again",
                "a stage out of which nothing leads",
                "Leave it out: leads in it count as waiting, since they may come back.",
            )
    return outcomes
