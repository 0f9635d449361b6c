"""
Proofs and property-based tests of funnels, for those who have written one.

`leadkit.testing.laws` says whether a lifecycle or a scorecard keeps a law. The
strategies draw leads, histories, rules and whole playbooks for tests of your own, and
`FunnelMachine` drives your application beside the lifecycle. What draws needs
``pip install -e ".[testing]"`` in a clone; what proves doesn't.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .finding import Finding, LawBroken, Witness

if TYPE_CHECKING:
    from . import laws, sums
    from .machines.funnel_machine import FunnelMachine
    from .machines.occasions import Change
    from .machines.parting import Disagreement
    from .strategies import (
        AS_OF,
        Journey,
        Step,
        activities,
        histories,
        journeys,
        leads,
        lifecycles,
        playbook_files,
        playbooks,
        qualifications,
        rules,
        scorecards,
    )
else:
    # What imports Hypothesis, and so isn't imported until it is asked for.
    _STRATEGIES = {
        "AS_OF",
        "Journey",
        "Step",
        "activities",
        "histories",
        "journeys",
        "leads",
        "lifecycles",
        "playbook_files",
        "playbooks",
        "qualifications",
        "rules",
        "scorecards",
    }

    _MACHINE = {
        "Change": "machines.occasions",
        "Disagreement": "machines.parting",
        "FunnelMachine": "machines.funnel_machine",
    }

    def __getattr__(name: str) -> object:
        from importlib import import_module  # noqa: PLC0415  needed once, if at all

        if name in {"laws", "sums"}:
            return import_module(f".{name}", __name__)
        if name in _STRATEGIES:
            return getattr(import_module(".strategies", __name__), name)
        if name in _MACHINE:
            return getattr(import_module(f".{_MACHINE[name]}", __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "AS_OF",
    "Change",
    "Disagreement",
    "Finding",
    "FunnelMachine",
    "Journey",
    "LawBroken",
    "Step",
    "Witness",
    "activities",
    "histories",
    "journeys",
    "laws",
    "leads",
    "lifecycles",
    "playbook_files",
    "playbooks",
    "qualifications",
    "rules",
    "scorecards",
    "sums",
]
