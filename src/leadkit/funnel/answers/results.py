"""
What every answer is: rows of named values, with the leads behind each count.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import attrs

from ...errors import RuleError
from ...pictures import Picture
from ...pictures.plots import Plot
from .picking import picked
from .tables import html_of, text_of

if TYPE_CHECKING:
    import altair as alt

Value: TypeAlias = str | int | float | Decimal | datetime | None
#: The leads behind a count, found when somebody asks.
Behind: TypeAlias = Callable[[], Iterable[str]]


@attrs.frozen(eq=False, repr=False)
class Row:
    """
    One row of an answer.

    Attributes:
        values: What is in it, by column.

        behind: By the names of counts, which leads were counted.
    """

    values: Mapping[str, Value]
    behind: Mapping[str, Behind] = attrs.field(factory=dict[str, Behind])


class Result(ABC):
    """
    An answer about many leads: a table that knows who is behind its numbers.

    A notebook shows it as a table, ``print`` as text.
    """

    __slots__ = ()

    #: The columns that say what a row is about.
    labels: ClassVar[tuple[str, ...]] = ()
    #: The columns that are shares from 0 to 1, shown as percentages.
    shares: ClassVar[tuple[str, ...]] = ()

    @property
    @abstractmethod
    def title(self) -> str:
        """
        What it shows, in a few words.
        """

    @abstractmethod
    def _lines(self) -> Sequence[Row]:
        # The rows, computed once by whoever makes the result.
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """
        What one should know to read it, in sentences.
        """
        return ()

    def rows(self) -> list[dict[str, Value]]:
        """
        Give its rows.

        Returns:
            A dict for each row; all have the same keys, in the same order. What isn't
            known is None. Spans are in days of 24 hours.
        """
        return [dict(line.values) for line in self._lines()]

    def leads(self, of: str | None = None, /, **cell: Value) -> tuple[str, ...]:
        """
        Tell which leads are behind a number.

        Args:
            of: The name of the count: ``"open"``; the first one that there is if not
                given.

            cell: Which rows are meant, by the columns that name them:
                ``stage="prospect"``; all if not given.

        Returns:
            Their ids, sorted, each once.

        Raises:
            RuleError: There is no such count or column, or no row has such a value.
        """
        return picked(type(self).__name__, self.labels, self._lines(), of, cell)

    def to_frame(self, backend: str = "polars") -> Any:
        """
        Give its rows as a table of a dataframe library.

        Args:
            backend: ``"polars"``, ``"pandas"`` or ``"pyarrow"``.

        Raises:
            MissingExtraError: narwhals or the library isn't installed.
            RuleError: The library isn't known.
        """
        from .frames import to_frame  # noqa: PLC0415  the extra's

        return to_frame(self.rows(), backend)

    def plot(self) -> Plot | None:
        """
        Say what to draw; None where a table says it better.
        """
        return None

    def picture(self) -> Picture:
        """
        Draw it as SVG, with nothing to install.

        Raises:
            RuleError: There is nothing to draw.
        """
        from ...pictures.plotted import of_plot  # noqa: PLC0415

        return of_plot(self._drawn())

    def chart(self) -> alt.TopLevelMixin:
        """
        Draw it with altair, to be looked at closely.

        Returns:
            An altair chart, which notebooks show.

        Raises:
            MissingExtraError: altair isn't installed.
            RuleError: There is nothing to draw.
        """
        from .charts import chart_of  # noqa: PLC0415  the extra's

        return chart_of(self._drawn())

    def _drawn(self) -> Plot:
        plot = self.plot()
        if plot is None:
            raise RuleError(
                f"the picture of {type(self).__name__}",
                "an answer that has none",
                "one that is better looked at than read",
                "Use rows(), or print it.",
            )
        return plot

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.rows())

    def __str__(self) -> str:
        return text_of(self.title, self.rows(), self.shares, self.notes)

    def __repr__(self) -> str:
        # Segments may be somebody's words, and ids are personal.
        rows = len(self._lines())
        return f"<{type(self).__name__}, {rows} row{'' if rows == 1 else 's'}>"

    def _repr_html_(self) -> str:
        return html_of(self.title, self.rows(), self.shares, self.notes)
