"""
Questions about the lead itself: consents, stages, qualifications, conversations.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from strategies import NOW, TICK

import leadkit as lk
from leadkit import Activity, Consent, ContactPoint, Grant, Lead, Move, RuleError, Touch


def ago(**span):
    return NOW - timedelta(**span)


def asked(rule, as_of=NOW, **fields):
    return rule.test(Lead(id="L-1", **fields), as_of=as_of)


def consent(at, granted=True, purpose="marketing", medium="email"):
    return Consent(purpose=purpose, medium=medium, granted=granted, at=at)


def move(source, target, at, number):
    return Move(trigger="go", source=source, target=target, at=at, number=number)


MAIL = ContactPoint("email", "sara@example.com")
PHONE = ContactPoint("phone", "+491701234567")


class TestConsented:
    @pytest.mark.parametrize(
        ("consents", "answer"),
        [
            ([], False),
            ([consent(ago(days=1))], True),
            ([consent(NOW)], True),
            ([consent(NOW + TICK)], False),
            ([consent(ago(days=1), purpose="service")], False),
            ([consent(ago(days=1), medium="phone")], False),
            ([consent(ago(days=2)), consent(ago(days=1), granted=False)], False),
            ([consent(ago(days=2), granted=False), consent(ago(days=1))], True),
            ([consent(ago(days=1)), consent(NOW + TICK, granted=False)], True),
            # Of two at one instant, the withdrawal wins.
            ([consent(NOW), consent(NOW, granted=False)], False),
            ([consent(NOW, granted=False), consent(NOW)], False),
            ([consent(NOW, granted=False, purpose="service"), consent(NOW)], True),
        ],
    )
    def test_the_last_word_counts(self, consents, answer):
        """
        What was said last, for this purpose and medium, is what holds.
        """
        rule = lk.consented("marketing", "email")

        assert asked(rule, consents=consents) is answer

    def test_near_miss(self):
        """
        A medium that isn't one is refused, and the nearest is named.
        """
        with pytest.raises(RuleError, match="Did you mean 'email'"):
            lk.consented("marketing", "emial")


class TestReachable:
    @pytest.mark.parametrize(
        ("medium", "contacts", "answer"),
        [
            (None, [MAIL], True),
            (None, [MAIL, PHONE], True),
            (None, [PHONE], False),
            (None, [], False),
            ("email", [MAIL], True),
            ("email", [PHONE], False),
            ("phone", [MAIL, PHONE], False),
        ],
    )
    def test_wants_contact_and_consent(self, medium, contacts, answer):
        """
        A contact point counts with consent for its own medium.
        """
        rule = lk.reachable("marketing", medium)

        assert asked(rule, contacts=contacts, consents=[consent(NOW)]) is answer

    def test_near_miss(self):
        """
        A medium that isn't one is refused, and the nearest is named.
        """
        with pytest.raises(RuleError, match="Did you mean 'phone'"):
            lk.reachable("marketing", "fone")

    @pytest.mark.parametrize("purpose", ["", None, 3, "two\nlines"])
    def test_wants_a_purpose(self, purpose):
        """
        A purpose is named by its code.
        """
        with pytest.raises(RuleError, match=r"reachable\(\)"):
            lk.reachable(purpose)


MOVES = [
    move("lead", "nurtured", ago(days=9), 1),
    move("nurtured", "prospect", ago(days=6), 2),
    move("prospect", "lost", ago(days=3), 3),
    move("lost", "prospect", ago(days=3), 4),
]


class TestStages:
    @pytest.mark.parametrize(
        ("as_of", "stage"),
        [
            (ago(days=20), "lead"),
            (ago(days=9) - TICK, "lead"),
            (ago(days=9), "nurtured"),
            (ago(days=6) - TICK, "nurtured"),
            (ago(days=6), "prospect"),
            (ago(days=3) - TICK, "prospect"),
            (ago(days=3), "prospect"),  # lost, and won back at once
            (NOW, "prospect"),
        ],
    )
    def test_in_stage(self, as_of, stage):
        """
        The lead stands where the last move in sight led, or where the first one began.
        """
        stages = {"lead", "nurtured", "prospect", "lost"}

        assert asked(lk.in_stage(stage), as_of, moves=MOVES) is True
        assert asked(lk.in_stage(*stages - {stage}), as_of, moves=MOVES) is False
        assert asked(lk.in_stage(*stages), as_of, moves=MOVES) is True

    def test_in_stage_without_moves(self):
        """
        A lead that was loaded in a stage stands there at any instant.
        """
        assert asked(lk.in_stage("prospect"), ago(days=9), stage="prospect") is True
        assert asked(lk.in_stage("lead"), ago(days=9)) is True

    @pytest.mark.parametrize(
        ("as_of", "been", "source"),
        [
            (ago(days=20), {"lead"}, None),
            (ago(days=9), {"lead", "nurtured"}, "lead"),
            (ago(days=6), {"lead", "nurtured", "prospect"}, "nurtured"),
            (ago(days=3), {"lead", "nurtured", "prospect", "lost"}, "lost"),
        ],
    )
    def test_has_been_and_came_from(self, as_of, been, source):
        """
        Stages it stood in add up; the one it came from is the last it left.
        """
        stages = ["lead", "nurtured", "prospect", "lost", "customer"]

        assert been == {s for s in stages if asked(lk.has_been(s), as_of, moves=MOVES)}
        assert [source] * (source is not None) == [
            s for s in stages if asked(lk.came_from(s), as_of, moves=MOVES)
        ]

    @pytest.mark.parametrize(
        ("as_of", "created_at", "value"),
        [
            (ago(days=9) - TICK, None, None),
            (ago(days=10), ago(days=12), 2),
            (ago(days=12), ago(days=12), 0),
            (ago(days=13), ago(days=12), None),
            (ago(days=9), ago(days=12), 0),
            (ago(days=8, hours=12), None, 0.5),
            (NOW, None, 3),
        ],
    )
    def test_time_in_stage(self, as_of, created_at, value):
        """
        Days are counted from the last move in sight, or else from the creation.
        """
        lead = Lead(id="L-1", moves=MOVES, created_at=created_at)

        assert value == lk.time_in_stage().value(lead, as_of=as_of)

    def test_in_stage_wants_a_stage(self):
        """
        At least one stage is named.
        """
        with pytest.raises(RuleError, match="at least one stage"):
            lk.in_stage()

    @pytest.mark.parametrize("ask", ["in_stage", "has_been", "came_from", "holds"])
    @pytest.mark.parametrize("code", ["", None, 5, ["lead"], " lead"])
    def test_want_codes(self, ask, code):
        """
        Stages and qualifications are named by their codes, as texts.
        """
        with pytest.raises(RuleError, match=rf"{ask}\(\)") as caught:
            getattr(lk, ask)(code)

        assert len(str(caught.value)) > 20

    def test_members_are_codes(self):
        """
        A member of an enumeration is kept as its code.
        """
        assert lk.in_stage("lead", "lost") == lk.in_stage(lk.Stage.LEAD, lk.Stage.LOST)
        assert "has been 'lost'" == str(lk.has_been(lk.Stage.LOST))


class TestHolds:
    @pytest.mark.parametrize(
        ("grants", "answer"),
        [
            ([], False),
            ([("MQL", ago(days=1), True, 1)], True),
            ([("MQL", NOW, True, 1)], True),
            ([("MQL", NOW + TICK, True, 1)], False),
            ([("SQL", NOW, True, 1)], False),
            ([("MQL", ago(days=2), True, 1), ("MQL", ago(days=1), False, 2)], False),
            ([("MQL", ago(days=2), False, 1), ("MQL", ago(days=1), True, 2)], True),
            # At one instant the number decides, and without numbers the revocation.
            ([("MQL", NOW, False, 1), ("MQL", NOW, True, 2)], True),
            ([("MQL", NOW, True, 1), ("MQL", NOW, False, 2)], False),
            ([("MQL", NOW, True, 0), ("MQL", NOW, False, 0)], False),
        ],
    )
    def test_the_last_record_counts(self, grants, answer):
        """
        What was recorded last about a qualification is what holds.
        """
        recorded = [
            Grant(qualification=name, at=at, by="sales", granted=granted, number=number)
            for name, at, granted, number in grants
        ]

        assert asked(lk.holds("MQL"), grants=recorded) is answer


class TestConversed:
    @pytest.mark.parametrize(
        "type_",
        [
            "email_replied",
            "sms_replied",
            "social_messaged",
            "call_held",
            "meeting_held",
            "chat_held",
        ],
    )
    @pytest.mark.parametrize("direction", ["inbound", "outbound"])
    def test_humans_talk(self, type_, direction):
        """
        A reply, message, call, meeting or chat by a human is a conversation.
        """
        talk = {"id": "a", "type": type_, "direction": direction}

        assert asked(lk.conversed(), activities=[Activity(at=NOW, **talk)]) is True
        assert asked(lk.conversed(), activities=[Activity(at=NOW + TICK, **talk)]) is (
            False
        )
        assert (
            asked(
                lk.conversed(),
                activities=[Activity(at=NOW, actor="machine", **talk)],
            )
            is False
        )

    def test_other_activities_are_none(self):
        """
        No other standard type is a conversation.
        """
        others = [
            Activity(id=str(i), type=type_, at=NOW)
            for i, type_ in enumerate(lk.ActivityType)
            if type_
            not in {
                "email_replied",
                "sms_replied",
                "social_messaged",
                "call_held",
                "meeting_held",
                "chat_held",
            }
        ]

        assert asked(lk.conversed(), activities=others) is False
        assert len(others) == len(lk.ActivityType) - 6

    def test_wants_a_stage(self):
        """
        The stage since which to look is a code.
        """
        with pytest.raises(RuleError, match=r"conversed\(\)"):
            lk.conversed(since="")


VISIT = Activity(id="a", type="page_viewed", at=ago(days=1))
COMPLETE = {
    "contacts": [MAIL],
    "consents": [consent(ago(days=2))],
    "touches": [Touch("form", at=ago(days=2))],
}


class TestIsLead:
    @pytest.mark.parametrize(
        ("changes", "answer"),
        [
            ({}, True),
            ({"contacts": []}, False),
            # Any consent will do, for any purpose and medium, if it isn't withdrawn.
            ({"consents": [consent(NOW, purpose="service", medium="post")]}, True),
            ({"consents": []}, False),
            ({"consents": [consent(NOW + TICK)]}, False),
            ({"consents": [consent(NOW, granted=False)]}, False),
            (
                {
                    "consents": [
                        consent(ago(days=2)),
                        consent(NOW, granted=False),
                        consent(ago(days=5), purpose="service"),
                    ]
                },
                True,
            ),
            # A touch, or something a human did towards us.
            ({"touches": []}, False),
            ({"touches": [Touch("form", at=NOW + TICK)]}, False),
            ({"touches": [], "activities": [VISIT]}, True),
            (
                {
                    "touches": [],
                    "activities": [
                        Activity(id="a", type="email_sent", at=ago(days=1)),
                        Activity(id="b", type="page_viewed", at=NOW, actor="machine"),
                        Activity(id="c", type="page_viewed", at=NOW + TICK),
                    ],
                },
                False,
            ),
            # And new: who bought is a customer.
            ({"activities": [Activity(id="a", type="purchased", at=NOW)]}, False),
            ({"activities": [Activity(id="a", type="purchased", at=NOW + TICK)]}, True),
            ({"activities": [VISIT]}, True),
        ],
    )
    def test_three_things_and_new(self, changes, answer):
        """
        A lead left a channel, agreed, showed interest, and never bought.
        """
        assert asked(lk.is_lead(), **{**COMPLETE, **changes}) is answer

    def test_captured(self):
        """
        Whoever was captured is a lead from that instant on.
        """
        lead = Lead.capture(
            id="L-1",
            contact=MAIL,
            consent=consent(NOW),
            touch=Touch("form", at=NOW),
            at=NOW,
        )

        assert lk.is_lead().test(lead, as_of=NOW) is True
        assert lk.is_lead().test(lead, as_of=NOW - TICK) is False
