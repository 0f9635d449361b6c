"""
Examples: a lead that came twice and was merged, one that was forgotten, and how often
anybody was written to.

Names are masked, as they would be outside the firm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...choosing import conflicts
from ...codes import Medium
from ...leads import Lead
from ...ledgers import BY_MERGE
from ...matching import duplicates
from ...rules.activities import contacted
from ...vocabulary import label
from ...wording import in_words
from .mailings import MOST
from .masking import masked
from .persons import found_at
from .seasons import END
from .telling import day

# What records share, in words.
_SHARED = {
    "email": "an e-mail address",
    "phone": "a phone number",
    "social": "a social account",
    "post": "a postal address",
    "name": "a name",
}

# What is kept of an erased lead: one, and several.
_KEPT = {
    "activities": ("activity", "activities"),
    "consents": ("entry about consent", "entries about consent"),
    "grants": ("qualification granted or revoked", "qualifications granted or revoked"),
    "moves": ("move", "moves"),
}
_SAID = {"granted", "denied", "withdrawn"}
_WEEKLY = contacted("marketing").within(days=7).count()


def examples(leads: Sequence[Lead]) -> Mapping[str, list[str]]:
    """
    Tell of one lead that was merged and of one that was forgotten, if there are such,
    and of how often anybody was written to.

    Args:
        leads: All of them.

    Returns:
        Sentences, by a heading.
    """
    merged = [one for one in leads if one.merged and one.erased_at is None]
    erased = [one for one in leads if one.erased_at is not None]
    told = {
        "Never too often": [
            f"Nobody is sent a mailing who got {MOST} in the last seven days.",
            f"The most that anybody got in as many days is {most_in_a_week(leads)}.",
        ]
    }
    if merged:
        one = max(merged, key=_telling)
        ids = " and ".join(part.id for part in one.merged)
        told[f"Two records, one lead: {ids}"] = list(_merged(one))
    if erased:
        one = max(erased, key=_telling)
        told[f"Forgotten: {one.id}"] = list(_erased(one))
    return told


def most_in_a_week(leads: Sequence[Lead]) -> int:
    """
    Tell how many mailings in seven days are the most that anybody got.
    """
    counts = (
        _WEEKLY.value(lead, as_of=one.at)
        for lead in leads
        for one in lead.activities
        if one.type == "email_sent"
    )
    return max((int(count or 0) for count in counts), default=0)


def _telling(lead: Lead) -> tuple[int, int]:
    # Where the records disagree about consent, there is more to be told.
    answers = {
        part.may_contact("marketing", Medium.EMAIL, END).code for part in lead.merged
    }
    return len(answers & _SAID), len(lead.activities)


def _merged(lead: Lead) -> Iterator[str]:
    parts = lead.merged
    for part in sorted(parts, key=lambda part: part.created_at or END):
        came = "" if part.channel is None else f" by {label(part.channel).lower()}"
        when = day(part.created_at or END)
        yield f"{part.id} ({masked(part, 0).name}) came on {when}{came}."
    (found,) = duplicates(parts)
    shared = _listed([_SHARED[key] for key in found.keys])
    yield f"On {day(max(map(found_at, parts)))} they were found to share {shared}."
    differ = conflicts(*parts[:2])
    if differ:
        names = [_named(name) for name in differ]
        yield f"They contradict each other in {_listed(names)}, and one value is kept."
    counts = [len(part.activities) for part in parts]
    yield f"{_listed(counts)} activities became {_all(parts)}, each counted once."
    away = _listed([part.id for part in parts[1:]])
    yield f"Whoever looks for {away} is led to {lead.id}."
    for part in parts:
        yield f"By itself, {_answer(part)}."
    yield f"Together, {_answer(lead)}."
    record = lead.may_contact("marketing", Medium.EMAIL, END).record
    if record is not None and record.by == BY_MERGE:
        yield "That is the one's refusal again, as of when the other agreed."


def _named(field: str) -> str:
    return field.removeprefix("traits.").replace("_", " ")


def _all(parts: Sequence[Lead]) -> int:
    return len({one.id for part in parts for one in part.activities})


def _erased(lead: Lead) -> Iterator[str]:
    yield f"{lead.id} asked for it on {day(lead.erased_at or END)}."
    yield (
        f"It has {'a' if lead.name else 'no'} name, {len(lead.contacts) or 'no'} "
        f"addresses, and {len(lead.traits) or 'nothing'} that was found out about it."
    )
    counts = {words: len(getattr(lead, name)) for name, words in _KEPT.items()}
    kept = [f"{n} {words[n > 1]}" for words, n in counts.items() if n]
    yield f"What stays is {_listed(kept)}, with their instants but without any proof."
    yield f"So it is still counted as {label(lead.stage).lower()}."
    yield f"And {_answer(lead)}."


def _answer(lead: Lead) -> str:
    return in_words(lead.may_contact("marketing", Medium.EMAIL, END))


def _listed(items: Sequence[object]) -> str:
    *most, last = map(str, items)
    return f"{', '.join(most)} and {last}" if most else last
