"""
The same meaning as `meaning`, as generated Python.

A function is made for the tree when it is first asked. It answers for leads of the
classes whose fields are what the rule expects, which is found out once for each class;
for all others it steps back, and the interpreter answers or says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import partial
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast

from ..leads import Lead, is_record
from ..records import types_of_record
from . import nodes as n
from .meaning import Answer, ask, evaluate
from .translation.generated import generated
from .translation.passes import Lines
from .translation.question_text import Translation
from .translation.source import Source


class Unfit(Enum):
    """
    The type of `UNFIT`.
    """

    UNFIT = "unfit"


#: What a generated function says of a lead that it wasn't made for.
UNFIT: Final = Unfit.UNFIT

T = TypeVar("T")
Run: TypeAlias = Callable[..., Any]

# Beyond this the index of a history, which is kept, costs less than a loop.
LONG = 100


class Door:
    """
    Which classes of leads a generated function may look at.

    Args:
        fields: The fields that it reads.
    """

    __slots__ = ("fields", "fitting")

    def __init__(self, fields: Iterable[n.Field]) -> None:
        self.fields: tuple[n.Field, ...] = tuple(fields)
        self.fitting: set[type] = set()

    def admits(self, lead: object) -> bool:
        """
        Tell whether the class of a lead has all fields, of the kinds expected.
        """
        cls = type(lead)
        if cls not in self.fitting and is_record(cls):
            types = types_of_record(cls)
            if all(
                node.name in types and types[node.name].kind is node.of
                for node in self.fields
            ):
                self.fitting.add(cls)
        return cls in self.fitting


class Later:
    """
    A function that is made when it is first called.
    """

    __slots__ = ("_make", "_run")

    def __init__(self, make: Callable[[], Run]) -> None:
        self._make = make
        self._run: Run | None = None

    def __call__(self, *given: Any) -> Any:
        if self._run is None:
            self._run = self._make()
        return self._run(*given)


def for_one(source: Source, body: Lines) -> tuple[Run, Door]:
    """
    Make a function of ``(lead, as_of)``.

    Args:
        source: What it is made of.

        body: Lines that use the variables and return something.

    Returns:
        The function, which returns `UNFIT` for a lead that it isn't for, and the door
        that tells whether it is.
    """
    door = Door(source.fields)
    source.bind("fitting", door.fitting)
    source.bind("UNFIT", UNFIT)
    source.bind("type", type)
    head = ["if type(lead) not in fitting: return UNFIT"]
    bound: dict[str, object] = {}  # by the source, it would keep the source alive
    if source.tallies.gain_by_index:

        def with_index() -> Run:
            # Lines first: they find out which edges are needed.
            lines = source.lines(body, indexed=True)
            return _made([*source.edges(), *lines], source, {})

        source.bind("len", len)
        bound["long"] = Later(with_index)
        head += [
            f"if len(lead.activities) > {LONG} and lead.activities.is_worth_an_index:",
            f"    return long({source.parameters})",
        ]
    lines = source.lines(body)
    beyond = source.too_near_an_end()
    if beyond:
        head.insert(0, f"if {beyond}: return UNFIT")
    return _made([*head, *source.edges(), *lines], source, bound), door


def _made(lines: Lines, source: Source, bound: Mapping[str, object]) -> Run:
    text = [
        f"def {source.name}({source.parameters}):",
        *(f"    {line}" for line in lines),
    ]
    return generated(source.name, "\n".join(text), {**source.bound, **bound})


def for_many(source: Source, body: Lines, result: str, door: Door) -> Run:
    """
    Make a function of ``(leads, as_of, one)`` that lists results.

    What depends on the instant alone is computed once. ``one(lead, as_of)`` is asked
    about leads that the function isn't for, and about those with long histories.

    Args:
        source: What it is made of.

        body: Lines that use the variables.

        result: The text of the result.

        door: That of the function for one lead.
    """
    source.bind("fitting", door.fitting)
    source.bind("type", type)
    source.bind("len", len)
    lines = source.lines(body)
    beyond = source.too_near_an_end()
    text = [
        f"def {source.name}(leads, as_of, one):",
        *(
            [f"    if {beyond}: return [one(i, as_of) for i in leads]"]
            if beyond
            else []
        ),
        *(f"    {line}" for line in source.edges()),
        "    results = []",
        "    append = results.append",
        "    for lead in leads:",
        f"        if type(lead) not in fitting or len(lead.activities) > {LONG}:",
        "            append(one(lead, as_of))",
        "            continue",
        *(f"        {line}" for line in lines),
        f"        append({result})",
        "    return results",
    ]
    return generated(source.name, "\n".join(text), source.bound)


class Compiled(Generic[T]):
    """
    A generated function, and the interpreter for the leads that it isn't for.

    Args:
        run: The function; returns `UNFIT` for those.

        door: Tells which they are.

        instead: What is asked about them.
    """

    __slots__ = ("_instead", "door", "run")

    def __init__(
        self, run: Run, door: Door, instead: Callable[[Lead, datetime], T]
    ) -> None:
        self.run: Run = run
        self.door: Door = door
        self._instead = instead

    def __call__(self, lead: Lead, as_of: datetime) -> T:
        answer: T | Unfit = self.run(lead, as_of)
        return self._stepped_back(lead, as_of) if answer is UNFIT else answer

    def _stepped_back(self, lead: Lead, as_of: datetime) -> T:
        answer = self.run(lead, as_of) if self.door.admits(lead) else UNFIT
        return self._instead(lead, as_of) if answer is UNFIT else cast("T", answer)


def answering(node: n.Question) -> Compiled[Answer]:
    """
    Make a function that answers a question as `meaning.ask` does.

    Args:
        node: The question.

    Returns:
        A function of a lead and an instant in UTC.
    """
    rule = Translation("answer")
    body = [f"return {rule.answer(node)}"]
    return Compiled(*for_one(rule.source, body), partial(ask, node))


def holding(node: n.Question) -> Compiled[bool]:
    """
    Make a function that tells whether a question is known to be true.
    """

    def instead(lead: Lead, as_of: datetime) -> bool:
        return ask(node, lead, as_of) is True

    rule = Translation("is_true")
    body = [f"return {rule.known(node, True)}"]  # noqa: FBT003
    return Compiled(*for_one(rule.source, body), instead)


def seeing(nodes: tuple[n.Node, ...]) -> Compiled[tuple[Any, ...]]:
    """
    Make a function that answers questions and reads values, all in one pass.

    Args:
        nodes: Questions and values.

    Returns:
        A function of a lead and an instant in UTC. It gives, in the order of *nodes*,
        answers as `meaning.ask` does, and values as `meaning.evaluate` does.
    """

    def instead(lead: Lead, as_of: datetime) -> tuple[Any, ...]:
        return tuple(
            ask(node, lead, as_of)
            if isinstance(node, n.Question)
            else evaluate(cast("n.Value", node), lead, as_of)
            for node in nodes
        )

    rule = Translation("see")
    texts = [
        rule.answer(node)
        if isinstance(node, n.Question)
        else rule.plain(cast("n.Value", node))
        for node in nodes
    ]
    body = [f"return ({''.join(f'{text}, ' for text in texts)})"]
    return Compiled(*for_one(rule.source, body), instead)


class Answering:
    """
    A function that answers questions of a lead whose totals are known already.

    Called with a lead, an instant in UTC and the totals in whole hundredths, it answers
    as `meaning.ask` does, in the order of the questions.

    Args:
        questions: The questions.

        cards: Whose totals are given, in this order.
    """

    def __init__(
        self, questions: Sequence[n.Question], cards: Sequence[n.Scored]
    ) -> None:
        rules = Translation("answers", cards)
        texts = "".join(f"{rules.answer(question)}, " for question in questions)
        self._run, self._door = for_one(rules.source, [f"return ({texts})"])
        self._questions = questions
        self._has_totals = bool(cards)

    def __call__(
        self, lead: Lead, as_of: datetime, totals: Sequence[int]
    ) -> Sequence[Answer]:
        given = (lead, as_of, totals) if self._has_totals else (lead, as_of)
        answers: Sequence[Answer] | Unfit = self._run(*given)
        if answers is UNFIT and self._door.admits(lead):
            answers = self._run(*given)
        if answers is UNFIT:
            return [ask(question, lead, as_of) for question in self._questions]
        return answers
