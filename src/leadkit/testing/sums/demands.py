"""
Whether anybody reaches what the rules of a playbook ask of totals.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...edge_findings import edge
from ...errors import RuleError, described, is_a
from ...hundredths import told
from ...playbook import Playbook
from ...rules import nodes as n
from ...rules.expressions import Rule
from ...rules.proof.possibility import Possible
from ...rules.proof.quantities import inside
from ...scoring import Scorecard
from ..finding import Finding
from ..raising import rules_named
from ..stories.sources import source_of
from .asking import SECONDS, Sums
from .loading import checked_seconds, z3_for
from .telling import RULED_OUT, SHOWN, no_lead


@attrs.frozen
class _Asked:
    where: str
    rule: Rule
    within: n.Question | None = None


@rules_named()
def thresholds(playbook: Playbook, *, seconds: float = SECONDS) -> tuple[Finding, ...]:
    """
    Ask of everything that a playbook wants of totals whether some lead gets there.

    That is each comparison with a total, in qualifications, guards, cards, grades and
    the temperature; and each rule that has such a comparison and something beside it.

    Args:
        playbook: The playbook.

        seconds: How much work each question to z3 may be.

    Returns:
        A finding for each, in the order of the playbook: proved where a lead shows it,
        refuted where no lead gets there.

    Raises:
        MissingExtraError: z3 isn't installed.

        RuleError: *playbook* is none.
    """
    return tuple(_findings(playbook, seconds, "thresholds"))


@rules_named()
def unreachable(playbook: Playbook, *, seconds: float = SECONDS) -> tuple[Finding, ...]:
    """
    Find what a playbook wants of totals that no lead is known to reach.

    The arguments and errors are those of `thresholds`.

    Returns:
        Those that are refuted, and those that are undecided; nothing if for each a lead
        was found that gets there.

    >>> from leadkit import Lead, Playbook, Points, Qualification, Scorecard, fields
    >>> F = fields(Lead, traits={"seats": int})
    >>> small, large = Points(15, when=F.seats < 10), Points(20, when=F.seats >= 50)
    >>> fit = Scorecard("fit", [small, large])
    >>> mql = Qualification("MQL", when=fit >= 30)
    >>> playbook = Playbook("p", scorecards=[fit], qualifications=[mql])
    >>> for finding in unreachable(playbook):
    ...     print(finding)
    refuted: some lead meets <fit >= 30> (qualification 'MQL', when)
      Ruled out by z3.
      1. Card 'fit' gives 0 to 20.
    """
    found = _findings(playbook, seconds, "unreachable")
    return tuple(one for one in found if one.kind != "proved")


def _findings(playbook: Playbook, seconds: float, law: str) -> Iterator[Finding]:
    if not is_a(playbook, Playbook):
        raise RuleError(f"{law}()", described(playbook), "a Playbook")
    z3_for(law)
    seconds = checked_seconds(seconds, law)
    answers: dict[tuple[n.Question, n.Question | None], Possible] = {}
    for asked in _rules(playbook):
        parts = list(dict.fromkeys(_comparisons(asked.rule.node)))
        if not parts:
            continue
        open_ = True
        for part in parts:
            found = _answer(playbook, part, None, seconds, answers)
            open_ = open_ and found.answer is not False
            yield _finding(playbook, asked.where, part, found, seconds)
        if open_ and (asked.within is not None or asked.rule.node not in parts):
            node = asked.rule.node
            found = _answer(playbook, node, asked.within, seconds, answers)
            yield _finding(playbook, asked.where, node, found, seconds)


def _rules(playbook: Playbook) -> Iterator[_Asked]:
    for card in playbook.scorecards.values():
        for points in card.points:
            if points.when is not None:
                where = f"card {card.name!r}, points {points.label!r}"
                yield _Asked(where, points.when)
    for one in playbook.qualifications.values():
        there = None if one.applies_to is None else n.InStage(one.applies_to)
        if one.when is not None:
            yield _Asked(f"qualification {one.name!r}, when", one.when, there)
        if one.until is not None:
            yield _Asked(f"qualification {one.name!r}, until", one.until)
    for move in () if playbook.lifecycle is None else playbook.lifecycle.transitions:
        if move.when is not None:
            yield _Asked(edge(move).where, move.when, n.InStage(move.sources))
    yield from _derived(playbook)


def _derived(playbook: Playbook) -> Iterator[_Asked]:
    grades, warmth = playbook.grades, playbook.temperature
    if grades is not None:
        card = playbook.scorecards[grades.card]
        for letter, needed in grades.thresholds.items():
            yield _Asked(f"grade {letter!r}", card >= needed)
    if warmth is not None:
        yield _Asked("temperature 'hot'", warmth.hot)
        yield _Asked("temperature 'warm'", warmth.warm)


def _comparisons(node: n.Question) -> Iterator[n.Question]:
    for part in inside(node):
        if isinstance(part, (n.Compare, n.Between, n.IsIn)) and any(
            isinstance(inner, n.Total) for inner in inside(part)
        ):
            yield part


def _answer(
    playbook: Playbook,
    node: n.Question,
    within: n.Question | None,
    seconds: float,
    answers: dict[tuple[n.Question, n.Question | None], Possible],
) -> Possible:
    if (node, within) not in answers:
        nodes = [node] if within is None else [within, node]
        sums = Sums(
            nodes,
            (),
            record=playbook.record,
            seconds=seconds,
            law="thresholds",
            subject=f"playbook {playbook.name!r}",
        )
        answers[node, within] = sums.possible(*nodes)
    return answers[node, within]


def _finding(
    playbook: Playbook, where: str, node: n.Question, found: Possible, seconds: float
) -> Finding:
    law = f"some lead meets <{node}> ({where})"
    if found.answer is None:
        return Finding(law, "undecided", found.why)
    if found.answer:
        return Finding(law, "proved", SHOWN)
    source = source_of(playbook, fallback="PLAYBOOK")
    check = f"assert sums.unreachable({source.expression}) == ()"
    witness = no_lead(law, _gives(playbook, node, seconds), check, [source])
    return Finding(law, "refuted", RULED_OUT, witness=witness)


def _gives(playbook: Playbook, node: n.Question, seconds: float) -> str:
    cards = {
        id(part.card): part.card
        for part in inside(node)
        if isinstance(part, n.Total) and isinstance(part.card, Scorecard)
    }
    if len(cards) != 1 or not isinstance(node, (n.Compare, n.Between, n.IsIn)):
        return "No lead meets it."
    (card,) = cards.values()
    sums = Sums(
        (),
        (card,),
        record=playbook.record,
        seconds=seconds,
        law="thresholds",
        subject=f"card {card.name!r}",
    )
    low, high = (sums.end(card, up=up, show=False).points for up in (False, True))
    if low is None or high is None:
        return "No lead meets it."
    return f"Card {card.name!r} gives {told(low)} to {told(high)}."
