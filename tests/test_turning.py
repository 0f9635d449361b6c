"""
When the answer of a rule may next change by itself.
"""

from __future__ import annotations

import math
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    NOW,
    TICK,
    F,
    Host,
    comparison_specs,
    has_name,
    host,
    instants,
    number_specs,
    records,
    rules,
    running_specs,
    written,
)

import leadkit as lk
from leadkit import Activity, Consent, Grant, Move, RuleError, Touch, activity
from leadkit.rules import nodes as n
from leadkit.rules.meaning import ask, evaluate, exact
from leadkit.rules.turning import (
    crossings,
    derivative,
    happenings,
    polynomial,
    turns,
    value_at,
)

DAY = timedelta(days=1)
FAR = NOW + 400 * DAY


def ago(**span):
    return NOW - timedelta(**span)


def quiet(node, lead, as_of):
    """
    Until when nothing of the history happens to a rule.
    """
    later = [at for at in happenings([node], lead) if at > as_of]
    return min([*later, as_of + 400 * DAY])


def comparisons():
    """
    Comparisons of numbers that run on with time, and of what is computed of them.
    """
    return comparison_specs(number_specs(running_specs())).map(written)


class TestHappenings:
    @given(st.data(), rules(), records(), instants())
    def test_nothing_changes_in_between(self, data, rule, record, as_of):
        """
        Between two happenings a rule that reads no running age keeps its answer.
        """
        node, lead = rule.node, host(record)
        assume(not any(map(_runs, n.walk(node))))
        until = quiet(node, lead, as_of)
        within = data.draw(st.integers(0, (until - as_of) // TICK - 1))

        assert ask(node, lead, as_of) is ask(node, lead, as_of + within * TICK)

    def test_what_happens(self):
        """
        Everything that is dated happens, and activities leave the windows of queries.
        """
        lead = Host(
            id="L-1",
            created_at=ago(days=8),
            activities=[
                Activity(id="a", type="call_held", at=ago(days=7)),
                Activity(id="b", type="chat_held", at=ago(days=6)),
            ],
            consents=[
                Consent(purpose="p", medium="email", granted=True, at=ago(days=5))
            ],
            touches=[Touch("form", at=ago(days=4))],
            moves=[Move(trigger="go", source="a", target="b", at=ago(days=3))],
            grants=[Grant(qualification="MQL", at=ago(days=2), by="sales")],
        )
        calls = activity("call_held")
        rule = (calls.within(days=30).count() >= 1) & (calls.count() >= 1)

        assert [
            *(ago(days=days) for days in (8, 7, 6, 5, 4, 3, 2)),
            NOW + 23 * DAY,
        ] == happenings([rule.node], lead)
        assert [] == happenings([rule.node], Host(id="L-1"))

    def test_windows_inside_cards(self):
        """
        The windows of the cards that a rule reads count too.
        """
        calls = activity("call_held").within(days=30)
        card = lk.Scorecard("calls", [lk.Points(5, per=calls)])
        call = Activity(id="a", type="call_held", at=ago(days=7))
        lead = Host(id="L-1", activities=[call])

        assert NOW + 23 * DAY in happenings([(card >= 5).node], lead)

    @pytest.mark.parametrize(
        "window", [timedelta(days=10**8), timedelta(days=10**6 * 3)]
    )
    def test_windows_beyond_the_calendar(self, window):
        """
        What never leaves its window within the calendar doesn't happen.
        """
        call = Activity(id="a", type="call_held", at=NOW)
        query = n.Query(("call_held",), window=window)

        assert [NOW] == happenings([query], Host(id="L-1", activities=[call]))

    def test_opaque(self):
        """
        A host's function may change at any time, so nothing can be told.
        """
        rule = lk.Scorecard("named", [lk.Points(5, when=has_name)]) >= 5

        with pytest.raises(RuleError, match="rule 'has a name'"):
            happenings([(rule & F.free_mail).node], Host(id="L-1"))


def _runs(node):
    return isinstance(node, (n.Age, n.TimeInStage)) or (
        isinstance(node, n.Aggregate) and node.op.startswith("days_since")
    )


class TestPolynomial:
    @given(st.data(), number_specs(), records(), instants())
    def test_agrees_with_evaluate(self, data, spec, record, as_of):
        """
        A number at a later instant is what its polynomial says.
        """
        node, lead = written(spec).node, host(record)
        until = quiet(node, lead, as_of)
        ticks = data.draw(st.integers(0, (until - as_of) // TICK - 1))

        later = evaluate(node, lead, as_of + ticks * TICK)
        found = polynomial(node, lead, as_of)

        assert (later is None) == (found is None)
        if later is not None:
            expected = float(value_at(found, ticks))
            assert math.isclose(expected, later, rel_tol=1e-9, abs_tol=1e-6)

    @given(st.data(), number_specs(running_specs()), records(), instants())
    def test_days_are_exact(self, data, spec, record, as_of):
        """
        What is computed of days agrees with its polynomial to the last digit.
        """
        node, lead = written(spec).node, host(record)
        until = quiet(node, lead, as_of)
        ticks = data.draw(st.integers(0, (until - as_of) // TICK - 1))

        later = exact(node, lead, as_of + ticks * TICK)
        found = polynomial(node, lead, as_of)

        assert later == (None if found is None else value_at(found, ticks))

    @given(running_specs(), records(), instants())
    def test_ages_are_exact(self, spec, record, as_of):
        """
        An age is a whole number of microseconds, and rises by one in each.
        """
        node, lead = written(spec).node, host(record)
        seen = evaluate(node, lead, as_of)
        assume(seen is not None)

        start, slope = polynomial(node, lead, as_of)

        assert Fraction(1, 86_400_000_000) == slope
        assert 0 == start % slope
        assert seen == float(start)

    @pytest.mark.parametrize(
        ("number", "coefficients"),
        [
            (F.employees, [10]),
            (F.employees + 0.5, [10.5]),
            (F.budget, None),
            (F.budget + F.trial_ends.age(), None),
            (F.budget.or_default(2), [2]),
            (F.employees.or_default(2), [10]),
            (F.budget.or_default(0) * F.trial_ends.age(), [0]),
            (F.trial_ends.age(), [3, 1]),
            (F.trial_ends.age() - F.trial_ends.age(), [0]),
            (F.trial_ends.age() * 2 - F.employees, [-4, 2]),
            (F.trial_ends.age() * F.trial_ends.age(), [9, 6, 1]),
            (5 - F.trial_ends.age() * F.trial_ends.age() + 4, [0, -6, -1]),
        ],
    )
    def test_coefficients(self, number, coefficients):
        """
        The coefficients, in days, of numbers that rest, run and are joined.
        """
        lead = Host(id="L-1", employees=10, trial_ends=ago(days=3))

        found = polynomial(number.node, lead, NOW)

        if coefficients is None:
            assert found is None
        else:
            day = 86_400_000_000
            assert coefficients == [c * day**power for power, c in enumerate(found)]


class TestDerivative:
    @pytest.mark.parametrize(
        ("polynomial_", "slope"),
        [
            (None, None),
            ((5,), (0,)),
            ((5, 3), (3,)),
            ((5, 3, 2), (3, 4)),
            ((0, 0, 0, 2), (0, 0, 6)),
        ],
    )
    def test_slope(self, polynomial_, slope):
        """
        The slope of a sum of powers.
        """
        assert slope == derivative(polynomial_)


class TestValueAt:
    @given(st.lists(st.integers(-9, 9), min_size=1, max_size=5), st.integers(-9, 9))
    def test_sums_powers(self, coefficients, at):
        """
        A polynomial is the sum of its powers.
        """
        expected = sum(c * at**power for power, c in enumerate(coefficients))

        assert expected == value_at(tuple(map(Fraction, coefficients)), at)


class TestCrossings:
    @pytest.mark.parametrize(
        ("root", "found"),
        [(-1, [1]), (0, [1, 2]), (3, [2, 3, 4, 5]), (5, [4, 5]), (6, [5]), (9, [])],
    )
    def test_stays_within_the_interval(self, root, found):
        """
        Of the microseconds around a zero, those beyond either end are left out.
        """
        line = (Fraction(-root), Fraction(1))

        assert [NOW + at * TICK for at in found] == list(
            crossings(line, NOW, NOW + 5 * TICK)
        )

    @given(st.lists(st.integers(-60, 60), min_size=1, max_size=5), st.booleans())
    def test_every_zero_is_found(self, roots, negative):
        """
        Around every whole zero of a polynomial, the microseconds are candidates.
        """
        product = (Fraction(-1 if negative else 1),)
        for root in roots:  # times (x - root)
            raised = (Fraction(0), *product)
            product = tuple(
                a - root * b for a, b in zip(raised, (*product, 0), strict=True)
            )
        until = NOW + 50 * TICK

        found = set(crossings(product, NOW, until))

        for root in roots:
            for at in (NOW + root * TICK, NOW + (root + 1) * TICK):
                assert at in found or not NOW < at <= until

    @given(
        st.lists(st.fractions(-20, 20, max_denominator=9), max_size=4),
        st.fractions(-20, 20, max_denominator=9).filter(bool),
    )
    def test_no_sign_changes_in_between(self, lower, highest):
        """
        Between two candidates a polynomial stays above, below or at zero.
        """
        coefficients = (*lower, highest)
        signs = [_sign(value_at(coefficients, at)) for at in range(41)]
        found = {
            (at - NOW) // TICK for at in crossings(coefficients, NOW, NOW + 40 * TICK)
        }

        for at, (before, after) in enumerate(pairwise(signs), start=1):
            assert before == after or at in found

    @pytest.mark.parametrize("nothing", [None, (Fraction(0),), (Fraction(5),)])
    def test_what_rests_never_turns(self, nothing):
        """
        What is missing or doesn't run has no turn, not even where it is zero.
        """
        assert [] == list(crossings(nothing, NOW, FAR))

    def test_lies_within(self):
        """
        Candidates lie after the first instant, up to the last.
        """
        line = (Fraction(-5), Fraction(1))

        assert [NOW + 4 * TICK, NOW + 5 * TICK] == sorted(
            crossings(line, NOW, NOW + 5 * TICK)
        )
        assert [] == list(crossings(line, NOW, NOW + 2 * TICK))
        assert [] == list(crossings((Fraction(5), Fraction(1)), NOW, FAR))


def _sign(number):
    return (number > 0) - (number < 0)


class TestTurns:
    @pytest.mark.parametrize(
        ("rule", "turn", "answers"),
        [
            # The answer before and at the turn.
            (F.trial_ends.age() >= 30, ago(days=3) + 30 * DAY, (False, True)),
            (F.trial_ends.age() > 30, ago(days=3) + 30 * DAY + TICK, (False, True)),
            (F.trial_ends.age() <= 30, ago(days=3) + 30 * DAY + TICK, (True, False)),
            (F.trial_ends.age() < 30, ago(days=3) + 30 * DAY, (True, False)),
            (F.trial_ends.age() == 30, ago(days=3) + 30 * DAY, (False, True)),
            (F.trial_ends.age() == 30, ago(days=3) + 30 * DAY + TICK, (True, False)),
            (F.trial_ends.age() != 30, ago(days=3) + 30 * DAY, (True, False)),
            (F.trial_ends.age().is_in(4, 30), NOW + DAY, (False, True)),
            (F.trial_ends.age().is_in(4, 30), NOW + 27 * DAY, (False, True)),
            (F.trial_ends.age().between(4, 30), NOW + DAY, (False, True)),
            (F.trial_ends.age().between(4, 30), NOW + 27 * DAY + TICK, (True, False)),
            # Already at the edge:
            (F.trial_ends.age() <= 3, NOW + TICK, (True, False)),
            (
                9 - F.trial_ends.age() * F.trial_ends.age() >= 0,
                NOW + TICK,
                (True, False),
            ),
            (F.trial_ends.age() * F.trial_ends.age() > 9, NOW + TICK, (False, True)),
            # Yet to come:
            (F.renewal.age() >= 0, NOW + DAY, (False, True)),
            # Of activities and stages:
            (activity("x").days_since_last() >= 5, NOW + 3 * DAY, (False, True)),
            (activity("x").days_since_first() > 5, NOW + DAY + TICK, (False, True)),
            (lk.time_in_stage() >= 2.5, NOW + 1.5 * DAY, (False, True)),
            # Joined and computed:
            (~(F.trial_ends.age() >= 30) & lk.ALWAYS, NOW + 27 * DAY, (True, False)),
            (F.trial_ends.age() * 2 >= 30 + F.employees, NOW + 17 * DAY, (False, True)),
            (F.trial_ends.age() * 2 > F.renewal.age(), None, None),
            (F.trial_ends.age() * F.renewal.age() >= 0, NOW + DAY, (False, True)),
            (F.budget.or_default(4) <= F.trial_ends.age(), NOW + DAY, (False, True)),
            (F.employees * 1 >= 5, None, None),
            (F.title == "Head", None, None),
            (F.budget >= F.trial_ends.age(), None, None),
        ],
    )
    def test_found_to_the_microsecond(self, rule, turn, answers):
        """
        The very instant at which an answer turns is a candidate.
        """
        lead = Host(
            id="L-1",
            employees=10,
            title="Head",
            trial_ends=ago(days=3),
            traits={"renewal": NOW + DAY},
            moves=[Move(trigger="go", source="a", target="b", at=ago(days=1))],
            activities=[
                Activity(id="a", type="x", at=ago(days=4)),
                Activity(id="b", type="x", at=ago(days=2)),
            ],
        )
        found = list(turns(rule.node, lead, NOW, FAR))

        if turn is None:
            answers = {ask(rule.node, lead, at) for at in (NOW, FAR, *found)}
            assert 1 == len(answers)
        else:
            assert turn in found
            assert answers == tuple(
                ask(rule.node, lead, at) for at in (turn - TICK, turn)
            )

    def test_inside_cards(self):
        """
        The rules of a card that a rule reads turn too.
        """
        card = lk.Scorecard("old", [lk.Points(5, when=F.trial_ends.age() >= 30)])
        lead = Host(id="L-1", trial_ends=ago(days=3))

        assert NOW + 27 * DAY in turns((card >= 5).node, lead, NOW, FAR)

    @given(st.data(), comparisons(), records(), instants())
    def test_constant_between_candidates(self, data, rule, record, as_of):
        """
        Between two candidates a comparison of running ages keeps its answer.
        """
        node, lead = rule.node, host(record)
        until = quiet(node, lead, as_of)
        found = sorted({as_of, until, *turns(node, lead, as_of, until - TICK)})

        for start, end in pairwise(found):
            within = data.draw(st.integers(0, (end - start) // TICK - 1))
            answers = {
                ask(node, lead, at) for at in (start, start + within * TICK, end - TICK)
            }
            assert 1 == len(answers)
