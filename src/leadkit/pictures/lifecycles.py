"""
A lifecycle as a picture: the stages in a column, ways ahead on one side of it, and
exits and ways back on the other.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from ..errors import InputError, described, is_a
from ..moves import Kind
from ..states import Lifecycle
from ..vocabulary import Language, label
from .lanes import Door, Way, doors, lanes, ways_of
from .lettering import SMALL, width_of
from .phrases import check_language, listed, phrase
from .picture import Picture
from .sheet import WIDTH, Sheet
from .strokes import Point

#: More ways than this can't be told from each other.
MOST_WAYS = 400

_PITCH = 16.0  # from door to door
_GAP = 18.0  # from stage to stage
_PAD = 7.0  # above the first door of a stage, and below its last
_LANE = 10.0
_WIDEST = 460.0  # beyond that, letters are too small on a telephone
_KINDS: tuple[Kind, ...] = ("forward", "exit", "back")

Side: TypeAlias = Literal[-1, 1]


def of_lifecycle(
    lifecycle: Lifecycle, *, language: Language = "en", title: str = ""
) -> Picture:
    """
    Draw a lifecycle.

    Stages stand in a column. A move leaves its stage at its name and runs to where its
    arrow is: forward on the right, exits and ways back on the left.

    Args:
        lifecycle: The lifecycle.

        language: ``"en"`` or ``"fa"``; in the latter, forward is on the left.

        title: What it shows; "Lifecycle" and its name if not given.

    Raises:
        InputError: It is no `Lifecycle`, or has more ways than can be seen.
    """
    check_language(language)
    if not is_a(lifecycle, Lifecycle):
        raise InputError("of_lifecycle()", described(lifecycle), "a Lifecycle")
    ways = ways_of(lifecycle)
    if len(ways) > MOST_WAYS:
        raise InputError(
            f"picture of lifecycle {lifecycle.name!r}",
            f"{len(ways)} ways between stages",
            f"at most {MOST_WAYS}",
            "Draw a part of it, or take mermaid().",
        )
    plan = _Plan.of(lifecycle, ways, language)
    sheet = plan.sheet()
    for side in plan.sides:
        for way in side.ways:
            plan.draw(sheet, side, way)
    plan.draw_stages(sheet)
    plan.draw_legend(sheet)
    name = title or f"{phrase('Lifecycle', language)}: {lifecycle.name}"
    return sheet.picture(name, _described(lifecycle, ways, language))


@attrs.frozen
class _Side:
    # One side of the stages: 1 for what leads forward, -1 for all else.
    sign: Side
    ways: tuple[Way, ...]
    lane: dict[Way, int]
    doors: tuple[tuple[Door, ...], ...]
    room: float  # for the names of moves

    @classmethod
    def of(cls, sign: Side, ways: list[Way], stages: int, language: Language) -> _Side:
        here = tuple(way for way in ways if (way.kind == "forward") == (sign > 0))
        lane = lanes(here)
        there = tuple(tuple(doors(here, stage, lane)) for stage in range(stages))
        widest = max(
            (width_of(_named(way, language), SMALL) for way in here), default=0
        )
        # A way to where it was before turns round behind its name.
        spare = 24 if any(way.target is None for way in here) else 12
        return cls(sign, here, lane, there, widest + spare if here else 0)

    @property
    def lane_count(self) -> int:
        return 1 + max(self.lane.values(), default=-1)


@attrs.frozen
class _Plan:
    # Where everything is.
    lifecycle: Lifecycle
    language: Language
    sides: tuple[_Side, _Side]
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    width: float
    middle: float
    half: float  # of a stage's box
    lane_step: float

    @classmethod
    def of(cls, lifecycle: Lifecycle, ways: list[Way], language: Language) -> _Plan:
        count = len(lifecycle.stages)
        left, right = (
            _Side.of(-1, ways, count, language),
            _Side.of(1, ways, count, language),
        )
        names = [label(stage, language=language) for stage in lifecycle.stages]
        box = max(width_of(name, bold=True) for name in names) + 22
        # Names give way first, then the lanes move closer.
        lanes_ = left.lane_count + right.lane_count
        rooms = left.room + right.room
        wanted = box + rooms + lanes_ * _LANE + 4
        width = min(max(wanted, WIDTH), _WIDEST)
        over = max(0.0, wanted - width)
        most = max(rooms, 1)
        shrunk = max(0.45, 1 - over / most)
        left = attrs.evolve(left, room=left.room * shrunk)
        right = attrs.evolve(right, room=right.room * shrunk)
        box = min(box, 150.0)
        free = width - box - left.room - right.room - 4
        step = min(_LANE, free / max(lanes_, 1)) if lanes_ else _LANE
        used = box + left.room + right.room + lanes_ * step
        start = (width - used) / 2
        middle = start + left.lane_count * step + left.room + box / 2
        tops: list[float] = []
        heights: list[float] = []
        y = 16.0
        for stage in range(count):
            most_doors = max(len(left.doors[stage]), len(right.doors[stage]), 1)
            heights.append(most_doors * _PITCH + 2 * _PAD - 2)
            tops.append(y)
            y += heights[-1] + _GAP
        return cls(
            lifecycle,
            language,
            (left, right),
            tuple(tops),
            tuple(heights),
            width,
            middle,
            box / 2,
            step,
        )

    @property
    def bottom(self) -> float:
        return self.tops[-1] + self.heights[-1]

    def sheet(self) -> Sheet:
        return Sheet(self.bottom + 28, width=self.width, mirrored=self.language == "fa")

    def _edge(self, side: _Side) -> float:
        return self.middle + side.sign * self.half

    def _lane_x(self, side: _Side, way: Way) -> float:
        out = side.room + (side.lane[way] + 0.5) * self.lane_step
        return self._edge(side) + side.sign * out

    def _door_y(self, side: _Side, stage: int, way: Way, *, enters: bool) -> float:
        here = side.doors[stage]
        place = here.index(Door(way, enters))
        spare = self.heights[stage] - len(here) * _PITCH
        return self.tops[stage] + spare / 2 + (place + 0.5) * _PITCH

    def draw(self, sheet: Sheet, side: _Side, way: Way) -> None:
        edge, sign = self._edge(side), side.sign
        dashed = way.kind == "back"
        tip = _said(way, self.lifecycle, self.language)
        for stage in way.sources:
            y = self._door_y(side, stage, way, enters=False)
            if way.target is None:
                end = edge + sign * side.room
                self._hook(sheet, (edge, y), end, way, tip)
            else:
                lane = self._lane_x(side, way)
                into = self._door_y(side, way.target, way, enters=True)
                points = [(edge, y), (lane, y), (lane, into), (edge + sign * 5, into)]
                sheet.line(
                    points, tint=way.kind, dashed=dashed, corner=7, width=1.3, tip=tip
                )
            sheet.text(
                edge + sign * 6,
                y - 3,
                _named(way, self.language),
                size=SMALL,
                anchor="start" if sign > 0 else "end",
                room=side.room - (20 if way.target is None else 8),
            )
        if way.target is not None:
            into = self._door_y(side, way.target, way, enters=True)
            _arrow(sheet, edge, into, -sign, way.kind)

    def _hook(self, sheet: Sheet, door: Point, end: float, way: Way, tip: str) -> None:
        # Back to a stage that only the lead's history knows: it turns round.
        edge, y = door
        sign = 1 if end > edge else -1
        turn = end - sign * 2
        points = [(edge, y), (turn, y), (turn, y - 10), (turn - sign * 6, y - 10)]
        sheet.line(points, tint=way.kind, corner=5, width=1.3, tip=tip)
        _arrow(sheet, turn - sign * 9, y - 10, -sign, way.kind)

    def draw_stages(self, sheet: Sheet) -> None:
        entered = {
            w.target for side in self.sides for w in side.ways if w.kind != "exit"
        }
        for place, stage in enumerate(self.lifecycle.stages):
            top, height = self.tops[place], self.heights[place]
            initial = stage == self.lifecycle.initial
            out = place not in entered and not initial
            x, width = self.middle - self.half, 2 * self.half
            if not out:
                sheet.bar(x, top, width, height, opacity=0.1, round_=7)
            sheet.bar(
                x, top, width, height, hollow=True, dashed=out, round_=7, opacity=0.75
            )
            sheet.text(
                self.middle,
                top + height / 2 + 4,
                label(stage, language=self.language),
                anchor="middle",
                bold=True,
                room=width - 10,
            )
            if initial:
                sheet.dot(self.middle, top - 11, 3.5)
                sheet.line([(self.middle, top - 11), (self.middle, top)])

    def draw_legend(self, sheet: Sheet) -> None:
        here = [way for side in self.sides for way in side.ways]
        there = {way.kind for way in here}
        kinds: list[Kind] = [kind for kind in _KINDS if kind in there]
        words = [phrase(kind, self.language) for kind in kinds]
        gap, sample = 14.0, 22.0
        lengths = [sample + 5 + width_of(word, SMALL) for word in words]
        x = (self.width - sum(lengths) - gap * (len(words) - 1)) / 2
        y = self.bottom + 20
        for kind, word, length in zip(kinds, words, lengths, strict=True):
            sheet.line(
                [(x, y), (x + sample, y)], tint=kind, dashed=kind == "back", width=1.5
            )
            sheet.text(x + sample + 5, y + 3.5, word, size=SMALL, faint=True)
            x += length + gap


def _arrow(sheet: Sheet, x: float, y: float, sign: int, kind: Kind) -> None:
    back = x - sign * 6
    sheet.area([(x, y), (back, y - 3.6), (back, y + 3.6)], tint=kind)


def _named(way: Way, language: Language) -> str:
    return listed((label(one, language=language) for one in way.triggers), language)


def _said(way: Way, lifecycle: Lifecycle, language: Language) -> str:
    names = [label(stage, language=language) for stage in lifecycle.stages]
    sources = listed((names[place] for place in way.sources), language)
    name = _named(way, language)
    if way.target is None:
        return f"{name}: {sources} {phrase('to where it was before', language)}"
    return phrase("{} from {} to {}", language, name, sources, names[way.target])


def _described(lifecycle: Lifecycle, ways: list[Way], language: Language) -> str:
    return " ".join(f"{_said(way, lifecycle, language)}." for way in ways)
