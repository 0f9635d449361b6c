"""
The report about assessed leads, from its title to its last section.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...accounts import AccountScore
from ...errors import InputError
from ...mapping import FrozenMap
from ...markup import Html, element
from .document import document
from .figures import Figures
from .numbers import numbers_of
from .parts import Section, moment, whole
from .people import best_leads, story_of
from .reaching import people_of
from .sections import funnel_of, interest, moves_of, qualifications, scores
from .terms import terms


def report(
    title: str,
    figures: Figures,
    *,
    best: Sequence[str],
    story: tuple[str, Sequence[str]],
    examples: Mapping[str, Sequence[str]] = FrozenMap(),
    accounts: Mapping[str, AccountScore] = FrozenMap(),
) -> str:
    """
    Write a report about leads as one page of HTML.

    Its figures are those of `Playbook.assess`.

    Args:
        title: What it is called.

        figures: What a playbook says about the leads.

        best: The ids of the leads to show with every line of their scores.

        story: The id of a lead, and sentences that tell what became of it.

        examples: Sentences about leads that were merged or erased, by a heading.

        accounts: The scores of companies, by what these are called.

    Returns:
        The page.

    Raises:
        InputError: An id in *best* or *story* is none of a lead.
    """
    for lead_id in (*best, story[0]):
        if lead_id not in figures.leads:
            raise InputError("report()", "an id that no lead has", "one of the leads'")
    people = people_of(figures, examples, accounts)
    sections = list(_sections(figures, people, best, story))
    footer = element(
        "p",
        "The figures are those of ",
        element("code", "leadkit assess"),
        "; the version of the playbook is ",
        element("code", figures.version[:12]),
        ".",
    )
    return document(title, _header(title, figures), sections, footer)


def _sections(
    figures: Figures,
    people: Section,
    best: Sequence[str],
    story: tuple[str, Sequence[str]],
) -> Iterator[Section]:
    yield funnel_of(figures)
    if figures.playbook.lifecycle is not None:
        yield moves_of(figures, figures.playbook.lifecycle)
        yield numbers_of(figures, figures.playbook.lifecycle)
    if figures.playbook.grades is not None or figures.warmth:
        yield interest(figures)
    if figures.playbook.scorecards:
        yield scores(figures)
    if figures.playbook.qualifications:
        yield qualifications(figures)
    yield people
    yield best_leads(figures, best)
    yield story_of(figures, *story)
    yield terms(figures)


def _header(title: str, figures: Figures) -> Html:
    tiles = [
        (whole(len(figures.seen)), "leads"),
        *(
            (whole(figures.held[code]), f"hold {code}")
            for code in list(figures.playbook.qualifications)[:1]
        ),
        *([(whole(figures.warmth["hot"]), "hot now")] if figures.warmth else []),
        (whole(figures.made.total()), "moves made"),
        (whole(figures.declined.total()), "moves refused"),
    ]
    return element(
        "header",
        element("h1", title, dir="auto"),
        element(
            "p",
            "Playbook ",
            element("b", figures.playbook.name, dir="auto"),
            f", as of {moment(figures.as_of)}.",
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
