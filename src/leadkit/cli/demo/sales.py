"""
What becomes of those who talk with sales: deals, won and lost.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ...codes import ConsentStatus, Medium
from .buyers import buys
from .mailings import leaves_mobile, mailing, withdraws
from .plots import warms
from .seasons import END
from .steps import Asked, Diary, Did, Learned, Left, Took

_HOUR = timedelta(hours=1)
_TALKS = ("call_held", "call_held", "meeting_held", "chat_held", "email_replied")
_LOST = (
    "no budget this year",
    "bought from somebody else",
    "the one who wanted it left",
    "stays with pen and paper",
)
_BACK = "the budget came back"


def asks(diary: Diary) -> None:
    """
    Asks sales directly, for a price or a demonstration.
    """
    if diary.chance(0.08):
        withdraws(diary, diary.later(40, 160))
    mailing(diary, every=18, most=diary.some(3, 10), read=0.35)
    for _ in range(diary.some(1, 3)):
        diary.did(diary.later(0.1, 12), "page_viewed", "cta_clicked")
    asked = diary.office(1, 25)
    diary.did(asked, diary.random.choice(("price_requested", "demo_requested")))
    _leaves_number(diary, asked)
    talked = _talks(diary, asked, confirmed=0.65)
    if diary.chance(0.3):  # the first talk is seldom the last
        talked = _talks(diary, talked, confirmed=0.8)
    if diary.chance(0.75):
        _deal(diary, talked)
    elif diary.chance(0.5):
        diary.add(
            Asked(diary.office(20, 60, after=talked), "disqualify", reason="no need")
        )


def is_called(diary: Diary) -> None:
    """
    Reads for a while, until sales calls.
    """
    warms(diary)
    called = diary.office(20, 80)
    diary.add(Took(called - 2 * _HOUR))
    if diary.chance(0.5):  # before anybody has talked with it
        diary.add(Asked(called - _HOUR, "qualify"))
    if diary.chance(0.8):
        talked = _talks(diary, called, confirmed=0.6)
        if diary.chance(0.6):
            _deal(diary, talked)


def tries(diary: Diary) -> None:
    """
    Tries the product.
    """
    started = diary.began
    if not diary.has("trial_started"):
        started = diary.later(0.02, 2)
        diary.did(started, "trial_started")
    for day in range(1, 14):
        if diary.chance(0.45):
            diary.did(diary.later(day, day + 0.9, after=started), "feature_used")
    mailing(diary, every=10, most=diary.some(2, 6), read=0.4)
    if diary.chance(0.55):
        full = diary.later(8, 14, after=started)
        diary.did(full, "limit_reached", "upgrade_viewed")
        diary.add(Asked(diary.office(1, 2, after=full), "qualify"))
        if diary.chance(0.75):
            talked = _talks(diary, full, confirmed=0.6)
            if diary.chance(0.7):
                _deal(diary, talked)
    elif diary.chance(0.15):
        leaves_mobile(diary)


def _leaves_number(diary: Diary, at: datetime) -> None:
    # Whoever wants to be called says where.
    if diary.chance(0.6):
        by = Medium.PHONE
        diary.add(Left(at, diary.who.contact(by)))
        diary.said(at, "sales", by, "price form v2")
        if diary.chance(0.15):
            no = diary.office(10, 60, after=at)
            diary.said(no, "sales", by, "said so", status=ConsentStatus.WITHDRAWN)


def _talks(diary: Diary, after: datetime, *, confirmed: float) -> datetime:
    # Sales finds out what it can, and then asks for the move.
    talked = diary.office(1, 6, after=after)
    diary.add(Did(talked, diary.random.choice(_TALKS)))
    for trait in ("need", "budget", "authority", "timeline"):
        if diary.chance(0.8):
            diary.add(Learned(talked, trait, diary.chance(confirmed)))
    if diary.mails is None and diary.chance(0.6):
        diary.add(Left(talked, diary.who.contact(Medium.EMAIL)))
        diary.said(talked, "marketing", Medium.EMAIL, "asked in a talk", by="sales")
        diary.mails = talked, END
    diary.add(Took(talked + _HOUR), Asked(talked + _HOUR, "qualify"))
    return talked


def _deal(diary: Diary, talked: datetime) -> None:
    offered = diary.office(1, 5, after=talked)
    diary.did(offered, "proposal_sent")
    if diary.chance(0.5):
        diary.did(diary.office(2, 8, after=offered), "meeting_held")
    if diary.chance(0.12):  # announced before it happened
        diary.add(Asked(diary.office(2, 6, after=offered), "convert"))
    outcome = diary.random.random()
    if outcome < 0.36:
        buys(diary, diary.office(3, 30, after=offered))
    elif outcome < 0.82:
        lost = diary.office(10, 45, after=offered)
        why = diary.random.choice(_LOST)
        diary.add(Asked(lost, "lose", reason=why))
        _thinks_again(diary, lost)


def _thinks_again(diary: Diary, lost: datetime) -> None:
    fate = diary.random.random()
    if fate < 0.3:
        back = diary.office(8, 40, after=lost)
        diary.add(Asked(back, "reopen", reason=_BACK))
        _second_try(diary, back)
    elif fate < 0.65:
        recycled = diary.office(2, 10, after=lost)
        rest = timedelta(days=diary.random.choice((30, 45, 60, 90)))
        reason = "asked to hear from us later"
        diary.add(Asked(recycled, "recycle", "sales", reason, rest))
        diary.rests(recycled, recycled + rest)
        if diary.chance(0.6):
            woke = diary.office(1, 20, after=recycled + rest)
            diary.did(woke, "page_viewed", "demo_requested")
            diary.add(Learned(woke, "need", value=True))
            diary.add(Learned(woke, "budget", value=True))
            _second_try(diary, _talks(diary, woke, confirmed=0.9))


def _second_try(diary: Diary, after: datetime) -> None:
    met = diary.office(3, 15, after=after)
    diary.did(met, "meeting_held", "proposal_sent")
    if diary.chance(0.5):
        buys(diary, diary.office(3, 20, after=met))
    elif diary.chance(0.5):
        again = diary.office(10, 40, after=met)
        diary.add(Asked(again, "lose", reason="it is no priority"))
