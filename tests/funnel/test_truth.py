"""
Answers are right where the truth is known, and the usual ones aren't.

``bench/funnel_truth.py`` prints all simulations, with more worlds.
"""

import pytest
from simulated_funnels import SIMULATIONS, is_ours

WORLDS = 16
TRAPS = (
    "young leads",
    "an exit isn't being out of sight",
    "exits can be undone",
    "those who are still there",
    "dead leads pile up",
    "immortal time",
    "few leads",
)


class TestSimulations:
    @pytest.mark.parametrize("trap", TRAPS)
    def test_ours_are_right(self, trap):
        """
        On the average over worlds, chance alone explains how far our answers are off,
        and more than chance how far those are that fell into the trap.
        """
        simulation = SIMULATIONS[trap]
        answers = simulation.answers(WORLDS)
        right = {name for name, answer in answers.items() if simulation.holds(answer)}

        assert {name for name in answers if is_ours(name)} == right - {"what came"}
