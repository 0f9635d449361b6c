"""
Why a rule answers as it does, as a picture: a tree with an answer at each part.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..errors import InputError, described, is_a
from ..rules import nodes as n
from ..rules.answers import Reason
from ..rules.meaning import Answer
from .lettering import SMALL, wrapped
from .picture import Picture
from .sheet import WIDTH, Sheet

#: More parts than this are no picture any more.
MOST_PARTS = 120

_LINE, _SEEN, _GAP = 15.0, 14.0, 7.0
# How far parts stand in, and how far all of them may, however deep they are.
_INDENT, _DEEPEST = 18.0, 150.0
_MARK = 18.0
_WORDS: dict[Answer, str] = {True: "yes", False: "no", None: "unknown"}


@attrs.frozen
class _Row:
    # A part of a rule: where it stands, and what is written.
    depth: int
    answer: Answer
    lines: tuple[str, ...]
    seen: str = ""
    joint: bool = attrs.field(default=False, kw_only=True)

    @property
    def height(self) -> float:
        return _LINE * len(self.lines) + (_SEEN if self.seen else 0) + _GAP


def of_reason(reason: Reason, *, title: str = "") -> Picture:
    """
    Draw why a rule answers as it does: each part with its answer, and what it saw.

    A tick is yes, a cross is no, and a question mark is unknown. The values seen are
    shown, texts among them.

    Args:
        reason: What `explain` gave, or a part of a verdict or of a refusal.

        title: What it shows; the answer if not given.

    Raises:
        InputError: It is no `Reason`, or has more parts than can be seen.
    """
    if not is_a(reason, Reason):
        raise InputError("of_reason()", described(reason), "a Reason")
    parts = list(_walked(reason, 0))
    if len(parts) > MOST_PARTS:
        raise InputError(
            "of_reason()",
            f"a rule of {len(parts)} parts",
            f"at most {MOST_PARTS}",
            "Draw some of its parts: they are in reason.parts.",
        )
    indent = min(_INDENT, _DEEPEST / max(1, *(depth for depth, _ in parts)))
    rows = [_row(depth, part, indent) for depth, part in parts]
    sheet = Sheet(sum(row.height for row in rows) + 2)
    top = 0.0
    # Where a line comes down to the next part, by depth.
    above: dict[int, float] = {}
    for row in rows:
        _draw(sheet, row, row.depth * indent, top)
        x = (row.depth - 0.5) * indent + 1.5
        if row.depth:
            y = top + 9
            sheet.line([(x, above[row.depth]), (x, y), (x + 6, y)], opacity=0.35)
            above[row.depth] = y
        above[row.depth + 1] = top + _LINE
        top += row.height
    told = ". ".join(line.strip() for line in str(reason).splitlines())
    return sheet.picture(title or f"Answer: {_WORDS[reason.answer]}", f"{told}.")


def _walked(reason: Reason, depth: int) -> Iterator[tuple[int, Reason]]:
    yield depth, reason
    for part in reason.parts:
        yield from _walked(part, depth + 1)


def _row(depth: int, part: Reason, indent: float) -> _Row:
    if part.parts:
        return _Row(depth, part.answer, (_joint(part.rule.node),), joint=True)
    room = WIDTH - depth * indent - _MARK
    lines = wrapped(str(part.rule), room)
    return _Row(depth, part.answer, tuple(lines), part.seen_in_words())


def _joint(node: n.Question) -> str:
    match node:
        case n.And():
            return "all of"
        case n.Or():
            return "any of"
        case n.AtLeast(needed=needed):
            return f"at least {needed} of"
        case _:
            return "not"


def _draw(sheet: Sheet, row: _Row, x: float, top: float) -> None:
    _mark(sheet, row.answer, x, top + 9)
    y = top + 13
    for line in row.lines:
        room = WIDTH - x - _MARK
        sheet.text(x + _MARK, y, line, bold=row.joint, room=room)
        y += _LINE
    if row.seen:
        sheet.text(
            x + _MARK,
            y - 1,
            row.seen,
            size=SMALL,
            faint=True,
            room=WIDTH - x - _MARK,
        )


def _mark(sheet: Sheet, answer: Answer, x: float, y: float) -> None:
    # By more than a colour: a tick, a cross or a question mark.
    if answer is True:
        ways = [[(x + 1, y), (x + 4.5, y + 4), (x + 11, y - 5)]]
    elif answer is False:
        ways = [
            [(x + 2, y - 4), (x + 10, y + 4)],
            [(x + 10, y - 4), (x + 2, y + 4)],
        ]
    else:
        # A letter has to be seen better than a line, so it has the colour of the page.
        sheet.text(x + 6, y + 4.5, "?", anchor="middle", bold=True)
        return
    for way in ways:
        sheet.line(way, tint="forward" if answer else "exit", width=2)
