"""
The year as a whole: the leads that lived through it, and what is shown of them.

A lead is a person or a company here; where two records were about one, it is one lead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from ...accounts import AccountScore, account_scores
from ...assessment import Summary
from ...codes import Stage
from ...leads import Lead
from ...playbook import Playbook
from ..reporting import Figures
from .examples import examples
from .living import Lived, why
from .people import ACCOUNT, firm
from .seasons import END
from .telling import story_of

BEST = 5
ACCOUNTS = 3
_CARD, _CEILING = "engagement", 100
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
        seen = self.figures.seen
        return best(seen[one.id] for one in self.leads if one.erased_at is None)

    @cached_property
    def accounts(self) -> Mapping[str, AccountScore]:
        """
        The firms whose people are most engaged together, by code and name.
        """
        scores = account_scores(
            self.leads,
            self.figures.playbook.scorecards[_CARD],
            by=lambda lead: lead.traits.get(ACCOUNT),
            as_of=END,
            ceiling=_CEILING,
        )
        groups = [(code, one) for code, one in scores.items() if len(one.people) > 1]
        groups.sort(key=lambda pair: (-pair[1].sum, pair[0]))
        return {f"{code} {firm(code)}": score for code, score in groups[:ACCOUNTS]}

    @cached_property
    def examples(self) -> Mapping[str, list[str]]:
        """
        One lead that was merged, and one that was forgotten, in words.
        """
        return examples(self.leads)

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

    def longest(one: Lived) -> tuple[bool, int, int, int]:
        moves = one.lead.moves
        won = one.lead.stage == Stage.ADVOCATE
        bought = any(move.trigger == "convert" for move in moves)
        back = any(move.kind == "back" for move in moves)
        return (
            one.lead.erased_at is None,
            (2 * won + bought) * (1 + back),
            len(moves),
            len(one.lead.activities),
        )

    return max(lived, key=longest)
