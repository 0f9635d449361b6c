"""
What every record promises: frozen, hashable, picklable, and plain data in and out.
"""

import copy
import enum
import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal

import attr
import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    Activity,
    Actor,
    Channel,
    Consent,
    ContactPoint,
    Direction,
    Grant,
    InstantError,
    Kind,
    Lead,
    LeadError,
    Medium,
    Move,
    Touch,
)
from leadkit.mapping import FrozenMap
from leadkit.records import shown

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Plan(enum.StrEnum):
    """
    A choice with texts.
    """

    FREE = "free"
    PRO = "pro"


class Size(enum.Enum):
    """
    A choice with whole numbers.
    """

    SMALL = 1
    LARGE = 2


class Spot(enum.Enum):
    """
    A choice that rules can't ask about.
    """

    HERE = (0, 0)
    THERE = (1, 1)


@attrs.frozen(kw_only=True)
class HostLead(Lead):
    """
    A host's lead with a field of every type that can be written out.
    """

    company_size: int | None = None
    budget: float | None = None
    job_title: str | None = None
    free_mail: bool = False
    signed_at: datetime | None = None
    plan: Plan | None = None
    size: Size = Size.SMALL
    spot: Spot = Spot.HERE
    tier: Literal["gold", "silver"] = "silver"
    born: date | None = None
    price: Decimal | None = None
    tags: tuple[str, ...] = ()
    holidays: tuple[date, ...] = ()
    visits: tuple[datetime | None, ...] = ()
    owner: ContactPoint | None = None
    others: tuple[ContactPoint, ...] = ()
    pair: tuple[int, str] | None = None
    notes: FrozenMap[str, Any] = attrs.Factory(FrozenMap)
    anything: Any = None
    _secret: str | None = None
    label: str = attrs.field(init=False, default="derived")


TEXTS = st.text(max_size=8)
CODES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 2),
    max_value=datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=3, minutes=30))]),
)
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15)
NAMES = st.text(st.characters(categories=["L"], max_codepoint=127), min_size=1)
SCALARS = st.none() | TEXTS | st.booleans() | NUMBERS | INSTANTS


def in_utc(value):
    """
    The same value, in UTC if it is an instant.
    """
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def maybe(values):
    """
    One of these values, or missing.
    """
    return st.none() | values


