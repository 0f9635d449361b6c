"""
Where an application and the lifecycle part ways.
"""

from __future__ import annotations

from ...errors import LeadkitError


class Disagreement(LeadkitError, AssertionError):  # noqa: N818  as LawBroken
    """
    An application did something else than leadkit's lifecycle does.

    It is an ``AssertionError`` too, so that a test that meets it fails.

    Attributes:
        story: What happened, a sentence for each step; the last one is where the two
            part.
    """

    def __init__(self, story: tuple[str, ...]) -> None:
        super().__init__(story)
        self.story: tuple[str, ...] = story

    def __str__(self) -> str:
        lines = (f"{number}. {line}" for number, line in enumerate(self.story, 1))
        return "\n".join(("your application and the lifecycle part ways:", *lines))
