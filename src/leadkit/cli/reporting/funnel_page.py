"""
The report about a history, from its title to its last section.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...funnel.history import History
from ...markup import Html, element
from .document import document
from .parts import Section, moment, whole


def funnel_page(title: str, history: History, sections: Sequence[Section]) -> str:
    """
    Write a report about a history as one page of HTML.

    Args:
        title: What it is called.

        history: The history.

        sections: What is told of it.
    """
    footer = element(
        "p",
        "The figures are those of ",
        element("code", "leadkit.funnel"),
        "; the version of the lifecycle is ",
        element("code", history.lifecycle.version[:12]),
        ".",
    )
    return document(title, _header(title, history), sections, footer)


def _header(title: str, history: History) -> Html:
    tiles = [
        (whole(len(history.leads)), "leads"),
        (whole(len(history.columns.ats)), "rows"),
        (whole(len(history.log.leads) - len(history.leads)), "leads with faults"),
    ]
    return element(
        "header",
        element("h1", title, dir="auto"),
        element(
            "p",
            "Lifecycle ",
            element("b", history.lifecycle.name, dir="auto"),
            f", as of {moment(history.as_of)}.",
            **{"class": "lead"},
        ),
        element(
            "dl",
            *(
                element("div", element("dt", name), element("dd", number))
                for number, name in tiles
            ),
            **{"class": "tiles"},
        ),
    )
