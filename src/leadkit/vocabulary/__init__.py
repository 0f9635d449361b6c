"""
The words of the field: labels for people, and the words of other systems.

Codes are stable and never shown as they are; renaming a label changes no behaviour.
A `Vocabulary` says leadkit's codes in the words of another system, and reads them:
`HUBSPOT`, `SALESFORCE`, `PARDOT`, `MARKETO`, `ODOO`, `SUITECRM` and `ESPOCRM`, `system`
by name, and `custom` for a host's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .labels import LABELS, Language, label
from .stages import STAGES, StageTerm

if TYPE_CHECKING:
    from .customising import custom
    from .espocrm import ESPOCRM
    from .hubspot import HUBSPOT
    from .marketo import MARKETO
    from .odoo import ODOO
    from .salesforce import PARDOT, SALESFORCE
    from .suitecrm import SUITECRM
    from .systems import SYSTEMS, system
    from .terms import Entry, Named, Reading, Source, Term, Unmatched
    from .topics import CODES, About
    from .vocabularies import Vocabulary
else:
    # Whoever asks for a label needn't wait for the words of seven systems.
    _NAMES = {
        "customising": "custom",
        "espocrm": "ESPOCRM",
        "hubspot": "HUBSPOT",
        "marketo": "MARKETO",
        "odoo": "ODOO",
        "salesforce": "PARDOT SALESFORCE",
        "suitecrm": "SUITECRM",
        "systems": "SYSTEMS system",
        "terms": "Entry Named Reading Source Term Unmatched",
        "topics": "CODES About",
        "vocabularies": "Vocabulary",
    }
    _HOMES = {n: home for home, names in _NAMES.items() for n in names.split()}

    def __getattr__(name: str) -> object:
        from importlib import import_module  # noqa: PLC0415  needed once, if at all

        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{home}", __name__), name)
        globals()[name] = value  # the next use finds it at once
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "CODES",
    "ESPOCRM",
    "HUBSPOT",
    "LABELS",
    "MARKETO",
    "ODOO",
    "PARDOT",
    "SALESFORCE",
    "STAGES",
    "SUITECRM",
    "SYSTEMS",
    "About",
    "Entry",
    "Language",
    "Named",
    "Reading",
    "Source",
    "StageTerm",
    "Term",
    "Unmatched",
    "Vocabulary",
    "custom",
    "label",
    "system",
]