CONTACTS = st.builds(
    ContactPoint,
    st.sampled_from([Medium.SOCIAL, Medium.POST]),
    TEXTS.filter(str.strip),
) | st.sampled_from(
    [ContactPoint("email", "a@example.com"), ContactPoint("sms", "+491701234567")]
)
CONSENTS = st.builds(
    Consent,
    purpose=CODES,
    medium=st.sampled_from(Medium),
    granted=st.booleans(),
    at=INSTANTS,
    source=maybe(TEXTS),
)
TOUCHES = st.builds(Touch, st.sampled_from(Channel), at=INSTANTS, campaign=maybe(TEXTS))
ACTIVITIES = st.builds(
    Activity,
    id=CODES,
    type=CODES,
    at=INSTANTS,
    actor=st.sampled_from(Actor),
    direction=st.sampled_from(Direction),
    value=maybe(NUMBERS),
    medium=maybe(st.sampled_from(Medium)),
    channel=maybe(st.sampled_from(Channel)),
    purpose=maybe(CODES),
    campaign=maybe(TEXTS),
    variant=maybe(TEXTS),
)
MOVES = st.builds(
    Move,
    trigger=CODES,
    source=CODES,
    target=CODES,
    at=INSTANTS,
    by=maybe(TEXTS),
    reason=maybe(TEXTS),
    kind=st.sampled_from(["forward", "exit", "back"]),
    number=st.integers(0, 9),
)
GRANTS = st.builds(
    Grant,
    qualification=CODES,
    at=INSTANTS,
    by=TEXTS,
    granted=st.booleans(),
    automatic=st.booleans(),
    evidence=maybe(TEXTS),
    number=st.integers(0, 9),
)
OURS = {
    "id": CODES,
    "kind": st.sampled_from(Kind),
    "name": maybe(TEXTS),
    "contacts": st.lists(CONTACTS, max_size=3),
    "consents": st.lists(CONSENTS, max_size=3),
    "touches": st.lists(TOUCHES, max_size=3),
    "activities": st.lists(ACTIVITIES, max_size=3, unique_by=lambda one: one.id),
    "moves": st.lists(MOVES, max_size=3),
    "grants": st.lists(GRANTS, max_size=3),
    "stage": CODES,
    "created_at": maybe(INSTANTS),
    "traits": st.dictionaries(NAMES, SCALARS, max_size=3),
    "revision": st.integers(0, 99),
}
LEADS = st.builds(Lead, **OURS)
HOST_LEADS = st.builds(
    HostLead,
    **OURS,
    company_size=maybe(st.integers(-(10**15), 10**15)),
    budget=maybe(NUMBERS),
    job_title=maybe(TEXTS),
    free_mail=st.booleans(),
    signed_at=maybe(INSTANTS),
    plan=maybe(st.sampled_from(Plan)),
    size=st.sampled_from(Size),
    spot=st.sampled_from(Spot),
    tier=st.sampled_from(["gold", "silver"]),
    born=maybe(st.dates()),
    price=maybe(st.decimals(allow_nan=False)),
    tags=st.lists(TEXTS, max_size=3),
    holidays=st.lists(st.dates(), max_size=3),
    visits=st.lists(maybe(INSTANTS), max_size=3),
    owner=maybe(CONTACTS),
    others=st.lists(CONTACTS, max_size=3),
    pair=maybe(st.tuples(st.integers(), TEXTS)),
    notes=st.dictionaries(TEXTS, SCALARS.map(in_utc), max_size=3).map(FrozenMap),
    anything=st.none() | TEXTS | st.booleans() | st.integers(),
    secret=maybe(TEXTS),
)
RECORDS = {
    "parts": CONTACTS | CONSENTS | TOUCHES | ACTIVITIES | MOVES | GRANTS,
    "Lead": LEADS,
    "HostLead": HOST_LEADS,
}
ANY_RECORD = st.one_of(*RECORDS.values())

MINIMAL = {
    ContactPoint: {"medium": "social", "value": "@sara"},
    Consent: {
        "purpose": "marketing",
        "medium": "email",
        "granted": True,
        "at": "2026-05-01T12:00:00+00:00",
    },
    Touch: {"channel": "form", "at": "2026-05-01T12:00:00+00:00"},
    Activity: {"id": "a1", "type": "reviewed", "at": "2026-05-01T12:00:00+00:00"},
    Move: {
        "trigger": "nurture",
        "source": "lead",
        "target": "nurtured",
        "at": "2026-05-01T12:00:00+00:00",
    },
    Grant: {"qualification": "MQL", "at": "2026-05-01T12:00:00+00:00", "by": "Reza"},
    Lead: {"id": "L-1"},
    HostLead: {"id": "L-1"},
}


def through_json(record):
    """
    Write a record out, as JSON, and read it back.
    """
    text = json.dumps(record.to_dict(), allow_nan=False)
    return type(record).from_dict(json.loads(text))


