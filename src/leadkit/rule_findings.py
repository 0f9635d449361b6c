"""
What is wrong with one rule: it can never hold, or always does, or asks a card for more
than that gives.

Only what is proved is a problem; what leadkit can't decide is one of its own kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from .bounds import enclosed
from .diagnosis import Place, Problem, ProblemKind
from .hundredths import told
from .leads import Lead
from .rules import nodes as n
from .rules.expressions import Rule
from .rules.proof.possibility import impossible, possible
from .rules.proof.quantities import inside
from .scoring import Scorecard


def of_rule(
    rule: Rule,
    place: Place,
    record: type[Lead],
    within: n.Question | None = None,
    *,
    always: bool = True,
) -> Iterator[Problem]:
    """
    Look at one rule: whether it can hold, and whether it always does.

    Args:
        rule: The rule.

        place: Where it stands.

        record: The class of leads.

        within: What is known true wherever the rule is asked.

        always: Whether to tell that it always holds.
    """
    if isinstance(rule.node, n.Always) and rule.node.answer:
        return  # written on purpose
    thresholds = list(_thresholds(rule, place))
    yield from thresholds
    around = [] if within is None else [within]
    if not thresholds:
        can = possible([*around, rule.node], record=record)
        if can.answer is False:
            yield place.problem("contradictory", rule=str(rule))
            return
        if can.answer is None:
            yield place.problem(
                "undecided", rule=str(rule), other="can hold", details=can.why
            )
        if always:
            fails = possible(around, [rule.node], record=record)
            if fails.answer is False:
                yield place.problem("always", rule=str(rule))
            elif fails.answer is None and can.answer is not None:
                yield place.problem(
                    "undecided", rule=str(rule), other="always holds", details=fails.why
                )


def _thresholds(rule: Rule, place: Place) -> Iterator[Problem]:
    # Comparisons of a card's total with what it never or always gives.
    for part in dict.fromkeys(inside(rule.node)):
        if not isinstance(part, (n.Compare, n.Between, n.IsIn)):
            continue
        values = [v for v in n.children(part) if not isinstance(v, n.Constant)]
        if len(values) != 1 or not isinstance(values[0], n.Total):
            continue
        kind: ProblemKind | None = (
            "out-of-reach"
            if impossible([part])
            else "always-reached"
            if impossible([], [part])
            else None
        )
        if kind is not None:
            card = values[0].card
            assert isinstance(card, Scorecard)  # noqa: S101  there is no other kind
            yield place.problem(kind, rule=str(part), details=gives(card))


def gives(card: Scorecard) -> str:
    """
    Say what a card gives.
    """
    low, high = enclosed(card)
    if low is None or high is None:
        end = "at least" if high is None else "at most"
        return f"card {card.name!r} gives {end} {told(low or high or 0)}"
    return f"card {card.name!r} gives {told(low)} to {told(high)}"
