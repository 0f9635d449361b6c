"""
The section of the report about who the leads are: merged, forgotten, and whom we may
write to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...accounts import AccountScore
from ...codes import Medium
from ...markup import Html, element
from ...vocabulary import label
from .figures import Figures
from .parts import Section, name, table, told, whole

#: What each answer to "may we write to them?" is called.
ANSWERS: Mapping[str, str] = {
    "granted": "yes",
    "unknown": "no: never asked",
    "denied": "no: said no when asked",
    "withdrawn": "no: took it back",
    "expired": "no: the consent has ended",
    "machine": "no: only a machine agreed",
    "no-contact": "no: no address is known",
    "erased": "no: asked to be forgotten",
}


def counted(figures: Figures) -> str:
    """
    Say how many persons and companies there are, and how many records there were.

    Args:
        figures: What is known of all leads.
    """
    records = len(figures.seen) + figures.merged
    who = f"{_many(len(figures.seen), 'person or company', 'persons and companies')}: "
    if figures.merged:
        was = "was" if figures.merged == 1 else "were"
        who += (
            f"of {whole(records)} records, {whole(figures.merged)} {was} about "
            "somebody who was known already, and merged into the other. "
        )
    else:
        who += "no record was merged into another. "
    if not figures.erased:
        return f"{who}Nobody asked to be forgotten."
    asked = "has" if figures.erased == 1 else "have"
    return (
        f"{who}{whole(figures.erased)} {asked} asked to be forgotten: they are counted "
        "wherever they were before, and nothing says who they are."
    )


def _many(number: int, one: str, many: str) -> str:
    return f"{whole(number)} {one if number == 1 else many}"


def people_of(
    figures: Figures,
    examples: Mapping[str, Sequence[str]],
    accounts: Mapping[str, AccountScore],
) -> Section:
    """
    Show how many people there are, whom we may write to, and who belong together.

    Args:
        figures: What is known of all leads.

        examples: Sentences that tell of some, by a heading.

        accounts: The scores of companies, by what these are called.
    """
    media = list(Medium)
    reach = table(
        "Leads that may be written to or called for marketing, by each medium",
        ["may we?", *(f"#{label(medium)}" for medium in media)],
        [
            [said, *(whole(figures.reach[medium][code]) for medium in media)]
            for code, said in ANSWERS.items()
            if any(figures.reach[medium][code] for medium in media)
        ],
    )
    parts = [told(counted(figures)), reach]
    for heading, sentences in examples.items():
        parts.append(element("h3", name(heading)))
        items = (element("li", sentence, dir="auto") for sentence in sentences)
        parts.append(element("ul", *items, **{"class": "story"}))
    if accounts:
        parts += [element("h3", "Companies buy as groups"), _accounts(accounts)]
    return Section("people", "People", parts)


def _accounts(accounts: Mapping[str, AccountScore]) -> Html:
    rows = [
        [
            name(account),
            whole(len(score.people)),
            whole(score.engaged),
            f"{score.highest or 0:g}",
            f"{score.sum:g}",
        ]
        for account, score in accounts.items()
    ]
    card = label(next(iter(accounts.values())).card).lower()
    return table(
        f"Accounts, by the {card} of their people",
        ["account", "#people", "#engaged", "#highest", "#sum"],
        rows,
    )
