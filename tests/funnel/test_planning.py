"""
How many are needed to see a difference.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.numbers.planning import (
    arcsine_sample_size,
    detectable,
    sample_size,
)

shares = st.floats(0.01, 0.99)


class TestSampleSize:
    def test_agrees(self, reference):
        """
        Both sizes are those of statsmodels.
        """
        group = reference["ab"]["sample_size"]
        one, other = group["p1"], group["p2"]
        options = {"power": group["power"], "level": 1 - group["alpha"]}
        normal = sample_size(one, other, **options)
        arcsine = arcsine_sample_size(one, other, **options)

        assert group["per_arm_normal"] == pytest.approx(normal, rel=1e-9)
        assert group["per_arm_arcsine"] == pytest.approx(arcsine, rel=1e-9)

    @given(st.floats(0.05, 0.6), st.floats(0.02, 0.15))
    def test_less_is_harder_to_see(self, base, apart):
        """
        Half the difference needs more, and so do more power and a higher level.
        """
        n = sample_size(base, base + apart)

        assert n < sample_size(base, base + apart / 2)
        assert n < sample_size(base, base + apart, power=0.9)
        assert n < sample_size(base, base + apart, level=0.99)

    def test_level(self):
        """
        A level beyond 0 and 1 is refused.
        """
        with pytest.raises(RuleError, match="level of an interval"):
            sample_size(0.1, 0.2, level=2)


class TestDetectable:
    @given(st.floats(0.01, 0.9), st.floats(200, 1e6))
    def test_undoes_the_size(self, base, n):
        """
        The difference that can be seen is the one that needs so many.
        """
        apart = detectable(base, n)

        if apart is None:
            assert sample_size(base, 1.0) > n
        else:
            assert n == pytest.approx(sample_size(base, base + apart), rel=1e-4)

    def test_of_too_few(self):
        """
        A few show no difference.
        """
        assert detectable(0.5, 3) is None
