"""
How the leads of the demo find the firm: channels, campaigns, and what they leave.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from ...codes import Channel, Medium
from ...happenings import Touch
from .steps import Diary, Did


@attrs.frozen
class Way:
    """
    A way in.

    Attributes:
        channel: The channel.

        often: How often it is taken, against the others.

        first: What a lead does first on it.

        campaigns: Campaigns of ours that it may belong to; none if it has none.

        medium: By which medium it may be reached then.
    """

    channel: Channel
    often: int
    first: str
    campaigns: tuple[str, ...] = ()
    medium: Medium = Medium.EMAIL


WAYS = (
    Way(Channel.CONTENT, 18, "content_downloaded", ("rota guide", "no-show study")),
    Way(Channel.EMAIL, 5, "email_clicked", ("partner letter",)),
    Way(Channel.PPC, 12, "landing_viewed", ("search ads", "map ads")),
    Way(Channel.SOCIAL, 7, "social_followed", ("autumn reels",), Medium.SOCIAL),
    Way(Channel.TRIAL, 8, "trial_started"),
    Way(Channel.LANDING_PAGE, 7, "landing_viewed", ("spring offer", "new year")),
    Way(Channel.FORM, 10, "form_submitted"),
    Way(Channel.WEBINAR, 8, "webinar_registered", ("rotas in an hour",)),
    Way(Channel.REFERRAL, 4, "form_submitted"),
    Way(Channel.GAMIFICATION, 2, "game_played", ("shift puzzle",)),
    Way(Channel.EVERGREEN, 6, "content_downloaded"),
    Way(Channel.ORGANIC_SEARCH, 8, "page_viewed"),
    Way(Channel.SMS, 2, "form_submitted", ("text to try",), Medium.SMS),
    Way(Channel.OFFLINE, 3, "form_submitted", ("trade fair",), Medium.PHONE),
    Way(Channel.OTHER, 1, "form_submitted", (), Medium.POST),
)
_VARIANTS = ("A", "B")


def came(diary: Diary, way: Way) -> Touch:
    """
    Tell how a lead came, and what it did first.

    Returns:
        The first touch.
    """
    campaign = diary.random.choice(way.campaigns) if way.campaigns else None
    tested = way.first == "landing_viewed"
    diary.add(
        Did(
            diary.began,
            way.first,
            medium=way.medium if way.channel is Channel.EMAIL else None,
            channel=way.channel,
            campaign=campaign,
            variant=diary.random.choice(_VARIANTS) if tested else None,
        )
    )
    return Touch(way.channel, at=diary.began, campaign=campaign)


def again(diary: Diary, at: datetime) -> None:
    """
    Let a lead come back by any way; it looks around.
    """
    way = diary.random.choices(WAYS, [one.often for one in WAYS])[0]
    campaign = diary.random.choice(way.campaigns) if way.campaigns else None
    diary.add(
        Touch(way.channel, at=at, campaign=campaign),
        Did(at, "page_viewed", channel=way.channel, campaign=campaign),
    )
    left = diary.later(0.002, 0.01, after=at)
    diary.add(Did(left, "session_ended", diary.some(1, 12)))
