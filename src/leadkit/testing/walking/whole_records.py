"""
Whether a class of leads may refuse a value for the sake of another one.

What an example shows of a field can be told of other leads only if the class looks at
that field alone. A validator of a host's own is given the whole record, and may ask
for its stage.
"""

from __future__ import annotations

from types import BuiltinFunctionType
from typing import Any

import attrs

from ...leads import Lead
from ...unchecked import has_our_constructor


def looks_at_one(cls: type[Lead]) -> bool:
    """
    Tell whether a class checks each field by itself, as far as that can be seen.

    Args:
        cls: The class.

    Returns:
        False if it has a constructor, derived fields or validators of its own; those
        of attrs look at a value alone.
    """
    return has_our_constructor(cls) and all(map(_looks_at_one, attrs.fields(cls)))


def _looks_at_one(field: Any) -> bool:
    ours: Any = attrs.fields_dict(Lead).get(field.name)
    if ours is not None and field.validator is ours.validator:
        return True
    return bool(field.init) and _is_of_attrs(field.validator)


def _is_of_attrs(part: Any) -> bool:
    # ``and_`` and ``optional`` have others in them, which may be a host's.
    cls: type[Any] = part.__class__
    if cls in {tuple, list}:
        return all(map(_is_of_attrs, part))
    if cls.__module__.startswith("attr."):
        return all(_is_of_attrs(getattr(part, one.name)) for one in attrs.fields(cls))
    return isinstance(part, type | BuiltinFunctionType) or not callable(part)
