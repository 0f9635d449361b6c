"""
A page that stands alone: its head, its contents, and its sections.

It is one file for a screen of any size, for light and dark, and for paper. A policy in
its head forbids it to load or to run anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...markup import Html, element
from .parts import Section
from .style import STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def document(
    title: str, header: Html, sections: Sequence[Section], footer: Html
) -> str:
    """
    Write a page of HTML.

    Args:
        title: What it is called.

        header: What stands above everything.

        sections: What stands in it, linked to from its contents.

        footer: What stands below.
    """
    return "<!DOCTYPE html>\n" + element(
        "html",
        element(
            "head",
            Html('<meta charset="utf-8">'),
            Html(
                '<meta http-equiv="Content-Security-Policy" '
                f'content="{_POLICY}">'
                '<meta name="viewport" content="width=device-width, initial-scale=1">'
                '<meta name="color-scheme" content="light dark">'
            ),
            element("title", title),
            element("style", STYLE),
        ),
        element(
            "body",
            header,
            _contents(sections),
            element("main", *(section.html for section in sections)),
            element("footer", footer),
        ),
        lang="en",
    )


def _contents(sections: Sequence[Section]) -> Html:
    links = (
        element("li", element("a", section.title, href=f"#{section.anchor}"))
        for section in sections
    )
    return element("nav", element("ul", *links), aria_label="Contents")
