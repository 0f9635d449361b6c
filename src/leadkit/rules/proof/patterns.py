"""
Which texts there are, as far as equality and parts of them can tell them apart.
"""

from __future__ import annotations

from itertools import product

import attrs

from .. import nodes as n


@attrs.frozen
class Patterns:
    """
    Which texts there are, as far as equality and patterns can tell them apart.

    Attributes:
        equal: The texts that something is compared with.

        tests: Operators and patterns.
    """

    equal: tuple[str, ...]
    tests: tuple[tuple[str, str], ...]

    @property
    def ways(self) -> int:
        """
        How many combinations there are to try.
        """
        starts, ends, inner = self._parts
        return len(starts) * len(ends) << len(inner)

    @property
    def _parts(self) -> tuple[list[str], list[str], list[str]]:
        starts = dict.fromkeys(["", *self._of("starts_with")])
        ends = dict.fromkeys(["", *self._of("ends_with")])
        return list(starts), list(ends), list(dict.fromkeys(self._of("contains")))

    def _of(self, wanted: str) -> list[str]:
        return [text for op, text in self.tests if op == wanted]

    def texts(self) -> tuple[str, ...]:
        """
        Find a text for each combination of answers that some text gives.

        Pieces are joined by a character that no pattern has: so a text has the patterns
        it is made of, and what follows from them, and no others.
        """
        used = set("".join([*self.equal, *(text for _, text in self.tests)]))
        gap = next(char for char in map(chr, range(45, 0x110000)) if char not in used)
        starts, ends, inner = self._parts
        found: dict[tuple[bool, ...], str] = {}
        for start, end in product(starts, ends):
            for chosen in range(1 << len(inner)):
                pieces = [text for i, text in enumerate(inner) if chosen >> i & 1]
                text = gap.join([start, *pieces, end])
                found.setdefault(self._answers(text), text)
        return (*self.equal, *found.values())

    def _answers(self, text: str) -> tuple[bool, ...]:
        return tuple(n.COMPARISONS[op].compute(text, part) for op, part in self.tests)
