"""
All planted faults.
"""

from __future__ import annotations

from . import bundles, cards, hosts, leaving, locks, qualifications, reaching

FAULTS = (
    *reaching.FAULTS,
    *locks.FAULTS,
    *leaving.FAULTS,
    *cards.FAULTS,
    *qualifications.FAULTS,
    *hosts.FAULTS,
    *bundles.FAULTS,
)
