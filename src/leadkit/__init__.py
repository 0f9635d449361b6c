"""
The lead lifecycle as an embeddable, pure-Python library.

A name is imported when it is first used: to write the methods of so many frozen classes
takes attrs longer than to be imported, and a worker that only reads leads needn't wait
for the lifecycle.

PYTEST_DONT_REWRITE: this is for pytest, which would warn of a library that has a plugin
and was imported before pytest began. It looks for it here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import contacts as contacts
    from . import funnel as funnel
    from . import pictures as pictures
    from . import standard as standard
    from . import testing as testing
    from . import vocabulary as vocabulary
    from .accounts import AccountScore as AccountScore
    from .accounts import Contributor as Contributor
    from .accounts import account_score as account_score
    from .accounts import account_scores as account_scores
    from .assessment import Assessment as Assessment
    from .assessment import Event as Event
    from .assessment import Granted as Granted
    from .assessment import Moved as Moved
    from .assessment import Outcome as Outcome
    from .assessment import Revoked as Revoked
    from .assessment import Summary as Summary
    from .choosing import conflicts as conflicts
    from .codes import ActivityType as ActivityType
    from .codes import Actor as Actor
    from .codes import Basis as Basis
    from .codes import Channel as Channel
    from .codes import ConsentStatus as ConsentStatus
    from .codes import Direction as Direction
    from .codes import Kind as Kind
    from .codes import Medium as Medium
    from .codes import Stage as Stage
    from .consents import Consent as Consent
    from .contact_points import ContactPoint as ContactPoint
    from .definitions import mql as mql
    from .definitions import pql as pql
    from .definitions import sal as sal
    from .definitions import service_qualified as service_qualified
    from .definitions import sql as sql
    from .diagnosis import Problem as Problem
    from .differences import Comparison as Comparison
    from .differences import Difference as Difference
    from .differences import Shifts as Shifts
    from .differences import Turnover as Turnover
    from .erasing import erase as erase
    from .errors import CodedError as CodedError
    from .errors import ConsentError as ConsentError
    from .errors import ContactError as ContactError
    from .errors import DocumentError as DocumentError
    from .errors import ErasureError as ErasureError
    from .errors import InputError as InputError
    from .errors import InstantError as InstantError
    from .errors import LeadError as LeadError
    from .errors import LeadkitError as LeadkitError
    from .errors import MergeError as MergeError
    from .errors import MissingExtraError as MissingExtraError
    from .errors import RuleError as RuleError
    from .errors import UnknownFieldError as UnknownFieldError
    from .errors import WordError as WordError
    from .exporting import export as export
    from .folding import display as display
    from .folding import fold as fold
    from .grading import Grades as Grades
    from .grading import Temperature as Temperature
    from .happenings import Activity as Activity
    from .happenings import Grant as Grant
    from .happenings import Move as Move
    from .happenings import Touch as Touch
    from .leads import Lead as Lead
    from .matching import Duplicates as Duplicates
    from .matching import Match as Match
    from .matching import duplicates as duplicates
    from .merging import merge as merge
    from .merging import unmerge as unmerge
    from .moves import PREVIOUS as PREVIOUS
    from .moves import Decision as Decision
    from .moves import Transition as Transition
    from .permissions import Permission as Permission
    from .playbook import Playbook as Playbook
    from .points import Group as Group
    from .points import Points as Points
    from .qualification import Qualification as Qualification
    from .qualification import Verdict as Verdict
    from .redirects import Tombstone as Tombstone
    from .redirects import resolve as resolve
    from .redirects import tombstones as tombstones
    from .refusals import MoveRefused as MoveRefused
    from .rules.activities import activity as activity
    from .rules.activities import contacted as contacted
    from .rules.analysis import Analysis as Analysis
    from .rules.analysis import Relation as Relation
    from .rules.analysis import analyse as analyse
    from .rules.analysis import relate as relate
    from .rules.answers import Reason as Reason
    from .rules.attributes import Attr as Attr
    from .rules.attributes import record as record
    from .rules.expressions import Rule as Rule
    from .rules.facts import came_from as came_from
    from .rules.facts import consented as consented
    from .rules.facts import conversed as conversed
    from .rules.facts import has_been as has_been
    from .rules.facts import holds as holds
    from .rules.facts import in_stage as in_stage
    from .rules.facts import is_lead as is_lead
    from .rules.facts import reachable as reachable
    from .rules.facts import time_in_stage as time_in_stage
    from .rules.fields import fields as fields
    from .rules.joining import ALWAYS as ALWAYS
    from .rules.joining import NEVER as NEVER
    from .rules.joining import all_of as all_of
    from .rules.joining import any_of as any_of
    from .rules.joining import at_least as at_least
    from .rules.joining import rule as rule
    from .rules.proof.witnesses import Example as Example
    from .rules.reasons import explain as explain
    from .rules.requirements import Requirements as Requirements
    from .schema import json_schema as json_schema
    from .scores import Line as Line
    from .scores import Score as Score
    from .scoring import Scorecard as Scorecard
    from .states import Lifecycle as Lifecycle
    from .timeline import StageClock as StageClock
    from .timeline import Timeline as Timeline
    from .timeline import Visit as Visit
    from .timing import Due as Due
    from .timing import Late as Late
    from .vocabulary.labels import label as label
    from .wording import in_words as in_words
else:
    # The same names, by the module that they are in.
    _NAMES = {
        "accounts": "AccountScore Contributor account_score account_scores",
        "choosing": "conflicts",
        "codes": "ActivityType Actor Basis Channel ConsentStatus Direction Kind Medium "
        "Stage",
        "consents": "Consent",
        "contact_points": "ContactPoint",
        "contacts": "contacts",
        "funnel": "funnel",
        "definitions": "mql pql sal service_qualified sql",
        "matching": "Duplicates Match duplicates",
        "errors": "CodedError ConsentError ContactError DocumentError ErasureError "
        "InputError InstantError LeadError LeadkitError MergeError MissingExtraError "
        "RuleError UnknownFieldError WordError",
        "folding": "display fold",
        "erasing": "erase",
        "exporting": "export",
        "merging": "merge unmerge",
        "redirects": "Tombstone resolve tombstones",
        "grading": "Grades Temperature",
        "happenings": "Activity Grant Move Touch",
        "leads": "Lead",
        "assessment": "Assessment Event Granted Moved Outcome Revoked Summary",
        "differences": "Comparison Difference Shifts Turnover",
        "permissions": "Permission",
        "playbook": "Playbook",
        "points": "Group Points",
        "qualification": "Qualification Verdict",
        "rules.activities": "activity contacted",
        "rules.analysis": "Analysis Relation analyse relate",
        "rules.proof.witnesses": "Example",
        "rules.attributes": "Attr record",
        "rules.expressions": "Rule",
        "rules.joining": "ALWAYS NEVER all_of any_of at_least rule",
        "rules.facts": "came_from consented conversed has_been holds in_stage is_lead "
        "reachable time_in_stage",
        "rules.fields": "fields",
        "rules.answers": "Reason",
        "rules.reasons": "explain",
        "rules.requirements": "Requirements",
        "scores": "Line Score",
        "scoring": "Scorecard",
        "schema": "json_schema",
        "pictures": "pictures",
        "standard": "standard",
        "states": "Lifecycle",
        "moves": "PREVIOUS Decision Transition",
        "refusals": "MoveRefused",
        "timeline": "StageClock Timeline Visit",
        "timing": "Due Late",
        "diagnosis": "Problem",
        "testing": "testing",
        "vocabulary": "vocabulary",
        "vocabulary.labels": "label",
        "wording": "in_words",
    }
    _HOMES = dict(
        sorted((n, home) for home, names in _NAMES.items() for n in names.split())
    )
    __all__ = list(_HOMES)

    def __getattr__(name: str) -> object:
        from importlib import import_module  # noqa: PLC0415  needed once, if at all

        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = import_module(f".{home}", __name__)
        value = module if home == name else getattr(module, name)
        globals()[name] = value  # the next use finds it at once
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
