"""
What leadkit says, in the language of those who read it.

``str(x)`` is English; `in_words` says the same things in Persian too, with labels in
the place of codes. What says a thing is imported when it is said: those who speak of
rules needn't wait for what is proved about them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..errors import InputError, described
from ..mapping import FrozenMap
from ..vocabulary import Language
from ..vocabulary.labels import Labelling
from .phrases import Voice, voice_of

if TYPE_CHECKING:
    from .spoken import Spoken


def in_words(
    spoken: Spoken,
    *,
    language: Language = "en",
    vocabulary: Labelling | None = None,
    zone: tzinfo | None = None,
) -> str:
    """
    Say something in one sentence, or a part of one, as those who work with leads would.

    What has lines, such as a score, is said in lines.

    Args:
        spoken: What there are words for. A rule, a number or activities: what is meant
            or asked for. A reason, a verdict, an assessment: the answer and why, with
            the values seen, texts among them. A score: its lines. A refusal, a
            permission, an event, a record of what happened: without reasons and names,
            which may be personal data. A problem, or what is proved about rules. A
            member of one of our enumerations: its label.

        language: ``"en"`` for English, ``"fa"`` for Persian. In Persian, whatever may
            run from the left to the right stands in Unicode isolates, so that it reads
            right in any text that runs from the right to the left.

        vocabulary: Whose labels to use, such as ``vocabulary.custom()`` makes one;
            leadkit's if it is left out.

        zone: By whose calendar and clock instants are said, such as
            ``zoneinfo.ZoneInfo("Asia/Tehran")``; UTC if it is left out. The calendar is
            the Gregorian one in any case.

    Raises:
        InputError: There are no words for it, or none in *language*; *vocabulary* has
            no labels; or *zone* is no time zone.

    >>> from leadkit import activity, reachable
    >>> print(in_words(activity("purchased").within(days=30).count() >= 1))
    there has to be at least one 'Purchase' in the last 30 days
    >>> print(in_words(~reachable("marketing", "phone")))
    we must not have both its consent and a way to reach it for marketing by phone
    """
    voice = voice_of(language, vocabulary, zone)
    speaker = _speaker(type(spoken))
    if speaker is None:
        raise InputError(
            "in_words()",
            described(spoken),
            "a rule, a reason, a verdict, a score, an account score, an assessment, a "
            "refusal, a permission, an event, a record of what happened, a playbook, a "
            "comparison, a problem, duplicates, a tombstone or a code",
        )
    return speaker(spoken, voice)


# What says a thing, by its class, in a module of this package.
_SPEAKERS: Mapping[str, str] = FrozenMap(
    {
        "enum.StrEnum": "asked.code",
        "leadkit.rules.expressions.Rule": "asked.rule",
        "leadkit.rules.expressions.Flag": "asked.rule",
        "leadkit.rules.expressions.Number": "asked.number",
        "leadkit.rules.activities.Activities": "asked.activities",
        "leadkit.rules.answers.Reason": "asked.reason",
        "leadkit.refusals.MoveRefused": "asked.refusal",
        "leadkit.qualification.Verdict": "judged.verdict",
        "leadkit.scores.Score": "judged.score",
        "leadkit.scores.Line": "judged.line",
        "leadkit.accounts.AccountScore": "judged.account",
        "leadkit.accounts.Contributor": "judged.contributor",
        "leadkit.assessment.Assessment": "judged.assessment",
        "leadkit.assessment.Summary": "judged.summary",
        "leadkit.rules.gaps.Gap": "judged.gap",
        "leadkit.consents.Consent": "happened.consent",
        "leadkit.happenings.Touch": "happened.touch",
        "leadkit.happenings.Activity": "happened.activity",
        "leadkit.happenings.Move": "happened.move",
        "leadkit.happenings.Grant": "happened.grant",
        "leadkit.timeline.Timeline": "happened.timeline",
        "leadkit.assessment.Granted": "happened.granted",
        "leadkit.assessment.Revoked": "happened.revoked",
        "leadkit.assessment.Moved": "happened.moved",
        "leadkit.assessment.Outcome": "happened.outcome",
        "leadkit.permissions.Permission": "happened.permission",
        "leadkit.moves.Decision": "happened.decision",
        "leadkit.moves.Transition": "happened.transition",
        "leadkit.matching.Duplicates": "joined.duplicates",
        "leadkit.redirects.Tombstone": "joined.tombstone",
        "leadkit.timing.Due": "happened.due",
        "leadkit.timing.Late": "happened.late",
        "leadkit.points.Points": "declared.points",
        "leadkit.points.Group": "declared.group",
        "leadkit.playbook.Playbook": "declared.playbook",
        "leadkit.differences.Comparison": "compared.comparison",
        "leadkit.diagnosis.Problem": "proved.problem",
        "leadkit.rules.analysis.Analysis": "proved.analysis",
        "leadkit.rules.analysis.Relation": "proved.relation",
    }
)


def _speaker(kind: type) -> Callable[[Any, Voice], str] | None:
    names = (f"{one.__module__}.{one.__qualname__}" for one in kind.__mro__)
    found = next((_SPEAKERS[name] for name in names if name in _SPEAKERS), None)
    if found is None:
        return None
    module, _, name = found.partition(".")
    speaker: Callable[[Any, Voice], str] = getattr(
        import_module(f".{module}", __name__), name
    )
    return speaker
