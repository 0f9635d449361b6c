"""
What is in a playbook, in words: its cards, qualifications and moves, and what they
read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ..codes import ActivityType
from ..errors import listing
from ..grading import Grades, Temperature
from ..hundredths import hundredths, told
from ..instants import in_words
from ..moves import Transition
from ..playbook import Playbook
from ..qualification import Qualification
from ..rules import nodes as n
from ..rules.expressions import Rule
from ..rules.reasons import conjuncts
from ..rules.requirements import Requirements
from ..scoring import Scorecard
from ..states import Lifecycle

# So like another, a text is taken for a misspelling: call_hold, but not call_booked.
_ALIKE = 0.88
_CLOCKS = {
    "entry": "after it entered the stage",
    "activity": "after the last activity by a human",
}


def contents(playbook: Playbook) -> Iterator[str]:
    """
    Tell what is in a playbook, section by section.

    Args:
        playbook: The playbook.

    Returns:
        Lines of text; a section begins with its title, and an empty line before it.
    """
    yield str(playbook)
    yield f"version {playbook.version}"
    if playbook.scorecards:
        yield from ("", "cards")
    for card in playbook.scorecards.values():
        yield f"  {card.name}: {bounds(card)}"
        yield from (f"    {row}" for row in needs(card.requires))
    yield from _derived(playbook.grades, playbook.temperature)
    if playbook.qualifications:
        yield from ("", "qualifications")
    for qualification in playbook.qualifications.values():
        yield from (f"  {row}" for row in _qualification(qualification))
    if playbook.lifecycle is not None:
        yield from ("", "lifecycle")
        yield from (f"  {row}" for row in _lifecycle(playbook.lifecycle))
    yield from ("", "reads, all in all")
    yield from (f"  {row}" for row in [*needs(playbook.requires)] or ["nothing"])
    yield from (f"  {row}" for row in _misspelt(playbook.requires.activities or ()))


def diagram(lifecycle: Lifecycle) -> Iterator[str]:
    """
    Draw a lifecycle as a block that can be pasted into a Markdown file.

    Args:
        lifecycle: The lifecycle.
    """
    yield "```mermaid"
    yield from lifecycle.mermaid().splitlines()
    yield "```"


def bounds(card: Scorecard) -> str:
    """
    Say how many points a card can give.

    Args:
        card: The card.
    """
    low, high = (
        None if end is None else told(hundredths(end, "a bound")) for end in card.bounds
    )
    if low is None and high is None:
        return "any number of points"
    if low is None or high is None:
        return f"at most {high} points" if low is None else f"at least {low} points"
    return f"{low} to {high} points"


def needs(requires: Requirements) -> Iterator[str]:
    """
    Say what rules read, a line for each kind of thing.

    Args:
        requires: What they read.
    """
    for word, names in (
        ("fields", requires.fields),
        ("traits", requires.traits),
        ("histories", requires.histories),
        ("qualifications", requires.qualifications),
    ):
        if names:
            yield f"{word}: {', '.join(sorted(names))}"
    if requires.activities is None:
        yield "activities: all types"
    elif requires.activities:
        yield f"activities: {', '.join(sorted(requires.activities))}"
    if requires.lookback is None:
        yield "looks back: without end"
    elif requires.lookback:
        yield f"looks back: {in_words(requires.lookback)}"


def _misspelt(types: Iterable[str]) -> Iterator[str]:
    # Any text may be an activity type, so this is no problem; but nobody meant it.
    standard = [str(one) for one in ActivityType]
    for one in sorted(set(types).difference(standard)):
        if close := get_close_matches(one, standard, n=1, cutoff=_ALIKE):
            yield f"activity {one!r} is of your own making; did you mean {close[0]!r}?"


def _derived(grades: Grades | None, temperature: Temperature | None) -> Iterator[str]:
    if grades is not None:
        letters = (
            f"{letter} from {told(hundredths(points, letter))}"
            for letter, points in grades.thresholds.items()
        )
        yield from ("", "grades", f"  of {grades.card}: {', '.join(letters)}")
    if temperature is not None:
        yield from ("", "temperature")
        for word, rule in (("hot", temperature.hot), ("warm", temperature.warm)):
            yield from (f"  {row}" for row in _parts(word, rule))


def _qualification(one: Qualification) -> Iterator[str]:
    where = "" if one.applies_to is None else f", in stage {listing(one.applies_to)}"
    yield f"{one.name}{where}"
    if one.when is None:
        yield "  waits for: a person"
    else:
        yield from (f"  {row}" for row in _parts("waits for", one.when))
    if one.until is None:
        person = "when a person says so"
        yield f"  ends: {person if one.when is None else 'when that no longer holds'}"
    elif one.until.node == n.Always(answer=False):
        yield "  ends: never"
    else:
        yield from (f"  {row}" for row in _parts("ends when", one.until))


def _lifecycle(lifecycle: Lifecycle) -> Iterator[str]:
    stages = (
        f"{stage} (first)" if stage == lifecycle.initial else stage
        for stage in lifecycle.stages
    )
    yield f"stages: {', '.join(stages)}"
    for one in lifecycle.transitions:
        yield f"{one}{''.join(f', {remark}' for remark in _remarks(one))}"
        if one.when is not None:
            yield from (f"  {row}" for row in _parts("waits for", one.when))


def _remarks(one: Transition) -> Iterator[str]:
    if one.kind != "forward":
        yield "with a reason"
    if one.automatic:
        yield "by itself"
    if one.after is not None:
        yield f"due {in_words(one.after)} {_CLOCKS[one.since]}"


def _parts(word: str, rule: Rule) -> Iterator[str]:
    # What must all hold stands below each other, where it is easy to count.
    first, *more = [str(part) for part in conjuncts(rule.node)]
    yield f"{word}: {first}"
    yield from (f"{' ' * (len(word) + 2)}{part}" for part in more)
