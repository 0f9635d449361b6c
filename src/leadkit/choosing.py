"""
Which value is kept where several records say different things about one person.

What a person is called and the host's own fields can't be united as histories can. So
one value is chosen by a policy that the host declares, and `conflicts` names the fields
beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias, TypeVar, cast, get_args

import attrs

from .errors import InputError, MergeError, described, is_a, near_miss
from .folding import fold
from .happenings import Happening
from .leads import Lead
from .records import given_of_record, once_per_class

L = TypeVar("L", bound=Lead)

# How a value is chosen: by a name, or by a function of the field's name and the records
# that have a value.
Policy: TypeAlias = Literal["newest", "first"] | Callable[[str, tuple[L, ...]], object]
Policies: TypeAlias = Policy[L] | Mapping[str, Policy[L]]

_NAMES: tuple[str, ...] = get_args(Literal["newest", "first"])
# What is meant by words that look like none of these.
_MEANT: dict[str, str] = dict.fromkeys(("latest", "last", "recent"), "newest")
_TRAIT = "traits."
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@once_per_class
def chosen_fields(cls: type[Lead]) -> tuple[str, ...]:
    """
    Name the fields of a class whose values are chosen: the name and the host's own.
    """
    ours = attrs.fields_dict(Lead).keys() - {"name"}
    return tuple(name for name in given_of_record(cls) if name not in ours)


def values_of(lead: Lead) -> dict[str, object]:
    """
    Collect what is chosen among, trait by trait: ``"traits.plan"``.
    """
    values = {name: getattr(lead, name) for name in chosen_fields(type(lead))}
    values.update((f"{_TRAIT}{name}", value) for name, value in lead.traits.items())
    return values


def conflicts(a: L, b: L) -> tuple[str, ...]:
    """
    Name the fields in which two records contradict each other.

    They are those of which `merge` keeps one value: the stage, the name, the host's own
    fields and each trait, as ``"traits.plan"``. A *kind* that differs is named too;
    `merge` refuses that.

    Args:
        a: A record.

        b: Another one of its class.

    Returns:
        The names, and no values. A value that is missing contradicts nothing, and
        neither does the same name written in another way, by `fold`.

    Raises:
        MergeError: They aren't leads of one class.

    >>> conflicts(Lead(id="L-1", name="Sara"), Lead(id="L-2", name="Sarah"))
    ('name',)
    """
    check_classes((a, b))
    left, right = (
        {"kind": one.kind, "stage": one.stage, **values_of(one)} for one in (a, b)
    )
    return tuple(
        name
        for name, value in left.items()
        if value is not None
        and right.get(name) is not None
        and differ(value, right[name])
        and not (name == "name" and _is_one_name(value, right[name]))
    )


def _is_one_name(one: object, other: object) -> bool:
    # Of names alone it is known that the way of writing says nothing; a text of the
    # host's may be a code in which capitals count.
    return fold(str(one)) == fold(str(other))


def differ(one: object, other: object) -> bool:
    """
    Tell whether two values differ; True is no 1 here.
    """
    return isinstance(one, bool) is not isinstance(other, bool) or one != other


def check_classes(leads: Sequence[object]) -> None:
    """
    Check that records are leads of one class.

    Raises:
        MergeError: They aren't.
    """
    for lead in leads:
        if not isinstance(lead, Lead):
            raise MergeError(
                "records to merge", described(lead), "leads", code="classes"
            )
        if type(lead) is not type(leads[0]):
            raise MergeError(
                "records to merge",
                f"{described(leads[0])} and {described(lead)}",
                "two of one class",
                "Read the one with the class of the other: from_dict(lead.to_dict()).",
                code="classes",
            )


def check_policies(policies: object, cls: type[Lead]) -> None:
    """
    Check what was given as a policy.

    Args:
        policies: Whatever came.

        cls: The class of the records, for the names of fields.

    Raises:
        InputError: It is no policy, or one for a field that isn't chosen.
    """
    if not isinstance(policies, Mapping):
        _check_policy(policies)
        return
    known = chosen_fields(cls)
    for name, policy in cast("Mapping[object, object]", policies).items():
        _check_policy(policy)
        if name not in known and not is_trait(name):
            raise InputError(
                "policy of a merge",
                "a policy for a field that isn't chosen",
                "the name, a field of your own, or a trait as 'traits.plan'",
                near_miss(str(name), known),
            )


def is_trait(name: object) -> bool:
    """
    Tell whether something names a trait: ``"traits.plan"``.
    """
    return (
        isinstance(name, str)
        and name.startswith(_TRAIT)
        and name.isascii()
        and name.removeprefix(_TRAIT).isidentifier()
    )


def trait_of(name: str) -> str:
    """
    Take the name of a trait from ``"traits.plan"``.
    """
    return name.removeprefix(_TRAIT)


def _check_policy(policy: object) -> None:
    if policy in _NAMES or callable(policy):
        return
    came, near = described(policy), ""
    if isinstance(policy, str):
        came = "a text that is none"
        near = near_miss(_MEANT.get(policy, policy), _NAMES)
    raise InputError(
        "policy of a merge",
        came,
        "'newest', 'first', a function, or a mapping from fields to these",
        near,
    )


def chosen(parts: Sequence[L], policies: Policies[L]) -> dict[str, object]:
    """
    Choose a value for each field of which there is any.

    Args:
        parts: The records, the winner first.

        policies: One for all fields, or for each by its name; then those that aren't
            named go by ``"newest"``.

    Returns:
        The values by the names of `values_of`.
    """
    having: dict[str, list[tuple[L, object]]] = {}
    for part in parts:
        for name, value in values_of(part).items():
            if value is not None:
                having.setdefault(name, []).append((part, value))
    return {name: _choice(name, some, policies) for name, some in having.items()}


def _choice(name: str, some: list[tuple[L, object]], policies: Policies[L]) -> object:
    policy: Any = policies
    if is_a(policies, Mapping):
        policy = cast("Mapping[str, Policy[L]]", policies).get(name, "newest")
    if policy == "first":
        return some[0][1]
    if policy == "newest":
        return max(some, key=lambda one: _age(one[0]))[1]
    value = some[0][1]
    if not any(differ(value, other) for _, other in some):
        return value
    return policy(name, tuple(part for part, _ in some))


def _age(lead: Lead) -> tuple[datetime, str]:
    # The last to sort by is the id, so that it doesn't matter which of them wins.
    newest: tuple[Happening, ...] = (
        *lead.activities[:1],
        *lead.touches[:1],
        *lead.consents[:1],
        *lead.grants[:1],
        *lead.moves[-1:],
    )
    latest = max((one.at for one in newest), default=lead.created_at)
    return latest or _EARLIEST, lead.id
