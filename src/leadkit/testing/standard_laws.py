"""
The laws that any playbook keeps, and what the standard one promises.

A law is here only if whoever breaks it has made a mistake. Whether a stage may be
reached without something, or a total may rise by itself, is for the host to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import attrs

from ..codes import CONVERSATIONS, Medium, Stage
from ..errors import RuleError, described, is_a
from ..playbook import Playbook
from ..points import Group, Points
from ..rules import nodes as n
from ..rules.activities import Activities, activity
from ..rules.facts import consented
from ..rules.joining import any_of
from ..scoring import Scorecard
from ..standard.moves import lifecycle as standard_lifecycle
from ..states import Lifecycle
from .engine.laws import refusals_change_nothing, replay_restores
from .finding import Finding
from .scores.card_laws import bounded, every_rule_can_fire
from .scores.fading import decays_only_down
from .scores.monotony import monotone
from .scores.repeating import duplicates_free, order_free
from .walking.lifecycle_laws import never
from .walking.transition_laws import every_transition_can_fire
from .walking.trap_laws import no_traps_but_ends, reversible


@attrs.frozen
class StandardLaw:
    """
    One law about one playbook, not asked yet.

    Attributes:
        name: What to call it: ``"no_traps"``, ``"bounded[fit]"``.

        ask: Finds out whether it holds.
    """

    name: str
    ask: Callable[[], Finding]


def standard(
    playbook: Playbook, *, examples: int | None = None, seed: int | None = None
) -> tuple[Finding, ...]:
    """
    Ask for all laws that any playbook keeps, as far as they apply to this one.

    Its moves: no traps but the stages that no move leaves, every transition can fire,
    histories can be replayed, refusals change nothing, and exits with a free way back
    are reversible. Its rules: each has its effect for some lead. Each card: it keeps to
    its own floor and ceiling, what earns points and never costs any doesn't lower the
    total, points that fade don't come back, and neither order nor duplicates matter.
    For the standard lifecycle also what it promises: no customer without a purchase,
    nobody nurtured without consent.

    Args:
        playbook: The playbook.

        examples: How many examples to try for a law that isn't proved; as many as the
            profile of Hypothesis says if None.

        seed: Where drawing begins.

    Returns:
        A finding for each law.

    Raises:
        RuleError: *playbook* is no playbook.

        MissingExtraError: Something must be sampled, and Hypothesis isn't installed.
    """
    laws = standard_laws(playbook, examples=examples, seed=seed)
    return tuple(law.ask() for law in laws)


def standard_laws(
    playbook: Playbook, *, examples: int | None = None, seed: int | None = None
) -> tuple[StandardLaw, ...]:
    """
    List the laws that `standard` asks for, without asking.

    The arguments are those of `standard`.
    """
    if not is_a(playbook, Playbook):
        raise RuleError("standard()", described(playbook), "a playbook")
    options: dict[str, Any] = {"examples": examples, "seed": seed}
    fire = partial(every_rule_can_fire, playbook, **options)
    asked = [StandardLaw("every_rule_can_fire", fire)]
    if playbook.lifecycle is not None:
        asked += _about_moves(playbook, playbook.lifecycle, options)
    for card in playbook.scorecards.values():
        asked += _about_card(playbook, card, options)
    return tuple(asked)


def _about_moves(
    playbook: Playbook, lifecycle: Lifecycle, options: dict[str, Any]
) -> Iterator[StandardLaw]:
    fire = partial(every_transition_can_fire, playbook, **options)
    yield StandardLaw("every_transition_can_fire", fire)
    traps = partial(no_traps_but_ends, playbook, **options)
    yield StandardLaw("no_traps", traps)
    for law in (replay_restores, refusals_change_nothing):
        yield StandardLaw(law.__name__, partial(law, playbook, **options))
    is_standard = lifecycle == standard_lifecycle()
    for stage in _exits(lifecycle, guarded=is_standard):
        ask = partial(reversible, playbook, stage, **options)
        yield StandardLaw(f"reversible[{stage}]", ask)
    if is_standard:
        for stage, rule in (
            (Stage.CUSTOMER, activity("purchased").count() >= 1),
            (Stage.NURTURED, any_of(*(consented("marketing", one) for one in Medium))),
        ):
            ask = partial(never, playbook, reach=stage, without=rule, **options)
            yield StandardLaw(f"never[{stage}]", ask)


def _exits(lifecycle: Lifecycle, *, guarded: bool) -> Iterator[str]:
    # Exits with a way back that is open to everybody: one with a guard may be meant for
    # some leads only.
    moves = lifecycle.transitions
    exits = {one.target for one in moves if one.kind == "exit"}
    back = [
        one for one in moves if one.kind == "back" and (guarded or one.when is None)
    ]
    for stage in lifecycle.stages:
        if stage in exits and any(stage in one.sources for one in back):
            yield stage


def _about_card(
    playbook: Playbook, card: Scorecard, options: dict[str, Any]
) -> Iterator[StandardLaw]:
    given: dict[str, Any] = {"record": playbook.record, **options}

    def law(ask: Callable[..., Finding], *args: object, **more: object) -> StandardLaw:
        return StandardLaw(
            f"{ask.__name__}[{card.name}]", partial(ask, card, *args, **more, **given)
        )

    yield law(order_free)
    yield law(duplicates_free)
    if card.floor is not None or card.ceiling is not None:
        yield law(bounded, card.floor, card.ceiling)
    welcome = _welcome(card)
    if welcome:
        yield law(monotone, adding=welcome)
    if _only_fades(card):
        yield law(decays_only_down)


def _entries(group: Group) -> Iterator[Points]:
    for entry in group.entries:
        if isinstance(entry, Group):
            yield from _entries(entry)
        else:
            yield entry


def _welcome(card: Scorecard) -> tuple[str, ...]:
    # The types that points are given for, of which nothing else is asked in the card; a
    # host's own function may ask of any, and what makes somebody a lead does.
    parts = (part for question in card.nodes for part in n.walk(question))
    if any(isinstance(part, (n.Predicate, n.IsLead)) for part in parts):
        return ()
    counted: dict[str, None] = {}
    others: set[str] = set()
    for entry in _entries(card):
        rest: list[n.Node] = [] if entry.when is None else [entry.when.node]
        if isinstance(entry.per, Activities):
            if entry.points > 0:
                counted.update(dict.fromkeys(entry.per.node.types))
            else:
                others.update(entry.per.node.types)
        elif entry.per is not None:
            rest.append(entry.per.node)
        for part in (part for node in rest for part in n.walk(node)):
            others.update(_types(part))
    return tuple(kind for kind in counted if kind not in others)


def _types(part: n.Node) -> tuple[str, ...]:
    # The types of the activities that part of a rule asks for.
    match part:
        case n.Query(types=types):
            return types
        case n.Conversed():
            return CONVERSATIONS
        case _:
            return ()


def _only_fades(card: Scorecard) -> bool:
    # Whether the card has points that fade, and nothing but activities that give some.
    entries = list(_entries(card))
    return any(one.halving or one.fading for one in entries) and all(
        one.points > 0 and one.when is None and isinstance(one.per, Activities)
        for one in entries
    )
