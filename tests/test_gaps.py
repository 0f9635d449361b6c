"""
What would change it: how far a number is from a threshold.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from math import inf, nextafter

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import NOW, F, Host, comparison_specs, hosts, instants, numbers, written

import leadkit as lk
from leadkit import Reason, activity, explain
from leadkit.rules.gaps import Gap, in_digits

LEAD = Host(
    id="L-1",
    employees=12,
    budget=37.35,
    title="Head of Sales",
    trial_ends=NOW - timedelta(days=5),
    activities=[
        lk.Activity(id=f"c{i}", type="call_held", at=NOW - timedelta(days=i))
        for i in range(3)
    ],
)
CALLS = activity("call_held").count()
CARD = lk.Scorecard("engagement", [lk.Points(37, when=F.employees >= 10)])
AGE = F.trial_ends.age()

OPERATORS = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}
operators = st.sampled_from(sorted(OPERATORS))
few = st.integers(0, 5)


def gap_of(rule, lead=LEAD):
    """
    The gap in the reason of a rule.
    """
    return explain(rule, lead, as_of=NOW).gap


def called(times):
    """
    A lead with so many calls.
    """
    return attrs.evolve(LEAD, activities=LEAD.activities[:times])


class TestGap:
    @given(operators, numbers(), numbers())
    def test_turns_the_answer(self, op, value, constant):
        """
        The number that is needed turns the answer, and none between does.
        """
        rule = OPERATORS[op](F.budget, constant)
        lead = Host(id="L-1", budget=value)
        gap = gap_of(rule, lead)
        answer = rule.test(lead, as_of=NOW)

        def answer_at(number):
            there = attrs.evolve(lead, budget=number)
            return rule.test(there, as_of=NOW)

        needed = float(gap.needed)
        if gap.bound == "gt":
            needed = nextafter(needed, inf)
        elif gap.bound in {"lt", "ne"}:
            needed = nextafter(needed, -inf)

        assert ("budget", value) == (gap.what, gap.value)
        assert answer_at(needed) is not answer
        if gap.bound != "ne":
            halfway = (Fraction(value) + Fraction(gap.needed)) / 2
            assume(halfway != gap.needed)

            assert answer_at(float(halfway)) is answer

    @given(numbers(), st.tuples(numbers(), numbers()).map(sorted))
    def test_of_between(self, value, ends):
        """
        The nearer end of a range turns the answer.
        """
        low, high = ends
        rule = F.budget.between(low, high)
        lead = Host(id="L-1", budget=value)
        gap = gap_of(rule, lead)
        beyond = {"lt": -inf, "gt": inf}
        needed = float(gap.needed)
        if gap.bound in beyond:
            needed = nextafter(needed, beyond[gap.bound])
        turned = attrs.evolve(lead, budget=needed)
        nearest = min(abs(value - low), abs(value - high))

        assert rule.test(turned, as_of=NOW) is not rule.test(lead, as_of=NOW)
        assert nearest == abs(gap.difference)

    @given(operators, st.sampled_from([0, 1, 1.5, 2, 3, 4.5]), few)
    def test_of_counts(self, op, constant, times):
        """
        A count is a whole number: the nearest one that turns the answer is named.
        """
        times = min(times, 3)
        lead = called(times)
        rule = OPERATORS[op](CALLS, constant)
        gap = gap_of(rule, lead)

        def turned(count):
            return OPERATORS[op](count, constant) is not OPERATORS[op](times, constant)

        possible = [count for count in range(7) if turned(count)]
        if not possible:
            assert gap is None
        elif gap.bound == "ne":
            assert times == gap.needed
        else:
            nearest = min(possible, key=lambda count: abs(count - times))

            assert (nearest, nearest - times) == (gap.needed, gap.difference)
            assert gap.bound in {"ge", "le", "eq"}

    @given(comparison_specs(st.just(("field", "employees"))), hosts(), instants())
    def test_is_exact(self, spec, lead, as_of):
        """
        The difference is what is needed less what is there.
        """
        gap = explain(written(spec), lead, as_of=as_of).gap

        assert gap is None or (
            Fraction(gap.needed) - Fraction(gap.value) == Fraction(gap.difference)
        )

    @pytest.mark.parametrize(
        ("rule", "gap"),
        [
            (CARD >= 40, Gap("engagement", 37, 40, "ge")),
            (CARD.total < 40, Gap("engagement", 37, 40, "ge")),
            (F.employees * 2 + 1 >= 100, Gap("(employees * 2) + 1", 25, 100, "ge")),
            (
                F.seats.or_default(3) > 5,
                Gap("seats or default 3", 3, 5, "gt"),
            ),
            (
                F.employees.or_default(3) > 50,
                Gap("employees or default 3", 12, 50, "gt"),
            ),
            (AGE >= 7, Gap("age of trial_ends", 5, 7, "ge", by_itself=True)),
            (AGE < 7, Gap("age of trial_ends", 5, 7, "ge", by_itself=True)),
            (AGE > 7, Gap("age of trial_ends", 5, 7, "gt")),
            (AGE < 3, Gap("age of trial_ends", 5, 3, "lt")),
            (CALLS > 3, Gap("count of call_held", 3, 4, "ge")),
            (
                activity("call_held").distinct_days() < 3,
                Gap("days with call_held", 3, 2, "le"),
            ),
            # There is nothing to say of these.
            (F.seats >= 5, None),
            (F.seats.between(1, 2), None),
            (F.budget + F.seats >= 5, None),
            (F.employees >= F.budget, None),
            (F.employees.is_in(1, 2), None),
            (F.title == "CEO", None),
            (F.title.contains("CEO"), None),
            (F.trial_ends.before(NOW), None),
            (F.budget.is_missing(), None),
            (CALLS < 0, None),
            (CALLS == 1.5, None),
            ((F.employees >= 50) & (F.budget >= 50), None),
            (lk.ALWAYS, None),
        ],
    )
    def test_of_rules(self, rule, gap):
        """
        Comparisons of a known number with a constant have a gap, other rules none.
        """
        assert gap == gap_of(rule)

    def test_decimals_are_exact(self):
        """
        Decimals are subtracted as they are written.
        """
        assert 2.65 == gap_of(F.budget >= 40).difference

    def test_of_a_hair(self):
        """
        Where a float can't tell a number from the threshold, nothing is said.
        """
        # The interpreter compares fractions of days, and shows floats of them.
        rule = AGE * 3 >= 1
        reason = explain(
            rule, attrs.evolve(LEAD, trial_ends=NOW - timedelta(days=1)), as_of=NOW
        )

        assert reason.gap is not None
        assert None is attrs.evolve(reason, answer=False).gap

    def test_without_the_values(self):
        """
        A reason without the values seen has no gap.
        """
        assert None is Reason(F.employees >= 50, answer=False).gap


class TestGapInWords:
    @pytest.mark.parametrize(
        ("gap", "told"),
        [
            (Gap("fit", 37, 40, "ge"), "fit is 37, needs 40 (3 more)"),
            (Gap("fit", 37.35, 40, "ge"), "fit is 37.35, needs 40 (2.65 more)"),
            (Gap("fit", 37, 40, "gt"), "fit is 37, needs more than 40 (over 3 more)"),
            (Gap("fit", 40, 40, "gt"), "fit is 40, needs more than 40"),
            (Gap("fit", 43, 40, "le"), "fit is 43, needs at most 40 (3 less)"),
            (Gap("fit", 43, 40, "lt"), "fit is 43, needs less than 40 (over 3 less)"),
            (Gap("fit", 43, 40, "eq"), "fit is 43, needs exactly 40 (3 less)"),
            (Gap("fit", 40, 40, "ne"), "fit is 40, needs another number"),
            (
                Gap("age of x", 5, 7.5, "ge", by_itself=True),
                "age of x is 5, needs 7.5 (in 2.5 days by itself)",
            ),
            (
                Gap("age of x", 6, 7, "ge", by_itself=True),
                "age of x is 6, needs 7 (in 1 day by itself)",
            ),
            (
                Gap("age of x", 6.99998, 7, "ge"),
                "age of x is 7, needs 7 (2e-05 more)",
            ),
        ],
    )
    def test_reads_well(self, gap, told):
        """
        A gap is said as a person would say it.
        """
        assert told == str(gap)


class TestInDigits:
    @pytest.mark.parametrize(
        ("number", "digits"),
        [
            (12, "12"),
            (10**12, "1000000000000"),
            (2.0, "2"),
            (1 / 3, "0.3333"),
            (99999.5, "99999.5"),
            (123456.789, "123456.789"),
        ],
    )
    def test_leaves_out_what_says_nothing(self, number, digits):
        """
        Whole numbers have no decimals, others at most four.
        """
        assert digits == in_digits(number)


class TestChangeInWords:
    @pytest.mark.parametrize(
        ("rule", "told"),
        [
            (F.employees >= 50, "employees is 12, needs 50 (38 more)"),
            # What holds would need this to hold no more.
            (F.employees >= 10, "employees is 12, needs less than 10 (over 2 less)"),
            (F.seats >= 5, "needs to be known: seats >= 5 (is missing)"),
            (lk.ALWAYS, ""),
            (lk.NEVER & lk.holds("MQL"), "needs holds 'MQL'"),
            (lk.holds("MQL"), "needs holds 'MQL'"),
            (~lk.holds("MQL"), "needs holds 'MQL'"),
            (F.title == "CEO", "needs title == 'CEO' (is 'Head of Sales')"),
            (
                F.title.starts_with("Head"),
                "needs ~(title starts with 'Head') (is 'Head of Sales')",
            ),
            (
                (F.employees >= 50) & (F.employees >= 50) & lk.holds("MQL"),
                "employees is 12, needs 50 (38 more); needs holds 'MQL'",
            ),
            (
                (F.employees >= 10) & (CALLS >= 1),
                "employees is 12, needs less than 10 (over 2 less)",
            ),
        ],
    )
    def test_tells_what_would_turn_it(self, rule, told):
        """
        A reason says what would turn its answer, for each leaf in the way, once.
        """
        assert told == explain(rule, LEAD, as_of=NOW).change_in_words()

    def test_hides_texts(self):
        """
        Texts of the record are hidden where that is asked for.
        """
        reason = explain(~(F.title == "Head of Sales") | ~(CALLS >= 3), LEAD, as_of=NOW)

        assert "needs ~(title == 'Head of Sales') (is '…')" == (
            reason.change_in_words(masked=True)
        )
        assert ("needs ~(title == 'Head of Sales') (is '…')",) == (
            reason.changes_in_words(masked=True)
        )
