"""
The text of a function while it is being written: names, literals and lines in order.

The text is made of three things: identifiers that were checked, operators of the table,
and literals of exact scalars. Whatever else it needs is bound by a name.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from math import isfinite

from ...errors import RuleError
from ...history import latest_entry
from ...kinds import Scalar
from .. import nodes as n
from .edges import AFTER, BEFORE
from .passes import Lines, Pass, Tallies

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_NO = timedelta(0)
# What stands for a call until all lines are known.
_MARKED = re.compile("\0(\\w+)\0")
_ONCE = 2  # where it is computed, and where it is used


class Source:
    """
    The text of a function of ``(lead, as_of)``, while it is being written.

    Args:
        name: What the function is called.

        parameters: What it is a function of.

    Attributes:
        bound: What the text names, beside its own variables.

        fields: The record's fields that it reads.

        tallies: What it counts and sums of the activities.
    """

    def __init__(self, name: str, parameters: str = "lead, as_of") -> None:
        self.name: str = name
        self.parameters: str = parameters
        self.bound: dict[str, object] = {}
        self.fields: dict[n.Field, None] = {}
        self._names: dict[tuple[str, int], str] = {}
        self._count = 0
        self._spans: dict[timedelta, str] = {}
        self._entries: dict[str, str] = {}
        self._reads: Lines = []
        self._computed: Lines = []
        self.tallies: Tallies = Tallies()

    # Names ----------------------------------------------------------------------------

    def fresh(self, prefix: str) -> str:
        """
        Make up the name of a variable.
        """
        self._count += 1
        return f"{prefix}_{self._count}"

    def bind(self, name: str, value: object) -> str:
        """
        Bind a value to a name that the text may use.

        Args:
            name: The name that it gets, unless another value has it.

            value: The value.

        Returns:
            Its name.
        """
        key = (name, id(value))  # `bound` keeps it alive, so that its id stays its own
        if key not in self._names:
            is_taken = name in self.bound or name == self.name
            chosen = self.fresh(name) if is_taken else name
            self._names[key] = chosen
            self.bound[chosen] = value
        return self._names[key]

    def literal(self, value: Scalar) -> str:
        """
        Write a constant.
        """
        if isinstance(value, datetime):
            return self.bind(self.fresh("instant"), value)
        if isinstance(value, bool):
            return "True" if value else "False"
        if isinstance(value, str):
            # ascii() of an exact text; a subclass could write itself as anything.
            return ascii(str.__str__(value))
        if isinstance(value, int):
            return int.__repr__(value)
        if not isfinite(value):
            raise RuleError("a rule", "a number that isn't finite", "a finite number")
        return float.__repr__(value)

    def edge(self, span: timedelta) -> str:
        """
        Give the name of the instant that lies a span before the question's.
        """
        if span not in self._spans:
            late = span < timedelta(0)
            try:
                # The question's instant beyond which there is no such instant.
                _ = _LAST + span if late else _FIRST + span
            except OverflowError:
                name, end = ("AFTER", AFTER) if late else ("BEFORE", BEFORE)
                return self.bind(name, end)
            self.bind("span", span)
            self._spans[span] = self.fresh("edge")
        return self._spans[span]

    def entry(self, stage: str) -> str:
        """
        Give the name of the instant of the latest entry into a stage.
        """
        if stage not in self._entries:
            name = self._entries[stage] = self.fresh("entry")
            call = self.bind("latest_entry", latest_entry)
            ends = self.bind("BEFORE", BEFORE)
            self._reads += [
                f"{name} = {call}(lead, {self.literal(stage)}, as_of)",
                f"if {name} is None: {name} = {ends}",
            ]
        return self._entries[stage]

    def read(self, *lines: str) -> None:
        """
        Add lines that read the lead, before its activities are passed through.
        """
        self._reads += lines

    def compute(self, *lines: str) -> None:
        """
        Add lines that compute with what was read and counted.
        """
        self._computed += lines

    def variable(self, prefix: str, text: str) -> str:
        """
        Compute a variable.

        Returns:
            Its name.
        """
        name = self.fresh(prefix)
        self.compute(f"{name} = {text}")
        return name

    def call(self, prefix: str, text: str) -> str:
        """
        Compute a variable, or ask in its place if it is used once.

        So a call isn't made where what stands before it decides already. What stands
        for it in the text can be in no literal, and becomes a name or the call in
        ``lines``.

        Args:
            prefix: What the name begins with.

            text: A call, or what is in parentheses; it has no effect and never raises.
        """
        mark = f"\0{self.fresh(prefix)}\0"
        self.compute(f"{mark} = {text}")
        return mark

    # The text -------------------------------------------------------------------------

    def edges(self) -> Lines:
        """
        The lines that depend on the instant alone.
        """
        return [
            f"{edge} = as_of - {self.bind('span', span)}"
            for span, edge in self._spans.items()
        ]

    def too_near_an_end(self) -> str:
        """
        Write whether the instant is so near an end of the calendar that some edge lies
        beyond it; empty if none ever does.
        """
        asked: list[str] = []
        longest, shortest = max(self._spans, default=_NO), min(self._spans, default=_NO)
        if longest > _NO:
            asked.append(f"as_of < {self.bind('first', _FIRST + longest)}")
        if shortest < _NO:
            asked.append(f"as_of > {self.bind('last', _LAST + shortest)}")
        return " or ".join(asked)

    def lines(self, body: Lines, *, indexed: bool = False) -> Lines:
        """
        The lines for one lead.

        Args:
            body: What uses the variables.

            indexed: Use the index of a long history.
        """
        through = Pass(self.tallies, self)
        counted = through.indexed() if indexed else through.loop()
        return _settled([*self._reads, *counted, *self._computed, *body])


def _settled(lines: Lines) -> Lines:
    # Put each call where it is used, if that is one place; else there is a variable.
    uses = Counter(mark for line in lines for mark in _MARKED.findall(line))
    calls: dict[str, str] = {}
    kept: Lines = []
    for line in lines:
        mark, is_computed, text = line.partition("\0 = ")
        if is_computed and mark[0] == "\0" and uses[mark[1:]] <= _ONCE:
            calls[mark[1:]] = text
        else:
            kept.append(line)
    return [_MARKED.sub(lambda at: calls.get(at[1], at[1]), line) for line in kept]
