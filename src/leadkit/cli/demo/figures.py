"""
What came of the demo's year, counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from ...assessment import Summary
from ...codes import Stage
from ...leads import Lead
from ...playbook import Playbook
from ...refusals import MoveRefused
from ...wording import in_words
from .living import Lived, lifecycle_of
from .seasons import END

BEST = 5
_OPEN = frozenset({Stage.LEAD, Stage.NURTURED, Stage.PROSPECT})


def _counter() -> Counter[str]:
    return Counter()


@attrs.define
class Figures:
    """
    What came of the leads, by stage, qualification or trigger.

    Attributes:
        now: How many leads stand in each stage.

        ever: How many ever stood there.

        hot: How many of those that stand there are hot.

        warm: How many of them are warm.

        overdue: How many of them are longer there than they should be.

        stale: How many of them were left alone for too long.

        granted: How often each qualification was granted.

        held: How many leads hold each qualification.

        moved: How often each trigger was carried out.

        refused: How often each trigger was refused, and why, in words.
    """

    now: Counter[str] = attrs.field(factory=_counter)
    ever: Counter[str] = attrs.field(factory=_counter)
    hot: Counter[str] = attrs.field(factory=_counter)
    warm: Counter[str] = attrs.field(factory=_counter)
    overdue: Counter[str] = attrs.field(factory=_counter)
    stale: Counter[str] = attrs.field(factory=_counter)
    granted: Counter[str] = attrs.field(factory=_counter)
    held: Counter[str] = attrs.field(factory=_counter)
    moved: Counter[str] = attrs.field(factory=_counter)
    refused: Counter[tuple[str, str]] = attrs.field(factory=Counter[tuple[str, str]])


def counted(
    playbook: Playbook, lived: Sequence[Lived], seen: Iterable[Summary]
) -> Figures:
    """
    Count what came of leads.

    Args:
        playbook: The playbook that they were run through.

        lived: The leads, and what they were refused.

        seen: Their assessments as of the end, in the same order.
    """
    figures = Figures()
    for one, assessment in zip(lived, seen, strict=True):
        stage = assessment.stage
        figures.now[stage] += 1
        if assessment.temperature == "hot":
            figures.hot[stage] += 1
        if assessment.temperature == "warm":
            figures.warm[stage] += 1
        figures.refused.update(
            (refusal.trigger, why(refusal)) for refusal in one.refused
        )
        _count_history(figures, playbook, one.lead)
    return figures


def _count_history(figures: Figures, playbook: Playbook, lead: Lead) -> None:
    lifecycle = lifecycle_of(playbook)
    stages = [lifecycle.initial, *(move.target for move in lead.moves)]
    figures.ever.update(dict.fromkeys(stages, 1))
    figures.moved.update(move.trigger for move in lead.moves)
    figures.granted.update(
        grant.qualification for grant in lead.grants if grant.granted
    )
    figures.held.update(code for code in playbook.qualifications if lead.holds(code))
    for late, count in (
        (lifecycle.overdue(lead, as_of=END), figures.overdue),
        (lifecycle.stale(lead, as_of=END), figures.stale),
    ):
        if late is not None:
            count[late.stage] += 1


def why(refusal: MoveRefused) -> str:
    """
    Say which parts of a guard stood in the way of a move, whatever the lead's values.
    """
    return "; and ".join(in_words(part.rule) for part in refusal.unmet)


def best(seen: Iterable[Summary]) -> list[Summary]:
    """
    Pick the best leads that have not bought yet.

    They are sorted by grade, then by engagement: fit and engagement are never added up.
    """
    waiting = [one for one in seen if one.stage in _OPEN]
    return sorted(
        waiting, key=lambda one: (str(one.grade), -one.scores["engagement"].hundredths)
    )[:BEST]


def hard_won(lived: Iterable[Lived]) -> Lived:
    """
    Pick the lead whose story is told: one that became an advocate after it had been
    given up, if there is one.

    Args:
        lived: At least one.
    """

    def longest(one: Lived) -> tuple[int, int, int]:
        moves = one.lead.moves
        won = one.lead.stage == Stage.ADVOCATE
        bought = any(move.trigger == "convert" for move in moves)
        back = any(move.kind == "back" for move in moves)
        return (2 * won + bought) * (1 + back), len(moves), len(one.lead.activities)

    return max(lived, key=longest)
