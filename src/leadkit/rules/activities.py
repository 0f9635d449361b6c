"""
Activities in rules: which ones are meant, and what is computed of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar, NoReturn

import attrs

from ..codes import CONTACTS, ActivityType, Direction, Medium
from ..errors import RuleError, described, is_a, listing
from ..instants import in_words
from . import nodes as n
from .doors import choice, code, condition
from .doors import window as positive
from .expressions import Number
from .handles import Handle, refusing


def _no_operator(self: Activities, *_: object) -> NoReturn:
    raise RuleError(
        f"an operator on <{self}>",
        "activities",
        "a number computed of them",
        "Say which: .count() >= 1, .total(), .days_since_last() ...",
    )


@refusing(_no_operator, "lt", "le", "gt", "ge", "and", "or", "rand", "ror", "invert")
@refusing(_no_operator, "add", "radd", "sub", "rsub", "mul", "rmul")
class Activities(Handle[n.Query]):
    """
    Some of a lead's activities; made by `activity`.

    Inbound activity by a machine is skipped unless ``where(actor=...)`` asks for it.
    """

    __slots__ = ()

    def where(
        self,
        *,
        medium: str | None = None,
        channel: str | None = None,
        purpose: str | None = None,
        campaign: str | None = None,
        variant: str | None = None,
        direction: str | None = None,
        actor: str | None = None,
        value: float | None = None,
        value_at_least: float | None = None,
        value_at_most: float | None = None,
    ) -> Activities:
        """
        Narrow them to those for which all conditions hold.

        Args:
            medium: Came by this `Medium`.

            channel: Came through this `Channel`.

            purpose: Were for this purpose.

            campaign: Belong to this campaign.

            variant: Belong to this variant.

            direction: ``"inbound"`` or ``"outbound"``.

            actor: ``"human"`` or ``"machine"``.

            value: Have this value.

            value_at_least: Have this value or a greater one.

            value_at_most: Have this value or a smaller one.

        Raises:
            RuleError: A condition isn't one of the codes or was given before, or none
                is given.
        """
        given = {
            "medium": medium,
            "channel": channel,
            "purpose": purpose,
            "campaign": campaign,
            "variant": variant,
            "direction": direction,
            "actor": actor,
            "value": value,
            "value_at_least": value_at_least,
            "value_at_most": value_at_most,
        }
        conditions = [
            (name, condition(name, wanted))
            for name, wanted in given.items()
            if wanted is not None
        ]
        before = dict(self.node.where)
        repeated = [name for name, _ in conditions if name in before]
        if repeated or not conditions:
            raise RuleError(
                f"where() of <{self}>",
                f"{listing(repeated)} again" if repeated else "no condition",
                "each condition once" if repeated else "at least one",
            )
        where = (*self.node.where, *conditions)
        return Activities(attrs.evolve(self.node, where=where))

    def within(self, **span: float) -> Activities:
        """
        Narrow them to a window before the question's instant,
        ``(as_of - span, as_of]``.

        Args:
            span: Keywords of `datetime.timedelta`: ``within(days=90)``.

        Raises:
            RuleError: The span isn't positive, or there is a window already.
        """
        try:
            window = timedelta(**span)
        except (TypeError, ValueError, OverflowError):
            raise RuleError(
                f"within() of <{self}>",
                f"{listing(span)} as keywords",
                "keywords of timedelta, like days=90",
            ) from None
        positive(window, f"within() of <{self}>")
        if self.node.window is not None:
            raise RuleError(
                f"within() of <{self}>",
                f"a second window of {in_words(window)}",
                "one window",
            )
        return Activities(attrs.evolve(self.node, window=window))

    def since(self, stage: str) -> Activities:
        """
        Narrow them to those after the latest entry into a stage.

        Args:
            stage: Its code. If the lead never moved into it, there is no limit.
        """
        if self.node.since is not None:
            raise RuleError(f"since() of <{self}>", "a second stage", "one stage")
        return Activities(attrs.evolve(self.node, since=code(stage, "since()")))

    def count(self) -> Number:
        """
        Count them.
        """
        return self._aggregate("count")

    def total(self) -> Number:
        """
        Sum their values; 0 if there are none.
        """
        return self._aggregate("total")

    def largest(self) -> Number:
        """
        Take their largest value; missing if there is none.
        """
        return self._aggregate("largest")

    def mean(self) -> Number:
        """
        Take the mean of their values; missing if there is none.
        """
        return self._aggregate("mean")

    def latest(self) -> Number:
        """
        Take their newest value; missing if there is none.
        """
        return self._aggregate("latest")

    def distinct_days(self) -> Number:
        """
        Count the UTC days on which they happened.
        """
        return self._aggregate("distinct_days")

    def days_since_first(self) -> Number:
        """
        Count the days since the oldest, as an exact fraction; missing if there is none.
        """
        return self._aggregate("days_since_first")

    def days_since_last(self) -> Number:
        """
        Count the days since the newest, as an exact fraction; missing if there is none.
        """
        return self._aggregate("days_since_last")

    def _aggregate(self, op: str) -> Number:
        return Number(n.Aggregate(op, self.node))

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> NoReturn:
        _no_operator(self, other)

    def __ne__(self, other: object) -> NoReturn:
        _no_operator(self, other)


def activity(*types: str) -> Activities:
    """
    Name activities by their types, to ask how many there are, when, and of which value.

    Args:
        types: One or more type codes: ``activity("email_opened", "email_clicked")``.

    Raises:
        RuleError: No type is given, or one isn't a code.

    >>> print(activity("webinar_attended").within(days=90).count() >= 2)
    count of webinar_attended within 90 days >= 2
    """
    return Activities(n.Query(types))


def contacted(
    purpose: str | None = None,
    medium: str | None = None,
    *,
    types: Iterable[str] | None = None,
) -> Activities:
    """
    Name the activities by which we contacted the lead, so that they don't get too many.

    They are the outbound ones; an automated mailing is one of them too.

    Args:
        purpose: Those that were recorded for this purpose: ``"marketing"``. If not
            given, all of them.

        medium: By this `Medium`, as the type says: an ``email_sent`` is an e-mail,
            whether it was recorded with a medium or not. If not given, any.

        types: Of these types; if not given, mails and text messages sent, social
            messages, calls, meetings, chats and proposals. A host adds its own:
            ``types=[*leadkit.codes.CONTACTS, "letter_posted"]``. With *medium*, they
            have to be recorded with it.

    Raises:
        RuleError: There is no such medium, none of our types is of it, or *types* is no
            list of codes.

    >>> print(contacted(medium="email").within(days=7).count() < 3)
    count of email_sent where direction is 'outbound' within 7 days < 3
    """
    by = None if medium is None else choice(medium, Medium, "contacted(medium=...)")
    if types is None:
        sent = activity(*CONTACTS) if by is None else activity(*_contacts_by(by))
    elif isinstance(types, str) or not is_a(types, Iterable):
        raise RuleError(
            "contacted(types=...)", described(types), "a list of types", _LISTED
        )
    else:
        sent = activity(*types)
        sent = sent if by is None else sent.where(medium=by)
    sent = sent.where(direction=Direction.OUTBOUND)
    return sent if purpose is None else sent.where(purpose=purpose)


_LISTED = 'Write types=["email_sent"].'
_CONTACTS_BY: dict[str, str] = {
    Medium.EMAIL: ActivityType.EMAIL_SENT,
    Medium.SMS: ActivityType.SMS_SENT,
    Medium.SOCIAL: ActivityType.SOCIAL_MESSAGED,
    Medium.PHONE: ActivityType.CALL_HELD,
}


def _contacts_by(medium: str) -> tuple[str, ...]:
    if medium not in _CONTACTS_BY:
        raise RuleError(
            "contacted(medium=...)",
            f"{medium!r}, of which no standard type is",
            f"one of {listing(_CONTACTS_BY)}, or types of your own",
            'Write types=["letter_posted"], say.',
        )
    return (_CONTACTS_BY[medium],)
