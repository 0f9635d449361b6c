"""
Pictures of ideas, sketched: what no value of leadkit shows by itself.

``pictures.py`` takes them up beside those that are drawn of values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Literal

from leadkit.pictures import Picture
from leadkit.pictures.sheet import Sheet

_SMALL = 10.5

#: What draws each sketch, by the name of its file.
SKETCHES: dict[str, Callable[[], Picture]] = {}


def _drawn(draw: Callable[[], Picture]) -> Callable[[], Picture]:
    SKETCHES[draw.__name__.replace("_", "-")] = draw
    return draw


@_drawn
def two_cards() -> Picture:
    """
    Leads with the same sum of fit and engagement, and only one who is ready.
    """
    ready_fit, ready_engagement, most = 10, 20, 60
    sheet = Sheet(250)
    left, right, top, floor = 34.0, sheet.width - 12, 14.0, 216.0

    def at(fit: float, engagement: float) -> tuple[float, float]:
        x = left + (right - left) * engagement / most
        return x, floor - (floor - top) * fit / most

    corner_x, corner_y = at(ready_fit, ready_engagement)
    sheet.bar(
        corner_x, top, right - corner_x, corner_y - top, tint="forward", opacity=0.14
    )
    sheet.line([(left, top), (left, floor), (right, floor)], opacity=0.6)
    sheet.line([at(most, 0), at(0, most)], dashed=True, opacity=0.5)
    both = f"fit >= {ready_fit} and engagement >= {ready_engagement}"
    sheet.text(right - 6, corner_y - 7, both, anchor="end", size=_SMALL)
    sheet.text(left, floor + 18, "engagement: what it does", size=_SMALL, faint=True)
    sheet.text(left + 6, top + 2, "fit: who it is", size=_SMALL, faint=True)
    told = [f"Ready is who has {both}."]
    for name, fit, engagement in (
        ("a director who never answers", 55, 5),
        ("a director at a webinar", 30, 30),
        ("a student who reads everything", 5, 55),
    ):
        x, y = at(fit, engagement)
        ready = fit >= ready_fit and engagement >= ready_engagement
        sheet.dot(x, y, 5, tint="forward" if ready else "")
        end = engagement > most / 2
        anchor: Literal["start", "end"] = "end" if end else "start"
        sheet.text(x - 9 if end else x + 9, y + 4, name, anchor=anchor)
        total = fit + engagement
        told.append(f"{name}: {fit} and {engagement}, which sums to {total}.")
    return sheet.picture("Fit and engagement", " ".join(told))


@_drawn
def question() -> Picture:
    """
    What a question sees: a window that ends at the instant of the question.
    """
    sheet = Sheet(112)
    left, right, line = 8.0, sheet.width - 8, 58.0
    per_day = (right - left) / 16
    asked, begins = right - 3 * per_day, right - 10 * per_day
    sheet.bar(begins, line - 26, asked - begins, 52, tint="forward", opacity=0.14)
    sheet.line([(left, line), (right, line)], opacity=0.5)
    seen: Counter[str] = Counter()
    for at in (left + per_day, begins, begins + 2 * per_day, asked - per_day, asked):
        inside = begins < at <= asked
        seen["inside" if inside else "too old"] += 1
        sheet.dot(at, line, 5, tint="forward" if inside else "")
    for at in (asked + per_day, asked + 2.3 * per_day):
        seen["later"] += 1
        sheet.dot(at, line, 5, opacity=0.3)
    sheet.line([(asked, line - 30), (asked, line + 30)], width=1.5)
    sheet.text(asked, line - 36, "as_of", anchor="middle", bold=True)
    sheet.text((begins + asked) / 2, line - 36, ".within(days=7)", anchor="middle")
    for x, said in (
        ((left + begins) / 2, "too old"),
        ((begins + asked) / 2, "counted"),
        ((asked + right) / 2, "invisible"),
    ):
        sheet.text(x, line + 46, said, size=_SMALL, anchor="middle", faint=True)
    told = (
        f"{seen['inside']} activities lie in the window and count, the one at its end "
        f"among them. {seen['too old']} are too old, the one at its beginning among "
        f"them. {seen['later']} are later than the question, and invisible."
    )
    return sheet.picture("What a question sees", told)


@_drawn
def layers() -> Picture:
    """
    The layers of leadkit.
    """
    rows = [
        ("command line", "tables, terminals, reports"),
        ("testing", "laws, strategies, a machine"),
        ("funnel", "numbers about many leads"),
        ("pictures", "values as SVG"),
        ("standard", "the field's definitions"),
        ("playbook", "one bundle, and time passing"),
        ("lifecycle · qualification · scoring", "moves; grants; points"),
        ("rules", "questions about a lead"),
        ("records", "what a lead is"),
        ("ground", "types, instants, texts"),
    ]
    height, gap = 38.0, 8.0
    sheet = Sheet((height + gap) * len(rows) - gap + 2)
    for place, (name, knows) in enumerate(rows):
        top = 1 + place * (height + gap)
        sheet.bar(
            1, top, sheet.width - 2, height, tint="forward", opacity=0.12, round_=5
        )
        sheet.text(12, top + 16, name, bold=True)
        sheet.text(12, top + 31, knows, size=_SMALL, faint=True)
        if place:
            x = sheet.width - 28
            sheet.line([(x, top - gap - 9), (x, top + 6)], opacity=0.6)
            tip = [(x - 4, top + 1), (x, top + 8), (x + 4, top + 1)]
            sheet.area(tip, opacity=0.6)
    told = ", then ".join(f"{name} ({knows})" for name, knows in rows)
    return sheet.picture("Layers", f"From the top: {told}. Imports run downwards.")
