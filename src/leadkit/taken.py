"""
What the constructor of a lead takes, for mypy.

A class under `leadkit.record` is a ``dataclass_transform`` to mypy, which doesn't look
for the fields of a parent that attrs made. So mypy finds the arguments of `Lead` once
more here, and nobody else does: pyright reads them from `Lead`, and at run time
`Constructed` is just a `Record`. ``tests/typing`` holds the two against each other.
"""

from __future__ import annotations

from .records import Record

MYPY = False  # mypy takes it for true, whatever stands here

if MYPY:
    from collections.abc import Iterable, Mapping
    from dataclasses import InitVar
    from datetime import datetime
    from typing import TypeVar, dataclass_transform

    from .codes import Kind
    from .consents import Consent
    from .contact_points import ContactPoint
    from .happenings import Activity, Grant, Move, Touch
    from .kinds import Scalar

    C = TypeVar("C", bound=type)

    # Not frozen, as `leadkit.record` isn't to mypy.
    @dataclass_transform(kw_only_default=True)
    def _taking(cls: C) -> C: ...

    # An InitVar is an argument and no attribute, so Lead's own stay what they are.
    @_taking
    class Constructed(Record):  # pyright: ignore[reportRedeclaration]
        """
        The arguments of `Lead`.
        """

        id: InitVar[str]
        kind: InitVar[Kind | str] = Kind.PERSON
        name: InitVar[str | None] = None
        contacts: InitVar[Iterable[ContactPoint]] = ()
        consents: InitVar[Iterable[Consent]] = ()
        touches: InitVar[Iterable[Touch]] = ()
        activities: InitVar[Iterable[Activity]] = ()
        moves: InitVar[Iterable[Move]] = ()
        grants: InitVar[Iterable[Grant]] = ()
        stage: InitVar[str] = "lead"
        created_at: InitVar[datetime | None] = None
        traits: InitVar[Mapping[str, Scalar | None]] = {}
        merged: InitVar[Iterable[Record]] = ()
        erased_at: InitVar[datetime | None] = None
        revision: InitVar[int] = 0

else:

    class Constructed(Record):
        """
        A `Record`.
        """

        __slots__ = ()
