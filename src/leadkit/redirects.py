"""
What a host keeps in the place of a record that was merged into another one.

Somebody still has its id: a link in a mail, a row of another table, a colleague's note.
A tombstone says where that person is now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Self, cast

import attrs

from .composing import versions
from .errors import LeadError, MergeError, described, is_a, with_article
from .happenings import Move, oldest_first
from .leads import Lead
from .records import CODE, Record


def _moves(items: Iterable[Move]) -> tuple[Move, ...]:
    return oldest_first(items, Move, "moves")


def _lead(given: Lead) -> Lead:
    if not is_a(given, Lead):
        raise LeadError("lead of a Tombstone", described(given), with_article(Lead))
    return given


@attrs.frozen(kw_only=True)
class Tombstone(Record):
    """
    What is left of a record that was merged into another one.

    Attributes:
        id: The id that it had.

        into: The id of the record that won.

        stage: Where it stood.

        moves: Which steps it had made, in the order it made them.

        lead: The record as it was; not in the repr.
    """

    members: ClassVar[Mapping[str, type[Record]]] = {"moves": Move, "lead": Record}

    id: str = attrs.field(metadata=CODE)
    into: str = attrs.field(metadata=CODE)
    stage: str = attrs.field(metadata=CODE)
    moves: tuple[Move, ...] = attrs.field(default=(), converter=_moves)
    lead: Lead = attrs.field(converter=_lead, repr=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, record: type[Lead] = Lead) -> Self:
        """
        Make a tombstone of what `to_dict` wrote; see `Record.from_dict`.

        Args:
            data: Field names to plain values.

            record: The class of the leads.
        """
        if is_a(data, Mapping) and is_a(data.get("lead"), Mapping):
            data = {**data, "lead": record.from_dict(data["lead"])}
        return super().from_dict(data)


def tombstones(lead: Lead) -> tuple[Tombstone, ...]:
    """
    Make the tombstones of all records that were merged into a lead.

    Args:
        lead: The lead, merged or not.

    Returns:
        One for each id that isn't its own.

    >>> from leadkit import merge
    >>> tombstones(merge(Lead(id="L-1"), Lead(id="L-2")))
    (Tombstone(id='L-2', into='L-1', stage='lead'),)
    """
    if not is_a(lead, Lead):
        raise LeadError("tombstones of a lead", described(lead), with_article(Lead))
    losers: dict[str, Lead] = {}
    for one in versions(lead):
        losers.setdefault(one.id, one)
    del losers[lead.id]
    return tuple(
        Tombstone(id=one.id, into=lead.id, stage=one.stage, moves=one.moves, lead=one)
        for one in losers.values()
    )


def resolve(lead_id: str, tombstones: Iterable[Tombstone] | Mapping[str, str]) -> str:
    """
    Follow redirects to the id that stands.

    Args:
        lead_id: Any id.

        tombstones: What is kept of merged records; or just a mapping from each of their
            ids to that of the winner. Those of one id may name several winners, as they
            do if a winner was merged later, as long as all lead to one id.

    Returns:
        The id at the end; *lead_id* itself if nothing redirects it.

    Raises:
        MergeError: They lead in a circle, or to different ids.

    >>> resolve("L-3", {"L-3": "L-2", "L-2": "L-1"})
    'L-1'
    """
    onward = _onward(tombstones)
    ends: set[str] = set()
    done: set[str] = set()
    path = {_checked(lead_id): onward(lead_id)}
    while path:
        here, ahead = next(reversed(path.items()))
        if here not in done and not ahead:
            ends.add(here)
        done.add(here)
        if not ahead:
            path.popitem()
            continue
        target = _checked(ahead.pop())
        if target in path:
            raise MergeError(
                "redirects of merged leads",
                "some that lead in a circle",
                "an end",
                "Keep the tombstones of the lead that stands, and drop the others.",
                code="redirect-loop",
            )
        if target not in done:
            path[target] = onward(target)
    if len(ends) > 1:
        raise MergeError(
            "redirects of merged leads",
            "some that lead to different leads",
            "one lead for an id",
            "Find out which it is, and drop the tombstone that is wrong.",
            code="redirects",
        )
    return ends.pop()


def _checked(lead_id: object) -> str:
    if not isinstance(lead_id, str):
        raise LeadError("id of a lead", described(lead_id), "a text")
    return lead_id


def _onward(
    given: Iterable[Tombstone] | Mapping[str, str],
) -> Callable[[str], list[str]]:
    # Where an id leads to. A table may be long, and is only asked.
    if is_a(given, Mapping):
        table = cast("Mapping[str, str]", given)
        return lambda lead_id: [table[lead_id]] if lead_id in table else []
    if not is_a(given, Iterable):
        raise LeadError("tombstones", described(given), "an iterable of Tombstone")
    ways: dict[str, list[str]] = {}
    for one in given:
        if not isinstance(one, Tombstone):
            raise LeadError(
                "an item of 'tombstones'", described(one), with_article(Tombstone)
            )
        ways.setdefault(one.id, []).append(one.into)
    return lambda lead_id: [*ways.get(lead_id, ())]
