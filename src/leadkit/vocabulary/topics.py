"""
What words are about: a stage, a channel, an activity; and leadkit's codes for each.

One word may stand for two ideas, as *email* does for a channel and a medium, so words
of other systems are kept apart by what they are about.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, TypeAlias

from ..codes import (
    ActivityType,
    Actor,
    Basis,
    Channel,
    ConsentStatus,
    Direction,
    Kind,
    Medium,
    Stage,
)
from ..mapping import FrozenMap

# "own" is what a host thought of.
About: TypeAlias = Literal[
    "stage",
    "trigger",
    "move",
    "qualification",
    "temperature",
    "channel",
    "medium",
    "activity",
    "kind",
    "actor",
    "direction",
    "consent",
    "permission",
    "basis",
    "own",
]


def _codes(enumeration: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in enumeration)


_TABLE: dict[About, tuple[str, ...]] = {
    "stage": _codes(Stage),
    "trigger": (
        *("nurture", "qualify", "convert", "promote", "disqualify"),
        *("lose", "churn", "recycle", "reopen", "win_back"),
    ),
    "move": ("forward", "exit", "back"),
    "qualification": ("MQL", "SAL", "SQL", "PQL", "SVCQL"),
    "temperature": ("cold", "warm", "hot"),
    "channel": _codes(Channel),
    "medium": _codes(Medium),
    "activity": _codes(ActivityType),
    "kind": _codes(Kind),
    "actor": _codes(Actor),
    "direction": _codes(Direction),
    "consent": _codes(ConsentStatus),
    "permission": (*_codes(ConsentStatus), "unknown", "machine", "erased"),
    "basis": _codes(Basis),
    "own": (),
}

#: The codes of leadkit by what they are about.
CODES: Mapping[About, tuple[str, ...]] = FrozenMap(_TABLE)


def topics_of(code: str) -> tuple[About, ...]:
    """
    Find what a code of leadkit's is about.

    >>> topics_of("email"), topics_of("MQL"), topics_of("our_own_code")
    (('channel', 'medium'), ('qualification',), ())
    """
    return tuple(about for about, codes in CODES.items() if code in codes)
