"""
The vocabulary, row by row: the codes that leadkit promises never to change.
"""

from datetime import UTC, datetime

import pytest

from leadkit import (
    Activity,
    ActivityType,
    Channel,
    Direction,
    Lead,
    Medium,
    Stage,
    conversed,
)
from leadkit.codes import CONVERSATIONS, direction_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

STAGES = [
    # the funnel
    "lead",
    "nurtured",
    "prospect",
    "customer",
    "advocate",
    # the exits
    "disqualified",
    "lost",
    "churned",
]

CHANNELS = {
    "content",
    "email",
    "ppc",
    "social",
    "trial",
    "landing_page",
    "form",
    "webinar",
    "referral",
    "gamification",
    "evergreen",
    "organic_search",
    "sms",
    "offline",
    "other",
}

MEDIA = {"email", "phone", "sms", "social", "post"}

# code, direction, whether it makes the exchange two-way
ACTIVITY_TYPES = [
    # web
    ("page_viewed", "inbound", False),
    ("session_ended", "inbound", False),
    ("content_downloaded", "inbound", False),
    ("landing_viewed", "inbound", False),
    ("cta_clicked", "inbound", False),
    # form
    ("form_submitted", "inbound", False),
    # mail
    ("email_sent", "outbound", False),
    ("email_opened", "inbound", False),
    ("email_clicked", "inbound", False),
    ("email_replied", "inbound", True),
    ("email_bounced", "outbound", False),
    ("unsubscribed", "inbound", False),
    # sms
    ("sms_sent", "outbound", False),
    ("sms_replied", "inbound", True),
    # social
    ("social_followed", "inbound", False),
    ("social_engaged", "inbound", False),
    ("social_shared", "inbound", False),
    ("social_messaged", "inbound", True),
    # event
    ("webinar_registered", "inbound", False),
    ("webinar_attended", "inbound", False),
    # product
    ("trial_started", "inbound", False),
    ("feature_used", "inbound", False),
    ("limit_reached", "inbound", False),
    ("upgrade_viewed", "inbound", False),
    # sales
    ("price_requested", "inbound", False),
    ("demo_requested", "inbound", False),
    ("call_held", "inbound", True),
    ("meeting_held", "inbound", True),
    ("chat_held", "inbound", True),
    ("proposal_sent", "outbound", False),
    # service
    ("ticket_opened", "inbound", False),
    ("upgrade_requested", "inbound", False),
    ("survey_answered", "inbound", False),
    # referral
    ("referred", "inbound", False),
    ("reviewed", "inbound", False),
    # play
    ("game_played", "inbound", False),
    # commerce
    ("purchased", "inbound", False),
    ("renewed", "inbound", False),
    ("cancelled", "inbound", False),
]


class TestStages:
    @pytest.mark.parametrize("code", STAGES)
    def test_row(self, code):
        """
        The stage exists under its code.
        """
        assert code == Stage(code).value

    def test_no_others(self):
        """
        There are no others, and the funnel runs in this order, its exits last.
        """
        assert STAGES == list(Stage)


class TestChannels:
    @pytest.mark.parametrize("code", sorted(CHANNELS))
    def test_row(self, code):
        """
        The channel exists under its code.
        """
        assert code == Channel(code).value

    def test_no_others(self):
        """
        There are no channels beside those of the vocabulary.
        """
        assert set(Channel) == CHANNELS


class TestMedia:
    @pytest.mark.parametrize("code", sorted(MEDIA))
    def test_row(self, code):
        """
        The medium exists under its code.
        """
        assert code == Medium(code).value

    def test_no_others(self):
        """
        There are no media beside those of the vocabulary.
        """
        assert set(Medium) == MEDIA


class TestActivityTypes:
    @pytest.mark.parametrize(("code", "direction", "two_way"), ACTIVITY_TYPES)
    def test_row(self, code, direction, two_way):
        """
        The type exists under its code, and has its direction.
        """
        assert code == ActivityType(code).value
        assert Direction(direction) is direction_of(code)
        assert two_way is (code in CONVERSATIONS)

    @pytest.mark.parametrize(("code", "direction", "two_way"), ACTIVITY_TYPES)
    def test_activity(self, code, direction, two_way):
        """
        An activity of the type takes its direction, and converses if the type does.
        """
        activity = Activity(id="a", type=code, at=NOW)
        lead = Lead(id="L-1", activities=[activity])

        assert direction == activity.direction
        assert two_way is conversed().test(lead, as_of=NOW)

    @pytest.mark.parametrize(("code", "direction", "two_way"), ACTIVITY_TYPES)
    def test_machine(self, code, direction, two_way):
        """
        Nothing that a machine does is a conversation.
        """
        activity = Activity(id="a", type=code, at=NOW, actor="machine")
        lead = Lead(id="L-1", activities=[activity])

        assert conversed().test(lead, as_of=NOW) is False

    def test_no_others(self):
        """
        There are no standard types beside those of the vocabulary.
        """
        assert set(ActivityType) == {code for code, _, _ in ACTIVITY_TYPES}
