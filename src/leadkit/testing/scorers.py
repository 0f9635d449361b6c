"""
What gives a lead points: a card, all cards of a playbook, or a host's own function.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import isfinite
from typing import Any, TypeAlias, cast

import attrs

from ..errors import RuleError, described
from ..leads import Lead, is_record
from ..playbook import Playbook
from ..records import types_of_record
from ..rules import nodes as n
from ..rules.proof.drafts import record_for
from ..scoring import Scorecard

#: A host's own way to score.
Function: TypeAlias = Callable[[Any, datetime], float]
#: What the laws about totals take.
Scoring: TypeAlias = "Scorecard | Playbook | Function"


@attrs.frozen
class Scorer:
    """
    Something that gives a lead a total.

    Attributes:
        of: The card or function.

        record: The class of leads.

        own: What has been given to the law: the card, the function or a playbook.
    """

    of: Scorecard | Function
    record: type[Lead]
    own: Scoring

    @property
    def card(self) -> Scorecard | None:
        """
        The card, None if it is a function.
        """
        return self.of if isinstance(self.of, Scorecard) else None

    @property
    def name(self) -> str:
        """
        What it is called in sentences.
        """
        if isinstance(self.of, Scorecard):
            return f"card {self.of.name!r}"
        return f"{getattr(self.of, '__name__', 'the function')}()"

    @property
    def opaque(self) -> str:
        """
        What in it leadkit can't see into; nothing if it sees everything.
        """
        if not isinstance(self.of, Scorecard):
            return self.name
        parts = (part for node in self.of.nodes for part in n.walk(node))
        return next((f"<{p}>" for p in parts if isinstance(p, n.Predicate)), "")

    @property
    def size(self) -> int:
        """
        How many entries it has; none that leadkit knows of if it is a function.
        """
        return 0 if self.card is None else len([*self.card.points])

    def total(self, lead: Lead, as_of: datetime) -> float:
        """
        Ask for the total, as exactly as it is known.
        """
        if isinstance(self.of, Scorecard):
            return self.of.hundredths(lead, as_of=as_of) / 100
        total: Any = self.of(lead, as_of)  # whatever it says it gives
        if isinstance(total, bool) or not isinstance(total, (int, float)):
            raise RuleError(self.name, described(total), "a number of points from it")
        if not isfinite(total):
            raise RuleError(self.name, "a number that isn't finite", "a finite one")
        return total


def scorers(given: object, record: type[Lead] | None, law: str) -> tuple[Scorer, ...]:
    """
    Take what was given to a law about totals.

    Args:
        given: A card, a playbook, or a function of a lead and an instant.

        record: The class of leads; None where that is known or doesn't matter.

        law: The law, for errors.

    Raises:
        RuleError: It is something else, or *record* is no class of leads or lacks a
            field.
    """
    if isinstance(given, Playbook):
        wanted = class_of_leads(given, record, law)
        return tuple(Scorer(one, wanted, given) for one in given.scorecards.values())
    if isinstance(given, Scorecard):
        return (Scorer(given, class_of_card(given, record, law), given),)
    if callable(given) and not isinstance(given, type):
        function = cast("Function", given)
        return (Scorer(function, checked(record, law) or Lead, function),)
    raise RuleError(
        f"{law}()",
        described(given),
        "a Scorecard, a Playbook or a function of a lead and an instant",
    )


def class_of_leads(
    playbook: Playbook, record: type[Lead] | None, law: str
) -> type[Lead]:
    """
    Take the class of leads of a playbook, or a narrower one.
    """
    wanted = checked(record, law)
    if wanted is None:
        return playbook.record
    if issubclass(wanted, playbook.record):
        return wanted
    raise RuleError(
        f"record of {law}()",
        wanted.__name__,
        f"{playbook.record.__name__}, as the playbook says, or a subclass of it",
    )


def class_of_card(card: Scorecard, record: type[Lead] | None, law: str) -> type[Lead]:
    """
    Take the class of leads of a card, or make one that has what the card reads.
    """
    return class_for(card.nodes, record, law, f"card {card.name!r}")


def class_for(
    nodes: tuple[n.Node, ...], record: type[Lead] | None, law: str, subject: str
) -> type[Lead]:
    """
    Take the class of leads that some rules are for, or make one.

    Raises:
        RuleError: It lacks a field; or two rules read one in different ways.
    """
    wanted = checked(record, law)
    if wanted is None:
        made = record_for(nodes)
        if made is not None:
            return made
        raise RuleError(
            f"{subject} for {law}()",
            "rules that read a field of one name in different ways",
            "a class of leads that has it",
            "Write record=YourLead.",
        )
    types = types_of_record(wanted)
    for node in nodes:
        for part in n.walk(node):
            if type(part) is not n.Field:
                continue
            declared = types.get(part.name)
            if declared is None or declared.kind is not part.of:
                raise RuleError(
                    f"record of {law}()",
                    f"a class without the {part.of.value} {part.name!r}, which "
                    f"{subject} reads",
                    "the class that its rules were written for",
                )
    return wanted


def checked(record: object, law: str) -> type[Lead] | None:
    """
    Check a class of leads.

    Raises:
        RuleError: It is none.
    """
    if record is None or is_record(record):
        return record  # type: ignore[return-value]  # which is_record() doesn't say
    raise RuleError(f"record of {law}()", described(record), "Lead or a subclass of it")
