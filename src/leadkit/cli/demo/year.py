"""
The year as a whole: the leads that lived through it, and what is shown of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

import attrs

from ...assessment import Summary
from ...codes import Stage
from ...leads import Lead
from ...playbook import Playbook
from ..reporting import Figures
from .living import Lived, why
from .seasons import END
from .telling import story_of

BEST = 5
_OPEN = frozenset({Stage.LEAD, Stage.NURTURED, Stage.PROSPECT})


@attrs.frozen(slots=False)
class Year:
    """
    What came of a year.

    Attributes:
        lived: The leads, at least one, and what they were refused.

        figures: What the playbook says about them as of the end, counted.
    """

    lived: tuple[Lived, ...]
    figures: Figures

    @classmethod
    def of(cls, playbook: Playbook, lived: Iterable[Lived]) -> Year:
        """
        Ask a playbook about leads at the end of the year.
        """
        some = tuple(lived)
        refused = Counter(
            (refusal.trigger, why(refusal)) for one in some for refusal in one.refused
        )
        leads = (one.lead for one in some)
        return cls(some, Figures.of(playbook, leads, as_of=END, refused=refused))

    @property
    def leads(self) -> list[Lead]:
        """
        The leads as they stand in the end.
        """
        return [one.lead for one in self.lived]

    @cached_property
    def best(self) -> list[Summary]:
        """
        The best leads that have not bought yet.
        """
        return best(self.figures.seen.values())

    @cached_property
    def hero(self) -> Lived:
        """
        The lead whose story is told.
        """
        return hard_won(self.lived)

    @cached_property
    def story(self) -> list[str]:
        """
        Its story.
        """
        return story_of(self.hero, self.figures.seen[self.hero.lead.id])


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
