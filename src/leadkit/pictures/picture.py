"""
A picture: a piece of SVG that says in words, too, what it shows.
"""

from __future__ import annotations

import attrs

from ..markup import Html


@attrs.frozen(repr=False)
class Picture:
    """
    A picture as SVG: for a page as it is, and for a file of its own.

    It runs no scripts and loads nothing, takes the colour of the text around it, and is
    as wide as there is room. A notebook shows it; ``str(picture)`` is its SVG.

    Attributes:
        svg: The SVG.

        title: What it shows, in a few words.

        description: What can be seen in it, in sentences.
    """

    svg: str
    title: str
    description: str

    def __repr__(self) -> str:
        # The title may be a lead's.
        return f"<picture, {len(self.svg)} characters of SVG>"

    def __str__(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return self.svg

    def __html__(self) -> Html:
        """
        Give the SVG to templates, which then don't escape it.
        """
        return Html(self.svg)
