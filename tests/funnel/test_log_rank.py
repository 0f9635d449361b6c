"""
Whether groups wait equally long: held against observed less expected, in fractions.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.numbers.distributions import chi_squared_tail
from leadkit.funnel.numbers.log_rank import log_rank

_row = st.tuples(st.integers(0, 12), st.booleans(), st.integers(-3, 9))
_group = st.lists(_row, max_size=14)


def _columns(rows):
    return tuple(list(column) for column in zip(*rows, strict=True)) or ([], [], [])


def _slow(one, other):
    """
    Mantel's test of two groups, from the hypergeometric variance at each time.
    """
    groups = [
        [row for row in rows if row[2] <= 0 or row[2] < row[0]] for rows in (one, other)
    ]
    away = spread = Fraction(0)
    for time in sorted({row[0] for rows in groups for row in rows if row[1]}):
        n1, n2 = (
            sum(row[0] >= time and (row[2] <= 0 or row[2] < time) for row in rows)
            for rows in groups
        )
        d1, d2 = (sum(row[0] == time and row[1] for row in rows) for rows in groups)
        n, d = n1 + n2, d1 + d2
        away += d1 - Fraction(d * n1, n)
        if n > 1:
            spread += Fraction(n1 * n2 * d * (n - d), n * n * (n - 1))
    return float(away**2 / spread) if spread else None


class TestLogRank:
    @given(_group, _group)
    def test_textbook(self, one, other):
        """
        Of two groups, it is the square of what is observed less what is expected.
        """
        found = log_rank([_columns(one), _columns(other)])
        expected = _slow(one, other)

        if expected is None:
            assert found is None
        else:
            assert expected == pytest.approx(found.chi_squared, abs=1e-9)
            assert 1 == found.df
            assert chi_squared_tail(expected, 1) == pytest.approx(found.p, abs=1e-9)

    @given(st.data(), st.lists(_group, min_size=2, max_size=4))
    def test_order(self, data, groups):
        """
        The order of the groups doesn't matter, nor do empty ones.
        """
        shuffled = data.draw(st.permutations([*groups, []]))

        one = log_rank(map(_columns, groups))
        other = log_rank(map(_columns, shuffled))
        if one is None:
            assert other is None
        else:
            assert one.df == other.df
            assert one.chi_squared == pytest.approx(other.chi_squared, abs=1e-8)

    @given(_group)
    def test_same(self, rows):
        """
        A group doesn't differ from another one like it.
        """
        found = log_rank([_columns(rows)] * 3)

        assert found is None or found.chi_squared == pytest.approx(0, abs=1e-9)
        assert found is None or found.p == pytest.approx(1)

    def test_reference(self, reference):
        """
        It agrees with another library.
        """
        group = reference["logrank"]
        found = log_rank([(*group["a"], None), (*group["b"], None)])

        assert group["chi2"] == pytest.approx(found.chi_squared, abs=group["tol"])
        assert group["p"] == pytest.approx(found.p, abs=group["tol"])

    def test_several(self):
        """
        Three groups have two degrees of freedom, and another one has one more.
        """
        quick, slow = ([1, 2, 3], [1, 1, 1], None), ([5, 6, 7], [1, 1, 1], None)
        middle = ([2, 4, 6], [1, 0, 1], None)

        assert 2 == log_rank([quick, middle, slow]).df
        assert 2 == log_rank([quick, middle, slow, ([], [], None)]).df
        assert 3 == log_rank([quick, middle, slow, middle]).df

    def test_never_together(self):
        """
        Groups that were never watched together say nothing of each other.
        """
        early = ([1, 2, 3], [1, 1, 1], None)
        late = ([10, 11, 12], [1, 1, 1], [5, 5, 5])

        assert log_rank([early, late]) is None
        assert 2 == log_rank([early, early, late, late]).df

    @pytest.mark.parametrize(
        "groups",
        [
            [],
            [([1, 2], [1, 1], None)],
            [([1, 2], [0, 0], None), ([3], [0], None)],
            [([1], [1], None), ([1], [1], None)],
        ],
    )
    def test_nothing_to_find(self, groups):
        """
        Too few groups, no events, and one that takes all at once say nothing.
        """
        assert log_rank(groups) is None

    def test_unequally_many(self):
        """
        Columns of different lengths are refused.
        """
        with pytest.raises(RuleError) as caught:
            log_rank([([1, 2], [1], None), ([1], [1], None)])

        assert "unequally many durations, events and entries" == caught.value.came
