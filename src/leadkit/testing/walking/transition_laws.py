"""
The law that no move of a lifecycle is declared in vain.

That one can't be made is proved on paper. That one can is shown by a lead that makes
it: on a way that is known, or else after a journey drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

import attrs

from ...errors import MissingExtraError
from ...leads import Lead
from ...moves import Transition
from ...playbook import Playbook
from ...rules.expressions import Flag, Rule
from ...rules.proof.solving import TooMuchError
from ...states import Lifecycle
from ..finding import Finding, Witness
from ..stories.regression import law_test
from ..stories.story import Story
from ..subjects import Subject, subject_of
from .certain import Certainty
from .deciding import unseen, walked_through
from .exploring import walk
from .roaming import roamed
from .seeking import Leg, Sketch, moving
from .sending import Sent, opened, send, spot_of
from .situations import Chart

_SAYS = "each transition can be made from each of its stages"
# How often a lead that came to its source by chance is sent to make a transition.
_MOST_TRIES = 2


def every_transition_can_fire(
    lifecycle: Lifecycle | Playbook,
    *,
    record: type[Lead] | None = None,
    monotone: Iterable[Rule | Flag] = (),
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether each transition can be made from each of its sources.

    One can't where no lead comes to the source, where its rule never holds there, or
    where an earlier transition of its trigger is always made in its place.

    Args:
        lifecycle: The lifecycle, or a playbook.

        record: The class of leads; see `never`.

        monotone: Rules that stay known true once they are; see `never`.

        examples: How many journeys to draw where no lead is known to make some; see
            `never`.

        seed: Where drawing begins.

    Raises:
        RuleError: Something isn't what it should be.

    >>> from leadkit import standard
    >>> every_transition_can_fire(standard.lifecycle()).kind
    'proved'
    """
    subject = subject_of("every_transition_can_fire()", lifecycle, record, monotone)
    chance = _Chance(subject, examples, seed)
    try:
        return _Firing(subject, chance).found()
    except TooMuchError as error:
        edges = _edges(subject)
        why = f"Not all situations were walked through, because {error}"
        return chance.found(edges, edges, (f"{why}, but", f"{why}, and"))


@attrs.frozen
class _Edge:
    # A transition, from one of its sources.
    transition: Transition
    source: str

    def __str__(self) -> str:
        alone = attrs.evolve(self.transition, sources=self.source)
        return str(alone)


def _edges(subject: Subject) -> list[_Edge]:
    moves = subject.lifecycle.transitions
    return [_Edge(one, source) for one in moves for source in one.sources]


@attrs.frozen
class _Chance:
    # Leads that make transitions on journeys drawn at random, or when they are sent on
    # from there.
    subject: Subject
    examples: int | None
    seed: int | None

    def found(
        self,
        edges: Collection[_Edge],
        missing: Collection[_Edge],
        why: tuple[str, str],
        unseen: Callable[[Iterable[_Edge]], str] = lambda _: "",
        count: int | None = None,
    ) -> Finding:
        # Of two sentences, one is begun for what is proved, one for what isn't.
        left = dict.fromkeys(missing, _MOST_TRIES)

        def all_made(story: Story) -> int | None:
            for made in self._made_in(story, left):
                left.pop(made, None)
            return None if left else len(story.events)

        def lacking() -> str:
            names = "; ".join(map(str, left))
            return f"{why[1]} no lead was found that makes {names}.{unseen(left)}"

        try:
            drawn = roamed(
                self.subject,
                all_made,
                examples=self.examples,
                seed=self.seed,
                simplest=False,
            )
        except MissingExtraError as error:
            how = f"{lacking()} Nothing was drawn at random. {error}"
            return Finding(_SAYS, "undecided", how, count)
        examples = drawn.examples
        if not left:
            how = (
                f"{why[0]} leads make all {len(edges)} transitions, counted from each "
                f"stage: {len(missing)} of them on {examples} journeys drawn at "
                "random, or sent on from there."
            )
            return Finding(_SAYS, "proved", how, count, examples)
        how = f"{lacking()} {examples} journeys were drawn at random."
        return Finding(_SAYS, "undecided", how, count, examples)

    def _made_in(self, story: Story, left: dict[_Edge, int]) -> Iterator[_Edge]:
        for asked, before, after in story.moves:
            yield from self._made(Sent(before, after, asked.at))
        lifecycle, lead = self.subject.lifecycle, story.lead
        for way in opened(lifecycle, spot_of(lead)):
            edge = _Edge(way.transition, lead.stage)
            if not left.get(edge):
                continue
            left[edge] -= 1
            trigger, monotone = edge.transition.trigger, self.subject.monotone
            sent = send(
                lifecycle, lead, story.as_of, trigger, way.need, monotone=monotone
            )
            if sent is not None:
                yield from self._made(sent)

    def _made(self, sent: Sent) -> Iterator[_Edge]:
        # A lifecycle of a host's own may make another move than is declared.
        move = sent.after.moves[-1]
        for way in opened(self.subject.lifecycle, spot_of(sent.before)):
            one = way.transition
            same = (one.trigger, way.target.stage) == (move.trigger, move.target)
            if same and way.need.met(sent.before, sent.at):
                yield _Edge(one, sent.before.stage)


