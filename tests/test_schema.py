"""
The JSON Schema says what the reader takes: it is never stricter, and no less complete.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from strategies import Host, has_name, rules
from test_codec import KINDS, at, definitions, places, replaced, text_of, values

from leadkit import DocumentError, Rule, json_schema
from leadkit.rules import nodes as n
from leadkit.rules.stored import reading

COPY = Path(__file__).parents[1] / "docs" / "reference" / "leadkit.schema.json"
SCHEMA = json_schema()


@cache
def validator():
    """
    What validates documents.
    """
    return Draft202012Validator(SCHEMA)


def is_valid(data):
    """
    Whether a document is as the schema says.
    """
    return validator().is_valid(data)


def is_read(data, kind, **more):
    """
    Whether a document is read.
    """
    known = {"record": Host, "predicates": [has_name], **more}
    try:
        kind.from_json(json.dumps(data), **known)
    except DocumentError:
        return False
    return True


class TestSchema:
    def test_is_one(self):
        """
        It is a schema of its draft.
        """
        Draft202012Validator.check_schema(SCHEMA)

        assert "https://json-schema.org/draft/2020-12/schema" == SCHEMA["$schema"]

    def test_is_plain_data(self):
        """
        JSON has words for all of it.
        """
        assert SCHEMA == json.loads(json.dumps(SCHEMA, allow_nan=False))

    def test_is_made_anew(self):
        """
        Who changes it changes a copy.
        """
        json_schema()["$defs"].clear()

        assert SCHEMA == json_schema()

    def test_has_every_operator(self):
        """
        It has the operators that the reader has, all of them and no others.
        """
        parts = SCHEMA["$defs"]
        questions = set(parts["rule"]["properties"])
        asked = set(parts["value"]["properties"])

        assert set(reading.OPERATORS) == questions | asked
        assert {"field", "trait", "or_default"} == questions & asked
        assert {*n.COMPARISONS} <= questions
        assert {*n.ARITHMETIC, *n.AGGREGATES} <= asked

    def test_copy_in_the_docs(self):
        """
        The docs have a copy of it. To renew it: ``python tests/test_schema.py``.
        """
        assert SCHEMA == json.loads(COPY.read_text(encoding="utf-8"))


class TestBothWays:
    @given(rules(opaque=True))
    def test_rules_that_are_written(self, rule):
        """
        The text of every rule is valid, those aside that name two things alike.
        """
        data = json.loads(text_of(rule))
        names = [
            part.card.name for part in n.walk(rule.node) if isinstance(part, n.Total)
        ]
        assume(len(names) <= 1)

        assert is_valid(data)

    @given(definitions())
    def test_definitions_that_are_written(self, thing):
        """
        The text of every definition is valid.
        """
        assert is_valid(json.loads(thing.to_json()))

    @given(definitions(), values(), st.data())
    def test_what_is_read_is_valid(self, thing, value, data):
        """
        A document with anything put anywhere is valid if it is read; what the schema
        refuses is refused by the reader.
        """
        whole = json.loads(thing.to_json())
        changed = replaced(
            whole, data.draw(st.sampled_from(list(places(whole)))), value
        )

        assert is_valid(changed) or not is_read(changed, type(thing))

    @given(definitions(), st.sampled_from(["", "Holds", "__class__", "x"]), st.data())
    def test_a_key_more(self, thing, key, data):
        """
        A key that the format doesn't have is refused by both, wherever it stands.
        """
        whole = json.loads(thing.to_json())
        objects = [path for path in places(whole) if isinstance(at(whole, path), dict)]
        # What is declared has free names.
        path = data.draw(st.sampled_from([p for p in objects if p[:1] != ("traits",)]))
        changed = replaced(whole, path, {**at(whole, path), key: 1})

        assert not is_valid(changed)
        assert not is_read(changed, type(thing))

    @given(definitions(), st.data())
    def test_a_needed_key_less(self, thing, data):
        """
        A key that an object needs is missed by both.
        """
        whole = json.loads(thing.to_json())
        needed = {
            "leadkit",
            "name",
            "entries",
            "activity",
            "trigger",
            "stages",
            "points",
        }
        found = [path for path in places(whole) if path and path[-1] in needed]
        # A name is needed everywhere but in points.
        found = [
            p for p in found if p[-1] != "name" or "points" not in at(whole, p[:-1])
        ]
        path = data.draw(st.sampled_from(found))
        rest = {k: v for k, v in at(whole, path[:-1]).items() if k != path[-1]}
        changed = replaced(whole, path[:-1], rest)

        assert not is_valid(changed)
        assert not is_read(changed, type(thing))

    @given(definitions(), st.data())
    def test_another_type(self, thing, data):
        """
        A value of a type that its place never has is refused by both.
        """
        whole = json.loads(thing.to_json())
        path = data.draw(st.sampled_from(list(places(whole))))
        changed = replaced(whole, path, None)

        assert not is_valid(changed)
        assert not is_read(changed, type(thing))

    @pytest.mark.parametrize("kind", KINDS)
    def test_another_kind(self, kind):
        """
        A document is of one kind.
        """
        name = kind.__name__.lower()
        other = "scorecard" if kind is Rule else "rule"
        both = {"leadkit": 1, name: {}, other: {"always": True}}

        assert not is_valid(both)
        assert not is_read(both, kind)


def write():
    """
    Renew the copy in the docs.
    """
    COPY.write_text(json.dumps(SCHEMA, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
