"""
The sections of the report that are about all leads.
"""

from __future__ import annotations

from ...grading import Warmth
from ...markup import Html, element, sentence
from ...pictures import funnel, histogram, of_lifecycle
from ...states import Lifecycle
from ...vocabulary import label
from .figures import Figures
from .parts import Section, beside, name, share, shown, table, told, whole

# The commonest reasons that are told.
_REASONS = 10
_WARMTHS: tuple[Warmth, ...] = ("hot", "warm", "cold")


def funnel_of(figures: Figures) -> Section:
    """
    Show where leads are, and how far they have come.
    """
    reached = {stage: figures.ever[stage] for stage in figures.ahead}
    warm = [one for one in _WARMTHS if figures.warmth]
    columns = ["stage", "#now", "#ever", *(f"#{one}" for one in warm)]
    columns += [f"#{what}" for what in figures.late]
    rows = [
        [
            name(label(stage)),
            whole(figures.now[stage]),
            whole(figures.ever[stage]),
            *(whole(figures.warm(stage)[one]) for one in warm),
            *(whole(counts[stage]) for counts in figures.late.values()),
        ]
        for stage in figures.stages
    ]
    return Section(
        "funnel",
        "The funnel",
        [
            told(
                "How many leads have ever been in each stage, and what share of the "
                "first that is. Leads may leave a stage out, come back, and leave."
            ),
            beside(
                shown(funnel(reached)),
                table("Leads by stage", columns, rows),
                wide=True,
            ),
        ],
    )


def moves_of(figures: Figures, lifecycle: Lifecycle) -> Section:
    """
    Show which moves there are, were made, and were refused.
    """
    declined = figures.declined
    triggers = list(dict.fromkeys([*lifecycle.triggers, *declined]))
    counts = table(
        "Moves by what was asked for",
        ["move", "#made", "#refused"],
        [
            [name(label(one)), whole(figures.made[one]), whole(declined[one])]
            for one in triggers
        ],
    )
    parts = [
        told(
            "A lead changes its stage by a move alone, and a move is refused unless "
            "everything it asks for is known to be true."
        ),
        beside(shown(of_lifecycle(lifecycle)), counts),
    ]
    if declined:
        rows = [
            [name(label(trigger)), _reason(why), whole(times)]
            for trigger, why, times in figures.reasons(_REASONS)
        ]
        parts += [
            element("h3", "Why moves were refused"),
            table(
                "The commonest reasons: what was not known to be true",
                ["move", "wanted", "#times"],
                rows,
            ),
        ]
    return Section("moves", "Moves", parts)


def _reason(why: str) -> Html:
    return element("span", sentence(why), **{"class": "reason"})


def interest(figures: Figures) -> Section:
    """
    Show grades and temperatures beside each other.
    """
    grades = figures.playbook.grades
    letters: list[str | None] = [] if grades is None else [*grades.thresholds]
    if any(grade is None for grade, _ in figures.grades):
        letters.append(None)
    warm: list[str | None] = list(_WARMTHS) if figures.warmth else [None]
    total = len(figures.seen)
    rows = [
        [
            f"Grade {letter}" if letter else "No grade",
            *(_heat(figures.grades[letter, one], total) for one in warm),
            whole(sum(figures.grades[letter, one] for one in warm)),
        ]
        for letter in letters
    ]
    columns = ["fit", *(f"#{one or 'leads'}" for one in warm), "#in all"]
    if figures.warmth:
        rows.append(
            [
                "In all",
                *(whole(figures.warmth[str(one)]) for one in warm),
                whole(total),
            ]
        )
    return Section(
        "interest",
        "Fit and interest",
        [
            told(
                "The grade says who a lead is, the temperature how interested it is "
                "now. They are never added up."
            ),
            table("Leads by grade and temperature", columns, rows),
        ],
    )


def _heat(number: int, total: int) -> Html:
    part = number / total
    return element(
        "span",
        whole(number),
        Html(" "),
        element("small", share(number, total)),
        style=f"--part:{part:.3f}",
        **{"class": "heat"},
    )


def scores(figures: Figures) -> Section:
    """
    Show how the totals of each card are distributed.
    """
    pictures: list[Html] = []
    for card in figures.playbook.scorecards:
        totals = [one.scores[card].total for one in figures.seen.values()]
        picture = histogram(totals, title=label(card))
        pictures.append(shown(picture, picture.description, title=True))
    return Section(
        "scores",
        "Scores",
        [
            told(
                "How many leads have how many points. The line below reaches from "
                "the least to the most, its thick part holds the half in the middle, "
                "and the dot is the median."
            ),
            beside(*pictures),
        ],
    )


def qualifications(figures: Figures) -> Section:
    """
    Show how many leads hold each qualification, and ever did.
    """
    counts = (figures.held, figures.by_person, figures.granted, figures.revoked)
    rows = [
        [
            name(code),
            name(label(code)),
            *(whole(one[code]) for one in counts),
        ]
        for code in figures.playbook.qualifications
    ]
    return Section(
        "qualifications",
        "Qualifications",
        [
            told(
                "A lead may hold several at once. Each is granted and revoked at an "
                "instant, by a rule or by a person, and none is a stage."
            ),
            table(
                "Leads by qualification",
                ["code", "name", "#held now", "#by a person", "#granted", "#revoked"],
                rows,
            ),
        ],
    )
