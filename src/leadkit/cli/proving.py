"""
A playbook and the laws that any playbook keeps: which of them it is shown to keep.
"""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from ..testing.finding import LawBroken
from ..testing.requiring import Demand, asked, passes
from ..testing.standard_laws import standard_laws
from .finding import find_playbook, running


def prove(where: str, demand: Demand, out: TextIO) -> bool:
    """
    Ask one law after another, and write what is found as soon as it is.

    What is broken is told as a story, and as a test to paste.

    Args:
        where: Where the playbook is, as `find_playbook` takes it.

        demand: How well each law has to be shown.

        out: Where to write.

    Returns:
        Whether all of them are.

    Raises:
        PlaybookNotFoundError: There is none, or a function of it fails.
    """
    kinds: Counter[str] = Counter()
    failed = 0
    for law in standard_laws(find_playbook(where)):
        with running(where, f"asking for {law.name}"):
            finding = asked(law)
        kinds[finding.kind] += 1
        failed += not passes(finding, demand)
        broken = None if finding.witness is None else str(LawBroken(finding)).strip()
        out.write(f"{finding}\n" if broken is None else f"\n{broken}\n\n")
        out.flush()
    counts = [f"{kinds[name]} {name}" for name in ("proved", "sampled", "refuted")]
    out.write(f"\n{', '.join(counts)}, {kinds['undecided']} undecided\n")
    return not failed
