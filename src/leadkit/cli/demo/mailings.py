"""
The firm's mailings: who reads them, who doesn't, and the scanners that click first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ...codes import Medium
from .seasons import END
from .steps import Diary, Did, Left

_LETTERS = ("rota tips", "customer story", "product news")


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
        if sent >= min(until, END):
            return
        _letter(diary, sent, number, read)


def _letter(diary: Diary, sent: datetime, number: int, read: float) -> None:
    campaign = _LETTERS[number % len(_LETTERS)]
    variant = diary.random.choice("AB")

    def mail(at: datetime, kind: str, *, by: str = "human") -> Did:
        return Did(
            at,
            kind,
            medium="email",
            actor=by,
            purpose="marketing" if kind == "email_sent" else None,
            campaign=campaign,
            variant=variant,
        )

    diary.add(mail(sent, "email_sent", by="machine"))
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


def bounce(diary: Diary) -> datetime:
    """
    Let the first mails come back.

    Returns:
        When the last of them did.
    """
    for days in (1, 4):
        sent = diary.office(days, days + 1)
        diary.add(Did(sent, "email_sent", medium="email", actor="machine"))
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
    diary.said(asked, "service", Medium.SMS, granted=True, source="reminder form v1")
    for days in (3, 30):
        texting(diary, diary.office(days, days + 3, after=asked))


def texting(diary: Diary, at: datetime) -> None:
    """
    Send a text message, which is answered now and then.
    """
    diary.add(Did(at, "sms_sent", medium="sms", actor="machine", campaign="reminder"))
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
    diary.said(at, "marketing", Medium.EMAIL, granted=False, source="unsubscribe link")
    if diary.chance(0.25):
        again = diary.later(20, 90, after=at)
        diary.did(again, "form_submitted")
        diary.said(again, "marketing", Medium.EMAIL, granted=True, source="web form v3")
