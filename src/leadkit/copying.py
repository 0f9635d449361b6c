"""
Copies of frozen records that differ in a few fields, without checking the others again.

`attrs.evolve` runs the constructor, which converts and checks every field; forty times
as slow as to copy them. A copy is filled while it is an instance of a twin that isn't
frozen, which has the same layout, and frozen by giving it its class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import attrs

from .records import KEPT_HASH, keeps_hash, once_per_class

R = TypeVar("R")


class _Thawed:
    # Stands before the class that is copied: whatever a host does when somebody derives
    # from its class, making a twin isn't that.
    __slots__ = ()

    def __init_subclass__(cls, **_: object) -> None:
        pass


def copier(cls: type[R], *changing: str) -> Callable[..., R]:
    """
    Make a function that copies records of a class.

    Nothing is checked or converted, nor any method of the class called; so the record
    has to be a checked one, and what is new has to be what its constructor would keep.

    Args:
        cls: An attrs class, frozen or not, that has a field in a slot; one of a parent
            will do.

        changing: The fields that are given to each copy.

    Returns:
        A function of a record and the new values, in the order of *changing*.

    >>> @attrs.frozen
    ... class Point:
    ...     x: int
    ...     y: int
    >>> copier(Point, "y")(Point(1, 2), 3)
    Point(x=1, y=3)
    """
    names = [field.name for field in attrs.fields(cast("Any", cls))]
    # All names are those of fields, and so identifiers; that of an argument is none of
    # theirs, nor of ours.
    values = {name: f"given_{place}" for place, name in enumerate(changing)}
    lines = [f"    new.{name} = {values.get(name, f'old.{name}')}" for name in names]
    if keeps_hash(cls):
        lines.append(f"    new.{KEPT_HASH} = None")
    text = "\n".join(
        [
            f"def copied({', '.join(['old', *values.values()])}):",
            "    new = make(Twin)",
            *lines,
            "    new.__class__ = Frozen",
            "    return new",
        ]
    )
    scope: dict[str, Any] = {
        "make": object.__new__,
        "Twin": _twin(cls),
        "Frozen": cls,
    }
    exec(compile(text, f"<copier of {cls.__name__}>", "exec"), scope)  # noqa: S102
    copied: Callable[..., R] = scope["copied"]
    return copied


@once_per_class
def _twin(cls: type) -> type:
    # Not through the metaclass of a host, which may keep account of its classes. Both
    # methods have to be overridden: with one, setting a field is five times as slow.
    return type.__new__(
        type(cls),
        f"Thawed{cls.__name__}",
        (_Thawed, cls),
        {
            "__slots__": (),
            "__setattr__": object.__setattr__,
            "__delattr__": object.__delattr__,
        },
    )
