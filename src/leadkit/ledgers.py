"""
One ledger of consents of several people's who turn out to be one, most restrictive.

Whoever refused in one of the records is refused, until that record has a newer grant.
All entries in one ledger wouldn't do: the newest one decides there, and a grant that is
newer than the refusal may be another record's, whose form knew nothing of the refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        All entries; and for each grant at whose instant another record refuses, that
        refusal again, dated like the grant. So contacting is allowed where the entries
        together allow it and none of the ledgers refuses by itself.
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
        grants: list[Consent] = []
        for entry, owner in together:
            refused = standing.setdefault((entry.purpose, entry.medium), {})
            refused.pop(owner, None)
            if is_refusal(entry):
                refused[owner] = entry
            elif entry.granted:
                grants.append(entry)
        for grant in grants:
            refusals = standing[grant.purpose, grant.medium].values()
            # One of the same instant is here already.
            earlier = (one for one in refusals if one.at < grant.at)
            repeated.extend(_repeated(refusal, grant) for refusal in earlier)
    return (*(entry for ledger in ledgers for entry in ledger), *repeated)


def _counts(entry: Consent) -> bool:
    # A machine can't agree to anything, and what was imported never beats a refusal.
    return not entry.granted or not (entry.imported or entry.actor is Actor.MACHINE)


def _repeated(refusal: Consent, grant: Consent) -> Consent:
    return attrs.evolve(refusal, at=grant.at, expires_at=None, by=BY_MERGE)
