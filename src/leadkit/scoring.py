"""
Scorecards: what a lead is worth, line by line.

A score is a pure function of a record and an instant. Nothing is accumulated: the same
history gives the same score, in any order, as of any instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Self

import attrs

from .bounds import enclosed
from .changes import next_change
from .compiled_card import CardFunctions
from .errors import LeadError, described, is_a
from .hundredths import in_points, told
from .instants import utc
from .leads import Lead
from .points import Group, Points
from .rules import nodes as n
from .rules.answers import Reason
from .rules.expressions import Number, Numeric, Rule
from .rules.reasons import Explainer
from .rules.requirements import Requirements, longest, requirements
from .rules.stored.reading import Reading
from .rules.stored.writing import Data, Writing
from .scores import Score
from .spots import Spot
from .storing import Stored
from .storing_cards import read_group, write_group
from .tables import of_card


# Cards read cards that read cards: without a cached hash, each of them would be hashed
# as often as there are ways to it.
@attrs.frozen(order=False, cache_hash=True)  # the former as for Group
class Scorecard(Group, Stored):
    """
    Points that are summed to a score; the outermost group.

    ``card >= 50`` and the other comparisons are rules, ``card.total`` is a number in
    them. ``card == other`` compares by structure; ask ``card.total == 50``.
    """

    def score(self, lead: Lead, *, as_of: datetime) -> Score:
        """
        Score a lead.

        Args:
            lead: The lead.

            as_of: The instant of the question; whatever is later is invisible.

        Returns:
            The total, line by line.

        Raises:
            InstantError: *as_of* has no time zone.

            LeadError: *lead* is no lead, or lacks a field that the card reads.
        """
        return self._functions.score(lead, utc(as_of, "as_of"))

    def score_many(self, leads: Iterable[Lead], *, as_of: datetime) -> list[float]:
        """
        Score many leads.

        Args:
            leads: The leads.

            as_of: The instant of the question.

        Returns:
            Their totals, in order.

        Raises:
            InstantError: *as_of* has no time zone.

            LeadError: *leads* are no leads, or lack a field that the card reads.
        """
        if not is_a(leads, Iterable):
            subject = f"score_many() of scorecard {self.name!r}"
            raise LeadError(subject, described(leads), "an iterable of leads")
        return self._functions.score_many(leads, utc(as_of, "as_of"))

    def hundredths(self, lead: Lead, *, as_of: datetime) -> int:
        """
        Score a lead, without the lines: the total in whole hundredths.
        """
        return self._functions.total(lead, utc(as_of, "as_of"))

    @cached_property
    def _functions(self) -> CardFunctions:
        return CardFunctions(self)

    def reasons(self, lead: Lead, *, as_of: datetime) -> tuple[Reason, ...]:
        """
        Explain every rule of the card, those that give no points too.

        Args:
            lead: The lead.

            as_of: The instant of the question.

        Returns:
            A reason for each `Points` with a *when*, in their order; those of groups
            too. `Reason.blame` tells why not.
        """
        return self._explainer(lead, _asked(lead, as_of))

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(p.when.node for p in self.points if p.when is not None)

    def next_change(self, lead: Lead, *, as_of: datetime) -> datetime | None:
        """
        Tell when the score has to be asked again if nothing new arrives.

        Args:
            lead: The lead.

            as_of: From when.

        Returns:
            The earliest later instant at which the total differs, or None.

        Raises:
            RuleError: A host's own function makes it unknowable.
        """
        return next_change(self, lead, _asked(lead, as_of))

    @cached_property
    def version(self) -> str:
        """
        A SHA-256 of the definition: it changes if and only if the definition does.

        Of a host's own functions it knows the name alone.
        """
        return self._version()

    _kind = "scorecard"

    def _write(self, writing: Writing) -> Data:
        return write_group(self, writing, Scorecard)

    @classmethod
    def _read(cls, spot: Spot, reading: Reading) -> Self:
        return read_group(spot, reading, cls, Scorecard)

    @property
    def total(self) -> Number:
        """
        The total as a number in rules.
        """
        return Number(n.Total(self))

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """
        The least and the most that the card can give; None where it is without end.

        An enclosure: what lies outside never occurs, what lies inside may not either.
        """
        low, high = (None if end is None else in_points(end) for end in enclosed(self))
        return low, high

    @property
    def nodes(self) -> tuple[n.Node, ...]:
        """
        The rules, queries and numbers that its entries read.
        """
        return tuple(node for points in self.points for node in points.nodes)

    @property
    def requires(self) -> Requirements:
        """
        What a host must load to score a lead.
        """
        lookback: timedelta | None = timedelta(0)
        found = Requirements()
        for points in self.points:
            own = requirements(points.nodes)
            if points.fading is not None:
                gate = requirements(points.nodes[:-1])
                own = attrs.evolve(
                    own, lookback=longest(gate.lookback, points.lookback)
                )
            found, lookback = found | own, longest(lookback, own.lookback)
        return attrs.evolve(found, lookback=lookback)

    def __ge__(self, points: Numeric) -> Rule:
        return self.total >= points

    def __gt__(self, points: Numeric) -> Rule:
        return self.total > points

    def __le__(self, points: Numeric) -> Rule:
        return self.total <= points

    def __lt__(self, points: Numeric) -> Rule:
        return self.total < points

    def _repr_html_(self) -> str:
        return of_card(self)

    def __str__(self) -> str:
        return "\n".join(_told(self, ""))


def _asked(lead: object, as_of: datetime) -> datetime:
    if not isinstance(lead, Lead):
        raise LeadError("a scorecard", described(lead), "a Lead")
    return utc(as_of, "as_of")


def _told(group: Group, indent: str) -> Iterator[str]:
    low, high = group.limits
    ends = [
        f"{what} {told(limit)}"
        for what, limit in (("floor", low), ("ceiling", high))
        if limit is not None
    ]
    yield f"{indent}{', '.join([group.name, *ends])}"
    for entry in group.entries:
        if isinstance(entry, Points):
            yield f"{indent}  {entry}"
        else:
            yield from _told(entry, indent + "  ")
