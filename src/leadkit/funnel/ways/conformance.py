"""
Whether a history keeps to its lifecycle, and which rows don't.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

import attrs

from ...pictures.plots import Bars
from ..answers.results import Result, Row
from ..given.faults import FAULTS, Fault, FaultKind
from ..numbers.rates import Rate
from .past import Past


@attrs.frozen(eq=False, repr=False)
class Conformance(Result):
    """
    How many leads have histories that their lifecycle can have written, and what is
    wrong with the others.

    Its rows are the faults, with the count ``"faults"``.

    Attributes:
        rate: The leads without faults, of all.

        faults: The rows that can't be, in the order of the leads.

        clean: The ids of the leads without faults.

        later: How many rows were left out for being later than the history.

        undated: The ids of leads of which nobody knows when they were created.
    """

    labels: ClassVar[tuple[str, ...]] = ("kind", "source", "target")

    rate: Rate
    faults: tuple[Fault, ...]
    clean: tuple[str, ...]
    later: int
    undated: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """
        What it shows, in a few words.
        """
        return "Conformance to the lifecycle"

    @cached_property
    def kinds(self) -> dict[FaultKind, int]:
        """
        How many rows have each kind of fault, the commonest first.
        """
        counted: Counter[FaultKind] = Counter(fault.kind for fault in self.faults)
        return dict(counted.most_common())

    def _lines(self) -> Sequence[Row]:
        return [_line(fault) for fault in self.faults]

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        told = [f"Leads without a fault: {self.rate}."]
        told += [
            f"{kind} ({number:,}): {FAULTS[kind]}."
            for kind, number in self.kinds.items()
        ]
        if self.undated:
            told.append(f"Leads without a creation: {len(self.undated):,}.")
        if self.later:
            told.append(f"Rows after the instant of the question: {self.later:,}.")
        return tuple(told)

    def plot(self) -> Bars:
        """
        Draw how many rows have each kind of fault.
        """
        numbers = tuple(float(number) for number in self.kinds.values())
        return Bars(
            self.title,
            tuple(kind.replace("_", " ") for kind in self.kinds),
            {"rows": numbers},
            tuple(f"{number:,}" for number in self.kinds.values()),
        )


def _line(fault: Fault) -> Row:
    return Row(
        {
            "lead": fault.lead,
            "row": fault.row,
            "place": fault.place,
            "kind": fault.kind,
            "source": fault.source,
            "target": fault.target,
            "at": fault.at,
        },
        {"faults": lambda: (fault.lead,)},
    )


def conformance(past: Past) -> Conformance:
    """
    Hold each row to the lifecycle.

    A row is right if the lifecycle has the move, the stage that it left is the one that
    the lead was in, and it isn't earlier than the row before it. The first row of a
    lead has to create it in a stage where leads begin.

    Args:
        past: The history.

    Returns:
        The share of leads without faults, and the faults.
    """
    clean = past.leads
    return Conformance(
        Rate(len(clean), len(clean) + past.left_out),
        past.faults,
        clean,
        past.log.later,
        past.undated,
    )