class TestRecord:
    @given(ANY_RECORD)
    def test_frozen(self, record):
        """
        No attribute can be set, deleted or added.
        """
        field = attrs.fields(type(record))[0].name

        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(record, field, getattr(record, field))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(record, field)
        with pytest.raises(AttributeError):
            record.no_such_field = 1

    @given(ANY_RECORD)
    def test_slotted(self, record):
        """
        A record has no dictionary of its own.
        """
        assert not hasattr(record, "__dict__")

    @pytest.mark.parametrize("name", RECORDS)
    @pytest.mark.parametrize(
        "copied",
        [
            lambda r: pickle.loads(pickle.dumps(r)),
            copy.copy,
            copy.deepcopy,
            attrs.evolve,
            through_json,
        ],
        ids=["pickle", "copy", "deepcopy", "evolve", "json"],
    )
    @given(data=st.data())
    def test_copies(self, name, copied, data):
        """
        A copy equals its original, hashes like it, and has values of the same types.
        """
        record = data.draw(RECORDS[name])
        again = copied(record)

        assert record == again
        assert type(record) is type(again)
        assert hash(record) == hash(again)
        assert record.to_dict() == again.to_dict()
        for field in attrs.fields(type(record)):
            before, after = getattr(record, field.name), getattr(again, field.name)
            assert type(before) is type(after)

    @given(ANY_RECORD, ANY_RECORD)
    def test_equality(self, one, other):
        """
        Two records are equal exactly if they are of one class and their fields agree.
        """
        same = type(one) is type(other) and attrs.astuple(
            one, recurse=False
        ) == attrs.astuple(other, recurse=False)

        assert same is (one == other)
        assert not same or hash(one) == hash(other)

    def test_subclasses_differ(self):
        """
        A host's lead never equals one of another class.
        """
        assert Lead(id="L-1") != HostLead(id="L-1")

    @given(ANY_RECORD)
    def test_settled(self, record):
        """
        What a record keeps, it keeps as it is when another is made of it.
        """
        again = attrs.evolve(record)

        for field in attrs.fields(type(record)):
            if isinstance(getattr(record, field.name), datetime):
                assert getattr(record, field.name) is getattr(again, field.name)
                assert UTC is getattr(again, field.name).tzinfo

    def test_order_of_traits(self):
        """
        The order of traits doesn't matter.
        """
        one = Lead(id="L-1", traits={"a": 1, "b": 2})
        other = Lead(id="L-1", traits={"b": 2, "a": 1})

        assert one == other
        assert hash(one) == hash(other)


class TestToDict:
    @given(ANY_RECORD)
    def test_json_ready(self, record):
        """
        What is written out is JSON without NaN and infinity, and reads back the same.
        """
        data = record.to_dict()

        assert data == json.loads(json.dumps(data, allow_nan=False))

    @given(HOST_LEADS)
    def test_keys(self, lead):
        """
        The keys are the fields that the constructor takes, in their order.
        """
        keys = [field.name for field in attrs.fields(HostLead) if field.init]

        assert keys == list(lead.to_dict())
        assert "label" not in keys

    def test_example(self):
        """
        Datetimes are ISO texts, codes texts, tuples lists, records mappings.
        """
        lead = HostLead(
            id="L-1",
            kind="company",
            contacts=[ContactPoint("email", "a@example.com")],
            created_at=NOW,
            traits={"plan": "pro", "since": NOW, "gone": None},
            born=date(1990, 2, 28),
            price=Decimal("9.90"),
            size=Size.LARGE,
            spot=Spot.THERE,
        )
        data = {key: value for key, value in lead.to_dict().items() if value}

        assert {
            "id": "L-1",
            "kind": "company",
            "contacts": [{"medium": "email", "value": "a@example.com"}],
            "stage": "lead",
            "created_at": "2026-05-01T12:00:00+00:00",
            "traits": {
                "plan": "pro",
                "since": {"instant": "2026-05-01T12:00:00+00:00"},
            },
            "born": "1990-02-28",
            "price": "9.90",
            "size": 2,
            "spot": [1, 1],
            "tier": "silver",
        } == data

    @pytest.mark.parametrize(
        ("value", "came"),
        [
            (object(), "an object"),
            ({1}, "a set"),
            ({"a": 1}, "a dict"),
            (b"a", "a bytes"),
            (float("inf"), "a float"),
            ((float("nan"),), "NaN"),
            (FrozenMap({"a": 1j}), "a complex"),
            (FrozenMap({1: "a"}), "an int as a key"),
        ],
    )
    def test_no_word_in_json(self, value, came):
        """
        What JSON has no word for is refused when it is written out.
        """
        lead = HostLead(id="L-1", anything=value)

        with pytest.raises(LeadError) as caught:
            lead.to_dict()

        assert "field 'anything' of HostLead" == caught.value.subject
        assert came == caught.value.came

    @pytest.mark.parametrize(
        "value",
        [
            NOW,
            date(2026, 5, 1),
            Decimal(1),
            Size.LARGE,
            ContactPoint("social", "@sara"),
            [1],
            (date(2026, 5, 1),),
            FrozenMap({"a": (1,)}),
        ],
        ids=repr,
    )
    def test_would_not_come_back(self, value):
        """
        What could be written but not brought back is refused rather than changed: its
        annotation doesn't say what it is.
        """
        lead = HostLead(id="L-1", anything=value)

        with pytest.raises(LeadError, match="wouldn't come back") as caught:
            lead.to_dict()

        assert "field 'anything' of HostLead" == caught.value.subject

    def test_a_list(self):
        """
        A host's list comes back as a list.
        """

        @attrs.frozen(kw_only=True)
        class Listing(Lead):
            tags: list[str]

        lead = Listing(id="L-1", tags=["a", "b"])

        assert lead == Listing.from_dict(lead.to_dict())
        assert ["a", "b"] == Listing.from_dict(lead.to_dict()).tags


