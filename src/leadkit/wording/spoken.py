"""
All that there are words for, for type checkers: to import it imports nearly everything.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeAlias

from ..accounts import AccountScore, Contributor
from ..assessment import Assessment, Granted, Moved, Outcome, Revoked, Summary
from ..consents import Consent
from ..diagnosis import Problem
from ..differences import Comparison
from ..happenings import Activity, Grant, Move, Touch
from ..matching import Duplicates
from ..moves import Decision, Transition
from ..permissions import Permission
from ..playbook import Playbook
from ..points import Group, Points
from ..qualification import Verdict
from ..redirects import Tombstone
from ..refusals import MoveRefused
from ..rules.activities import Activities
from ..rules.analysis import Analysis, Relation
from ..rules.answers import Reason
from ..rules.expressions import Flag, Number, Rule
from ..rules.gaps import Gap
from ..scores import Line, Score
from ..timeline import Timeline
from ..timing import Due, Late

Asked: TypeAlias = Rule | Flag | Number | Activities | Reason | MoveRefused | StrEnum
Judged: TypeAlias = Verdict | Assessment | Summary | Gap
Scored: TypeAlias = Score | Line | AccountScore | Contributor
Happened: TypeAlias = Consent | Touch | Activity | Move | Grant | Timeline
Told: TypeAlias = Granted | Revoked | Moved | Outcome[Any]
Next: TypeAlias = Permission | Decision | Due | Late
Declared: TypeAlias = Points | Group | Transition | Playbook
Proved: TypeAlias = Problem | Analysis | Relation | Comparison
Joined: TypeAlias = Duplicates[Any] | Tombstone
Known: TypeAlias = Happened | Told | Next | Joined
Spoken: TypeAlias = Asked | Judged | Scored | Known | Declared | Proved
