"""
Leads by copying, against the constructor.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadkit as lk
from leadkit.annotations import field_type
from leadkit.cli.cells import CellError, Cells
from leadkit.cli.copies import Copies


class Size(Enum):
    SMALL = "small"
    LARGE = "large"


@attrs.frozen(kw_only=True)
class Host(lk.Lead):
    employees: int | None = None
    visits: int = 0
    budget: float | None = None
    share: float = 0.5
    plan: Literal["free", "pro"] | None = None
    level: Literal[1, 2] = 1
    size: Size | None = None
    active: bool | None = None
    keen: bool = False
    since: datetime | None = None
    name: str | None = None
    note: str = ""
    birthday: date | None = None
    price: Decimal | None = None
    tags: tuple[str, ...] = ()


def positive(_, __, value):
    """A validator of the host's."""
    if value is not None and value < 0:
        raise ValueError(value)


@attrs.frozen(kw_only=True)
class Picky(lk.Lead):
    employees: int | None = attrs.field(default=None, validator=positive)


@attrs.frozen(kw_only=True)
class Rounding(lk.Lead):
    employees: int | None = attrs.field(
        default=None, converter=lambda value: value and value // 10 * 10
    )


@attrs.frozen(kw_only=True)
class Deriving(lk.Lead):
    employees: int | None = None

    def __attrs_post_init__(self):
        super().__attrs_post_init__()
        if self.employees == 13:
            raise ValueError("unlucky")


@attrs.frozen(kw_only=True)
class Inferring(lk.Lead):
    employees: int | None = None
    large: bool = attrs.field(
        default=attrs.Factory(lambda lead: (lead.employees or 0) > 9, takes_self=True)
    )


@attrs.frozen(kw_only=True)
class Gathering(lk.Lead):
    employees: int | None = None
    tags: list[str] = attrs.field(factory=list)


@attrs.frozen(kw_only=True)
class Renamed(lk.Lead):
    employees: int | None = attrs.field(default=None, alias="staff")


TYPES = {
    "employees": int | None, "visits": int, "budget": float | None, "share": float,
    "plan": Literal["free", "pro"] | None, "level": Literal[1, 2], "size": Size | None,
    "active": bool | None, "keen": bool, "since": datetime | None, "name": str | None,
    "note": str, "id": str, "stage": str, "created_at": datetime | None,
}  # fmt: skip
TEXTS = st.sampled_from(
    [
        "", "5", "-5", "5.0", "2.5", "1e3", "nan", "1", "2", "free", "PRO", "small",
        "yes", "no", "2026-05-01", "2026-05-01T10:00+02:00", "A-1", "x\ty", "é", "lead",
        "\u200e", "۵",
    ]
) | st.text(max_size=5)  # fmt: skip
FIELDS = st.sets(st.sampled_from(sorted(TYPES))).map(
    lambda names: sorted({*names, "id"})
)


def cells(texts):
    """The values of cells, as they are read, or None if one of them can't be."""
    try:
        return {
            name: Cells(zone=UTC).value(text.strip(), field_type(TYPES[name]))
            for name, text in texts.items()
        }
    except CellError:
        return None


def constructed(record, values):
    """What the constructor makes of them, where it makes anything."""
    try:
        return record(**values)
    except (lk.LeadError, ValueError):
        return None


class TestCopies:
    @given(st.data(), FIELDS)
    def test_it_makes_what_the_constructor_makes(self, data, names):
        """
        A lead that is copied is the one that the constructor would have made.
        """
        copies = Copies(Host, names)
        for _ in range(3):
            values = cells({name: data.draw(TEXTS) for name in names})
            if values is not None:
                made = copies.lead(values)
                expected = constructed(Host, values)

                if made is not None:
                    assert expected == made
                    assert hash(expected) == hash(made)
                    assert expected.to_dict() == made.to_dict()
                    assert [
                        type(x) for x in attrs.astuple(expected, recurse=False)
                    ] == [type(x) for x in attrs.astuple(made, recurse=False)]

    def test_most_are_copied(self):
        """
        It makes leads of what a table has, or there would be no use for it.
        """
        values = cells({"id": "A-1", "employees": "5", "budget": "", "active": "yes"})
        copies = Copies(Host, values)

        assert Host(id="A-1", employees=5, active=True) == copies.lead(values)
        assert Host(id="A-2", active=True) == copies.lead(
            {**values, "id": "A-2", "employees": None}
        )

    @pytest.mark.parametrize(
        "values",
        [
            {"id": "x\ty", "employees": 5},
            {"id": "A", "visits": None},
            {"id": None, "visits": 5},
            {"id": "A", "region": "north"},
        ],
        ids=["control character", "a default", "no id", "a trait"],
    )
    def test_the_rest_is_the_constructors(self, values):
        """
        What only the constructor can decide isn't copied.
        """
        assert Copies(Host, values).lead(values) is None

    @pytest.mark.parametrize("record", [Picky, Rounding, Deriving])
    def test_hosts_that_check_are_asked(self, record):
        """
        A record with a validator, a converter or code of its own is never copied.
        """
        values = {"id": "A", "employees": 5}

        assert Copies(record, values).lead(values) is None

    @pytest.mark.parametrize("record", [Inferring, Gathering])
    def test_defaults_that_are_made_for_each(self, record):
        """
        Where a default is made anew for each lead, none is copied from another's.
        """
        values = {"id": "A", "employees": 5}

        assert Copies(record, values).lead(values) is None

    def test_a_default_that_is_given(self):
        """
        A default that is made anew is of no matter where each lead has a value.
        """
        values = {"id": "A", "employees": 50, "large": False}

        assert Inferring(**values) == Copies(Inferring, values).lead(values)

    def test_another_name_of_an_argument(self):
        """
        A field whose argument is called otherwise is given under that name.
        """
        values = {"id": "A", "employees": 5}

        assert Renamed(id="A", staff=5) == Copies(Renamed, values).lead(values)
