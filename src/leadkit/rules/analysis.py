"""
What can be said of rules without asking about a lead: can they ever hold, do they
always, does one follow from another.
"""

from __future__ import annotations

import attrs

from ..errors import RuleError, described, near_miss
from ..leads import Lead, is_record
from ..records import types_of_record
from . import nodes as n
from .expressions import Flag, Rule
from .joining import as_rule
from .proof.possibility import possible
from .proof.witnesses import Example
from .requirements import Requirements, requirements


@attrs.frozen
class Analysis:
    """
    What can be said of a rule without a lead.

    Attributes:
        rule: The rule.

        contradictory: Whether it is known true for no lead; None if undecided.

        always: Whether it is known true for every lead; None if undecided.

        example: A lead for which it is known true, if it isn't contradictory.

        counterexample: A lead for which it isn't, if it isn't always true.

        why: What stands in the way of an answer, where there is none.
    """

    rule: Rule
    contradictory: bool | None
    always: bool | None
    example: Example | None = None
    counterexample: Example | None = None
    why: str = ""

    @property
    def requires(self) -> Requirements:
        """
        What a host must load to ask the rule.
        """
        return requirements([self.rule.node])

    def __str__(self) -> str:
        if self.contradictory:
            return f"{self.rule}: never true"
        if self.always:
            return f"{self.rule}: always true"
        if self.why:
            return f"{self.rule}: undecided, because {self.why}"
        return f"{self.rule}: true for some leads"


def analyse(rule: Rule | Flag, *, record: type[Lead] | None = None) -> Analysis:
    """
    Tell whether a rule can hold at all, and whether it always does.

    Args:
        rule: The rule.

        record: The class of the leads. Without it, every field may be missing, and
            a number may have a fraction.

    Returns:
        What is proved; an answer that isn't is None.

    Raises:
        RuleError: *rule* is no rule, or *record* no class of leads.

    >>> from leadkit import activity
    >>> clicks = activity("email_clicked")
    >>> recent = clicks.within(days=30).count() >= 1
    >>> print(analyse(recent & (clicks.days_since_last() > 60)).contradictory)
    True
    """
    node = as_rule(rule, "analyse()").node
    check_record(record, "analyse()", node)
    yes = possible([node], record=record)
    no = possible([], [node], record=record)
    return Analysis(
        Rule(node),
        contradictory=_opposite(yes.answer),
        always=_opposite(no.answer),
        example=yes.example,
        counterexample=no.example,
        why=yes.why or no.why,
    )


@attrs.frozen
class Relation:
    """
    What two rules have to do with each other.

    Attributes:
        one: A rule.

        other: Another rule.

        implies: Whether the other is known true whenever the one is; None if undecided.

        implied: Whether the one is known true whenever the other is.

        overlapping: Whether both are known true for some lead.

        only_one: A lead for which the one is known true and the other isn't.

        only_other: A lead for which the other is known true and the one isn't.

        both: A lead for which both are known true.

        why: What stands in the way of an answer, where there is none.
    """

    one: Rule
    other: Rule
    implies: bool | None
    implied: bool | None
    overlapping: bool | None
    only_one: Example | None = None
    only_other: Example | None = None
    both: Example | None = None
    why: str = ""

    @property
    def equivalent(self) -> bool | None:
        """
        Whether they are known true for the same leads.
        """
        if self.implies is False or self.implied is False:
            return False
        return True if self.implies and self.implied else None

    @property
    def disjoint(self) -> bool | None:
        """
        Whether they are never known true for one lead.
        """
        return _opposite(self.overlapping)

    def __str__(self) -> str:
        words = [
            word
            for word, holds in (
                ("the same as", self.equivalent),
                ("never true together with", self.disjoint),
                ("only true with", self.implies and not self.equivalent),
                ("always true with", self.implied and not self.equivalent),
            )
            if holds
        ]
        if not words:
            words = ["undecided beside" if self.why else "independent of"]
        return f"<{self.one}> is {' and '.join(words)} <{self.other}>"


def relate(
    one: Rule | Flag, other: Rule | Flag, *, record: type[Lead] | None = None
) -> Relation:
    """
    Tell whether one rule follows from another, and whether both can hold.

    Args:
        one: A rule.

        other: Another rule.

        record: The class of the leads; see `analyse`.

    Returns:
        What is proved; an answer that isn't is None.

    Raises:
        RuleError: One is no rule, or *record* no class of leads.

    >>> from leadkit import activity
    >>> clicks = activity("email_clicked")
    >>> few, many = (clicks.count() >= number for number in (1, 5))
    >>> print(relate(many, few))
    <count of email_clicked >= 5> is only true with <count of email_clicked >= 1>
    """
    first = as_rule(one, "relate()").node
    second = as_rule(other, "relate()").node
    check_record(record, "relate()", first, second)
    only_one = possible([first], [second], record=record)
    only_other = possible([second], [first], record=record)
    both = possible([first, second], record=record)
    return Relation(
        Rule(first),
        Rule(second),
        implies=_opposite(only_one.answer),
        implied=_opposite(only_other.answer),
        overlapping=both.answer,
        only_one=only_one.example,
        only_other=only_other.example,
        both=both.example,
        why=only_one.why or only_other.why or both.why,
    )


def _opposite(answer: bool | None) -> bool | None:  # noqa: FBT001
    return None if answer is None else not answer


def check_record(record: type[Lead] | None, subject: str, *nodes: n.Question) -> None:
    """
    Check that a class of leads has what rules read.

    Args:
        record: The class, None if it is open.

        subject: Whose argument it is, for errors: ``"analyse()"``.

        nodes: The rules.

    Raises:
        RuleError: It is no class of leads, or lacks a field.
    """
    if record is None:
        return
    if not is_record(record):
        raise RuleError(
            f"record of {subject}", described(record), "Lead or a subclass of it"
        )
    types = types_of_record(record)
    for part in (part for node in nodes for part in n.walk(node)):
        declared = types.get(part.name) if isinstance(part, n.Field) else None
        if type(part) is n.Field and (declared is None or declared.kind is not part.of):
            raise RuleError(
                f"record of {subject}",
                f"a rule that reads {part.name!r}, a {part.of.value}",
                f"fields that {record.__name__} has",
                near_miss(part.name, types),
            )
