"""
Leads that z3 led to, told by their parts, and as tests to paste.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

import attrs

from ...errors import LeadkitError
from ...leads import Lead
from ...rules import nodes as n
from ...rules.expressions import Rule
from ...rules.proof.quantities import inside
from ...rules.proof.witnesses import Example
from ..finding import Witness
from ..stories.card_stories import described_lead, shown
from ..stories.regression import text_of_test
from ..stories.sources import Bare, Call, Source, laid_out, lead_source, source_of

#: How it was found that there is such a lead, and that there is none.
SHOWN = "a lead shows it"
RULED_OUT = "ruled out by z3"


@attrs.frozen
class Written:
    """
    How a test gets hold of something.

    Attributes:
        expression: What to write for it.

        lines: The lines of the test that make it.

        sources: What these name.
    """

    expression: str
    lines: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def written(rule: Rule, number: int, record: type[Lead]) -> Written:
    """
    Tell how a test gets hold of a rule.

    Args:
        rule: The rule.

        number: Its number among others.

        record: The class of leads.

    Returns:
        Where it is kept; its text as JSON if it isn't kept anywhere; or a line to fill
        in if that can't be read again.
    """
    kept = source_of(rule, fallback=f"RULE_{number}")
    if kept.known:
        return Written(kept.expression, (), (kept,))
    inner = dict.fromkeys(inside(rule.node))
    cards = dict.fromkeys(part.card for part in inner if isinstance(part, n.Total))
    asked = [_handle(part) for part in inner if isinstance(part, n.Predicate)]
    text = _readable(rule, record, [*cards], asked)
    if not text:
        return Written(kept.expression, (), (_to_fill_in(kept, rule),))
    cls = source_of(record, fallback="Record")
    sources, named = [cls], {"record": Bare(cls.expression)}
    for name, some in (("scorecards", cards), ("predicates", asked)):
        given = [
            source_of(one, fallback=f"{name[:-1].upper()}_{number}_{place}")
            for place, one in enumerate(some, 1)
        ]
        if given:
            named[name] = Bare(f"[{', '.join(one.expression for one in given)}]")
        sources += [
            source if source.known or name == "scorecards" else _to_fill_in(source, one)
            for source, one in zip(given, some, strict=True)
        ]
    name = f"rule_{number}"
    made = laid_out(Call("lk.Rule.from_json", (text,), named), 1, len(name) + 3)
    return Written(name, (f"# {rule}", f"{name} = {made}"), tuple(sources))


def _to_fill_in(source: Source, rule: object) -> Source:
    line = f"{source.expression} = ...  # fill in: the rule <{rule}>"
    return attrs.evolve(source, imports=line)


def _handle(node: n.Predicate) -> Rule:
    # What its decorator has left behind, as far as that can be found by name.
    module = sys.modules.get(getattr(node.function, "__module__", ""))
    kept = getattr(module, getattr(node.function, "__name__", ""), None)
    return kept if isinstance(kept, Rule) and kept.node is node else Rule(node)


def _readable(
    rule: Rule, record: type[Lead], cards: list[Any], predicates: list[Rule]
) -> str:
    # The rule as JSON, empty if it isn't read as the same.
    try:
        data = json.loads(rule.to_json())
        # What the cards were like is no matter: they are to be mended.
        data.pop("cards", None)
        text = json.dumps(data, ensure_ascii=False)
        again = Rule.from_json(
            text, record=record, scorecards=cards, predicates=predicates
        )
    except LeadkitError:  # there may be two cards of one name
        return ""
    return text if again.node == rule.node else ""


def shown_by(
    example: Example, law: str, last: str, check: str, given: Iterable[Written]
) -> Witness:
    """
    Make a witness of an example.

    Args:
        example: The example.

        law: The law, as a sentence.

        last: What is said of the lead in the end.

        check: The statement that fails, about ``lead`` and ``as_of``.

        given: What it is about.
    """
    lead, as_of = example.lead, example.as_of
    cls = source_of(type(lead), fallback="Record")
    some = tuple(given)
    body = [
        *(line for one in some for line in one.lines),
        f"lead = {laid_out(lead_source(lead), 1, 7)}",
        f"as_of = {laid_out(as_of)}",
        check,
    ]
    sources = (cls, *(source for one in some for source in one.sources))
    named = [one for one in sources if not one.expression.startswith("lk.")]
    told = (*described_lead(lead), f"As of {shown(as_of)}: {last}")
    return Witness(told, text_of_test(law, body, dict.fromkeys(named)), (), lead)


def no_lead(law: str, why: str, check: str, sources: Iterable[Source]) -> Witness:
    """
    Make a witness where there is no lead to show.

    Args:
        law: The law, as a sentence.

        why: What there is to say.

        check: The statement that fails.

        sources: What it names.
    """
    ours = Source("sums", "from leadkit.testing import sums")
    named = [one for one in sources if not one.expression.startswith("lk.")]
    return Witness((why,), text_of_test(law, [check], [ours, *named]))
