"""
Whether the rules of cards, qualifications, grades and temperatures ever have an effect.

A rule fires where it is known true and something comes of it: points, a qualification,
a letter, a word. That it always does is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import attrs

from ...bounds import enclosed
from ...earning import earned, halved
from ...grading import Grades, Temperature
from ...hundredths import hundredths, told
from ...leads import Lead
from ...points import Group, Points
from ...qualification import Qualification
from ...rules import nodes as n
from ...rules.activities import Activities
from ...rules.meaning import ask
from ...rules.proof.possibility import possible
from ...rules.proof.witnesses import Example
from ...scoring import Scorecard
from .outside import out_of_reach


@attrs.frozen
class Part:
    """
    A rule, or an entry, that is to have an effect.

    Attributes:
        where: What it is called: ``"card 'fit', points 'size'"``.

        what: What it does if it has no effect: ``"never gives points"``.

        ways: In each of them it may have its effect: what is known true then, and what
            isn't. If all are impossible, so is the effect.

        works: Whether it has its effect for a lead as of an instant.

        never: Why it never has, if that goes without saying.
    """

    where: str
    what: str
    ways: tuple[tuple[tuple[n.Question, ...], tuple[n.Question, ...]], ...]
    works: Callable[[Lead, datetime], bool] = attrs.field(eq=False)
    never: str = ""

    @property
    def nodes(self) -> tuple[n.Question, ...]:
        """
        What is asked.
        """
        return tuple(node for way in self.ways for side in way for node in side)


@attrs.frozen
class Fired:
    """
    What came of asking whether a part can have its effect.

    Attributes:
        part: The part.

        answer: True, False, or None if that is undecided.

        why: Why not, or what stands in the way of an answer.

        example: For True, a lead that shows it.
    """

    part: Part
    answer: bool | None
    why: str = ""
    example: Example | None = None


def decided(part: Part, record: type[Lead]) -> Fired:
    """
    Decide whether a part can have its effect.

    Args:
        part: The part.

        record: The class of leads.
    """
    if part.never:
        return Fired(part, answer=False, why=part.never)
    why: list[str] = []
    for true, untrue in part.ways:
        found = possible(true, untrue, record=record)
        if found.answer is None:
            if not out_of_reach(true, untrue, record=record):
                why.append(found.why)
        elif found.example is not None:
            example = found.example
            if part.works(example.lead, example.as_of):
                return Fired(part, answer=True, example=example)
            why.append("no example was found for which it has an effect")
    if why:
        return Fired(part, answer=None, why=why[0])
    return Fired(part, answer=False, why=_impossible(part))


def _impossible(part: Part) -> str:
    true, untrue = part.ways[-1]
    holds = " and ".join(f"<{one}>" for one in true)
    but = "".join(f", and not <{one}>" for one in untrue)
    return f"no lead has {holds}{but}"


def parts_of_card(card: Scorecard) -> Iterator[Part]:
    """
    List the entries of a card.
    """
    yield from _of_group(card, f"card {card.name!r}")


def _of_group(group: Group, where: str) -> Iterator[Part]:
    low, high = enclosed(group)
    if low is not None and low == high and any(True for _ in group.points):
        why = f"every lead gets {told(low)} there"
        yield Part(where, "never gives points", (), _nothing, why)
        return
    for entry in group.entries:
        if isinstance(entry, Points):
            yield _of_points(entry, f"{where}, points {entry.label!r}")
        else:
            yield from _of_group(entry, f"{where}, group {entry.name!r}")


def _nothing(_: Lead, __: datetime) -> bool:
    return False


def _of_points(points: Points, where: str) -> Part:
    def gives(lead: Lead, as_of: datetime) -> bool:
        return bool(earned(points, lead, as_of).capped)

    never = "its points are 0" if not points.hundredths else ""
    if points.cap_hundredths == 0:
        never = "its cap is 0"
    when = () if points.when is None else (points.when.node,)
    ways = tuple(((*when, *some), ()) for some in _amounts(points))
    return Part(where, "never gives points", ways, gives, never)


def _amounts(points: Points) -> Iterator[tuple[n.Question, ...]]:
    # What is counted, once as it gives most, and once as far as it gives anything.
    if points.per is None:
        yield ()
    elif isinstance(points.per, Activities):
        spans = dict.fromkeys(_spans(points))
        for span in spans:
            query = attrs.evolve(points.per.node, window=span)
            yield (n.Compare("ge", n.Aggregate("count", query), _one(query)),)
    else:
        number = points.per.node
        yield (n.Compare("ge", number, n.constant(1, number)),)


def _one(query: n.Query) -> n.Constant:
    return n.constant(1, n.Aggregate("count", query))


def _spans(points: Points) -> Iterator[timedelta | None]:
    assert isinstance(points.per, Activities)  # noqa: S101  the caller has looked
    own = points.per.node.window
    for span in (fresh(points), _alive(points)):
        known = [one for one in (own, span) if one is not None]
        yield min(known, default=None)


def fresh(points: Points) -> timedelta | None:
    """
    Tell how old an activity may be to give all or half of its points; None if that
    doesn't matter.
    """
    if points.fading is not None:
        return max(points.fading / 2, timedelta.resolution)
    return points.halving


def _alive(points: Points) -> timedelta | None:
    # From which age on it gives nothing.
    if points.halving is None:
        return points.fading
    times = next(t for t in range(1, 99) if not halved(points.hundredths, t))
    try:
        return points.halving * times
    except OverflowError:
        return None


def parts_of_qualification(qualification: Qualification) -> Iterator[Part]:
    """
    List the rules of a qualification.
    """
    where = f"qualification {qualification.name!r}"
    when, until, stages = (
        qualification.when,
        qualification.until,
        qualification.applies_to,
    )
    if when is not None:
        asked: tuple[n.Question, ...] = (when.node,)
        if stages is not None:
            asked = n.InStage(stages), *asked
        ended = () if until is None else (until.node,)
        yield _asked(f"{where}, when", "never grants it", asked, ended)
    if until is not None and until.node != n.Always(answer=False):
        yield _asked(f"{where}, until", "never ends it", (until.node,))


def parts_of_grades(grades: Grades, card: Scorecard) -> Iterator[Part]:
    """
    List the letters for a card.
    """
    needs = [
        (letter, n.Compare("ge", n.Total(card), n.constant(points, n.Total(card))))
        for letter, points in grades.thresholds.items()
    ]
    least = {
        letter: hundredths(points, letter)
        for letter, points in grades.thresholds.items()
    }
    _, high = enclosed(card)
    before: tuple[n.Question, ...] = ()
    for letter, need in needs:
        never = ""
        if high is not None and least[letter] > high:
            never = f"card {card.name!r} gives at most {told(high)}"
        where = f"grade {letter!r} of {grades.card!r}"
        yield _asked(where, "is never given", (need,), before, never)
        before = (need,)


def parts_of_temperature(temperature: Temperature) -> Iterator[Part]:
    """
    List the rules for hot and warm; what always or never holds is written on purpose.
    """
    hot, warm = temperature.questions
    if not isinstance(hot, n.Always):
        yield _asked("temperature 'hot'", "is never given", (hot,))
    if not isinstance(warm, n.Always):
        yield _asked("temperature 'warm'", "is never given", (warm,), (hot,))


def _asked(
    where: str,
    what: str,
    true: tuple[n.Question, ...],
    untrue: tuple[n.Question, ...] = (),
    never: str = "",
) -> Part:
    def works(lead: Lead, as_of: datetime) -> bool:
        return all(ask(one, lead, as_of) is True for one in true) and not any(
            ask(one, lead, as_of) is True for one in untrue
        )

    return Part(where, what, ((true, untrue),), works, never)
