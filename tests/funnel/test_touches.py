"""
Touches, as they are given and as lead records have them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from strategies import NOW

from leadkit import InstantError, Lead, LeadError, RuleError, Touch
from leadkit.codes import Channel
from leadkit.funnel.credit.touches import ChannelTouch, read_touches, touches_of

DAY = timedelta(days=1)


class TestChannelTouch:
    def test_a_code_is_its_text(self):
        """
        A member of `Channel` is kept as its code, and an instant in UTC.
        """
        there = datetime(2026, 1, 1, 3, tzinfo=timezone(timedelta(hours=3)))
        touch = ChannelTouch("L1", Channel.EMAIL, there)

        assert type(touch.channel) is str
        assert touch.channel == "email"
        assert touch.at.tzinfo is UTC

    def test_its_repr_has_no_id(self):
        """
        A lead's id stays out of logs.
        """
        assert "sara" not in repr(ChannelTouch("sara", "email", NOW))

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"lead": 7}, "lead of a ChannelTouch: got an int, expected a text."),
            (
                {"lead": ""},
                "lead of a ChannelTouch: got an empty text, expected a text.",
            ),
            (
                {"channel": None},
                "channel of a ChannelTouch: got a missing value, expected a text.",
            ),
            (
                {"campaign": ""},
                "campaign of a ChannelTouch: got an empty text, expected a text.",
            ),
            (
                {"kind": None},
                "kind of a ChannelTouch: got a missing value, expected a text.",
            ),
            (
                {"number": True},
                "number of a ChannelTouch: got a bool, expected a whole number.",
            ),
        ],
    )
    def test_what_is_none_is_refused(self, wrong, told):
        """
        Texts are texts, and a number is whole.
        """
        given = {"lead": "L1", "channel": "email", "at": NOW} | wrong
        with pytest.raises(LeadError) as caught:
            ChannelTouch(**given)

        assert told == str(caught.value)

    def test_a_naive_instant_is_refused(self):
        """
        An instant has a time zone.
        """
        with pytest.raises(InstantError, match="at of a ChannelTouch"):
            ChannelTouch("L1", "email", NOW.replace(tzinfo=None))


class TestTouchesOf:
    def test_they_are_read_oldest_first(self):
        """
        A record's touches are read in their order, with what they are known by.
        """
        lead = Lead(
            id="L1",
            touches=[
                Touch("email", at=NOW),
                Touch("ppc", at=NOW - DAY, campaign="spring"),
            ],
        )

        assert list(touches_of([lead])) == [
            ChannelTouch("L1", "ppc", NOW - DAY, 0, "spring"),
            ChannelTouch("L1", "email", NOW, 1),
        ]

    @pytest.mark.parametrize("given", [7, ["L1"]])
    def test_what_is_no_lead_is_refused(self, given):
        """
        Touches are read of leads only.
        """
        with pytest.raises(LeadError, match=r"touches_of\(\): got an? \w+, expected"):
            list(touches_of(given))


class TestReadTouches:
    def test_mappings_do(self):
        """
        A mapping with the names of the attributes is a touch, and so is a subclass.
        """

        class Host(ChannelTouch):
            """
            A host's own.
            """

        touch = ChannelTouch("L1", "email", NOW)
        host = Host("L1", "email", NOW)
        row = {"lead": "L1", "channel": "email", "at": NOW}

        assert list(read_touches([touch, row, host])) == [touch, touch, host]

    @pytest.mark.parametrize(
        ("given", "error", "told"),
        [
            ("touches", LeadError, "touches: got a str"),
            ({}, LeadError, "touches: got a dict"),
            (7, LeadError, "touches: got an int"),
            ([7], LeadError, "touch 1: got an int, expected a ChannelTouch"),
            ([{"chanel": 1}], RuleError, "'chanel'.* Did you mean 'channel'?"),
            ([{"lead": "L1"}], LeadError, "nothing under 'channel' or 'at'"),
        ],
    )
    def test_what_is_no_touch_is_refused(self, given, error, told):
        """
        What is no touch is refused, and where it stands is told.
        """
        with pytest.raises(error, match=told):
            list(read_touches(given))
