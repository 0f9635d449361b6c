"""
One record of several that are about one person.

It depends on nothing but these records and which of them wins. That is why it doesn't
matter in which order they were merged, or how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar, cast

import attrs

from .choosing import L, Policies, chosen, is_trait, trait_of
from .errors import MergeError
from .happenings import Activity
from .ledgers import united
from .records import Record, given_of_record

R = TypeVar("R", bound=Record)


def composed(parts: Sequence[L], policies: Policies[L]) -> L:
    """
    Make one record of several.

    Args:
        parts: The records, of one class, the winner first.

        policies: What is kept where they contradict each other.

    Returns:
        The winner with the histories of all, and with its own stage and moves.

    Raises:
        MergeError: Two different activities have one id.
    """
    winner = parts[0]
    values = chosen(parts, policies)
    return renewed(
        winner,
        {
            **{name: value for name, value in values.items() if not is_trait(name)},
            "traits": {
                trait_of(name): value
                for name, value in values.items()
                if is_trait(name)
            },
            "contacts": [one for part in parts for one in part.contacts],
            "consents": united([part.consents for part in parts]),
            "touches": [one for part in parts for one in part.touches],
            "activities": _activities(one for part in parts for one in part.activities),
            "grants": [one for part in parts for one in part.grants],
            "created_at": _extreme(min, (part.created_at for part in parts)),
            "erased_at": _extreme(max, (part.erased_at for part in parts)),
            "merged": parts,
            "revision": winner.revision + len(parts) - 1,
        },
    )


def renewed(record: R, changes: dict[str, Any]) -> R:
    """
    Change a record through its constructor.

    Args:
        record: The record.

        changes: New values by the names of fields, whatever the constructor calls them.
    """
    fields = given_of_record(type(record))
    named = {fields[name].alias: value for name, value in changes.items()}
    return cast("R", attrs.evolve(cast("Any", record), **named))


def versions(lead: L) -> Iterator[L]:
    """
    Walk through a record and all that it was made of, the outermost first.
    """
    waiting = [lead]
    for one in waiting:
        yield one
        waiting.extend(cast("tuple[L, ...]", one.merged))


def is_same(one: L, other: L, but: AbstractSet[str] = frozenset()) -> bool:
    """
    Tell whether two records say the same, in fields too that their ``==`` overlooks.

    Args:
        one: A record.

        other: Another one of its class.

        but: Fields that don't matter.
    """
    return all(
        getattr(one, name) == getattr(other, name)
        for name in given_of_record(type(one))
        if name not in but
    )


def _extreme(choose: Any, instants: Iterable[Any]) -> Any:
    return choose((at for at in instants if at is not None), default=None)


def _activities(all_of_them: Iterable[Activity]) -> list[Activity]:
    found: dict[str, Activity] = {}
    for activity in all_of_them:
        if found.setdefault(activity.id, activity) != activity:
            raise MergeError(
                "activities of records to merge",
                "two different ones with one id",
                "an id for each",
                "Give the same activity the same content everywhere, and others "
                "another id.",
                code="activity-ids",
            )
    return list(found.values())
