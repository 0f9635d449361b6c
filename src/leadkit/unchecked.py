"""
Whether a host's class of leads has something to say about new records.

Where it hasn't, a record that differs from another one in values that were checked may
be a copy, which is many times as quick as the constructor.
"""

from __future__ import annotations

from typing import Any

import attrs

from .leads import Lead
from .records import once_per_class

#: What a class may raise where it refuses a record; our own refusals are ValueErrors.
REFUSALS = (ValueError, TypeError, ArithmeticError, LookupError)


@once_per_class
def is_unchecked(cls: type[Lead]) -> bool:
    """
    Tell whether new records of a class are checked by leadkit alone.

    Args:
        cls: The class.

    Returns:
        False if the host has converters, validators, derived fields, a constructor or
        anything else of its own that runs when a record is made.
    """
    return all(map(_is_kept, attrs.fields(cls))) and has_our_constructor(cls)


def _is_kept(field: Any) -> bool:
    # A host may define most of our fields again, with checks of its own.
    ours: Any = attrs.fields_dict(Lead).get(field.name)
    checks = (None, None) if ours is None else (ours.converter, ours.validator)
    return bool(field.init) and (field.converter, field.validator) == checks


def has_our_constructor(cls: type[Lead]) -> bool:
    """
    Tell whether nothing of the host's runs when a record is made, but for its fields'.

    Args:
        cls: The class.
    """
    # attrs calls the one that it writes `__attrs_init__` beside one that is there.
    writer = next(parent for parent in cls.__mro__ if "__init__" in vars(parent))
    return (
        "__attrs_attrs__" in vars(writer)
        and "__attrs_init__" not in vars(writer)
        and cls.__attrs_post_init__ is Lead.__attrs_post_init__
        and not hasattr(cls, "__attrs_pre_init__")
        and cls.__new__ is object.__new__
        and type(cls).__call__ is type.__call__
    )
