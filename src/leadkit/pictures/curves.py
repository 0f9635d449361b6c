"""
The total of a card over time as a picture: what is done lifts it, and time lowers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise, product
from math import isfinite

import attrs

from ..errors import InputError, InstantError, described, is_a
from ..hundredths import told
from ..instants import utc
from ..kinds import LARGEST
from ..leads import Lead
from ..scoring import Scorecard
from ..vocabulary import Language
from .axes import draw_marks
from .lettering import SMALL, width_of
from .phrases import check_language, in_digits, phrase
from .picture import Picture
from .scales import TimeScale, day, ticks
from .sheet import WIDTH, Anchor, Sheet
from .spans import held
from .strokes import Point

_LEFT, _RIGHT = 30.0, WIDTH - 6
_TOP, _FLOOR = 22.0, 176.0
# So many instants are asked about, and each step between them is halved so often.
_SAMPLES, _HALVINGS = 240, 4
_TICK = timedelta(microseconds=1)


def of_score(
    card: Scorecard,
    lead: Lead,
    *,
    start: datetime,
    until: datetime,
    thresholds: Mapping[str, float] | None = None,
    qualification: str | None = None,
    language: Language = "en",
    title: str = "",
) -> Picture:
    """
    Draw how the score of a lead rises and falls.

    Args:
        card: The card.

        lead: The lead.

        start: From when.

        until: To when; a later instant than *start*.

        thresholds: Totals to draw a line at, by what they are.

        qualification: The code of a qualification, to shade when it was held, by the
            grants that are recorded.

        language: ``"en"`` or ``"fa"``; in the latter, time runs to the left.

        title: What it shows; the name of the card if not given.

    Raises:
        InputError: *card* is no card, *lead* no lead, or a threshold no number.

        InstantError: *start* or *until* has no time zone, or *until* isn't later.
    """
    check_language(language)
    start, until = _checked(card, lead, start, until)
    lines = _thresholds({} if thresholds is None else thresholds)
    scale = TimeScale(start, until, _LEFT, _RIGHT)
    curve = _curve(card, lead, scale)
    low = min(0.0, *(value for _, value in curve), *lines.values())
    high = max(1.0, *(value for _, value in curve), *lines.values())
    levels = ticks(low, high, 5)
    plot = _Plot(levels[0], levels[-1])
    sheet = Sheet(_FLOOR + 34, mirrored=language == "fa")
    if qualification is not None:
        _shade(sheet, scale, lead, qualification, language)
    for level in levels:
        y = plot.y(level)
        sheet.line([(_LEFT, y), (_RIGHT, y)], opacity=0.5 if level == 0 else 0.12)
        said = in_digits(f"{level:g}", language)
        sheet.text(_LEFT - 5, y + 3.5, said, size=SMALL, anchor="end", faint=True)
    points = [(scale.x(at), plot.y(value)) for at, value in curve]
    ground = plot.y(0)
    ends = (points[-1][0], ground), (points[0][0], ground)
    sheet.area([*points, *ends], tint="forward", opacity=0.14)
    for name, value in lines.items():
        y = plot.y(value)
        sheet.line([(_LEFT, y), (_RIGHT, y)], tint="exit", dashed=True, width=1.2)
        said = in_digits(f"{value:g}", language)
        _name_threshold(sheet, f"{name} {said}", y, points)
    sheet.line(points, tint="forward", width=1.8)
    draw_marks(sheet, scale, _FLOOR, language)
    parts = [card.name]
    for at in (start, until):
        total = told(card.hundredths(lead, as_of=at))
        parts += [in_digits(total, language), day(at, language)]
    description = phrase("{0} is {1} on {2} and {3} on {4}.", language, *parts)
    return sheet.picture(title or card.name, description)


@attrs.frozen
class _Plot:
    low: float
    high: float

    def y(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low)
        return _FLOOR - (_FLOOR - _TOP) * part


def _checked(
    card: Scorecard, lead: Lead, start: datetime, until: datetime
) -> tuple[datetime, datetime]:
    if not is_a(card, Scorecard):
        raise InputError("of_score()", described(card), "a Scorecard")
    if not is_a(lead, Lead):
        raise InputError("of_score()", described(lead), "a Lead")
    start, until = utc(start, "start"), utc(until, "until")
    if until <= start:
        raise InstantError("until", "an instant that isn't after start", "a later one")
    return start, until


def _thresholds(given: Mapping[str, float]) -> dict[str, float]:
    if not is_a(given, Mapping):
        raise InputError("thresholds", described(given), "totals by what they are")
    for value in given.values():
        if isinstance(value, bool) or not is_a(value, (int, float)):
            raise InputError("a threshold", described(value), "a number")
        if not isfinite(value):
            raise InputError("a threshold", "a number that isn't finite", "a number")
        if abs(value) > LARGEST:
            raise InputError("a threshold", "a number beyond 10**15", "a smaller one")
    return dict(given)


def _curve(
    card: Scorecard, lead: Lead, scale: TimeScale
) -> list[tuple[datetime, float]]:
    start, until = scale.start, scale.until
    one = (until - start) / _SAMPLES
    at = {start, until, *(start + number * one for number in range(1, _SAMPLES))}
    # What happens lifts the total at once; one happening in each half point will do.
    lifts = {
        int(2 * scale.x(activity.at)): activity.at
        for activity in lead.activities
        if start < activity.at <= until
    }
    at |= {edge for lift in lifts.values() for edge in (lift - _TICK, lift)}

    def total(instant: datetime) -> int:
        return card.hundredths(lead, as_of=instant)

    def between(
        left: tuple[datetime, int], right: tuple[datetime, int], depth: int
    ) -> list[tuple[datetime, int]]:
        if left[1] == right[1] or not depth or right[0] - left[0] <= _TICK:
            return [right]
        middle = left[0] + (right[0] - left[0]) / 2
        half = middle, total(middle)
        return [*between(left, half, depth - 1), *between(half, right, depth - 1)]

    known = [(instant, total(instant)) for instant in sorted(at)]
    found = known[:1]
    for left, right in pairwise(known):
        found += between(left, right, _HALVINGS)
    # What lies on a level line needn't be told.
    kept = [
        here
        for before, here, after in zip(found, found[1:], found[2:], strict=False)
        if not before[1] == here[1] == after[1]
    ]
    return [(when, value / 100) for when, value in (found[0], *kept, found[-1])]


def _name_threshold(sheet: Sheet, said: str, y: float, points: list[Point]) -> None:
    # Where the curve runs least through it: on the line or below, right, left or amid.
    room = _RIGHT - _LEFT
    wide = min(width_of(said, SMALL), room)
    anchors: tuple[tuple[Anchor, float, float], ...] = (
        ("end", _RIGHT, _RIGHT - wide),
        ("start", _LEFT + 4, _LEFT + 4),
        ("middle", (_LEFT + _RIGHT) / 2, (_LEFT + _RIGHT - wide) / 2),
    )
    places: list[tuple[float, int, float, Anchor, float]] = []
    for order, ((anchor, x, left), below) in enumerate(product(anchors, (False, True))):
        top = y + 2 if below else y - 14
        hit = _overlap(points, (left, top), (left + wide, top + 12))
        places.append((hit, order, x, anchor, y + 11 if below else y - 4))
    _, _, x, anchor, base = min(places)
    sheet.text(x, base, said, size=SMALL, anchor=anchor, room=room)


def _overlap(points: list[Point], start: Point, end: Point) -> float:
    # How far a curve runs through a rectangle.
    found = 0.0
    for (x1, y1), (x2, y2) in pairwise(points):
        across = min(x2, end[0]) - max(x1, start[0])
        down = min(max(y1, y2), end[1]) - max(min(y1, y2), start[1])
        if across >= 0 and down >= 0:
            found += across + down
    return round(found, 2)


def _shade(
    sheet: Sheet,
    scale: TimeScale,
    lead: Lead,
    qualification: str,
    language: Language,
) -> None:
    first = True
    for since, ended in held(lead, qualification, scale.until):
        last = scale.until if ended is None else ended
        if last <= scale.start:
            continue
        left, right = scale.x(since), scale.x(last)
        sheet.bar(left, _TOP - 16, right - left, _FLOOR - _TOP + 16, opacity=0.09)
        if first:
            said = phrase("{} held", language, qualification)
            sheet.text(
                left + 4, _TOP - 5, said, size=SMALL, bold=True, room=_RIGHT - left - 4
            )
            first = False
