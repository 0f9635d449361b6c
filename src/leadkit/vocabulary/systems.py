"""
The systems whose words leadkit knows.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..errors import InputError, described, is_a, listing, near_miss
from ..mapping import FrozenMap
from .espocrm import ESPOCRM
from .hubspot import HUBSPOT
from .marketo import MARKETO
from .odoo import ODOO
from .salesforce import PARDOT, SALESFORCE
from .suitecrm import SUITECRM
from .terms import Reading
from .vocabularies import Vocabulary

#: The vocabularies by name, each in the reading that the system's own documents have.
SYSTEMS: Mapping[str, Vocabulary] = FrozenMap(
    {
        one.name: one
        for one in (HUBSPOT, SALESFORCE, PARDOT, MARKETO, ODOO, SUITECRM, ESPOCRM)
    }
)


def system(name: str, *, reading: Reading | None = None) -> Vocabulary:
    """
    Find the vocabulary of a system.

    Args:
        name: ``"hubspot"``, ``"salesforce"``, ``"pardot"``, ``"marketo"``, ``"odoo"``,
            ``"suitecrm"`` or ``"espocrm"``.

        reading: What those who filled the system call a prospect: somebody who comes
            ``"after"`` a lead, or ``"before"``. If it is left out, what the system's
            own documents say.

    Raises:
        InputError: There is no such system, or no such reading.

    >>> system("pardot").code("Prospect")
    'lead'
    >>> system("pardot", reading="after").code("Prospect")
    'prospect'
    """
    found = SYSTEMS.get(name) if is_a(name, str) else None
    if found is None:
        cure = near_miss(name, SYSTEMS) if is_a(name, str) else ""
        raise InputError("system()", _came(name), listing(SYSTEMS), cure)
    return found if reading is None else attrs.evolve(found, reading=reading)


def _came(name: object) -> str:
    return "a name that isn't known" if isinstance(name, str) else described(name)
