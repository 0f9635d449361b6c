"""
The JSON Schema of stored definitions, made of the tables that the reader uses.

A schema says what a text looks like, and an editor or a form can be made of it. It
can't say all: which fields there are and of which kind, what may be compared with what,
and how deep rules may be is checked when a text is read.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from .codes import Medium
from .kinds import LARGEST
from .rules import nodes as n
from .rules.codec import FORMAT
from .rules.doors import AMOUNTS, CONDITIONS
from .rules.stored.scalars import CHOICES, INSTANT, KINDS, NAMED
from .rules.stored.writing import UNITS
from .spots import CODE, KEYS, MANY, NAME, TEXT
from .storing_cards import MOST
from .storing_moves import CLOCKS, STAGES, TRANSITIONS
from .storing_moves import KINDS as MOVES
from .storing_playbooks import LETTERS, PARTS

Schema: TypeAlias = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DOCUMENTS = ("rule", "scorecard", "qualification", "lifecycle", "playbook")


def json_schema() -> dict[str, Any]:
    """
    Make the JSON Schema of what ``to_json`` writes and ``from_json`` reads.

    Returns:
        The schema (draft 2020-12) as plain data. Its ``$defs`` have a schema for each
        part, so that ``{"$ref": "#/$defs/rule"}`` is the schema of a rule by itself.

    >>> json_schema()["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    return {
        "$schema": _DRAFT,
        "title": "A definition of leadkit",
        "oneOf": [_document(kind) for kind in _DOCUMENTS],
        "$defs": {**_basics(), **_rules(), **_cards(), **_moves(), **_bundle()},
    }


def _document(kind: str) -> Schema:
    declared = {"traits": _ref("traits")}
    if kind != "playbook":  # it has the cards that its rules read
        declared["cards"] = _ref("cards")
    head: Schema = {"leadkit": {"const": FORMAT}, kind: _ref(kind)}
    return _object(head, declared)


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _one(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }


def _list(items: Schema, least: int = 0, most: int = MANY) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _codes(most: int) -> Schema:
    return {**_list(_ref("code"), 1, most), "uniqueItems": True}


def _row(*items: Schema) -> Schema:
    return {
        "type": "array",
        "prefixItems": list(items),
        "items": False,
        "minItems": len(items),
    }