class TestFromDict:
    @pytest.mark.parametrize(
        ("cls", "data"), MINIMAL.items(), ids=[cls.__name__ for cls in MINIMAL]
    )
    def test_defaults(self, cls, data):
        """
        Fields with defaults may be left out.
        """
        record = cls.from_dict(data)

        assert data == {key: record.to_dict()[key] for key in data}

    @pytest.mark.parametrize(
        ("cls", "name"),
        [(cls, name) for cls, data in MINIMAL.items() for name in data],
        ids=lambda value: value if isinstance(value, str) else value.__name__,
    )
    def test_missing_key(self, cls, name):
        """
        A field without a default may not be left out, and is named.
        """
        data = {key: value for key, value in MINIMAL[cls].items() if key != name}

        with pytest.raises(LeadError) as caught:
            cls.from_dict(data)

        assert f"field {name!r} of {cls.__name__}" == caught.value.subject
        assert "nothing" == caught.value.came

    @pytest.mark.parametrize(
        ("cls", "data"), MINIMAL.items(), ids=[cls.__name__ for cls in MINIMAL]
    )
    @given(key=st.text() | st.integers() | st.none())
    def test_unknown_key(self, cls, data, key):
        """
        A key that is no field is refused, and the fields are listed.
        """
        key = f"?{key}" if isinstance(key, str) else key

        with pytest.raises(LeadError) as caught:
            cls.from_dict({**data, key: 1})

        assert f"{cls.__name__}.from_dict" == caught.value.subject
        assert "an unknown key" == caught.value.came
        assert all(repr(name) in caught.value.expected for name in data)

    def test_near_miss(self):
        """
        A key that is nearly a field gets that suggested, and isn't quoted.
        """
        with pytest.raises(LeadError) as caught:
            HostLead.from_dict({"id": "L-1", "compny_size": 3})

        assert "Did you mean 'company_size'?" == caught.value.cure
        assert "compny_size" not in str(caught.value)

    def test_derived_field(self):
        """
        A field that the constructor doesn't take is no key.
        """
        with pytest.raises(LeadError, match="an unknown key"):
            HostLead.from_dict({"id": "L-1", "label": "given"})

    def test_private_field(self):
        """
        A private field goes by its own name, as in `attrs.fields`.
        """
        lead = HostLead.from_dict({"id": "L-1", "_secret": "s"})

        assert HostLead(id="L-1", secret="s") == lead

    @pytest.mark.parametrize("cls", MINIMAL, ids=lambda cls: cls.__name__)
    @pytest.mark.parametrize(
        ("data", "came"),
        [
            (None, "a missing value"),
            ("sara@example.com", "a str"),
            ([("id", "L-1")], "a list"),
            (7, "an int"),
        ],
    )
    def test_no_mapping(self, cls, data, came):
        """
        What is no mapping is refused and not quoted.
        """
        with pytest.raises(LeadError) as caught:
            cls.from_dict(data)

        assert f"{cls.__name__}: got {came}, expected a mapping of its fields." == str(
            caught.value
        )

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("id", 7, "field 'id' of HostLead: got an int, expected a text."),
            ("id", None, "field 'id' of HostLead: got a missing value"),
            ("kind", "robot", "got a str, expected one of 'person' or 'company'."),
            (
                "contacts",
                "a@example.com",
                "'contacts' of HostLead: got a str, expected a",
            ),
            ("contacts", {"medium": "email"}, "got a dict, expected a list."),
            (
                "contacts",
                None,
                "field 'contacts': got a missing value, expected an iter",
            ),
            ("contacts", ["a@example.com"], "ContactPoint: got a str, expected a mapp"),
            ("contacts", [None], "an item of 'contacts': got a missing value, expec"),
            ("consents", [{}], "field 'purpose' of Consent: got nothing"),
            ("activities", [{"id": "a"}], "field 'type' of Activity: got nothing"),
            ("created_at", "yesterday", "got a str, expected a datetime as to_dict"),
            ("created_at", 1_777_593_600, "got an int, expected a datetime as to_dict"),
            ("created_at", "2026-05-01", "got a datetime without a time zone"),
            ("traits", "plan", "field 'traits': got a str, expected a mapping."),
            ("traits", None, "field 'traits': got a missing value, expected a mapp"),
            ("traits", {"plan": {"a": 1}}, "trait 'plan': got a dict"),
            ("traits", {"plan": {"instant": 7}}, "got an int, expected a datetime as"),
            ("traits", {"plan": {"instant": NOW, "b": 1}}, "trait 'plan': got a dict"),
            ("born", "28.2.1990", "'born' of HostLead: got a str, expected a date as"),
            ("born", "2026-05-01T12:00:00", "got a str, expected a date as to_dict"),
            ("price", "much", "got a str, expected a Decimal as to_dict writes it."),
            ("price", 0.1, "got a float, expected a Decimal as to_dict writes it."),
            ("tags", "a", "field 'tags' of HostLead: got a str, expected a list."),
            ("tags", [7], "an item of field 'tags' of HostLead: got an int"),
            ("owner", "@sara", "ContactPoint: got a str, expected a mapping"),
            ("spot", [2, 2], "field 'spot' of HostLead: got a tuple, expected a Spot."),
            (
                "tier",
                "bronze",
                "got another value, expected one of 'gold' or 'silver'.",
            ),
            (
                "revision",
                "1",
                "field 'revision' of HostLead: got a str, expected a who",
            ),
        ],
    )
    def test_wrong_shape(self, name, value, sentence):
        """
        A value of the wrong shape is refused by a sentence about its field.
        """
        with pytest.raises(LeadError) as caught:
            HostLead.from_dict({"id": "L-1", name: value})

        assert sentence in str(caught.value)

    def test_missing_decimal(self):
        """
        A Decimal that is no number is missing.
        """
        assert HostLead.from_dict({"id": "L-1", "price": "sNaN"}).price is None

    def test_naive(self):
        """
        A text without a zone is an `InstantError`.
        """
        with pytest.raises(InstantError):
            Lead.from_dict({"id": "L-1", "created_at": "2026-05-01T12:00:00"})


