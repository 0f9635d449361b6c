"""
The type of a field, read from its annotation.
"""

from __future__ import annotations

import builtins
import sys
import types
from datetime import datetime
from enum import Enum
from inspect import get_annotations
from typing import (
    Annotated,
    Literal,
    NewType,
    Union,
    get_args,
    get_origin,
)

import attrs

from .kinds import FieldType, ValueKind, is_enum

_KIND_OF: dict[object, ValueKind] = {
    bool: ValueKind.FLAG,
    int: ValueKind.NUMBER,
    float: ValueKind.NUMBER,
    str: ValueKind.TEXT,
    datetime: ValueKind.INSTANT,
}

# What `Attr[...]` leaves in an annotation: at run time it is an ``Annotated``.
ASKED = "leadkit.asked"


def field_type(annotation: object) -> FieldType:
    """
    Read an annotation.

    Args:
        annotation: A type, evaluated (`types_of` evaluates those of a class).

    Returns:
        Its kind. What leadkit can't ask about is `ValueKind.OTHER`.

    >>> field_type(int | None).wanted
    'a whole number or missing'
    >>> field_type(Literal["gold", "silver"]).options
    ('gold', 'silver')
    """
    annotation = getattr(annotation, "__value__", annotation)  # type X = int
    if isinstance(annotation, NewType):
        return field_type(annotation.__supertype__)
    origin = get_origin(annotation)
    if origin is Annotated:
        return field_type(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        return _union(get_args(annotation))
    if origin is Literal:
        options = tuple(
            option.value if isinstance(option, Enum) else option
            for option in get_args(annotation)
            if option is not None
        )
        optional = None in get_args(annotation)
        return FieldType(ValueKind.CHOICE, None, options, optional=optional)
    if is_enum(annotation):
        values = tuple(member.value for member in annotation)
        if values and all(type(value) in {str, int} for value in values):
            return FieldType(ValueKind.CHOICE, annotation, values)
        return FieldType(ValueKind.OTHER, annotation)
    python = annotation if origin is None else origin
    if not isinstance(python, type):
        return FieldType(ValueKind.OTHER)
    items = get_args(annotation)
    if python is tuple and items[1:] == (...,):
        return FieldType(ValueKind.OTHER, tuple, items=field_type(items[0]))
    return FieldType(_KIND_OF.get(python, ValueKind.OTHER), python)


def _union(parts: tuple[object, ...]) -> FieldType:
    some = [field_type(part) for part in parts if part is not types.NoneType]
    optional = len(some) < len(parts) or any(part.optional for part in some)
    if len(some) == 1:
        return attrs.evolve(some[0], optional=optional)
    if all(part.kind is ValueKind.NUMBER for part in some):
        return FieldType(ValueKind.NUMBER, float, optional=optional)
    return FieldType(ValueKind.OTHER, optional=optional)


def types_of(cls: type) -> dict[str, FieldType]:
    """
    Read the annotations of an attrs class, one by one.

    Args:
        cls: An attrs class. Annotations may be texts (``from __future__ import
            annotations``); one that can't be evaluated is `ValueKind.OTHER`.

    Returns:
        The type of each field by its name, in the order of the fields.
    """
    return {name: field_type(declared) for name, declared in declared_of(cls).items()}


def asked_of(cls: type) -> frozenset[str]:
    """
    List the fields that their class answers for: those annotated with ``Attr[...]``.

    Args:
        cls: An attrs class.
    """
    return frozenset(name for name, made in declared_of(cls).items() if _is_asked(made))


def _is_asked(annotation: object) -> bool:
    if get_origin(annotation) in {Union, types.UnionType}:
        return any(map(_is_asked, get_args(annotation)))
    return ASKED in getattr(annotation, "__metadata__", ())


def declared_of(cls: type) -> dict[str, object]:
    """
    Read the annotations of an attrs class as they stand there, evaluated.

    Args:
        cls: An attrs class.

    Returns:
        The annotation of each field by its name; None for one that can't be evaluated.
    """
    found: dict[str, object] = {}
    for field in attrs.fields(cls):
        annotation: object = field.type
        if isinstance(annotation, str):
            annotation = _evaluated(annotation, _owner(cls, field.name))
        found[field.name] = annotation
    return found


def _owner(cls: type, name: str) -> type:
    return next((c for c in cls.__mro__ if name in get_annotations(c)), cls)


def _evaluated(annotation: str, owner: type) -> object:
    # The text is code of the host's own module, which Python would evaluate as well.
    module = sys.modules.get(owner.__module__)
    scope = {**vars(builtins), **(vars(module) if module else {})}
    # A field called `date` must not hide the type of that name.
    fields = attrs.fields_dict(owner)
    scope.update((name, v) for name, v in vars(owner).items() if name not in fields)
    try:
        return eval(annotation, scope)  # noqa: S307
    except Exception:  # noqa: BLE001  a name of a function's scope, say
        return None
