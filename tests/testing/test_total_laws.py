"""
How totals change: with one more activity, with time, in another order, and twice.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import Host

import leadkit as lk
from leadkit import Group, Playbook, Points, RuleError, Scorecard, activity, standard
from leadkit.standard import engagement_card, fit_card
from leadkit.testing.laws import (
    decays_only_down,
    duplicates_free,
    monotone,
    order_free,
)

A, B = activity("email_clicked"), activity("call_held")
F = lk.fields(Host)
AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SEEDS = [None, 1]


def card(*entries, **limits):
    """
    A card of some entries.
    """
    return Scorecard("c", entries, **limits)


def crowd(*entries, **limits):
    """
    A card of some entries among many that have nothing to do with them.
    """
    others = [Points(1, per=activity(kind), cap=3) for kind in "abcdefgh"]
    return Scorecard("c", [*entries, *others], **limits)


def pasted(finding, **names):
    """
    Run the test that a finding shows, and say whether it passes.
    """
    lines = finding.witness.test.splitlines()
    kept = [one for one in lines if one.partition(" = ...")[0] not in names]
    space = dict(names)
    exec(compile("\n".join(kept), "pasted", "exec", dont_inherit=True), space)
    test = next(v for k, v in space.items() if k.startswith("test_"))
    try:
        test()
    except AssertionError:
        return False
    return True


def refuted(law, given, **options):
    """
    Find what breaks a law, and see that the test to paste does so too.
    """
    finding = law(given, **{"examples": 100, **options})
    assert "refuted" == finding.kind
    assert not pasted(finding, SCORE=given, Record=type(finding.witness.lead))
    return finding


@lk.rule(name="few things done")
def few(lead, as_of):
    """
    A host's own function that more activities turn.
    """
    return len(lead.activities) < 12


# Numbers of activities as their counts, for an oracle that enumerates.
COUNTS = range(7)


@st.composite
def counting_cards(draw):
    """
    A card whose total depends on three counts alone, and as evenly beyond five.
    """
    counted = st.sampled_from([activity(name) for name in ("a", "b", "c")])

    def rule():
        value = draw(counted).count()
        limit = draw(st.integers(1, 4))
        return draw(st.sampled_from([value >= limit, value >= limit, value < limit]))

    def points():
        worth = draw(st.sampled_from([5, 3, 1, 0.5, -2]))
        gate = rule() if draw(st.booleans()) else None
        if gate is not None and draw(st.booleans()):
            return Points(worth, when=gate)
        at_most = draw(st.none() | st.integers(1, 4))
        return Points(worth, when=gate, per=draw(counted), at_most=at_most)

    def limits():
        return draw(st.sampled_from([{}, {}, {"floor": 0}, {"ceiling": 6}]))

    group = Group("g", [points() for _ in range(draw(st.integers(1, 2)))], **limits())
    entries = [points() for _ in range(draw(st.integers(0, 2)))]
    return Scorecard("c", [group, *entries], **limits())


def lead_of(counts):
    """
    A lead that did so many of each.
    """
    return lk.Lead(
        id="L-1",
        activities=[
            lk.Activity(id=f"{name}{number}", type=name, at=AT)
            for name, times in zip("abc", counts, strict=True)
            for number in range(times)
        ],
    )


LEADS = {counts: lead_of(counts) for counts in product(COUNTS, repeat=3)}


class TestMonotone:
    def test_a_misspelt_type(self):
        """
        A type that no card asks about is told if it looks like one that it does.
        """
        card = Scorecard("c", [Points(5, per=activity("brochure_requested"))])

        with pytest.raises(RuleError, match="Did you mean 'brochure_requested'"):
            monotone(card, adding="brochure_requestd")

    @pytest.mark.parametrize("kind", ["brochure_returned", "email_opened"])
    def test_a_type_that_is_not_asked_about(self, kind):
        """
        Any other type that no card asks about lowers nothing.
        """
        card = Scorecard("c", [Points(5, per=activity("brochure_requested"))])

        assert "proved" == monotone(card, adding=kind).kind

    @settings(max_examples=40, suppress_health_check=[HealthCheck.nested_given])
    @given(counting_cards())
    def test_agrees_with_an_enumeration(self, scorecard):
        """
        What is proved holds by an enumeration of all counts, and what is refuted
        doesn't.
        """
        totals = {
            counts: scorecard.hundredths(lead, as_of=AT)
            for counts, lead in LEADS.items()
        }
        holds = all(
            totals[a + 1, b, c] >= total
            for (a, b, c), total in totals.items()
            if a + 1 in COUNTS
        )

        finding = monotone(scorecard, adding="a", examples=20)

        assert finding.kind != ("refuted" if holds else "proved")

    @pytest.mark.parametrize(
        "adding",
        ["email_opened", ["form_submitted", "call_held"], activity("purchased")],
    )
    def test_the_standard_cards(self, adding):
        """
        Of what is welcome, one more never lowers the engagement.
        """
        finding = monotone(engagement_card(), adding=adding)

        assert ("proved", 30) == (finding.kind, finding.states)

    @pytest.mark.parametrize(
        "rule",
        [
            (A.count() >= 3) & (A.count() < 2),
            A.within(days=7).days_since_last() > 7,
            ~lk.any_of(F.free_mail) & lk.any_of(F.free_mail),
        ],
        ids=str,
    )
    def test_what_is_never_known_true(self, rule):
        """
        An entry that gives nothing to anybody lowers no total.
        """
        idle = crowd(Points(5, when=rule), Points(-5, when=rule, name="less"))

        assert "proved" == monotone(idle, adding="email_clicked").kind

    def test_values(self):
        """
        Whether minutes can be negative is for the query to say.
        """
        minutes = activity("session_ended")

        refuted(monotone, engagement_card(), adding=minutes)
        positive = minutes.where(value_at_least=0)
        assert "proved" == monotone(engagement_card(), adding=positive).kind

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize(
        "broken",
        [
            crowd(Points(5, when=A.within(days=30).count().between(7, 9))),
            crowd(Points(5, when=A.latest() >= 7), ceiling=10),
            crowd(Points(5, when=(A.days_since_last() >= 5) & (A.count() >= 3))),
            crowd(Points(3, per=A, at_most=5), Points(-1, per=A, at_most=10)),
            crowd(Points(-5, per=activity("email_clicked", "x")), floor=0),
            crowd(Points(5, when=few)),
            crowd(Points(5, when=A.distinct_days().between(5, 7))),
            crowd(Points(5, when=~(A.where(medium="email").count() >= 20))),
            crowd(Group("g", [Points(2, per=A)], ceiling=9), Points(-1, per=A)),
            crowd(
                Points(
                    5,
                    when=lk.in_stage("prospect")
                    & lk.holds("MQL")
                    & (F.employees >= 50)
                    & (A.mean() >= 7),
                )
            ),
        ],
    )
    def test_catches(self, broken, seed):
        """
        A card that one more activity lowers is caught wherever drawing begins.
        """
        refuted(monotone, broken, adding=A, seed=seed)

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("most", [10, 75])
    def test_catches_that_only_the_last_count(self, most, seed):
        """
        A function for which only the last so many count is caught, however many.
        """

        def score(lead, as_of):
            return sum(
                3 if a.type == "form_submitted" else 1 for a in lead.activities[:most]
            )

        refuted(monotone, score, adding=A, seed=seed)

    def test_the_witness(self):
        """
        The witness tells the lead by its parts, the one more, and both totals.
        """
        finding = monotone(card(Points(5, when=A.count() < 3, name="new")), adding=A)

        assert (
            "A lead stands at 'lead'.",
            "2026-01-01 12:00: it does 'email_clicked', 2 times.",
            "As of 2026-01-01 12:00, card 'c' gives 5: new 5.",
            "It does one more 'email_clicked' at 2026-01-01 12:00.",
            "As of 2026-01-01 12:00, card 'c' gives 0.",
        ) == finding.witness.story
        assert 3 == len(finding.witness.lead.activities) + 1

    def test_a_class_that_takes_no_activities(self):
        """
        Where a class of leads takes no activities, none lowers the total.
        """

        @attrs.frozen(kw_only=True)
        class Quiet(lk.Lead):
            size: int = attrs.field(default=1)

            @size.validator
            def _refuse(self, *_):
                if self.activities:
                    raise ValueError

        finding = monotone(noted_nothing, adding=A, record=Quiet, examples=5)

        assert "sampled" == finding.kind

    def test_what_is_left_open(self):
        """
        Where no example breaks it, it is said which entries may.
        """
        entries = [
            Points(3, per=A.where(medium="email").count() * 2, name="more"),
            Points(-1, per=A.where(medium="email").count(), name="less"),
        ]
        finding = monotone(card(*entries), adding=A, examples=20)

        assert ("sampled", 20) == (finding.kind, finding.examples)
        assert "as far as its rules tell, 'less' may" in finding.how

    def test_within_a_window(self):
        """
        Only what the query means is added: within its window, say.
        """
        old = card(Points(-3, when=A.days_since_first() > 20))

        refuted(monotone, old, adding=A)
        assert "sampled" == monotone(old, adding=A.within(days=20), examples=30).kind

    @pytest.mark.parametrize(
        ("adding", "message"),
        [
            (5, "activity types or activity"),
            (A.since("lead"), "since 'lead'"),
            ([], "no activity type|at least one"),
        ],
    )
    def test_misuse(self, adding, message):
        """
        What names no activities is refused.
        """
        with pytest.raises(RuleError, match=message):
            monotone(engagement_card(), adding=adding)

    def test_all_cards_of_a_playbook(self):
        """
        Of a playbook, all cards are asked.
        """
        finding = monotone(standard.playbook(), adding="form_submitted")

        assert ("proved", 37) == (finding.kind, finding.states)


class TestDecaysOnlyDown:
    @pytest.mark.parametrize(
        "scorecard",
        [
            fit_card(),
            card(Points(3, per=A.within(days=30), per_day=2, cap=9)),
            card(Points(3, per=A, halving=30 * DAY, at_most=3)),
            card(Points(3, per=A, fading=30 * DAY), Points(-2, when=F.free_mail)),
            card(Points(3, when=A.days_since_last() <= 30)),
            card(Points(-3, when=A.days_since_last() > 30)),
            card(Points(-1, per=lk.time_in_stage())),
            card(Points(3, when=lk.consented("marketing", "email"))),
        ],
    )
    def test_proves(self, scorecard):
        """
        Points that fade, and what is lost by waiting, keep the law.
        """
        assert "proved" == decays_only_down(scorecard).kind

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize(
        "broken",
        [
            crowd(Points(-5, per=A.within(days=3)), floor=0),
            crowd(Points(-5, per=A, fading=3 * DAY)),
            crowd(Points(-5, per=A, halving=30 * DAY, at_most=2)),
            crowd(Points(5, when=A.days_since_first() >= 90), ceiling=10),
            crowd(Points(5, when=A.days_since_last() > 14), ceiling=10),
            crowd(Points(5, when=lk.time_in_stage() >= 14), ceiling=10),
            crowd(Points(5, when=~lk.consented("marketing", "email"))),
            crowd(Points(1, per=F.trial_ends.age(), cap=10)),
            crowd(Points(5, when=(A.within(days=9).count() == 2) & (F.employees > 9))),
        ],
    )
    def test_catches(self, broken, seed):
        """
        A card that rises by waiting is caught wherever drawing begins.
        """
        refuted(decays_only_down, broken, seed=seed)

    def test_the_witness(self):
        """
        The witness tells both instants and both totals.
        """
        finding = refuted(
            decays_only_down,
            card(Points(5, when=A.days_since_last() > 14, name="rested")),
        )

        assert (
            "2026-01-01 12:00: it does 'email_clicked'.",
            "As of 2026-01-15 12:00, card 'c' gives 0.",
            "Nothing happens until 2026-01-15 12:00:00.000001.",
            "As of 2026-01-15 12:00:00.000001, card 'c' gives 5: rested 5.",
        ) == finding.witness.story[1:]

    def test_a_function(self):
        """
        A host's own function is watched as time passes.
        """

        def rested(lead, as_of):
            return sum(as_of - a.at > timedelta(days=45) for a in lead.activities)

        def fades(lead, as_of):
            return sum(as_of - a.at < timedelta(days=45) for a in lead.activities)

        refuted(decays_only_down, rested)
        assert "sampled" == decays_only_down(fades).kind

    def test_a_hosts_rule(self):
        """
        A card with a host's own rule is watched, too.
        """

        @lk.rule(name="long ago")
        def long_ago(lead, as_of):
            return as_of > AT + 20 * DAY

        refuted(decays_only_down, card(Points(5, when=long_ago)))

    def test_what_is_left_open(self):
        """
        What makes up for what is lost isn't seen by reading, and no example breaks it.
        """
        scorecard = card(
            Points(5, when=A.within(days=9).count() >= 1),
            Points(2, when=~(A.within(days=9).count() >= 1), name="rest"),
        )

        finding = decays_only_down(scorecard, examples=30)

        assert "sampled" == finding.kind
        assert "'rest' may" in finding.how


class Counted:
    """
    A function of a host that remembers whom it saw.
    """

    def __init__(self):
        self.seen = set()

    def __call__(self, lead, as_of):
        new = lead.id not in self.seen
        self.seen.add(lead.id)
        return 5 if new and len(lead.activities) > 2 else 0


@attrs.frozen(kw_only=True)
class Noting(lk.Lead):
    """
    A class of leads that notes what was recorded, and so whatever comes twice.
    """

    notes: int = 0
    last: str = ""

    def record(self, *happenings, at=None):
        """
        Count what is recorded, and keep the type of the last.
        """
        kinds = [one.type for one in happenings if isinstance(one, lk.Activity)]
        changed = attrs.evolve(
            self,
            notes=self.notes + len(kinds),
            last=kinds[-1] if kinds else self.last,
        )
        return lk.Lead.record(changed, *happenings, at=at)


def noted(lead, as_of):
    """
    Score by how many times something was recorded.
    """
    return lead.notes


def lasting(lead, as_of):
    """
    Score by what was recorded last.
    """
    return 5 if lead.last == "email_clicked" else 0 if lead.last == "call_held" else 1


class TestOrderFree:
    def test_proves(self):
        """
        Cards of leadkit's rules, about leads that leadkit makes, keep the law.
        """
        finding = order_free(standard.playbook())

        assert ("proved", 37) == (finding.kind, finding.states)
        assert "proved" == order_free(card(Points(1, when=F.employees > 5))).kind

    def test_a_pure_function(self):
        """
        A function of the lead alone is only sampled.
        """
        finding = order_free(lambda lead, as_of: len(lead.activities), examples=20)

        assert ("sampled", 20) == (finding.kind, finding.examples)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_catches_a_memory(self, seed):
        """
        A function that remembers whom it saw is caught.
        """
        finding = order_free(Counted(), seed=seed)

        assert "refuted" == finding.kind
        assert not pasted(finding, SCORE=Counted())
        assert "Asked again, it gives 0." == finding.witness.story[-1]

    def test_catches_what_remembers_the_most(self):
        """
        What was asked about a lead is no matter for what the lead was before.
        """
        most = {}

        def highest(lead, as_of):
            most[lead.id] = max(most.get(lead.id, 0), len(lead.activities))
            return most[lead.id]

        finding = refuted(order_free, highest)

        assert (
            "highest() gives it 0.",
            "highest() is asked about what becomes of it, too.",
            "Asked again, it gives 1.",
        ) == finding.witness.story[-3:]

    def test_catches_a_rule_with_a_memory(self):
        """
        So is a host's rule in a card.
        """
        counted = Counted()
        rule = lk.rule(name="new")(lambda lead, as_of: counted(lead, as_of) > 0)

        assert "refuted" == order_free(card(Points(1, when=rule))).kind

    @pytest.mark.parametrize("seed", SEEDS)
    def test_catches_a_class_that_keeps_the_order(self, seed):
        """
        A class of leads that keeps what came last is caught.
        """
        finding = order_free(lasting, record=Noting, seed=seed)

        assert "refuted" == finding.kind
        assert finding.witness.story[-1].startswith("Recorded one by one")

    def test_a_class_with_code_of_its_own(self):
        """
        A class of leads that records in its own way leaves it open.
        """
        finding = order_free(card(Points(1, per=A)), record=Noting, examples=10)

        assert "sampled" == finding.kind
        assert "Noting has code of its own" in finding.how

    def test_a_class_that_takes_nothing(self):
        """
        Where a class refuses all that is recorded, nothing breaks the law.
        """

        @attrs.frozen(kw_only=True)
        class Closed(lk.Lead):
            def record(self, *happenings, at=None):
                raise ValueError

        assert "sampled" == order_free(noted_nothing, record=Closed, examples=5).kind


def noted_nothing(lead, as_of):
    """
    Score nothing at all.
    """
    return 0


class TestDuplicatesFree:
    def test_proves(self):
        """
        Cards of leadkit's rules, about leads that leadkit makes, keep the law.
        """
        assert "proved" == duplicates_free(standard.playbook()).kind
        assert "proved" == duplicates_free(Playbook("b")).kind

    @pytest.mark.parametrize("seed", SEEDS)
    def test_catches_a_class_that_counts_twice(self, seed):
        """
        A class of leads that counts what comes twice is caught.
        """
        finding = duplicates_free(noted, record=Noting, seed=seed)

        assert "refuted" == finding.kind
        assert finding.witness.story[-1] == "Recorded twice, noted() gives 2."

    def test_a_pure_function(self):
        """
        A function of the lead alone is only sampled.
        """
        assert "sampled" == duplicates_free(noted_nothing, examples=10).kind
