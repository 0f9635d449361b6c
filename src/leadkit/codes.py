"""
The codes of the field: stages, channels, media, activity types.

Codes are stable ASCII and say nothing to a person; labels are the vocabulary's
business. Every enumeration here is a `StrEnum`: a member equals its code.
"""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """
    Where a lead stands in the standard funnel, exits included.
    """

    LEAD = "lead"
    NURTURED = "nurtured"
    PROSPECT = "prospect"
    CUSTOMER = "customer"
    ADVOCATE = "advocate"
    DISQUALIFIED = "disqualified"
    LOST = "lost"
    CHURNED = "churned"


class Channel(StrEnum):
    """
    How a lead found us.
    """

    CONTENT = "content"
    EMAIL = "email"
    PPC = "ppc"
    SOCIAL = "social"
    TRIAL = "trial"
    LANDING_PAGE = "landing_page"
    FORM = "form"
    WEBINAR = "webinar"
    REFERRAL = "referral"
    GAMIFICATION = "gamification"
    EVERGREEN = "evergreen"
    ORGANIC_SEARCH = "organic_search"
    SMS = "sms"
    OFFLINE = "offline"
    OTHER = "other"


class Medium(StrEnum):
    """
    By which means a contact point is reached.
    """

    EMAIL = "email"
    PHONE = "phone"
    SMS = "sms"
    SOCIAL = "social"
    POST = "post"


class Kind(StrEnum):
    """
    What a lead is: a person, or a company.
    """

    PERSON = "person"
    COMPANY = "company"


class ConsentStatus(StrEnum):
    """
    What an entry in the ledger of consents says.
    """

    GRANTED = "granted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Basis(StrEnum):
    """
    On what lawful ground somebody is contacted; the six of the GDPR, Article 6(1).
    """

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"


class Actor(StrEnum):
    """
    Who acted: a mail scanner's click is a machine's.
    """

    HUMAN = "human"
    MACHINE = "machine"


class Direction(StrEnum):
    """
    Whether the lead acted towards us (inbound) or we towards the lead (outbound).
    """

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class ActivityType(StrEnum):
    """
    The standard activity types; hosts add their own codes freely.
    """

    # web
    PAGE_VIEWED = "page_viewed"
    SESSION_ENDED = "session_ended"  # value: minutes
    CONTENT_DOWNLOADED = "content_downloaded"
    LANDING_VIEWED = "landing_viewed"
    CTA_CLICKED = "cta_clicked"
    # form
    FORM_SUBMITTED = "form_submitted"
    # mail
    EMAIL_SENT = "email_sent"
    EMAIL_OPENED = "email_opened"
    EMAIL_CLICKED = "email_clicked"
    EMAIL_REPLIED = "email_replied"
    EMAIL_BOUNCED = "email_bounced"
    UNSUBSCRIBED = "unsubscribed"
    # sms
    SMS_SENT = "sms_sent"
    SMS_REPLIED = "sms_replied"
    # social
    SOCIAL_FOLLOWED = "social_followed"
    SOCIAL_ENGAGED = "social_engaged"
    SOCIAL_SHARED = "social_shared"
    SOCIAL_MESSAGED = "social_messaged"
    # event
    WEBINAR_REGISTERED = "webinar_registered"
    WEBINAR_ATTENDED = "webinar_attended"
    # product
    TRIAL_STARTED = "trial_started"
    FEATURE_USED = "feature_used"
    LIMIT_REACHED = "limit_reached"
    UPGRADE_VIEWED = "upgrade_viewed"
    # sales
    PRICE_REQUESTED = "price_requested"
    DEMO_REQUESTED = "demo_requested"
    CALL_HELD = "call_held"
    MEETING_HELD = "meeting_held"
    CHAT_HELD = "chat_held"
    PROPOSAL_SENT = "proposal_sent"
    # service
    TICKET_OPENED = "ticket_opened"
    UPGRADE_REQUESTED = "upgrade_requested"
    SURVEY_ANSWERED = "survey_answered"  # value: 0 to 10
    # referral
    REFERRED = "referred"
    REVIEWED = "reviewed"
    # play
    GAME_PLAYED = "game_played"
    # commerce
    PURCHASED = "purchased"  # value: the amount
    RENEWED = "renewed"
    CANCELLED = "cancelled"


# A bounce tells of a message of ours, not of interest, so it counts as outbound.
OUTBOUND: frozenset[str] = frozenset(
    {
        ActivityType.EMAIL_SENT,
        ActivityType.EMAIL_BOUNCED,
        ActivityType.SMS_SENT,
        ActivityType.PROPOSAL_SENT,
    }
)

# What makes an exchange two-way, when a human did it.
CONVERSATIONS: tuple[str, ...] = (
    ActivityType.EMAIL_REPLIED.value,
    ActivityType.SMS_REPLIED.value,
    ActivityType.SOCIAL_MESSAGED.value,
    ActivityType.CALL_HELD.value,
    ActivityType.MEETING_HELD.value,
    ActivityType.CHAT_HELD.value,
)


# By what we contact somebody; where a lead may start it too, the direction tells.
CONTACTS: tuple[str, ...] = (
    ActivityType.EMAIL_SENT.value,
    ActivityType.SMS_SENT.value,
    ActivityType.SOCIAL_MESSAGED.value,
    ActivityType.CALL_HELD.value,
    ActivityType.MEETING_HELD.value,
    ActivityType.CHAT_HELD.value,
    ActivityType.PROPOSAL_SENT.value,
)


def direction_of(activity_type: str) -> Direction:
    """
    Tell the usual direction of an activity type; a host's own types are inbound.

    >>> direction_of("email_sent"), direction_of("webinar_attended")
    (<Direction.OUTBOUND: 'outbound'>, <Direction.INBOUND: 'inbound'>)
    """
    return Direction.OUTBOUND if activity_type in OUTBOUND else Direction.INBOUND
