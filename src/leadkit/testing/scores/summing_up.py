"""
One finding for several: what is worst about them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..finding import Finding
from ..sampling import Sampled

#: What there is to say where no example broke a law.
_NONE_BROKE = "no example broke it, which proves nothing"
_NONE_MADE = "no lead could be made up that its class takes"
_RANK = ("refuted", "undecided", "sampled", "proved")


def unbroken(law: str, sampled: Sampled[Any], why: str = "") -> Finding:
    """
    Say that no example broke a law; it is undecided if there was none to try.

    Args:
        law: What was asked.

        sampled: How many were tried.

        why: Why it isn't proved.
    """
    how = _NONE_BROKE if sampled.examples else _NONE_MADE
    more = f"{how}: {why}" if why else how
    return Finding(law, sampled.kind, more, examples=sampled.examples)


def summed_up(findings: Iterable[Finding], law: str) -> Finding:
    """
    Say of several cards what was found of each.

    Args:
        findings: A finding for each.

        law: What was asked of all of them.

    Returns:
        The finding itself if there is one; of several, what is worst about them.
    """
    found = sorted(findings, key=lambda one: _RANK.index(one.kind))
    if not found:
        return Finding(law, "proved", "there is no card", 0)
    worst = found[0]
    if len(found) == 1:
        return worst
    same = [one for one in found if one.kind == worst.kind]
    return Finding(
        law,
        worst.kind,
        " ".join(dict.fromkeys(map(_told, same))),
        _sum(one.states for one in found),
        _sum(one.examples for one in found),
        worst.witness,
    )


def _told(finding: Finding) -> str:
    proved = finding.kind == "proved"
    return finding.how if proved else f"{finding.law}: {finding.how}"


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
