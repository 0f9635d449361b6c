"""
The fields of a record as values that rules may ask about.
"""

from __future__ import annotations

import copy
import pickle
from datetime import datetime
from enum import Enum, IntEnum, StrEnum
from typing import Any, Literal

import attrs
import pytest
from strategies import NOW, TRAITS, F, Host

import leadkit as lk
from leadkit import RuleError, UnknownFieldError
from leadkit.rules.expressions import Choice, Flag, Instant, Number, Text


class Level(IntEnum):
    """
    A choice of whole numbers.
    """

    LOW = 1
    HIGH = 2


class Odd(Enum):
    """
    An enumeration whose values rules can't compare.
    """

    NOTHING = None
    PAIR = (1, 2)


@attrs.frozen(kw_only=True)
class Everything(lk.Lead):
    """
    Annotations of every sort.
    """

    number: int = 0
    maybe: int | None = None
    either: int | float | None = None
    text: str = ""
    flag: bool = False
    instant: datetime = NOW
    level: Level = Level.LOW
    literal: Literal["a", 1] | None = None
    numbers: tuple[int, ...] = ()
    anything: Any = None
    mixed: int | str = 0
    odd: Odd = Odd.PAIR
    unknown: Nowhere = None  # noqa: F821


E = lk.fields(Everything)


class Undecorated(Host):
    """
    A record whose author forgot the decorator.
    """

    seniority: int | None = None


class TestFields:
    @pytest.mark.parametrize(
        ("field", "kind"),
        [
            ("number", Number),
            ("maybe", Number),
            ("either", Number),
            ("text", Text),
            ("flag", Flag),
            ("instant", Instant),
            ("level", Choice),
            ("literal", Choice),
            # Those of every lead:
            ("id", Text),
            ("name", Text),
            ("kind", Choice),
            ("created_at", Instant),
        ],
    )
    def test_kinds(self, field, kind):
        """
        A field is a value of the kind that its annotation says, missing or not.
        """
        value = getattr(E, field)

        assert kind is type(value)
        assert field == str(value)

    @pytest.mark.parametrize(
        "field", ["numbers", "anything", "mixed", "odd", "unknown"]
    )
    def test_what_rules_cannot_ask_about(self, field):
        """
        A field of another type is refused, and its types are named.
        """
        with pytest.raises(RuleError, match="a number, text, flag") as caught:
            getattr(E, field)

        assert f"field {field!r} of Everything" == caught.value.subject
        assert field not in dir(E)

    @pytest.mark.parametrize(
        ("field", "cure"),
        [
            ("stage", "in_stage"),
            ("activities", "activity("),
            ("consents", "consented"),
            ("contacts", "reachable"),
            ("touches", "is_lead"),
            ("moves", "has_been"),
            ("grants", "holds"),
            ("traits", "traits={"),
            ("revision", "counts changes"),
        ],
    )
    def test_what_is_asked_elsewhere(self, field, cure):
        """
        What depends on the instant isn't read as a field; the error says how to ask.
        """
        with pytest.raises(RuleError) as caught:
            getattr(F, field)

        assert cure in caught.value.cure
        assert field not in dir(F)

    def test_unknown_field(self):
        """
        An unknown field is refused with the nearest one and the ones there are.
        """
        with pytest.raises(UnknownFieldError) as caught:
            F.employes  # noqa: B018

        assert "Did you mean 'employees'?" in str(caught.value)
        assert "the unknown field 'employes'" == caught.value.came
        assert "'budget'" in caught.value.expected
        assert "fields(Host)" == caught.value.subject

    def test_unknown_trait(self):
        """
        The nearest of the traits is suggested like that of the fields.
        """
        with pytest.raises(UnknownFieldError, match="Did you mean 'segment'"):
            F.segmnt  # noqa: B018

    def test_python_may_look(self):
        """
        An unknown field is an `AttributeError`, so that Python's own look-ups answer.
        """
        assert hasattr(F, "employees")
        assert not hasattr(F, "employes")
        assert not hasattr(F, "stage")
        assert not hasattr(F, "__wrapped__")
        assert getattr(F, "employes", None) is None

    def test_missing_decorator(self):
        """
        A field of a class without the decorator is missed with the right advice.
        """
        with pytest.raises(UnknownFieldError, match="Decorate the class"):
            lk.fields(Undecorated).seniority  # noqa: B018
        assert "employees" == str(lk.fields(Undecorated).employees)

    @pytest.mark.parametrize(
        "record", [None, "Host", dict, Host(id="L-1"), lk.Activity, int | str]
    )
    def test_no_record(self, record):
        """
        Only `Lead` and its subclasses have fields to ask about.
        """
        with pytest.raises(RuleError, match="Lead or a subclass"):
            lk.fields(record)

    def test_names_for_completion(self):
        """
        The fields and traits that may be asked about are listed, and each can be.
        """
        names = dir(F)

        assert {"employees", "plan", "name", "created_at", *TRAITS} <= set(names)
        assert sorted(names) == names
        assert [str(getattr(F, name)) for name in names] == names

    def test_repr(self):
        """
        The repr says whose fields they are.
        """
        assert "fields(Host)" == repr(F)

    def test_copies(self):
        """
        The fields can be copied and pickled, as a module of rules may be.
        """
        for again in (copy.copy(F), copy.deepcopy(F), pickle.loads(pickle.dumps(F))):
            assert (F.employees >= 50) == (again.employees >= 50)
            assert (F.plan == "pro") == (again.plan == "pro")
            assert F.segment.is_missing() == again.segment.is_missing()


