"""
Witnesses of broken laws: the story in plain words, and the same as a test to paste.

The test goes through the lifecycle for real. It fails as long as the last move of the
story is made, and passes once that is refused.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from ...codes import ConsentStatus
from ...consents import Consent
from ...contact_points import ContactPoint
from ...leads import Lead
from ...rules import nodes as n
from ...states import Lifecycle
from ..finding import Witness
from .occurrences import Qualified, Reached, Recorded, Withdrawn
from .sources import (
    Bare,
    Call,
    Source,
    laid_out,
    lead_source,
    source_of,
    source_of_rule,
)
from .story import Asked, Event, Story
from .telling import Ending, gathered, told

#: How long the name of a test may be.
_LONGEST = 72
_LEAD = Bare("lead")


def witness_of(
    story: Story,
    *,
    law: str,
    lifecycle: Lifecycle,
    though: n.Question | None = None,
    ending: Ending = "refused",
    test: str | None = None,
) -> Witness:
    """
    Tell a story that breaks a law, and write it as a test.

    Args:
        story: The story.

        law: The law, as a sentence; the test is named after it.

        lifecycle: The lifecycle.

        though: What isn't known true when the last move is made, and should be.

        ending: What the test expects at the end.

        test: The test, if that is written otherwise, as by `law_test`.
    """
    return Witness(
        story=told(story, though=though, ending=ending),
        test=test or story_test(story, law=law, lifecycle=lifecycle, ending=ending),
        moves=tuple(made.trigger for made, _, _ in story.moves),
        lead=story.lead,
    )


# As a test ----------------------------------------------------------------------------


def story_test(
    story: Story, *, law: str, lifecycle: Lifecycle, ending: Ending = "refused"
) -> str:
    """
    Write a story as a test function, with its imports.

    The arguments are those of `witness_of`.
    """
    where = source_of(lifecycle, fallback="LIFECYCLE")
    given = where.expression
    if ending == "allowed":
        asked = Call(f"{given}.allowed", (_LEAD,), {"as_of": story.as_of})
        body = [*setting(story, story.events, given), f"assert {laid_out(asked, 1, 7)}"]
    elif not story.moves:
        body = [f"assert {given}.initial != {laid_out(lifecycle.initial)}"]
        return text_of_test(law, body, [where])
    else:
        last = story.moves[-1][0]
        before = story.events[: story.events.index(last)]
        body = [
            *setting(story, before, given),
            "with pytest.raises(lk.MoveRefused):",
            f"    {laid_out(_code(last, given, _LEAD, type(story.start)), 2)}",
        ]
    return text_of_test(law, body, [where, source_of_class(story.start)])


def source_of_class(lead: Lead) -> Source:
    """
    Tell how a test gets hold of the class of a lead.
    """
    return source_of(type(lead), fallback="Record")


def setting(
    story: Story, events: tuple[Event, ...], lifecycle: str, name: str = "lead"
) -> list[str]:
    """
    Write the statements that make the lead of a story.

    Args:
        story: The story.

        events: As many of its events as are to happen.

        lifecycle: The expression for the lifecycle.

        name: What the lead is called as it begins.
    """
    # What happens before the first move may as well be so at the beginning.
    first = next(
        (place for place, one in enumerate(events) if isinstance(one, Asked)),
        len(events),
    )
    lead = attrs.evolve(story.leads[first], revision=0)
    body = [f"{name} = {laid_out(lead_source(lead), 1, len(name) + 3)}"]
    for several in gathered(events[first:]):
        code = _code(several[0], lifecycle, Bare(name), type(lead))
        if len(several) > 1:
            code = Call(f"{name}.record", tuple(map(_recorded, several)))
        body.append(f"lead = {laid_out(code, 1, 7)}")
        name = "lead"
    return body


def law_test(
    says: str,
    law: str,
    about: object,
    *more: object,
    record: type[Lead] | None = None,
    monotone: Iterable[n.Question] = (),
    **named: object,
) -> str:
    """
    Write a law itself as a test, where no single story would do.

    Args:
        says: The law, as a sentence; the test is named after it.

        law: Its name: ``"no_traps"``.

        about: What it is asked of: a lifecycle, a scorecard, a playbook.

        more: What else it is given.

        record: The class of leads that it is asked about, if that was said.

        monotone: Rules that it is told to stay known true.

        named: What else it is given by name.
    """
    where = source_of(about)
    sources = [where]
    if record not in {None, Lead}:
        cls = source_of(record, fallback="Record")
        sources.append(cls)
        named["record"] = Bare(cls.expression)
    kept = [
        source_of_rule(node, record, fallback=f"RULE_{number}")
        for number, node in enumerate(monotone, 1)
    ]
    if kept:
        named["monotone"] = [Bare(one.expression) for one in kept]
    asked = Call(f"laws.{law}", (Bare(where.expression), *more), named)
    body = [f"{laid_out(asked, 1, len('.check()'))}.check()"]
    return text_of_test(says, body, [*sources, *kept])


def text_of_test(law: str, body: Iterable[str], sources: Iterable[Source]) -> str:
    """
    Write a test function, with the imports that it needs.

    Args:
        law: The law, as a sentence; the test is named after it.

        body: Its lines; one that goes on is indented already.

        sources: What it names.
    """
    text = "\n".join(f"    {line}" for line in body)
    given = [*sources]
    missing = [one.imports for one in given if not one.known]
    whole = "\n".join([text, *missing])
    needed = {
        "from datetime import UTC, datetime": ("datetime(", "datetime |"),
        "from typing import Literal": ("Literal[",),
        "import attrs": ("attrs.",),
        "import leadkit as lk": ("lk.",),
        "import pytest": ("pytest.",),
        "import copy": ("copy.",),
        "import contextlib": ("contextlib.",),
        "from leadkit.testing import laws": ("laws.",),
    }
    imports = [
        line
        for line, words in needed.items()
        if any(_names(whole, word) for word in words)
    ]
    imports += [one.imports for one in given if one.known]
    lines = [one for one in missing if "\n" not in one]
    parts = [
        *_blocks(dict.fromkeys(imports)),
        *(["\n".join(lines)] if lines else []),
        *(f"\n{one}" for one in missing if "\n" in one),
    ]
    return "\n\n".join([*parts, f"\ndef {_name(law)}():\n{text}\n"])


def _blocks(imports: Iterable[str]) -> Iterator[str]:
    # The standard library, then what is installed, then the host's own.
    lines = sorted(imports, key=lambda line: (not line.startswith("import "), line))
    installed = ("attrs", "leadkit", "pytest")
    blocks: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for line in lines:
        package = line.split()[1].split(".")[0]
        place = 0 if package in sys.stdlib_module_names else 2
        blocks[1 if package in installed else place].append(line)
    return ("\n".join(block) for block in blocks.values() if block)


def _names(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w.\"]){re.escape(word)}", text) is not None


def _name(law: str) -> str:
    words = re.findall(r"[a-z0-9]+", law.lower())
    name = "test"
    for word in words:
        if len(name) + len(word) >= _LONGEST:
            break
        name += f"_{word}"
    return name


def _code(event: Event, lifecycle: str, lead: Bare, record: type[Lead]) -> Call:
    match event:
        case Asked(trigger=trigger, at=at, reason=reason):
            named = {"at": at} if reason is None else {"at": at, "reason": reason}
            return Call(f"{lifecycle}.advance", (lead, trigger), named)
        case Recorded():
            return Call(f"{lead.text}.record", (_recorded(event),))
        case Withdrawn(purpose=purpose, medium=medium, at=at):
            return Call(f"{lead.text}.withdraw", (purpose, medium), {"at": at})
        case Qualified(qualification=code, granted=granted, at=at, by=by):
            door = "grant" if granted else "revoke"
            rule = {"automatic": True} if event.automatic else {}
            return Call(f"{lead.text}.{door}", (code,), {"at": at, "by": by, **rule})
        case Reached(added=added, gone=gone):
            kept = f"{lead.text}.contacts"
            if gone:
                given_up = ", ".join(laid_out(_point(one)) for one in gone)
                kept = f"(c for c in {kept} if c not in [{given_up}])"
            points = [Bare(f"*{kept}"), *map(_point, added)]
            return Call("attrs.evolve", (lead,), {"contacts": points})
        case _:
            changed = event.given(record)
            if event.traits:
                traits = event.traits.items()
                items = (f"{laid_out(k)}: {laid_out(v)}" for k, v in traits)
                told_ = ", ".join([f"**{lead.text}.traits", *items])
                changed["traits"] = Bare(f"{{{told_}}}")
            return Call("attrs.evolve", (lead,), changed)


def _point(contact: ContactPoint) -> Call:
    return Call("lk.ContactPoint", (contact.medium, contact.value))


def _recorded(event: Event) -> Call:
    assert isinstance(event, Recorded)  # noqa: S101  nothing else is gathered
    what = event.what
    given = {
        field.name: getattr(what, field.name)
        for field in attrs.fields_dict(type(what)).values()
        if _is_told(what, field)
    }
    return Call(f"lk.{type(what).__name__}", (), given)


# Of a consent, one says what the other does.
_PLAINLY = {ConsentStatus.GRANTED, ConsentStatus.WITHDRAWN}


def _is_told(what: Any, field: Any) -> bool:
    # Whether a field must be given, for the record to be the same.
    value, default = getattr(what, field.name), field.default
    if isinstance(what, Consent) and field.name in {"granted", "status"}:
        return (field.name == "granted") is (what.status in _PLAINLY)
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = default.factory(what) if default.takes_self else default.factory()
    return bool(value != default)
