"""
Annotations say what a field holds, and its door takes nothing else.
"""

import enum
import numbers
import sys
import types
import typing
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, NewType, Optional

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError, LeadError, Medium
from leadkit.annotations import field_type, types_of
from leadkit.kinds import LARGEST, FieldType, ValueKind

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
CANARY = "sara.ahmadi@example.com"


class Size(enum.Enum):
    """
    A choice with whole numbers.
    """

    SMALL = 1
    LARGE = 2


class Spot(enum.Enum):
    """
    A choice whose values are no scalars.
    """

    HERE = (0, 0)
    THERE = (1, 1)


class Empty(enum.Enum):
    """
    A choice without any options.
    """


class OtherMedium(enum.StrEnum):
    """
    Another enumeration that has a code of ours.
    """

    EMAIL = "email"


class Text(str):
    """
    A text of another library, as `numpy.str_` is one.
    """

    __slots__ = ()


@numbers.Integral.register
class Int64:
    """
    A whole number of another library, as `numpy.int64` is one.
    """

    def __init__(self, number):
        self.number = number

    def __int__(self):
        return self.number


@numbers.Real.register
class Float32:
    """
    A number of another library that is no `float`, as `numpy.float32` is one.
    """

    def __init__(self, number):
        self.number = number

    def __float__(self):
        return self.number

    def __eq__(self, other):
        return self.number == other.number

    __hash__ = None


class Float64(float):
    """
    A number of another library that is a `float`, as `numpy.float64` is one.
    """


@numbers.Real.register
class Broken:
    """
    A number that can't be read.
    """


class NoStamp(datetime):
    """
    A datetime that isn't equal to itself, as `pandas.NaT` is one.
    """

    __hash__ = datetime.__hash__

    def __ne__(self, other):
        return True


# numpy's flags are no bools; the class is called `bool_`, `bool` since numpy 2.
BOOL_ = type("bool_", (), {"__bool__": lambda self: True})
BOOL = type("bool", (), {"__bool__": lambda self: False})

UserId = NewType("UserId", str)
AdminId = NewType("AdminId", UserId)

TEXT = FieldType(ValueKind.TEXT, str)
WHOLE = FieldType(ValueKind.NUMBER, int)
NUMBER = FieldType(ValueKind.NUMBER, float)
FLAG = FieldType(ValueKind.FLAG, bool)
INSTANT = FieldType(ValueKind.INSTANT, datetime)
SIZE = FieldType(ValueKind.CHOICE, Size, (1, 2))
TIER = FieldType(ValueKind.CHOICE, None, ("gold", "silver"))
OTHER = FieldType(ValueKind.OTHER)
DATE = FieldType(ValueKind.OTHER, date)
DECIMAL = FieldType(ValueKind.OTHER, Decimal)
TEXTS = FieldType(ValueKind.OTHER, tuple, items=TEXT)


def optional(declared):
    """
    The same type, whose values may be missing.
    """
    return attrs.evolve(declared, optional=True)


