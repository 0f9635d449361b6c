"""
Whether every rule has its effect, and whether totals stay within limits.
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
from leadkit import (
    Grades,
    Group,
    Playbook,
    Points,
    Qualification,
    RuleError,
    Scorecard,
    Temperature,
    activity,
    standard,
)
from leadkit.standard import engagement_card, fit_card
from leadkit.testing import LawBroken
from leadkit.testing.laws import bounded, every_rule_can_fire
from leadkit.testing.scores import card_laws
from leadkit.testing.scores.outside import Outside

A, B = activity("email_clicked"), activity("call_held")
F = lk.fields(Host)
AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def card(*entries, **limits):
    """
    A card of some entries.
    """
    return Scorecard("c", entries, **limits)


def pasted(finding, **names):
    """
    Run the test that a finding shows, and say whether it passes.
    """
    text = finding.witness.test
    for name in names:
        text = "\n".join(
            line for line in text.splitlines() if not line.startswith(f"{name} = ...")
        )
    space = dict(names)
    exec(compile(text, "pasted", "exec", dont_inherit=True), space)
    test = next(v for k, v in space.items() if k.startswith("test_"))
    try:
        test()
    except (AssertionError, LawBroken):
        return False
    return True


@lk.rule(name="seven things done")
def seven(lead, as_of):
    """
    A host's own function that leadkit can't see into.
    """
    return len(lead.activities) == 7


@lk.rule(name="never at all")
def nobody(lead, as_of):
    """
    A host's own function that is never true.
    """
    return False


SIZED = Scorecard(
    "sized",
    [
        Points(20, when=F.employees >= 50, name="large"),
        Points(15, when=F.employees < 10, name="small"),
        Points(5, when=F.free_mail, name="free"),
    ],
)


@lk.rule
def nicknamed(lead, as_of):
    """
    A host's own function for another class of leads.
    """
    return lead.nickname is not None


class TestEveryRuleCanFire:
    def test_the_standard_playbook(self):
        """
        Every rule of the standard playbook has its effect.
        """
        finding = every_rule_can_fire(standard.playbook())

        assert ("proved", 48) == (finding.kind, finding.states)

    @pytest.mark.parametrize(
        ("entry", "why"),
        [
            (
                Points(5, when=(A.count() >= 3) & (A.count() < 3)),
                ("no lead has <(count of email_clicked >= 3) & "
                "(count of email_clicked < 3)>"),
            ),
            (Points(5, when=lk.NEVER, name="x"), "no lead has <never>"),
            (Points(0, when=A.count() >= 3), "its points are 0"),
            (Points(5, per=A, cap=0), "its cap is 0"),
            (
                Points(5, per=A.where(value_at_least=3, value_at_most=2)),
                ("no lead has <count of email_clicked where value at least 3 and value "
                "at most 2 >= 1>"),
            ),
            (
                Points(
                    5,
                    per=A,
                    fading=timedelta(days=3),
                    when=A.days_since_last() > 5,
                ),
                ("no lead has <days since last email_clicked > 5> and "
                "<count of email_clicked within 3 days >= 1>"),
            ),
            (
                Points(
                    0.01,
                    per=A,
                    halving=timedelta(days=3),
                    when=A.days_since_last() > 7,
                ),
                ("no lead has <days since last email_clicked > 7> and "
                "<count of email_clicked within 6 days >= 1>"),
            ),
            (Group("g", [Points(5, per=A)], ceiling=0), "every lead gets 0 there"),
        ],
    )  # fmt: skip
    def test_points_that_nobody_gets(self, entry, why):
        """
        Points that nobody gets refute it, and it is said why.
        """
        finding = every_rule_can_fire(card(Points(1, per=B), entry))

        (line,) = finding.witness.story
        assert "refuted" == finding.kind
        assert line.endswith(f"it never gives points, because {why}.")

    @pytest.mark.parametrize(
        "entry",
        [
            Points(5, when=lk.ALWAYS),
            Points(0.01, per=A, halving=timedelta(days=3)),
            Points(0.01, per=A, fading=timedelta(microseconds=1)),
            Points(5, per=A, fading=timedelta(days=3), when=A.days_since_last() > 2),
            Points(5, per=A, halving=timedelta(days=3), when=A.days_since_last() > 9),
            Points(5, per=A, halving=timedelta(days=999_999_999)),
            Points(5, per=A.within(days=2), halving=timedelta(days=3), per_day=1),
            Points(5, per=A.total() * 0.1, cap=5),
            Points(-5, when=F.employees < 5),
            Group("g", [Group("h", [Points(5, per=A)], floor=2)], ceiling=9),
            Group("g", []),
        ],
    )
    def test_points_that_somebody_gets(self, entry):
        """
        Points that somebody gets, if only for a moment, keep the law.
        """
        assert "proved" == every_rule_can_fire(card(entry)).kind

    @pytest.mark.parametrize(
        "rule",
        [
            SIZED >= 26,
            SIZED > 25,
            (SIZED >= 21) & (F.employees < 9) & (A.count() >= 1),
            (SIZED <= 4) & F.free_mail,
            (SIZED < 5) & F.free_mail,
        ],
        ids=str,
    )
    def test_totals_that_nobody_gets(self, rule):
        """
        A total that rules don't give together is told, beside other rules, too.
        """
        finding = every_rule_can_fire(card(Points(5, when=rule)))

        assert ("refuted", 1) == (finding.kind, finding.states)

    @pytest.mark.parametrize(
        "rule",
        [
            SIZED >= 25,
            SIZED > 24,
            (SIZED >= 20) & (F.employees < 9) & (A.count() >= 1),
            (SIZED <= 5) & F.free_mail,
            (SIZED < 6) & F.free_mail,
        ],
        ids=str,
    )
    def test_totals_that_somebody_gets(self, rule):
        """
        Each total that some lead gets is in reach.
        """
        finding = every_rule_can_fire(card(Points(5, when=rule)))

        assert "proved" == finding.kind

    def test_a_total_that_few_rules_give(self):
        """
        Where just some of many entries give a total, z3 finds which, if there are any.
        """
        weights = [3, 5, 11, 19, 37, 73, 149, 293, 587, 1171, 2341, 4691, 9377]
        named = lk.fields(lk.Lead, traits={f"x{one}": bool for one in weights})
        many = [Points(one, when=getattr(named, f"x{one}")) for one in weights]
        total = Scorecard("many", many).total

        def kind(points):
            exactly = total.between(points, points)
            return every_rule_can_fire(card(Points(5, when=exactly)), examples=5).kind

        assert "proved" == kind(sum(weights[::2]))
        assert "undecided" == kind(sum(weights[::2]) + 1)

    def test_totals_that_a_hosts_function_decides(self):
        """
        Beside a host's own function, a total in reach is undecided.
        """
        finding = every_rule_can_fire(
            card(Points(5, when=(SIZED >= 25) & nobody)), examples=5
        )

        assert "undecided" == finding.kind

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            (Qualification("Q", when=(A.count() >= 3) & (A.count() < 3)), "when"),
            (Qualification("Q", when=A.count() >= 3, until=A.count() >= 1), "when"),
            (Qualification("Q", when=lk.in_stage("x"), applies_to=["y"]), "when"),
            (Qualification("Q", until=(A.count() >= 3) & (A.count() < 3)), "until"),
        ],
    )
    def test_qualifications_that_nobody_gets(self, given, told):
        """
        A qualification that is never granted, or never ends, is told of.
        """
        finding = every_rule_can_fire(given)

        assert finding.witness.story[0].startswith(f"qualification 'Q', {told}: ")

    @pytest.mark.parametrize(
        "given",
        [
            Qualification("Q"),
            Qualification("Q", when=A.count() >= 3, until=lk.NEVER),
            Qualification("Q", when=A.count() >= 3, until=B.count() >= 3),
            Qualification("Q", when=lk.in_stage("y"), applies_to=["y"]),
        ],
    )
    def test_qualifications_that_somebody_gets(self, given):
        """
        What only a person grants, and what is never meant to end, keep the law.
        """
        assert "proved" == every_rule_can_fire(given).kind

    def test_a_playbook_without_any(self):
        """
        A playbook without rules has none that can't fire.
        """
        finding = every_rule_can_fire(Playbook("b"))

        assert ("proved", 0) == (finding.kind, finding.states)

    def test_an_effect_that_is_rounded_away(self):
        """
        Where an example has no effect after rounding, it is undecided.
        """
        faint = Points(
            0.01, per=A, fading=timedelta(days=2), when=A.days_since_last() > 1.5
        )

        assert "undecided" == every_rule_can_fire(card(faint), examples=5).kind

    def test_letters_and_temperatures(self):
        """
        A letter that nobody gets and a temperature that nobody has are told of.
        """
        book = Playbook(
            "b",
            scorecards=[card(Points(5, per=A, at_most=3))],
            grades=Grades("c", {"A": 20, "B": 10, "C": 1}),
            temperature=Temperature(hot=A.count() >= 1, warm=A.count() >= 2),
        )

        finding = every_rule_can_fire(book)

        assert (
            "grade 'A' of 'c': it is never given, because card 'c' gives at most 15.",
            (
                "temperature 'warm': it is never given, because no lead has "
                "<count of email_clicked >= 2>, and not <count of email_clicked >= 1>."
            ),
        ) == finding.witness.story

    def test_letters_and_temperatures_that_are_given(self):
        """
        Letters in reach and temperatures written to hold always keep the law.
        """
        book = Playbook(
            "b",
            scorecards=[card(Points(5, per=A, at_most=3))],
            grades=Grades("c", {"A": 15, "B": 10, "C": 1}),
            temperature=Temperature(hot=lk.NEVER, warm=lk.ALWAYS),
        )

        assert "proved" == every_rule_can_fire(book).kind

    def test_the_witness_as_a_test(self):
        """
        The test to paste fails as long as the rule can't fire.
        """
        broken = card(Points(5, when=(A.count() >= 3) & (A.count() < 3)))
        finding = every_rule_can_fire(broken)

        assert not pasted(finding, GIVEN=broken)
        assert pasted(finding, GIVEN=card(Points(5, when=A.count() >= 3)))

    def test_a_hosts_function_that_holds(self):
        """
        A host's function is seen to hold for some lead that is drawn.
        """
        assert (
            "proved"
            == every_rule_can_fire(card(Points(5, when=seven)), examples=100).kind
        )

    def test_a_hosts_function_that_never_holds(self):
        """
        One that is seen to hold for none leaves it undecided.
        """
        finding = every_rule_can_fire(card(Points(5, when=nobody)), examples=20)

        assert ("undecided", 20) == (finding.kind, finding.examples)
        assert "can't see into the rule <never at all>" in finding.how

    def test_without_hypothesis(self, monkeypatch):
        """
        Without Hypothesis nothing is drawn, and what is open stays so.
        """
        monkeypatch.setitem(__import__("sys").modules, "hypothesis", None)

        assert "undecided" == every_rule_can_fire(card(Points(5, when=seven))).kind
        assert "proved" == every_rule_can_fire(card(Points(5, when=A.count() > 1))).kind

    @pytest.mark.parametrize(
        ("record", "cure"),
        [
            (None, "If it reads a field of your leads, write record=YourLead."),
            (Host, ""),
        ],
        ids=["of leadkit", "of a host"],
    )
    def test_a_hosts_function_that_fails(self, record, cure):
        """
        The error says which function it was, and how to give it other leads.
        """
        fails = Scorecard("c", [Points(5, when=nicknamed & (F.employees > 3))])
        with pytest.raises(lk.RuleError) as caught:
            every_rule_can_fire(fails, record=record)

        assert str(caught.value) == (
            "rule 'nicknamed': got an AttributeError from its function, "
            f"expected True, False or None. {cure}".rstrip()
        )
        assert isinstance(caught.value.__cause__, AttributeError)

    def test_nothing_that_has_rules(self):
        """
        What is no card, qualification or playbook is refused.
        """
        with pytest.raises(RuleError, match="a Scorecard, a Qualification or"):
            every_rule_can_fire("engagement")


# Numbers of activities as their counts, for an oracle that enumerates.
COUNTS = range(6)


@st.composite
def counting_cards(draw):
    """
    A card whose total depends on three counts alone, and does so no more beyond five.
    """
    kinds = [activity(name) for name in ("a", "b", "c")]
    counted = st.sampled_from(kinds)

    def rule():
        value = draw(counted).count()
        limit = draw(st.integers(1, 4))
        return draw(st.sampled_from([value >= limit, value < limit, value == limit]))

    def points():
        worth = draw(st.sampled_from([5, 3, -2, -4, 0.5]))
        if draw(st.booleans()):
            joined = [rule() for _ in range(draw(st.integers(1, 2)))]
            return Points(worth, when=lk.all_of(joined))
        gate = rule() if draw(st.booleans()) else None
        at_most = draw(st.integers(1, 4))
        return Points(worth, when=gate, per=draw(counted), at_most=at_most)

    def limits():
        return draw(st.sampled_from([{}, {}, {"floor": 0}, {"ceiling": 6}]))

    group = Group("g", [points() for _ in range(draw(st.integers(1, 2)))], **limits())
    entries = [points() for _ in range(draw(st.integers(0, 3)))]
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


def totals_of(scorecard):
    """
    What every number of activities gives.
    """
    return {
        counts: scorecard.score(lead, as_of=AT).total for counts, lead in LEADS.items()
    }


class TestBounded:
    @settings(max_examples=15, suppress_health_check=[HealthCheck.nested_given])
    @given(counting_cards(), st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1]))
    def test_agrees_with_an_enumeration(self, scorecard, below, above):
        """
        The law is proved or refuted as an enumeration of all counts has it, with z3
        where reading the rules leaves it open.
        """
        totals = totals_of(scorecard).values()
        low, high = min(totals) + below, max(totals) + above
        if low > high:
            low, high = high, low
        holds = low <= min(totals) and max(totals) <= high

        finding = bounded(scorecard, low, high)

        assert finding.kind == ("proved" if holds else "refuted")

    def test_what_z3_finds(self, monkeypatch):
        """
        A lead outside that z3 finds breaks the law, too.
        """
        monkeypatch.setattr(card_laws, "outside", lambda *_, **__: Outside(None))

        assert "refuted" == bounded(card(Points(5, per=A, at_most=4)), 0, 19).kind
        assert "refuted" == bounded(card(Points(-5, per=A, at_most=4)), -19).kind

    def test_what_nobody_knows(self):
        """
        Where a host's function stands in the way, it is sampled.
        """
        given = card(Points(5, when=nobody))

        assert "sampled" == bounded(given, 0, 4, examples=5).kind

    def test_without_z3(self, monkeypatch):
        """
        Without z3, what reading the rules leaves open is sampled.
        """
        few = A.count() < 3
        given = card(
            Points(5, per=A, at_most=4, when=few), Points(5, when=~few), floor=0
        )
        assert "proved" == bounded(given, 0, 10).kind

        monkeypatch.setitem(__import__("sys").modules, "z3", None)

        assert "sampled" == bounded(given, 0, 10, examples=5).kind

    def test_standard_cards(self):
        """
        The standard cards lie where their limits are, the fit card a bit below.
        """
        assert "proved" == bounded(engagement_card(), 0, 100).kind
        assert "proved" == bounded(fit_card(), 0, 55).kind
        assert "refuted" == bounded(fit_card(), 0, 54.99).kind

    @pytest.mark.parametrize(
        ("scorecard", "low", "high"),
        [
            (card(Points(1, per=A)), None, 500),
            (card(Points(-1, per=A)), -100, None),
            (card(Points(3, per=A, per_day=1)), 0, 20),
            (card(Points(3, per=A.within(days=9), per_day=2)), 0, 53),
            (card(Points(3, per=A, at_most=10)), 0, 29.99),
            (card(Points(3, per=A, fading=timedelta(days=1))), 0, 299),
            (card(Points(3, per=A, when=A.days_since_last() > 9)), 0, 20),
            (card(Points(1, per=A.total() * B.count())), None, 700),
            (card(Points(1, per=F.employees, cap=10)), None, 9),
            (card(Points(4, when=seven), Points(1, per=A, cap=3)), None, 6),
            (engagement_card(), 0, 99.99),
            (card(Group("g", [Points(5, per=A)], ceiling=7), Points(3, per=B)), 0, 9),
        ],
    )  # fmt: skip
    def test_what_lies_outside(self, scorecard, low, high):
        """
        A lead outside is found, and the test to paste fails because of it.
        """
        finding = bounded(scorecard, low, high, examples=100)

        assert "refuted" == finding.kind
        assert not pasted(finding, SCORE=scorecard, Record=type(finding.witness.lead))

    def test_the_witness(self):
        """
        The witness is a lead that did as little as will do, with the lines of its
        score.
        """
        scorecard = card(Points(2, per=A, name="clicks"), Points(1, per=B, cap=5))

        finding = bounded(scorecard, high=9)

        assert (
            "A lead stands at 'lead'.",
            "2026-01-01 12:00: it does 'email_clicked', 5 times.",
            "As of 2026-01-01 12:00, card 'c' gives 10: clicks 10.",
        ) == finding.witness.story
        assert "A lead gets 10." == finding.how

    def test_all_cards_of_a_playbook(self):
        """
        Of a playbook, all cards have to lie within the limits.
        """
        book = standard.playbook()

        assert "proved" == bounded(book, 0, 100).kind
        assert "card 'engagement'" in bounded(book, 0, 60).how

    def test_a_playbook_without_cards(self):
        """
        Where there is no card, there is none that lies outside.
        """
        finding = bounded(Playbook("b"), 0)

        assert ("proved", "There is no card.") == (finding.kind, finding.how)

    def test_a_function(self):
        """
        A host's own function is tried out.
        """

        def score(lead, as_of):
            return min(len(lead.activities), 12)

        assert "sampled" == bounded(score, 0, 12).kind
        finding = bounded(score, 0, 11)
        assert "refuted" == finding.kind
        assert not pasted(finding, SCORE=score)

    def test_a_function_that_reads_fields(self):
        """
        The fields of a host's class are drawn at what the function compares them with.
        """

        def score(lead, as_of):
            return 5 if lead.employees == 4711 and lead.title == "Head" else 0

        finding = bounded(score, high=4, record=Host, examples=100)

        assert ("refuted", 4711, "Head") == (
            finding.kind,
            finding.witness.lead.employees,
            finding.witness.lead.title,
        )

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({}, "got no limit"),
            ({"low": 5, "high": 4}, "got 5 as low and 4 as high"),
            ({"low": 0.001}, "more than two decimals"),
            ({"high": "9"}, "a number of points"),
            ({"low": 1, "record": int}, "Lead or a subclass of it"),
        ],
    )
    def test_misuse(self, given, message):
        """
        Limits that are none, or no points, are refused.
        """
        with pytest.raises(RuleError, match=message):
            bounded(fit_card(), **given)

    @pytest.mark.parametrize("given", ["fit", 5, Scorecard])
    def test_no_card(self, given):
        """
        What gives no points is refused.
        """
        with pytest.raises(RuleError, match="a Scorecard, a Playbook or a function"):
            bounded(given, 0)

    def test_a_class_without_a_field(self):
        """
        A class of leads without a field that the card reads is refused.
        """
        with pytest.raises(RuleError, match="a class without the number 'employees'"):
            bounded(card(Points(1, when=F.employees > 5)), 0, record=lk.Lead)

    def test_points_that_are_none(self):
        """
        Points of 0 lead nowhere.
        """
        given = card(Points(0, per=B), Points(1, when=F.employees > 5))

        assert "refuted" == bounded(given, 0, 0.5).kind

    def test_a_class_with_all_fields(self):
        """
        A class of leads that has what the card reads is taken.
        """
        given = card(Points(1, when=F.employees > 5), Points(1, when=F.free_mail))

        assert "proved" == bounded(given, 0, 2, record=Host).kind

    def test_fields_of_one_name(self):
        """
        Where two rules read a field of one name in two ways, the class must be given.
        """

        @attrs.frozen(kw_only=True)
        class Other(lk.Lead):
            employees: str | None = None

        other = lk.fields(Other)
        mixed = card(
            Points(1, when=F.employees > 5), Points(1, when=other.employees == "few")
        )

        with pytest.raises(RuleError, match="record=YourLead"):
            bounded(mixed, 0)

    def test_a_class_beside_a_playbook(self):
        """
        A narrower class than the playbook's is taken, another one refused.
        """
        book = Playbook("b", record=Host, scorecards=[card(Points(1, per=A, cap=5))])

        @attrs.frozen(kw_only=True)
        class Narrow(Host):
            pass

        assert "proved" == bounded(book, 0, 5, record=Narrow).kind
        with pytest.raises(RuleError, match="Host, as the playbook says"):
            bounded(book, 0, 5, record=lk.Lead)

    @pytest.mark.parametrize("given", [True, "5", float("nan"), None])
    def test_a_function_that_gives_no_number(self, given):
        """
        A function that gives something else than a number is refused.
        """
        with pytest.raises(RuleError, match="odd"):
            bounded(odd_with(given), 0)


def len_of(lead, as_of):
    """
    A host's own function.
    """
    return len(lead.activities)


def odd_with(given):
    """
    A host's own function that gives what it shouldn't.
    """

    def odd(lead, as_of):
        return given

    return odd
