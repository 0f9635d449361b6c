"""
Activities in rules: which ones are meant, and what is computed of them.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

import pytest
from hypothesis import given
from strategies import (
    NOW,
    F,
    Host,
    activities_meant,
    host,
    instants,
    queries,
    records,
)

import leadkit as lk
from leadkit import Activity, Move, RuleError, activity
from leadkit.rules.expressions import Number


def ago(**span):
    return NOW - timedelta(**span)


CALLS = activity("call_held")
LEAD = Host(
    id="L-1",
    moves=[
        Move(trigger="go", source="lead", target="prospect", at=ago(days=20), number=1),
        Move(trigger="go", source="prospect", target="lead", at=ago(days=10), number=2),
        Move(trigger="go", source="lead", target="prospect", at=ago(days=5), number=3),
    ],
    activities=[
        Activity(id="a1", type="call_held", at=ago(days=30), value=10),
        Activity(id="a2", type="call_held", at=ago(days=15), value=2.5, medium="phone"),
        Activity(id="a3", type="call_held", at=ago(days=2, hours=14), campaign="x y"),
        Activity(id="a4", type="call_held", at=ago(days=2, hours=13), value=4),
        Activity(id="a5", type="chat_held", at=ago(hours=6), value=1, channel="form"),
        Activity(id="a6", type="call_held", at=ago(hours=3), actor="machine"),
        Activity(id="a7", type="call_held", at=ago(hours=-1), value=99),
    ],
)

OPERATED = {
    "==": lambda: CALLS == 1,
    "!=": lambda: CALLS != 1,
    "<": lambda: CALLS < 1,
    "<=": lambda: CALLS <= 1,
    ">": lambda: CALLS > 1,
    ">=": lambda: CALLS >= 1,
    "1 <=": lambda: 1 <= CALLS,
    "&": lambda: CALLS & F.free_mail,
    "|": lambda: CALLS | F.free_mail,
    "1 &": lambda: 1 & CALLS,
    "1 |": lambda: 1 | CALLS,
    "~": lambda: ~CALLS,
    "+": lambda: CALLS + 1,
    "1 +": lambda: 1 + CALLS,
    "-": lambda: CALLS - CALLS,
    "1 -": lambda: 1 - CALLS,
    "*": lambda: CALLS * 2,
    "2 *": lambda: 2 * CALLS,
}


class TestActivity:
    @pytest.mark.parametrize(
        ("number", "value"),
        [
            (CALLS.count(), 4),
            (CALLS.total(), 16.5),
            (CALLS.largest(), 10),
            (CALLS.mean(), 5.5),
            (CALLS.latest(), 4),
            (CALLS.distinct_days(), 3),
            (CALLS.days_since_first(), 30),
            (CALLS.days_since_last(), 2 + 13 / 24),
            (activity("call_held", "chat_held").count(), 5),
            (activity("call_held", "chat_held").latest(), 1),
            (activity("chat_held").days_since_last(), 0.25),
            (CALLS.within(days=15).count(), 2),
            (CALLS.within(days=15, microseconds=1).count(), 3),
            (CALLS.within(weeks=52).total(), 16.5),
            (CALLS.since("prospect").count(), 2),
            (CALLS.since("lead").count(), 2),
            (CALLS.since("customer").count(), 4),
            (CALLS.since("customer").within(days=3).largest(), 4),
            (CALLS.where(actor="machine").count(), 1),
            (CALLS.where(actor="human").count(), 4),
            (CALLS.where(direction="inbound").count(), 4),
            (CALLS.where(medium="phone").count(), 1),
            (CALLS.where(campaign="x y").count(), 1),
            (CALLS.where(value=4).count(), 1),
            (CALLS.where(value_at_least=4).count(), 2),
            (CALLS.where(value_at_most=4).count(), 2),
            (CALLS.where(value_at_least=3, value_at_most=5).total(), 4),
            (activity("chat_held").where(channel="form").count(), 1),
            (activity("chat_held").where(purpose="marketing").count(), 0),
            (activity("chat_held").where(variant="B").mean(), None),
            (activity("never_seen").count(), 0),
            (activity("never_seen").days_since_last(), None),
        ],
    )
    def test_values(self, number, value):
        """
        What is computed of the activities that are meant.
        """
        assert value == number.value(LEAD, as_of=NOW)
        assert isinstance(number, Number)

    def test_days_are_those_of_utc(self):
        """
        Activities a minute apart are of two days if midnight in UTC lies between them.
        """
        midnight = NOW.replace(hour=0)
        lead = Host(
            id="L-1",
            activities=[
                Activity(id="a", type="x", at=midnight),
                Activity(id="b", type="x", at=midnight - timedelta(minutes=1)),
                Activity(id="c", type="x", at=midnight + timedelta(hours=11)),
            ],
        )

        assert 2 == activity("x").distinct_days().value(lead, as_of=NOW)

    def test_sums_do_not_depend_on_order(self):
        """
        Fractions are summed exactly, so that no order of the history matters.
        """
        values = [0.1, 1e15, 0.2, -1e15, 0.3]
        one, other = (
            Host(
                id="L-1",
                activities=[
                    Activity(id=f"{sign * i + 9}", type="x", at=NOW, value=value)
                    for i, value in enumerate(values)
                ],
            )
            for sign in (1, -1)
        )
        total = activity("x").total()

        assert 0.6 == total.value(one, as_of=NOW) == total.value(other, as_of=NOW)

    def test_enumerations_are_codes(self):
        """
        A type may be given as any enumeration of texts, and is kept as its code.
        """

        class Kind(str, Enum):  # noqa: UP042  not a StrEnum
            BADGE = "badge_scanned"

        rule = activity(Kind.BADGE, lk.ActivityType.CALL_HELD).count() >= 1

        assert rule == (activity("badge_scanned", "call_held").count() >= 1)
        assert "count of badge_scanned or call_held >= 1" == str(rule)

    @pytest.mark.parametrize(
        "types", [(), ("",), (" ",), (None,), (5,), (["a"],), (F,)]
    )
    def test_wants_types(self, types):
        """
        At least one type is named, as a text.
        """
        with pytest.raises(RuleError, match=r"activity\(\)"):
            activity(*types)

    @pytest.mark.parametrize("type_", [" call_held", "call_held\n", "call\theld"])
    def test_wants_types_that_records_can_have(self, type_):
        """
        A type that no activity can have is refused.
        """
        with pytest.raises(RuleError, match="padded or has control characters"):
            activity(type_)

    @pytest.mark.parametrize("operator", OPERATED)
    def test_wants_an_aggregate(self, operator):
        """
        Activities by themselves are no number, and the error says how to get one.
        """
        with pytest.raises(RuleError, match=r"Say which: \.count\(\)") as caught:
            OPERATED[operator]()

        assert "an operator on <call_held>" == caught.value.subject


class TestWhere:
    @pytest.mark.parametrize(
        ("conditions", "words"),
        [
            ({"medium": "emial"}, "Did you mean 'email'?"),
            ({"channel": "webinr"}, "Did you mean 'webinar'?"),
            ({"direction": "inbuond"}, "Did you mean 'inbound'?"),
            ({"actor": "robot"}, "'human' or 'machine'"),
            ({"medium": 5}, "'email', 'phone'"),
            ({"medium": ["email"]}, "'email', 'phone'"),
            ({"purpose": ""}, "a blank text"),
            ({"purpose": "marketing "}, "padded"),
            ({"campaign": 5}, "an int"),
            ({"variant": " "}, "a blank text"),
            ({"value": "5"}, "expected a number"),
            ({"value": True}, "a bool, expected a number"),
            ({"value_at_least": float("nan")}, "isn't finite"),
            ({"value_at_most": 10**16}, "at most 16 digits"),
            ({}, "at least one"),
            ({"medium": None}, "at least one"),
        ],
    )
    def test_wrong_conditions(self, conditions, words):
        """
        A condition that can't hold is refused when it is written.
        """
        with pytest.raises(RuleError) as caught:
            CALLS.where(**conditions)

        assert words in str(caught.value)

    def test_unknown_condition(self):
        """
        What an activity doesn't have is no condition.
        """
        with pytest.raises(TypeError, match="colour"):
            CALLS.where(colour="red")

    def test_given_twice(self):
        """
        One condition is given once, so that it can't contradict itself.
        """
        with pytest.raises(RuleError, match=r"'medium' again, expected each .* once"):
            CALLS.where(medium="email", value=3).where(medium="email", variant="A")

    def test_codes_and_members_are_one(self):
        """
        Conditions may be given as members or as codes, at once or one by one.
        """
        one = CALLS.where(medium=lk.Medium.EMAIL, actor=lk.Actor.HUMAN, value=2.0)
        other = CALLS.where(value=2).where(actor="human").where(medium="email")

        assert one.count().node == other.count().node

    @given(queries(), records(), instants())
    def test_narrows(self, query, record, as_of):
        """
        A condition, a window or a stage finds the same activities or fewer.
        """
        lead = host(record)
        # Inbound machines aside, which are found only when they are asked for.
        query = {**query, "where": {"actor": "human", **query["where"]}}
        wide = {
            **query, "where": {"actor": query["where"]["actor"]}, "window": None,
            "since": None,
        }  # fmt: skip

        few, many = (
            activities_meant(each).count().value(lead, as_of=as_of)
            for each in (query, wide)
        )

        assert few <= many


class TestWithin:
    @pytest.mark.parametrize(
        "span", [{}, {"days": 0}, {"days": -3}, {"days": 1, "hours": -24}]
    )
    def test_wants_a_positive_span(self, span):
        """
        A window of nothing would find nothing, ever.
        """
        with pytest.raises(RuleError, match="a positive span"):
            CALLS.within(**span)

    @pytest.mark.parametrize(
        "span",
        [
            {"months": 1},
            {"days": "3"},
            {"days": float("nan")},
            {"days": float("inf")},
            {"days": 10**10},
            {"days": timedelta(days=3)},
            {"days": None},
        ],
    )
    def test_wants_keywords_of_timedelta(self, span):
        """
        A span that `timedelta` can't hold is refused by an error of ours.
        """
        with pytest.raises(RuleError, match="keywords of timedelta, like days=90"):
            CALLS.within(**span)

    def test_once(self):
        """
        There is one window.
        """
        with pytest.raises(RuleError, match="a second window of 1 day"):
            CALLS.within(days=30).within(days=1)


class TestSince:
    @pytest.mark.parametrize("stage", ["", None, 5, " lead"])
    def test_wants_a_code(self, stage):
        """
        A stage is named by its code.
        """
        with pytest.raises(RuleError, match=r"since\(\)"):
            CALLS.since(stage)

    def test_once(self):
        """
        There is one stage.
        """
        with pytest.raises(RuleError, match="a second stage"):
            CALLS.since("lead").since("lead")

    def test_member(self):
        """
        A member of an enumeration is kept as its code.
        """
        one, other = CALLS.since(lk.Stage.LEAD), CALLS.since("lead")

        assert one.node == other.node
        assert "call_held since 'lead'" == str(one)
