"""
One pass over the activities of a lead, for all that rules count and sum of them.

What is counted is collected while a rule or a card is being translated; then the pass
is written, either as one loop, newest first, which stops where the widest window ends,
or with the index of a long history, which finds the ends of windows by bisection.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Protocol, TypeAlias

import attrs

from ...codes import Actor, Channel, Direction, Medium
from ...kinds import Scalar
from .. import nodes as n

Lines: TypeAlias = list[str]

# More types than this are asked one after the other: Python nests each elif in the one
# before.
_MOST_BRANCHES = 24
_CODES = {
    "actor": Actor,
    "channel": Channel,
    "direction": Direction,
    "medium": Medium,
}
_COMPARED = {"value_at_least": ">=", "value_at_most": "<=", "value": "=="}


@attrs.frozen
class Tally:
    """
    Something that is computed of the activities of one query.

    The lines name the activity ``a`` and its instant ``at``. With an index they name
    the instants ``ats`` of one type, oldest first, of which ``ats[lo:hi]`` are meant.

    Attributes:
        begin: Lines before the first activity.

        step: Lines for each activity, newest first.

        whole: Lines for all activities of one type at once, if there is such a way.

        done: Whether after one activity no other makes a difference.
    """

    begin: Lines
    step: Lines
    whole: Lines | None = None
    done: bool = False


class Names(Protocol):
    """
    Gives the names and the literals of the text that a pass becomes part of.
    """

    def bind(self, name: str, value: object) -> str:
        """Bind a value to a name."""
        ...

    def edge(self, span: timedelta) -> str:
        """Name the instant that lies a span before the question's."""
        ...

    def entry(self, stage: str) -> str:
        """Name the instant of the latest entry into a stage."""
        ...

    def literal(self, value: Scalar) -> str:
        """Write a constant."""
        ...


class Tallies:
    """
    All tallies of a rule or a card, by their queries.
    """

    def __init__(self) -> None:
        self.by_query: dict[n.Query, list[Tally]] = {}

    def add(self, query: n.Query, tally: Tally) -> None:
        """
        Compute something more of the activities of a query.
        """
        self.by_query.setdefault(query, []).append(tally)

    @property
    def gain_by_index(self) -> bool:
        """
        Whether the index of a long history is of any use.
        """
        return any(self.is_indexed(query) for query in self.by_query)

    def is_indexed(self, query: n.Query) -> bool:
        """
        Tell whether the index has what a query takes.
        """
        if not _skips_machines(query):
            return False
        if len(query.types) == 1:
            return True
        whole = all(tally.whole is not None for tally in self.by_query[query])
        return whole and not query.where


