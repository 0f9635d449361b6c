"""
Fields that their own class answers for: ``SaasLead.company_size >= 50`` is a rule.

`leadkit.fields` looks a field up by a name, which no type checker knows. A field that
is an ``Attr[...]`` is a value of a rule on the class and a plain value on a lead, and
mypy and pyright know both. At run time the annotation is only a mark: the record keeps
its slots, and its metaclass answers for the class, so that reading a lead costs nothing
more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import cache
from types import MemberDescriptorType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Generic,
    TypeVar,
    dataclass_transform,
    overload,
)

import attrs

from ..annotations import ASKED, asked_of
from ..errors import LeadError, UnknownFieldError, described, listing, near_miss
from ..leads import Lead, is_record
from ..records import once_per_class
from . import nodes as n
from .expressions import Choice, Flag, Instant, Number, Text
from .fields import fields
from .handles import is_handle

T = TypeVar("T")
C = TypeVar("C", bound=type)
O = TypeVar("O", bound="Enum | str | int | None")  # noqa: E741  options


class Attr(Generic[T]):
    """
    A field of a class under `record`, of which its class may be asked.

    ``company_size: Attr[int | None] = Attr(default=None)`` makes
    ``SaasLead.company_size`` what ``fields(SaasLead).company_size`` is, and
    ``lead.company_size`` an ``int | None``.

    Args:
        default: The value if none is given; without it, one has to be.

        validator: As for ``attrs.field``; it sees the value that is kept.
    """

    if TYPE_CHECKING:

        @overload
        def __init__(
            self, *, validator: Callable[..., object] | None = None
        ) -> None: ...
        @overload
        def __init__(
            self, *, default: T, validator: Callable[..., object] | None = None
        ) -> None: ...
        def __init__(self, **given: Any) -> None: ...

        @overload
        def __get__(
            self: Attr[bool] | Attr[bool | None], instance: None, owner: type
        ) -> Flag: ...
        @overload
        def __get__(
            self: Attr[int]
            | Attr[int | None]
            | Attr[float]
            | Attr[float | None]
            | Attr[int | float]
            | Attr[int | float | None],
            instance: None,
            owner: type,
        ) -> Number: ...
        @overload
        def __get__(
            self: Attr[str] | Attr[str | None], instance: None, owner: type
        ) -> Text: ...
        @overload
        def __get__(
            self: Attr[datetime] | Attr[datetime | None], instance: None, owner: type
        ) -> Instant: ...
        @overload
        def __get__(self: Attr[O], instance: None, owner: type) -> Choice: ...
        @overload
        def __get__(self, instance: object, owner: type) -> T: ...
        def __get__(self, instance: object, owner: type) -> Any: ...

        # What a constructor takes, too.
        def __set__(self, instance: object, value: T) -> None: ...

    else:

        def __new__(
            cls,
            *,
            default: object = attrs.NOTHING,
            validator: Callable[..., object] | None = None,
        ) -> Any:
            # The mark shows where the annotation beside it has been forgotten.
            return attrs.field(
                default=default, validator=validator, metadata={ASKED: True}
            )

        def __class_getitem__(cls, annotation: object) -> object:
            return Annotated[annotation, ASKED]


class Asking(type):
    """
    The metaclass of records that are asked for their fields.
    """

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **given: Any
    ) -> Any:
        # Where a subclass declares a field again, attrs reads the slot of its parent
        # from the class, and so has got our answer.
        own = {key: kept for key, kept in namespace.items() if not _is_field(kept, key)}
        return super().__new__(mcs, name, bases, own, **given)

    def __getattribute__(cls, name: str) -> Any:
        found: object = super().__getattribute__(name)
        if isinstance(found, MemberDescriptorType) and name in _asked(cls):
            return getattr(fields(_made(cls)), name)
        return found

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):  # attrs, copy and pickle look for these
            raise AttributeError(f"class {cls.__name__!r} has no attribute {name!r}")
        asked = _asked(cls)
        if name not in asked:
            raise UnknownFieldError(
                f"class {cls.__name__}",
                f"the unknown name {name!r}",
                f"a field that is an Attr: {listing(sorted(asked))}",
                near_miss(name, asked),
            )
        # A class without slots keeps nothing of a field.
        return getattr(fields(_made(cls)), name)


def _is_field(value: object, name: str) -> bool:
    if not is_handle(value):
        return False
    return isinstance(value.node, n.Field) and value.node.name == name


def _made(cls: type) -> type[Lead]:
    # A class that attrs is still at has the fields of its parent.
    return next(parent for parent in cls.__mro__ if "__attrs_attrs__" in vars(parent))


def _asked(cls: type) -> frozenset[str]:
    return _asked_of(_made(cls)) if issubclass(cls, Lead) else frozenset()


@once_per_class
def _asked_of(cls: type) -> frozenset[str]:
    # A subclass that declares a field again, without Attr, is still asked for it.
    asked = (asked_of(parent) for parent in cls.__mro__ if attrs.has(parent))
    return frozenset[str]().union(*asked)


@cache
def _asked_class(meta: type[type]) -> type:
    # A host may have a metaclass, such as that of abstract classes.
    asking: type[type] = Asking if meta is type else type("Asking", (Asking, meta), {})
    # `Lead` refuses an Attr that nobody answers for, by this mark.
    return asking("Asked", (), {"__slots__": (), "_is_asked": True})


MYPY = False  # mypy takes it for true, whatever stands here

if MYPY:
    # In a frozen class, mypy takes the fields of a parent for what its constructor
    # takes of them. So mypy doesn't see that a field can't be set; pyright does.
    @dataclass_transform(kw_only_default=True, field_specifiers=(Attr, attrs.field))
    def record(cls: C) -> C: ...  # pyright: ignore[reportRedeclaration]

else:

    @dataclass_transform(
        kw_only_default=True,
        frozen_default=True,
        field_specifiers=(Attr, attrs.field),
    )
    def record(cls: C) -> C:
        """
        Make a record of a class, which is asked for the fields that are an `Attr`.

        It does what ``@attrs.frozen(kw_only=True)`` does, and what that makes of a
        subclass is asked as well. mypy wants all classes of a family under the same one
        of the two.

        Args:
            cls: A subclass of `Lead`, not yet made by attrs.

        Returns:
            The attrs class.

        Raises:
            LeadError: *cls* is something else, or a field has a name that is taken.

            UnknownFieldError: Rules can't ask about the type of an `Attr`.

        >>> from leadkit import Attr, Lead, record
        >>> @record
        ... class SaasLead(Lead):
        ...     company_size: Attr[int | None] = Attr(default=None)
        >>> print(SaasLead.company_size >= 50)
        company_size >= 50
        >>> SaasLead(id="L-1", company_size=120).company_size
        120
        """
        if not is_record(cls):
            raise LeadError("@record", described(cls), "a subclass of Lead")
        if "__attrs_attrs__" in vars(cls):
            raise LeadError(
                f"@record of {cls.__name__}",
                "a class that attrs has made already",
                "one that it hasn't",
                "Leave @attrs.frozen out: @record does the same.",
            )
        if not issubclass(type(cls), Asking):
            # A class gets the metaclass of its parents when attrs makes it anew.
            cls.__bases__ = (*cls.__bases__, _asked_class(type(cls)))
        made = attrs.frozen(kw_only=True)(cls)
        names = fields(made)
        for name in _asked(made):
            getattr(names, name)  # refuses what rules can't ask about
        return made