class TestFieldType:
    @pytest.mark.parametrize(
        ("annotation", "declared"),
        [
            (str, TEXT),
            (int, WHOLE),
            (float, NUMBER),
            (bool, FLAG),
            (datetime, INSTANT),
            (Size, SIZE),
            (Literal["gold", "silver"], TIER),
            # missing
            (str | None, optional(TEXT)),
            (Optional[int], optional(WHOLE)),  # noqa: UP045  hosts write it
            (None | float, optional(NUMBER)),
            (Size | None, optional(SIZE)),
            (Literal["gold", "silver", None], optional(TIER)),  # noqa: PYI061
            (Literal["gold", "silver"] | None, optional(TIER)),
            # several numbers are a number
            (int | float, NUMBER),
            (int | float | None, optional(NUMBER)),
            # wrapped
            (Annotated[int, "people"], WHOLE),
            (Annotated[int | None, "people"], optional(WHOLE)),
            (Annotated[int, "people"] | None, optional(WHOLE)),
            (UserId, TEXT),
            (AdminId | None, optional(TEXT)),
            # choices
            (Literal[Size.SMALL], FieldType(ValueKind.CHOICE, None, (1,))),
            (Literal[True, 1], FieldType(ValueKind.CHOICE, None, (True, 1))),
            (Spot, FieldType(ValueKind.OTHER, Spot)),
            (Empty, FieldType(ValueKind.OTHER, Empty)),
            # what rules can't ask about
            (date, DATE),
            (Decimal | None, optional(DECIMAL)),
            (tuple[str, ...], TEXTS),
            (tuple[str, ...] | None, optional(TEXTS)),
            (tuple[str, int], FieldType(ValueKind.OTHER, tuple)),
            (tuple[()], FieldType(ValueKind.OTHER, tuple)),
            (list[str], FieldType(ValueKind.OTHER, list)),
            (dict[str, int], FieldType(ValueKind.OTHER, dict)),
            (str | int, OTHER),
            (str | int | None, optional(OTHER)),
            (Text, FieldType(ValueKind.OTHER, Text)),
            (Any, FieldType(ValueKind.OTHER, Any)),
            (None, OTHER),
            ({"no": "type"}, OTHER),
            ("a text", OTHER),
        ],
        ids=str,
    )
    def test_table(self, annotation, declared):
        """
        An annotation is read as this.
        """
        assert declared == field_type(annotation)

    @pytest.mark.skipif(sys.version_info < (3, 12), reason="type statements are newer")
    def test_alias(self):
        """
        A name that a type statement made means what it stands for.
        """
        alias = typing.TypeAliasType("alias", int | None)

        assert optional(WHOLE) == field_type(alias)

    @pytest.mark.parametrize(
        ("declared", "words"),
        [
            (TEXT, "a text"),
            (WHOLE, "a whole number"),
            (NUMBER, "a number"),
            (FLAG, "True or False"),
            (INSTANT, "an aware datetime"),
            (SIZE, "one of '1' or '2'"),
            (TIER, "one of 'gold' or 'silver'"),
            (DATE, "a date"),
            (TEXTS, "a tuple"),
            (OTHER, "a value"),
            (optional(TEXT), "a text or missing"),
            (optional(DECIMAL), "a Decimal or missing"),
        ],
    )
    def test_wanted(self, declared, words):
        """
        The type is said in these words.
        """
        assert words == declared.wanted

    @pytest.mark.parametrize(
        ("declared", "cls"),
        [
            (TEXT, str),
            (FLAG, bool),
            (SIZE, Size),
            (FieldType(ValueKind.OTHER, Spot), Spot),
        ],
    )
    def test_as_it_is(self, declared, cls):
        """
        Of these types, an instance of the very class needs no look.
        """
        assert cls is declared.as_it_is

    @pytest.mark.parametrize("declared", [WHOLE, NUMBER, INSTANT, TIER, DATE, TEXTS])
    def test_to_be_looked_at(self, declared):
        """
        Of these types, any value needs a look: it may be too large, or elsewhere.
        """
        assert declared.as_it_is is None


