"""
What the people of a company are worth together, because companies buy as groups.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

import attrs

from .codes import Kind
from .composing import versions
from .errors import (
    InputError,
    LeadError,
    MergeError,
    RuleError,
    described,
    is_a,
)
from .hundredths import hundredths, in_points, told
from .instants import utc
from .leads import Lead
from .mapping import FrozenMap
from .rules.expressions import Flag, Rule
from .rules.joining import as_rule
from .scoring import Scorecard

K = TypeVar("K", bound=Hashable)


@attrs.frozen
class Contributor:
    """
    What one person gives to the score of an account.

    Attributes:
        lead_id: The person.

        hundredths: Its own score, in whole hundredths.

        engaged: Whether it counts as engaged.
    """

    lead_id: str
    hundredths: int
    engaged: bool

    @property
    def points(self) -> float:
        """
        Its own score in points.
        """
        return in_points(self.hundredths)

    def __str__(self) -> str:
        return f"{self.lead_id} {told(self.hundredths)}{', engaged' * self.engaged}"


@attrs.frozen
class AccountScore:
    """
    The people of an account, rolled up in three ways.

    Attributes:
        card: The scorecard's name.

        as_of: The instant.

        people: Who contributes, the highest score first, then by id.

        ceiling: What the sum is cut at, in whole hundredths; None if at nothing.
    """

    card: str
    as_of: datetime
    people: tuple[Contributor, ...] = ()
    ceiling: int | None = None

    @property
    def highest(self) -> float | None:
        """
        The highest score of one person, in points; None if there is nobody.
        """
        return self.people[0].points if self.people else None

    @property
    def sum(self) -> float:
        """
        The sum of all scores, cut at the ceiling, in points; 0 if there is nobody.
        """
        whole = sum(one.hundredths for one in self.people)
        return in_points(whole if self.ceiling is None else min(whole, self.ceiling))

    @property
    def engaged(self) -> int:
        """
        How many people are engaged.
        """
        return sum(one.engaged for one in self.people)

    def __str__(self) -> str:
        if self.highest is None:
            return f"{self.card}: nobody"
        ceiling = "" if self.ceiling is None else f" (ceiling {told(self.ceiling)})"
        head = (
            f"{self.card}: highest {self.highest:g}, sum {self.sum:g}{ceiling}, "
            f"{self.engaged} of {len(self.people)} engaged"
        )
        return "\n".join([head, *(f"  {one}" for one in self.people)])


def account_score(
    people: Iterable[Lead],
    card: Scorecard,
    *,
    as_of: datetime,
    engaged: Rule | Flag | None = None,
    ceiling: float | None = None,
) -> AccountScore:
    """
    Roll up the scores of the people of a company.

    Args:
        people: The leads, each of kind ``"person"``, in any order. A lead that is there
            twice counts once, and so does one that was merged into another of them. One
            that was erased by *as_of* isn't counted.

        card: What they are scored by.

        as_of: The instant.

        engaged: Who counts as engaged, where this is known true; if not given, whoever
            has more than no points.

        ceiling: What the sum is cut at, in points; if not given, at nothing.

    Returns:
        The highest score, the sum and the count of the engaged, and who contributed.

    Raises:
        LeadError: Something else than a person is among them.

        MergeError: Two different leads have one id.

        RuleError: *card* is no scorecard, or *engaged* no rule.

    >>> from datetime import UTC, datetime
    >>> from leadkit import Activity, Lead, Points, Scorecard, account_score, activity
    >>> now = datetime(2026, 5, 1, tzinfo=UTC)
    >>> card = Scorecard("demos", [Points(30, per=activity("demo_requested"))])
    >>> asked = Activity(id="a1", type="demo_requested", at=now)
    >>> people = [Lead(id="L-1", activities=[asked]), Lead(id="L-2")]
    >>> print(account_score(people, card, as_of=now, ceiling=100))
    demos: highest 30, sum 30 (ceiling 100), 1 of 2 engaged
      L-1 30, engaged
      L-2 0
    """
    as_of = utc(as_of, "as_of")
    if not is_a(card, Scorecard):
        raise RuleError("account_score()", described(card), "a Scorecard")
    counts = (card > 0) if engaged is None else as_rule(engaged, "engaged=")
    contributors = [
        Contributor(
            lead.id,
            card.hundredths(lead, as_of=as_of),
            counts.test(lead, as_of=as_of) is True,
        )
        for lead in _persons(people)
        if lead.erased_at is None or lead.erased_at > as_of
    ]
    return AccountScore(
        card.name,
        as_of,
        tuple(sorted(contributors, key=lambda one: (-one.hundredths, one.lead_id))),
        None if ceiling is None else hundredths(ceiling, "ceiling="),
    )


def account_scores(
    leads: Iterable[Lead],
    card: Scorecard,
    *,
    by: Callable[[Lead], K | None],
    as_of: datetime,
    engaged: Rule | Flag | None = None,
    ceiling: float | None = None,
) -> Mapping[K, AccountScore]:
    """
    Roll up the people of many companies at once.

    Args:
        leads: The leads, in any order; companies among them are passed over.

        card: What they are scored by.

        by: Tells which account a person belongs to: ``lambda lead: lead.company_id``;
            None for none. If it is a name, let it give `fold` of it, so that ways of
            writing it are one account.

        as_of: The instant.

        engaged: As for `account_score`.

        ceiling: As for `account_score`.

    Returns:
        The accounts in the order in which they are first met, with their scores.

    Raises:
        LeadError: Something else than a lead is among them.

        InputError: *by* is no function.
    """
    if not callable(by):
        raise InputError(
            "account_scores(by=...)",
            described(by),
            "a function of a lead",
            "Write by=lambda lead: lead.company_id.",
        )
    accounts: dict[K, list[Lead]] = {}
    for lead in _checked(leads):
        account = None if lead.kind is Kind.COMPANY else by(lead)
        if account is not None:
            accounts.setdefault(account, []).append(lead)
    return FrozenMap(
        {
            account: account_score(
                people, card, as_of=as_of, engaged=engaged, ceiling=ceiling
            )
            for account, people in accounts.items()
        }
    )


def _persons(people: Iterable[Lead]) -> list[Lead]:
    found: dict[str, Lead] = {}
    for lead in _checked(people):
        if lead.kind is Kind.COMPANY:
            raise LeadError(
                f"lead {lead.id!r} among the people of an account",
                "a company",
                "a person",
                "Leave the company itself out; its people are what is rolled up.",
            )
        if found.setdefault(lead.id, lead) != lead:
            raise MergeError(
                f"lead {lead.id!r} among the people of an account",
                "two different leads with one id",
                "each person once",
                "Keep the newer one, or merge them.",
                code="same-id",
            )
    within: dict[str, str] = {}
    for lead in found.values():
        for part in {part.id for part in versions(lead)} - {lead.id}:
            if within.setdefault(part, lead.id) != lead.id:
                raise MergeError(
                    f"leads {within[part]!r} and {lead.id!r} of an account",
                    "one record that was merged into both",
                    "each person once",
                    "Merge the two, or unmerge one of them.",
                    code="same-id",
                )
    return [lead for lead in found.values() if lead.id not in within]


def _checked(leads: Iterable[Lead]) -> Iterator[Lead]:
    if isinstance(leads, Lead) or not is_a(leads, Iterable):
        raise LeadError("the people of an account", described(leads), "leads in a list")
    for lead in leads:
        if not is_a(lead, Lead):
            raise LeadError("a person of an account", described(lead), "a Lead")
        yield lead
