"""
When each lead entered a stage for the first time, and how long after another.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from ...errors import RuleError, described, is_a, listing, near_miss
from ..ways.past import Past

#: What it takes to count for a stage. ``"reached"`` also counts whoever skipped it, and
#: entered a later stage of the mainline; ``"visited"`` only who entered it.
Reach: TypeAlias = Literal["reached", "visited"]
REACHES: tuple[Reach, ...] = ("reached", "visited")
#: The lead never entered the stage; it is before all instants there are.
NOT_YET = -(10**18)


def first_entries(
    past: Past, stage: str, count: Reach = "reached", subject: str = "stage"
) -> list[int]:
    """
    Tell when each lead entered a stage for the first time.

    Args:
        past: The leads.

        stage: The stage.

        count: ``"reached"`` if a later stage of the mainline does as well; exits have
            none. Else ``"visited"``.

        subject: What the stage is, for the error: ``"start of a conversion"``.

    Returns:
        By lead, in the order of its columns, microseconds since 1970; `NOT_YET` for
        those that never did.

    Raises:
        RuleError: There is no such stage or count.
    """
    checked_choice(count, REACHES, "count")
    does = _does(past, past.code(stage, subject), count)
    columns = past.columns
    stages, ats, begins = columns.stages, columns.ats, columns.begins
    firsts: list[int] = []
    first = 0
    for end in begins[1:]:
        for row in range(first, end):
            if does[stages[row]]:
                firsts.append(ats[row])
                break
        else:
            firsts.append(NOT_YET)
        first = end
    return firsts


def entries_between(
    past: Past, start: str, end: str, count: Reach = "reached"
) -> tuple[list[int], list[int]]:
    """
    Tell when each lead entered a stage for the first time, and then another.

    Args:
        past: The leads.

        start: The stage whose first entry begins the clock; it is never set back. Who
            skipped it has no clock.

        end: The stage whose first entry from there on ends it. What was before isn't
            counted, so a lead that came back from *end* to *start* has to enter *end*
            again.

        count: What counts as an entry of *end*, as for `first_entries`.

    Returns:
        By lead, when each was, in microseconds since 1970, or `NOT_YET`.

    Raises:
        RuleError: There is no such stage or count, both stages are the same, or whoever
            enters *start* has reached *end*.
    """
    checked_choice(count, REACHES, "count")
    codes = (
        past.code(start, "start of a conversion"),
        past.code(end, "end of a conversion"),
    )
    _check_order(past, codes, count)
    begin, finish = codes[0], _does(past, codes[1], count)
    columns = past.columns
    stages, ats, begins = columns.stages, columns.ats, columns.begins
    starts: list[int] = []
    ends: list[int] = []
    first = 0
    for last in begins[1:]:
        began = entered = NOT_YET
        for row in range(first, last):
            if stages[row] == begin:
                began = ats[row]
                for after in range(row, last):
                    if finish[stages[after]]:
                        entered = ats[after]
                        break
                break
        starts.append(began)
        ends.append(entered)
        first = last
    return starts, ends


def skippers(past: Past, start: str, starts: list[int]) -> set[int]:
    """
    Tell which leads got beyond a stage without ever entering it.

    Args:
        past: The leads.

        start: The stage.

        starts: When each entered it for the first time, or `NOT_YET`.

    Returns:
        Their places in the columns.
    """
    if past.starts == (start,):
        return set()
    reached = first_entries(past, start)
    return {
        place
        for place, (entered, beyond) in enumerate(zip(starts, reached, strict=True))
        if entered == NOT_YET != beyond
    }


def _does(past: Past, code: int, count: Reach) -> list[bool]:
    # By stage, whether to enter it counts.
    ranks = past.ranks
    if count == "reached" and ranks[code] >= 0:
        return [rank >= ranks[code] for rank in ranks]
    return [place == code for place in range(len(ranks))]


def _check_order(past: Past, codes: tuple[int, int], count: Reach) -> None:
    if codes[0] == codes[1]:
        raise RuleError(
            "a conversion", "one stage as its start and its end", "two stages"
        )
    start, end = (past.ranks[code] for code in codes)
    if count == "reached" and 0 <= end < start:
        raise RuleError(
            "a conversion",
            "an end that lies before its start on the mainline",
            "one that lies after it",
            'Write count="visited" to ask who went back.',
        )


def checked_choice(given: object, known: tuple[str, ...], subject: str) -> None:
    """
    Check that a way of counting is one of those there are.

    Raises:
        RuleError: There is none of this name.
    """
    if not is_a(given, str) or given not in known:
        raise RuleError(
            subject,
            repr(str(given)) if is_a(given, str) else described(given),
            listing(known),
            near_miss(str(given), known) if is_a(given, str) else "",
        )
