"""
Who is behind a number: the leads of the rows that somebody points at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from ...errors import RuleError, listing, near_miss


class Pickable(Protocol):
    """
    A row with the leads behind its counts.
    """

    @property
    def values(self) -> Mapping[str, object]:
        """
        What is in it, by column.
        """
        ...

    @property
    def behind(self) -> Mapping[str, Callable[[], Iterable[str]]]:
        """
        By the names of counts, which leads were counted.
        """
        ...


def picked(
    subject: str,
    labels: Sequence[str],
    lines: Sequence[Pickable],
    of: str | None,
    cell: Mapping[str, object],
) -> tuple[str, ...]:
    """
    Find the leads behind a count, in the rows that are meant.

    Args:
        subject: What the rows belong to, for the error.

        labels: The columns that may say which rows are meant.

        lines: The rows.

        of: The name of the count; None for the first that there is.

        cell: What the rows have in which column.

    Raises:
        RuleError: There is no such count or column, or no row has such a value.
    """
    counts = list(dict.fromkeys(name for line in lines for name in line.behind))
    if of is not None and of not in counts and lines:
        raise RuleError(
            f"the count of {subject}.leads()",
            repr(str(of)),
            listing(counts),
            near_miss(str(of), counts),
        )
    known = [name for name in labels if not lines or name in lines[0].values]
    meant = list(lines)
    for column, value in cell.items():
        if column not in known:
            raise RuleError(
                f"{subject}.leads()",
                f"the column {column!r}",
                listing(known),
                near_miss(column, known),
            )
        values = list(dict.fromkeys(line.values[column] for line in meant))
        if value not in values:
            raise RuleError(
                f"{column} of {subject}.leads()",
                "a value that no row has",
                f"one of the {len(values)} in the column",
                f"rows() has them in {column!r}.",
            )
        meant = [line for line in meant if line.values[column] == value]
    wanted = of if of is not None else next(iter(counts), "")
    found: set[str] = set()
    for line in meant:
        if wanted in line.behind:
            found.update(line.behind[wanted]())
    return tuple(sorted(found))
