"""
What a host's class of leads may define, checked when the class is made.
"""

from __future__ import annotations

from typing import Any, cast

import attrs

from .annotations import ASKED, asked_of, types_of
from .errors import LeadError
from .kinds import FieldType, ValueKind
from .records import Record, types_of_record


def check_fields(cls: type[Record], lead: type[Record]) -> None:
    """
    Check the fields of a host's class.

    Args:
        cls: The class.

        lead: `Lead`, whose fields and methods it mustn't hide.

    Raises:
        LeadError: A field hides something of ours, or its `Attr` is half written.
    """
    asked = asked_of(cls)
    if asked and not hasattr(cls, "_is_asked"):
        raise LeadError(
            f"class {cls.__name__}",
            "@attrs.frozen over a field that is an Attr",
            "@leadkit.record",
            "Decorate the class with @leadkit.record, or leave Attr[...] out.",
        )
    types = types_of(cls)
    for field in attrs.fields(cast("Any", cls)):
        if field.inherited:
            continue
        subject = f"field {field.name!r} of {cls.__name__}"
        if ASKED in field.metadata and field.name not in asked:
            raise LeadError(
                subject,
                "Attr(...) as a value only",
                "Attr[...] as its annotation, too",
                "Write size: Attr[int] = Attr(...), with a type that is known "
                "where the class is defined.",
            )
        if field.name not in attrs.fields_dict(lead):
            if hasattr(lead, field.name):
                raise LeadError(
                    subject,
                    "a name that Lead uses as a method or property",
                    "another name",
                    "Rename the field; the old name would stop working.",
                )
        elif field.name in {*lead.members, "traits", "revision"}:
            raise LeadError(
                subject, "a second definition", "leadkit's own", "Leave it out."
            )
        elif not _narrows(types[field.name], types_of_record(lead)[field.name]):
            raise LeadError(
                subject,
                "a definition of another type",
                types_of_record(lead)[field.name].wanted,
                "Give your field another name.",
            )


def _narrows(declared: FieldType, ours: FieldType) -> bool:
    if declared.kind is ours.kind or declared == FieldType(ValueKind.OTHER):
        return True  # the latter can't be read before the module is complete
    if ours.kind is not ValueKind.TEXT or declared.kind is not ValueKind.CHOICE:
        return False
    # A member of an enumeration is a text only if the enumeration is one of texts.
    texts = all(isinstance(option, str) for option in declared.options)
    return texts and (declared.python is None or issubclass(declared.python, str))
