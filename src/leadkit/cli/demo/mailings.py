"""
The firm's mailings: who reads them, who doesn't, and the scanners that click first.

Nobody gets a mailing before the Monday after it came, when the firm looks whether it is
known already; and nobody gets more of them in a week than `SELDOM` allows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ...codes import ConsentStatus, Medium
from ...happenings import Activity
from ...leads import Lead
from ...rules.activities import contacted
from .seasons import END, monday
from .steps import Diary, Did, Left

MOST = 3
#: What is asked before a mailing is sent, so that nobody gets more than that in a week.
SELDOM = contacted("marketing").within(days=7).count() < MOST

_LETTERS = ("rota tips", "customer story", "product news")
_SENT = "email_sent"
_INVITED = "rotas in an hour"
_WEEK = timedelta(days=7)
_HOUR = timedelta(hours=1)


def mailing(diary: Diary, *, every: int, most: int, read: float) -> None:
    """
    Send newsletters for as long as the lead agrees.

    Args:
        diary: Its story.

        every: How many days lie between two of them.

        most: After how many the firm gives up.

        read: How likely it is that the lead opens one.
    """
    if diary.mails is None:
        return
    since, until = diary.mails
    for number in range(most):
        sent = diary.office(every * number + 1, every * number + 3, after=since)
        sent = max(sent, _begins(since))
        if sent >= min(until, END):
            break
        if _is_seldom(diary, sent):
            _letter(diary, sent, number, read)
    if diary.aside.random() < 0.3:
        _invites(diary, since, min(until, END))


def _begins(since: datetime) -> datetime:
    return monday(since) + _HOUR


def _letter(diary: Diary, sent: datetime, number: int, read: float) -> None:
    campaign = _LETTERS[number % len(_LETTERS)]
    variant = diary.random.choice("AB")

    def mail(at: datetime, kind: str, *, by: str = "human") -> Did:
        return Did(
            at,
            kind,
            medium="email",
            actor=by,
            purpose="marketing" if kind == _SENT else None,
            campaign=campaign,
            variant=variant,
        )

    diary.add(mail(sent, _SENT, by="machine"))
    if diary.chance(0.07):  # a mail scanner follows every link
        diary.add(mail(sent + timedelta(seconds=3), "email_clicked", by="machine"))
    if not diary.chance(read):
        return
    opened = diary.later(0.03, 1.5, after=sent)
    diary.add(mail(opened, "email_opened"))
    if diary.chance(0.35):
        click = opened + timedelta(minutes=1)
        diary.add(
            mail(click, "email_clicked"),
            Did(click, "page_viewed", medium="email", campaign=campaign),
        )


def _invites(diary: Diary, since: datetime, until: datetime) -> None:
    # Three days in a row, and a letter may fall into that week, too.
    first = since + timedelta(days=10 + 80 * diary.aside.random())
    for days in range(3):
        sent = first.replace(hour=11) + timedelta(days=days)
        if sent < until and _is_seldom(diary, sent):
            diary.add(
                Did(
                    sent,
                    _SENT,
                    medium="email",
                    actor="machine",
                    purpose="marketing",
                    campaign=_INVITED,
                )
            )


def _is_seldom(diary: Diary, at: datetime) -> bool:
    # It is asked just before it would be sent, and before what is planned after it.
    sent = (one.at for one in diary.steps if isinstance(one, Did) and one.type == _SENT)
    planned = [at, *(one for one in sent if abs(one - at) <= _WEEK)]
    lead = Lead(
        id=diary.id,
        activities=[
            Activity(id=str(n), type=_SENT, at=one, purpose="marketing")
            for n, one in enumerate(planned)
        ],
    )
    return all(
        SELDOM.test(lead, as_of=one - timedelta(seconds=1)) is True
        for one in planned
        if one >= at
    )


def bounce(diary: Diary) -> datetime:
    """
    Let the first mails come back.

    Returns:
        When the last of them did.
    """
    for days in (1, 4):
        sent = diary.office(days, days + 1)
        sent = max(sent, _begins(diary.began) + timedelta(days=days))
        diary.add(
            Did(
                sent,
                _SENT,
                medium="email",
                actor="machine",
                purpose="marketing",
            )
        )
        back = sent + timedelta(minutes=1)
        diary.add(Did(back, "email_bounced", medium="email", actor="machine"))
    return back


def leaves_mobile(diary: Diary) -> None:
    """
    Let the lead ask for reminders by text message.
    """
    asked = diary.later(2, 20)
    diary.add(Left(asked, diary.who.contact(Medium.SMS)))
    diary.did(asked, "form_submitted")
    diary.said(asked, "service", Medium.SMS, "reminder form v1")
    for days in (3, 30):
        texting(diary, diary.office(days, days + 3, after=asked), "service")


def texting(diary: Diary, at: datetime, purpose: str) -> None:
    """
    Send a text message, which is answered now and then.
    """
    sent = Did(
        at,
        "sms_sent",
        medium="sms",
        actor="machine",
        purpose=purpose,
        campaign="reminder",
    )
    diary.add(sent)
    if diary.chance(0.3):
        diary.add(Did(diary.later(0.05, 1, after=at), "sms_replied", medium="sms"))


def withdraws(diary: Diary, at: datetime) -> None:
    """
    Let the lead take its consent back; a few give it again.
    """
    if diary.mails is None:
        return
    since, _ = diary.mails
    if at <= since:
        return
    diary.mails = since, at
    diary.did(at, "unsubscribed")
    withdrawn = ConsentStatus.WITHDRAWN
    diary.said(at, "marketing", Medium.EMAIL, "unsubscribe link", status=withdrawn)
    if diary.chance(0.25):
        again = diary.later(20, 90, after=at)
        diary.did(again, "form_submitted")
        diary.said(again, "marketing", Medium.EMAIL, "web form v3")
