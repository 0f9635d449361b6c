"""
What a field that is an `Attr` costs, beside a plain one of the same class.

Reading it from a lead is what scoring does all the time, and ought to cost the same:
both are slots. Asking the class for it is done once, where a rule is written. Beside
them stands a property, as the cost of what a record would need without a metaclass.

Rounds are interleaved, and the median of the ratios within a round counts: the machine
may be busy, but it is so for all.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import leadkit as lk
from leadkit import Attr, Lead

ROUNDS = 31
TIMES = 200_000


@lk.record
class Both(Lead):
    """
    A record with a field of each sort.
    """

    plain: int | None = None
    asked: Attr[int | None] = Attr(default=None)

    @property
    def computed(self) -> int | None:
        """
        The same value, through a function.
        """
        return self.plain


LEAD = Both(id="L-1", plain=120, asked=120)


def nothing() -> None:
    """
    Take the time of the loop alone.
    """
    for _ in range(TIMES):
        pass


def plain() -> None:
    """
    Read the plain field.
    """
    lead = LEAD
    for _ in range(TIMES):
        lead.plain  # noqa: B018


def asked() -> None:
    """
    Read the field that the class is asked for.
    """
    lead = LEAD
    for _ in range(TIMES):
        lead.asked  # noqa: B018


def computed() -> None:
    """
    Read the property.
    """
    lead = LEAD
    for _ in range(TIMES):
        lead.computed  # noqa: B018


def of_class() -> None:
    """
    Ask the class, far less often.
    """
    for _ in range(TIMES // 100):
        Both.asked  # noqa: B018


def seconds(work: Callable[[], None]) -> float:
    """
    Take the time of some work.
    """
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    """
    Print the ratios.
    """
    rounds = [
        [seconds(work) for work in (nothing, plain, asked, computed, of_class)]
        for _ in range(ROUNDS)
    ]
    reads = [
        [one - loop for one in (first, second, third)]
        for loop, first, second, third, _ in rounds
    ]
    for place, name in enumerate(("a plain field", "an Attr", "a property")):
        ratio = median(row[place] / row[0] for row in reads)
        each = median(row[place] for row in reads) / TIMES * 1e9
        print(f"reading {name} of a lead: {each:.1f} ns, {ratio:.2f} times a plain one")
    each = median(row[-1] for row in rounds) / (TIMES // 100) * 1e6
    print(f"asking the class for an Attr: {each:.1f} µs, once for a rule")
    print("wanted: an Attr of a lead at most 1.2 times a plain field")


if __name__ == "__main__":
    main()
