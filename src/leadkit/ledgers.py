"""
One ledger of consents of several people's who turn out to be one, most restrictive.

Whoever refused in one of the records is refused, until that record has a newer grant.
All entries in one ledger wouldn't do: the newest one decides there, and a grant that is
newer than the refusal may be another record's, whose form knew nothing of the refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

import attrs

from .codes import Actor, ConsentStatus
from .consents import Consent, restriction

#: Who recorded a refusal that was repeated because records were merged.
BY_MERGE = "merge"

_REFUSALS = {ConsentStatus.DENIED, ConsentStatus.WITHDRAWN}


def is_refusal(entry: Consent) -> bool:
    """
    Tell whether an entry says no, as a denial and a withdrawal do.
    """
    return entry.status in _REFUSALS


def united(ledgers: Sequence[Iterable[Consent]]) -> tuple[Consent, ...]:
    """
    Unite the ledgers of one person.

    Args:
        ledgers: One for each record.

    Returns:
        All entries; and for each instant of a grant at which other records refuse, the
        most restrictive of these refusals again, dated like the grant. So contacting is
        allowed where the entries together allow it and none of the ledgers refuses by
        itself.
    """
    owned = [
        (entry, owner)
        for owner, ledger in enumerate(ledgers)
        for entry in ledger
        if _counts(entry)
    ]
    # Within an instant the more restrictive comes last, and so is what stands.
    owned.sort(key=lambda one: (one[0].at, restriction(one[0])))
    standing: dict[tuple[str, str], dict[int, Consent]] = {}
    repeated: list[Consent] = []
    for _, together in groupby(owned, key=lambda one: one[0].at):
        granted: dict[tuple[str, str], datetime] = {}
        for entry, owner in together:
            about: tuple[str, str] = (entry.purpose, entry.medium)
            refused = standing.setdefault(about, {})
            refused.pop(owner, None)
            if is_refusal(entry):
                refused[owner] = entry
            elif entry.granted:
                granted[about] = entry.at
        for about, at in granted.items():
            refusals = standing[about].values()
            # One of the same instant is here already.
            if refusals and all(one.at < at for one in refusals):
                repeated.append(_repeated(max(refusals, key=_strictness), at))
    return (*(entry for ledger in ledgers for entry in ledger), *repeated)


def _counts(entry: Consent) -> bool:
    # A machine can't agree to anything, and what was imported never beats a refusal.
    return not entry.granted or not (entry.imported or entry.actor is Actor.MACHINE)


def _strictness(refusal: Consent) -> tuple[object, ...]:
    # Ending with all fields, so that the order of the ledgers doesn't matter.
    facts = map(repr, attrs.astuple(refusal, recurse=False))
    return restriction(refusal), refusal.at, *facts


def _repeated(refusal: Consent, at: datetime) -> Consent:
    return attrs.evolve(refusal, at=at, expires_at=None, by=BY_MERGE)
