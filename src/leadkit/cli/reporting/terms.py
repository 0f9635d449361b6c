"""
The words of the report, explained; from the vocabulary, in English and Persian.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...markup import Html, element
from ...vocabulary import LABELS, STAGES, label
from .figures import Figures
from .parts import Section, name

# What the field says about codes that have no row in a list of stages.
_MEANINGS = {
    "disqualified": "out before a sales conversation: no fit, a duplicate, invalid",
    "lost": "was a prospect, and decided otherwise",
    "churned": "was a customer, and left",
    "MQL": "engaged with what we publish, fits, and may be reached; not ready to buy",
    "SAL": "sales took it over, which is a person's act",
    "SQL": "asked sales, and sales confirmed need and budget, authority or timeline",
    "PQL": "used a trial or free tier, and wants more",
    "SVCQL": "a customer that told support or success of interest in more",
    "cold": "little or no engagement",
    "warm": "several interactions lately",
    "hot": "warm, and asked for a price, a demo or a call just now",
}
_WORDS = (
    ("Lead", "somebody new who has shown interest and left a way to be reached"),
    ("Scorecard", "points for what a lead is and does, summed line by line"),
    ("Fit", "who the lead is; it doesn't get old"),
    ("Engagement", "what the lead did lately; it does get old"),
    ("Grade", "a letter for fit"),
    ("Move", "a step from one stage to another, with when, by whom and why"),
    ("Refused", "not made, since something it asks for wasn't known to be true"),
    ("Merged", "found to be about somebody whom another record is about"),
    ("Forgotten", "erased on request: counted, and nothing says who it was"),
    ("Account", "a company, as the people who work for it"),
    ("Overdue", "longer in its stage than was agreed"),
    ("Stale", "left alone in its stage for too long"),
)


def terms(figures: Figures) -> Section:
    """
    Explain the words that the report uses.

    Args:
        figures: What it tells of; only codes that occur there are explained.
    """
    general = [_term(word, meaning) for word, meaning in _WORDS]
    return Section(
        "words",
        "What the words mean",
        [
            element("dl", *general, **{"class": "terms"}),
            element("h3", "Stages, qualifications and temperatures"),
            element("dl", *_codes(figures), **{"class": "terms"}),
        ],
    )


def _codes(figures: Figures) -> Iterator[Html]:
    meanings = {term.stage.value: term.enters for term in STAGES} | _MEANINGS
    warmth = ("cold", "warm", "hot") if figures.warmth else ()
    for code in (*figures.stages, *figures.playbook.qualifications, *warmth):
        if code in meanings:
            yield _term(label(code), meanings[code], LABELS[code][1])


def _term(word: str, meaning: str, persian: str = "") -> Html:
    other = [element("span", persian, lang="fa", dir="rtl")] if persian else []
    return element("div", element("dt", name(word), *other), element("dd", meaning))