class TestTraits:
    def test_kinds(self):
        """
        A trait is a value of the kind that was declared for it.
        """
        kinds = {name: type(getattr(F, name)) for name in TRAITS}

        assert {
            "seats": Number,
            "segment": Text,
            "partner": Flag,
            "renewal": Instant,
            "region": Choice,
        } == kinds

    def test_reads_the_mapping(self):
        """
        A trait is read from the record's traits, and missing where it isn't there.
        """
        lead = Host(id="L-1", traits={"segment": "b2b", "region": 3})

        assert (F.segment == "b2b").test(lead, as_of=NOW) is True
        assert (F.region == 3).test(lead, as_of=NOW) is True
        assert (F.seats > 1).test(lead, as_of=NOW) is None

    def test_enumerations(self):
        """
        An enumeration declares a trait whose values are its codes.
        """

        class Size(StrEnum):
            SMALL = "small"
            LARGE = "large"

        size = lk.fields(lk.Lead, traits={"size": Size | None}).size

        assert "size == 'large'" == str(size == Size.LARGE)
        with pytest.raises(RuleError, match="Did you mean 'large'"):
            size == "lorge"  # noqa: B015

    @pytest.mark.parametrize(
        "name", ["two words", "", "1st", "größe", "a.b", "class name", 5, None]
    )
    def test_names(self, name):
        """
        A trait's name is an ASCII identifier.
        """
        with pytest.raises(RuleError, match="an identifier"):
            lk.fields(lk.Lead, traits={name: str})

    @pytest.mark.parametrize("name", ["name", "employees", "traits", "stage"])
    def test_names_of_fields(self, name):
        """
        A trait may not have the name of a field, since rules couldn't tell them apart.
        """
        with pytest.raises(RuleError, match="the name of a field of Host") as caught:
            lk.fields(Host, traits={name: str})

        assert f"trait {name!r}" == caught.value.subject

    @pytest.mark.parametrize("kind", [list, tuple[int, ...], None, "str", int | str])
    def test_types(self, kind):
        """
        A trait is of a type that rules can ask about.
        """
        with pytest.raises(RuleError, match="rules can't ask about"):
            lk.fields(Host, traits={"extra": kind})

    @pytest.mark.parametrize("traits", ["plan", ["plan"], {"plan"}, 5])
    def test_want_a_mapping(self, traits):
        """
        Traits are given as a mapping from names to types.
        """
        with pytest.raises(RuleError, match="a mapping to types"):
            lk.fields(Host, traits=traits)

    def test_none(self):
        """
        No traits and an empty mapping are one.
        """
        assert dir(lk.fields(Host)) == dir(lk.fields(Host, traits={}))
