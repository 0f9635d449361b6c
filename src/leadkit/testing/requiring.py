"""
Many laws asked one after another: what goes wrong is told, and what passes is chosen.

One law, asked in a test, has to be shown; of all laws of a playbook some may stay
undecided, and nobody has done wrong.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..errors import MissingExtraError
from .finding import Finding, Required
from .standard_laws import StandardLaw

#: What may be asked of many laws at least; the first lets pass what is undecided.
Demand: TypeAlias = Literal["unrefuted"] | Required


def asked(law: StandardLaw) -> Finding:
    """
    Ask whether a law holds.

    Args:
        law: The law.

    Returns:
        What was found. What would have to be sampled is undecided without Hypothesis.
    """
    try:
        return law.ask()
    except MissingExtraError as error:
        return Finding(law.name, "undecided", f"It can't be proved. {error}")


def passes(finding: Finding, demand: Demand) -> bool:
    """
    Tell whether a law is shown as well as it has to be.

    Args:
        finding: What was found.

        demand: The least to be content with.
    """
    if finding.kind in {"refuted", "undecided"}:
        return finding.kind == "undecided" and demand == "unrefuted"
    return finding.kind == "proved" or demand != "proved"
