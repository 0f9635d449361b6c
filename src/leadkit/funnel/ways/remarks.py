"""
Sentences that several answers end with.
"""

from __future__ import annotations

from .past import Past


def counted(number: int, one: str, more: str) -> str:
    """
    Say how many there are.

    >>> counted(1, "lead", "leads"), counted(1200, "lead", "leads")
    ('1 lead', '1,200 leads')
    """
    return f"{number:,} {one if number == 1 else more}"


def skipped_note(number: int, stage: str) -> str:
    """
    Say how many leads aren't counted, as they skipped the stage that is asked about.

    >>> skipped_note(2, "nurtured")
    "2 leads aren't counted: they got beyond nurtured without having been there."
    """
    leads = counted(number, "lead isn't", "leads aren't")
    they = "it" if number == 1 else "they"
    return f"{leads} counted: {they} got beyond {stage} without having been there."


def left_out(past: Past) -> tuple[str, ...]:
    """
    Say how many leads aren't counted, and why; nothing if all are.
    """
    unknown = len(past.undated)
    match past.left_out - unknown:
        case 0:
            told: tuple[str, ...] = ()
        case 1:
            told = ("1 lead isn't counted, since its history has faults;",)
        case many:
            why = "since their histories have faults;"
            told = (f"{many:,} leads aren't counted, {why}",)
    told = tuple(f"{one} conformance() lists them." for one in told)
    if not unknown:
        return told
    are = "1 lead isn't" if unknown == 1 else f"{unknown:,} leads aren't"
    return (*told, f"{are} counted, since nobody knows when they were created.")
