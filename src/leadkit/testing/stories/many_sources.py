"""
Python source text for leads that did much: what is alike is written once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import attrs

from ...happenings import Activity
from ...instants import DAY
from ...leads import Lead
from ...rules.turning import TICK
from .sources import Bare, Call, laid_out, lead_source

_HOUR = timedelta(hours=1)
_NUMBERED = re.compile(r"(.*\D)(\d+)")
# Fewer are written one by one.
_FEW = 3


def lead_lines(name: str, lead: Lead) -> list[str]:
    """
    Write the lines of a test that make a lead.

    Args:
        name: What it is called there.

        lead: The lead; a made-up one.
    """
    bare = attrs.evolve(lead, activities=(), revision=0)
    lines = assigned(name, lead_source(bare))
    made = [source for run in _runs(lead.activities) for source in _made(run)]
    if made:
        lines += assigned(name, Call(f"{name}.record", tuple(made)))
    return lines


def assigned(name: str, value: object) -> list[str]:
    """
    Write the lines of a test that give something a name.
    """
    before = f"{name} = "
    first, *rest = laid_out(value, 1, len(before)).splitlines()
    # They are indented already, as within a function.
    return [f"{before}{first}", *(line.removeprefix("    ") for line in rest)]


def activity_source(activity: Activity) -> Call:
    """
    Tell how a test makes an activity.
    """
    return Call("lk.Activity", (), {**_content(activity), "at": activity.at})


def _content(activity: Activity) -> dict[str, Any]:
    usual = Activity(id=activity.id, type=activity.type, at=activity.at)
    return {
        field.name: getattr(activity, field.name)
        for field in attrs.fields(Activity)
        if field.name in {"id", "type"}
        or getattr(usual, field.name) != getattr(activity, field.name)
    }


def _runs(activities: Iterable[Activity]) -> Iterator[list[Activity]]:
    # Alike, numbered one after another, and as far apart from each other.
    def place(activity: Activity) -> tuple[str, int]:
        found = _NUMBERED.fullmatch(activity.id)
        return (activity.id, 0) if found is None else (found[1], int(found[2]))

    run: list[Activity] = []
    for one in sorted(activities, key=place):
        if run and _goes_on(run, one, place(run[-1]), place(one)):
            run.append(one)
        else:
            if run:
                yield run
            run = [one]
    if run:
        yield run


def _goes_on(
    run: Sequence[Activity], one: Activity, last: tuple[str, int], new: tuple[str, int]
) -> bool:
    if new != (last[0], last[1] + 1):
        return False
    if attrs.evolve(one, id=run[-1].id, at=run[-1].at) != run[-1]:
        return False
    apart = run[-1].at - one.at
    return len(run) == 1 or run[-2].at - run[-1].at == apart


def _made(run: Sequence[Activity]) -> Iterator[Call | Bare]:
    if len(run) <= _FEW:
        yield from map(activity_source, run)
        return
    found = _NUMBERED.fullmatch(run[0].id)
    assert found is not None  # noqa: S101  else it were no run
    prefix, first = found[1], int(found[2])
    apart = run[0].at - run[1].at
    content = _content(run[0])
    at = laid_out(run[0].at)
    numbers = f"range({len(run)})"
    number = "n" if not first else f"n + {first}"
    named: dict[str, Any] = {
        **content,
        "id": Bare(f'f"{prefix}{{{number}}}"'),
        "at": Bare(at if not apart else f"{at} - n * {_span(apart)}"),
    }
    inner = laid_out(Call("lk.Activity", (), named), 3)
    yield Bare(f"*(\n            {inner}\n            for n in {numbers}\n        )")


def _span(span: timedelta) -> str:
    for name, unit in (("days", DAY), ("hours", _HOUR)):
        if not span % unit:
            return f"timedelta({name}={span // unit})"
    return f"timedelta(microseconds={span // TICK})"
