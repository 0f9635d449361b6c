"""
The doors for what is written into a rule as a text or a number: codes, names, amounts.

What stands beside a value, and must be of its kind, goes through ``constant()``.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, StrEnum

from ..codes import Actor, Channel, Direction, Medium
from ..errors import RuleError, described, listing, near_miss
from ..kinds import LARGEST, Scalar

# What activities may be narrowed to, and the codes there are where they are few.
CONDITIONS: dict[str, type[StrEnum] | None] = {
    "medium": Medium,
    "channel": Channel,
    "purpose": None,
    "campaign": None,
    "variant": None,
    "direction": Direction,
    "actor": Actor,
    "value": None,
    "value_at_least": None,
    "value_at_most": None,
}
# Conditions that take a number.
AMOUNTS = frozenset({"value", "value_at_least", "value_at_most"})


def text(given: object, subject: str) -> str:
    """
    Check a name that a rule mentions.

    Raises:
        RuleError: It is no text, or a blank one.
    """
    if not isinstance(given, str) or not given.strip():
        came = "a blank text" if isinstance(given, str) else described(given)
        raise RuleError(subject, came, "a code, as a text")
    return given.value if isinstance(given, Enum) else given


def code(given: object, subject: str) -> str:
    """
    Check a code that a rule names: a stage, a type, a purpose, a qualification.

    Args:
        given: A text or a `StrEnum` member.

        subject: Where it stands, for the error.

    Returns:
        The code as a plain text.

    Raises:
        RuleError: It is no text, or one that no record holds: blank, padded or with
            control characters.
    """
    checked = text(given, subject)
    if checked != checked.strip() or (
        not checked.isprintable() and any(char < " " for char in checked)
    ):
        raise RuleError(
            subject, "a text that is padded or has control characters", "a code"
        )
    return checked


def codes(given: tuple[object, ...], subject: str, what: str) -> tuple[str, ...]:
    """
    Check several codes, of which there must be one at least.

    Args:
        given: The codes; one that is there twice counts once.

        subject: Where they stand, for the error.

        what: What each of them is: ``"stage"``.
    """
    if not given:
        none = f"no {what.rpartition(' ')[2]}"
        raise RuleError(subject, none, f"at least one {what}")
    return tuple(dict.fromkeys(code(one, subject) for one in given))


def choice(given: object, choices: type[StrEnum], subject: str) -> str:
    """
    Check a code that is one of a few.

    Raises:
        RuleError: It isn't; the message names the nearest.
    """
    known = [member.value for member in choices]
    if given not in known:
        raise RuleError(
            subject, repr(given), listing(known), near_miss(str(given), known)
        )
    return choices(given).value


def number(given: object, subject: str) -> int | float:
    """
    Check a number that is written into a rule.

    Returns:
        The number, a whole float as an int.

    Raises:
        RuleError: It is no number, isn't finite or is beyond 10**15.
    """
    if type(given) is not int and type(given) is not float:
        raise RuleError(subject, described(given), "a number")
    if not -LARGEST <= given <= LARGEST:
        raise RuleError(
            subject,
            "a number that isn't finite or is beyond 10**15",
            "a finite number of at most 16 digits",
        )
    return int(given) if given == int(given) else given


def condition(name: str, wanted: object) -> Scalar:
    """
    Check a condition on activities.

    Args:
        name: One of ``CONDITIONS``.

        wanted: What it must be.

    Raises:
        RuleError: No activity can be so.
    """
    if name not in CONDITIONS:
        raise RuleError("where()", "another condition", listing(CONDITIONS))
    if name in AMOUNTS:
        return number(wanted, "a comparison with value")
    subject = f"where({name}=...)"
    choices = CONDITIONS[name]
    if choices is not None:
        return choice(wanted, choices, subject)
    return code(wanted, subject) if name == "purpose" else text(wanted, subject)


def window(given: object, subject: str) -> timedelta:
    """
    Check how far back activities count.

    Raises:
        RuleError: It is no span, or none that is positive.
    """
    if not isinstance(given, timedelta) or given <= timedelta(0):
        raise RuleError(subject, "a span of nothing", "a positive span")
    return given
