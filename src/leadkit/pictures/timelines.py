"""
A lead's way as a picture: the stages it was in, what it held, and what was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import attrs

from ..codes import CONVERSATIONS, Actor, Direction
from ..errors import InputError, described, is_a
from ..happenings import Activity, Move
from ..history import moves_until, visible
from ..instants import DAY, utc
from ..leads import Lead
from ..states import Lifecycle
from ..timeline import Timeline
from ..vocabulary import Language, label
from .axes import draw_marks
from .lettering import SMALL
from .phrases import check_language, phrase
from .picture import Picture
from .scales import TimeScale, day
from .sheet import WIDTH, Sheet
from .spans import held
from .tints import Tint

_LEFT, _RIGHT = 98.0, WIDTH - 6
_STAGE, _ROW = 24.0, 18.0
_TOP = 6.0
_NAMES = ("talks", "it did", "we did", "machines")

# What is drawn in one row.
Row: TypeAlias = tuple[str, list[Activity]]


def of_timeline(
    lead: Lead,
    lifecycle: Lifecycle,
    *,
    as_of: datetime,
    language: Language = "en",
    title: str = "",
) -> Picture:
    """
    Draw how a lead went through its stages, and what it and others did meanwhile.

    Args:
        lead: The lead.

        lifecycle: Its lifecycle, which says in which order stages stand.

        as_of: To when; whatever is later is left out.

        language: ``"en"`` or ``"fa"``; in the latter, time runs to the left.

        title: What it shows; the lead's id if not given.

    Raises:
        InputError: *lead* is no lead, or *lifecycle* no lifecycle.

        InstantError: *as_of* has no time zone.
    """
    check_language(language)
    if not is_a(lead, Lead):
        raise InputError("of_timeline()", described(lead), "a Lead")
    if not is_a(lifecycle, Lifecycle):
        raise InputError("of_timeline()", described(lifecycle), "a Lifecycle")
    as_of = utc(as_of, "as_of")
    timeline = lifecycle.timeline(lead, as_of=as_of)
    moves = moves_until(lead, as_of)
    stages = [stage for stage, clock in timeline.items() if clock.visits]
    codes = list(
        dict.fromkeys(g.qualification for g in reversed(lead.grants) if g.at <= as_of)
    )
    rows = list(_rows(lead, as_of))
    scale = TimeScale(_start(lead, timeline), as_of, _LEFT, _RIGHT)
    floor = _TOP + _STAGE * len(stages) + _ROW * (len(codes) + len(rows)) + 6
    sheet = Sheet(floor + 34, mirrored=language == "fa")
    drawing = _Drawing(sheet, scale, language)
    y = _TOP
    places = {stage: y + _STAGE * (n + 0.5) for n, stage in enumerate(stages)}
    drawing.stages(places, timeline, moves)
    y += _STAGE * len(stages)
    for code in codes:
        drawing.qualification(lead, code, y + _ROW / 2, as_of)
        y += _ROW
    for name, activities in rows:
        drawing.activities(name, activities, y + _ROW / 2)
        y += _ROW
    draw_marks(sheet, scale, floor, language)
    told = " ".join(_described(timeline, rows, language))
    told = told or phrase("nothing is known yet.", language)
    name = title or f"{phrase('Timeline', language)}: {lead.id}"
    return sheet.picture(name, told)


def _start(lead: Lead, timeline: Timeline) -> datetime:
    as_of = timeline.as_of
    known = [visit.entered for visit in timeline.visits if visit.entered is not None]
    known += [visit.left for visit in timeline.visits if visit.left is not None]
    known += [one.at for one in visible(lead, as_of)]
    known += [grant.at for grant in lead.grants if grant.at <= as_of]
    first = min(known, default=as_of)
    if first < as_of:
        return first
    # All is now: a day before it gives the picture a width.
    beginning = datetime.min.replace(tzinfo=UTC)
    return beginning + max(as_of - beginning - DAY, timedelta(0))


def _rows(lead: Lead, as_of: datetime) -> Iterator[Row]:
    found: dict[str, list[Activity]] = {name: [] for name in _NAMES}
    for one in visible(lead, as_of):
        found[_kind(one)].append(one)
    return ((name, rows) for name, rows in found.items() if rows)


def _kind(one: Activity) -> str:
    if one.actor is Actor.MACHINE and one.direction is Direction.INBOUND:
        return "machines"
    if one.type in CONVERSATIONS and one.actor is Actor.HUMAN:
        return "talks"
    return "it did" if one.direction is Direction.INBOUND else "we did"


@attrs.frozen
class _Drawing:
    sheet: Sheet
    scale: TimeScale
    language: Language

    def _name(self, text: str, y: float, *, bold: bool = False) -> None:
        self.sheet.text(
            0, y + 4, text, bold=bold, faint=not bold, size=SMALL, room=_LEFT - 6
        )

    def stages(
        self, places: dict[str, float], timeline: Timeline, moves: list[Move]
    ) -> None:
        for stage, y in places.items():
            self._name(label(stage, language=self.language), y, bold=True)
            self.sheet.line([(_LEFT, y), (_RIGHT, y)], opacity=0.15)
        # The first visit was entered by no move; before that there is none.
        entered: list[Move | None] = [None, *moves]
        for visit, move in zip(timeline.visits, entered, strict=False):
            y = places[visit.stage]
            left = _LEFT if visit.entered is None else self.scale.x(visit.entered)
            right = self.scale.x(visit.left or timeline.as_of)
            tint: Tint = (
                "exit" if move is not None and move.kind == "exit" else "forward"
            )
            tip = _since(visit.stage, visit.entered, self.language)
            self.sheet.bar(
                left, y - 5, max(right - left, 1.5), 10, tint=tint, round_=2, tip=tip
            )
        for move in moves:
            x = self.scale.x(move.at)
            source, target = places[move.source], places[move.target]
            down = 1 if target >= source else -1
            tip = f"{day(move.at, self.language)}: " + label(
                move.trigger, language=self.language
            )
            self.sheet.line(
                [(x, source), (x, target)], tint=move.kind, width=1.4, tip=tip
            )
            tip_y = target - down * 5
            self.sheet.area(
                [(x, tip_y), (x - 3, tip_y - down * 5), (x + 3, tip_y - down * 5)],
                tint=move.kind,
            )

    def qualification(self, lead: Lead, code: str, y: float, as_of: datetime) -> None:
        self._name(code, y)
        for since, ended in held(lead, code, as_of):
            left, right = self.scale.x(since), self.scale.x(ended or as_of)
            self.sheet.bar(
                left, y - 2, max(right - left, 1.5), 4, opacity=0.55, round_=2,
                tip=f"{label(code, language=self.language)}: "
                f"{day(since, self.language)}",
            )  # fmt: skip

    def activities(self, name: str, activities: list[Activity], y: float) -> None:
        self._name(phrase(name, self.language), y)
        # A tick for each point of the picture will do, however many there are.
        ticks: dict[int, list[Activity]] = {}
        for one in activities:
            ticks.setdefault(round(self.scale.x(one.at)), []).append(one)
        for column, here in sorted(ticks.items()):
            last = here[0]
            tip = f"{day(last.at, self.language)}: " + label(
                last.type, language=self.language
            )
            if name == "talks":
                self.sheet.dot(column, y, 3.2, tint="talk", tip=tip)
            else:
                faint = 0.4 if name == "machines" else 0.7
                self.sheet.line(
                    [(column, y - 5), (column, y + 5)], opacity=faint, tip=tip
                )


def _since(stage: str, entered: datetime | None, language: Language) -> str:
    name = label(stage, language=language)
    if entered is None:
        return phrase("{} from the beginning", language, name)
    return phrase("{} since {}", language, name, day(entered, language))


def _described(
    timeline: Timeline, rows: list[Row], language: Language
) -> Iterator[str]:
    for visit in timeline.visits:
        yield f"{_since(visit.stage, visit.entered, language)}."
    for name, activities in rows:
        said = phrase(name, language)
        yield phrase("{}: {} activities", language, said, len(activities)) + "."
