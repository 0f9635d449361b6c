"""
Questions to z3 that come back with real leads.

What z3 rules out is ruled out. What it finds is believed when a lead shows it, asked
by the interpreter; where none can be built, another solution is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import attrs

from ...leads import Lead
from ...rules import nodes as n
from ...rules.meaning import ask
from ...rules.proof.possibility import Possible, possible
from ...rules.proof.witnesses import Example
from ...scoring import Scorecard
from ..scorers import class_for
from ..stories.deeds import fewer
from .cards import Cards
from .loading import checked_seconds, z3_for
from .regions import Regions, asked_by, cards_in
from .solving import Solving, TooHardError
from .witnesses import Builder

#: How much work a question to z3 may be, if nothing else is said.
SECONDS = 10.0
#: How many solutions are tried for one lead.
TRIES = 6

_TOO_HARD = "no answer came from z3 within the limits"
_NO_LEAD = "on paper z3 found a way, but no lead was found that goes it"

#: What an example must be like, by the interpreter.
Holds: TypeAlias = Callable[[Lead, datetime], bool]


@attrs.frozen
class End:
    """
    How far a total goes in one direction.

    Attributes:
        points: Hundredths that it never goes beyond; None if no end is known.

        reached: What the example gets.

        example: The lead that comes nearest to the end; None if there is none.

        why: What stands in the way of an answer.
    """

    points: int | None
    reached: int | None = None
    example: Example | None = None
    why: str = ""


class Sums:
    """
    Some rules and cards, and what is asked about them.

    Args:
        questions: The rules.

        cards: The cards besides those that the rules read.

        record: The class of leads, None for any that has the fields.

        seconds: How much work a question may be.

        law: What is asked, for errors.

        subject: What it is asked of.
    """

    def __init__(
        self,
        questions: Iterable[n.Question],
        cards: Iterable[Scorecard],
        *,
        record: type[Lead] | None,
        seconds: float,
        law: str,
        subject: str,
    ) -> None:
        asked, given = tuple(questions), tuple(cards)
        nodes = (*asked, *(node for card in given for node in card.nodes))
        own = class_for(nodes, record, law, subject)
        self._record = own
        read = {id(card): card for card in (*given, *cards_in(nodes))}
        every = [*asked, *(q for card in read.values() for q in asked_by(card))]
        regions = Regions(dict.fromkeys(every), own)
        self._cards = Cards(z3_for(law), regions, read.values())
        self._solving = Solving(self._cards, checked_seconds(seconds, law))
        self._builder = Builder(self._cards, own)

    def possible(self, *questions: n.Question) -> Possible:
        """
        Tell whether there can be a lead for which some rules are known true.

        Args:
            questions: The rules.
        """
        wanted = [self._cards.known_true(question) for question in questions]
        return self._possible(wanted, questions)

    def between(self, card: Scorecard, low: int | None, high: int | None) -> Possible:
        """
        Tell whether there can be a lead whose total lies between two others.

        Args:
            card: The card.

            low: It is at least so many hundredths.

            high: It is at most so many.
        """
        total = n.Total(card)
        wanted: list[Any] = []
        asked: list[n.Question] = []
        if low is not None:
            wanted.append(self._cards.reaches(card, low))
            asked.append(n.Compare("ge", total, n.constant(low / 100, total)))
        if high is not None:
            beyond = self._cards.reaches(card, high + 1)
            wanted.append(self._cards.z3.Not(beyond))
            asked.append(n.Compare("le", total, n.constant(high / 100, total)))
        return self._possible(wanted, asked)

    def _possible(self, wanted: list[Any], questions: Sequence[n.Question]) -> Possible:
        def holds(lead: Lead, as_of: datetime) -> bool:
            return all(ask(one, lead, as_of) is True for one in questions)

        found = self._solved(wanted, holds)
        if found.answer is None:
            # Who goes through the regions builds leads in ways of his own.
            other = possible(questions, record=self._record)
            found = other if other.answer is True else found
        example = found.example
        if example is None:
            return found
        lead = fewer(example.lead, lambda lead: holds(lead, example.as_of))
        return attrs.evolve(found, example=Example(lead, example.as_of))

    def _solved(self, wanted: list[Any], holds: Holds) -> Possible:
        tried = 0
        while True:
            try:
                model = self._solving.solution(*wanted)
            except TooHardError:
                return Possible(None, why=_NO_LEAD if tried else _TOO_HARD)
            if model is None:
                return Possible(None, why=_NO_LEAD) if tried else Possible(answer=False)
            model = self._solving.simplest(*wanted, model=model)
            found, other = self._built(model, holds)
            if found is not None:
                return Possible(answer=True, example=found)
            tried += 1
            if other is None or tried >= TRIES:
                return Possible(None, why=_NO_LEAD)
            wanted = [*wanted, other]

    def _built(self, model: Any, holds: Holds) -> tuple[Example | None, Any]:
        # A lead that shows it, or what another solution must hold to.
        example = None
        for example in self._builder.examples(model):
            if holds(example.lead, example.as_of):
                return example, None
        return None, self._builder.unlike(model, example)

    def end(self, card: Scorecard, *, up: bool, show: bool = True) -> End:
        """
        Find how far a total goes.

        Args:
            card: The card.

            up: Whether the most is asked for, and not the least.

            show: Whether to look for a lead that gets there.
        """
        found = self._solving.bound(card, [], up=up)
        why = "no end is known" if found.end is None else _TOO_HARD
        best = End(found.end, why="" if found.sure else why)
        blocked: list[Any] = []
        for _ in range(TRIES if show else 0):
            if found.model is None:
                break
            as_good = self._solving.as_good(card, found.model)
            model = self._solving.simplest(*blocked, as_good, model=found.model)
            nearest = _Nearest(card, best, up)
            _, other = self._built(model, nearest.holds)
            best = nearest.best
            if nearest.is_there or other is None or best.points is None:
                break
            blocked.append(other)
            found = self._solving.bound(card, blocked, up=up)
        if best.reached is not None and best.reached == best.points:
            return attrs.evolve(best, why="")
        return best if best.why else attrs.evolve(best, why=_NO_LEAD)


@attrs.define
class _Nearest:
    # Of the leads that were built, the one that comes nearest to an end.
    card: Scorecard
    best: End
    up: bool

    @property
    def is_there(self) -> bool:
        return self.best.reached is not None and self.best.reached == self.best.points

    def holds(self, lead: Lead, as_of: datetime) -> bool:
        total = self.card.hundredths(lead, as_of=as_of)
        old = self.best.reached
        if old is None or (total > old if self.up else total < old):
            example = Example(lead, as_of)
            self.best = attrs.evolve(self.best, reached=total, example=example)
        return self.is_there
