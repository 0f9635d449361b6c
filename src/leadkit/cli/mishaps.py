"""
What a host's own function does wrong, told without what it was asked about.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import Self

import attrs

from ..errors import LeadkitError


@attrs.define(slots=False)
class MishapError(LeadkitError):
    """
    A function of the host's, in the playbook, failed when it was asked about a lead.

    Attributes:
        line: The line of the table on which the lead stands.

        kind: The class of the exception. What it says may quote the lead.

        place: Where in the host's files it was raised.
    """

    line: int
    kind: str
    place: str

    @classmethod
    def of(cls, error: Exception, line: int) -> Self:
        """
        Tell what went wrong.

        Args:
            error: What was raised.

            line: The line of the table on which the lead stands.
        """
        last = extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}, line {last.lineno}"
        return cls(line, type(error).__name__, place)

    def __str__(self) -> str:
        return (
            f"the playbook fails with {self.kind} about the lead on line {self.line} "
            f"({self.place}); mend the function that is called there"
        )
