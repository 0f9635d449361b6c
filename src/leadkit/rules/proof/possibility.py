"""
Whether there can be a lead of some description.

An answer is proved or it isn't given. That something is impossible is proved by going
through all regions that the rules can tell apart, which are more worlds than there are
leads. That something is possible is proved by a lead, which is built and asked about.
Where neither succeeds, the answer is None: undecided.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import cast

import attrs

from ...kinds import ValueKind
from ...leads import Lead
from .. import nodes as n
from ..meaning import Answer, ask
from ..rewriting import rewritten
from .drafts import Budget, record_for
from .quantities import hides_opaque
from .solving import Domains, Formula, Search, TooMuchError, all_of
from .wanting import wanted
from .witnesses import Example, nearest
from .worlds import World

# How many choices of regions are tried for an example, and how many rules of a card.
_TURNS = 6
_MOST_RULES = 40

# A question whose answer is unknown for every lead.
_UNKNOWN = n.Truth(n.Constant(cast("bool", None), ValueKind.FLAG))


@attrs.frozen
class Possible:
    """
    Whether there can be a lead of some description.

    Attributes:
        answer: True, False, or None if that is undecided.

        example: For True, a lead that shows it.

        why: For None, what stands in the way of an answer.
    """

    answer: bool | None
    example: Example | None = None
    why: str = ""


def possible(
    true: Iterable[n.Question],
    untrue: Iterable[n.Question] = (),
    *,
    record: type[Lead] | None = None,
) -> Possible:
    """
    Tell whether there can be a lead for which some rules hold and others don't.

    Args:
        true: Questions that are to be known true.

        untrue: Questions that are to be False or unknown.

        record: The class of leads, None for any that has the fields.
    """
    return _Case(tuple(true), tuple(untrue), record).decide()


def impossible(
    true: Iterable[n.Question],
    untrue: Iterable[n.Question] = (),
    *,
    record: type[Lead] | None = None,
) -> bool:
    """
    Tell whether it is proved that there is no such lead; no example is looked for.

    The arguments are those of `possible`.
    """
    try:
        return _Case(tuple(true), tuple(untrue), record).is_ruled_out
    except TooMuchError:
        return False


@attrs.frozen
class _Case:
    true: tuple[n.Question, ...]
    untrue: tuple[n.Question, ...]
    record: type[Lead] | None

    @property
    def nodes(self) -> tuple[n.Question, ...]:
        return (*self.true, *self.untrue)

    def formula(self, world: World) -> Formula:
        return all_of(
            [
                *(world.known_true(node) for node in self.true),
                *(world.not_known_true(node) for node in self.untrue),
            ]
        )

    @property
    def is_ruled_out(self) -> bool:
        world = World(self.nodes, self.record)
        return Search(world.everything).solve(self.formula(world)) is None

    def decide(self) -> Possible:
        try:
            if self.is_ruled_out:
                return Possible(answer=False)
        except TooMuchError as error:
            return Possible(None, why=str(error))
        record = record_for(self.nodes) if self.record is None else self.record
        example = None if record is None else self._example(record)
        if example is not None:
            return Possible(answer=True, example=example)
        opaque = [p for node in self.nodes for p in n.walk(node) if _is_opaque(p)]
        if opaque:
            return Possible(None, why=f"leadkit can't see into the rule <{opaque[0]}>")
        return Possible(None, why="no example was found, and none was ruled out")

    def _example(self, record: type[Lead]) -> Example | None:
        # Whatever a host's function would say: as if its answer were unknown.
        case = _Case(
            tuple(map(_without_opaque, self.true)),
            tuple(map(_without_opaque, self.untrue)),
            record,
        )
        helping = rules_of(case.nodes)
        world = World((*case.nodes, *helping), record)
        search, budget = Search(world.everything), Budget()
        formula = all_of(
            [
                *(world.known_true(node) for node in case.true),
                *(
                    world.known_false(node)
                    if _asks_opaque(given)
                    else world.not_known_true(node)
                    for node, given in zip(case.untrue, self.untrue, strict=True)
                ),
            ]
        )
        try:
            domains = search.solve(formula)
            for turn in range(_TURNS):
                found = self._built(world, domains, budget, turn)
                if isinstance(found, Example):
                    return found
            return self._climbed(world, formula, helping, budget)
        except TooMuchError:
            return None

    def _climbed(
        self,
        world: World,
        formula: Formula,
        helping: tuple[n.Question, ...],
        budget: Budget,
    ) -> Example | None:
        # Towards a total, by one rule of the card after another.
        search = Search(world.everything)
        found = self._built(world, search.solve(formula), budget)
        least = found if isinstance(found, float) else inf
        for node in helping:
            for more in (world.known_true(node), world.not_known_true(node)):
                joined = all_of([formula, more])
                tried = self._built(world, search.solve(joined), budget)
                if isinstance(tried, Example):
                    return tried
                if tried is not None and tried < least:
                    formula, least = joined, tried
                    break
        return None

    def _built(
        self,
        world: World,
        domains: Domains | None,
        budget: Budget,
        turn: int = 0,
    ) -> Example | float | None:
        # The example, or by how much its numbers miss.
        if domains is None:
            return None
        goal = wanted(world, domains, turn // 2)
        built = nearest(world.record, goal, budget, entering=turn % 2 == 1)
        if built is None:
            return None
        lead, as_of, missed = built
        example = Example(lead, as_of)
        return example if self._shown(example) else float(missed)

    def _shown(self, example: Example) -> bool:
        lead, as_of = example.lead, example.as_of
        untrue = [
            _is_untrue(node, ask(_without_opaque(node), lead, as_of))
            for node in self.untrue
        ]
        return all(untrue) and all(
            ask(_without_opaque(node), lead, as_of) is True for node in self.true
        )


def _is_opaque(node: n.Node) -> bool:
    return isinstance(node, n.Predicate)


def _is_untrue(node: n.Question, answer: Answer) -> bool:
    # Unknown because of a host's function may be True after all.
    return answer is False or (answer is None and not _asks_opaque(node))


def _asks_opaque(node: n.Node) -> bool:
    return any(map(_is_opaque, n.walk(node)))


def _without_opaque(node: n.Question) -> n.Question:
    # A card may hide a function; then the comparison with its total is unknown.
    def replace(part: n.Node) -> n.Node:
        return _UNKNOWN if _is_opaque(part) or hides_opaque(part) else part

    return rewritten(node, replace) if _asks_opaque(node) else node


def rules_of(nodes: Iterable[n.Node]) -> tuple[n.Question, ...]:
    """
    List the rules of the cards that are read, the first few of them.

    Args:
        nodes: What reads them.
    """
    found: dict[n.Question, None] = {}
    for node in nodes:
        for part in n.walk(node):
            inner = (rule for rule in part.beyond if isinstance(rule, n.Question))
            found.update(dict.fromkeys(inner))
    return tuple(found)[:_MOST_RULES]
