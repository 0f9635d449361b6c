"""
Questions about what sums to a score, answered by z3 and shown by real leads.

What is the least and the most that a card gives? Which thresholds does nobody reach? Do
grades overlap? Can a lead be an MQL and disqualified at once? There are too many
combinations of answers to go through them one by one; z3, which comes with
``pip install -e ".[prove]"`` in a clone, needn't.
"""

from __future__ import annotations

from .at_once import Together, apart, together
from .bands import Bands, grades
from .demands import thresholds, unreachable
from .ends import Extremes, extremes

__all__ = [
    "Bands",
    "Extremes",
    "Together",
    "apart",
    "extremes",
    "grades",
    "thresholds",
    "together",
    "unreachable",
]
