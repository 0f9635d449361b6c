"""
What a stored rule may name: fields, traits, scorecards and predicates.

It is looked up in dictionaries that the host fills. No name of a document ever reaches
``getattr``, an import or anything else that runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

import attrs

from ...errors import RuleError, described, is_a, listing
from ...leads import Lead
from .. import nodes as n
from ..handles import Handle, is_handle
from ..lookup import askable, check_record, declared_traits

T = TypeVar("T")

#: Scorecards as a host gives them, in an iterable or a mapping by their names.
Cards: TypeAlias = Iterable[n.Scored] | Mapping[str, n.Scored]
#: Rules made by ``@rule`` as a host gives them.
Predicates: TypeAlias = (
    Iterable[Handle[n.Question]] | Mapping[str, Handle[n.Question]] | None
)


@attrs.frozen(eq=False)
class Known:
    """
    What the rules of a document may name.

    Attributes:
        fields: The fields, by their names.

        traits: The tenant-defined fields, or None if the document may declare any.

        cards: The scorecards, by their names.

        predicates: The host's own functions, by their names.

        record: The class whose fields these are; None if it isn't known.
    """

    fields: Mapping[str, n.Field]
    traits: Mapping[str, n.Trait] | None
    cards: Mapping[str, n.Scored]
    predicates: Mapping[str, n.Predicate]
    record: type[Lead] | None = None


def known(
    record: type[Lead],
    traits: Mapping[str, Any] | None = None,
    scorecards: Cards = (),
    predicates: Predicates = None,
) -> Known:
    """
    Collect what a host says that rules may name.

    Args:
        record: `Lead` or a subclass.

        traits: Names to types, as for ``fields()``; None if the document may declare
            any.

        scorecards: The scorecards that rules may read.

        predicates: The rules made by ``@rule`` that may be asked.

    Raises:
        RuleError: One of these is something else.
    """
    subject = "from_json()"
    check_record(record, f"record of {subject}")
    types = declared_traits(record, traits, subject)
    own = None if traits is None else _traits(askable(record, types))
    return Known(
        fields=askable(record, {}),
        traits=own,
        cards=_by_name(scorecards, f"scorecards of {subject}", _card),
        predicates={}
        if predicates is None
        else _by_name(predicates, f"predicates of {subject}", _predicate),
        record=record,
    )


def _traits(fields: Mapping[str, n.Field]) -> dict[str, n.Trait]:
    return {name: node for name, node in fields.items() if isinstance(node, n.Trait)}


def _card(given: object, subject: str) -> n.Scored:
    if not isinstance(given, n.Scored):
        raise RuleError(subject, described(given), "Scorecards")
    return given


def _predicate(given: object, subject: str) -> n.Predicate:
    node = given.node if is_handle(given) else None
    if not isinstance(node, n.Predicate):
        raise RuleError(subject, described(given), "rules made by @rule")
    return node


def _by_name(
    given: object, subject: str, door: Callable[[object, str], T]
) -> dict[str, T]:
    if is_a(given, (str, Handle)) or not isinstance(given, Iterable):
        raise RuleError(subject, described(given), "an iterable or a mapping")
    keys: list[object] | None = None
    items = cast("Iterable[object]", given)
    if isinstance(given, Mapping):
        mapping = cast("Mapping[object, object]", given)
        keys, items = list(mapping), mapping.values()
    found = [door(item, subject) for item in items]
    names = [str(cast("Any", item).name) for item in found]
    if (keys is not None and keys != names) or len(set(names)) < len(names):
        raise RuleError(
            subject, f"the names {listing(names)}", "each under its own name, once"
        )
    return dict(zip(names, found, strict=True))
