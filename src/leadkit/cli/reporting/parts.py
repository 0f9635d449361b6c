"""
The pieces that the report's sections are made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from ...markup import Html, element
from ...pictures import Picture


@attrs.frozen
class Section:
    """
    A section of the report.

    Attributes:
        anchor: How it is linked to.

        title: Its heading.

        parts: What stands in it.
    """

    anchor: str
    title: str
    parts: Sequence[Html]

    @property
    def html(self) -> Html:
        """
        The section as HTML.
        """
        heading = element("h2", self.title, id=f"{self.anchor}-heading")
        return element(
            "section",
            heading,
            *self.parts,
            id=self.anchor,
            aria_labelledby=f"{self.anchor}-heading",
        )


def whole(number: int) -> str:
    """
    Write a whole number.

    >>> whole(12345)
    '12,345'
    """
    return f"{number:,}"


def share(part: int, of: int) -> str:
    """
    Write how much of something something is.

    >>> share(1, 3), share(1, 999)
    ('33%', '<1%')
    """
    rounded = f"{100 * part / of:.0f}%"
    return "<1%" if part and rounded == "0%" else rounded


def moment(at: datetime) -> str:
    """
    Write an instant, to the minute.
    """
    return f"{at:%Y-%m-%d %H:%M} UTC"


def told(text: str) -> Html:
    """
    Write a paragraph.
    """
    return element("p", text)


def name(text: str) -> Html:
    """
    Write a name, in whatever direction it runs.
    """
    return element("bdi", text, dir="auto")


def shown(picture: Picture, caption: str = "", *, title: bool = False) -> Html:
    """
    Show a picture, with a caption below it.

    Args:
        picture: The picture.

        caption: What to say about it.

        title: Whether its title stands above it.
    """
    return element(
        "figure",
        *([element("h3", name(picture.title))] if title else []),
        Html(picture.svg),
        *([element("figcaption", caption)] if caption else []),
    )


def beside(*parts: Html, wide: bool = False) -> Html:
    """
    Put parts beside each other, where there is room.

    Args:
        parts: The parts.

        wide: Whether they need more room than others.
    """
    return element("div", *parts, **{"class": "beside roomy" if wide else "beside"})


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """
    Make a table, in a box of its own that scrolls if it is too wide.

    Args:
        caption: What it shows.

        columns: The names of its columns; those that begin with a hash hold numbers.

        rows: Its cells; the first of a row says what the row is about.
    """
    kinds = ["number" if column.startswith("#") else "" for column in columns]
    head = (
        element("th", column.lstrip("#"), scope="col", **{"class": kind})
        for column, kind in zip(columns, kinds, strict=True)
    )
    body = (
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(
                element("td", cell, **{"class": kind})
                for cell, kind in zip(row[1:], kinds[1:], strict=True)
            ),
        )
        for row in rows
    )
    inside = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *head)),
        element("tbody", *body),
    )
    # Who has no mouse scrolls it with the keys.
    return element(
        "div", inside, role="region", aria_label=caption, tabindex="0",
        **{"class": "wide"},
    )  # fmt: skip
