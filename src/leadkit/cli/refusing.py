"""
What a command can't do as it was asked, in a sentence that says what to do.
"""

from __future__ import annotations

import attrs

from ..errors import LeadkitError


@attrs.define(slots=False)
class CommandError(LeadkitError):
    """
    A command can't be carried out as it was given.

    Attributes:
        subject: What is spoken of: a file, a folder, an option.

        problem: What is wrong and what to do.
    """

    subject: str
    problem: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.problem}"