@attrs.frozen
class Pass:
    """
    The pass for all tallies, while it is being written.
    """

    tallies: Tallies
    names: Names

    @property
    def _tallies(self) -> dict[n.Query, list[Tally]]:
        return self.tallies.by_query

    def loop(self) -> Lines:
        """
        Write the pass as one loop.
        """
        return [*self._begin(self._tallies), *self._loop(self._tallies)]

    def indexed(self) -> Lines:
        """
        Write the pass with the index of a long history, as far as that helps.
        """
        quick = dict.fromkeys(filter(self.tallies.is_indexed, self._tallies))
        right = self.names.bind("right", bisect_right)
        self.names.bind("range", range)
        lines = [*self._begin(self._tallies), "strands = lead.activities.strands"]
        for query in quick:
            lines += self._with_index(query, right)
        return [*lines, *self._loop(q for q in self._tallies if q not in quick)]

    # The loop -------------------------------------------------------------------------

    def _begin(self, queries: Iterable[n.Query]) -> Iterator[str]:
        for query in queries:
            for tally in self._tallies[query]:
                yield from tally.begin

    def _loop(self, queries: Iterable[n.Query]) -> Lines:
        asked = list(queries)
        if not asked:
            return []
        lines = ["for a in lead.activities:", "    at = a.at"]
        lines.append("    if at > as_of: continue")
        widest = _widest(asked)
        if widest is not None:
            lines.append(f"    if at <= {self.names.edge(widest)}: break")
        skipping = all(_skips_machines(query) for query in asked)
        if skipping:
            lines.append(f"    if {self._machine()}: continue")
        lines.append("    t = a.type")
        bodies = {
            query: self._body(query, widest=widest, skipped=skipping) for query in asked
        }
        types = dict.fromkeys(one for query in asked for one in query.types)
        if len(types) <= _MOST_BRANCHES:
            word = "if"
            for one in types:
                lines.append(f"    {word} t == {self.names.literal(one)}:")
                word = "elif"
                for query in asked:
                    if one in query.types:
                        lines += indented(bodies[query], 2)
        else:
            for query in asked:
                lines.append(f"    if {self._of_types(query.types)}:")
                lines += indented(bodies[query], 2)
        return lines

    def _of_types(self, types: tuple[str, ...]) -> str:
        if len(types) == 1:
            return f"t == {self.names.literal(types[0])}"
        return f"t in {self.names.bind('types', frozenset(types))}"

    def _body(
        self, query: n.Query, *, widest: timedelta | None, skipped: bool
    ) -> Lines:
        asked: list[str] = []
        if query.window is not None and query.window != widest:
            asked.append(f"at > {self.names.edge(query.window)}")
        if query.since is not None:
            asked.append(f"at > {self.names.entry(query.since)}")
        if _skips_machines(query) and not skipped:
            asked.append(f"not ({self._machine()})")
        asked += self._conditions(query)
        steps = [line for tally in self._tallies[query] for line in tally.step]
        if self._is_soon_done():
            steps.append("break")
        return [f"if {' and '.join(asked)}:", *indented(steps)] if asked else steps

    def _is_soon_done(self) -> bool:
        # Whether the first activity that is found decides all.
        tallies = [tally for each in self._tallies.values() for tally in each]
        return len(tallies) == 1 and tallies[0].done

    def _machine(self) -> str:
        actor = self.names.bind("MACHINE", Actor.MACHINE)
        direction = self.names.bind("INBOUND", Direction.INBOUND)
        return f"a.actor is {actor} and a.direction is {direction}"

    def _conditions(self, query: n.Query) -> Iterator[str]:
        for name, wanted in query.where:
            if name in _CODES:
                code = _CODES[name](str(wanted))
                yield f"a.{name} is {self.names.bind(code.name, code)}"
            elif name in _COMPARED:
                if name != "value":
                    yield "a.value is not None"
                yield f"a.value {_COMPARED[name]} {self.names.literal(wanted)}"
            else:
                yield f"a.{name} == {self.names.literal(wanted)}"

    # The index ------------------------------------------------------------------------

    def _with_index(self, query: n.Query, right: str) -> Iterator[str]:
        begin = [
            *([] if query.window is None else [self.names.edge(query.window)]),
            *([] if query.since is None else [self.names.entry(query.since)]),
        ]
        lows = [f"{right}(ats, {edge})" for edge in begin]
        low = lows[0] if lows else "0"
        whole = [t.whole for t in self._tallies[query] if t.whole and not query.where]
        steps = [
            line
            for t in self._tallies[query]
            if not t.whole or query.where
            for line in t.step
        ]
        if steps and self._is_soon_done():
            steps.append("break")
        asked = list(self._conditions(query))
        for one in query.types:
            yield f"strand = strands.get({self.names.literal(one)})"
            yield "if strand is not None:"
            yield "    ats = strand.instants"
            yield f"    hi = {right}(ats, as_of)"
            yield f"    lo = {low}"
            for other in lows[1:]:
                yield f"    other = {other}"
                yield "    if other > lo: lo = other"
            yield "    if lo < hi:"
            for lines in whole:
                yield from indented(lines, 2)
            if steps:
                yield "        acts = strand.activities"
                yield "        for i in range(hi - 1, lo - 1, -1):"
                yield "            a = acts[i]"
                yield "            at = ats[i]"
                if asked:
                    yield f"            if {' and '.join(asked)}:"
                yield from indented(steps, 4 if asked else 3)


def _skips_machines(query: n.Query) -> bool:
    return all(name != "actor" for name, _ in query.where)


def _widest(queries: Iterable[n.Query]) -> timedelta | None:
    windows = [query.window for query in queries]
    return None if None in windows else max(w for w in windows if w is not None)


def indented(lines: Iterable[str], levels: int = 1) -> Lines:
    """
    Write lines deeper inside.
    """
    return [f"{'    ' * levels}{line}" for line in lines]
