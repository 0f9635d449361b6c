"""
The sections of the report that are about single leads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from ...assessment import Assessment
from ...leads import Lead
from ...markup import Html, element
from ...pictures import of_lines, of_score, of_timeline
from ...vocabulary import label
from .figures import Figures
from .parts import Section, beside, name, shown, told
from .thresholds import reader_of, thresholds


def best_leads(figures: Figures, best: Sequence[str]) -> Section:
    """
    Show leads with every line of their scores.

    Args:
        figures: What is known of all leads.

        best: The ids of these.
    """
    # They are open, since paper can't open them.
    parts = [
        element("details", *_best(figures, lead_id), open="open") for lead_id in best
    ]
    return Section(
        "best",
        "The best leads",
        [
            told("Each with every line of its scores; the lines sum to the total."),
            *parts,
        ],
    )


def _best(figures: Figures, lead_id: str) -> Iterator[Html]:
    lead = figures.leads[lead_id]
    seen = figures.playbook.assess(lead, as_of=figures.as_of)
    yield element(
        "summary", _named(lead), element("span", _brief(seen), **{"class": "brief"})
    )
    yield beside(
        *(shown(of_lines(score), title=True) for score in seen.scores.values())
    )
    yield element("p", *_standing(seen))


def _named(lead: Lead) -> Html:
    inside = [element("b", name(lead.id))]
    if lead.name:
        inside += [Html(" "), name(lead.name)]
    return element("span", *inside)


def _brief(seen: Assessment) -> str:
    words = [label(seen.stage)]
    if seen.grade is not None:
        words.append(f"grade {seen.grade}")
    if seen.temperature is not None:
        words.append(seen.temperature)
    return ", ".join(words)


def _standing(seen: Assessment) -> Iterator[Html]:
    held = [code for code, verdict in seen.verdicts.items() if verdict.held]
    yield name(f"Holds {', '.join(held) or 'no qualification'}. ")
    may = ", ".join(label(trigger).lower() for trigger in seen.allowed)
    yield name(f"Allowed now: {may or 'no move'}. ")
    missing = dict.fromkeys(f for s in seen.scores.values() for f in s.missing)
    if missing:
        yield name(f"Not known: {', '.join(missing)}.")


def story_of(figures: Figures, lead_id: str, sentences: Sequence[str]) -> Section:
    """
    Tell one lead's story, with its way and its scores.

    Args:
        figures: What is known of all leads.

        lead_id: The id of this one.

        sentences: What became of it.
    """
    lead, lifecycle = figures.leads[lead_id], figures.playbook.lifecycle
    items = (element("li", sentence, dir="auto") for sentence in sentences)
    parts = [
        element("h3", _named(lead)),
        element("ol", *items, **{"class": "story"}),
    ]
    pictures: list[Html] = []
    if lifecycle is not None:
        timeline = of_timeline(lead, lifecycle, as_of=figures.as_of, title="Its way")
        pictures.append(shown(timeline, _KEY, title=True))
    pictures += _curves(figures, lead)
    return Section("story", "One lead's story", [*parts, beside(*pictures)])


_KEY = (
    "Bars show the stages it was in, thin ones what it held. Below them are talks, "
    "what the lead did, what was sent to it, and the clicks of machines."
)


def _curves(figures: Figures, lead: Lead) -> Iterator[Html]:
    start = _start(lead, figures.as_of)
    # What the lead does makes a curve; what it is, rather a line.
    still = timedelta(0)
    cards = figures.playbook.scorecards.values()
    for card in sorted(cards, key=lambda card: card.requires.lookback == still):
        reader = reader_of(figures.playbook, card.name)
        lines = thresholds(figures.playbook, card.name)
        title = label(card.name)
        picture = of_score(
            card,
            lead,
            start=start,
            until=figures.as_of,
            thresholds=lines,
            qualification=None if reader is None else reader.name,
            title=f"Its score: {title}",
        )
        yield shown(picture, picture.description, title=True)


def _start(lead: Lead, as_of: datetime) -> datetime:
    known = [lead.created_at, *(one.at for one in lead.activities)]
    known += [touch.at for touch in lead.touches]
    first = min((at for at in known if at is not None), default=as_of)
    return min(first, as_of - timedelta(days=1))
