"""
Whether some rules can hold for one lead at once.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ...errors import RuleError
from ...leads import Lead
from ...rules import nodes as n
from ...rules.expressions import Flag, Rule
from ...rules.joining import as_rule
from ...rules.proof.possibility import Possible
from ...rules.proof.witnesses import Example
from ..finding import Finding, Kind, Witness, as_sentence
from ..raising import rules_named
from .asking import SECONDS, Sums
from .telling import RULED_OUT, SHOWN, shown_by, written


@attrs.frozen
class Together:
    """
    Whether some rules can hold for one lead at once.

    Attributes:
        rules: The rules.

        kind: ``"proved"``: they can, and the example shows it. ``"refuted"``: no lead
            meets all of them. ``"undecided"``: neither was shown.

        how: How that was found out, or what stands in the way.

        example: A lead that meets all of them; made up.
    """

    rules: tuple[Rule, ...]
    kind: Kind
    how: str = attrs.field(converter=as_sentence)
    example: Example | None = attrs.field(default=None, repr=False)

    @property
    def possible(self) -> bool | None:
        """
        Whether they can; None if undecided.
        """
        return None if self.kind == "undecided" else self.kind == "proved"

    def __str__(self) -> str:
        return f"{self.kind}: some lead meets {_all(self.rules)}\n  {self.how}"


@rules_named()
def together(
    *rules: Rule | Flag, record: type[Lead] | None = None, seconds: float = SECONDS
) -> Together:
    """
    Ask whether some rules can hold for one lead at once.

    Args:
        rules: The rules; those that compare the totals of cards, too.

        record: The class of leads; any that has the fields that are read if None.

        seconds: How much work each question to z3 may be.

    Raises:
        MissingExtraError: z3 isn't installed.

        RuleError: There are no rules, or *record* doesn't fit.

    >>> from leadkit import Lead, Points, Scorecard, fields
    >>> F = fields(Lead, traits={"seats": int, "rival": bool})
    >>> large, rival = Points(50, when=F.seats >= 50), Points(-40, when=F.rival)
    >>> card = Scorecard("fit", [large, rival])
    >>> print(together(card >= 20, F.rival))
    refuted: some lead meets <fit >= 20> and <rival>
      Ruled out by z3.
    """
    given = _rules(rules, "together()")
    found = _asked(given, record, seconds, "together")
    kind, how = _said(found)
    return Together(given, kind, how, found.example)


@rules_named()
def apart(
    *rules: Rule | Flag, record: type[Lead] | None = None, seconds: float = SECONDS
) -> Finding:
    """
    Ask whether no lead meets some rules at once: the law that `together` asks about.

    The arguments and errors are those of `together`.

    Returns:
        What was found; refuted by a lead that meets all of them.

    >>> from leadkit import Lead, Points, Scorecard, fields
    >>> F = fields(Lead, traits={"seats": int, "rival": bool})
    >>> large, rival = Points(50, when=F.seats >= 50), Points(-40, when=F.rival)
    >>> card = Scorecard("fit", [large, rival])
    >>> apart(card >= 20, F.rival).check().kind
    'proved'
    """
    given = _rules(rules, "apart()")
    found = _asked(given, record, seconds, "apart")
    law = f"no lead meets {_all(given)}"
    kind, how = _said(found)
    if found.example is None:
        return Finding(law, "proved" if kind == "refuted" else "undecided", how)
    return Finding(law, "refuted", how, witness=_witness(law, given, found.example))


def _rules(given: Iterable[Rule | Flag], subject: str) -> tuple[Rule, ...]:
    rules = tuple(as_rule(one, subject) for one in given)
    if not rules:
        raise RuleError(subject, "no rules", "one or more")
    return rules


def _asked(
    rules: tuple[Rule, ...], record: type[Lead] | None, seconds: float, law: str
) -> Possible:
    nodes: tuple[n.Question, ...] = tuple(rule.node for rule in rules)
    sums = Sums(
        nodes, (), record=record, seconds=seconds, law=law, subject="what is asked"
    )
    return sums.possible(*nodes)


def _said(found: Possible) -> tuple[Kind, str]:
    if found.answer is None:
        return "undecided", found.why
    return ("proved", SHOWN) if found.answer else ("refuted", RULED_OUT)


def _all(rules: tuple[Rule, ...]) -> str:
    return " and ".join(f"<{rule}>" for rule in rules)


def _witness(law: str, rules: tuple[Rule, ...], example: Example) -> Witness:
    record = type(example.lead)
    given = [written(rule, place, record) for place, rule in enumerate(rules, 1)]
    names = ", ".join(one.expression for one in given)
    check = f"assert not {names}.test(lead, as_of=as_of)"
    if len(given) > 1:
        check = f"assert not all(one.test(lead, as_of=as_of) for one in ({names}))"
    return shown_by(example, law, f"It meets {_all(rules)}.", check, given)
