"""
Leads at the edges of a card, as examples are drawn of them.

Each is made of one number that Hypothesis draws, so that all of them differ and none is
a slight change of another. What breaks a law is made simpler afterwards, where it is
known what makes a lead simple: it did little, and little is known about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import attrs

from ...codes import Channel
from ...consents import Consent
from ...contact_points import ContactPoint
from ...errors import RuleError
from ...happenings import Grant, Move, Touch
from ...instants import DAY
from ...kinds import ValueKind
from ...leads import Lead
from ...records import given_of_record, types_of_record
from ...rules import nodes as n
from ...rules.proof.drafts import Draft
from ...unchecked import REFUSALS
from ..sampling import Sampled, search
from ..stories.deeds import Deed, content
from .adding import meant_by_both
from .directions import values_of
from .edges import Edges
from .simpler import AS_OF, Case, simplest

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_NO_TIME = timedelta(0)
# Of a query for many types, how many are drawn.
_MOST_TYPES = 4
# How many kinds of things a lead did.
_HOW_MANY = (0, 1, 1, 2, 2, 3, 4)
# How often it is one of those that matter most.
_MOSTLY = 0.7
# How often it was done just now.
_NOW = 0.3
# How often it is a lead for which some rule holds.
_STARTED = 0.5
# How often nothing was done for a while.
_RESTED = 0.2
# How often what is done then is as old as something else in the card.
_AS_OLD = 0.5
# Of a class with more stages, these are enough.
_MOST_STAGES = 10
# How many leads are made up to see whether their class takes all of them.
_MOST_TRIED = 20
_VALUES_BEYOND = (-1, 5, -1000)
_LARGEST_DRAW = 2**63


# Its type, its value, and what else is known about it.
_Kind = tuple[str, "float | None", tuple[tuple[str, str], ...]]


def as_it_is(case: Case) -> Iterator[Case]:
    """
    Leave a case as it was drawn.
    """
    yield case


@attrs.frozen
class Drawing:
    """
    What cases are drawn from.

    Attributes:
        edges: The edges of a card.

        record: The class of leads.

        focus: The edges of those entries that matter most, if not all do.

        adding: What is done then, if anything.

        starts: Leads to begin with, for which rules hold that seldom hold by chance.
    """

    edges: Edges
    record: type[Lead]
    focus: Edges | None = None
    adding: n.Query | None = None
    starts: tuple[Lead, ...] = ()

    def search(
        self,
        breaks: Callable[[Case], bool],
        examples: int | None,
        seed: int | None,
        varied: Callable[[Case], Iterator[Case]] = as_it_is,
    ) -> Sampled[Case]:
        """
        Look for a case that breaks a law, and make it as simple as can be.

        Args:
            breaks: Tells whether one does.

            examples: How many to try; as many as the profile says if None.

            seed: Where to begin.

            varied: Gives the cases to try for one that was drawn.

        Raises:
            MissingExtraError: Hypothesis isn't installed.
        """
        found: list[Case] = []
        made = 0

        def breaks_too(drawn: tuple[int, Lead | None]) -> bool:
            nonlocal made
            case = self.case(*drawn)
            made += case is not None
            tried = () if case is None else varied(case)
            one = next((one for one in tried if breaks(one)), None)
            found[:] = found if one is None else [one]
            return one is not None

        sampled = search(self._draws, breaks_too, examples=examples, seed=seed)
        if sampled.found is None:
            return Sampled(None, min(made, sampled.examples))
        return Sampled(simplest(found[0], breaks), sampled.examples)

    def _draws(self) -> SearchStrategy[tuple[int, Lead | None]]:
        from hypothesis import strategies as st  # noqa: PLC0415  it is there

        from ..strategies import leads  # noqa: PLC0415

        usual: SearchStrategy[Lead | None] = st.none()
        starts = (
            _start(Random(number), self.edges, self.record)  # noqa: S311
            for number in range(_MOST_TRIED)
        )
        if None in starts:
            # The class refuses some of them: it knows better what it takes.
            with suppress(RuleError):
                usual = leads(self.record, as_of=AS_OF)
        return st.tuples(st.integers(0, _LARGEST_DRAW), usual)

    @property
    def sizes(self) -> set[int]:
        """
        How many of a kind may matter.
        """
        return self.edges.sizes if self.focus is None else self.focus.sizes

    def case(self, number: int, usual: Lead | None = None) -> Case | None:
        """
        Make the case of a number; None if the class of leads takes none of it.

        Args:
            number: The number.

            usual: A lead to change where the class doesn't take one that is made up.
        """
        random = Random(number)  # noqa: S311  no secret is made of it
        start = (
            random.choice(self.starts)
            if self.starts and random.random() < _STARTED
            else _start(random, self.edges, self.record, usual)
        )
        if start is None:
            return None
        kinds = _kinds(self.edges, [*self.edges.queries, *_codes(self.edges)])
        focus: Sequence[_Kind] = ()
        if self.focus is not None:
            focus = _kinds(self.focus, [*self.focus.queries, *_codes(self.focus)])
        deeds: list[Deed] = []
        for _ in range(random.choice(_HOW_MANY)):
            close = focus and random.random() < _MOSTLY
            edges = self.focus if close and self.focus is not None else self.edges
            deeds.append(_deed(random, edges, focus if close else kinds))
        ages = sorted(self.edges.ages)
        if random.random() < _RESTED:
            rest = random.choice(ages)
            deeds = [attrs.evolve(deed, ago=deed.ago + rest) for deed in deeds]
        more = None
        if self.adding is not None:
            # What it adds elsewhere may be less than what it takes there.
            close = self.focus is not None and random.random() < _MOSTLY
            edges = self.focus if close and self.focus is not None else self.edges
            one = _deed(random, edges, self._added(edges))
            window = self.adding.window
            ago = random.choice(ages) if random.random() < _AS_OLD else one.ago
            ago = ago if window is None or ago < window else _NO_TIME
            more = attrs.evolve(one, times=1, apart=_NO_TIME, ago=ago)
        return Case(start, tuple(deeds), more)

    def _added(self, edges: Edges) -> list[_Kind]:
        # What a query means, and what rules ask of it besides.
        assert self.adding is not None  # noqa: S101  the caller has looked
        both = [meant_by_both(self.adding, query) for query in edges.queries]
        queries = [self.adding, *(query for query in both if query is not None)]
        return _kinds(edges, queries, all_types=True)


def _codes(edges: Edges) -> Iterator[n.Query]:
    # What a function names may be a type, and all else is as good as another.
    codes = [*edges.codes] or ([] if edges.queries else ["page_viewed"])
    yield from (n.Query((code,)) for code in codes)


def _kinds(
    edges: Edges, queries: Sequence[n.Query], *, all_types: bool = False
) -> list[_Kind]:
    kinds: dict[_Kind, None] = {}
    for query in queries:
        value, more = content(query)
        values: dict[float | None, None] = {value: None}
        if "value" not in dict(query.where) and (
            value is not None or edges.reads_values
        ):
            low, high = values_of(query)
            some = sorted({*edges.values, *_VALUES_BEYOND})
            values.update((one, None) for one in some if low <= one <= high)
        types = query.types if all_types else query.types[:_MOST_TYPES]
        kinds.update({(type_, one, more): None for type_ in types for one in values})
    return [*kinds]


def _deed(random: Random, edges: Edges, kinds: Sequence[_Kind]) -> Deed:
    type_, value, more = random.choice(kinds)
    return Deed(
        type_,
        _NO_TIME if random.random() < _NOW else random.choice(sorted(edges.ages)),
        random.choice(sorted(edges.sizes)),
        random.choice((_NO_TIME, DAY if edges.daily else _NO_TIME, DAY, DAY / 24)),
        value,
        more,
    )


def _start(
    random: Random, edges: Edges, record: type[Lead], usual: Lead | None = None
) -> Lead | None:
    draft = Draft(record, AS_OF)
    ages = sorted(edges.ages)
    for field, pool in edges.fields.items():
        if field.kind is ValueKind.INSTANT:
            gone = None in pool and random.random() < 0.2  # noqa: PLR2004
            ago = random.choice((1, -1)) * random.choice(ages)
            draft.put(field, None if gone else AS_OF - ago)
        else:
            draft.put(field, random.choice([*pool]))
    if random.random() < 0.5:  # noqa: PLR2004
        draft.fields["created_at"] = AS_OF - random.choice(ages)
    stages = _stages(edges, record)
    if len(stages) > 1:
        _put_stages(random, draft, edges, stages)
    at = AS_OF - DAY
    said = [about for about in edges.consents if random.random() < 0.6]  # noqa: PLR2004
    draft.fields["consents"] = [
        Consent(
            purpose=purpose,
            medium=medium,
            granted=True,
            at=at,
            expires_at=random.choice((None, AS_OF + DAY, AS_OF + 30 * DAY)),
        )
        for purpose, medium in said
    ]
    draft.fields["contacts"] = [
        ContactPoint(medium, _ADDRESSES.get(medium, "lead@example.com"))
        for medium in dict.fromkeys(medium for _, medium in said)
    ]
    draft.fields["touches"] = [Touch(Channel.FORM, at=at)] if said else []
    draft.fields["grants"] = [
        Grant(qualification=held, at=at, by="example")
        for held in edges.held
        if random.random() < 0.5  # noqa: PLR2004
    ]
    return draft.lead() or (None if usual is None else _changed(usual, draft))


def _changed(lead: Lead, draft: Draft) -> Lead:
    # As far as its class takes it; a stage comes with the moves that lead there.
    given = given_of_record(type(lead))
    changes = {given[name].alias: value for name, value in draft.fields.items()}
    changes["traits"] = draft.traits
    stages = {name: changes.pop(name) for name in ("stage", "moves") if name in changes}
    parts = [{"activities": ()}, stages, *({k: v} for k, v in changes.items())]
    for part in parts:
        with suppress(*REFUSALS):
            lead = attrs.evolve(lead, **part)
    return lead


def _stages(edges: Edges, record: type[Lead]) -> list[str]:
    # Those that the class of leads knows, if it says which.
    known = types_of_record(record)["stage"].options
    if not known:
        return ["lead", *edges.stages]
    asked = [one for one in edges.stages if one in known]
    return list(dict.fromkeys([*asked, *map(str, known)]))[:_MOST_STAGES]


_ADDRESSES = {
    "phone": "+491701234567",
    "sms": "+491701234567",
    "social": "@example",
    "post": "1 Example Street",
}


def _put_stages(
    random: Random, draft: Draft, edges: Edges, stages: Sequence[str]
) -> None:
    ages = sorted(edges.ages)
    entered = [random.choice(ages) for _ in range(random.choice((0, 1, 2)))]
    here = random.choice(stages)
    moves: list[Move] = []
    for number, ago in enumerate(sorted(entered, reverse=True), 1):
        target = random.choice(stages)
        at = AS_OF - ago
        moves.append(
            Move(trigger="example", source=here, target=target, at=at, number=number)
        )
        here = target
    draft.fields["stage"], draft.fields["moves"] = here, moves
