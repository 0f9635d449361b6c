"""
What a playbook answers: an assessment of a lead, and the outcome of an update.
"""

from __future__ import annotations

from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

import attrs

from .grading import Warmth
from .happenings import Move
from .leads import Lead
from .mapping import FrozenMap
from .panels import of_assessment
from .qualification import Verdict
from .rules.meaning import Answer
from .scores import Score

L = TypeVar("L", bound=Lead)


@attrs.frozen
class Granted:
    """
    A qualification was granted by a rule.

    Attributes:
        lead_id: The lead.

        qualification: Its code.

        at: When.

        verdict: Why.
    """

    lead_id: str
    qualification: str
    at: datetime
    verdict: Verdict


@attrs.frozen
class Revoked:
    """
    A qualification was revoked by a rule; the attributes are those of `Granted`.
    """

    lead_id: str
    qualification: str
    at: datetime
    verdict: Verdict


@attrs.frozen
class Moved:
    """
    A lead made a move by itself.

    Attributes:
        lead_id: The lead.

        at: When.

        move: What is recorded of it.
    """

    lead_id: str
    at: datetime
    move: Move


Event: TypeAlias = Granted | Revoked | Moved


@attrs.frozen
class Outcome(Generic[L]):
    """
    What `Playbook.update` or `Playbook.run` made of a lead.

    Attributes:
        lead: The lead as it is now; the same object if nothing changed.

        events: What happened, in the order it happened.
    """

    lead: L
    events: tuple[Event, ...] = ()


@attrs.frozen
class Summary:
    """
    What a playbook says about a lead as of an instant, without why its verdicts are so.

    Attributes:
        lead_id: The lead.

        as_of: The instant.

        version: The version of the playbook.

        scores: The scores by the cards' names, with their lines.

        grade: The letter for fit, or None.

        temperature: ``"hot"``, ``"warm"`` or ``"cold"``, or None.

        answers: Whether each qualification is held, by its code: `Verdict.answer`.

        stage: Where the lead stood.

        allowed: The moves that it may make.
    """

    lead_id: str
    as_of: datetime
    version: str
    scores: FrozenMap[str, Score]
    grade: str | None
    temperature: Warmth | None
    answers: FrozenMap[str, Answer]
    stage: str
    allowed: tuple[str, ...]


@attrs.frozen
class Assessment:
    """
    Everything that a playbook says about a lead as of an instant.

    Attributes:
        lead_id: The lead.

        as_of: The instant.

        version: The version of the playbook.

        scores: The scores by the cards' names.

        grade: The letter for fit, or None.

        temperature: ``"hot"``, ``"warm"`` or ``"cold"``, or None.

        verdicts: The verdicts by the qualifications' codes.

        stage: Where the lead stood.

        allowed: The moves that it may make.
    """

    lead_id: str
    as_of: datetime
    version: str
    scores: FrozenMap[str, Score]
    grade: str | None
    temperature: Warmth | None
    verdicts: FrozenMap[str, Verdict]
    stage: str
    allowed: tuple[str, ...]

    @property
    def summary(self) -> Summary:
        """
        The same without why the verdicts are so.
        """
        answers = ((name, verdict.answer) for name, verdict in self.verdicts.items())
        return Summary(
            self.lead_id,
            self.as_of,
            self.version,
            self.scores,
            self.grade,
            self.temperature,
            FrozenMap(answers),
            self.stage,
            self.allowed,
        )

    def _repr_html_(self) -> str:
        return of_assessment(self)

    def __str__(self) -> str:
        words = [f"in stage {self.stage}"]
        if self.grade is not None:
            words.append(f"grade {self.grade}")
        if self.temperature is not None:
            words.append(self.temperature)
        rows = [f"{self.lead_id}, {', '.join(words)} (as of {self.as_of.isoformat()})"]
        rows += [f"  {row}" for s in self.scores.values() for row in str(s).split("\n")]
        rows += [f"  {verdict}" for verdict in self.verdicts.values()]
        rows.append(f"  may: {', '.join(self.allowed) or 'nothing'}")
        return "\n".join(rows)