class _Firing:
    def __init__(self, subject: Subject, chance: _Chance) -> None:
        self._subject = subject
        self._chance = chance
        chart = Chart(
            subject.lifecycle, record=subject.record, monotone=subject.monotone
        )
        legs = list(map(moving, chart.ways))
        # What its rule allows, whatever is declared before it.
        self._alone = [attrs.evolve(leg, untrue=()) for leg in legs]
        self._sketch = Sketch(chart, legs, self._alone, must_rise=True)
        self._edges: dict[_Edge, list[Leg]] = {edge: [] for edge in _edges(subject)}
        for leg in legs:
            self._edges[_edge(leg)].append(leg)

    def found(self) -> Finding:
        sketch = self._sketch
        count, walked = sketch.walk.situations, walked_through(sketch)
        idle = {
            edge: why
            for edge, legs in self._edges.items()
            if not any(map(sketch.reached, legs))
            for why in [self._why(edge)]
        }
        if idle:
            lines = tuple(f"{edge} is never made: {why}." for edge, why in idle.items())
            subject = self._subject
            test = law_test(
                _SAYS,
                "every_transition_can_fire",
                subject.lifecycle,
                record=subject.record,
                monotone=subject.monotone,
            )
            some = f"{len(idle)} of {len(self._edges)}"
            how = f"{walked}: {some} transitions, counted from each stage, are idle."
            return Finding(_SAYS, "refuted", how, count, witness=Witness(lines, test))
        shown = self._shown()
        missing = [edge for edge in self._edges if edge not in shown]
        if not missing:
            how = (
                f"{walked}: leads make all {len(self._edges)} transitions, counted "
                "from each stage."
            )
            return Finding(_SAYS, "proved", how, count)
        why = (f"{walked}:", f"{walked}: all can be made on paper, but")
        return self._chance.found(self._edges, missing, why, self._unseen, count)

    def _unseen(self, edges: Iterable[_Edge]) -> str:
        return unseen(self._sketch, [self._edges[edge] for edge in edges])

    def _why(self, edge: _Edge) -> str:
        sketch = self._sketch
        here = [spot for spot in sketch.chart.spots if spot.stage == edge.source]
        if not any(sketch.walk.at(sketch.place(spot)) for spot in here):
            return f"no lead comes to {edge.source!r}"
        alone = (leg for leg in self._alone if _edge(leg) == edge)
        if any(map(sketch.reached, alone)):
            return "one that is declared before it is always made in its place"
        when = edge.transition.when
        if when is None:
            return "nobody there came from anywhere"
        return f"<{when}> never holds there"

    def _shown(self) -> set[_Edge]:
        # Those that are certain, and those that leads are seen to make.
        found = set(self._certain())
        for edge, legs in self._edges.items():
            if edge in found:
                continue
            for way in self._sketch.ways(legs):
                story = self._sketch.lived(way, record=self._subject.record)
                if story is not None:
                    found.update(map(_edge, way))
                    break
        return found

    def _certain(self) -> Iterator[_Edge]:
        sketch = self._sketch
        arrows = Certainty(sketch, self._subject.record).arrows()
        begin = {0: sketch.projector.lowest}
        gone = walk(sketch.projector.space, begin, arrows)
        for arrow in arrows:
            if gone.at(arrow.source) & arrow.where:
                yield from map(_edge, sketch.legs([arrow]))


def _edge(leg: Leg) -> _Edge:
    assert leg.transition is not None  # noqa: S101  these are all moves
    return _Edge(leg.transition, leg.spot.stage)
