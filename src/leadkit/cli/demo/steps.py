"""
What a story of the demo is made of: a lead as it was captured, and the steps after it.

Most steps are dated records, which a question sees from their instant on. The others
change what is known of a lead, or are asked for by somebody, so that time has to pass
up to them first.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeAlias

import attrs

from ...codes import Channel, ConsentStatus, Medium
from ...consents import Consent
from ...contact_points import ContactPoint
from ...happenings import Touch
from ...leads import Lead
from .people import Who
from .seasons import BEGIN, END, at_work, awake

# Which notice was shown, this year and next, and whose law it follows.
_NOTICES = ("2025-03", "2026-01")
_LAWS = ("DE", "GB", "NL", "IT")


@attrs.frozen
class Did:
    """
    An activity of the lead, or towards it; the attributes are those of `Activity`.
    """

    at: datetime
    type: str
    value: float | None = None
    medium: str | None = None
    actor: str = "human"
    channel: Channel | None = None
    purpose: str | None = None
    campaign: str | None = None
    variant: str | None = None


@attrs.frozen
class Asked:
    """
    A move that somebody asks for, whether it may be made or not.

    Attributes:
        at: When.

        trigger: The move.

        by: Who asks.

        reason: Why.

        rest: For how long the lead is left alone then.
    """

    at: datetime
    trigger: str
    by: str = "sales"
    reason: str | None = None
    rest: timedelta | None = None


@attrs.frozen
class Took:
    """
    Sales takes the hand-off, if there is one.
    """

    at: datetime
    by: str = "sales"


@attrs.frozen
class Learned:
    """
    Something that was found out about the lead.
    """

    at: datetime
    trait: str
    value: bool


@attrs.frozen
class Left:
    """
    A further way to reach the lead.
    """

    at: datetime
    contact: ContactPoint


@attrs.frozen
class Forgotten:
    """
    The lead asks to be forgotten, and so nothing happens any more.
    """

    at: datetime


Dated: TypeAlias = Did | Consent | Touch
Undated: TypeAlias = Asked | Took | Learned | Left | Forgotten
Step: TypeAlias = Dated | Undated


@attrs.frozen
class Story:
    """
    A lead as it was captured, and what followed.

    Attributes:
        lead: The lead.

        steps: What happened, in order.
    """

    lead: Lead
    steps: tuple[Step, ...]


@attrs.define
class Diary:
    """
    What those who make up a story write into.

    Attributes:
        random: Where chance comes from.

        who: Whom it is about.

        began: When the lead was captured.

        id: The lead.

        aside: Where chance comes from for what is no turn of the story: what was said
            about being contacted, and in which words it was asked.

        mails: From when until when it gets mailings, if it ever does.

        steps: What happened, in any order.
    """

    random: Random
    who: Who
    began: datetime
    id: str
    aside: Random
    mails: tuple[datetime, datetime] | None = None
    steps: list[Step] = attrs.field(factory=list[Step])

    def chance(self, share: float) -> bool:
        """
        Toss a coin that falls on its right side so often.
        """
        return self.random.random() < share

    def some(self, least: int, most: int) -> int:
        """
        Pick a number, both ends included.
        """
        return self.random.randrange(least, most + 1)

    def later(
        self, least: float, most: float, *, after: datetime | None = None
    ) -> datetime:
        """
        Pick an instant by day, some days later.

        Args:
            least: How many days at least.

            most: How many at most.

            after: Later than what; if not given, than the capture.
        """
        return awake(self._after(after, least, most))

    def office(
        self, least: float, most: float, *, after: datetime | None = None
    ) -> datetime:
        """
        Pick an instant in office hours; the arguments are those of `later`.
        """
        return at_work(self._after(after, least, most))

    def _after(self, after: datetime | None, least: float, most: float) -> datetime:
        days = least + (most - least) * self.random.random()
        return (after or self.began) + timedelta(days=days)

    def has(self, kind: str) -> bool:
        """
        Tell whether there is an activity of a type already.
        """
        return any(isinstance(one, Did) and one.type == kind for one in self.steps)

    def did(self, at: datetime, *types: str) -> None:
        """
        Write down activities, each two minutes after the one before.
        """
        for number, one in enumerate(types):
            self.steps.append(Did(at + timedelta(minutes=2 * number), one))

    def add(self, *steps: Step) -> None:
        """
        Write down steps.
        """
        self.steps += steps

    def consent(
        self,
        at: datetime,
        purpose: str,
        medium: Medium,
        source: str,
        **more: Any,
    ) -> Consent:
        """
        Make the entry that says what the lead said about being contacted.

        Args:
            at: When.

            purpose: What for.

            medium: By which medium.

            source: Where it was said.

            more: Further fields of `Consent`; if there is no *status*, it is a grant.
        """
        more.setdefault("status", ConsentStatus.GRANTED)
        return Consent(
            purpose=purpose,
            medium=medium,
            at=at,
            source=source,
            notice_version=_NOTICES[at.year > BEGIN.year],
            evidence_ref=f"{self.id}/{at:%Y%m%d%H%M%S}",
            jurisdiction=_LAWS[self.who.number % len(_LAWS)],
            **more,
        )

    def said(
        self, at: datetime, purpose: str, medium: Medium, source: str, **more: Any
    ) -> None:
        """
        Write down such an entry; the arguments are those of `consent`.
        """
        self.steps.append(self.consent(at, purpose, medium, source, **more))

    def rests(self, since: datetime, until: datetime) -> None:
        """
        Take back what would be sent to the lead while it is to be left alone.
        """
        self.steps = [
            step
            for step in self.steps
            if not (isinstance(step, Did) and step.medium in {"email", "sms"})
            or not since < step.at < until
        ]

    def told(self) -> tuple[Step, ...]:
        """
        Give the steps of the year in order, up to that of being forgotten.
        """
        until = min(
            (step.at for step in self.steps if isinstance(step, Forgotten)), default=END
        )
        known = [step for step in self.steps if step.at <= min(until, END)]
        return tuple(
            sorted(known, key=lambda step: (step.at, isinstance(step, Forgotten)))
        )