class TestAdmit:
    @pytest.mark.parametrize(
        ("declared", "value", "kept"),
        [
            (TEXT, "a", "a"),
            (TEXT, "", ""),
            (TEXT, Medium.EMAIL, "email"),
            (TEXT, Text("a"), "a"),
            (WHOLE, 7, 7),
            (WHOLE, 7.0, 7),
            (WHOLE, Float64(7), 7),
            (WHOLE, Float32(7.0), 7),
            (WHOLE, Int64(7), 7),
            (WHOLE, enum.IntEnum("Two", "ONE TWO").TWO, 2),
            (WHOLE, -LARGEST, -(10**15)),
            (NUMBER, 7, 7),
            (NUMBER, 7.5, 7.5),
            (NUMBER, Float64(7.5), 7.5),
            (NUMBER, Float32(7.5), 7.5),
            (NUMBER, Int64(7), 7),
            (NUMBER, Fraction(1, 4), 0.25),
            (NUMBER, 1e15, 1e15),
            (FLAG, True, True),
            (FLAG, False, False),
            (FLAG, BOOL_(), True),
            (FLAG, BOOL(), False),
            (INSTANT, NOW, NOW),
            (SIZE, Size.LARGE, Size.LARGE),
            (SIZE, 2, Size.LARGE),
            (SIZE, 2.0, Size.LARGE),
            (TIER, "gold", "gold"),
            (TIER, Text("gold"), "gold"),
            (FieldType(ValueKind.CHOICE, Medium, ()), OtherMedium.EMAIL, Medium.EMAIL),
            (FieldType(ValueKind.CHOICE, None, ("email",)), Medium.EMAIL, "email"),
            (FieldType(ValueKind.CHOICE, None, (1, True)), 1, 1),
            (FieldType(ValueKind.CHOICE, None, (1, True)), True, True),
            (FieldType(ValueKind.CHOICE, None, (1, True)), 1.0, 1),
            (FieldType(ValueKind.OTHER, Spot), Spot.HERE, Spot.HERE),
            (FieldType(ValueKind.OTHER, Spot), (1, 1), Spot.THERE),
            (DATE, date(2026, 5, 1), date(2026, 5, 1)),
            (DECIMAL, Decimal("9.90"), Decimal("9.90")),
            (TEXTS, ["b", "a"], ("b", "a")),
            (TEXTS, (), ()),
            (field_type(tuple[float | None, ...]), [float("nan"), 1], (None, 1)),
            (field_type(tuple[tuple[int, ...], ...]), [[1.0], []], ((1,), ())),
        ],
    )
    def test_keeps(self, declared, value, kept):
        """
        The value is kept in this form.
        """
        found = declared.admit(value, "x")

        assert kept == found
        assert type(kept) is type(found)

    @pytest.mark.parametrize("value", [CANARY, 7, [1], {"a": 1}, datetime(2026, 5, 1)])
    def test_anything(self, value):
        """
        Where the annotation is unknown, anything is kept as it came.
        """
        assert value is OTHER.admit(value, "x")

    @pytest.mark.parametrize(
        ("declared", "value", "came"),
        [
            (TEXT, 7, "an int"),
            (TEXT, b"a", "a bytes"),
            (TEXT, Size.SMALL, "a Size"),
            (WHOLE, CANARY, "a str"),
            (WHOLE, True, "a bool"),
            (WHOLE, 7.5, "a number with a fraction"),
            (WHOLE, 1 + LARGEST, "a number beyond 10**15"),
            (NUMBER, "7", "a str"),
            (NUMBER, False, "a bool"),
            (NUMBER, Decimal(7), "a Decimal"),
            (NUMBER, 7j, "a complex"),
            (NUMBER, Broken(), "a Broken"),
            (NUMBER, float("inf"), "a number beyond 10**15"),
            (NUMBER, -1.1e15, "a number beyond 10**15"),
            (NUMBER, Fraction(10**400), "a Fraction"),
            (FLAG, 1, "an int"),
            (FLAG, "yes", "a str"),
            (INSTANT, "2026-05-01", "a str"),
            (INSTANT, date(2026, 5, 1), "a date"),
            (INSTANT, datetime(2026, 5, 1), "a datetime without a time zone"),
            (SIZE, 3, "an int"),
            (SIZE, True, "a bool"),
            (SIZE, [], "a list"),
            (SIZE, CANARY, "a str"),
            (TIER, "bronze", "another value"),
            (TIER, Size.SMALL, "another value"),
            (TIER, [], "another value"),
            (FieldType(ValueKind.CHOICE, None, (1,)), True, "another value"),
            (FieldType(ValueKind.OTHER, Spot), (2, 2), "a tuple"),
            (DATE, NOW, "a datetime"),
            (DATE, "2026-05-01", "a str"),
            (DECIMAL, 7, "an int"),
            (DECIMAL, "7", "a str"),
            (TEXTS, CANARY, "a str"),
            (TEXTS, {"a"}, "a set"),
        ],
    )
    def test_refuses(self, declared, value, came):
        """
        A value of another type is refused by an error that names its field, says what
        was expected, and doesn't quote it.
        """
        with pytest.raises(LeadError) as caught:
            declared.admit(value, "field 'x'")

        assert "field 'x'" == caught.value.subject
        assert came == caught.value.came
        assert declared.wanted == caught.value.expected
        assert CANARY not in str(caught.value)
        assert caught.value.__suppress_context__
        assert caught.value.__context__ is None

    def test_refuses_an_item(self):
        """
        An item of a tuple is refused in its own name.
        """
        with pytest.raises(LeadError) as caught:
            TEXTS.admit(["a", 7], "field 'x'")

        assert "an item of field 'x': got an int, expected a text." == str(caught.value)

    @pytest.mark.parametrize(
        "missing",
        [
            None,
            float("nan"),
            Float64("nan"),
            Float32(float("nan")),
            Decimal("NaN"),
            Decimal("sNaN"),
            NoStamp(2026, 5, 1),
        ],
        ids=["None", "float", "float64", "float32", "Decimal", "signalling", "NaT"],
    )
    @pytest.mark.parametrize(
        "declared",
        [TEXT, WHOLE, NUMBER, FLAG, INSTANT, SIZE, TIER, DATE, DECIMAL, TEXTS],
        ids=lambda declared: declared.wanted,
    )
    def test_missing(self, declared, missing):
        """
        None and every NaN are kept as None where a value may be missing, and refused
        where it may not.
        """
        assert optional(declared).admit(missing, "x") is None
        with pytest.raises(LeadError, match=r"Declare the field with '\| None'"):
            declared.admit(missing, "x")

    @pytest.mark.parametrize("missing", [None, float("nan"), Decimal("sNaN")])
    def test_missing_anything(self, missing):
        """
        What is missing is None also where the annotation is unknown.
        """
        assert OTHER.admit(missing, "x") is None

    @pytest.mark.parametrize("value", [None, "today", datetime(2026, 5, 1)])
    def test_instant_error(self, value):
        """
        A wrong instant is an `InstantError`, as it is in a question.
        """
        with pytest.raises(InstantError):
            INSTANT.admit(value, "x")

    @given(
        st.datetimes(
            min_value=datetime(2, 1, 1),
            timezones=st.sampled_from(
                [UTC, timezone(timedelta(0)), timezone(timedelta(hours=3, minutes=30))]
            ),
        )
    )
    def test_instants_move_to_utc(self, instant):
        """
        An instant of any zone is kept in the one UTC object.
        """
        kept = INSTANT.admit(instant, "x")

        assert instant == kept
        assert UTC is kept.tzinfo

    @given(st.floats() | st.integers() | st.none())
    def test_numbers_are_settled(self, value):
        """
        What was kept once is kept as it is the next time.
        """
        declared = optional(NUMBER)
        try:
            once = declared.admit(value, "x")
        except LeadError:
            assert abs(value) > LARGEST
        else:
            assert once is declared.admit(once, "x")

    @given(st.integers(-LARGEST, LARGEST))
    def test_whole_floats(self, number):
        """
        A whole number that came as a float is the same whole number again.
        """
        kept = WHOLE.admit(float(number), "x")

        assert (int, number) == (type(kept), kept)