def _whole(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _basics() -> Schema:
    return {
        "code": {"type": "string", "pattern": f"^{CODE}$"},
        "name": {
            "type": "string",
            "minLength": 1,
            "maxLength": NAME,
            "description": "For people; of any characters.",
        },
        "nothing": _object({}),
        "points": {
            "type": "number",
            "description": "At most two decimals.",
            "minimum": -MOST,
            "maximum": MOST,
        },
        "span": {
            **_one({unit: {"type": "integer", "minimum": 1} for unit in UNITS}),
            "description": "A whole number of one unit.",
        },
        "number": {"type": "number", "minimum": -LARGEST, "maximum": LARGEST},
        "instant": _object({"instant": {"type": "string", "pattern": f"^{INSTANT}$"}}),
        "constant": {
            "anyOf": [
                {"type": "string", "maxLength": TEXT},
                _ref("number"),
                {"type": "boolean"},
                _ref("instant"),
            ],
            "description": "Of the kind of what it stands beside.",
        },
        "traits": {
            "type": "object",
            "description": "The tenant-defined fields that rules read.",
            "maxProperties": KEYS,
            "propertyNames": _ref("code"),
            "additionalProperties": {
                "anyOf": [
                    {"enum": list(KINDS)},
                    _list({"type": ["string", "integer", "boolean"]}, 1, CHOICES),
                ]
            },
        },
        "cards": {
            "type": "object",
            "description": "The versions of scorecards for which rules were written.",
            "maxProperties": KEYS,
            "propertyNames": _ref("name"),
            "additionalProperties": {"type": "string", "maxLength": 64},
        },
    }


def _rules() -> Schema:
    value, operand, number = _ref("value"), _ref("operand"), _ref("number")
    rules = _list(_ref("rule"), 1)
    flags: Schema = {
        "field": _ref("code"),
        "trait": _ref("code"),
        "or_default": _row(value, _ref("constant")),
    }
    values: Schema = {
        **flags,
        **{op: _row(operand, operand) for op in n.ARITHMETIC},
        **{op: _ref("activities") for op in n.AGGREGATES},
        "card": _ref("name"),
        "age": value,
        "time_in_stage": _ref("nothing"),
    }
    questions: Schema = {
        **{op: _row(value, operand) for op in n.COMPARISONS},
        "always": {"type": "boolean"},
        "all": rules,
        "any": rules,
        "not": _ref("rule"),
        "at_least": _row(_whole(1, MANY), rules),
        "between": _row(value, number, number),
        "is_in": _row(value, _list(_ref("constant"), 1)),
        "missing": value,
        "consented": _object({"purpose": _ref("code"), "medium": _ref("medium")}),
        "reachable": _object({"purpose": _ref("code")}, {"medium": _ref("medium")}),
        "in_stage": _codes(NAMED),
        "has_been": _ref("code"),
        "came_from": _ref("code"),
        "holds": _ref("code"),
        "conversed": _object({}, {"since": _ref("code")}),
        "is_lead": _ref("nothing"),
        "predicate": _ref("name"),
    }
    return {
        "medium": {"enum": [medium.value for medium in Medium]},
        "rule": {
            **_one({**questions, **flags}),
            "description": "A question; a flag is one, too.",
        },
        "value": _one(values),
        "operand": {"anyOf": [value, _ref("constant")]},
        "activities": _activities(),
    }


def _activities() -> Schema:
    where: Schema = {}
    for name, choices in CONDITIONS.items():
        if name in AMOUNTS:
            where[name] = _ref("number")
        elif choices is not None:
            where[name] = {"enum": [member.value for member in choices]}
        else:
            where[name] = _ref("code" if name == "purpose" else "name")
    return _object(
        {"activity": _codes(NAMED)},
        {
            "where": {**_object({}, where), "minProperties": 1},
            "within": _ref("span"),
            "since": _ref("code"),
        },
    )


def _cards() -> Schema:
    group: Schema = {"name": _ref("name"), "entries": _list(_ref("entry"))}
    limits: Schema = {"floor": _ref("points"), "ceiling": _ref("points")}
    points: Schema = {
        "when": _ref("rule"),
        "per": {"anyOf": [_ref("activities"), _ref("value")]},
        "halving": _ref("span"),
        "fading": _ref("span"),
        "at_most": _whole(1, MOST),
        "per_day": _whole(1, MOST),
        "cap": {**_ref("points"), "minimum": 0},
        "name": _ref("name"),
    }
    return {
        "scorecard": _object(group, limits),
        "entry": {
            "anyOf": [
                {
                    **_object({"points": _ref("points")}, points),
                    "anyOf": [{"required": ["when"]}, {"required": ["per"]}],
                },
                _ref("scorecard"),  # which is what a group looks like
                _object({"scorecard": _ref("scorecard")}),
            ]
        },
    }


def _moves() -> Schema:
    transition = _object(
        {
            "trigger": _ref("code"),
            "sources": _codes(STAGES),
            "target": {"anyOf": [_ref("code"), _object({"previous": _ref("nothing")})]},
        },
        {
            "when": _ref("rule"),
            "kind": {"enum": list(MOVES)},
            "after": _ref("span"),
            "since": {"enum": list(CLOCKS)},
            "automatic": {"type": "boolean"},
        },
    )
    spans: Schema = {
        "type": "object",
        "propertyNames": _ref("code"),
        "additionalProperties": _ref("span"),
    }
    return {
        "transition": transition,
        "lifecycle": _object(
            {
                "name": _ref("name"),
                "stages": _codes(STAGES),
                "initial": _ref("code"),
                "transitions": _list(_ref("transition"), 0, TRANSITIONS),
            },
            {"deadlines": spans, "stale_after": spans},
        ),
    }


def _bundle() -> Schema:
    letters = _list(_row(_ref("name"), _ref("points")), 1, LETTERS)
    warmth = _object({"hot": _ref("rule"), "warm": _ref("rule")})
    return {
        "qualification": _object(
            {"name": _ref("code")},
            {
                "when": _ref("rule"),
                "until": _ref("rule"),
                "applies_to": _codes(NAMED),
            },
        ),
        "playbook": _object(
            {"name": _ref("name")},
            {
                "scorecards": _list(_ref("scorecard"), 0, PARTS),
                "qualifications": _list(_ref("qualification"), 0, PARTS),
                "lifecycle": _ref("lifecycle"),
                "grades": _object({"card": _ref("name"), "thresholds": letters}),
                "temperature": warmth,
            },
        ),
    }
