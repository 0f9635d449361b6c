"""
Merge records that are about one person, and part them again.

A merged record keeps those that it was made of, as they were. Merging it once more goes
back to them, so that nothing is counted twice; and they can be parted.
"""

from __future__ import annotations

from typing import Any, cast

import attrs

from .choosing import (
    L,
    Policies,
    check_classes,
    check_policies,
    differ,
    is_trait,
    trait_of,
    values_of,
)
from .composing import composed, is_same, renewed, versions
from .consents import Consent
from .errors import MergeError
from .leads import Lead
from .ledgers import is_refusal


def merge(a: L, b: L, *, policy: Policies[L] = "newest") -> L:
    """
    Merge two records that are about one person; *a* wins.

    What happened is united: activities by their ids; touches, consents, grants and
    contact points by their values. Contacting is allowed where the united ledger allows
    it and neither record refuses by itself. Stage and moves are *a*'s, the instant of
    creation is the earlier one. A merge is a change, so the revision is raised by one
    for each record that is new in it.

    Args:
        a: The record that stays.

        b: One of the same class and kind.

        policy: What is kept of fields in which both have a value, the name, the host's
            own and each trait: that of the record with the ``"newest"`` happening, or
            that of the ``"first"``, which is *a*; or what a function makes of the
            field's name (``"company_size"``, ``"traits.plan"``) and the records that
            have a value, which is asked where they differ. A mapping has one of these
            for each field; those that it doesn't name go by ``"newest"``.

    Returns:
        *a* with all that *b* has; *a* itself if *b* is in it already.

    Raises:
        MergeError: They are of different classes or kinds, have one id, or two
            different activities with one id; or just one of them is erased.

        InputError: *policy* is none.

    >>> a, b = Lead(id="L-1", name="Sara"), Lead(id="L-2")
    >>> merged = merge(a, b)
    >>> merged.id, merged.name, merged.merged == (a, b)
    ('L-1', 'Sara', True)
    """
    check_classes((a, b))
    check_policies(policy, type(a))
    own = _parts(a, policy)
    together = _outermost([*own, *_parts(b, policy)])
    if together == own:
        return a
    _check_one_person(a, b)
    _check_ids(together)
    return composed(together, policy)


def unmerge(lead: L, *, policy: Policies[L] | None = None) -> tuple[L, ...]:
    """
    Part a merged record into those that it was made of.

    What happened since goes to the first, the one that won. But where the lead refused
    to be contacted since, all of them have that: which person it was isn't known.

    Args:
        lead: The merged record.

        policy: What it was merged by; what that chose is no later change. If not given,
            what ``"newest"`` and ``"first"`` would have chosen is taken for none.

    Returns:
        The records as they were, the winner first and with what happened since.

    Raises:
        MergeError: It wasn't merged.

        InputError: *policy* is none.

    >>> a, b = Lead(id="L-1"), Lead(id="L-2")
    >>> unmerge(merge(a, b)) == (a, b)
    True
    """
    check_classes((lead,))
    by = "newest" if policy is None else policy
    check_policies(by, type(lead))
    if not lead.merged:
        raise MergeError(
            "unmerge of a lead",
            "a record that wasn't merged",
            "one with 'merged'",
            code="not-merged",
        )
    check_classes((lead, *lead.merged))
    winner, *losers = cast("tuple[L, ...]", lead.merged)
    was = composed((winner, *losers), by)
    parts = (winner, *losers)
    chances = [was] if policy is not None else [was, composed(parts, "first")]
    known = {*was.consents}
    refusals = [one for one in lead.consents if is_refusal(one) and one not in known]
    return (
        _parted(lead, was, winner, list(map(values_of, chances))),
        *(_told(loser, refusals) for loser in losers),
    )


def _parts(lead: L, policies: Policies[L]) -> list[L]:
    # What has changed since it was merged is a record of its own.
    parts = cast("list[L]", list(lead.merged))
    kept = len(parts) > 1 and all(type(part) is type(lead) for part in parts)
    return parts if kept and is_same(composed(parts, policies), lead) else [lead]


def _outermost(parts: list[L]) -> list[L]:
    # Without repetitions, and without what is inside another one already; but the first
    # one is to win, wherever else it may be.
    inside: dict[str, list[L]] = {}
    for part in parts:
        for inner in list(versions(part))[1:]:
            inside.setdefault(inner.id, []).append(inner)
    kept = parts[:1]
    for part in parts[1:]:
        if part not in inside.get(part.id, []) and part not in kept:
            kept.append(part)
    return kept


def _check_one_person(a: Lead, b: Lead) -> None:
    if a.kind != b.kind:
        raise MergeError(
            "records to merge",
            "a person and a company",
            "two of one kind",
            "If one of them is wrong, correct it with attrs.evolve(lead, kind=...).",
            code="kinds",
        )
    if (a.erased_at is None) is not (b.erased_at is None):
        raise MergeError(
            "records to merge",
            "one that is erased and one that isn't",
            "two of which neither is",
            "The history of somebody who was forgotten must not get a name again.",
            code="erased",
        )


def _check_ids(parts: list[L]) -> None:
    found: dict[str, L] = {}
    for part in parts:
        latest: dict[str, L] = {}
        for one in versions(part):
            latest.setdefault(one.id, one)
        for key, one in latest.items():
            if found.setdefault(key, one) != one:
                raise MergeError(
                    "records to merge",
                    "two different records with one id",
                    "an id for each",
                    "If one is an older version of the other, keep the newer one; if "
                    "it was merged before, record what is new on the lead that won.",
                    code="same-id",
                )


def _parted(lead: L, was: L, winner: L, choices: list[dict[str, object]]) -> L:
    changes: dict[str, Any] = {
        name: _since(getattr(lead, name), getattr(was, name), getattr(winner, name))
        for name in ("contacts", "consents", "touches", "activities", "grants")
    }
    for name in ("kind", "created_at", "erased_at"):
        now = getattr(lead, name)
        changes[name] = getattr(winner if now == getattr(was, name) else lead, name)
    values = _values_since(lead, winner, choices)
    changes.update((n, value) for n, value in values.items() if not is_trait(n))
    changes["traits"] = {trait_of(n): v for n, v in values.items() if is_trait(n)}
    changes["revision"] = winner.revision + lead.revision - was.revision
    return renewed(
        winner, {**changes, "id": lead.id, "stage": lead.stage, "moves": lead.moves}
    )


def _since(now: Any, was: Any, own: Any) -> list[Any]:
    # In the order of now, and without what was taken away since.
    kept, known = {*own}, {*was}
    return [one for one in now if one in kept or one not in known]


def _values_since(
    lead: Lead, winner: Lead, choices: list[dict[str, object]]
) -> dict[str, object]:
    now, own, before = values_of(lead), values_of(winner), choices[0]
    since = {
        name: value
        if all(differ(value, choice.get(name)) for choice in choices)
        else own.get(name)
        for name, value in now.items()
    }
    left = {n: value for n, value in own.items() if n not in now and n not in before}
    return {**left, **since}


def _told(loser: L, refusals: list[Consent]) -> L:
    if not refusals:
        return loser
    consents = [*loser.consents, *refusals]
    return attrs.evolve(
        loser, consents=consents, revision=loser.revision + len(refusals)
    )
