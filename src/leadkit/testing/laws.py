"""
Laws about funnels, a line for each: proved where that can be, sampled where not.

Each law gives a `Finding`, and ``.check()`` makes a test of it.
"""

from __future__ import annotations

from .engine.laws import refusals_change_nothing, replay_restores
from .finding import Finding, LawBroken, Witness
from .scores.card_laws import bounded, every_rule_can_fire
from .scores.fading import decays_only_down
from .scores.monotony import monotone
from .scores.repeating import duplicates_free, order_free
from .standard_laws import standard
from .walking.lifecycle_laws import always_before, never
from .walking.transition_laws import every_transition_can_fire
from .walking.trap_laws import no_traps, reversible

__all__ = [
    "Finding",
    "LawBroken",
    "Witness",
    "always_before",
    "bounded",
    "decays_only_down",
    "duplicates_free",
    "every_rule_can_fire",
    "every_transition_can_fire",
    "monotone",
    "never",
    "no_traps",
    "order_free",
    "refusals_change_nothing",
    "replay_restores",
    "reversible",
    "standard",
]
