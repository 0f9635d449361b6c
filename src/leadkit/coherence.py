"""
Whether the parts of a playbook fit together; `Playbook` asks when it is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar, cast

from .errors import RuleError, described, is_a, listing, near_miss
from .leads import Lead
from .mapping import FrozenMap
from .qualification import Qualification
from .records import types_of_record
from .rules import nodes as n
from .rules.requirements import Reader
from .scoring import Scorecard

T = TypeVar("T", Scorecard, Qualification)


def by_name(given: Mapping[str, T] | Iterable[T], member: type[T]) -> FrozenMap[str, T]:
    """
    Keep cards or qualifications by their names.

    Args:
        given: An iterable of them, or a mapping from their names.

        member: Their class.

    Raises:
        RuleError: One is something else, or a name is there twice or wrong.
    """
    subject = f"{member.__name__.lower()}s of a playbook"
    if isinstance(given, (str, member)) or not is_a(given, Iterable):
        raise RuleError(subject, described(given), f"{member.__name__}s")
    keys: list[str] | None = None
    if isinstance(given, Mapping):
        mapping = cast("Mapping[str, T]", given)
        keys, items = list(mapping), tuple(mapping.values())
    else:
        items = tuple(given)
    for item in items:
        if not is_a(item, member):
            raise RuleError(subject, described(item), f"a {member.__name__}")
    names = [item.name for item in items]
    if keys is not None and keys != names:
        raise RuleError(
            subject,
            f"the names {listing(names)} under {listing(keys)}",
            "each under its own name, once",
        )
    if len(set(names)) < len(names):
        raise RuleError(
            subject, f"a name twice: {listing(names)}", "each under its own name, once"
        )
    return FrozenMap(zip(names, items, strict=True))


def check_fields(playbook: str, record: type[Lead], nodes: Iterable[n.Node]) -> None:
    """
    Check that the record has every field that a rule reads, and of its kind.
    """
    types = types_of_record(record)
    for part in n.walk_once(nodes):
        if type(part) is not n.Field:
            continue
        declared = types.get(part.name)
        if declared is None or declared.kind is not part.of:
            raise RuleError(
                f"playbook {playbook!r}",
                f"a rule that reads {part.name!r}, a {part.of.value}",
                f"fields that {record.__name__} has",
                near_miss(part.name, types)
                if declared is None
                else f"There it is a {declared.kind.value}.",
            )


def check_reading(
    scorecards: Mapping[str, Scorecard], qualifications: Mapping[str, Qualification]
) -> None:
    """
    Check that qualifications read no cards and qualifications but the playbook's own.
    """
    reader = Reader()
    for qualification in qualifications.values():
        reads = reader.requirements(rule.node for rule in qualification.rules)
        for kind, names, known in (
            ("scorecard", reads.cards, scorecards.keys()),
            ("qualification", reads.qualifications, qualifications.keys()),
        ):
            for name in sorted(names - known):
                raise RuleError(
                    f"qualification {qualification.name!r}",
                    f"a rule that reads the {kind} {name!r}",
                    f"one of the playbook's, {listing(sorted(known))}",
                    near_miss(name, known) or "Add it to the playbook.",
                )


def check_cards(
    playbook: str, scorecards: Mapping[str, Scorecard], nodes: Iterable[n.Node]
) -> None:
    """
    Check that a card which a rule reads is the playbook's card of that name.
    """
    for part in n.walk_once(nodes):
        if not isinstance(part, n.Total):
            continue
        own = scorecards.get(part.card.name)
        if own is not None and own != part.card:
            raise RuleError(
                f"playbook {playbook!r}",
                f"a rule that reads another card called {own.name!r}",
                "the playbook's own",
                "Use playbook.with_card(card) to replace it everywhere.",
            )


def judging_order(
    playbook: str, qualifications: Mapping[str, Qualification]
) -> tuple[str, ...]:
    """
    Put qualifications in an order in which what one holds is judged before it.

    Raises:
        RuleError: They hold each other.
    """
    reader = Reader()
    # In the order given, where that leaves a choice: sets have none of their own.
    place = {name: number for number, name in enumerate(qualifications)}
    reads: dict[str, list[str]] = {}
    for name, one in qualifications.items():
        held = reader.requirements(rule.node for rule in one.rules).qualifications
        reads[name] = sorted(held & place.keys(), key=place.__getitem__)
    try:
        return tuple(TopologicalSorter(reads).static_order())
    except CycleError as error:
        raise RuleError(
            f"playbook {playbook!r}",
            f"qualifications that hold each other: {' -> '.join(error.args[1])}",
            "an order in which to judge them",
        ) from None