HOST_MODULE = """
from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import attrs

@attrs.frozen
class Parent:
    class Plan(__import__("enum").StrEnum):
        FREE = "free"

    plan: Plan
    date: date | None = None
    tier: Literal["gold", "silver"] = "gold"
    size: Annotated[int, "people"] = 0
    odd: NoSuchName = None
    ahead: Later | None = None
    int: int = 0
    number: int = 0

Later = float
"""


@pytest.fixture(name="parent")
def _parent():
    """
    A class of a module whose annotations are texts.
    """
    module = types.ModuleType("a_host_module")
    sys.modules[module.__name__] = module
    exec(HOST_MODULE, vars(module))
    yield module.Parent
    del sys.modules[module.__name__]


class TestTypesOf:
    def test_texts(self, parent):
        """
        Annotations that are texts mean what they mean in their own module and class,
        also where a field has the name of a type; a name that nobody knows is left be.
        """
        assert {
            "plan": FieldType(ValueKind.CHOICE, parent.Plan, ("free",)),
            "date": optional(DATE),
            "tier": TIER,
            "size": WHOLE,
            "odd": OTHER,
            "ahead": optional(NUMBER),
            "int": WHOLE,
            "number": WHOLE,
        } == types_of(parent)

    def test_inherited_texts(self, parent):
        """
        An inherited annotation is read where it was written.
        """

        @attrs.frozen
        class Child(parent):
            size: str = ""
            more: float = 0.0

        found = types_of(Child)

        assert types_of(parent)["plan"] == found["plan"]
        assert TEXT == found["size"]
        assert NUMBER == found["more"]

    def test_order(self, parent):
        """
        The types stand in the order of the fields.
        """
        assert list(attrs.fields_dict(parent)) == list(types_of(parent))

    def test_without_its_module(self, parent):
        """
        A class whose module is gone still knows the names that are everywhere.
        """
        module = sys.modules.pop("a_host_module")
        found = types_of(parent)
        sys.modules["a_host_module"] = module

        assert WHOLE == found["number"]
        assert OTHER == found["tier"]

    def test_name_of_a_function(self):
        """
        A text that names what only a function knows is left be.
        """

        class Local:
            pass

        @attrs.frozen
        class Host:
            x: "Local"
            y: "int | None"
            z: Optional["Local"]

        assert {
            "x": OTHER,
            "y": optional(WHOLE),
            "z": optional(OTHER),
        } == types_of(Host)

    def test_no_annotation(self):
        """
        A field without an annotation may hold anything.
        """

        @attrs.frozen
        class Host:
            x = attrs.field()

        assert {"x": OTHER} == types_of(Host)

    def test_made_without_a_body(self):
        """
        A class that was made by a call has its types in its fields.
        """
        host = attrs.make_class(
            "Host", {"x": attrs.field(type="int"), "y": attrs.field(type=str)}
        )

        assert {"x": WHOLE, "y": TEXT} == types_of(host)
