"""
Whether leads can come to what a law forbids: proved, shown, or looked for at random.

What can't be reached on paper can't be reached. What can is shown by a lead that goes
there through the real lifecycle; where none is found, journeys are drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from ...errors import MissingExtraError, either
from ...rules import nodes as n
from ...rules.proof.solving import TooMuchError
from ..finding import Finding, Kind
from ..stories.regression import witness_of
from ..subjects import Subject
from .roaming import Breaks, roamed
from .seeking import Leg, Sketch
from .situations import Chart

#: Takes from a chart the moves that are made, and what is forbidden.
Plan = Callable[[Chart], tuple[Iterable[Leg], Iterable[Leg]]]


@attrs.frozen
class Law:
    """
    A law about where leads can come to.

    Attributes:
        says: The law as a sentence.

        subject: What it is asked of.

        plan: What is forbidden, on paper.

        breaks: Tells whether a lead that went on a journey did it.

        questions: What it asks beside the guards.

        though: What isn't known true when the last move of a witness is made.

        examples: How many journeys to draw, where that is needed.

        seed: Where drawing begins.
    """

    says: str
    subject: Subject
    plan: Plan
    breaks: Breaks
    questions: tuple[n.Question, ...] = ()
    though: n.Question | None = None
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
                self.questions,
                record=subject.record,
                monotone=subject.monotone,
            )
            moves, goals = map(list, self.plan(chart))
            sketch = Sketch(chart, moves, goals)
            ways = sketch.ways(goals)
        except TooMuchError as error:
            return self._drawn(f"Not proved, because {error}.", "sampled")
        walked = walked_through(sketch)
        if not ways:
            how = f"{walked}, whatever else is true of a lead: no way leads there."
            return Finding(self.says, "proved", how, sketch.walk.situations)
        for way in ways:
            story = sketch.lived(way, record=subject.record)
            if story is not None:
                return Finding(
                    self.says,
                    "refuted",
                    f"{walked}, and sent a lead where one may go: it got there.",
                    sketch.walk.situations,
                    witness=witness_of(
                        story,
                        law=self.says,
                        lifecycle=subject.lifecycle,
                        though=self.though,
                    ),
                )
        made = [leg.transition.trigger for leg in ways[0] if leg.transition]
        by = f" by {', '.join(map(repr, made))}" if made else ""
        how = f"{walked}: on paper one may get there{by}, but no lead is seen to."
        # A way that nobody was seen to go leaves the law undecided; unless it is there
        # on paper only since we can't see into a rule, which may well forbid it.
        kind: Kind = (
            "sampled" if all(unseen(sketch, [way]) for way in ways) else "undecided"
        )
        why = f"{how}{unseen(sketch, ways)}"
        return self._drawn(why, kind, sketch.walk.situations)

    def _drawn(self, why: str, kind: Kind, states: int | None = None) -> Finding:
        try:
            drawn = roamed(
                self.subject,
                self.breaks,
                self.questions,
                examples=self.examples,
                seed=self.seed,
            )
        except MissingExtraError as error:
            how = f"{why} Nothing was drawn at random. {error}"
            return Finding(self.says, "undecided", how, states)
        if drawn.found is None:
            how = f"{why} None of {drawn.examples} journeys drawn at random broke it."
            kind = kind if drawn.examples else drawn.kind
            return Finding(self.says, kind, how, states, drawn.examples)
        how = f"{why} But a journey drawn at random broke it."
        witness = witness_of(
            drawn.found,
            law=self.says,
            lifecycle=self.subject.lifecycle,
            though=self.though,
        )
        return Finding(self.says, "refuted", how, states, drawn.examples, witness)


def walked_through(sketch: Sketch) -> str:
    """
    Say how many situations were walked through.
    """
    count = sketch.walk.situations
    if count == 1:
        return "Looked at the only situation there is"
    return f"Walked through all {count:,} situations"


def unseen(sketch: Sketch, ways: Iterable[Iterable[Leg]]) -> str:
    """
    Name the rules on some ways that can't be seen into.
    """
    nodes = (node for way in ways for leg in way for node in (*leg.true, *leg.untrue))
    found = dict.fromkeys(
        f"<{part}>"
        for node in (*nodes, *sketch.chart.monotone)
        for part in n.walk(node)
        if isinstance(part, n.Predicate)
    )
    return f" leadkit can't see into {either(found)}." if found else ""
