"""
A share of a count, which is never told without the count and an interval.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import attrs

from ...errors import RuleError, described, is_a


def normal_quantile(level: float) -> float:
    """
    Tell how many standard errors a two-sided interval reaches to each side.

    Args:
        level: How often the interval should hold the truth: 0.95.

    Raises:
        RuleError: It isn't between 0 and 1.

    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    if not is_a(level, (int, float)) or not 0 < level < 1:
        came = "a number beyond" if is_a(level, (int, float)) else described(level)
        raise RuleError("level of an interval", came, "a number between 0 and 1")
    return NormalDist().inv_cdf(0.5 + level / 2)


def _count(given: object, name: str) -> None:
    if type(given) is not int or given < 0:
        came = "a negative number" if type(given) is int else described(given)
        raise RuleError(f"{name} of a Rate", came, "a whole number of 0 or more")


@attrs.frozen
class Rate:
    """
    So many of so many.

    Attributes:
        k: How many did.

        n: How many could have.

        immature: How many more may yet, and so aren't counted in *n*.

    Raises:
        RuleError: A count is none, or *k* is more than *n*.

    >>> rate = Rate(4, 7)
    >>> f"{rate.value:.3f}", [f"{end:.3f}" for end in rate.interval()]
    ('0.571', ['0.250', '0.842'])
    """

    k: int
    n: int
    immature: int = 0

    def __attrs_post_init__(self) -> None:
        for name in ("k", "n", "immature"):
            _count(getattr(self, name), name)
        if self.k > self.n:
            raise RuleError("k of a Rate", "more than n", "at most n")

    @property
    def value(self) -> float | None:
        """
        The share; None of nothing.
        """
        return self.k / self.n if self.n else None

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """
        Tell between which shares the true one may well be.

        This is Wilson's score interval (1927), which holds what it says also for few
        and for rare ones; the textbook's doesn't.

        Args:
            level: How often such an interval holds the truth.

        Returns:
            The ends, within 0 and 1; None of nothing.

        Raises:
            RuleError: *level* isn't between 0 and 1.
        """
        z = normal_quantile(level)
        if not self.n:
            return None
        share, n = self.k / self.n, self.n
        middle = share + z * z / (2 * n)
        reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        below = 1 + z * z / n
        # Rounding must not push an end past 0 or 1.
        low = 0.0 if self.k == 0 else max((middle - reach) / below, 0.0)
        high = 1.0 if self.k == n else min((middle + reach) / below, 1.0)
        return low, high

    def __str__(self) -> str:
        ends = self.interval()
        if self.value is None or ends is None:
            return "\u2013 (0 of 0)"
        low, high = ends
        return f"{self.value:.1%} ({self.k:,} of {self.n:,}; {low:.1%} to {high:.1%})"
