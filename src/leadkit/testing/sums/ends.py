"""
The least and the most that a card gives.
"""

from __future__ import annotations

import attrs

from ...errors import RuleError, described, is_a
from ...hundredths import in_points
from ...leads import Lead
from ...rules.proof.witnesses import Example
from ...scoring import Scorecard
from ..finding import Kind, as_sentence
from ..raising import rules_named
from .asking import SECONDS, End, Sums


@attrs.frozen
class Extremes:
    """
    The least and the most that a card gives.

    Attributes:
        card: The card's name.

        least: No lead gets less; None if no end is known.

        most: No lead gets more; None if no end is known.

        exact: Whether there are leads that get just the least and the most.

        how: How that was found out, or what stands in the way.

        least_example: The lead that comes nearest to the least, made up; None if none
            was found.

        most_example: The lead that comes nearest to the most.
    """

    card: str
    least: float | None
    most: float | None
    exact: bool
    how: str = attrs.field(converter=as_sentence)
    least_example: Example | None = attrs.field(default=None, repr=False)
    most_example: Example | None = attrs.field(default=None, repr=False)

    @property
    def kind(self) -> Kind:
        """
        ``"proved"`` if it is exact. Else ``"undecided"``: what lies outside is ruled
        out all the same, but what lies inside may be, too.
        """
        return "proved" if self.exact else "undecided"

    def __str__(self) -> str:
        low = "no known end" if self.least is None else f"{self.least:.12g}"
        high = "no known end" if self.most is None else f"{self.most:.12g}"
        return f"{self.kind}: card {self.card!r} gives {low} to {high}\n  {self.how}"


@rules_named()
def extremes(
    card: Scorecard, *, record: type[Lead] | None = None, seconds: float = SECONDS
) -> Extremes:
    """
    Find the least and the most that a card gives to any lead at any instant.

    `Scorecard.bounds` adds up what each rule gives, as if all went together; this looks
    at what does.

    Args:
        card: The card.

        record: The class of leads; any that has the fields that are read if None.

        seconds: How much work each question to z3 may be: what a usual machine does in
            so many seconds, counted in steps.

    Returns:
        The ends, with a lead for each.

    Raises:
        MissingExtraError: z3 isn't installed.

        RuleError: *card* is no scorecard, or *record* doesn't fit.

    >>> from leadkit import Lead, Points, Scorecard, fields
    >>> F = fields(Lead, traits={"seats": int})
    >>> small, large = Points(5, when=F.seats < 10), Points(20, when=F.seats >= 50)
    >>> card = Scorecard("fit", [small, large])
    >>> card.bounds
    (0.0, 25.0)
    >>> print(extremes(card))
    proved: card 'fit' gives 0 to 20
      What lies beyond is ruled out by z3, and a lead gets to each end.
    """
    if not is_a(card, Scorecard):
        raise RuleError("extremes()", described(card), "a Scorecard")
    sums = Sums(
        (),
        (card,),
        record=record,
        seconds=seconds,
        law="extremes",
        subject=f"card {card.name!r}",
    )
    least, most = sums.end(card, up=False), sums.end(card, up=True)
    whys = [
        f"{name}: {end.why}"
        for name, end in (("the least", least), ("the most", most))
        if end.why
    ]
    return Extremes(
        card.name,
        _points(least),
        _points(most),
        exact=not whys,
        how="; ".join(whys) or _BOTH,
        least_example=least.example,
        most_example=most.example,
    )


_BOTH = "what lies beyond is ruled out by z3, and a lead gets to each end"


def _points(end: End) -> float | None:
    return None if end.points is None else in_points(end.points)
