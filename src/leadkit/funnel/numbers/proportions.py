"""
Two shares held against each other: how far apart they are, and how sure that is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, log, sqrt

from .distributions import chi_squared_tail, hypergeometric_tail, normal_tails
from .rates import Rate, normal_quantile

# Ratios beyond e to this power, and their inverses, aren't looked at.
_FAR = 60.0
_LEAST = 1e-300


def difference(base: Rate, other: Rate) -> float | None:
    """
    Tell by how much the share of *other* is greater; None if either is of nothing.
    """
    if base.value is None or other.value is None:
        return None
    return other.value - base.value


def difference_interval(
    base: Rate, other: Rate, level: float = 0.95
) -> tuple[float, float] | None:
    """
    Tell between which differences the true one may well be.

    This is Newcombe's hybrid score interval (1998, his method 10), made of the Wilson
    intervals of both.

    Args:
        base: What *other* is compared with.

        other: The share from which *base* is taken.

        level: How often such an interval holds the truth.

    Returns:
        The ends, within -1 and 1; None if either share is of nothing.

    >>> ends = difference_interval(Rate(200, 4000), Rate(250, 4000))
    >>> [f"{end:.4f}" for end in ends]
    ['0.0024', '0.0226']
    """
    ends, others = base.interval(level), other.interval(level)
    if ends is None or others is None:
        return None
    p, q = base.k / base.n, other.k / other.n
    apart = q - p
    low = apart - sqrt((q - others[0]) ** 2 + (ends[1] - p) ** 2)
    high = apart + sqrt((others[1] - q) ** 2 + (p - ends[0]) ** 2)
    return max(low, -1.0), min(high, 1.0)


def z_score(base: Rate, other: Rate) -> float | None:
    """
    Tell how many standard errors apart two shares are, if the true ones are the same.

    Args:
        base: A share.

        other: Another; the score is positive if it is greater.

    Returns:
        None if either is of nothing, or if all did or none.
    """
    n, k = base.n + other.n, base.k + other.k
    if not base.n or not other.n or k in (0, n):
        return None
    share = k / n
    error = sqrt(share * (1 - share) * (1 / base.n + 1 / other.n))
    return (other.k / other.n - base.k / base.n) / error


def difference_p(base: Rate, other: Rate) -> float | None:
    """
    Tell how likely shares at least so far apart are, if the true ones are the same.

    Args:
        base: A share.

        other: Another.

    Returns:
        The two-sided p of the pooled z test; 1 if all did or none, None if either is of
        nothing.

    >>> f"{difference_p(Rate(200, 4000), Rate(250, 4000)):.4f}"
    '0.0153'
    """
    if not base.n or not other.n:
        return None
    z = z_score(base, other)
    return 1.0 if z is None else normal_tails(z)


def ratio(base: Rate, other: Rate) -> float | None:
    """
    Tell how many times as great the share of *other* is; None if *base* has none.
    """
    if not base.k or other.value is None:
        return None
    return other.value / (base.k / base.n)


def ratio_interval(
    base: Rate, other: Rate, level: float = 0.95
) -> tuple[float, float | None] | None:
    """
    Tell between which ratios the true one may well be: those that a score test keeps.

    This is the interval of Miettinen & Nurminen (1985).

    Args:
        base: What *other* is compared with.

        other: The share that is divided by that of *base*.

        level: How often such an interval holds the truth.

    Returns:
        The ends, of which the upper one is None if *base* has none; None if neither has
        any, or either is of nothing.
    """
    z = normal_quantile(level)
    if not base.n or not other.n or not base.k + other.k:
        return None

    def kept(power: float) -> bool:
        return abs(_ratio_score(base, other, exp(power))) <= z

    if not other.k:
        return 0.0, exp(_edge(kept, -_FAR, _FAR))
    if not base.k:
        return exp(_edge(kept, _FAR, -_FAR)), None
    middle = log(other.k / other.n) - log(base.k / base.n)
    return exp(_edge(kept, middle, -_FAR)), exp(_edge(kept, middle, _FAR))


def _edge(kept: Callable[[float], bool], inside: float, outside: float) -> float:
    while (middle := (inside + outside) / 2) not in (inside, outside):
        if kept(middle):
            inside = middle
        else:
            outside = middle
    return inside


def _ratio_score(base: Rate, other: Rate, times: float) -> float:
    # With the likeliest shares among those whose ratio is *times*: the lesser root of
    # a quadratic (Koopman 1984).
    n = base.n + other.n
    a = n * times
    b = other.n * times + other.k + base.n + base.k * times
    c = base.k + other.k
    q = 2 * c / (b + sqrt(max(b * b - 4 * a * c, 0.0)))
    p = min(q * times, 1.0)
    spread = p * (1 - p) / other.n + times * times * q * (1 - q) / base.n
    apart = other.k / other.n - times * base.k / base.n
    # One is lost to the mean, as in the variance of a sample. Both shares may be 1.
    error = sqrt(max(spread, _LEAST) * n / (n - 1))
    return apart / error


def chance_of_more(base: Rate, other: Rate) -> float:
    """
    Tell how likely the true share of *other* is the greater, if all were as likely.

    With whole counts, shares of Beta(1 + k, 1 + n - k) are the places of uniform
    numbers in order, so that this is a tail of a hypergeometric distribution: exact,
    and quick for millions.

    Args:
        base: A share.

        other: Another.

    >>> f"{chance_of_more(Rate(200, 4000), Rate(250, 4000)):.4f}"
    '0.9924'
    """
    return _more(base.k + 1, base.n - base.k + 1, other.k + 1, other.n - other.k + 1)


def _more(a: int, b: int, c: int, d: int) -> float:
    # The chance that Beta(c, d) is greater than Beta(a, b).
    return hypergeometric_tail(a, a + b - 1, c + d - 1, a + c - 1)


def expected_loss(base: Rate, other: Rate) -> float:
    """
    Tell how much is lost on average by taking *other*, in case *base* is better.

    Args:
        base: A share.

        other: The one that is taken.

    >>> f"{expected_loss(Rate(200, 4000), Rate(250, 4000)):.7f}"
    '0.0000130'
    """
    a, b = base.k + 1, base.n - base.k + 1
    c, d = other.k + 1, other.n - other.k + 1
    # E[x; x > y] = E[x] P(x' > y), where x' is Beta(a + 1, b); likewise for y.
    lost = a / (a + b) * _more(c, d, a + 1, b)
    spared = c / (c + d) * _more(c + 1, d, a, b)
    return max(lost - spared, 0.0)


def split_p(counts: Sequence[int], shares: Sequence[float]) -> float | None:
    """
    Tell how likely a split at least so far from the wanted one is by chance.

    Args:
        counts: How many there are of each.

        shares: How great a part each should have, summing to 1.

    Returns:
        The p of a chi-squared test; None of nothing.

    >>> f"{split_p([4300, 3700], [0.5, 0.5]):.1e}"
    '2.0e-11'
    """
    n = sum(counts)
    if not n:
        return None
    off = sum(
        (count - n * share) ** 2 / (n * share)
        for count, share in zip(counts, shares, strict=True)
    )
    return chi_squared_tail(off, len(counts) - 1)
