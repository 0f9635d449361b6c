"""
Forget a person, and keep what happened as a number.

What says who somebody is goes, wherever it stands: in fields, in traits, in contact
points, and in the texts that histories carry. What counts stays: types, instants,
amounts, channels, stages and moves, so that last year's report says the same as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar, cast

import attrs

from .choosing import L, chosen_fields, is_trait, trait_of
from .composing import is_same, renewed
from .consents import Consent
from .errors import (
    ErasureError,
    LeadError,
    LeadkitError,
    described,
    is_a,
    near_miss,
    with_article,
)
from .happenings import Activity, Grant, Move, Touch
from .instants import utc
from .kinds import FieldType, ValueKind
from .leads import Lead
from .ledgers import BY_MERGE
from .records import Record, given_of_record, once_per_class, types_of_record

R = TypeVar("R", bound=Record)

#: What stands where a text was that can't be missing.
ERASED = "erased"

_CHANGING = frozenset({"erased_at", "revision"})

# The texts of histories, and what takes their places.
_TEXTS: dict[type[Record], dict[str, str | None]] = {
    Activity: {"campaign": None, "variant": None},
    Touch: {"campaign": None},
    Consent: dict.fromkeys(
        ("source", "by", "evidence_ref", "notice_version", "jurisdiction")
    ),
    Move: {"by": None, "reason": None},
    Grant: {"by": ERASED, "evidence": None},
}
_HISTORIES: dict[str, type[Record]] = {
    "activities": Activity,
    "touches": Touch,
    "consents": Consent,
    "moves": Move,
    "grants": Grant,
}


def erase(lead: L, at: datetime, *, keep: Iterable[str] = ()) -> L:
    """
    Erase the personal data of a lead, and keep the shape of its history.

    The name, the contact points, the traits and the host's own fields go, and so do
    campaigns, variants, sources, proofs, reasons and whoever did something. What
    happened stays, with its type, instant and value, and so do stages, moves and
    qualifications. The records that it was merged from are erased too.

    A field becomes missing; where it can't be, it gets its default, or a text becomes
    ``"erased"``. Ids stay as they are, and so they must say nothing about a person.

    Args:
        lead: The lead.

        at: When this is done.

        keep: What is known not to be personal: names of fields of yours
            (``"company_size"``), traits (``"traits.plan"``), and texts of histories
            (``"campaign"``, ``"reason"``), if no field of yours has that name.

    Returns:
        The lead without them, its revision raised by one; itself if it was erased
        before and nothing came or happened since.

    Raises:
        ErasureError: A field of the host can't be empty, or *keep* has a name that is
            none.

    >>> from datetime import UTC
    >>> gone = erase(Lead(id="L-1", name="Sara"), datetime(2026, 5, 1, tzinfo=UTC))
    >>> gone.name, gone.erased_at.date().isoformat()
    (None, '2026-05-01')
    """
    if not is_a(lead, Lead):
        raise LeadError("erasure of a lead", described(lead), with_article(Lead))
    at = utc(at, "at")
    return _erased(lead, at, _kept(keep, lead))


def _kept(keep: Iterable[str], lead: Lead) -> frozenset[str]:
    if isinstance(keep, (str, bytes)) or not is_a(keep, Iterable):
        raise LeadError("keep of an erasure", described(keep), "an iterable of names")
    kept = tuple(keep)
    known = {*chosen_fields(type(lead))}
    for name, member in _HISTORIES.items():
        known.update(_TEXTS[member])
        items: tuple[Record, ...] = getattr(lead, name)
        for cls in set(map(type, items)):
            known.update(_own(cls))
    for name in kept:
        if not is_a(name, str) or (name not in known and not is_trait(name)):
            raise ErasureError(
                "keep of an erasure",
                "a name that is none",
                "a field of yours, a text of a history, or a trait as 'traits.plan'",
                near_miss(str(name), sorted(known)),
                code="unknown-field",
            )
    return frozenset(kept)


def _erased(lead: L, at: datetime, kept: frozenset[str]) -> L:
    # A name of a field means the field alone: less is kept where it isn't clear.
    texts = kept - {*chosen_fields(type(lead))}
    new = _renewed(
        lead,
        {
            **dict(_emptied(type(lead), chosen_fields(type(lead)), kept)),
            **{
                name: list(_stripped(getattr(lead, name), member, texts))
                for name, member in _HISTORIES.items()
            },
            "contacts": (),
            "traits": {
                name: value
                for name, value in lead.traits.items()
                if name in {trait_of(one) for one in kept if is_trait(one)}
            },
            "merged": [_erased(part, at, kept) for part in lead.merged],
            "erased_at": at,
            "revision": lead.revision + 1,
        },
    )
    again = is_same(new, lead, _CHANGING) and not _is_news(lead, at)
    return lead if again else new


def _is_news(lead: Lead, at: datetime) -> bool:
    # Whoever comes back, and says yes again, may ask to be forgotten again.
    before = lead.erased_at
    if before is None or at <= before:
        return before is None
    return any(one.at > before for name in _HISTORIES for one in getattr(lead, name))


def _renewed(lead: L, changes: dict[str, Any]) -> L:
    try:
        return renewed(lead, changes)
    except LeadkitError:
        raise
    except Exception as error:  # noqa: BLE001  whatever a host's validator raises
        refused = type(error).__name__
    # Not from within: the error of a host may quote what is to be erased.
    raise ErasureError(
        f"erasure of a {type(lead).__name__}",
        f"a {refused} from its own checks",
        "checks that let an empty field pass",
        "Name in keep= what can't be empty, if it says nothing about a person.",
        code="required-field",
    )


def _emptied(
    cls: type[Record], names: Iterable[str], kept: frozenset[str]
) -> Iterator[tuple[str, object]]:
    fields, types = given_of_record(cls), types_of_record(cls)
    for name in names:
        if name not in kept:
            yield name, _empty(fields[name], types[name], cls)


def _empty(field: Any, declared: FieldType, cls: type[Record]) -> object:
    if declared.optional or cast("object", declared.python) is Any:
        return None
    default = field.default
    if hasattr(default, "takes_self"):  # it is made anew for each record
        default = _made(default)
    if default is not attrs.NOTHING:
        return default
    if declared.kind is ValueKind.TEXT:
        return ERASED
    raise ErasureError(
        f"field {field.name!r} of {cls.__name__}",
        "one that can't be missing and has no default",
        "one that can be emptied",
        "Give it '| None' or a default; or name it in keep=, if it says nothing about "
        "a person.",
        code="required-field",
    )


def _made(factory: Any) -> object:
    # What depends on the record, or differs every time, may tell about the person.
    if factory.takes_self:
        return attrs.NOTHING
    made = factory.factory()
    return made if made == factory.factory() else attrs.NOTHING


@once_per_class
def _own(cls: type[Record]) -> tuple[str, ...]:
    # A host may have activities of its own class, with more fields.
    ours = next(given_of_record(parent) for parent in cls.__mro__ if parent in _TEXTS)
    return tuple(name for name in given_of_record(cls) if name not in ours)


def _stripped(
    items: Iterable[R], member: type[Record], kept: frozenset[str]
) -> Iterator[R]:
    texts = {name: to for name, to in _TEXTS[member].items() if name not in kept}
    found: Counter[R] = Counter()
    for item in items:
        cls = type(item)
        own = _emptied(cls, _own(cls), kept)
        changes: dict[str, object] = {**texts, **dict(own)}
        if getattr(item, "by", None) == BY_MERGE:
            changes.pop("by", None)  # it is ours
        new = _changed(item, changes)
        found[new] += 1
        if found[new] > 1 and texts:
            # Two that differed in such a text only would become one, and be miscounted.
            changes[next(iter(texts))] = f"{ERASED}-{found[new]}"
            new = _changed(item, changes)
        yield new


def _changed(item: R, changes: dict[str, object]) -> R:
    same = all(getattr(item, name) == value for name, value in changes.items())
    return item if same else renewed(item, changes)
