"""
Which records are about one person or company, and what says so.

Records belong together if they share a key: an address, a number, a name, or what a
host knows of. Whoever shares one key with one record and another key with a second one
joins the two, so a group says on what each of its links rests, and a host decides what
is enough: the same address is strong evidence, the same name alone is hardly any.

Every record is looked at once per key, and every key is looked up in a dictionary, so
that the time grows with the number of records and not with that of their pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from itertools import product
from typing import Generic, TypeAlias, TypeVar

import attrs

from .codes import Kind, Medium
from .errors import InputError, LeadError, described, either, is_a, near_miss
from .folding import fold
from .leads import Lead

L = TypeVar("L", bound=Lead)

# What records are known by: a function that gives the values of one.
Key: TypeAlias = Callable[[L], Iterable[Hashable] | None]
_Values: TypeAlias = Callable[[L], Iterable[Hashable]]


@attrs.frozen
class Match:
    """
    A value that several records share.

    Attributes:
        key: By which key: ``"email"``.

        ids: The ids of the records, in the order in which they were given.

        value: What they share, folded. It is personal data, and so not in the repr.
    """

    key: str
    ids: tuple[str, ...]
    value: Hashable = attrs.field(repr=False)


@attrs.frozen(repr=False)
class Duplicates(Generic[L]):
    """
    Records that seem to be about one person or company.

    Attributes:
        leads: The records, in the order in which they were given.

        evidence: What they share: for each key in its turn, the matches in the order of
            their first records. Each record is in one of them at least.
    """

    leads: tuple[L, ...]
    evidence: tuple[Match, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """
        The ids of the records.
        """
        return tuple(lead.id for lead in self.leads)

    @property
    def keys(self) -> tuple[str, ...]:
        """
        The keys that any of the evidence rests on; ``("name",)`` is weak evidence.
        """
        return tuple(dict.fromkeys(match.key for match in self.evidence))

    def __repr__(self) -> str:
        return f"Duplicates(ids={self.ids}, keys={self.keys})"


def duplicates(
    leads: Iterable[L],
    *,
    keys: Iterable[str | Key[L]] = ("email", "phone", "social", "post", "name"),
) -> tuple[Duplicates[L], ...]:
    """
    Find records that are about one person or company, with the evidence.

    A person and a company are never the same. What is missing or blank is shared by
    nobody. The records that a lead was merged from aren't looked at: what they held is
    in the lead.

    Args:
        leads: The records. The same record twice counts once.

        keys: What records are known by: ``"email"``, ``"phone"`` (numbers for calls and
            for text messages are the same numbers), ``"social"``, ``"post"``,
            ``"name"``, and functions of your own that give a record's texts, which are
            folded, or other hashable values. A function's name names its key. Many
            people share a name: leave ``"name"`` out if nobody looks at what is found.

    Returns:
        Groups of two records and more, in the order of their first records.

    Raises:
        LeadError: Something isn't a lead, or two different ones have one id.

        InputError: There is no such key, or one gives something that isn't hashable.

    >>> from leadkit import ContactPoint
    >>> found = duplicates(
    ...     [
    ...         Lead(id="L-1", contacts=[ContactPoint("email", "sara@example.com")]),
    ...         Lead(id="L-2", name="Sara"),
    ...         Lead(id="L-3", contacts=[ContactPoint("email", "Sara@example.com")]),
    ...     ]
    ... )
    >>> found
    (Duplicates(ids=('L-1', 'L-3'), keys=('email',)),)
    >>> found[0].evidence
    (Match(key='email', ids=('L-1', 'L-3')),)
    """
    chosen = _chosen(keys)
    records = _records(leads)
    parents = list(range(len(records)))
    matches: list[tuple[int, Match]] = []
    for (name, values), places in product(chosen.items(), _by_kind(records)):
        for value, holders in _shared(records, places, values):
            ids = tuple(records[place].id for place in holders)
            matches.append((holders[0], Match(name, ids, value)))
            for place in holders[1:]:
                _join(parents, holders[0], place)
    evidence: dict[int, list[Match]] = {}
    for place, match in matches:
        evidence.setdefault(_root(parents, place), []).append(match)
    members: dict[int, list[L]] = {}
    for place, lead in enumerate(records):
        root = _root(parents, place)
        if root in evidence:
            members.setdefault(root, []).append(lead)
    return tuple(
        Duplicates(tuple(group), tuple(evidence[root]))
        for root, group in members.items()
    )


def _emails(lead: Lead) -> Iterable[str]:
    return [fold(p.value) for p in lead.contacts if p.medium is Medium.EMAIL]


def _phones(lead: Lead) -> Iterable[str]:
    # They are in E.164, of which there is one form.
    media = Medium.PHONE, Medium.SMS
    return [p.value for p in lead.contacts if p.medium in media]


def _social(lead: Lead) -> Iterable[str]:
    return [fold(p.value) for p in lead.contacts if p.medium is Medium.SOCIAL]


def _post(lead: Lead) -> Iterable[str]:
    # Some write commas between the lines of an address, some lines, some both.
    texts = (p.value for p in lead.contacts if p.medium is Medium.POST)
    return [fold(text.translate(_STOPS)) for text in texts]


_STOPS = dict.fromkeys(map(ord, ",\u060c;\u061b."), " ")


def _names(lead: Lead) -> Iterable[str]:
    return () if lead.name is None else (fold(lead.name),)


_KEYS: dict[str, _Values[Lead]] = {
    "email": _emails,
    "phone": _phones,
    "social": _social,
    "post": _post,
    "name": _names,
}
_EXPECTED = either([*map(repr, _KEYS), "a function with a name"])


def _chosen(keys: Iterable[str | Key[L]]) -> dict[str, _Values[L]]:
    if isinstance(keys, str) or not is_a(keys, Iterable):
        raise InputError("keys", described(keys), "an iterable of keys")
    chosen: dict[str, _Values[L]] = {}
    for key in keys:
        name, values = _named(key)
        if name in chosen:
            raise InputError(
                "keys", f"two called {name!r}", "a name for each", "Rename a function."
            )
        chosen[name] = values
    return chosen


def _named(key: str | Key[L]) -> tuple[str, _Values[L]]:
    if isinstance(key, str):
        if key not in _KEYS:
            near = near_miss(key, _KEYS)
            raise InputError("keys", repr(key), _EXPECTED, near)
        return key, _KEYS[key]
    name = getattr(key, "__name__", None)
    if not callable(key) or not isinstance(name, str) or not name.isidentifier():
        raise InputError(
            "keys",
            described(key),
            _EXPECTED,
            "Define a function of your own with def.",
        )
    return name, partial(_own, name, key)


def _own(name: str, key: Key[L], lead: L) -> Iterator[Hashable]:
    given = key(lead)
    if given is None:
        return
    if not is_a(given, Iterable):
        raise InputError(f"key {name!r}", described(given), "an iterable of values")
    # A text is a value, not an iterable of letters.
    for value in [given] if isinstance(given, (str, bytes)) else given:
        if isinstance(value, str):
            yield fold(value)
        elif value is not None and _is_there(value, name):
            yield value


def _is_there(value: Hashable, name: str) -> bool:
    try:
        hash(value)
    except TypeError:
        expected = "texts or other hashable values"
        raise InputError(f"key {name!r}", described(value), expected) from None
    return value == value  # noqa: PLR0124  NaN is missing


def _records(leads: Iterable[L]) -> list[L]:
    if not is_a(leads, Iterable):
        raise LeadError("leads", described(leads), "an iterable of Lead")
    known: dict[str, L] = {}
    for lead in leads:
        if not is_a(lead, Lead):
            raise LeadError("an item of 'leads'", described(lead), "a Lead")
        other = known.setdefault(lead.id, lead)
        if other is not lead and other != lead:
            raise LeadError(
                "leads",
                f"two different records with the id {lead.id!r}",
                "an id for each",
                "Give the records as they are at one instant.",
            )
    return list(known.values())


def _by_kind(records: list[L]) -> list[list[int]]:
    return [
        [
            place
            for place, lead in enumerate(records)
            if lead.kind is kind and lead.erased_at is None
        ]
        for kind in Kind
    ]


def _shared(
    records: list[L], places: list[int], values: _Values[L]
) -> list[tuple[Hashable, list[int]]]:
    # Values to the places of the records that have them, of those that several have.
    first: dict[Hashable, int] = {}
    shared: dict[Hashable, list[int]] = {}
    for place in places:
        for value in values(records[place]):
            found = first.setdefault(value, place)
            if found != place:
                holders = shared.setdefault(value, [found])
                if holders[-1] != place:
                    holders.append(place)
    shared.pop("", None)  # what is blank
    return sorted(shared.items(), key=_by_first)


def _by_first(item: tuple[object, list[int]]) -> int:
    return item[1][0]


# The groups are trees in which each place knows its parent; roots are their own.


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        # Halving the path as it is walked keeps all of them short.
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


def _join(parents: list[int], one: int, other: int) -> None:
    one, other = _root(parents, one), _root(parents, other)
    # The earlier one, so that groups come in the order of their first records.
    parents[max(one, other)] = min(one, other)
