"""
Which moves any lead at a spot can come to make, whatever it did before.

There are more worlds than leads, so that a move may be possible on paper alone. It is
certain where an example shows that some lead can make it, and where nothing that others
have done stands in the way: they wait until what they did has left all windows, and
then become like the example. What they have done stays done, and only counts for more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import product
from typing import Literal, TypeAlias

from ...leads import Lead
from ...rules import nodes as n
from ...rules.proof.grouping import indices
from ...rules.proof.possibility import possible
from ...rules.proof.quantities import Fact, Key, Pair, inside
from ...rules.proof.solving import Atom, Formula
from ..stories.needs import FIXED
from .exploring import Arrow, States
from .projecting import Height
from .seeking import Leg, Sketch
from .situations import standing
from .whole_records import looks_at_one

# What becomes of a quantity where a lead becomes like an example: it is the same, the
# same unless it is missing there, no less, or anything.
_Fate: TypeAlias = Literal["same", "same if known", "more", "anything"]

# Of quantities with more regions, nothing is certain.
_MOST_CASES = 300
# Of more rules that stay true, an example is only looked for with all of them true.
_MOST_KEPT = 3

_SETTLED = {"contact", "consent", "reach", "holds"}
_COUNTED = {"count", "distinct_days", "largest"}


class Certainty:
    """
    Which moves of a sketch are certain.

    Args:
        sketch: The sketch; it knows what can be reached from each situation.

        record: The class of leads, None if that is open.
    """

    def __init__(self, sketch: Sketch, record: type[Lead] | None) -> None:
        self._sketch = sketch
        self._record = record
        self._world = sketch.chart.world
        self._aged = {key.instant for key in self._keys() if isinstance(key, n.Age)}
        self._fates: dict[Key, _Fate] = {key: self._fate(key) for key in self._keys()}
        self._sure: dict[tuple[int, int], bool] = {}
        self._shown: dict[tuple[tuple[n.Question, ...], ...], bool] = {}

    def arrows(self) -> list[Arrow]:
        """
        List the moves that are certain, with the states in which they are.
        """
        found: list[Arrow] = []
        if self._record is not None and not looks_at_one(self._record):
            return found  # it may refuse at one stage what it takes at another
        for arrow in self._sketch.arrows:
            assert isinstance(arrow.name, Leg)  # noqa: S101  we drew it
            states = self._states(arrow.name) & arrow.where
            if states:
                found.append(Arrow(arrow.source, arrow.target, states, arrow.name))
        return found

    def _states(self, leg: Leg) -> States:
        projector, found = self._sketch.projector, 0
        for true, formula in self._sketch.alternatives(leg):
            if not self._is_sure(formula):
                continue
            states = projector.where(formula)
            for kept in self._kept:
                # Whoever becomes like an example has kept what that one keeps.
                alike = states & projector.having(partial(self._suits, kept))
                if alike & ~found and self._is_shown(leg, true, kept):
                    found |= alike
        return found

    @cached_property
    def _kept(self) -> list[dict[n.Question, bool]]:
        # Which rules stay true of an example; all do if there are too many to choose.
        rules = self._sketch.chart.monotone
        few = len(rules) <= _MOST_KEPT
        choices = product((True, False) if few else (True,), repeat=len(rules))
        return [dict(zip(rules, choice, strict=True)) for choice in choices]

    def _suits(
        self, kept: dict[n.Question, bool], quantity: int, height: Height
    ) -> bool:
        chart = self._sketch.chart
        return all(kept[node] is known for node, known in chart.keeps(quantity, height))

    def _is_shown(
        self, leg: Leg, true: tuple[n.Question, ...], kept: dict[n.Question, bool]
    ) -> bool:
        wanted = (*true, *(node for node, known in kept.items() if known))
        others = (*leg.untrue, *(node for node, known in kept.items() if not known))
        key = (
            tuple(standing(node, leg.spot) for node in wanted),
            tuple(standing(node, leg.spot) for node in others),
        )
        if key not in self._shown:
            answer = possible(*key, record=self._record).answer
            self._shown[key] = answer is True
        return self._shown[key]

    # Formulas -------------------------------------------------------------------------

    def _is_sure(self, formula: Formula) -> bool:
        if not isinstance(formula, Atom):
            return all(map(self._is_sure, formula.parts))
        key = formula.quantity, formula.regions
        if key not in self._sure:
            self._sure[key] = self._stays(*key)
        return self._sure[key]

    def _stays(self, quantity: int, regions: int) -> bool:
        # Whether what an example has in these regions, others will have there, too.
        world = self._world
        if quantity >= len(world.keys):
            return True
        if quantity in self._sketch.projector.coarse:
            return False
        keys = world.keys[quantity]
        outside = indices(world.everything[quantity] & ~regions)
        within = indices(world.everything[quantity] & regions)
        fates: list[_Fate] = [self._fates[key] for key in keys]
        if not outside or set(fates) == {"same"}:
            return True
        if len(outside) + len(within) > _MOST_CASES:
            return False
        return not any(
            self._becomes(fates, keys, world.region(quantity, here), there)
            for there in (world.region(quantity, case) for case in outside)
            for here in within
        )

    def _becomes(
        self,
        fates: Sequence[_Fate],
        keys: Sequence[Key],
        here: dict[Key, int],
        there: dict[Key, int],
    ) -> bool:
        # Whether the quantities may be there when they are here in the example.
        return all(
            _may_become(fate, here[key], there[key])
            for fate, key in zip(fates, keys, strict=True)
        )

    # Quantities -----------------------------------------------------------------------

    def _keys(self) -> Iterator[Key]:
        for keys in self._world.keys:
            yield from keys

    def _fate(self, key: Key) -> _Fate:
        match key:
            case Fact(name=name):
                return "same" if name in _SETTLED else "anything"
            case n.Field():
                # A date beside an age of it: both can't be had at any time.
                return "same" if _is_free(key) and key not in self._aged else "anything"
            case n.Age(instant=n.Field(name="created_at")) | n.TimeInStage():
                return "more"
            case n.Age(instant=instant):
                dated = instant in self._world.domains
                return "same" if _is_free(instant) and not dated else "anything"
            case n.Aggregate():
                return self._fate_of_aggregate(key)
            case Pair(left=left, right=right):
                return "same" if _is_free(left) and _is_free(right) else "anything"
            case n.Value() if _is_free(key):
                return "same"
            case _:
                return "anything"

    def _fate_of_aggregate(self, key: n.Aggregate) -> _Fate:
        query, counted = key.query, key.op in _COUNTED
        if query.window is not None:
            if query.since is None:
                return "same"
            return "more" if counted else "anything"
        if query.since is None and counted and self._is_alone(key):
            return "same"  # as many are added as are missing
        if counted or key.op == "days_since_first":
            return "more"
        if query.since is None and key.op in {"latest", "days_since_last"}:
            return "same if known"
        return "anything"

    def _is_alone(self, key: n.Aggregate) -> bool:
        # Whether no other quantity has to do with these activities.
        types = set(key.query.types)
        for other in self._keys():
            if other == key or not isinstance(other, (n.Node, Pair)):
                continue
            parts = (other.left, other.right) if isinstance(other, Pair) else (other,)
            for part in (inner for one in parts for inner in n.walk(one)):
                if isinstance(part, n.Query) and not types.isdisjoint(part.types):
                    return False
                if isinstance(part, n.Conversed):
                    return False
        return True


def _may_become(fate: _Fate, here: int, there: int) -> bool:
    match fate:
        case "same":
            return here == there
        case "same if known":
            return not here or here == there
        case "more":
            return here <= there
        case _:
            return True


def _is_free(value: n.Value) -> bool:
    # Whether it can become anything: fields, what leaves a window, and what is computed
    # of them.
    for part in inside(value):
        match part:
            case n.Field(name=name) if name not in FIXED:
                pass
            case n.Query(window=window, since=None) if window is not None:
                pass
            case n.Constant() | n.OrDefault() | n.Arithmetic() | n.Aggregate():
                pass
            case _:
                return False
    return True
