"""
Several things of which one happens: held against a textbook's sums in fractions.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.numbers.incidence import cumulative_incidence
from leadkit.funnel.numbers.survival import kaplan_meier

_times = st.one_of(st.integers(0, 8), st.integers(0, 40).map(lambda half: half / 2))
_rows = st.lists(
    st.tuples(_times, st.integers(0, 3), st.one_of(st.just(0), st.integers(-2, 30))),
    max_size=25,
)


def _columns(rows):
    return [list(column) for column in zip(*rows, strict=True)] or [[], [], []]


def _slow(rows, code):
    """
    Sum S(u-) k / n, and the three sums of Aalen's variance anew at each time.
    """
    watched = [one for one in rows if one[2] <= 0 or one[2] < one[0]]
    waiting, share, told, steps = Fraction(1), Fraction(0), [], []
    for time in sorted({duration for duration, what, _ in watched if what}):
        n = sum(
            duration >= time and (entry <= 0 or entry < time)
            for duration, _, entry in watched
        )
        d = sum(duration == time and what > 0 for duration, what, _ in watched)
        k = sum(duration == time and what == code for duration, what, _ in watched)
        share += waiting * Fraction(k, n)
        told.append((n, d, k, waiting, share))
        waiting *= 1 - Fraction(d, n)
        if k:
            steps.append((time, n, k, share, _variance(told, share)))
    return steps


def _variance(told, share):
    total = Fraction(0)
    for n, d, k, waiting, then in told:
        if n > d:
            total += (share - then) ** 2 * Fraction(d, (n - 1) * (n - d))
            mixed = Fraction(k * (n - k), n * (n - d) * (n - 1))
            total -= 2 * (share - then) * waiting * mixed
        if n > 1:
            total += waiting**2 * Fraction(k * (n - k), n * n * (n - 1))
    return total


class TestCumulativeIncidence:
    @given(_rows, st.integers(1, 3))
    def test_textbook(self, rows, code):
        """
        Shares and variances are what summing up anew at each time gives.
        """
        found = cumulative_incidence(*_columns(rows))[code]

        steps = _slow(rows, code)
        assert [step[0] for step in steps] == list(found.times)
        assert [step[1] for step in steps] == list(found.at_risk)
        assert [step[2] for step in steps] == list(found.events)
        assert [float(step[3]) for step in steps] == pytest.approx(found.shares)
        spreads = [max(float(step[4]), 0) for step in steps]
        assert spreads == pytest.approx(found.spreads, abs=1e-12)

    @given(_rows, _times)
    def test_sum(self, rows, time):
        """
        All shares and that of those who wait on sum to 1.
        """
        durations, codes, entries = _columns(rows)
        found = cumulative_incidence(durations, codes, entries)
        events = [code > 0 for code in codes]

        waiting = kaplan_meier(durations, events, entries).at(time)
        assert waiting == pytest.approx(found.waiting(time))
        happened = sum(found[code].at(time) for code in (1, 2, 3))
        assert 1 == pytest.approx(waiting + happened)

    @given(_rows)
    def test_one_thing(self, rows):
        """
        If only one thing can happen, it is the share of those who don't wait on.
        """
        durations, codes, entries = _columns(rows)
        events = [int(code == 1) for code in codes]
        found = cumulative_incidence(durations, events, entries)[1]

        curve = kaplan_meier(durations, events, entries)
        assert [1 - share for share in curve.shares] == pytest.approx(found.shares)

    def test_ties(self, reference):
        """
        At ties it agrees with other libraries.
        """
        group = reference["aj_ties"]
        found = cumulative_incidence(group["durations"], group["codes"])

        for place, time in enumerate(group["times"]):
            one, two = group["cif1"][place], group["cif2"][place]
            assert one == pytest.approx(found[1].at(time), abs=group["tol"])
            assert two == pytest.approx(found[2].at(time), abs=group["tol"])

    def test_first_exit(self, reference):
        """
        It agrees with other libraries in shares and intervals.
        """
        group = reference["time_to_customer"]
        found = cumulative_incidence(
            group["first_exit_durations"], group["first_exit_codes"]
        )

        for time, shares in group["aalen_johansen_first_exit"].items():
            age = float(time)
            assert shares["customer"] == pytest.approx(found[1].at(age), abs=1e-9)
            assert shares["disqualified"] == pytest.approx(found[2].at(age), abs=1e-9)
            assert shares["open"] == pytest.approx(found.waiting(age), abs=1e-9)
            assert shares["customer_ci95_loglog_aalen"] == pytest.approx(
                found[1].interval(age), abs=1e-9
            )

    @given(_rows)
    def test_intervals(self, rows):
        """
        Intervals lie within 0 and 1, and hold their shares.
        """
        found = cumulative_incidence(*_columns(rows))

        for code in (1, 2, 3):
            part = found[code]
            for (low, high), share in zip(part.bands, part.shares, strict=True):
                assert 0 <= low <= share <= high <= 1

    def test_everybody(self):
        """
        Where it has happened to all, the share may well be as small as just before.
        """
        part = cumulative_incidence([2, 3], [1, 1])[1]

        assert 1.0 == part.at(3)
        assert (part.interval(2)[0], 1.0) == part.interval(3)

    def test_of_nobody(self):
        """
        What happened to nobody has no steps, and no width before them.
        """
        found = cumulative_incidence([4], [0])

        assert () == found[1].times == found[1].bands
        assert 0.0 == found[1].at(9)
        assert (0.0, 0.0) == found[1].interval(9)
        assert 1 == found.size
        assert 4 == found.longest

    def test_unequally_many(self):
        """
        Columns of different lengths are refused.
        """
        with pytest.raises(RuleError) as caught:
            cumulative_incidence([1, 2], [1])

        assert "unequally many durations, events and entries" == caught.value.came
