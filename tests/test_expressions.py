"""
What rules are written with, and how a wrong one fails where it is written.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    NOW,
    F,
    Host,
    Tier,
    hosts,
    instants,
    rules,
)

import leadkit as lk
from leadkit import LeadkitError, RuleError, activity
from leadkit.rules.expressions import Asked, Choice, Flag, Instant, Number, Rule, Text
from leadkit.rules.joining import as_rule

FIT = lk.Scorecard("fit", [lk.Points(10, when=F.employees >= 50)])
BIG = F.employees >= 50
BOSS = F.title.contains("Head")
CLICKS = activity("email_clicked")
NAIVE = datetime(2026, 5, 1)

NO_TRUTH = "Join rules with &, | and ~"
PARENTHESES = "parentheses around"
ORDER = "Texts take ==, !="
MISSING = "Ask .is_missing()"
COUNT = ".count() >= 1"

# What is wrong, and words of the sentence that says so.
MISUSE = {
    # 'and', 'or', 'not', 'if', chained comparisons
    "and": (lambda: BIG and BOSS, NO_TRUTH),
    "or": (lambda: BIG or BOSS, NO_TRUTH),
    "not": (lambda: not BIG, NO_TRUTH),
    "if": (lambda: 1 if BIG else 0, NO_TRUTH),
    "while": (lambda: [1 for _ in range(1) if BIG], NO_TRUTH),
    "any()": (lambda: any([BIG, BOSS]), NO_TRUTH),
    "bool() of a number": (lambda: bool(F.employees), NO_TRUTH),
    "flag and flag": (lambda: F.free_mail and F.partner, NO_TRUTH),
    "not flag": (lambda: not F.free_mail, NO_TRUTH),
    "chained <": (lambda: 1 < F.employees < 50, ".between(a, b)"),
    "chained ==": (lambda: 1 == F.employees == 5, ".between(a, b)"),
    "chained mixed": (lambda: F.budget < F.employees <= 5, ".between(a, b)"),
    "bool() of activities": (lambda: bool(CLICKS), NO_TRUTH),
    # 'in' both ways
    "text in field": (lambda: "Head" in F.title, ".contains(text)"),
    "number in field": (lambda: 5 in F.employees, ".is_in(a, b)"),
    "text in rule": (lambda: "Head" in BOSS, ".contains(text)"),
    "text in activities": (lambda: "a" in CLICKS, ".contains(text)"),
    "field in list": (lambda: F.employees in [1, 2], ".is_in(a, b)"),
    "field in tuple": (lambda: F.title in ("a", "b"), ".is_in(a, b)"),
    "rule in list of numbers": (lambda: BIG in [1, 2], "expected a rule"),
    # Loops
    "for": (lambda: list(F.title), "a loop over <title>"),
    "for rule": (lambda: [*BIG], "a loop over <employees >= 50>"),
    "for activities": (lambda: dict(CLICKS), "a loop over"),
    # None
    "== None": (lambda: F.employees == None, ".is_missing()"),  # noqa: E711
    "!= None": (lambda: F.title != None, ".is_missing()"),  # noqa: E711
    "None ==": (lambda: None == F.title, ".is_missing()"),  # noqa: E711
    ">= None": (lambda: F.employees >= None, ".or_default(value)"),
    "choice == None": (lambda: F.plan == None, ".is_missing()"),  # noqa: E711
    "flag == None": (lambda: F.free_mail == None, ".is_missing()"),  # noqa: E711
    "instant == None": (lambda: F.trial_ends == None, MISSING),  # noqa: E711
    "instant before None": (lambda: F.trial_ends.before(None), ".is_missing()"),
    "is_in(None)": (lambda: F.plan.is_in(None), ".is_missing()"),
    "is_in(1, None)": (lambda: F.employees.is_in(1, None), ".is_missing()"),
    "between None": (lambda: F.employees.between(None, 5), ".is_missing()"),
    "contains None": (lambda: F.title.contains(None), ".is_missing()"),
    "or_default(None)": (lambda: F.employees.or_default(None), "expected a value"),
    "plus None": (lambda: F.employees + None, "expected a value"),
    # & and | bind tighter than comparisons
    ">= 50 & rule": (lambda: F.employees >= 50 & BOSS, PARENTHESES),
    ">= 50 & flag": (lambda: F.employees >= 50 & F.free_mail, PARENTHESES),
    ">= 50 | ... == 2": (lambda: F.employees >= 50 | F.budget == 2, PARENTHESES),
    "== 'a' | ... == 'b'": (lambda: F.title == "a" | F.title == "b", PARENTHESES),
    "== 'pro' | rule": (lambda: F.plan == "pro" | BIG, PARENTHESES),
    "rule & field >= 50": (lambda: BOSS & F.employees >= 50, PARENTHESES),
    "rule | field == 50": (lambda: BOSS | F.employees == 50, PARENTHESES),
    "flag & field == 50": (lambda: F.free_mail & F.employees == 50, PARENTHESES),
    "flag & flag == True": (
        lambda: F.free_mail & F.partner == True,  # noqa: E712
        "A rule is a question already",
    ),
    "flag == True & flag": (
        lambda: F.free_mail == True & F.partner,
        PARENTHESES,
    ),
    "rule & flag >= 5": (lambda: BIG & F.free_mail >= 5, PARENTHESES),
    "5 <= rule": (lambda: 5 <= BIG, PARENTHESES),
    "field >= field & rule": (lambda: F.employees >= F.budget & BIG, PARENTHESES),
    "~field > 3": (lambda: ~F.employees > 3, PARENTHESES),
    "~text == 'a'": (lambda: ~F.title == "a", PARENTHESES),
    "~flag == True": (lambda: ~F.free_mail == True, "A rule is a question"),  # noqa: E712
    "number & number": (lambda: F.employees & F.budget, PARENTHESES),
    "rule & number": (lambda: BIG & F.employees, "<employees>, a Number"),
    "rule | True": (lambda: BIG | True, "a bool"),
    "True & rule": (lambda: True & BIG, "a bool"),
    "rule & None": (lambda: BIG & None, "a missing value"),
    "rule & 'text'": (lambda: BIG & "free_mail", "a str"),
    "rule & activities": (lambda: BIG & CLICKS, COUNT),
    "flag & activities": (lambda: F.free_mail & CLICKS, COUNT),
    "rule & card": (lambda: BIG & FIT, "card >= 50"),
    "flag | 1": (lambda: F.free_mail | 1, PARENTHESES),
    "1 | flag": (lambda: 1 | F.free_mail, PARENTHESES),
    # A rule isn't a number
    "rule >= 5": (lambda: BIG >= 5, "a number on the left"),
    "rule < rule": (lambda: BIG < BOSS, "a number on the left"),
    "rule == True": (lambda: BIG == True, "~rule for its opposite"),  # noqa: E712
    "rule != False": (lambda: BIG != False, "~rule for its opposite"),  # noqa: E712
    "rule == 1": (lambda: BIG == 1, "an int, expected a rule"),
    "rule == 1.5": (lambda: BIG == 1.5, "a float, expected a rule"),
    "field >= rule": (lambda: F.employees >= BIG, PARENTHESES),
    "field == rule": (lambda: F.title == BIG, "<employees >= 50>, a Rule"),
    "field + rule": (lambda: F.employees + BIG, "expected a value"),
    # Another type
    ">= text": (lambda: F.employees >= "50", "a str, expected a number"),
    ">= flag": (lambda: F.employees >= True, "a bool, expected a number"),
    ">= Decimal": (lambda: F.employees >= Decimal(5), "a Decimal, expected a number"),
    ">= span": (lambda: F.employees >= timedelta(1), "a timedelta, expected a number"),
    "== flag": (lambda: F.employees == True, "expected a number"),  # noqa: E712
    "== list": (lambda: F.employees == [1], "a list, expected a number"),
    "== choice": (lambda: F.employees == Tier.GOLD, "a Tier, expected a number"),
    "text == 3": (lambda: F.title == 3, "an int, expected a text"),
    "text == True": (lambda: F.title == True, "a bool, expected a text"),  # noqa: E712
    "text contains 3": (lambda: F.title.contains(3), "an int, expected a text"),
    "text contains tuple": (lambda: F.title.starts_with(("a", "b")), "a tuple"),
    "flag == 1": (lambda: F.free_mail == 1, "an int, expected True or False"),
    "flag == 'yes'": (lambda: F.free_mail == "yes", "expected True or False"),
    "choice == wrong type": (
        lambda: F.tier == "3",
        "got '3', expected one of its choices, 1, 2 or 3.",
    ),
    "choice == True": (lambda: F.tier == True, "one of its choices"),  # noqa: E712
    "choice in texts": (lambda: F.plan.is_in(F.title), "one of its choices"),
    "between texts": (lambda: F.employees.between("a", "b"), "expected a number"),
    "between fields": (lambda: F.employees.between(F.budget, 9), "expected a number"),
    "is_in wrong type": (lambda: F.employees.is_in(1, "2"), "expected a number"),
    "is_in nested": (lambda: F.employees.is_in([[1]]), "a list, expected a number"),
    "is_in bytes": (lambda: F.title.is_in(b"abc"), "an int, expected a text"),
    "or_default wrong type": (lambda: F.employees.or_default(""), "expected a number"),
    "number == text field": (lambda: F.employees == F.title, "two values of one kind"),
    "text == flag field": (lambda: F.title == F.free_mail, "a text and a flag"),
    "text contains number field": (
        lambda: F.title.contains(F.employees),
        "employees, a number, expected a text",
    ),
    "number >= text field": (lambda: F.employees >= F.title, "no order"),
    "text + number": (lambda: F.employees + F.title, "title, a text"),
    "number + instant": (lambda: F.employees - F.trial_ends, ".age()"),
    "number == instant": (lambda: F.employees == F.trial_ends, ".before(instant)"),
    "instant before number": (
        lambda: F.trial_ends.before(F.employees),
        "expected an instant",
    ),
    "instant before text": (
        lambda: F.trial_ends.before("2026-05-01"),
        "aware datetime",
    ),
    "instant before date": (lambda: F.trial_ends.after(NOW.date()), "aware datetime"),
    "instant before naive": (lambda: F.trial_ends.before(NAIVE), "without a time zone"),
    # Choices
    "near miss": (lambda: F.plan == "por", "Did you mean 'pro'?"),
    "near miss in is_in": (lambda: F.plan.is_in("pro", "teem"), "Did you mean 'team'?"),
    "far miss": (lambda: F.plan != "galactic", "'free', 'team' or 'pro'"),
    "enumeration": (lambda: F.kind == "compny", "Did you mean 'company'?"),
    "or_default choice": (lambda: F.plan.or_default("por"), "Did you mean 'pro'?"),
    # Texts and choices have no order, instants have words of their own
    "text >= 3": (lambda: F.title >= 3, ORDER),
    "text < 'a'": (lambda: F.title < "a", ORDER),
    "'a' < text": (lambda: "a" < F.title, ORDER),
    "choice >= 'pro'": (lambda: F.plan >= "pro", "Choices take"),
    "flag > False": (lambda: F.free_mail > False, "A flag is a rule by itself"),
    "instant >=": (lambda: F.trial_ends >= NOW, ".before(instant)"),
    "instant <": (lambda: NOW > F.trial_ends, "an instant doesn't have"),
    "instant ==": (lambda: F.trial_ends == NOW, ".after(instant)"),
    "instant !=": (lambda: F.trial_ends != F.renewal, ".after(instant)"),
    "instant -": (lambda: NOW - F.trial_ends, ".age()"),
    "instant - instant": (lambda: F.trial_ends - F.renewal, ".age()"),
    "instant + span": (lambda: F.trial_ends + timedelta(days=1), ".age()"),
    "text + text": (lambda: F.title + "a", ORDER),
    "text * 2": (lambda: F.title * 2, ORDER),
    # Operators that numbers don't have
    "-field": (lambda: -F.employees, "Numbers take + - *"),
    "+field": (lambda: +F.employees, "Numbers take + - *"),
    "abs()": (lambda: abs(F.employees), "Numbers take + - *"),
    "/": (lambda: F.employees / 2, "Numbers take + - *"),
    "1 /": (lambda: 1 / F.employees, "Numbers take + - *"),
    "//": (lambda: F.employees // 2, "Numbers take + - *"),
    "1 //": (lambda: 1 // F.employees, "Numbers take + - *"),
    "%": (lambda: F.employees % 2, "Numbers take + - *"),
    "1 %": (lambda: 1 % F.employees, "Numbers take + - *"),
    "**": (lambda: F.employees**2, "Numbers take + - *"),
    "2 **": (lambda: 2**F.employees, "Numbers take + - *"),
    # Numbers that aren't finite or too long
    "inf": (lambda: F.budget >= math.inf, "isn't finite"),
    "-inf": (lambda: F.budget >= -math.inf, "isn't finite"),
    "nan": (lambda: F.budget >= math.nan, "isn't finite"),  # noqa: PLW0177
    "nan in is_in": (lambda: F.budget.is_in(1, math.nan), "isn't finite"),
    "inf in arithmetic": (lambda: F.budget * math.inf, "isn't finite"),
    "too large": (lambda: F.budget >= 10**15 + 1, "at most 16 digits"),
    "far too large": (lambda: F.budget >= 10**400, "at most 16 digits"),
    "too small": (lambda: F.budget.or_default(-1e16), "at most 16 digits"),
    # Empty and upside down
    "is_in()": (F.employees.is_in, "at least one"),
    "is_in([])": (lambda: F.title.is_in([]), "at least one"),
    "is_in(set())": (lambda: F.plan.is_in(set()), "at least one"),
    "between(5, 1)": (lambda: F.employees.between(5, 1), "between(1, 5)"),
    # Joins
    "at_least(0)": (lambda: lk.at_least(0, BIG), "0 of 1 rules"),
    "at_least(3 of 2)": (lambda: lk.at_least(3, BIG, BOSS), "3 of 2 rules"),
    "at_least(-1)": (lambda: lk.at_least(-1, BIG), "-1 of 1 rules"),
    "at_least(1 of none)": (lambda: lk.at_least(1), "1 of 0 rules"),
    "at_least(True)": (lambda: lk.at_least(True, BIG), "a bool of 1 rules"),
    "at_least(1.0)": (lambda: lk.at_least(1.0, BIG), "a float of 1 rules"),
    "at_least(rule)": (lambda: lk.at_least(BIG, BOSS), "a Rule of 1 rules"),
    "all_of(number)": (lambda: lk.all_of(F.employees), "<employees> == value"),
    "all_of(True)": (lambda: lk.all_of(True, BIG), "Use ALWAYS or NEVER"),
    "all_of(None)": (lambda: lk.all_of(None), "a missing value"),
    "all_of('text')": (lambda: lk.all_of("free_mail"), "a str"),
    "all_of([number])": (lambda: lk.all_of([BIG, 5]), "an int"),
    "any_of(function)": (lambda: lk.any_of(lambda lead: True), "with @rule"),
    "any_of(card)": (lambda: lk.any_of(FIT), "card >= 50"),
    "any_of(activities)": (lambda: lk.any_of(CLICKS), COUNT),
    "explain(activities)": (
        lambda: lk.explain(CLICKS, Host(id="L-1"), as_of=NOW),
        COUNT,
    ),
    "Points(activities)": (lambda: lk.Points(5, when=CLICKS), COUNT),
    # Predicates
    "rule(5)": (lambda: lk.rule(5), "a function of (lead, as_of)"),
    "rule(name='x')(5)": (lambda: lk.rule(name="x")(5), "a function"),
    "rule(name='')": (lambda: lk.rule(name=" ")(len), "Write @rule(name=...)"),
    "rule(name=5)": (lambda: lk.rule(name=5)(len), "Write @rule(name=...)"),
    "rule without a name": (lambda: lk.rule(Nameless()), "Write @rule(name=...)"),
    # Cards
    "card >= text": (lambda: FIT >= "20", "expected a number"),
    "card and card": (lambda: (FIT >= 1) and (FIT >= 2), NO_TRUTH),
}


class Nameless:
    """
    A callable without a name.
    """

    def __call__(self, lead, as_of):
        return True


class TestMisuse:
    @pytest.mark.parametrize("case", MISUSE)
    def test_fails_where_it_is_written(self, case):
        """
        A wrong rule is refused when it is written, by a sentence that helps.
        """
        wrong, words = MISUSE[case]

        with pytest.raises(RuleError) as caught:
            wrong()

        error = caught.value
        assert words in str(error)
        assert len(str(error)) > 20
        assert error.subject
        assert error.came
        assert error.expected

    @pytest.mark.parametrize("case", MISUSE)
    def test_can_be_caught(self, case):
        """
        A wrong rule is an error of leadkit, and a value error to everybody else.
        """
        wrong, _ = MISUSE[case]

        for caught in (LeadkitError, ValueError):
            with pytest.raises(caught):
                wrong()

    @pytest.mark.parametrize(
        "value", [F.employees, F.title, F.free_mail, F.trial_ends, F.plan, CLICKS]
    )
    def test_values_have_no_hash(self, value):
        """
        What isn't a rule yet can't be put into sets, where == would be asked for truth.
        """
        with pytest.raises(TypeError, match="unhashable"):
            {value}  # noqa: B018
        with pytest.raises(TypeError, match="unhashable"):
            value in {1, 2}  # noqa: B015


class TestRule:
    def test_flags_are_rules(self):
        """
        A flag becomes a rule wherever a rule is wanted.
        """
        truth = lk.all_of(F.free_mail)

        assert truth == lk.any_of([F.free_mail])
        assert truth & BIG == F.free_mail & BIG
        assert BIG | truth == BIG | F.free_mail
        assert ~truth == ~F.free_mail
        assert lk.at_least(1, truth) == lk.at_least(1, F.free_mail)
        assert truth == as_rule(F.free_mail, "here")
        assert lk.Points(5, when=truth) == lk.Points(5, when=F.free_mail)

    @pytest.mark.parametrize("answer", [True, False, None])
    def test_flags_are_asked(self, answer):
        """
        A flag answers as its rule does, and its value is the field's.
        """
        lead = Host(id="L-1", free_mail=answer)

        assert F.free_mail.test(lead, as_of=NOW) is answer
        assert lk.all_of(F.free_mail).test(lead, as_of=NOW) is answer
        assert F.free_mail.value(lead, as_of=NOW) is answer

    @given(st.lists(rules(), max_size=4), hosts(), instants())
    def test_all_of_and_any_of(self, parts, lead, as_of):
        """
        Rules given one by one, as a list or as a generator are joined alike.
        """
        for join, empty in ((lk.all_of, lk.ALWAYS), (lk.any_of, lk.NEVER)):
            joined = join(*parts)

            assert joined == join(parts) == join(part for part in parts)
            assert isinstance(joined, Rule)
            assert joined.test(lead, as_of=as_of) in {True, False, None}
            assert (empty == joined) >= (not parts)
            assert len(parts) != 1 or joined == parts[0]

    def test_operators_join_like_functions(self):
        """
        Operators and functions make the same rules.
        """
        assert lk.all_of(BIG, BOSS) == BIG & BOSS
        assert lk.any_of(BIG, BOSS) == BIG | BOSS

    def test_in_a_list_of_rules(self):
        """
        Rules can be looked for in lists, sets and mappings of rules.
        """
        assert (F.employees >= 50) in [BOSS, BIG]
        assert (F.employees >= 51) not in {BOSS, BIG}
        assert "big" == {BIG: "big"}[F.employees >= 50]


class TestAsked:
    @pytest.mark.parametrize(
        ("value", "kind"),
        [
            (F.employees, Number),
            (F.seats, Number),
            (F.title, Text),
            (F.segment, Text),
            (F.free_mail, Flag),
            (F.trial_ends, Instant),
            (F.tier, Choice),
            (F.region, Choice),
            (F.employees + 1, Number),
            (1 - F.employees, Number),
            (F.trial_ends.age(), Number),
            (CLICKS.count(), Number),
            (FIT.total, Number),
        ],
    )
    def test_kinds(self, value, kind):
        """
        Every value is of its kind, also with a default in the place of what is missing.
        """
        defaults = {Number: 1, Text: "", Flag: True, Instant: NOW}

        assert kind is type(value)
        assert kind is type(value.or_default(defaults.get(kind, 3)))  # GOLD, region 3
        assert isinstance(value, Asked)

    @pytest.mark.parametrize(
        ("number", "value"),
        [
            (F.employees + 2, 12),
            (2 + F.employees, 12),
            (F.employees - 2, 8),
            (2 - F.employees, -8),
            (F.employees * 2, 20),
            (2 * F.employees, 20),
            (F.employees + F.budget, 10.5),
            (F.employees - F.budget, 9.5),
            (F.employees * F.budget, 5.0),
            (sum([F.employees, F.budget, 1]), 11.5),
            (F.employees + F.seats, None),
            (F.seats * 0, None),
            (F.seats.or_default(4) * 2, 8),
            (F.employees.or_default(4) * 2, 20),
            (F.employees + FIT, 10),
            (FIT + F.employees, 10),
        ],
    )
    def test_arithmetic(self, number, value):
        """
        Sums, differences and products are computed, and missing where a part is.
        """
        lead = Host(id="L-1", employees=10, budget=0.5)

        assert value == number.value(lead, as_of=NOW)

    @pytest.mark.parametrize(
        ("rule", "answer"),
        [
            (F.title.contains("of"), True),
            (F.title.contains("OF"), False),
            (F.title.contains(""), True),
            (F.title.contains(F.name), True),
            (F.title.starts_with("Head"), True),
            (F.title.starts_with("head"), False),
            (F.title.ends_with("(Sales)"), True),
            (F.title.ends_with("Sales"), False),
            (F.title.contains(".*"), False),
            (F.title == "Head of (Sales)", True),
            (F.title != "Head of (Sales)", False),
            (F.title.is_in("Head", "Head of (Sales)"), True),
            (F.title.is_in(["Head", "head of (sales)"]), False),
            (F.title.is_in("Head of (Sales)"), True),
            (F.segment.contains("a"), None),
            (F.segment.or_default("").contains("a"), False),
        ],
    )
    def test_texts(self, rule, answer):
        """
        Tests of texts are literal and case-sensitive.
        """
        lead = Host(id="L-1", name="Head", title="Head of (Sales)")

        assert rule.test(lead, as_of=NOW) is answer

    @pytest.mark.parametrize(
        ("rule", "answer"),
        [
            (F.trial_ends.before(NOW), True),
            (F.trial_ends.before(NOW - timedelta(days=1)), False),
            (F.trial_ends.after(NOW - timedelta(days=1)), False),
            (F.trial_ends.after(NOW - timedelta(days=2)), True),
            (F.trial_ends.before(F.created_at), None),
            (F.trial_ends.age() == 1, True),
            (F.trial_ends.age().between(0, 1), True),
            (F.renewal.age() == -0.5, True),
            (F.renewal.is_missing(), False),
            (F.created_at.is_missing(), True),
            (F.created_at.or_default(NOW).age() == 0, True),
        ],
    )
    def test_instants(self, rule, answer):
        """
        An instant lies neither before nor after itself, and its age is counted in days.
        """
        lead = Host(
            id="L-1",
            trial_ends=NOW - timedelta(days=1),
            traits={"renewal": NOW + timedelta(hours=12)},
        )

        assert rule.test(lead, as_of=NOW) is answer

    @pytest.mark.parametrize(
        ("rule", "answer"),
        [
            (F.tier == Tier.GOLD, True),
            (F.tier == 3, True),
            (F.tier != Tier.BRONZE, True),
            (F.tier.is_in(Tier.BRONZE, 2), False),
            (F.plan == F.region, False),
            (F.plan == "pro", True),
            (F.region.is_in("eu", 3), True),
            (F.kind == lk.Kind.PERSON, True),
            (F.kind == "company", False),
        ],
    )
    def test_choices(self, rule, answer):
        """
        Choices are tested against their members and codes alike.
        """
        lead = Host(id="L-1", tier=3, plan="pro", traits={"region": 3})

        assert rule.test(lead, as_of=NOW) is answer

    @pytest.mark.parametrize(
        ("rule", "answer"),
        [
            (FIT >= 10, True),
            (FIT > 10, False),
            (FIT <= 10, True),
            (FIT < 10, False),
            (FIT.total == 10, True),
            (FIT.total != 10, False),
            (F.employees >= FIT, True),
            (FIT <= F.employees, True),
            (FIT.total.between(5, 15), True),
            (FIT.total.is_missing(), False),
        ],
    )
    def test_cards(self, rule, answer):
        """
        The total of a card is a number in rules, on either side, and never missing.
        """
        assert rule.test(Host(id="L-1", employees=60), as_of=NOW) is answer


class TestPredicate:
    def test_named_by_the_function(self):
        """
        A rule of a function has its name, or the name that was given.
        """

        @lk.rule
        def tall(lead, as_of):
            return True

        @lk.rule(name="very tall")
        def very_tall(lead, as_of):
            return True

        assert ("tall", "very tall") == (str(tall), str(very_tall))
        assert "(very tall) & ~tall" == str(very_tall & ~tall)

    def test_equal_by_function(self):
        """
        Two rules of one function are equal, two of different functions aren't.
        """

        def tall(lead, as_of):
            return True

        assert lk.rule(tall) == lk.rule(tall)
        assert lk.rule(tall) != lk.rule(tall, name="big")
        assert lk.rule(tall) != lk.rule(lambda lead, as_of: True, name="tall")
