"""
The questions of a rule as Python text, by polarity: when known true, when known false.

Negation is pushed down to the comparisons, so that the text consists of plain ``and``,
``or`` and ``not``, and nothing is ever computed with None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from fractions import Fraction
from functools import partial
from math import ceil, floor

from ...errors import RuleError, described
from ...history import (
    came_from,
    consented,
    has_been,
    holds,
    is_lead,
    reachable,
    stage_at,
)
from .. import nodes as n
from ..gathering import conversations
from ..meaning import said
from .edges import AFTER, BEFORE
from .source import Source
from .value_text import Text, ValueTexts

_DAY = 86_400_000_000  # microseconds
# What `in` looks up in a set rather than one by one.
_MANY = 8


class Translation:
    """
    Rules, while they are being translated into one function.

    Args:
        name: What the function is called.

        cards: Those whose totals the function is given, as a list ``totals`` of whole
            hundredths after the lead and the instant.

    Attributes:
        source: Its text.
    """

    def __init__(self, name: str, cards: Sequence[n.Scored] = ()) -> None:
        given = "lead, as_of, totals" if cards else "lead, as_of"
        self.source: Source = Source(name, given)
        self._values = ValueTexts(self.source)
        for place, card in enumerate(cards):
            self._values.know(n.Total(card), f"totals[{place}] / 100")
        self._facts: dict[n.Question, str] = {}
        self._stood: str | None = None

    def known(self, node: n.Question, answer: bool) -> str:  # noqa: C901, FBT001, PLR0912
        """
        Write when a question is known to have an answer.
        """
        match node:
            case n.Always(answer=always):
                return "True" if always is answer else "False"
            case n.Not(part=part):
                return self.known(part, not answer)
            case n.And(parts=parts) | n.Or(parts=parts):
                word = "and" if isinstance(node, n.And) is answer else "or"
                return self._joined(word, [self.known(part, answer) for part in parts])
            case n.AtLeast(needed=needed, parts=parts):
                known = " + ".join(self.known(part, answer) for part in parts)
                enough = needed if answer else len(parts) - needed + 1
                return f"({known} >= {enough})"
            case n.Compare():
                return self._compared(node, answer)
            case n.Between(value=value, low=low, high=high):
                return self._between(value, low, high, answer)
            case n.IsIn(value=value, options=options):
                asked = self._values.value(value)
                guard = "" if answer else asked.guard  # no option is None
                return self._said(guard, self._among(asked, options), answer)
            case n.IsMissing(value=value):
                asked = self._values.unless_missing(value)
                if asked.sure:
                    return "False" if answer else "True"
                return f"({asked.text} is{'' if answer else ' not'} None)"
            case n.Truth(value=value):
                return f"({self._values.value(value).text} is {answer})"
            case n.Conversed(since=since):
                found = self._values.found(conversations(since))
                return found if answer else f"(not {found})"
            case n.Predicate():
                return f"({self._fact(node)} is {answer})"
            case _:
                return self._fact(node) if answer else f"(not {self._fact(node)})"

    def value(self, node: n.Value) -> Text:
        """
        Write a value; what has to be computed for it becomes a variable.
        """
        return self._values.value(node)

    def plain(self, node: n.Value) -> str:
        """
        Write a value as a plain scalar, which days aren't.
        """
        return self._values.plain(node)

    def answer(self, node: n.Question) -> str:
        """
        Write the answer of a question: True, False or None.
        """
        true, false = self.known(node, True), self.known(node, False)  # noqa: FBT003
        return f"True if {true} else False if {false} else None"

    @staticmethod
    def _joined(word: str, parts: list[str]) -> str:
        return f"({f' {word} '.join(parts)})" if len(parts) > 1 else parts[0]

    @staticmethod
    def _said(guard: str, asked: str, answer: bool) -> str:  # noqa: FBT001
        # `not` rather than the opposite operator: there is one text to be right.
        return f"({guard}{'' if answer else 'not '}{asked})"

    def _compared(self, node: n.Compare, answer: bool) -> str:  # noqa: FBT001
        aged = self._values.instant(node.left)
        if aged is not None and isinstance(node.right, n.Constant):
            days = Fraction(node.right.value)  # type: ignore[arg-type]  # a number
            return self._said(aged.guard, self._aged(node.op, aged, days), answer)
        if isinstance(node.left, n.Aggregate) and _is_any(node):
            found = self._values.found(node.left.query)
            return found if (node.op in {"ge", "gt"}) is answer else f"(not {found})"
        left, right = self._values.value(node.left), self._values.value(node.right)
        row = n.COMPARISONS[node.op]
        asked = row.text.format(left=left.text, right=right.text)
        guard = left.guard + right.guard
        if isinstance(node.right, n.Constant) and node.op == ("eq" if answer else "ne"):
            guard = ""  # None equals no constant
        return self._said(guard, asked, answer)

    def _aged(self, op: str, instant: Text, days: Fraction) -> str:
        # An age in days is compared as an instant: no fraction is made for any lead.
        ticks = days * _DAY
        at = instant.text
        if op in {"eq", "ne"}:
            if ticks.denominator > 1:
                return "False" if op == "eq" else "True"
            return f"{at} {'==' if op == 'eq' else '!='} {self._ticks_ago(int(ticks))}"
        whole = ceil(ticks) if op in {"ge", "lt"} else floor(ticks)
        symbol = {"ge": "<=", "gt": "<", "le": ">=", "lt": ">"}[op]
        return f"{at} {symbol} {self._ticks_ago(whole)}"

    def _between(
        self,
        value: n.Value,
        low: n.Constant,
        high: n.Constant,
        answer: bool,  # noqa: FBT001
    ) -> str:
        aged = self._values.instant(value)
        if aged is not None:
            ends = [Fraction(end.value) for end in (low, high)]  # type: ignore[arg-type]
            asked = (
                f"({self._aged('ge', aged, ends[0])} and "
                f"{self._aged('le', aged, ends[1])})"
            )
            return self._said(aged.guard, asked, answer)
        seen = self._values.value(value)
        first, last = self.source.literal(low.value), self.source.literal(high.value)
        return self._said(seen.guard, f"{first} <= {seen.text} <= {last}", answer)

    def _among(self, asked: Text, options: tuple[n.Constant, ...]) -> str:
        values = [option.value for option in options]
        if len(values) == 1:
            return f"{asked.text} == {self.source.literal(values[0])}"
        if len(values) > _MANY:
            return f"{asked.text} in {self.source.bind('options', frozenset(values))}"
        return f"{asked.text} in ({', '.join(map(self.source.literal, values))})"

    def _fact(self, node: n.Question) -> str:
        # Asked once for each lead at most, but for a host's function: always once.
        if node not in self._facts:
            opaque = isinstance(node, n.Predicate)
            made = self.source.variable if opaque else self.source.call
            self._facts[node] = made("fact", self._call(node))
        return self._facts[node]

    def _call(self, node: n.Question) -> str:
        match node:
            case n.InStage(stages=stages):
                codes = "".join(f"{self.source.literal(stage)}, " for stage in stages)
                return f"({self._stage()} in ({codes}))"
            case n.Consented(purpose=purpose, medium=medium):
                return self._asked(consented, purpose, medium)
            case n.Reachable(purpose=purpose, medium=medium):
                return self._asked(reachable, purpose, medium)
            case n.HasBeen(stage=stage):
                return self._asked(has_been, stage)
            case n.CameFrom(stage=stage):
                return self._asked(came_from, stage)
            case n.Holds(qualification=qualification):
                return self._asked(holds, qualification)
            case n.IsLead():
                return self._asked(is_lead)
            case n.Predicate(name=name):
                # A traceback shows which it was, as far as its name can be one.
                plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
                asked = f"ask_{plain}"
                return f"{self.source.bind(asked, partial(said, node))}(lead, as_of)"
            case _:
                raise RuleError(
                    "a rule", described(node), "a node of the rule language"
                )

    def _asked(self, function: Callable[..., bool], *given: str | None) -> str:
        texts = ["None" if one is None else self.source.literal(one) for one in given]
        name = self.source.bind(function.__name__, function)
        return f"{name}({', '.join(['lead', *texts, 'as_of'])})"

    def _stage(self) -> str:
        if self._stood is None:
            look_back = self.source.bind("stage_at", stage_at)
            self._stood = self.source.variable(
                "stage",
                "lead.stage if not lead.moves or lead.moves[-1].at <= as_of else "
                f"{look_back}(lead, as_of)",
            )
        return self._stood

    def _ticks_ago(self, ticks: int) -> str:
        # The instant so many microseconds before the question's.
        try:
            return self.source.edge(timedelta(microseconds=ticks))
        except OverflowError:
            name, end = ("BEFORE", BEFORE) if ticks > 0 else ("AFTER", AFTER)
            return self.source.bind(name, end)


def _is_any(node: n.Compare) -> bool:
    # Whether a count is asked to be one at least, or less.
    match node:
        case n.Compare(
            left=n.Aggregate(op="count"),
            right=n.Constant(value=int() | float() as least),
        ):
            if node.op in {"ge", "lt"}:
                return 0 < least <= 1
            return node.op in {"gt", "le"} and 0 <= least < 1
        case _:
            return False
