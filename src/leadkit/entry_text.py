"""
One entry of a scorecard as Python text: its rule, what it counts, how that decays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import attrs

from .earning import halved, units
from .hundredths import told
from .kinds import LARGEST
from .points import Points
from .rules import nodes as n
from .rules.activities import Activities
from .rules.translation.edges import before
from .rules.translation.passes import Lines, Tally, indented
from .rules.translation.question_text import Translation
from .rules.translation.source import Source
from .scores import Line

_TICK = timedelta(microseconds=1)


def score_line(
    source: Source, name: str, points: str, *, kind: str, group: str, ids: str = "()"
) -> str:
    """
    Write a line that adds a `Line` to the lines of a score.

    Args:
        source: Where.

        name: Its name.

        points: The text of its hundredths.

        kind: Its kind.

        group: The name of its group.

        ids: The text of the ids of its activities.
    """
    maker = source.bind("Line", Line)
    texts = (source.literal(name), points, ids, *map(source.literal, (kind, group)))
    return f"line({maker}({', '.join(texts)}))"


@attrs.frozen
class EntryText:
    """
    One `Points`, while it is being translated.

    Attributes:
        rules: Translates its rules.

        points: What it is.

        group: The name of the group that it stands in.

        total: The variable that its points are added to.

        lined: Whether the lines of a score are wanted.
    """

    rules: Translation
    points: Points
    group: str
    total: str
    lined: bool

    @property
    def source(self) -> Source:
        """
        The text that it becomes part of.
        """
        return self.rules.source

    def lines(self) -> Lines:
        """
        Write the lines that add its points, and what they need before.
        """
        points = self.points
        whole = points.hundredths
        if points.per is None:
            lines = list(self._constant())
        else:
            if isinstance(points.per, Activities):
                raw, ids = self._counted(points.per.node)
            else:
                number = self.rules.value(points.per.node).text
                raw = f"{whole} * {self._units(number)}"
                ids = "()"
            lines = list(self._running(raw, ids))
        if points.when is None:
            return lines
        gate = self.rules.known(points.when.node, True)  # noqa: FBT003
        return [f"if {gate}:", *indented(lines)] if lines else []

    def _units(self, number: str) -> str:
        # Most numbers are whole and small, and need no flooring.
        kind, whole = self.source.bind("type", type), self.source.bind("int", int)
        is_plain = f"{kind}({number}) is {whole} and 0 <= {number} <= {LARGEST}"
        count = f"{self.source.bind('units', units)}({number})"
        return f"({number} if {is_plain} else {count})"

    def _constant(self) -> Iterator[str]:
        # The lines of a score are always the same then, and made once.
        whole, cap = self.points.hundredths, self.points.cap_hundredths
        capped = whole if cap is None else max(-cap, min(cap, whole))
        if whole and self.lined:
            line = Line(self.points.label, whole, (), "rule", self.group)
            yield f"line({self.source.bind('earned', line)})"
            if capped != whole:
                cut = Line(self._cap, capped - whole, (), "cap", self.group)
                yield f"line({self.source.bind('cut', cut)})"
        if capped:
            yield f"{self.total} += {capped}"

    def _line(self, name: str, points: str, kind: str, ids: str = "()") -> str:
        return score_line(
            self.source, name, points, kind=kind, group=self.group, ids=ids
        )

    @property
    def _cap(self) -> str:
        return f"{self.points.label}: cap {told(self.points.cap_hundredths or 0)}"

    def _running(self, raw: str, ids: str) -> Iterator[str]:
        whole, cap = self.points.hundredths, self.points.cap_hundredths
        if not whole:
            return
        if not self.lined and cap is None:
            yield f"{self.total} += {raw}"
            return
        yield f"raw = {raw}"
        if self.lined:
            yield "if raw:"
            yield f"    {self._line(self.points.label, 'raw', 'rule', ids)}"
        if cap is not None:
            # Points of one entry have one sign.
            end, symbol = (cap, ">") if whole > 0 else (-cap, "<")
            yield f"if raw {symbol} {end}:"
            if self.lined:
                cut = f"{end} - raw"
                yield f"    {self._line(self._cap, cut, 'cap')}"
            yield f"    raw = {end}"
        yield f"{self.total} += raw"

    def _counted(self, query: n.Query) -> tuple[str, str]:
        points, source = self.points, self.source
        whole = points.hundredths
        decays = points.halving is not None or points.fading is not None
        if not decays and points.per_day is None and not self.lined:
            count = self.rules.value(n.Aggregate("count", query)).text
            most = points.at_most
            if most is None:
                return f"{whole} * {count}", "()"
            return f"{whole} * ({count} if {count} < {most} else {most})", "()"
        count, raw, ids = map(source.fresh, ("counted", "raw", "ids"))
        begin = [f"{count} = 0"]
        if decays:
            begin.append(f"{raw} = 0")
        if self.lined:
            begin.append(f"{ids} = []")
        step = [f"{count} += 1"]
        keep = f"{ids}.append(a.id)" if self.lined and whole else ""
        if points.halving is not None:
            first, more = self._halved(points.halving, raw, keep)
            begin += first
            step += more
        elif points.fading is not None:
            step += self._faded(points.fading, raw, keep)
        elif keep:
            step.append(keep)
        if points.at_most is not None:
            step = [f"if {count} < {points.at_most}:", *indented(step)]
        if points.per_day is not None:
            day, on_day = map(source.fresh, ("day", "on_day"))
            begin.append(f"{day} = {on_day} = 0")
            step = [
                "today = at.toordinal()",
                f"if today != {day}: {day} = today; {on_day} = 0",
                f"if {on_day} < {points.per_day}:",
                f"    {on_day} += 1",
                *indented(step),
            ]
        source.tallies.add(query, Tally(begin, step))
        text = f"{source.bind('tuple', tuple)}({ids})" if self.lined else "()"
        return raw if decays else f"{whole} * {count}", text

    def _halved(self, span: timedelta, raw: str, keep: str) -> tuple[Lines, Lines]:
        # Ages rise along the pass, so the halvings that have passed only rise too.
        source = self.source
        shares = [self.points.hundredths]
        while shares[-1]:
            shares.append(halved(shares[0], len(shares)))
        passed, turn = map(source.fresh, ("halvings", "turn"))
        table = source.bind("shares", tuple(shares))
        step = source.bind("halving", span)
        begin = [f"{passed} = 0", f"{turn} = {source.edge(span)}"]
        lines = [
            f"while {passed} < {len(shares) - 1} and at <= {turn}:",
            f"    {passed} += 1",
            f"    {turn} = {source.bind('before', before)}({turn}, {step})",
            f"{raw} += {table}[{passed}]",
        ]
        if keep:
            lines.append(f"if {table}[{passed}]: {keep}")
        return begin, lines

    def _faded(self, span: timedelta, raw: str, keep: str) -> Lines:
        # Rounded half away from zero, in whole numbers.
        whole, ticks = self.points.hundredths, span // _TICK
        age = "(age.days * 86400 + age.seconds) * 1000000 + age.microseconds"
        lines = [
            "age = as_of - at",
            f"left = {ticks} - ({age})",
            "if left > 0:",
            f"    share = ({2 * abs(whole)} * left + {ticks}) // {2 * ticks}",
            f"    {raw} {'+' if whole >= 0 else '-'}= share",
        ]
        if keep:
            lines.append(f"    if share: {keep}")
        return lines
