"""
Laws about where leads come to, and in which order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from ...errors import RuleError, listing
from ...happenings import Move
from ...leads import Lead
from ...playbook import Playbook
from ...rules import nodes as n
from ...rules.expressions import Flag, Rule
from ...rules.meaning import ask
from ...states import Lifecycle
from ..finding import Finding
from ..stories.story import Asked, Story
from ..subjects import Subject, subject_of
from .deciding import Law
from .seeking import Leg, moving, resting
from .situations import Chart


def never(
    lifecycle: Lifecycle | Playbook,
    *,
    reach: str | Iterable[str],
    without: Rule | Flag | None = None,
    record: type[Lead] | None = None,
    monotone: Iterable[Rule | Flag] = (),
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether no lead enters a stage unless something is known true of it.

    The rule is asked as guards are: about the lead before the move, at its instant. A
    lead that begins in the stage has entered it.

    Args:
        lifecycle: The lifecycle, or a playbook.

        reach: The stage, or several.

        without: What must be known true; without it, nobody may ever enter.

        record: The class of leads; a playbook has its own.

        monotone: Rules that stay known true once they are, as you see to it. Of what
            leadkit records, it knows that activities are never taken back.

        examples: How many journeys to draw at random where there is no proof; as many
            as the profile of Hypothesis says if None.

        seed: Where drawing begins.

    Raises:
        RuleError: *reach* is no stage, or something else isn't what it should be.

    >>> from leadkit import activity, standard
    >>> purchase = activity("purchased").count() >= 1
    >>> never(standard.lifecycle(), reach="customer", without=purchase).kind
    'proved'
    """
    subject = subject_of("never()", lifecycle, record, monotone)
    stages = subject.stages(reach, "reach")
    rule = None if without is None else subject.question(without, "without")
    lacking = () if rule is None else (rule,)
    unless = "" if rule is None else f" unless <{rule}> is known true"

    def plan(chart: Chart) -> tuple[list[Leg], list[Leg]]:
        goals = [
            moving(way, untrue=lacking)
            for way in chart.ways
            if way.target.stage in stages
        ]
        if chart.spots[0].stage in stages:
            goals.append(resting(chart.spots[0], untrue=lacking))
        return [moving(way) for way in chart.ways], goals

    def breaks(story: Story) -> int | None:
        if story.start.stage in stages and _lacks(lacking, story, 0):
            return 0
        for place, move in _moves(story):
            if move.target in stages and _lacks(lacking, story, place):
                return place + 1
        return None

    return Law(
        f"no lead enters {listing(stages)}{unless}",
        subject,
        plan,
        breaks,
        questions=lacking,
        though=rule,
        examples=examples,
        seed=seed,
    ).found()


def always_before(
    lifecycle: Lifecycle | Playbook,
    first: str | Rule | Flag,
    then: str,
    *,
    record: type[Lead] | None = None,
    monotone: Iterable[Rule | Flag] = (),
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether something has always happened to a lead before something else does.

    A stage happens as it is entered, or as a lead begins in it; a trigger as its move
    is made. A rule happens where it is known true as a move is made, this one included.

    Args:
        lifecycle: The lifecycle, or a playbook.

        first: A stage, a trigger, or a rule.

        then: A stage or a trigger.

        record: The class of leads; see `never`.

        monotone: Rules that stay known true once they are; see `never`.

        examples: How many journeys to draw where there is no proof; see `never`.

        seed: Where drawing begins.

    Raises:
        RuleError: *first* or *then* isn't known, or could be a stage and a trigger.

    >>> from leadkit import standard
    >>> always_before(standard.lifecycle(), first="customer", then="advocate").kind
    'proved'
    """
    subject = subject_of("always_before()", lifecycle, record, monotone)
    last = subject.event(then, "then")
    if isinstance(first, (Rule, Flag)):
        rule = subject.question(first, "first")
        order = _Order(subject, (None, None), last, (rule,))
        before = f"<{rule}> was known true at a move"
    else:
        event = subject.event(first, "first")
        if event == last:
            raise RuleError(
                "first of always_before()", f"{str(first)!r} again", "something else"
            )
        order = _Order(subject, event, last, ())
        before = f"it {_happened(*event)}"
    return Law(
        f"no lead {_happens(*last)} before {before}",
        subject,
        order.plan,
        order.breaks,
        questions=order.lacking,
        though=order.lacking[0] if order.lacking else None,
        examples=examples,
        seed=seed,
    ).found()


# What comes before what ---------------------------------------------------------------


@attrs.frozen
class _Order:
    # A stage or a trigger, or else a rule; and the stage or trigger it comes before.
    subject: Subject
    first: tuple[str | None, str | None]
    last: tuple[str | None, str | None]
    lacking: tuple[n.Question, ...]

    def plan(self, chart: Chart) -> tuple[list[Leg], list[Leg]]:
        begin = chart.spots[0]
        if begin.stage == self.first[0]:
            return [], []
        goals = [
            moving(way, untrue=self.lacking)
            for way in chart.ways
            if self._is_last(way.transition.trigger, way.target.stage)
        ]
        if begin.stage == self.last[0]:
            goals.append(resting(begin, untrue=self.lacking))
        # Once the first has happened, all is well.
        moves = [
            moving(way, untrue=self.lacking)
            for way in chart.ways
            if not self._is_first(way.transition.trigger, way.target.stage)
        ]
        return moves, goals

    def breaks(self, story: Story) -> int | None:
        stage = story.start.stage
        if stage == self.first[0]:
            return None
        if stage == self.last[0] and _lacks(self.lacking, story, 0):
            return 0
        for place, move in _moves(story):
            trigger, target = move.trigger, move.target
            if self.lacking and not _lacks(self.lacking, story, place):
                return None
            if self._is_last(trigger, target):
                return place + 1
            if self._is_first(trigger, target):
                return None
        return None

    def _is_first(self, trigger: str, target: str) -> bool:
        return target == self.first[0] or trigger == self.first[1]

    def _is_last(self, trigger: str, target: str) -> bool:
        # Whoever enters a stage by a trigger has made that move.
        if trigger == self.first[1]:
            return False
        return target == self.last[0] or trigger == self.last[1]


def _happens(stage: str | None, trigger: str | None) -> str:
    return f"makes {trigger!r}" if stage is None else f"enters {stage!r}"


def _happened(stage: str | None, trigger: str | None) -> str:
    return f"has made {trigger!r}" if stage is None else f"has been in {stage!r}"


def _moves(story: Story) -> Iterator[tuple[int, Move]]:
    for place, event in enumerate(story.events):
        if isinstance(event, Asked):
            yield place, story.leads[place + 1].moves[-1]


def _lacks(rules: tuple[n.Question, ...], story: Story, place: int) -> bool:
    # Whether none of the rules is known true before an event; without one, that's so.
    lead = story.leads[place]
    at = story.events[place].at if place < len(story.events) else story.as_of
    return all(ask(rule, lead, at) is not True for rule in rules)