class TestRepr:
    def test_example(self):
        """
        A repr shows codes, ids, choices, numbers, flags and instants, and hides texts;
        what is empty or missing isn't there.
        """
        lead = HostLead(
            id="L-1",
            name="Sara",
            contacts=[ContactPoint("social", "@sara")],
            traits={"plan": "pro", "seats": 3},
            company_size=120,
            job_title="Head of Sales",
            plan="pro",
            tier="gold",
            born=date(1990, 2, 28),
            price=Decimal("9.90"),
            tags=["vip"],
            owner=ContactPoint("post", "1 Road"),
            created_at=NOW,
        )

        assert (
            "HostLead(id='L-1', kind='person', name='…', contacts=<1>, stage='lead', "
            "created_at=2026-05-01T12:00:00+00:00, traits={'plan': '…', 'seats': 3}, "
            "revision=0, company_size=120, job_title='…', free_mail=False, plan='pro', "
            "size=1, spot=(0, 0), tier='gold', born=<date>, price=Decimal('9.90'), "
            "tags=('…'), owner=ContactPoint(medium='post', value='…'), notes={}, "
            "label='…')"
        ) == repr(lead)

    def test_of_a_move(self):
        """
        The kind of a move is a code and shown.
        """
        move = Move.from_dict(MINIMAL[Move])

        assert (
            "Move(trigger='nurture', source='lead', target='nurtured', "
            "at=2026-05-01T12:00:00+00:00, kind='forward', number=0)"
        ) == repr(move)

    @given(ANY_RECORD)
    def test_str(self, record):
        """
        As a text, and formatted, a record is its repr.
        """
        assert repr(record) == str(record) == f"{record}"

    def test_field_without_repr(self):
        """
        A field that its host keeps out of reprs stays out.
        """

        @attrs.frozen(kw_only=True)
        class Host(Lead):
            salary: int = attrs.field(default=0, repr=False)

        assert "salary" not in repr(Host(id="L-1", salary=50_000))

    @pytest.mark.parametrize(
        "decorate",
        [
            attrs.frozen(kw_only=True),
            attrs.frozen(kw_only=True, slots=False),
            attrs.frozen(kw_only=True, repr=True),
            attrs.frozen(kw_only=True, repr=True, slots=False),
            attrs.define(kw_only=True),
            attr.s(auto_attribs=True, kw_only=True, frozen=True),
            attr.s(auto_attribs=True, kw_only=True, frozen=True, slots=True),
        ],
        ids=["frozen", "dict", "repr", "repr-dict", "define", "attr.s-dict", "attr.s"],
    )
    def test_however_decorated(self, decorate):
        """
        A host's class keeps our repr, however it is decorated.
        """

        @decorate
        class Host(Lead):
            remark: str

        assert "remark='…'" in repr(Host(id="L-1", remark="private"))

    @pytest.mark.parametrize("slots", [True, False])
    def test_with_an_own_hook(self, slots):
        """
        A host's class keeps our repr although it has a hook for subclasses of its own,
        and so does what inherits from it.
        """

        @attrs.frozen(kw_only=True, slots=slots)
        class Host(Lead):
            remark: str

            @classmethod
            def __attrs_init_subclass__(cls):
                pass

        @attrs.frozen(kw_only=True, slots=slots)
        class Child(Host):
            more: str

        assert "remark='…'" in repr(Host(id="L-1", remark="private"))
        assert "more='…'" in repr(Child(id="L-1", remark="private", more="private"))


class TestShown:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("sara@example.com", "'…'"),
            (None, "None"),
            (True, "True"),
            (7, "7"),
            (0.5, "0.5"),
            (Decimal("0.5"), "Decimal('0.5')"),
            (NOW, "2026-05-01T12:00:00+00:00"),
            (Plan.PRO, "'pro'"),
            (Size.LARGE, "2"),
            (("sara", 7), "('…', 7)"),
            ((), "()"),
            ((Touch("form", at=NOW),) * 2, "<2>"),
            (FrozenMap({"plan": "pro", "n": 1}), "{'plan': '…', 'n': 1}"),
            (FrozenMap({"sara@example.com": 1, 7: 2}), "{'…': 1, 7: 2}"),
            (date(1990, 2, 28), "<date>"),
            (["sara"], "<list>"),
            ({"sara": "sara"}, "<dict>"),
            (b"sara", "<bytes>"),
        ],
        ids=repr,
    )
    def test_table(self, value, text):
        """
        A value is shown as this.
        """
        assert text == shown(value)
