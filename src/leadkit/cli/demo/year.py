"""
The year as a whole: the leads that lived through it, and what is shown of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs

from ...assessment import Summary
from ...leads import Lead
from ...playbook import Playbook
from .figures import Figures, best, counted, hard_won
from .living import Lived
from .seasons import END
from .telling import story_of


@attrs.frozen(slots=False)
class Year:
    """
    What came of a year.

    Attributes:
        playbook: The playbook that the leads were run through.

        lived: The leads, at least one, and what they were refused.

        seen: Their assessments as of the end, in the same order.
    """

    playbook: Playbook
    lived: tuple[Lived, ...]
    seen: tuple[Summary, ...]

    @classmethod
    def of(cls, playbook: Playbook, lived: Iterable[Lived]) -> Year:
        """
        Assess leads at the end of the year.
        """
        some = tuple(lived)
        seen = tuple(playbook.summarize(one.lead, as_of=END) for one in some)
        return cls(playbook, some, seen)

    @property
    def leads(self) -> list[Lead]:
        """
        The leads as they stand in the end.
        """
        return [one.lead for one in self.lived]

    @cached_property
    def figures(self) -> Figures:
        """
        What came of them, counted.
        """
        return counted(self.playbook, self.lived, self.seen)

    @cached_property
    def best(self) -> list[Summary]:
        """
        The best leads that have not bought yet.
        """
        return best(self.seen)

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
        seen = self.playbook.summarize(self.hero.lead, as_of=END)
        return story_of(self.hero, seen)
