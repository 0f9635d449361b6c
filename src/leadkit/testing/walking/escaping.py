"""
Whether leads can get out of every situation that they can come to.

That some situation has no way out is proved on paper, and shown by a lead in it. That
each has one is proved only by moves that any lead there can come to make; else leads
are sent on journeys at random, and from wherever they get to they are to go on. So they
are where there are too many situations to walk through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import attrs

from ...errors import MissingExtraError, listing
from ...rules import nodes as n
from ...rules.proof.solving import TooMuchError
from ..finding import Finding, Witness
from ..stories.needs import Need
from ..stories.regression import law_test, witness_of
from ..stories.story import Story
from ..subjects import Subject
from .certain import Certainty
from .deciding import unseen, walked_through
from .exploring import Arrow, States, leading_to, walk
from .getting_on import gets_on
from .roaming import roamed
from .seeking import MOST_WAYS, Leg, Sketch, moving, resting
from .sending import send, spot_of
from .situations import Chart, Spot

# How many ways out a lead is sent on.
_MOST_WAYS_OUT = 6


@attrs.frozen
class Escape:
    """
    What must be possible from some spots.

    Attributes:
        spots: The spots.

        stages: Where one must be able to get from there, to one of these; None if any
            move will do.

        to: What these are called.
    """

    spots: tuple[Spot, ...]
    stages: tuple[str, ...] | None
    to: str = ""


@attrs.frozen
class Escaping:
    """
    A law about ways out.

    Attributes:
        says: The law as a sentence.

        law: Its name.

        subject: What it is asked of.

        escapes: What must be possible from some spots.

        more: What the law is given beside the lifecycle, for the test.

        named: And by name.

        by_source: Whether that depends on where leads came from.

        examples: How many journeys to draw, where that is needed.

        seed: Where drawing begins.
    """

    says: str
    law: str
    subject: Subject
    escapes: Callable[[Sequence[Spot]], list[Escape]]
    more: tuple[object, ...] = ()
    named: Mapping[str, object] = attrs.field(factory=dict[str, object])
    by_source: bool = False
    examples: int | None = None
    seed: int | None = None

    def found(self) -> Finding:
        """
        Find out whether the law holds.
        """
        subject = self.subject
        try:
            chart = Chart(
                subject.lifecycle,
                record=subject.record,
                monotone=subject.monotone,
                by_source=self.by_source,
            )
            sketch = Sketch(chart, map(moving, chart.ways), must_rise=True)
            certain = Certainty(sketch, subject.record).arrows()
        except TooMuchError as error:
            return self._drawn(f"Not proved, because {error}.", self._is_stuck)
        count, walked = sketch.walk.situations, walked_through(sketch)
        escapes = self.escapes(chart.spots)
        spots = {spot for escape in escapes for spot in escape.spots}
        if not any(sketch.walk.at(sketch.place(spot)) for spot in spots):
            how = f"{walked}: the law asks about none of them."
            return Finding(self.says, "proved", how, count)
        for escape in escapes:
            for spot, states in _left(sketch, escape, sketch.arrows):
                story = self._caught(sketch, spot, states)
                if story is not None:
                    how = f"{walked}, and sent a lead into one without a way out."
                    witness = self._witness(escape, story)
                    return Finding(self.says, "refuted", how, count, witness=witness)
        doubtful = {
            spot: escape
            for escape in escapes
            for spot, _ in _left(sketch, escape, certain)
        }
        if not doubtful:
            how = f"{walked}: each has a way out, whatever the lead did before."
            return Finding(self.says, "proved", how, count)
        stages = listing(dict.fromkeys(spot.stage for spot in doubtful))
        how = (
            f"{walked}: it isn't certain that every lead at {stages} has a way out, "
            "since that may depend on what it did before."
        )
        legs = [leg for spot in doubtful for leg in map(moving, chart.ways_from(spot))]

        def stuck(story: Story) -> bool:
            escape = doubtful.get(chart.spot_of(story.lead))
            return escape is not None and not _goes_on(sketch, escape, story)

        return self._drawn(f"{how}{unseen(sketch, [legs])}", stuck, count)

    def _caught(self, sketch: Sketch, spot: Spot, states: States) -> Story | None:
        # A lead that is in one of these situations for sure, if need be since we say
        # what it has to be like.
        for way in sketch.walk.ways(sketch.place(spot), states, MOST_WAYS):
            legs = sketch.legs(way)
            for said in (False, True):
                end = resting(spot, *sketch.like(states)) if said else resting(spot)
                if said:  # what would stay true isn't true before
                    legs = [_without(leg, end.untrue) for leg in legs]
                story = sketch.lived([*legs, end], record=self.subject.record)
                if story is None:
                    continue
                if sketch.state_of(story.lead, story.as_of) & states:
                    return story
        return None

    def _witness(self, escape: Escape, story: Story) -> Witness:
        subject, lifecycle = self.subject, self.subject.lifecycle
        if escape.stages is None:
            return witness_of(
                story, law=self.says, lifecycle=lifecycle, ending="allowed"
            )
        stage = str(story.lead.stage)
        there = f"From {stage!r}, no way leads to {escape.to} any more."
        test = law_test(
            self.says,
            self.law,
            lifecycle,
            *self.more,
            record=subject.record,
            monotone=subject.monotone,
            **self.named,
        )
        witness = witness_of(story, law=self.says, lifecycle=lifecycle, test=test)
        return attrs.evolve(witness, story=(*witness.story, there))

    # Where there is no proof ----------------------------------------------------------

    def _is_stuck(self, story: Story) -> bool:
        # Nothing is known of the ways: each is tried.
        escapes = self.escapes([spot_of(story.lead)])
        tried = (
            gets_on(self.subject, story, one.stages) for one in escapes if one.spots
        )
        return not all(tried)

    def _drawn(
        self, why: str, stuck: Callable[[Story], bool], count: int | None = None
    ) -> Finding:
        try:
            # That a lead is stuck proves nothing: a simpler one wouldn't, either.
            drawn = roamed(
                self.subject,
                lambda story: len(story.events) if stuck(story) else None,
                examples=self.examples,
                seed=self.seed,
                simplest=False,
            )
        except MissingExtraError as error:
            how = f"{why} Nothing was drawn at random. {error}"
            return Finding(self.says, "undecided", how, count)
        if drawn.found is None:
            how = (
                f"{why} After each of {drawn.examples} journeys drawn at random, the "
                "lead found a way out."
            )
            return Finding(self.says, drawn.kind, how, count, drawn.examples)
        how = (
            f"{why} After a journey drawn at random, no way out was found for a lead "
            f"at {str(drawn.found.lead.stage)!r}."
        )
        return Finding(self.says, "undecided", how, count, drawn.examples)


def _without(leg: Leg, untrue: tuple[n.Question, ...]) -> Leg:
    return attrs.evolve(leg, untrue=(*leg.untrue, *untrue))


def _left(
    sketch: Sketch, escape: Escape, arrows: Iterable[Arrow]
) -> Iterator[tuple[Spot, States]]:
    # The situations that can be reached and that have no way out.
    space = sketch.projector.space
    if escape.stages is None:
        out: dict[int, States] = {}
        for arrow in arrows:
            out[arrow.source] = out.get(arrow.source, 0) | arrow.where
        out = {place: space.earlier(states) for place, states in out.items()}
    else:
        ends = dict.fromkeys(_ends(sketch, escape.stages), space.everything)
        out = leading_to(space, ends, arrows)
    for spot in escape.spots:
        place = sketch.place(spot)
        states = sketch.walk.at(place) & ~out.get(place, 0)
        if states:
            yield spot, states


def _ends(sketch: Sketch, stages: tuple[str, ...]) -> list[int]:
    spots = sketch.chart.spots
    return [sketch.place(spot) for spot in spots if spot.stage in stages]


def _goes_on(sketch: Sketch, escape: Escape, story: Story) -> bool:
    # Whether a real lead is seen to get out.
    spot = sketch.chart.spot_of(story.lead)
    ways: Iterable[list[Leg]]
    if escape.stages is None:
        ways = ([moving(way)] for way in sketch.chart.ways_from(spot))
    else:
        here = {sketch.place(spot): sketch.state_of(story.lead, story.as_of)}
        gone = walk(sketch.projector.space, here, sketch.arrows)
        ways = (
            sketch.legs(way)
            for end in _ends(sketch, escape.stages)
            for way in gone.ways(end, gone.at(end), _MOST_WAYS_OUT)
        )
    return any(_goes(sketch, legs, story) for legs in islice(ways, _MOST_WAYS_OUT))


def _goes(sketch: Sketch, legs: list[Leg], story: Story) -> bool:
    lead, at = story.lead, story.as_of
    chart = sketch.chart
    for leg in legs:
        sent = send(
            chart.lifecycle,
            lead,
            at,
            leg.step.transition.trigger,
            Need(leg.true, leg.untrue),
            monotone=chart.monotone,
        )
        if sent is None:
            return False
        lead, at = sent.after, sent.at
    return True
