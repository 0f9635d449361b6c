"""
The lead lifecycle as an embeddable, pure-Python library.
"""

from . import standard
from .codes import Actor, ActivityType, Channel, Direction, Kind, Medium, Stage
from .definitions import mql, pql, sal, service_qualified, sql
from .errors import (
    InputError,
    InstantError,
    LeadError,
    LeadkitError,
    RuleError,
    UnknownFieldError,
)
from .grading import Grades, Temperature
from .happenings import Activity, Consent, ContactPoint, Grant, Move, Touch
from .leads import Lead
from .playbook import Assessment, Granted, Outcome, Playbook, Revoked
from .points import Group, Points
from .qualification import Qualification, Verdict
from .rules.activities import activity
from .rules.expressions import (
    ALWAYS,
    NEVER,
    Rule,
    all_of,
    any_of,
    at_least,
    rule,
)
from .rules.facts import (
    came_from,
    consented,
    conversed,
    has_been,
    holds,
    in_stage,
    is_lead,
    reachable,
    time_in_stage,
)
from .rules.fields import fields
from .rules.reasons import Reason, explain
from .rules.requirements import Requirements
from .scoring import Line, Score, Scorecard
from .states import (
    PREVIOUS,
    Decision,
    Due,
    Lifecycle,
    MoveRefused,
    Problem,
    Transition,
)
