"""
Every node checks itself when it is made, whoever makes it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import attrs
import pytest
from strategies import NOW, F, Host

import leadkit as lk
from leadkit import InstantError, RuleError, UnknownFieldError
from leadkit.kinds import ValueKind
from leadkit.rules import nodes as n
from leadkit.rules.lookup import askable, field_named

SIZE, TITLE, FREE, ENDS = (
    getattr(F, name).node for name in ("employees", "title", "free_mail", "trial_ends")
)
ONE = n.constant(1, SIZE)
HEAD = n.constant("Head", TITLE)
YES = n.constant(True, FREE)
CALLS = n.Query(("call_held",))

WRONG = {
    "between texts": (
        lambda: n.Between(TITLE, ONE, ONE),
        "title.between()",
        "a number",
    ),
    "between with a text": (
        lambda: n.Between(SIZE, ONE, HEAD),
        "employees.between()",
        "a number",
    ),
    "one of flags": (
        lambda: n.IsIn(FREE, (YES,)),
        "free_mail.is_in()",
        "a number or a text or a choice",
    ),
    "one of mixed": (
        lambda: n.IsIn(SIZE, (ONE, HEAD)),
        "employees.is_in()",
        "a number",
    ),
    "a number as a rule": (lambda: n.Truth(SIZE), "employees as a rule", "a flag"),
    "the age of a number": (lambda: n.Age(SIZE), "employees.age()", "an instant"),
    "a text as default": (
        lambda: n.OrDefault(SIZE, HEAD),
        "employees.or_default()",
        "a number",
    ),
    "a comparison of kinds": (
        lambda: n.Compare("eq", SIZE, HEAD),
        "'==' between employees and 'Head'",
        "two values of one kind",
    ),
    "no types": (lambda: n.Query(()), "activity()", "at least one activity type"),
    "a blank type": (lambda: n.Query((" ",)), "activity()", "a code, as a text"),
    "an unknown condition": (
        lambda: n.Query(("a",), (("colour", "red"),)),
        "where()",
        (
            "'medium', 'channel', 'purpose', 'campaign', 'variant', 'direction', "
            "'actor', 'value', 'value_at_least' or 'value_at_most'"
        ),
    ),
    "an unknown medium": (
        lambda: n.Query(("a",), (("medium", "pigeon"),)),
        "where(medium=...)",
        "'email', 'phone', 'sms', 'social' or 'post'",
    ),
    "no window": (
        lambda: n.Query(("a",), window=timedelta(0)),
        "within()",
        "a positive span",
    ),
    "a number as window": (
        lambda: n.Query(("a",), window=7),
        "within()",
        "a positive span",
    ),
    "a padded stage": (lambda: n.Query(("a",), since=" x"), "since()", "a code"),
    "an unknown aggregate": (
        lambda: n.Aggregate("median", CALLS),
        "what is computed of activities",
        (
            "'count', 'total', 'largest', 'mean', 'latest', 'distinct_days', "
            "'days_since_first' or 'days_since_last'"
        ),
    ),
    "a purpose": (lambda: n.Reachable(5), "reachable()", "a code, as a text"),
    "a medium": (
        lambda: n.Consented("marketing", "pigeon"),
        "consented()",
        "'email', 'phone', 'sms', 'social' or 'post'",
    ),
    "no stages": (lambda: n.InStage(()), "in_stage()", "at least one stage"),
    "a stage that was": (lambda: n.HasBeen(None), "has_been()", "a code, as a text"),
    "a stage before": (lambda: n.CameFrom("\t"), "came_from()", "a code, as a text"),
    "a qualification": (lambda: n.Holds(" MQL"), "holds()", "a code"),
    "a conversation": (lambda: n.Conversed(""), "conversed()", "a code, as a text"),
    "too many": (
        lambda: n.AtLeast(2, (n.IsLead(),)),
        "at_least()",
        "a whole number from 1 to the number of rules",
    ),
}


class TestNodes:
    @pytest.mark.parametrize(("make", "subject", "expected"), WRONG.values(), ids=WRONG)
    def test_check_themselves(self, make, subject, expected):
        """
        A node that makes no sense can't be made.
        """
        with pytest.raises(RuleError) as caught:
            make()

        assert (subject, expected) == (caught.value.subject, caught.value.expected)

    def test_bring_to_one_form(self):
        """
        Members become codes, repeated codes one, and conditions sorted.
        """
        query = n.Query(
            ("a", lk.ActivityType.CALL_HELD, "a"),
            (("value", 2.0), ("medium", lk.Medium.SMS)),
        )

        assert n.Query(("a", "call_held"), (("medium", "sms"), ("value", 2))) == query
        assert {str} == {type(code) for code in query.types}
        assert n.InStage(("lead",)) == n.InStage((lk.Stage.LEAD, "lead"))

    def test_evolve(self):
        """
        A node that is made of another one is checked like it.
        """
        with pytest.raises(RuleError):
            attrs.evolve(CALLS, since="")


class TestConstant:
    @pytest.mark.parametrize(
        ("value", "beside", "error"),
        [
            (10**16, SIZE, RuleError),
            ("x", SIZE, RuleError),
            (NOW.replace(tzinfo=None), ENDS, InstantError),
        ],
    )
    def test_subject(self, value, beside, error):
        """
        An error says what the constant stands beside.
        """
        with pytest.raises(error) as caught:
            n.constant(value, beside)

        assert f"a comparison with {beside}" == caught.value.subject

    def test_true_is_no_one(self):
        """
        Among choices, True and 1 are two.
        """
        one, both = (
            lk.fields(lk.Lead, traits={"x": kind}).x
            for kind in (Literal[True, 2], Literal[True, 1])
        )

        assert (both == 1) != (both == True)  # noqa: E712
        assert (
            "x is in (True, 1)" == str(both.is_in(1, True)) == str(both.is_in(True, 1))
        )
        assert "x == 1" == str(both == 1)
        with pytest.raises(RuleError, match="one of its choices, True or 2"):
            one == 1  # noqa: B015

    def test_fields_with_such_choices(self):
        """
        So are two fields that have them.
        """
        one, other = (n.Field("x", ValueKind.CHOICE, (value,)) for value in (1, True))

        assert one != other


class TestLookUp:
    def test_finds_what_is_askable(self):
        """
        Each name is looked up in a table, and is the field that `fields` gives.
        """
        known = askable(Host, {})

        assert {"employees", "title", "free_mail", "name"} <= set(known)
        assert (
            F.employees.node == known["employees"] == field_named("employees", Host, {})
        )

    @pytest.mark.parametrize("name", ["__class__", "to_dict", "activities", "nope"])
    def test_nothing_else(self, name):
        """
        What isn't in the table isn't found, whatever the class has.
        """
        assert name not in askable(Host, {})
        with pytest.raises(UnknownFieldError):
            field_named(name, Host, {})
