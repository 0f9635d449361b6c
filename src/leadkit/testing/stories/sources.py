"""
Python source text for what is shown as a test: values, calls, and where things are.

A lifecycle, a playbook or a class of leads is found by looking where it is kept: under
a public name of a module that is loaded, or in a playbook that is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, cast

import attrs

from ...errors import LeadError, RuleError
from ...kinds import ValueKind
from ...leads import Lead
from ...playbook import Playbook
from ...records import Record, types_of_record
from ...rules import nodes as n
from ...rules.expressions import Flag, Rule
from ...rules.joining import as_rule
from ...rules.proof.drafts import is_made_up
from ...unchecked import REFUSALS

#: How wide a line of a test is.
_WIDTH = 88
_TAB = "    "
#: What the command line puts before the name of a file that holds a playbook.
_FROM_FILE = "leadkit_playbook_"


@attrs.frozen
class Source:
    """
    How to write something in a test.

    Attributes:
        expression: The expression.

        imports: The line that imports what it names, empty if there is none.

        known: Whether it was found; if not, *imports* is a line to fill in, or what
            stands in for a class that leadkit made up.
    """

    expression: str
    imports: str
    known: bool = True


@attrs.frozen
class Call:
    """
    A call, to be laid out.

    Attributes:
        name: What is called.

        arguments: Its arguments.

        named: Those that are given by name.
    """

    name: str
    arguments: tuple[Any, ...] = ()
    named: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


@attrs.frozen
class Bare:
    """
    An expression, as it is.

    Attributes:
        text: Its text.
    """

    text: str


# Where things are ---------------------------------------------------------------------


def source_of(value: object, *, fallback: str = "GIVEN") -> Source:
    """
    Tell how a test gets hold of something.

    Args:
        value: A lifecycle, scorecard, qualification, playbook or class of leads.

        fallback: What to call it where it isn't found.

    Returns:
        The expression and its import; a line to fill in if it isn't kept under a public
        name of a module.
    """
    ours = _of_leadkit(value)
    if ours is not None:
        return ours
    if isinstance(value, type) and is_made_up(value):
        return _stand_in(value)
    kept = _imported(_kept(value))
    if kept is not None:
        return kept
    what = f"the class {value.__name__}" if isinstance(value, type) else _named(value)
    return _missing(fallback, what)


def source_of_rule(
    node: n.Question, record: type[Lead] | None, *, fallback: str = "RULE"
) -> Source:
    """
    Tell how a test gets hold of a rule: by its name if it has one, else as JSON.

    Args:
        node: The rule.

        record: The class of leads that it is about.

        fallback: What to call it where it can't be written.

    Returns:
        The expression; a line to fill in if the rule can't be written.
    """
    kept = _imported(
        (module, name)
        for module, name, one in _names()
        if isinstance(one, (Rule, Flag)) and as_rule(one, name).node == node
    )
    if kept is not None:
        return kept
    cls = Lead if record is None else record
    try:
        text = Rule(node).to_json()
        Rule.from_json(text, record=cls)
    except RuleError:
        return _missing(fallback, f"the rule <{node}>")
    about = source_of(cls, fallback="Record").expression
    given = {} if cls is Lead else {"record": Bare(about)}
    made = _on_one_line(Call("lk.Rule.from_json", (text,), given))
    return Source(made, "import leadkit as lk")


def _imported(found: Iterable[tuple[str, str]]) -> Source | None:
    places = sorted(found, key=_place)
    if not places:
        return None
    module, expression = places[0]
    name = expression.split(".")[0].split("[")[0]
    return Source(expression, f"from {module} import {name}")


def _missing(name: str, what: str) -> Source:
    return Source(name, f"{name} = ...  # fill in: {what}", known=False)


def _named(value: object) -> str:
    return f"your {type(value).__name__} {getattr(value, 'name', '')!r}"


def _of_leadkit(value: object) -> Source | None:
    if isinstance(value, type) and value.__module__.startswith("leadkit."):
        name = value.__name__
        if getattr(sys.modules["leadkit"], name, None) is value:
            return Source(f"lk.{name}", "import leadkit as lk")
    return None


_ANNOTATIONS = {
    ValueKind.NUMBER: "float",
    ValueKind.TEXT: "str",
    ValueKind.FLAG: "bool",
    ValueKind.INSTANT: "datetime",
}


def _stand_in(cls: type[Lead]) -> Source:
    # A class that was made up can't be imported, so the test makes it up, too.
    own = types_of_record(Lead)
    lines = [
        "# It stands in for your own class of leads.",
        "@attrs.frozen(kw_only=True)",
        f"class {cls.__name__}(lk.Lead):",
    ]
    for name, declared in types_of_record(cls).items():
        if name not in own:
            options = ", ".join(map(_on_one_line, declared.options))
            of = _ANNOTATIONS.get(declared.kind) or f"Literal[{options}]"
            lines.append(f"{_TAB}{name}: {of} | None = None")
    return Source(cls.__name__, "\n".join(lines), known=False)


def _kept(value: object) -> Iterator[tuple[str, str]]:
    for module, name, kept in _names():
        if kept is value:
            yield module, name
        elif isinstance(kept, Playbook):
            for part, within in _parts(kept):
                if part is value:
                    yield module, f"{name}.{within}"


def _names() -> Iterator[tuple[str, str, object]]:
    for path, module in list(sys.modules.items()):
        parts = path.removeprefix(_FROM_FILE).split(".")
        # What is run as a program can't be imported, nor what has no name.
        if path == "__main__" or parts[0] == "leadkit":
            continue
        if not all(map(str.isidentifier, parts)):
            continue
        # Some put other things than modules there.
        for name, kept in list(getattr(module, "__dict__", {}).items()):
            if not name.startswith("_") and name.isidentifier():
                yield ".".join(parts), name, kept


def _parts(playbook: Playbook) -> Iterator[tuple[object, str]]:
    yield playbook.lifecycle, "lifecycle"
    yield playbook.record, "record"
    for name, card in playbook.scorecards.items():
        yield card, f"scorecards[{quoted(name)}]"
    for name, qualification in playbook.qualifications.items():
        yield qualification, f"qualifications[{quoted(name)}]"


def _place(found: tuple[str, str]) -> tuple[bool, bool, int, str, str]:
    # Where it is defined comes before a test that imported it, by itself before a part
    # of a playbook, and a short path before a long one.
    module, expression = found
    parts = module.split(".")
    is_test = any(part.startswith(("test", "conftest")) for part in parts)
    private = any(part.startswith("_") for part in parts)
    return is_test or private, "." in expression, len(parts), module, expression


# Leads as data ------------------------------------------------------------------------


def lead_source(lead: Lead) -> Call | Bare:
    """
    Tell how a test makes a lead.

    Args:
        lead: The lead; a made-up one.

    Returns:
        A call of ``from_dict`` with as little as will do.
    """
    cls = source_of(type(lead), fallback="Record").expression
    try:
        data = _least(lead)
    except LeadError:
        return Bare(f"...  # fill in: {lead!r}")
    return Call(f"{cls}.from_dict", (data,))


def _least(record: Record) -> dict[str, Any]:
    cls = type(record)
    data = record.to_dict()
    for name in cls.members:
        data[name] = [_least(one) for one in getattr(record, name)]
    for name in list(data):
        left = {other: value for other, value in data.items() if other != name}
        if _makes(cls, left, record):
            data = left
    return data


def _makes(cls: type[Record], data: dict[str, Any], record: Record) -> bool:
    try:
        return cls.from_dict(data) == record
    except REFUSALS:
        return False


# Laid out -----------------------------------------------------------------------------


def quoted(text: str) -> str:
    """
    Write a text as a literal, in double quotes if that is as short.
    """
    plain = repr(text)
    return f'"{plain[1:-1]}"' if plain[0] == "'" and '"' not in text else plain


def laid_out(value: object, depth: int = 0, used: int = 0) -> str:
    """
    Write a value as an expression, over several lines if one won't do.

    Args:
        value: A `Call`, a `Bare`, or data.

        depth: How deep the line is indented.

        used: How much of it is used up.
    """
    line = _on_one_line(value)
    if len(line) + used + len(_TAB) * depth <= _WIDTH:
        return line
    opened, items, closed = _taken_apart(value)
    if not items:
        return line
    inner, end = _TAB * (depth + 1), f"{_TAB * depth}{closed}"
    inside = line[len(opened) : -len(closed)]
    # As formatters do it: arguments on a line of their own, if that is long enough.
    if isinstance(value, Call) and len(inner) + len(inside) <= _WIDTH:
        return "\n".join([opened, f"{inner}{inside}", end])
    alone = isinstance(value, Call) and len(items) == 1
    parts = [
        f"{inner}{key}{laid_out(item, depth + 1, len(key) + 1)}{'' if alone else ','}"
        for key, item in items
    ]
    return "\n".join([opened, *parts, end])


def _on_one_line(value: object) -> str:
    opened, items, closed = _taken_apart(value)
    inside = ", ".join(f"{key}{_on_one_line(item)}" for key, item in items)
    return f"{opened}{inside}{closed}"


def _taken_apart(value: Any) -> tuple[str, list[tuple[str, Any]], str]:
    match value:
        case Call(name=name, arguments=arguments, named=named):
            items: Iterable[tuple[str, Any]] = [
                *(("", one) for one in arguments),
                *((f"{key}=", one) for key, one in named.items()),
            ]
            return f"{name}(", list(items), ")"
        case Bare(text=text):
            return text, [], ""
        case Enum():
            return _taken_apart(value.value)
        case str():
            return quoted(value), [], ""
        case datetime():
            return _instant(value), [], ""
        case dict():
            data = cast("dict[str, Any]", value)
            return "{", [(f"{quoted(key)}: ", one) for key, one in data.items()], "}"
        case list():
            some = cast("Iterable[Any]", value)
            return "[", [("", one) for one in some], "]"
        case _:
            return repr(value), [], ""


def _instant(at: datetime) -> str:
    parts = [at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond]
    while len(parts) > 3 and not parts[-1]:  # noqa: PLR2004  a date is needed
        parts.pop()
    return f"datetime({', '.join(map(str, parts))}, tzinfo=UTC)"
