"""
What rules are written with: values of a lead, and the operators that ask about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, NoReturn, Self, TypeAlias, TypeVar, cast

from ..errors import RuleError, described
from ..instants import utc
from ..kinds import ValueKind
from ..leads import Lead
from . import codec
from . import nodes as n
from .compiled import Compiled, answering
from .handles import Handle, is_handle, refusing
from .meaning import Answer, evaluate
from .misuse import no_operator, no_opposite, no_order, unjoinable
from .showing import of_rule
from .stored.known import Cards, Predicates, known

V = TypeVar("V")


@refusing(unjoinable, "rand", "ror")
@refusing(no_order, "lt", "le", "gt", "ge")
class Rule(Handle[n.Question]):
    """
    A question about a lead: yes, no, or unknown where something is missing.

    Rules are joined by ``&``, ``|`` and ``~``. Two rules are equal if they were written
    alike, and ``str(rule)`` is their text.
    """

    __slots__ = ("_compiled",)

    _compiled: Compiled[Answer]  # made when the rule is first asked

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (bool, int, float)):
            raise RuleError(
                f"a comparison with <{self}>",
                "True or False" if isinstance(other, bool) else described(other),
                "a rule",
                "A rule is a question already: use it, or ~rule for its opposite.",
            )
        return self.node == other.node if isinstance(other, Rule) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.node)

    def test(self, lead: Lead, *, as_of: datetime) -> bool | None:
        """
        Ask the rule about a lead.

        Args:
            lead: The lead.

            as_of: The instant of the question; whatever is later is invisible.

        Returns:
            True, False, or None where it is unknown because something is missing.

        Raises:
            InstantError: *as_of* has no time zone.

            LeadError: *lead* is no lead, or lacks a field that the rule reads.
        """
        as_of = utc(as_of, "as_of")
        try:
            answer = self._compiled
        except AttributeError:
            answer = self._compiled = answering(self.node)
        return answer(lead, as_of)

    def _repr_html_(self) -> str:
        return of_rule(self.node)

    def to_json(self) -> str:
        """
        Write the rule as JSON: one text for each rule about a class of leads.

        Raises:
            RuleError: It couldn't be read again; the error says why.
        """
        return codec.dump(self.node, codec.RULE)

    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        record: type[Lead] = Lead,
        scorecards: Cards = (),
        traits: Mapping[str, Any] | None = None,
        predicates: Predicates = None,
    ) -> Rule:
        """
        Read a rule that anybody may have written.

        Args:
            text: What ``to_json`` writes, or what somebody wrote like it.

            record: The class of leads whose fields it may ask about.

            scorecards: The cards that it may read.

            traits: The traits there are, as for ``fields()``; any that the text
                declares if not given.

            predicates: The rules made by ``@rule`` that it may ask.

        Raises:
            DocumentError: It isn't JSON of a rule, or names what isn't there. The error
                has the JSON pointer of the spot and quotes nothing.
        """
        among = known(record, traits, scorecards, predicates)
        return Rule(codec.load(text, codec.RULE, among))

    def __and__(self, other: Rule | Flag) -> Rule:
        return Rule(n.And((self.node, _joined(self, other))))

    def __or__(self, other: Rule | Flag) -> Rule:
        return Rule(n.Or((self.node, _joined(self, other))))

    def __invert__(self) -> Rule:
        # ~~a is a, in three-valued logic too.
        node = self.node
        return Rule(node.part if isinstance(node, n.Not) else n.Not(node))


def _joined(self: Handle[n.Node], other: object) -> n.Question:
    if isinstance(other, Rule):
        return other.node
    return n.Truth(other.node) if isinstance(other, Flag) else unjoinable(self, other)


_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")


# What a subclass doesn't define is refused.
@refusing(no_operator, "lt", "le", "gt", "ge", "neg", "pos", "abs")
@refusing(no_operator, *_ARITHMETIC, *(f"r{name}" for name in _ARITHMETIC))
@refusing(unjoinable, "and", "or", "rand", "ror")
@refusing(no_opposite, "invert")
class Asked(Handle[n.Value], Generic[V]):
    """
    A value of a lead, of which something may be asked.
    """

    __slots__ = ()

    def value(self, lead: Lead, *, as_of: datetime) -> V | None:
        """
        Read the value.

        Args:
            lead: The lead.

            as_of: The instant of the question.

        Returns:
            The value, or None where it is missing.
        """
        value: V | None = evaluate(self.node, lead, utc(as_of, "as_of"))
        return value

    def is_missing(self) -> Rule:
        """
        Ask whether the value is missing; the answer is never unknown.
        """
        return Rule(n.IsMissing(self.node))

    def or_default(self, value: V) -> Self:
        """
        Put a value where it is missing.

        Args:
            value: One of the same kind.
        """
        return type(self)(n.OrDefault(self.node, n.constant(value, self.node)))

    def _compare(self, op: str, other: object) -> Rule:
        return Rule(n.Compare(op, self.node, self._operand(other)))

    def _operand(self, other: object) -> n.Value:
        if isinstance(other, n.Scored):
            return n.Total(other)
        if is_handle(other):
            if not isinstance(other, Asked):
                raise RuleError(
                    f"a comparison with <{self}>",
                    f"<{other}>, {described(other)}",
                    "a value",
                    "Put parentheses around comparisons.",
                )
            return other.node
        return n.constant(other, self.node)

    def _options(self, values: tuple[object, ...]) -> Rule:
        only = values[0] if len(values) == 1 else None
        if isinstance(only, Iterable) and not isinstance(only, (str, Handle)):
            values = tuple(cast("Iterable[object]", only))
        return Rule(
            n.IsIn(self.node, tuple(n.constant(value, self.node) for value in values))
        )

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> NoReturn:
        no_operator(self, other)

    def __ne__(self, other: object) -> NoReturn:
        no_operator(self, other)


class Equatable(Asked[V]):
    """
    A value that may be compared for equality.
    """

    __slots__ = ()

    __hash__: ClassVar[None] = None

    def __eq__(self, other: object) -> Rule:  # type: ignore[override]
        return self._compare("eq", other)

    def __ne__(self, other: object) -> Rule:  # type: ignore[override]
        return self._compare("ne", other)


# What a number may be compared with: a scorecard stands for its total.
Numeric: TypeAlias = "float | Number | n.Scored"


class Number(Equatable[float]):
    """
    A number: a field, an aggregate of activities, a card's total, days, or their sum.
    """

    __slots__ = ()

    def __lt__(self, other: Numeric) -> Rule:
        return self._compare("lt", other)

    def __le__(self, other: Numeric) -> Rule:
        return self._compare("le", other)

    def __gt__(self, other: Numeric) -> Rule:
        return self._compare("gt", other)

    def __ge__(self, other: Numeric) -> Rule:
        return self._compare("ge", other)

    def between(self, low: float, high: float) -> Rule:
        """
        Ask whether the number lies between two others, both included.
        """
        return Rule(
            n.Between(
                self.node, n.constant(low, self.node), n.constant(high, self.node)
            )
        )

    def is_in(self, *values: float | Iterable[float]) -> Rule:
        """
        Ask whether the number is one of several: ``is_in(1, 2)`` or ``is_in([1, 2])``.
        """
        return self._options(values)

    def __add__(self, other: Numeric) -> Number:
        return Number(n.Arithmetic("add", self.node, self._operand(other)))

    def __radd__(self, other: Numeric) -> Number:
        return Number(n.Arithmetic("add", self._operand(other), self.node))

    def __sub__(self, other: Numeric) -> Number:
        return Number(n.Arithmetic("sub", self.node, self._operand(other)))

    def __rsub__(self, other: Numeric) -> Number:
        return Number(n.Arithmetic("sub", self._operand(other), self.node))

    def __mul__(self, other: Numeric) -> Number:
        return Number(n.Arithmetic("mul", self.node, self._operand(other)))

    def __rmul__(self, other: Numeric) -> Number:
        return Number(n.Arithmetic("mul", self._operand(other), self.node))


class Text(Equatable[str]):
    """
    A text. Tests are literal and case-sensitive; there are no regular expressions.
    """

    __slots__ = ()

    def is_in(self, *values: str | Iterable[str]) -> Rule:
        """
        Ask whether the text is one of several.
        """
        return self._options(values)

    def contains(self, text: str) -> Rule:
        """
        Ask whether the text contains another.
        """
        return self._compare("contains", text)

    def starts_with(self, text: str) -> Rule:
        """
        Ask whether the text begins with another.
        """
        return self._compare("starts_with", text)

    def ends_with(self, text: str) -> Rule:
        """
        Ask whether the text ends with another.
        """
        return self._compare("ends_with", text)


class Choice(Equatable[Any]):
    """
    One of the values of an enumeration or a ``Literal``.
    """

    __slots__ = ()

    def is_in(self, *values: object) -> Rule:
        """
        Ask whether it is one of several.
        """
        return self._options(values)


class Flag(Equatable[bool]):
    """
    True or False: a rule wherever a rule is wanted.
    """

    __slots__ = ()

    def test(self, lead: Lead, *, as_of: datetime) -> bool | None:
        """
        Ask the flag as a rule; see `Rule.test`.
        """
        return Rule(n.Truth(self.node)).test(lead, as_of=as_of)

    def __and__(self, other: Rule | Flag) -> Rule:
        return Rule(n.Truth(self.node)) & other

    def __or__(self, other: Rule | Flag) -> Rule:
        return Rule(n.Truth(self.node)) | other

    def __invert__(self) -> Rule:
        return ~Rule(n.Truth(self.node))


class Instant(Asked[datetime]):
    """
    A datetime field.
    """

    __slots__ = ()

    def age(self) -> Number:
        """
        Count the days since then, as an exact fraction; negative if it is yet to come.
        """
        return Number(n.Age(self.node))

    def before(self, instant: datetime | Instant) -> Rule:
        """
        Ask whether it lies before another instant.
        """
        return self._compare("before", instant)

    def after(self, instant: datetime | Instant) -> Rule:
        """
        Ask whether it lies after another instant.
        """
        return self._compare("after", instant)


HANDLES: dict[ValueKind, type[Asked[Any]]] = {
    ValueKind.NUMBER: Number,
    ValueKind.TEXT: Text,
    ValueKind.FLAG: Flag,
    ValueKind.INSTANT: Instant,
    ValueKind.CHOICE: Choice,
}
