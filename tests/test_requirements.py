"""
What must be loaded to ask a rule: no more, and above all no less.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    NOW,
    F,
    Host,
    has_name,
    host,
    instants,
    records,
    rules,
)

import leadkit as lk
from leadkit import Requirements, activity
from leadkit.rules.requirements import longest, requirements

CLICKS = activity("email_clicked")
CARD = lk.Scorecard(
    "engagement",
    [
        lk.Points(5, per=CLICKS.within(days=90)),
        lk.Group("fit", [lk.Points(5, when=F.seats >= 5)]),
    ],
)
TALKS = {
    "email_replied",
    "sms_replied",
    "social_messaged",
    "call_held",
    "meeting_held",
    "chat_held",
}


def needs(**changes):
    """
    Requirements with sets for lists.
    """
    return Requirements(
        **{
            name: frozenset(value) if isinstance(value, (list, set)) else value
            for name, value in changes.items()
        }
    )


class TestRequirements:
    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            (lk.ALWAYS, needs()),
            (has_name, needs()),
            (F.employees >= 50, needs(fields=["employees"])),
            (
                F.employees + F.budget >= F.employees,
                needs(fields=["employees", "budget"]),
            ),
            (F.title.contains(F.name), needs(fields=["title", "name"])),
            (F.seats >= 5, needs(traits=["seats"])),
            (
                F.plan.is_in("pro") | F.partner,
                needs(fields=["plan"], traits=["partner"]),
            ),
            (F.trial_ends.age() >= 5, needs(fields=["trial_ends"])),
            (F.budget.is_missing(), needs(fields=["budget"])),
            (F.budget.or_default(0) >= 5, needs(fields=["budget"])),
            (~F.free_mail, needs(fields=["free_mail"])),
            (
                CLICKS.within(days=90).count() >= 1,
                needs(activities=["email_clicked"], lookback=timedelta(days=90)),
            ),
            (
                CLICKS.count() >= 1,
                needs(activities=["email_clicked"], lookback=None),
            ),
            (
                (CLICKS.within(days=9).count() >= 1)
                & (activity("a", "b").within(days=30).latest() >= 1)
                & F.free_mail,
                needs(
                    fields=["free_mail"],
                    activities=["email_clicked", "a", "b"],
                    lookback=timedelta(days=30),
                ),
            ),
            (
                CLICKS.since("lead").within(days=1).count() >= 1,
                needs(
                    activities=["email_clicked"],
                    lookback=timedelta(days=1),
                    histories=["moves"],
                ),
            ),
            (lk.conversed(), needs(activities=TALKS, lookback=None)),
            (
                lk.conversed(since="lost"),
                needs(activities=TALKS, lookback=None, histories=["moves"]),
            ),
            (lk.consented("marketing", "email"), needs(histories=["consents"])),
            (lk.reachable("marketing"), needs(histories=["contacts", "consents"])),
            (lk.in_stage("lead"), needs(fields=["stage"], histories=["moves"])),
            (lk.has_been("lead"), needs(fields=["stage"], histories=["moves"])),
            (lk.came_from("lead"), needs(histories=["moves"])),
            (
                lk.time_in_stage() >= 3,
                needs(fields=["created_at"], histories=["moves"]),
            ),
            (lk.holds("MQL"), needs(histories=["grants"], qualifications=["MQL"])),
            (
                lk.is_lead(),
                needs(
                    activities=None,
                    lookback=None,
                    histories=["contacts", "consents", "touches"],
                ),
            ),
            (
                (CARD >= 5) | lk.holds("SQL"),
                needs(
                    traits=["seats"],
                    activities=["email_clicked"],
                    lookback=timedelta(days=90),
                    histories=["grants"],
                    qualifications=["SQL"],
                    cards=["engagement"],
                ),
            ),
        ],
    )
    def test_table(self, rule, expected):
        """
        What each rule reads, through the cards in it too.
        """
        assert expected == requirements([rule.node])

    @given(rules(), records(), instants())
    def test_other_activities_are_no_matter(self, rule, record, as_of):
        """
        Activities of another type, or further back, can be left out.
        """
        read = requirements([rule.node])
        kept = [
            one
            for one in record["activities"]
            if (read.activities is None or one["type"] in read.activities)
            and (read.lookback is None or as_of - one["at"] < read.lookback)
        ]
        less = host({**record, "activities": kept})

        assert rule.test(host(record), as_of=as_of) is rule.test(less, as_of=as_of)

    @given(rules(), records(), records(), instants())
    def test_other_fields_are_no_matter(self, rule, record, other, as_of):
        """
        Fields, traits and histories that aren't named may be anything.
        """
        read = requirements([rule.node])
        kept = read.fields | read.histories
        if read.activities is None or read.activities:
            kept |= {"activities"}
        changed = {**other, **{name: record[name] for name in kept}}
        changed["traits"] = {
            **other["traits"],
            **{name: record["traits"][name] for name in read.traits},
        }

        assert rule.test(host(record), as_of=as_of) is rule.test(
            host(changed), as_of=as_of
        )

    @given(rules(), records(), instants())
    def test_other_grants_are_no_matter(self, rule, record, as_of):
        """
        Grants of qualifications that aren't named can be left out.
        """
        read = requirements([rule.node])
        kept = [
            one
            for one in record["grants"]
            if one["qualification"] in read.qualifications
        ]
        less = host({**record, "grants": kept})

        assert rule.test(host(record), as_of=as_of) is rule.test(less, as_of=as_of)

    @given(st.lists(rules(), max_size=4))
    def test_many_rules(self, several):
        """
        Several rules read what each of them reads, in any order.
        """
        nodes = [rule.node for rule in several]
        joined = Requirements()
        for node in reversed(nodes):
            joined |= requirements([node])

        assert requirements(nodes) == joined
        assert joined | joined == joined == joined | Requirements()
        assert all(requirements([node]) | joined == joined for node in nodes)

    def test_far_lookback(self):
        """
        An activity at the far edge of the look-back isn't read, one later is.
        """
        rule = CLICKS.within(days=90).count() >= 1
        edge = NOW - requirements([rule.node]).lookback

        def clicked(at):
            click = lk.Activity(id="a", type="email_clicked", at=at)
            return rule.test(Host(id="L-1", activities=[click]), as_of=NOW)

        assert clicked(edge) is False
        assert clicked(edge + timedelta(microseconds=1)) is True


class TestLongest:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            (timedelta(0), timedelta(days=3), timedelta(days=3)),
            (timedelta(days=5), timedelta(days=3), timedelta(days=5)),
            (None, timedelta(days=3), None),
            (timedelta(days=3), None, None),
            (None, None, None),
        ],
    )
    def test_none_is_without_end(self, one, other, expected):
        """
        The longer look-back is taken, and none is longer than one without end.
        """
        assert expected == longest(one, other)
