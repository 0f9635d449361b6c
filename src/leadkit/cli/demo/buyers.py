"""
What becomes of those who bought: friends, and some who leave and come back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ...codes import Basis, Medium
from .steps import Asked, Diary, Did

_HOUR = timedelta(hours=1)
_PRICES = (290, 490, 490, 790, 1190, 2400)


def buys(diary: Diary, at: datetime) -> None:
    """
    Buys, and uses what it bought.

    Args:
        diary: Its story.

        at: When.
    """
    diary.add(Did(at, "purchased", diary.random.choice(_PRICES)))
    # Whoever bought hears how it is used, whatever it agreed to.
    diary.said(at, "service", Medium.EMAIL, "order form v1", basis=Basis.CONTRACT)
    for week in range(diary.some(2, 6)):
        diary.did(diary.later(5 * week + 1, 5 * week + 4, after=at), "feature_used")
    if diary.chance(0.35):
        diary.did(diary.later(2, 40, after=at), "ticket_opened")
    if diary.chance(0.25):
        diary.did(diary.office(20, 90, after=at), "upgrade_requested")
    if diary.chance(0.5):
        diary.did(diary.later(180, 182, after=at), "renewed")
    if diary.chance(0.25):
        _leaves(diary, at)
    else:
        _answers(diary, at)


def _answers(diary: Diary, at: datetime) -> None:
    if diary.chance(0.5):
        value = diary.random.choices(range(4, 11), [1, 1, 2, 4, 5, 4, 3])[0]
        answered = diary.later(14, 35, after=at)
        diary.add(Did(answered, "survey_answered", value))
        if value >= 9 and diary.chance(0.5):
            diary.did(diary.later(1, 20, after=answered), "reviewed")
    if diary.chance(0.35):
        diary.did(diary.later(15, 70, after=at), "referred")
    elif diary.chance(0.1):  # success hopes for more than there is
        diary.add(Asked(diary.office(20, 40, after=at), "promote", "success"))


def _leaves(diary: Diary, at: datetime) -> None:
    left = diary.later(30, 100, after=at)
    diary.did(left, "cancelled")
    churned = left + _HOUR
    diary.add(Asked(churned, "churn", "success", "cancelled the contract"))
    if diary.chance(0.5):
        asked = diary.office(7, 20, after=left)
        diary.add(Asked(asked, "win_back", "success", "a new offer"))
    if diary.chance(0.55):
        talked = diary.office(21, 40, after=left)
        diary.did(talked, "call_held")
        won = talked + _HOUR
        diary.add(Asked(won, "win_back", "sales", "misses the reminders"))
        if diary.chance(0.7):
            back = diary.office(3, 12, after=won)
            diary.add(Did(back, "purchased", diary.random.choice(_PRICES)))
