"""
What activities are called in a story: those that matter one by one, the rest counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ...happenings import Activity

# Whole sentences; {} is the value.
_TOLD = {
    "unsubscribed": "Unsubscribed.",
    "email_replied": "Replied to a mail.",
    "sms_replied": "Replied to a text message.",
    "social_messaged": "Wrote to us on social media.",
    "webinar_attended": "Attended a webinar.",
    "trial_started": "Started a trial.",
    "limit_reached": "Reached a limit of the trial.",
    "upgrade_viewed": "Looked at what an upgrade costs.",
    "price_requested": "Asked for a price.",
    "demo_requested": "Asked for a demo.",
    "call_held": "Talked with us on the phone.",
    "meeting_held": "Met us.",
    "chat_held": "Chatted with us.",
    "proposal_sent": "Got a proposal.",
    "upgrade_requested": "Asked for more than it has.",
    "survey_answered": "Gave us {:g} of 10 in a survey.",
    "referred": "Referred somebody to us.",
    "reviewed": "Wrote a review.",
    "purchased": "Bought for {:g}.",
    "renewed": "Renewed.",
    "cancelled": "Cancelled.",
}

# Once, and several times.
_COUNTED = {
    "page_viewed": ("viewed a page", "viewed {} pages"),
    "session_ended": ("spent a minute on our site", "spent {} minutes on our site"),
    "content_downloaded": ("downloaded a paper", "downloaded {} papers"),
    "landing_viewed": ("saw a landing page", "saw {} landing pages"),
    "cta_clicked": ("clicked a button", "clicked {} buttons"),
    "form_submitted": ("filled in a form", "filled in {} forms"),
    "email_sent": ("got a mail", "got {} mails"),
    "email_opened": ("opened a mail", "opened {} mails"),
    "email_clicked": ("clicked in a mail", "clicked in {} mails"),
    "email_bounced": ("a mail came back", "{} mails came back"),
    "sms_sent": ("got a text message", "got {} text messages"),
    "social_followed": ("followed us", "followed us {} times"),
    "social_engaged": ("liked a post", "liked {} posts"),
    "social_shared": ("shared a post", "shared {} posts"),
    "webinar_registered": ("registered for a webinar", "registered for {} webinars"),
    "feature_used": ("used the product", "used the product {} times"),
    "ticket_opened": ("asked for help", "asked for help {} times"),
    "game_played": ("played our game", "played our game {} times"),
}
_SCANNED = ("a mail scanner clicked", "mail scanners clicked {} times")


def sentence(activity: Activity) -> str | None:
    """
    Say an activity that matters by itself; None if it is only counted.
    """
    told = _TOLD.get(activity.type)
    return None if told is None else told.format(activity.value or 0)


def summary(activities: Iterable[Activity]) -> str:
    """
    Sum up activities that are only counted, in a sentence.

    >>> from datetime import UTC, datetime
    >>> day = datetime(2026, 5, 1, tzinfo=UTC)
    >>> opened = [Activity(id=i, type="email_opened", at=day) for i in ("a", "b")]
    >>> summary(opened)
    'Opened 2 mails.'
    """
    told = ", ".join(_parts(activities))
    return f"{told[:1].upper()}{told[1:]}."


def _parts(activities: Iterable[Activity]) -> Iterator[str]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in activities:
        counted = _SCANNED
        if one.type != "email_clicked" or one.actor == "human":
            counted = _COUNTED[one.type]
        # A session counts by its minutes.
        minutes = one.value if one.type == "session_ended" else None
        counts[counted] += round(minutes or 1)
    for (once, often), number in counts.items():
        yield once if number == 1 else often.format(number)
