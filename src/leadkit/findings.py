"""
What is wrong with a playbook: rules that can never hold, points that nobody gets.

Only what is proved is a problem. What leadkit can't decide is listed beside it, so that
the one is never mistaken for the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import attrs

from .bounds import enclosed
from .card_findings import of_card
from .diagnosis import Place, Problem, problems
from .edge_findings import edge, left_over, outdone
from .grading import Grades, Temperature
from .hundredths import hundredths, told
from .leads import Lead
from .moves import Transition
from .name_findings import unknown_names
from .qualification import Qualification
from .rule_findings import gives, of_rule
from .rules import nodes as n
from .rules.proof.possibility import impossible
from .scoring import Scorecard
from .states import Lifecycle


@attrs.frozen
class Findings:
    """
    What was found.

    Attributes:
        problems: What is proved to be wrong.

        undecided: What may be wrong.
    """

    problems: tuple[Problem, ...] = ()
    undecided: tuple[Problem, ...] = ()


def findings(
    record: type[Lead],
    *,
    scorecards: Iterable[Scorecard],
    qualifications: Iterable[Qualification],
    lifecycle: Lifecycle | None,
    grades: Grades | None,
    temperature: Temperature | None,
) -> Findings:
    """
    Look through the parts of a playbook.

    Args:
        record: The class of leads that it is for.

        scorecards: The cards.

        qualifications: The qualifications.

        lifecycle: The moves.

        grades: The letters for one of the cards.

        temperature: The rules for hot and warm.
    """
    cards = {card.name: card for card in scorecards}
    found: list[Problem] = []
    for card in cards.values():
        found += of_card(card, record)
    declared = tuple(qualifications)
    for qualification in declared:
        found += of_qualification(qualification, record)
    if lifecycle is not None:
        found += of_lifecycle(lifecycle, record)
    if grades is not None:
        found += of_grades(grades, cards[grades.card])
    if temperature is not None:
        found += of_temperature(temperature, record)
    found += of_names(cards.values(), declared, lifecycle, temperature=temperature)
    return Findings(
        tuple(one for one in found if one.kind != "undecided"),
        tuple(one for one in found if one.kind == "undecided"),
    )


def of_qualification(
    qualification: Qualification, record: type[Lead]
) -> Iterator[Problem]:
    """
    Look at a qualification.

    Args:
        qualification: The qualification.

        record: The class of leads.
    """
    name = qualification.name
    when, until = qualification.when, qualification.until
    stages = qualification.applies_to
    there = None if stages is None else n.InStage(stages)
    if when is not None:
        place = Place(f"qualification {name!r}, when", (name,))
        yield from of_rule(when, place, record, there)
    if until is not None and not isinstance(until.node, n.Always):
        place = Place(f"qualification {name!r}, until", (name,))
        yield from of_rule(until, place, record, always=when is None)
    if when is not None and until is not None:
        asked = [when.node] if there is None else [when.node, there]
        ends = impossible(asked, [until.node], record=record)
        if ends and not impossible(asked, record=record):
            yield Place(f"qualification {name!r}", (name,)).problem(
                "never-granted", rule=str(when), other=str(until)
            )


def of_lifecycle(lifecycle: Lifecycle, record: type[Lead]) -> Iterator[Problem]:
    """
    Look at the moves of a lifecycle.

    Args:
        lifecycle: The lifecycle.

        record: The class of leads.
    """
    gone: set[Transition] = set()
    for one in lifecycle.transitions:
        if one.when is not None:
            found = list(of_rule(one.when, edge(one), record, n.InStage(one.sources)))
            gone |= {one for problem in found if problem.kind == "contradictory"}
            yield from found
    late, undecided = outdone(lifecycle.transitions, gone, record)
    yield from (*late.values(), *undecided)
    kept = left_over(lifecycle.transitions, gone, late)
    yield from problems(lifecycle.stages, lifecycle.initial, kept)


def of_grades(grades: Grades, card: Scorecard) -> Iterator[Problem]:
    """
    Look at the letters for a card.

    Args:
        grades: The letters.

        card: The card.
    """
    low, high = enclosed(card)
    needs = {
        letter: hundredths(points, letter)
        for letter, points in grades.thresholds.items()
    }
    for letter, need in needs.items():
        if high is not None and need > high:
            yield _letter(letter, grades).problem(
                "out-of-reach",
                rule=f"{card.name} >= {told(need)}",
                details=gives(card),
            )
    for (letter, need), (worse, _) in pairwise(needs.items()):
        if low is not None and need <= low:
            yield _letter(worse, grades).problem(
                "shadowed", other=f"grade {letter!r}", details="every lead reaches that"
            )


def _letter(letter: str, grades: Grades) -> Place:
    return Place(f"grade {letter!r} of {grades.card!r}", (grades.card, letter))


def of_temperature(temperature: Temperature, record: type[Lead]) -> Iterator[Problem]:
    """
    Look at the rules for hot and warm.

    Args:
        temperature: The temperature.

        record: The class of leads.
    """
    hot, warm = temperature.hot, temperature.warm
    places = {name: Place(f"temperature {name!r}", (name,)) for name in ("hot", "warm")}
    before: list[Problem] = []
    for name, rule in (("hot", hot), ("warm", warm)):
        if not isinstance(rule.node, n.Always):
            before += of_rule(rule, places[name], record)
    yield from before
    certain = any(problem.kind != "undecided" for problem in before)
    if not certain and impossible([warm.node], [hot.node], record=record):
        yield places["warm"].problem(
            "shadowed",
            other="temperature 'hot'",
            details="every lead that is warm is hot",
        )


def of_names(
    cards: Iterable[Scorecard],
    qualifications: tuple[Qualification, ...],
    lifecycle: Lifecycle | None,
    *,
    temperature: Temperature | None,
) -> Iterator[Problem]:
    """
    Find rules that ask for stages or qualifications which the playbook doesn't have.

    Args:
        cards: The cards.

        qualifications: The qualifications.

        lifecycle: The moves; without any, every stage may be meant.

        temperature: The rules for hot and warm.
    """
    stages = None if lifecycle is None else lifecycle.stages
    codes = [one.name for one in qualifications]
    told: set[tuple[str, str]] = set()
    for place, nodes in _read(cards, qualifications, lifecycle, temperature):
        for problem in unknown_names(place, nodes, stages=stages, qualifications=codes):
            # What a card asks for, the rules that read it needn't be told again.
            if (problem.rule, problem.other) not in told:
                told.add((problem.rule, problem.other))
                yield problem


def _read(
    cards: Iterable[Scorecard],
    qualifications: Iterable[Qualification],
    lifecycle: Lifecycle | None,
    temperature: Temperature | None,
) -> Iterator[tuple[Place, list[n.Node]]]:
    for card in cards:
        yield Place(f"card {card.name!r}", (card.name,)), [*card.nodes]
    for one in qualifications:
        nodes: list[n.Node] = [rule.node for rule in one.rules]
        nodes += [] if one.applies_to is None else [n.InStage(one.applies_to)]
        yield Place(f"qualification {one.name!r}", (one.name,)), nodes
    for move in () if lifecycle is None else lifecycle.transitions:
        if move.when is not None:
            yield edge(move), [move.when.node]
    if temperature is not None:
        for name, rule in (("hot", temperature.hot), ("warm", temperature.warm)):
            yield Place(f"temperature {name!r}", (name,)), [rule.node]
