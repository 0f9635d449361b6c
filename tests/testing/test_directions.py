"""
Which way totals and answers go, held against what they do.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import (
    NOW,
    TICK,
    F,
    activities,
    activities_meant,
    cards,
    hosts,
    queries,
    rules,
)

import leadkit as lk
from leadkit import Group, Points, Scorecard, activity
from leadkit.rules import nodes as n
from leadkit.rules.gathering import found
from leadkit.rules.meaning import ask
from leadkit.tallying import scored
from leadkit.testing.scores.adding import OneMore, may_mean_one
from leadkit.testing.scores.directions import Change, Directions, least
from leadkit.testing.scores.passing import TimePasses

A = activity("email_clicked")
SOON = st.sampled_from([TICK, timedelta(hours=12), timedelta(days=1)]) | st.timedeltas(
    TICK, timedelta(days=40)
)

# What takes long is tried less often.
FEWER = settings(max_examples=max(settings().max_examples // 2, 1))


def one_more(query):
    """
    Read rules for what one more activity does.
    """
    return Directions(OneMore(query.node))


PASSING = Directions(TimePasses())


def card(*entries, **limits):
    """
    A card of some entries.
    """
    return Scorecard("c", entries, **limits)


def asked_for(where):
    """
    What an activity has that meets most conditions.
    """
    names = ("value", "value_at_least", "value_at_most")
    values = [where[name] for name in names if name in where]
    plain = {name: one for name, one in where.items() if name not in names}
    return {**plain, "value": values[0]} if values else plain


@st.composite
def grown(draw):
    """
    A lead, the same with one more activity, and a query that means it.
    """
    lead = draw(hosts())
    content = draw(activities())
    content["at"] = min(content["at"], NOW)
    query = draw(queries())
    meant = activities_meant({**query, "since": None, "window": None})
    more = lk.Activity(
        id="more",
        **{**content, "type": meant.node.types[0], **asked_for(query["where"])},
    )
    after = lead.record(more)
    assume(more in found(meant.node, after, NOW))
    return lead, after, meant


@st.composite
def past(draw):
    """
    A lead to which nothing happens any more.
    """
    lead = draw(hosts())

    def before(records):
        return [one for one in records if one.at <= NOW]

    created = lead.created_at
    moves = before(lead.moves)
    return attrs.evolve(
        lead,
        activities=before(lead.activities),
        consents=before(lead.consents),
        touches=before(lead.touches),
        grants=before(lead.grants),
        moves=moves,
        stage=moves[-1].target if moves else "lead",
        created_at=created if created is None or created <= NOW else None,
    )


def goes(change, before, after):
    """
    Tell whether two totals go as a change says.
    """
    return (change.rises or after <= before) and (change.falls or after >= before)


class TestOneMore:
    @FEWER
    @given(cards(), grown())
    def test_totals(self, scorecard, grown):
        """
        With one more activity, a total goes only where the card was read to go.
        """
        lead, after, query = grown
        totals = [scored(scorecard, one, NOW).hundredths for one in (lead, after)]

        assert goes(one_more(query).group(scorecard), *totals)

    @FEWER
    @given(rules(opaque=True), grown())
    def test_answers(self, rule, grown):
        """
        With one more activity, an answer turns only where the rule was read to turn.
        """
        lead, after, query = grown
        turn = one_more(query).question(rule.node)
        answers = [ask(rule.node, one, NOW) for one in (lead, after)]

        assert goes(turn.true, *[answer is True for answer in answers])
        assert goes(turn.false, *[answer is False for answer in answers])

    @pytest.mark.parametrize(
        ("value", "change"),
        [
            (A.count(), Change(rises=True)),
            (A.distinct_days(), Change(rises=True)),
            (A.where(value_at_least=0).total(), Change(rises=True)),
            (A.where(value_at_most=0).total(), Change(falls=True)),
            (A.total(), Change(rises=True, falls=True)),
            (A.largest(), Change(rises=True, appears=True)),
            (A.latest(), Change(rises=True, falls=True, appears=True)),
            (A.days_since_last(), Change(falls=True, appears=True)),
            (A.days_since_first(), Change(rises=True, appears=True)),
            (activity("page_viewed").count(), Change()),
            (A.where(actor="machine", direction="inbound").count(), Change()),
            (A.where(medium="email").count(), Change(rises=True)),
            (A.count() - 3, Change(rises=True)),
            (3 - A.count(), Change(falls=True)),
            (A.count() * -2, Change(falls=True)),
            (-2 * A.count(), Change(falls=True)),
            (A.count() * A.distinct_days(), Change(rises=True)),
            (A.count() * F.budget, Change(rises=True, falls=True)),
            (A.count() - A.distinct_days(), Change(rises=True, falls=True)),
            (F.budget * F.budget, Change()),
            (
                A.where(value_at_least=0).total() - activity("x").total(),
                Change(rises=True, falls=True),
            ),
            (A.largest().or_default(-(10**15)), Change(rises=True)),
            (A.largest().or_default(3), Change(rises=True, falls=True)),
            (A.days_since_last().or_default(0), Change(rises=True, falls=True)),
            (A.where(value_at_least=1).largest().or_default(0), Change(rises=True)),
        ],
    )
    def test_numbers(self, value, change):
        """
        A number goes where its activities and its operators lead.
        """
        assert change == one_more(A).value(value.node)

    def test_a_product_of_many(self):
        """
        A product of so many numbers that no float may hold it goes anywhere.
        """
        product = A.count()
        for _ in range(8):
            product *= A.distinct_days()

        assert Change(True, True, True, True) == one_more(A).value(product.node)

    @pytest.mark.parametrize(
        ("rule", "true"),
        [
            (A.count() >= 3, Change(rises=True)),
            (A.count() < 3, Change(falls=True)),
            (A.count() == 3, Change(rises=True, falls=True)),
            (~(A.count() >= 3), Change(falls=True)),
            (A.largest() >= 3, Change(rises=True)),
            (~(A.largest() >= 3), Change(rises=True, falls=True)),
            (A.largest().is_missing(), Change(falls=True)),
            (~A.largest().is_missing(), Change(rises=True)),
            (A.days_since_last() <= 3, Change(rises=True)),
            (A.days_since_last().or_default(99) <= 3, Change(rises=True)),
            (A.days_since_last().or_default(0) <= 3, Change(rises=True, falls=True)),
            (lk.conversed(), Change()),
            (lk.is_lead(), Change(rises=True)),
            (lk.in_stage("lead"), Change()),
            (F.title.contains("Head"), Change()),
            (card(Points(1, per=A)) >= 3, Change(rises=True)),
            (lk.all_of(A.count() >= 3, F.budget > 1), Change(rises=True)),
            (lk.NEVER, Change()),
        ],
    )  # fmt: skip
    def test_rules(self, rule, true):
        """
        A rule becomes known true, or stops being so, where its parts let it.
        """
        assert true == one_more(A).question(rule.node).true

    @pytest.mark.parametrize(
        ("entry", "change"),
        [
            (Points(1, per=A), Change(rises=True)),
            (Points(-1, per=A), Change(falls=True)),
            (Points(0, per=A), Change()),
            (Points(1, per=A, cap=0), Change()),
            (Points(1, per=A, when=lk.NEVER), Change()),
            (Points(1, per=A, at_most=2, per_day=1), Change(rises=True)),
            (Points(1, per=A, halving=timedelta(days=3)), Change(rises=True)),
            (Points(1, per=activity("x")), Change()),
            (Points(1, per=A.largest()), Change(rises=True)),
            (Points(1, per=A.days_since_last()), Change(rises=True, falls=True)),
            (Points(1, when=A.count() < 3), Change(falls=True)),
            (Group("g", [Points(1, per=A)], floor=2, ceiling=2), Change()),
            (
                Group("g", [Points(1, per=A), Points(-1, per=activity("x"))]),
                Change(rises=True),
            ),
        ],
    )
    def test_entries(self, entry, change):
        """
        An entry gives more or less where its rule and what it counts lead.
        """
        assert change == one_more(A).group(card(entry))

    def test_a_purchase_ends_a_lead(self):
        """
        One more purchase may end that the record is a lead.
        """
        turn = one_more(activity("purchased")).question(lk.is_lead().node)

        assert Change(rises=True, falls=True) == turn.true

    def test_a_call_is_a_conversation(self):
        """
        One more call may be the first conversation, and undoes none.
        """
        turn = one_more(activity("call_held")).question(lk.conversed().node)

        assert (Change(rises=True), Change(falls=True)) == (turn.true, turn.false)

    def test_a_hosts_function(self):
        """
        What a host's function says may turn any way.
        """
        odd = lk.rule(name="odd")(lambda lead, as_of: True)

        assert Change(rises=True, falls=True) == one_more(A).question(odd.node).true


class TestTimePasses:
    @FEWER
    @given(cards(), past(), SOON)
    def test_totals(self, scorecard, lead, span):
        """
        As time passes, a total goes only where the card was read to go.
        """
        change = PASSING.group(scorecard)
        totals = [scored(scorecard, lead, at).hundredths for at in (NOW, NOW + span)]

        assert goes(change, *totals)

    @given(rules(opaque=True), past(), SOON)
    def test_answers(self, rule, lead, span):
        """
        As time passes, an answer turns only where the rule was read to turn.
        """
        turn = PASSING.question(rule.node)
        answers = [ask(rule.node, lead, at) for at in (NOW, NOW + span)]

        assert goes(turn.true, *[answer is True for answer in answers])
        assert goes(turn.false, *[answer is False for answer in answers])

    @pytest.mark.parametrize(
        ("value", "change"),
        [
            (A.count(), Change()),
            (A.within(days=3).count(), Change(falls=True)),
            (A.within(days=3).total(), Change(rises=True, falls=True)),
            (A.where(value_at_least=0).within(days=3).total(), Change(falls=True)),
            (A.within(days=3).largest(), Change(falls=True, vanishes=True)),
            (A.within(days=3).latest(), Change(vanishes=True)),
            (
                A.within(days=3).mean(),
                Change(rises=True, falls=True, vanishes=True),
            ),
            (A.days_since_last(), Change(rises=True)),
            (A.within(days=3).days_since_last(), Change(rises=True, vanishes=True)),
            (
                A.within(days=3).days_since_first(),
                Change(rises=True, falls=True, vanishes=True),
            ),
            (F.trial_ends.age(), Change(rises=True)),
            (lk.time_in_stage(), Change(rises=True)),
            (A.within(days=3).largest().or_default(-(10**15)), Change(falls=True)),
        ],
    )
    def test_numbers(self, value, change):
        """
        A number goes where its window and its age lead.
        """
        assert change == PASSING.value(value.node)

    @pytest.mark.parametrize(
        ("rule", "true"),
        [
            (lk.consented("marketing", "email"), Change(falls=True)),
            (~lk.reachable("marketing"), Change(rises=True)),
            (lk.is_lead(), Change(rises=True, falls=True)),
            (lk.holds("MQL"), Change()),
            (A.within(days=3).latest().is_missing(), Change(rises=True)),
            (A.within(days=3).latest() >= 3, Change(falls=True)),
            (A.within(days=3).latest().or_default(9) >= 3, Change(rises=True)),
        ],
    )
    def test_rules(self, rule, true):
        """
        A rule stops being known true where something leaves its window or expires.
        """
        assert true == PASSING.question(rule.node).true

    @pytest.mark.parametrize(
        ("entry", "change"),
        [
            (Points(1, per=A), Change()),
            (Points(1, per=A.within(days=3)), Change(falls=True)),
            (Points(-1, per=A, fading=timedelta(days=3)), Change(rises=True)),
            (Points(-1, per=A, halving=timedelta(days=3)), Change(rises=True)),
            (Points(1, per=F.trial_ends.age()), Change(rises=True)),
        ],
    )
    def test_entries(self, entry, change):
        """
        Positive points only fall as activities grow old, and negative ones rise.
        """
        assert change == PASSING.group(card(entry))


class TestMayMeanOne:
    @FEWER
    @given(grown(), queries())
    def test_what_both_mean(self, grown, query):
        """
        Two queries that mean one activity are told to.
        """
        lead, after, meant = grown
        (more,) = set(after.activities) - set(lead.activities)
        where = {
            name: wanted
            for name, wanted in query["where"].items()
            if getattr(more, name, wanted) == wanted
        }
        types = [more.type, *(one for one in query["types"] if one != more.type)]
        query |= {"types": types, "where": where, "since": None}
        other = activities_meant(query)
        assume(more in found(other.node, after, NOW))

        assert may_mean_one(meant.node, other.node)

    @pytest.mark.parametrize(
        ("other", "told"),
        [
            (activity("page_viewed"), False),
            (activity("page_viewed", "email_clicked"), True),
            (A.where(medium="email"), True),
            (A.where(value_at_most=0), False),
            (A.where(value_at_most=5, value_at_least=5), True),
            (A.where(actor="machine", direction="inbound"), False),
            (A.where(actor="machine"), True),
            (A.where(medium="email", channel="form"), True),
        ],
    )
    def test_tells(self, other, told):
        """
        Those that exclude each other by type, condition, value or actor don't.
        """
        assert told is may_mean_one(
            A.where(value_at_least=1, medium="email", channel="form").node, other.node
        )

    def test_other_conditions(self):
        """
        What comes by mail isn't what comes by phone.
        """
        assert not may_mean_one(
            A.where(medium="email").node, A.where(medium="phone").node
        )


class TestLeast:
    @pytest.mark.parametrize(
        ("value", "low"),
        [
            (A.count(), 0),
            (A.days_since_last(), 0),
            (A.total(), None),
            (A.where(value_at_least=2).total(), 0),
            (A.where(value_at_least=2).largest(), 2),
            (lk.time_in_stage(), 0),
            (F.trial_ends.age(), None),
            (F.budget, None),
            (A.count() + 3, 3),
            (A.count() - 3, None),
            (A.count() * A.count(), 0),
            (A.count() * -1, None),
            (F.budget + 1, None),
            (F.budget.or_default(3), None),
            (A.largest().or_default(3), -(10**15)),
            (A.mean().or_default(3), None),
            (A.days_since_last().or_default(3), 0),
            (card(Points(-1.5, when=lk.ALWAYS)).total, Fraction(-3, 2)),
            (card(Points(-1, per=A)).total, None),
        ],
    )
    def test_tells(self, value, low):
        """
        A number is known never to fall below what its parts can't.
        """
        assert low == least(value.node)

    def test_other_constants(self):
        """
        A text has no least.
        """
        assert least(n.constant("Head", F.title.node)) is None
