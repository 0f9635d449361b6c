"""
What one document may name: what the host gives, and what the document declares.
"""

from __future__ import annotations

from collections.abc import Callable

from ...errors import listing
from ...spots import Spot
from .. import nodes as n
from ..lookup import trait_type
from .counting import DEEPEST
from .known import Known
from .scalars import declared

# Cards that read cards that read cards ... each takes two levels of a rule at least.
_CHAIN = DEEPEST // 2


class Catalogue:
    """
    The fields, traits, cards and predicates that the rules of a document may name.

    Attributes:
        pending: Cards of the document that were not read yet, by their names: functions
            that read them.
    """

    def __init__(self, known: Known) -> None:
        self.pending: dict[str, Callable[[], n.Scored]] = {}
        self._known = known
        self._traits = dict(known.traits or {})
        self._cards = dict(known.cards)
        self._versions: dict[str, str] = {}
        self._opened: list[str] = []

    def declare_traits(self, spot: Spot) -> None:
        """
        Read which traits there are, and check them against what the host says.
        """
        record = self._known.record
        for key, kind in spot.table():
            name, read = key.code(), declared(kind)
            if record is not None:
                kind.make(trait_type, record, name, read)
            own = self._known.traits
            node = n.Trait(name, read.kind, read.options)
            if own is None:
                self._traits[name] = node
            elif name not in own or not _agree(own[name], node):
                spot.refuse("a trait that the host doesn't have so", "those it has")

    def declare_cards(self, spot: Spot) -> None:
        """
        Read for which versions of scorecards the rules were written.
        """
        self._versions = {key.name(): v.text(64) for key, v in spot.table()}

    def field(self, spot: Spot) -> n.Field:
        """
        Look a field up.
        """
        name = spot.code()
        fields = self._known.fields
        if name not in fields:
            spot.refuse("an unknown field", listing(sorted(fields)))
        return fields[name]

    def trait(self, spot: Spot) -> n.Trait:
        """
        Look a trait up.
        """
        name = spot.code()
        if name not in self._traits:
            spot.refuse(
                "an undeclared trait",
                "one that the document or the host declares",
                "Declare it under 'traits', beside 'leadkit'.",
            )
        return self._traits[name]

    def predicate(self, spot: Spot) -> n.Predicate:
        """
        Look a host's own function up.
        """
        name = spot.name()
        predicates = self._known.predicates
        if name not in predicates:
            spot.refuse("an unregistered predicate", listing(sorted(predicates)))
        return predicates[name]

    def card(self, spot: Spot) -> n.Scored:
        """
        Look a scorecard up, or read it now if it comes later in the document.
        """
        name = spot.name()
        if name in self._opened:
            spot.refuse("a card that is read by its own rules", "no circles")
        self.open_card(name, spot)
        card = self._cards.get(name)
        if card is None:
            spot.refuse("an unknown card", "one that the document or the host has")
        version = self._versions.get(name)
        if version is not None and getattr(card, "version", None) != version:
            spot.refuse(
                "a card that has changed since the rule was written",
                "the version under 'cards'",
                "Leave it out there, to read the card as it is.",
            )
        return card

    def open_card(self, name: str, spot: Spot) -> None:
        """
        Read a card of the document, unless that was done.

        Args:
            name: Its name.

            spot: What asks for it.
        """
        read = self.pending.pop(name, None)
        if read is None:
            return
        if len(self._opened) >= _CHAIN:
            spot.refuse(
                "cards that read too long a chain of cards", f"at most {_CHAIN}"
            )
        self._opened.append(name)
        self._cards[name] = read()
        self._opened.pop()


def _agree(one: n.Trait, other: n.Trait) -> bool:
    # The order of choices is no matter, and the host's is taken.
    return one.of is other.of and set(map(_typed, one.options)) == set(
        map(_typed, other.options)
    )


def _typed(option: object) -> tuple[type, object]:
    return type(option), option
