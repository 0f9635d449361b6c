"""
Asking z3: whether something can be, and how far a total can go.

Work is counted in z3's own steps, so that an answer doesn't depend on how busy a
machine is. A question that takes too many is undecided.
"""

from __future__ import annotations

from typing import Any

import attrs

from ...points import Group
from .cards import Cards
from .totals import Total

#: How many of z3's steps count as a second; a machine makes as many in less.
STEPS = 2_000_000
#: How many seconds may go by for each, where steps aren't counted.
PATIENCE = 5
#: How much of it to find an end at once, which takes many steps, but short ones.
OPTIMUM = 3.0
#: How much of the work a solution's being simpler is worth, step by step.
EFFORT = 0.02
#: A total that can be as large counts as one without end.
ENDLESS = 10**14


class TooHardError(Exception):
    """
    z3 came to no answer within the limits.
    """


@attrs.frozen
class Bound:
    """
    How far a total can go in one direction.

    Attributes:
        end: What it never goes beyond, in hundredths; None if no end is known.

        model: A solution that comes as near as was found, None if there is none.

        sure: Whether the solution lies at the end.
    """

    end: int | None
    model: Any
    sure: bool


@attrs.define
class Solving:
    """
    Questions about one set of formulas.

    Attributes:
        cards: The formulas.

        seconds: How much work a question may be.
    """

    cards: Cards
    seconds: float

    def solution(self, *wanted: Any) -> Any:
        """
        Find a solution.

        Args:
            wanted: What is to hold.

        Returns:
            The solution, None if there is none.

        Raises:
            TooHardError: It takes too long.
        """
        solver = self.cards.z3.Solver(ctx=self.cards.context)
        solver.add(*wanted, *self.cards.given)
        return self._checked(solver, 1)

    def simplest(self, *wanted: Any, model: Any) -> Any:
        """
        Find a solution in which as little as possible is the case.

        Args:
            wanted: What is to hold.

            model: A solution.

        Returns:
            A solution as simple as was found within the limits.
        """
        solver = self.cards.z3.Solver(ctx=self.cards.context)
        solver.add(*wanted, *self.cards.given)
        try:
            for plain in self.cards.plain():
                model = self._plainer(solver, model, plain)
            for number in self.cards.counted.values():
                model = self._fewer(solver, model, number)
        except TooHardError:
            pass
        return model

    def _plainer(self, solver: Any, model: Any, plain: list[Any]) -> Any:
        # All at once if that can be, else each half by itself.
        waiting = [plain]
        while waiting:
            part = waiting.pop()
            found = model
            if not all(self.cards.z3.is_true(seen(model, one)) for one in part):
                found = self._checked(solver, EFFORT, *part)
            if found is not None:
                model = found
                solver.add(*part)
            elif len(part) > 1:
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]]
        return model

    def _fewer(self, solver: Any, model: Any, number: Any) -> Any:
        limit = 1
        while limit < seen(model, number).as_long():
            found = self._checked(solver, EFFORT, number <= limit)
            model, limit = found or model, 2 * limit
            if found is not None:
                break
        solver.add(number <= seen(model, number))
        return model

    def bound(self, group: Group, blocked: list[Any], *, up: bool) -> Bound:
        """
        Find how far a total can go.

        Args:
            group: The card.

            blocked: What is to hold besides.

            up: Whether the most is asked for, and not the least.
        """
        total = self.cards.total(group)
        if not total.numbers:
            try:
                return self._optimum(total, blocked, up=up)
            except TooHardError:
                pass
        return self._halved(group, total, blocked, up=up)

    def as_good(self, group: Group, model: Any) -> Any:
        """
        Say that a total is what it is in a solution.
        """
        reached = self._value(self.cards.total(group), model)
        below = self.cards.reaches(group, reached)
        return self.cards.all([below, self._beyond(group, reached, up=False)])

    def _optimum(self, total: Total, blocked: list[Any], *, up: bool) -> Bound:
        # Of a plain sum, z3 finds the end by itself.
        optimize = self.cards.z3.Optimize(ctx=self.cards.context)
        goal = self.cards.sum(total)
        optimize.add(*blocked, *self.cards.given)
        if up:
            optimize.maximize(goal)
        else:
            optimize.minimize(goal)
        model = self._checked(optimize, OPTIMUM)
        end = total.most if up else total.least
        if model is None:
            return Bound(end, None, sure=False)
        return Bound(self._value(total, model), model, sure=True)

    def _halved(
        self, group: Group, total: Total, blocked: list[Any], *, up: bool
    ) -> Bound:
        # Between what was reached and what can't be, until the two meet.
        end, model = total.most if up else total.least, None
        way = 1 if up else -1
        try:
            model = self.solution(*blocked)
            if model is None:
                return Bound(end, None, sure=False)
            here = self._value(total, model)
            if end is None:
                beyond = self.solution(
                    *blocked, self._beyond(group, way * ENDLESS, up=up)
                )
                if beyond is not None:
                    return Bound(None, model, sure=False)
                end = way * ENDLESS
            while here != end:
                middle = (
                    here + (end - here + way) // 2 if up else -((-here - end + 1) // 2)
                )
                found = self.solution(*blocked, self._beyond(group, middle, up=up))
                if found is None:
                    end = middle - way
                else:
                    here, model = self._value(total, found), found
        except TooHardError:
            return Bound(end, model, sure=False)
        return Bound(end, model, sure=True)

    def _beyond(self, group: Group, points: int, *, up: bool) -> Any:
        if up:
            return self.cards.reaches(group, points)
        return self.cards.z3.Not(self.cards.reaches(group, points + 1))

    def _value(self, total: Total, model: Any) -> int:
        return int(seen(model, self.cards.limited(total)).as_long())

    def _checked(self, solver: Any, part: float, *assumed: Any) -> Any:
        z3 = self.cards.z3
        solver.set("rlimit", max(1, int(self.seconds * part * STEPS)))
        solver.set("timeout", max(1, int(self.seconds * part * PATIENCE * 1000)))
        answer = solver.check(*assumed)
        if answer == z3.unknown:
            raise TooHardError(solver.reason_unknown())
        return solver.model() if answer == z3.sat else None


def seen(model: Any, what: Any) -> Any:
    """
    Tell what something is in a solution.
    """
    return model.eval(what, model_completion=True)
