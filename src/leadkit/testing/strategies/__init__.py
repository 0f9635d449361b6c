"""
What users' own tests draw: leads, histories, rules, journeys and whole playbooks.

Made-up people only; every value is valid, and shrinks towards what says least.
"""

from __future__ import annotations

from ...errors import missing_extra

try:
    import hypothesis as hypothesis  # what is below needs it
except ImportError as _error:
    raise missing_extra("leadkit.testing", "hypothesis", "testing") from _error

import leadkit_plugins

from .asking import rules
from .bundles import lifecycles, playbooks, qualifications
from .cards import scorecards
from .edges import AS_OF
from .files import playbook_files
from .happenings import activities, histories
from .records import leads
from .resolving import drawn_by_type
from .steps import Journey, Step
from .travelling import journeys

# Where Hypothesis loads no plugins, it learns here what leads are made of.
leadkit_plugins.register()

__all__ = [
    "AS_OF",
    "Journey",
    "Step",
    "activities",
    "drawn_by_type",
    "histories",
    "journeys",
    "leads",
    "lifecycles",
    "playbook_files",
    "playbooks",
    "qualifications",
    "rules",
    "scorecards",
]
