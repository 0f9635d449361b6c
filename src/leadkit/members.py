"""
Codes are taken where members of an enumeration are kept.

Only a converter can say so to a type checker. These convert nothing: `Record` does, and
names the field in its errors.
"""

from __future__ import annotations

from typing import cast

from .codes import Actor, Basis, Channel, ConsentStatus, Direction, Medium


def actor(given: Actor | str) -> Actor:
    return cast("Actor", given)


def basis(given: Basis | str) -> Basis:
    return cast("Basis", given)


def channel(given: Channel | str) -> Channel:
    return cast("Channel", given)


def any_channel(given: Channel | str | None) -> Channel | None:
    return cast("Channel | None", given)


def direction(given: Direction | str) -> Direction:
    return cast("Direction", given)


def medium(given: Medium | str) -> Medium:
    return cast("Medium", given)


def any_medium(given: Medium | str | None) -> Medium | None:
    return cast("Medium | None", given)


def status(given: ConsentStatus | str | None) -> ConsentStatus:
    return cast("ConsentStatus", given)


def flag(given: bool | None) -> bool:  # noqa: FBT001
    return cast("bool", given)
