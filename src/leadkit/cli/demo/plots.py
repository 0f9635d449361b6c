"""
What becomes of those who never talk with sales: most leads.
"""

from __future__ import annotations

from datetime import timedelta

from .mailings import bounce, leaves_mobile, mailing, withdraws
from .steps import Asked, Diary, Did, Learned
from .ways import again


def passes_by(diary: Diary) -> None:
    """
    Looks around, and loses interest.
    """
    if diary.chance(0.2):
        withdraws(diary, diary.later(5, 120))
    mailing(diary, every=21, most=diary.some(3, 8), read=0.12)
    for _ in range(diary.some(0, 3)):
        _visit(diary)
    if diary.chance(0.1):
        leaves_mobile(diary)
    if diary.chance(0.12):  # somebody in sales is impatient
        diary.add(Asked(diary.office(5, 40), "qualify"))
    _ends(diary)


def reads(diary: Diary) -> None:
    """
    Likes to read and to listen, and leaves it at that.
    """
    warms(diary)
    _ends(diary)


def warms(diary: Diary) -> None:
    """
    Reads and listens for some months.
    """
    if diary.chance(0.12):
        withdraws(diary, diary.later(60, 200))
    mailing(diary, every=14, most=diary.some(6, 18), read=0.45)
    for _ in range(diary.some(2, 6)):
        at = diary.later(1, 75)
        diary.did(at, "page_viewed", "content_downloaded")
        diary.add(Did(at + timedelta(minutes=9), "session_ended", diary.some(3, 20)))
    if diary.chance(0.45):
        attended = diary.office(12, 60)
        diary.did(attended - timedelta(days=5), "webinar_registered")
        if diary.chance(0.7):
            diary.did(attended, "webinar_attended")
    if diary.chance(0.35):
        _takes_part(diary)
    if diary.chance(0.3):
        again(diary, diary.later(30, 120))
    if diary.chance(0.1):
        diary.did(diary.later(2, 40), "cta_clicked", "game_played")


def is_silent(diary: Diary) -> None:
    """
    Left an address, and never reads what is sent there; some addresses are wrong.
    """
    if diary.chance(0.25) and diary.mails is not None:
        back = bounce(diary)
        asked = diary.office(1, 3, after=back)
        diary.add(Asked(asked, "disqualify", "marketing", "the address doesn't work"))
        return
    mailing(diary, every=28, most=diary.some(3, 6), read=0.03)
    _ends(diary)


def is_no_customer(diary: Diary) -> None:
    """
    A rival, somebody who is known already, or who looks for a job; now and then that
    was a mistake.
    """
    reason, mistake = diary.random.choices(
        [
            ("a competitor", "a namesake, no competitor"),
            ("a duplicate of another lead", "two people with one name"),
            ("looks for a job", "buys for a firm, too"),
            ("too large for us", "one branch wants it for itself"),
        ],
        [3, 4, 3, 2],
    )[0]
    rival = reason == "a competitor"
    for _ in range(diary.some(1, 4)):
        diary.did(diary.later(0.1, 3), "page_viewed", "content_downloaded")
    noticed = diary.office(4, 12)
    if rival:
        diary.add(Learned(noticed, "competitor", value=True))
    diary.add(Asked(noticed, "disqualify", "marketing", reason))
    if diary.chance(0.25):
        sorry = diary.office(5, 40, after=noticed)
        if rival:
            diary.add(Learned(sorry, "competitor", value=False))
        diary.add(Asked(sorry, "reopen", "marketing", mistake))
        mailing(diary, every=21, most=5, read=0.3)


def _visit(diary: Diary) -> None:
    at = diary.later(0.1, 25)
    diary.did(at, *["page_viewed"] * diary.some(1, 3))
    diary.add(Did(at + timedelta(minutes=7), "session_ended", diary.some(1, 9)))
    if diary.chance(0.15):
        diary.did(at + timedelta(minutes=3), "cta_clicked")


def _takes_part(diary: Diary) -> None:
    diary.did(diary.later(3, 60), "social_followed")
    for _ in range(diary.some(1, 4)):
        diary.did(
            diary.later(10, 120),
            diary.random.choice(("social_engaged", "social_engaged", "social_shared")),
        )
    if diary.chance(0.3):
        diary.did(diary.later(10, 90), "social_messaged")


def _ends(diary: Diary) -> None:
    # Whoever can't be written to, and does nothing, is let go after a while.
    if diary.mails is None and diary.chance(0.75):
        reason = "no interest, and no consent to write"
        diary.add(Asked(diary.office(40, 120), "disqualify", "marketing", reason))
