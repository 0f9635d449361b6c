"""
Grades and other bands of totals: does everybody get just one, and somebody each?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TypeAlias, cast

import attrs

from ...errors import RuleError, described, is_a, listing
from ...grading import Grades
from ...hundredths import hundredths, told
from ...leads import Lead
from ...rules.proof.possibility import Possible
from ...rules.proof.witnesses import Example
from ...scoring import Scorecard
from ..finding import Finding, Witness
from ..raising import rules_named
from ..stories.sources import laid_out, source_of
from .asking import SECONDS, Sums
from .telling import RULED_OUT, SHOWN, Written, no_lead, shown_by

#: Names, and the least and the most points of each, both included; None is without end.
Bands: TypeAlias = Mapping[str, tuple[float | None, float | None]]


@attrs.frozen
class _Band:
    # In hundredths, both ends included.
    name: str
    low: int | None
    high: int | None

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            side = "at most" if self.low is None else "at least"
            return f"{side} {told(self.low or self.high or 0)}"
        if self.low == self.high:
            return f"just {told(self.low)}"
        return f"{told(self.low)} to {told(self.high)}"


@rules_named()
def grades(
    given: Grades | Bands,
    card: Scorecard,
    *,
    record: type[Lead] | None = None,
    seconds: float = SECONDS,
) -> tuple[Finding, ...]:
    """
    Ask whether every lead gets one of some grades and no more, and each is given.

    Args:
        given: The grades; or names with the least and the most points of each, both
            included, None being without end.

        card: The card whose total is graded.

        record: The class of leads; any that has the fields that are read if None.

        seconds: How much work each question to z3 may be.

    Returns:
        A finding for each grade, for each two that have points in common, and one for
        the points between and beyond them.

    Raises:
        MissingExtraError: z3 isn't installed.

        RuleError: *given* are no grades of the card, *card* is no scorecard, or
            *record* doesn't fit.

    >>> from leadkit import Lead, Points, Scorecard, fields
    >>> F = fields(Lead, traits={"seats": int})
    >>> small, large = Points(15, when=F.seats < 10), Points(20, when=F.seats >= 50)
    >>> card = Scorecard("fit", [small, large])
    >>> for finding in grades({"A": (20, 100), "B": (10, 20), "C": (0, 9)}, card):
    ...     print(finding.kind, finding.law)
    proved some lead gets 'A' of card 'fit'
    proved some lead gets 'B' of card 'fit'
    proved some lead gets 'C' of card 'fit'
    refuted no lead gets both 'A' and 'B' of card 'fit'
    proved every lead gets 'A', 'B' or 'C' of card 'fit'
    """
    if not is_a(card, Scorecard):
        raise RuleError("card of grades()", described(card), "a Scorecard")
    bands = _bands(given, card)
    sums = Sums(
        (),
        (card,),
        record=record,
        seconds=seconds,
        law="grades",
        subject=f"card {card.name!r}",
    )
    return tuple(_findings(bands, card, sums, record))


def _bands(given: Grades | Bands, card: Scorecard) -> list[_Band]:
    if isinstance(given, Grades):
        if given.card != card.name:
            raise RuleError(
                "grades()", f"grades of card {given.card!r}", f"of {card.name!r}"
            )
        needs = [hundredths(p, letter) for letter, p in given.thresholds.items()]
        ends = [None, *(need - 1 for need in needs)]
        return [
            _Band(letter, need, end)
            for letter, need, end in zip(given.thresholds, needs, ends, strict=False)
        ]
    if not is_a(given, Mapping) or not given:
        came = "no bands" if is_a(given, Mapping) else described(given)
        raise RuleError("grades()", came, "Grades, or names with two ends each")
    return [_band(name, ends) for name, ends in given.items()]


def _band(name: object, ends: object) -> _Band:
    if not is_a(name, str) or not isinstance(name, str):
        raise RuleError("grades()", f"{described(name)} as a name", "a text")
    pair = cast("tuple[object, ...]", ends) if is_a(ends, (tuple, list)) else ()
    if len(pair) != 2:  # noqa: PLR2004
        raise RuleError(
            f"grade {name!r}",
            described(ends),
            "the least and the most points, as (0, 9)",
        )
    low, high = (
        None if end is None else hundredths(end, f"grade {name!r}") for end in pair
    )
    if low is not None and high is not None and low > high:
        raise RuleError(
            f"grade {name!r}", f"{told(low)} to {told(high)}", "the lower end first"
        )
    return _Band(name, low, high)


def _findings(
    bands: list[_Band], card: Scorecard, sums: Sums, record: type[Lead] | None
) -> Iterator[Finding]:
    of = f"of card {card.name!r}"
    for band in bands:
        law = f"some lead gets {band.name!r} {of}"
        found = sums.between(card, band.low, band.high)
        if found.answer is None:
            yield Finding(law, "undecided", found.why)
        elif found.answer:
            yield Finding(law, "proved", SHOWN)
        else:
            nobody = _nobody(law, band, card, record)
            yield Finding(law, "refuted", RULED_OUT, witness=nobody)
    for one, other in combinations(bands, 2):
        both = _Band("", _most(one.low, other.low), _least(one.high, other.high))
        if both.low is None or both.high is None or both.low <= both.high:
            law = f"no lead gets both {one.name!r} and {other.name!r} {of}"
            yield _none(law, [both], card, sums)
    names = listing(band.name for band in bands)
    yield _none(f"every lead gets {names} {of}", list(_gaps(bands)), card, sums)


def _most(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else max(one, other)


def _least(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else min(one, other)


def _gaps(bands: list[_Band]) -> Iterator[_Band]:
    # Below all of them, between them, and above.
    if all(band.low is not None for band in bands):
        yield _Band("", None, min(b.low for b in bands if b.low is not None) - 1)
    rising = sorted(bands, key=lambda band: (band.low is not None, band.low or 0))
    reached: int | None = rising[0].high
    for band in rising[1:]:
        if reached is None:
            return
        if band.low is not None and band.low > reached + 1:
            yield _Band("", reached + 1, band.low - 1)
        reached = None if band.high is None else max(reached, band.high)
    if reached is not None:
        yield _Band("", reached + 1, None)


def _none(law: str, where: list[_Band], card: Scorecard, sums: Sums) -> Finding:
    # That no lead's total lies there.
    open_: list[Possible] = []
    for band in where:
        found = sums.between(card, band.low, band.high)
        if found.example is not None:
            witness = _witness(law, band, card, found.example)
            return Finding(law, "refuted", SHOWN, witness=witness)
        if found.answer is None:
            open_.append(found)
    if open_:
        return Finding(law, "undecided", open_[0].why)
    return Finding(law, "proved", RULED_OUT)


def _witness(law: str, band: _Band, card: Scorecard, example: Example) -> Witness:
    source = source_of(card, fallback="CARD")
    total = f"{source.expression}.score(lead, as_of=as_of).total"
    low = "" if band.low is None else f"{told(band.low)} <= "
    high = "" if band.high is None else f" <= {told(band.high)}"
    points = card.hundredths(example.lead, as_of=example.as_of)
    last = f"Card {card.name!r} gives {told(points)}."
    given = [Written(source.expression, (), (source,))]
    return shown_by(example, law, last, f"assert not {low}{total}{high}", given)


def _nobody(
    law: str, band: _Band, card: Scorecard, record: type[Lead] | None
) -> Witness:
    sources = [source_of(card, fallback="CARD")]
    ends = tuple(None if end is None else end / 100 for end in (band.low, band.high))
    call = f"{laid_out({band.name: ends})}, {sources[0].expression}"
    if record is not None:
        sources.append(source_of(record, fallback="Record"))
        call += f", record={sources[1].expression}"
    check = f'assert sums.grades({call})[0].kind == "proved"'
    return no_lead(law, f"No lead gets {band}.", check, sources)
