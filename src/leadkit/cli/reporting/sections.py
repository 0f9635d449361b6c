"""
The sections of the report that are about all leads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ...grading import Warmth
from ...leads import Lead
from ...markup import Html, element, sentence
from ...pictures import funnel, histogram, of_lifecycle
from ...states import Lifecycle
from ...timing import Late
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
    late = _late(figures)
    warm = [one for one in _WARMTHS if figures.warmth]
    columns = ["stage", "#now", "#ever", *(f"#{one}" for one in warm)]
    columns += [f"#{what}" for what in late]
    rows = [
        [
            name(label(stage)),
            whole(figures.now[stage]),
            whole(figures.ever[stage]),
            *(whole(figures.warm(stage)[one]) for one in warm),
            *(whole(counts[stage]) for counts in late.values()),
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
            beside(shown(funnel(reached)), table("Leads by stage", columns, rows)),
        ],
    )


def _late(figures: Figures) -> dict[str, Counter[str]]:
    lifecycle = figures.playbook.lifecycle
    if lifecycle is None:
        return {}

    def count(found: Iterable[Late | None]) -> Counter[str]:
        return Counter(one.stage for one in found if one is not None)

    leads, as_of = figures.leads.values(), figures.as_of
    return {
        "overdue": count(lifecycle.overdue(lead, as_of=as_of) for lead in leads),
        "stale": count(lifecycle.stale(lead, as_of=as_of) for lead in leads),
    }


def moves_of(
    figures: Figures, lifecycle: Lifecycle, refused: Mapping[tuple[str, str], int]
) -> Section:
    """
    Show which moves there are, were made, and were refused.
    """
    declined = Counter[str]()
    for (trigger, _), times in refused.items():
        declined[trigger] += times
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
    if refused:
        commonest = sorted(refused.items(), key=lambda one: (-one[1], one[0]))
        rows = [
            [name(label(trigger)), element("code", sentence(why)), whole(times)]
            for (trigger, why), times in commonest[:_REASONS]
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
    granted, revoked = Counter[str](), Counter[str]()
    for lead in figures.leads.values():
        granted.update(_changed(lead, figures, granted=True))
        revoked.update(_changed(lead, figures, granted=False))
    person = Counter(
        code
        for one in figures.seen.values()
        for code, verdict in one.verdicts.items()
        if verdict.held and verdict.by_person
    )
    rows = [
        [
            name(code),
            name(label(code)),
            *(whole(one[code]) for one in (figures.held, person, granted, revoked)),
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


def _changed(lead: Lead, figures: Figures, *, granted: bool) -> Iterator[str]:
    return (
        grant.qualification
        for grant in lead.grants
        if grant.at <= figures.as_of and grant.granted is granted
    )
