"""
A history as columns: the rows of all leads, one lead after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from typing import Any, TypeAlias, cast

import attrs

from ...errors import LeadError, LeadkitError, RuleError, described, listing, near_miss
from .clock import micros
from .steps import Step

#: The row doesn't say where the lead came from.
UNSAID = -2
#: The row says that the lead was created.
START = -1
# It has no number, and comes before those that have one.
_NO_NUMBER = -(10**18)

# Its instant, number and place, and the stages that were left and entered.
_Row: TypeAlias = tuple[int, int, int, int, int]
_BY_NUMBER = itemgetter(1)

_FIELDS = ("lead", "source", "target", "at", "number")
_KNOWN = frozenset(_FIELDS)
_NEEDED = frozenset({"lead", "target", "at"})


@attrs.frozen(eq=False, repr=False)
class Log:
    """
    The rows up to an instant, in order. Stages are numbers: places in *names*.

    Attributes:
        names: The stages of the lifecycle, and after them unknown ones.

        leads: The ids, sorted.

        begins: Where the rows of each lead begin; one more than there are leads.

        sources: The stage that was left, by row; `START` or `UNSAID`.

        targets: The stage that was entered, by row.

        ats: When, by row, in microseconds since 1970.

        places: Which row it was as given, by row, from 1.

        later: How many rows were left out for being dated after the instant.
    """

    names: tuple[str, ...]
    leads: tuple[str, ...]
    begins: list[int]
    sources: list[int]
    targets: list[int]
    ats: list[int]
    places: list[int]
    later: int


def read_log(
    rows: Iterable[Step | Mapping[str, object]],
    stages: tuple[str, ...],
    as_of: datetime,
) -> Log:
    """
    Read rows in any order.

    Those of one lead are sorted by their instants, and those of one instant by their
    numbers; rows that have none keep the order in which they came, before those that
    have one. So rows that are shuffled are the same history where they have numbers.

    Numbers may contradict instants: a clock was wrong. Where each row of the lead has a
    number of its own, and the stages that the rows say they left don't fit the
    instants' order, the numbers' order is taken, so that `faults_of` finds the move
    that is dated before the one before it.

    Args:
        rows: The rows; a mapping has the names of the attributes of ``Step``. Where it
            has no ``"source"``, it is the stage that the row before it entered.

        stages: The stages of the lifecycle.

        as_of: Later rows are left out.

    Raises:
        LeadError: A row is no step.
        InstantError: An instant has no time zone.
    """
    codes = {name: place for place, name in enumerate(stages)}
    cut = micros(as_of)
    of_lead: dict[str, list[_Row]] = {}
    later = 0
    for place, given in enumerate(rows, start=1):
        step, said = (given, True) if type(given) is Step else _step(given, place)
        at = micros(step.at)
        if at > cut:
            later += 1
            continue
        lead, number, source = step.lead, step.number, step.source
        came = START if source is None else codes.setdefault(source, len(codes))
        entered = codes.setdefault(step.target, len(codes))
        if number is None:
            number = _NO_NUMBER
        row = (at, number, place, came if said else UNSAID, entered)
        kept = of_lead.get(lead)
        if kept is None:
            of_lead[lead] = [row]
        else:
            kept.append(row)
    leads = sorted(of_lead)
    begins, sources, targets = [0], list[int](), list[int]()
    ats, places = list[int](), list[int]()
    for lead in leads:
        listed = of_lead[lead]
        if len(listed) > 1:
            listed = _in_order(listed)
        for at, _, place, came, entered in listed:
            sources.append(came)
            targets.append(entered)
            ats.append(at)
            places.append(place)
        if sources[begins[-1]] == UNSAID:
            sources[begins[-1]] = START
        begins.append(len(ats))
    return Log(tuple(codes), tuple(leads), begins, sources, targets, ats, places, later)


def _in_order(rows: list[_Row]) -> list[_Row]:
    rows.sort()
    numbered = sorted(rows, key=_BY_NUMBER)
    if numbered == rows:
        return rows
    numbers = {row[1] for row in rows}
    # Numbers that come again order only the rows of one instant.
    if len(numbers) < len(rows) or _NO_NUMBER in numbers:
        return rows
    fit = all(later[3] == row[4] for row, later in pairwise(rows))
    return rows if fit else numbered


def _step(given: object, place: int) -> tuple[Step, bool]:
    if isinstance(given, Step):
        return given, True
    if not isinstance(given, Mapping):
        raise LeadError(
            f"row {place} of a History", described(given), "a Step or a mapping"
        )
    row = cast("Mapping[str, Any]", given)
    names = row.keys()
    if not (_KNOWN >= names >= _NEEDED):
        raise _wrong_keys({str(name) for name in names}, place)
    source, number = row.get("source"), row.get("number")
    try:
        step = Step(row["lead"], source, row["target"], row["at"], number)
    except LeadError as error:
        # Whoever has a million rows wants to know which.
        where = f"{error.subject}, row {place}"
        raise type(error)(where, error.came, error.expected, error.cure) from None
    return step, "source" in names


def _wrong_keys(names: set[str], place: int) -> LeadkitError:
    subject = f"row {place} of a History"
    for name in sorted(names - _KNOWN):
        return RuleError(
            subject, f"the key {name!r}", listing(_FIELDS), near_miss(name, _FIELDS)
        )
    missing = [name for name in _FIELDS if name in _NEEDED - names]
    return LeadError(subject, f"nothing under {listing(missing)}", listing(_FIELDS))
