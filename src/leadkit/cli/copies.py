"""
Leads by copying one, where nothing but leadkit checks them and their cells were.

The constructor checks and converts every field of every lead; of a table, most cells
say what others said before, and all of them were checked when they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import attrs

from ..copying import copier
from ..leads import Lead
from ..records import codes_of_record, given_of_record, types_of_record
from ..unchecked import is_unchecked


class Copies:
    """
    Makes leads of checked values, as the constructor would.

    Args:
        record: The class of the leads.

        names: The fields that are given for each.
    """

    def __init__(self, record: type[Lead], names: Collection[str]) -> None:
        declared = types_of_record(record)
        self._fields = given_of_record(record)
        self._record = record
        self._names = tuple(names)
        self._fits = (
            is_unchecked(record)
            and all(name in self._fields for name in names)
            and all(_is_constant(self._fields[n]) for n in self._fields.keys() - names)
        )
        codes = codes_of_record(record)
        self._needed = [n for n in names if self._fits and not declared[n].optional]
        self._codes = [name for name in names if name in codes]
        self._copied: Callable[..., Lead] | None = None

    def lead(self, values: Mapping[str, Any]) -> Lead | None:
        """
        Make a lead.

        Args:
            values: The fields that were named, None where missing.

        Returns:
            The lead, or None if only the constructor knows what to do.
        """
        # What is missing may have a default, and codes have no control characters.
        if not self._fits:
            return None
        for name in self._needed:
            if values[name] is None:
                return None
        for name in self._codes:
            if not str(values[name]).isprintable():
                return None
        if self._copied is None:
            fields = self._fields
            given = {fields[name].alias or name: v for name, v in values.items()}
            pattern = self._record(**given)
            self._copied = partial(copier(self._record, *self._names), pattern)
        return self._copied(*[values[name] for name in self._names])


# To mypy, it is a function.
_FACTORY: Any = attrs.Factory


def _is_constant(field: Any) -> bool:
    # Whether all leads that aren't given a field have the same in it. Of ours, only
    # the stage is made, and without moves that is one.
    ours = attrs.fields_dict(Lead).get(field.name)
    same = ours is not None and field.default is ours.default
    return same or not isinstance(field.default, _FACTORY)
