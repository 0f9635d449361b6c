"""
What may happen to a lead in a machine: whatever the rules can tell, at its edges.
"""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

import leadkit as lk
from leadkit.rules.proof.solving import TooMuchError
from leadkit.testing.machines import chances as module
from leadkit.testing.machines.chances import Chances, chances
from leadkit.testing.machines.enough import enough_for
from leadkit.testing.machines.occasions import (
    Agreed,
    Became,
    Change,
    Did,
    Granted,
    Revoked,
    Withdrew,
    taken,
)

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
MAY = datetime(2026, 5, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Person(lk.Lead):
    seats: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    signed: datetime | None = None


@attrs.frozen(kw_only=True)
class Other(lk.Lead):
    height: int | None = None


F = lk.fields(Person, traits={"plan": str})
LEAD = lk.fields(lk.Lead)


@lk.rule(name="is large")
def is_large(lead, as_of):
    return lead.seats >= 20 or lead.traits.get("size") == "huge"


@lk.rule(name="signed before")
def signed_before(lead, as_of):
    return lead.signed is not None and as_of - lead.signed >= timedelta(days=30)


@lk.rule(name="asks twice")
def asks_twice(lead, as_of):
    times = sum(one.type == "asked" for one in lead.activities)
    return 2 <= times < 5000


@lk.rule(name="asks, or has seats")
def asks_or_has_seats(lead, as_of):
    kinds = {one.type for one in lead.activities}
    return "asked" in kinds or lead.to_dict().get("seats") == 5


@lk.rule(name="is gold")
def is_gold(lead, as_of):
    return lead.traits.get("plan") == "gold"


@lk.rule(name="anybody")
def anybody(lead, as_of):
    return True


@lk.rule(name="nobody knows")
def nobody_knows(lead, as_of):
    return None


HEIGHT = lk.fields(Other).height
VIEWED = lk.activity("viewed")


def moves(rule, **given):
    """Make a lifecycle of one move."""
    move = lk.Transition("go", "lead", "open", rule, **given)
    return lk.Lifecycle("l", ["lead", "open"], initial="lead", transitions=[move])


def found(rule, playbook=None, **given):
    """Find what may happen."""
    first = Person(id="L-1", stage="lead")
    return chances(moves(rule, **given), first, START, playbook)


class TestChances:
    @pytest.mark.parametrize(
        ("rule", "times"),
        [(VIEWED.count() >= 3, {1, 3, 4}), (VIEWED.count() >= 40, {1})],
        ids=["few", "many"],
    )
    def test_counts(self, rule, times):
        """
        As many activities happen as a count asks for, and more, unless they are many.
        """
        happens = {one.times for one in found(rule).deeds if not one.details}

        assert times == happens

    def test_days(self):
        """
        Activities happen day by day where days are counted, unless they are many.
        """
        deeds = {*found(VIEWED.distinct_days() >= 3).deeds}
        many = found(VIEWED.distinct_days() >= 40).deeds

        assert {Did("viewed", 3, daily=True), Did("viewed", 4, daily=True)} <= deeds
        assert all(one.times <= 30 for one in many)

    def test_values(self):
        """
        Values lie at the edges of what is asked of them, and elsewhere what looks alike
        happens, too.
        """
        deeds = found(VIEWED.where(value_at_least=5).count() >= 1).deeds
        totals = found(VIEWED.total() >= 100).deeds

        assert Did("viewed", details=(("value", 5),)) in deeds
        assert Did("viewed") in deeds
        assert {99, 100, 101} & {dict(one.details).get("value") for one in totals}

    @pytest.mark.parametrize(
        ("asked", "other"), [("machine", "human"), ("human", "machine")]
    )
    def test_actors(self, asked, other):
        """
        What somebody else does, whom the rule doesn't mean, happens as well.
        """
        actors = {
            str(dict(one.details).get("actor"))
            for one in found(VIEWED.where(actor=asked).count() >= 1).deeds
        }

        assert {asked, other, "None"} == actors

    @pytest.mark.parametrize(
        ("rule", "agreed"),
        [
            (lk.consented("marketing", "post"), Agreed("marketing", "post")),
            (lk.reachable("billing"), Agreed("billing", "email")),
            (lk.reachable("billing", "sms"), Agreed("billing", "sms")),
            (lk.is_lead(), Agreed("marketing", "email")),
        ],
        ids=["consented", "reachable", "by a medium", "is_lead"],
    )
    def test_consents(self, rule, agreed):
        """
        Leads agree to what is asked about, and withdraw that; they can be reached so.
        """
        happens = found(rule)

        assert (agreed,) == happens.agreements
        assert (agreed,) in happens.kinds
        assert (Withdrew(agreed.purpose, agreed.medium),) in happens.kinds
        assert [agreed.medium] == [str(one) for one in happens.media]

    def test_conversations(self):
        """
        Where it matters whether we talked, all ways to talk happen.
        """
        assert {"call_held", "meeting_held"} < {
            one.type for one in found(lk.conversed()).deeds
        }

    def test_qualifications(self):
        """
        What is held may be granted, and revoked.
        """
        happens = found(lk.holds("MQL"))

        assert ((Granted("MQL"),), (Revoked("MQL"),)) == happens.kinds

    def test_fields(self):
        """
        Fields get the values that matter, but none that the class of leads refuses.
        """
        changes = found((F.seats >= 10) | (F.seats < 1) | (F.plan == "pro")).changes

        assert {Became("seats", 10), Became("plan", "pro", True)} <= {*changes}
        assert Became("plan", None, True) in changes
        assert all(one.field != "seats" or one.value >= 1 for one in changes)

    @pytest.mark.parametrize(
        "rule",
        [LEAD.created_at.is_missing(), HEIGHT > 1],
        ids=["leadkit's own", "another class's"],
    )
    def test_fields_that_do_not_change(self, rule):
        """
        What isn't a field of the host's own leads doesn't change by itself.
        """
        assert () == found(rule).changes

    def test_instants(self):
        """
        An instant lies where it is asked for, at no end of the calendar.
        """
        values = [one.value for one in found(F.signed.before(MAY)).changes]

        assert {None, MAY} < {*values}
        assert all(one is None or abs(one - MAY) <= DAY for one in values)

    def test_ages(self):
        """
        Of an instant whose age is asked, the age is what changes; and it is waited for.
        """
        happens = found(F.signed.age() > 30)
        became = Became("signed", 30 * DAY)

        assert became in happens.changes
        assert (Change("signed", START - 30 * DAY),) == became.records(None, START)
        assert {30 * DAY, 30 * DAY - TICK} < {*happens.spans}

    @pytest.mark.parametrize(
        "rule",
        [
            VIEWED.within(days=7).count() >= 1,
            VIEWED.days_since_last() > 7,
            lk.time_in_stage() > 7,
        ],
        ids=["window", "since", "stage"],
    )
    def test_spans(self, rule):
        """
        Time passes up to the edges of windows, ages and stays, and just not as far.
        """
        assert {7 * DAY, 7 * DAY - TICK} < {*found(rule).spans}

    def test_deadlines(self):
        """
        Time passes until a move is due.
        """
        assert 9 * DAY in found(VIEWED.count() >= 1, after=9 * DAY).spans

    def test_rules_of_the_playbook(self):
        """
        What other rules of a playbook ask about happens if it runs in the application.
        """
        card = lk.Scorecard("c", [lk.Points(1, per=lk.activity("called"))])
        playbook = lk.Playbook("p", scorecards=[card])
        rule = VIEWED.count() >= 1

        assert "called" not in {one.type for one in found(rule).deeds}
        assert "called" in {one.type for one in found(rule, playbook).deeds}

    @pytest.mark.parametrize(
        ("function", "changes"),
        [
            (is_large, {Became("seats", one) for one in (1, 19, 20, 21)}),
            (signed_before, {Became("signed", one * DAY) for one in (0, 30)}),
            (asks_twice, set()),
        ],
        ids=["number", "instant", "none"],
    )
    def test_fields_that_functions_read(self, function, changes):
        """
        Fields that a host's function names get values near those it names, none that
        the class refuses, and others get none.
        """
        happens = {*found(function).changes}

        assert changes <= happens
        assert {one.field for one in changes} == {one.field for one in happens}

    def test_activities_that_functions_read(self):
        """
        Types of activities that a host's function names are done as often as it says,
        unless that is very often; the words of one that reads fields are not.
        """
        assert {Did("asked"), Did("asked", 2)} == {*found(asks_twice).deeds}
        assert () == found(is_large).deeds

    def test_functions_that_read_both(self):
        """
        The name of a field is no type of activity, and the field is one that is read.
        """
        happens = found(asks_or_has_seats)

        assert {Did("asked"), Did("asked", 5)} == {*happens.deeds}
        assert {"seats"} == {one.field for one in happens.changes}

    def test_no_rules(self):
        """
        Where nothing is asked, nothing happens but that time passes.
        """
        assert Chances() == found(None)

    def test_what_is_too_much(self, monkeypatch):
        """
        Where there is too much to tell apart, what is asked about happens all the same.
        """

        def refuse(*_):
            raise TooMuchError

        monkeypatch.setattr(module, "World", refuse)

        assert Did("viewed") in found(VIEWED.count() >= 3).deeds


class TestEnoughFor:
    def bundles(self, rule):
        """Bring together what a rule asks for."""
        [move] = moves(rule).transitions
        return list(enough_for(move, Person))

    @pytest.mark.parametrize(
        "rule",
        [
            (VIEWED.count() >= 3) & lk.consented("marketing", "email"),
            (F.seats >= 10) & (F.plan == "pro") & (VIEWED.count() >= 1),
            (F.signed.age() > 30) & (F.signed.age() < 40),
            F.signed.before(MAY),
            lk.holds("MQL") & lk.holds("SQL"),
            VIEWED.days_since_last() > 100,
            is_large & (VIEWED.count() >= 2),
            (F.seats >= 5) & is_large & signed_before,
            is_gold,
            anybody & (VIEWED.count() >= 2),
            ~is_large & asks_twice,
        ],
        ids=[
            "consent",
            "fields",
            "age",
            "instant",
            "grants",
            "days",
            "function",
            "functions and a field",
            "a trait in a function",
            "a function that always says yes",
            "a function that says no",
        ],
    )
    def test_it_is_enough(self, rule):
        """
        When all of it has happened, to whomever it did, the move can be made.
        """
        [enough] = self.bundles(rule)
        lead = Person(id="L-1", stage="lead").grant("PQL", at=START, by="ada")
        now = START
        for happening in enough.records(lead, START):
            now = max(now, getattr(happening, "at", now))
            lead = taken(lead, happening)
        # What takes time takes as long as between the first thing and the last.
        now += 101 * DAY if "days since" in str(rule) else 0 * DAY

        assert "open" == moves(rule).advance(lead, "go", at=now).stage

    @pytest.mark.parametrize(
        "rule",
        [
            None,
            (VIEWED.count() >= 3) & (VIEWED.count() < 2),
            VIEWED.days_since_last() > 6000,
            lk.consented("marketing", "email"),
            nobody_knows,
            nobody_knows & (VIEWED.count() >= 3) & (VIEWED.count() < 2),
        ],
        ids=["no rule", "never", "too long", "one consent", "unknown", "neither"],
    )
    def test_there_is_none(self, rule):
        """
        What can't happen, takes too long, or is but one consent is no bundle.
        """
        assert [] == self.bundles(rule)

    def test_leadkits_own_fields(self):
        """
        What leadkit keeps itself isn't changed by a host.
        """
        [enough] = self.bundles(LEAD.created_at.is_missing() & (VIEWED.count() >= 1))

        assert [lk.Activity] == [
            type(one) for one in enough.records(Person(id="L-1"), START)
        ]
