"""
A lead, what a host makes of it, and the few things that are done with it.
"""

from __future__ import annotations

import copy
import enum
import numbers
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

import attr
import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    Activity,
    Channel,
    Consent,
    ContactPoint,
    Grant,
    InstantError,
    Kind,
    Lead,
    LeadError,
    Medium,
    Move,
    Stage,
    Touch,
    is_lead,
)
from leadkit.leads import is_record
from leadkit.mapping import FrozenMap

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TEHRAN = timezone(timedelta(hours=3, minutes=30))
CANARY = "sara.ahmadi@example.com"

EMAIL = ContactPoint("email", "sara@example.com")
PHONE = ContactPoint("phone", "+491701234567")
CONSENT = Consent(purpose="marketing", medium="email", granted=True, at=NOW)
TOUCH = Touch("form", at=NOW)


def ago(**span):
    """
    The instant so long before now.
    """
    return NOW - timedelta(**span)


class Plan(enum.StrEnum):
    """
    A host's own choice.
    """

    FREE = "free"
    PRO = "pro"


def words(given_):
    """
    The words of a text; a host's converter.
    """
    return given_.split() if isinstance(given_, str) else given_


@attrs.frozen(kw_only=True)
class SaasLead(Lead):
    """
    A host's lead, in a module whose annotations are texts.
    """

    company_size: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.ge(0))
    )
    budget: Annotated[float, "in euros"] = 0.0
    plan: Plan | None = None
    tier: Literal["gold", "silver"] = "silver"
    free_mail: bool = False
    born: date | None = None
    price: Decimal | None = None
    tags: tuple[str, ...] = attrs.field(default=(), converter=words)


@attrs.frozen(kw_only=True)
class EnterpriseLead(SaasLead):
    """
    A lead of a host's lead.
    """

    seats: int
    signed_at: datetime | None = None

    @property
    def is_large(self):
        """
        Whether it has many seats.
        """
        return self.seats > 100


@attrs.frozen(kw_only=True, slots=False)
class DictLead(Lead):
    """
    A lead with a dictionary.
    """

    company_size: int | None = None


class PlainLead(Lead):
    """
    A lead without fields of its own, and without a decorator.
    """


HOSTS = [Lead, SaasLead, DictLead, PlainLead]
EVERY_HOST = pytest.mark.parametrize("cls", HOSTS, ids=lambda cls: cls.__name__)


@numbers.Integral.register
class Int64:
    """
    A whole number of another library.
    """

    def __int__(self):
        return 7


INSTANTS = st.sampled_from([ago(days=n) for n in range(4)])
HISTORIES = {
    "consents": st.lists(
        st.builds(
            Consent,
            purpose=st.sampled_from(["marketing", "service"]),
            medium=st.sampled_from(Medium),
            granted=st.booleans(),
            at=INSTANTS,
        ),
        max_size=5,
    ),
    "touches": st.lists(
        st.builds(Touch, st.sampled_from(Channel), at=INSTANTS), max_size=5
    ),
    "activities": st.lists(
        st.builds(
            Activity,
            id=st.sampled_from("abcdef"),
            type=st.sampled_from(["reviewed", "referred"]),
            at=INSTANTS,
        ),
        max_size=5,
        unique_by=lambda one: one.id,
    ),
    "moves": st.lists(
        st.builds(
            Move,
            trigger=st.just("go"),
            source=st.sampled_from(["lead", "lost"]),
            target=st.sampled_from(["lead", "lost"]),
            at=INSTANTS,
            number=st.integers(0, 2),
        ),
        max_size=5,
    ),
    "grants": st.lists(
        st.builds(
            Grant,
            qualification=st.sampled_from(["MQL", "SQL"]),
            at=INSTANTS,
            by=st.sampled_from(["Reza", "Mina"]),
            granted=st.booleans(),
            number=st.integers(0, 2),
        ),
        max_size=5,
    ),
}
ACTIVITIES = HISTORIES["activities"]


class TestLead:
    @EVERY_HOST
    def test_defaults(self, cls):
        """
        An id is enough; everything else is empty, missing or at its start.
        """
        lead = cls(id="L-1")

        assert Kind.PERSON is lead.kind
        assert lead.name is None
        assert () == lead.contacts == lead.consents == lead.touches
        assert () == lead.activities == lead.moves == lead.grants
        assert "lead" == Stage.LEAD == lead.stage
        assert lead.created_at is None
        assert {} == lead.traits
        assert 0 == lead.revision

    @EVERY_HOST
    def test_keyword_only(self, cls):
        """
        Fields go by their names.
        """
        with pytest.raises(TypeError):
            cls("L-1")

    @pytest.mark.parametrize("iterable", [list, tuple, iter, dict.fromkeys])
    def test_any_iterable(self, iterable):
        """
        Any iterable of records becomes a tuple.
        """
        lead = Lead(
            id="L-1", contacts=iterable([EMAIL, PHONE]), touches=iterable([TOUCH])
        )

        assert (EMAIL, PHONE) == lead.contacts
        assert (TOUCH,) == lead.touches

    @given(st.permutations([EMAIL, PHONE, ContactPoint("social", "@sara")]))
    def test_contacts_keep_their_order(self, contacts):
        """
        Contact points stand as they are given, the preferred first.
        """
        assert tuple(contacts) == Lead(id="L-1", contacts=contacts).contacts

    def test_contacts_once(self):
        """
        A contact point that is given twice is there once, where it was first.
        """
        assert (PHONE, EMAIL) == Lead(id="L-1", contacts=[PHONE, EMAIL, PHONE]).contacts

    @EVERY_HOST
    @given(data=st.data())
    def test_order_given_never_matters(self, cls, data):
        """
        Two leads with the same histories are equal, in whatever order and however often
        their parts were given.
        """
        one = {name: data.draw(parts) for name, parts in HISTORIES.items()}
        other = {
            name: data.draw(st.permutations(parts + parts[:1]))
            for name, parts in one.items()
        }

        assert cls(id="L-1", **one) == cls(id="L-1", **other)
        assert hash(cls(id="L-1", **one)) == hash(cls(id="L-1", **other))

    @pytest.mark.parametrize("name", HISTORIES)
    @given(data=st.data())
    def test_histories(self, name, data):
        """
        Histories run from the newest to the oldest; moves, which are replayed, from the
        oldest to the newest.
        """
        lead = Lead(id="L-1", **{name: data.draw(HISTORIES[name])})
        instants = [one.at for one in getattr(lead, name)]

        assert sorted(instants, reverse=name != "moves") == instants

    def test_one_id_twice(self):
        """
        Two activities with one id and other content are refused.
        """
        one = Activity(id="a", type="reviewed", at=NOW)
        other = attrs.evolve(one, campaign=CANARY)

        with pytest.raises(LeadError) as caught:
            Lead(id="L-1", activities=[one, other])

        assert "field 'activities'" == caught.value.subject
        assert "two different activities with one id" == caught.value.came
        assert CANARY not in str(caught.value)

    def test_one_activity_twice(self):
        """
        An activity that is given twice with the same content is there once.
        """
        one = Activity(id="a", type="reviewed", at=NOW)
        again = Activity(id="a", type="reviewed", at=NOW.astimezone(TEHRAN))

        assert (one,) == Lead(id="L-1", activities=[one, again]).activities

    @given(HISTORIES["moves"])
    def test_stage_of_the_moves(self, moves):
        """
        If no stage is given, a lead stands where its last move led.
        """
        lead = Lead(id="L-1", moves=moves)
        last = max(moves, key=lambda m: (m.at, m.number), default=None)

        assert last is None or lead.stage in {
            move.target
            for move in moves
            if (move.at, move.number) == (last.at, last.number)
        }
        assert moves or "lead" == lead.stage

    @given(HISTORIES["moves"])
    def test_stage_given(self, moves):
        """
        A stage that is given stands, wherever the moves led.
        """
        assert "elsewhere" == Lead(id="L-1", moves=moves, stage="elsewhere").stage

    def test_stage_member(self):
        """
        A stage is kept as its code.
        """
        assert str is type(Lead(id="L-1", stage=Stage.LOST).stage)

    @pytest.mark.parametrize("name", ["id", "stage"])
    @pytest.mark.parametrize("value", ["", " ", "L-1 ", "L\n1"])
    def test_codes(self, name, value):
        """
        An id and a stage are never blank or padded.
        """
        with pytest.raises(LeadError, match=f"field '{name}' of Lead"):
            Lead(**{"id": "L-1", name: value})

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("id", 7, "field 'id' of Lead: got an int, expected a text."),
            ("id", None, "field 'id' of Lead: got a missing value, expected a text."),
            ("kind", CANARY, "got a str, expected one of 'person' or 'company'."),
            ("name", 7, "'name' of Lead: got an int, expected a text or missing."),
            ("contacts", CANARY, "field 'contacts': got a str"),
            ("contacts", [CANARY], "an item of 'contacts': got a str"),
            ("consents", [EMAIL], "an item of 'consents': got a ContactPoint"),
            ("touches", TOUCH, "field 'touches': got a Touch"),
            ("activities", [{"id": "a"}], "'activities': got a dict, expected an Act"),
            ("moves", [None], "an item of 'moves': got a missing value"),
            ("grants", 7, "field 'grants': got an int"),
            ("stage", None, "field 'stage' of Lead: got a missing value"),
            (
                "created_at",
                CANARY,
                "'created_at' of Lead: got a str, expected an aware",
            ),
            ("traits", [CANARY], "field 'traits': got a list, expected a mapping."),
            ("revision", 1.5, "'revision' of Lead: got a number with a fraction"),
            ("revision", True, "'revision' of Lead: got a bool, expected a whole num"),
        ],
    )
    def test_wrong_types(self, name, value, sentence):
        """
        A value of another type is refused by a sentence that names the field and
        doesn't quote the value.
        """
        with pytest.raises(LeadError) as caught:
            Lead(**{"id": "L-1", name: value})

        assert sentence in str(caught.value)
        assert CANARY not in str(caught.value)

    def test_naive(self):
        """
        A creation without a time zone is refused, and is an `InstantError`.
        """
        with pytest.raises(InstantError) as caught:
            Lead(id="L-1", created_at=datetime(2026, 5, 1))

        assert "field 'created_at' of Lead" == caught.value.subject

    def test_any_zone(self):
        """
        A creation of any zone is kept in the one UTC object.
        """
        lead = Lead(id="L-1", created_at=NOW.astimezone(TEHRAN))

        assert UTC is lead.created_at.tzinfo
        assert NOW == lead.created_at


class TestTraits:
    @pytest.mark.parametrize(
        ("value", "kept"),
        [
            ("pro", "pro"),
            ("", ""),
            (Plan.PRO, "pro"),
            (True, True),
            (7, 7),
            (7.5, 7.5),
            (Int64(), 7),
            (Fraction(1, 2), 0.5),
            (type("bool_", (), {"__bool__": lambda _: True})(), True),
            (NOW.astimezone(TEHRAN), NOW),
        ],
        ids=repr,
    )
    def test_keeps(self, value, kept):
        """
        A scalar is kept as Python's own.
        """
        found = Lead(id="L-1", traits={"plan": value}).traits["plan"]

        assert kept == found
        assert type(kept) is type(found)

    @pytest.mark.parametrize("value", [None, float("nan"), Decimal("NaN")])
    def test_missing(self, value):
        """
        What is missing isn't there.
        """
        lead = Lead(id="L-1", traits={"plan": value, "seats": 3})

        assert {"seats": 3} == lead.traits
        assert Lead(id="L-1", traits={"seats": 3}) == lead

    @pytest.mark.parametrize(
        ("value", "came"),
        [
            ([CANARY], "a list"),
            ({"a": CANARY}, "a dict"),
            (date(2026, 5, 1), "a date"),
            (Decimal(1), "a Decimal"),
            (b"a", "a bytes"),
            (7j, "a complex"),
            (float("inf"), "a number beyond 10**15"),
            (10**16, "a number beyond 10**15"),
        ],
    )
    def test_refuses(self, value, came):
        """
        What is no scalar is refused in the name of its trait.
        """
        with pytest.raises(LeadError) as caught:
            Lead(id="L-1", traits={"plan": value})

        assert "trait 'plan'" == caught.value.subject
        assert came == caught.value.came
        assert CANARY not in str(caught.value)

    def test_naive(self):
        """
        An instant without a time zone is refused, and is an `InstantError`.
        """
        with pytest.raises(InstantError, match="trait 'since': got a datetime without"):
            Lead(id="L-1", traits={"since": datetime(2026, 5, 1)})

    @pytest.mark.parametrize("name", ["", "a b", "1a", "a-b", CANARY, "größe", 7, None])
    def test_names(self, name):
        """
        A name that is no identifier is refused and not quoted.
        """
        with pytest.raises(LeadError) as caught:
            Lead(id="L-1", traits={name: 1})

        assert "a name in 'traits'" == caught.value.subject
        assert CANARY not in str(caught.value)

    def test_frozen(self):
        """
        Traits are kept in a mapping of their own that cannot change.
        """
        source = {"plan": "pro"}
        lead = Lead(id="L-1", traits=source)
        source["plan"] = "free"

        assert FrozenMap({"plan": "pro"}) == lead.traits
        with pytest.raises(TypeError):
            lead.traits["plan"] = "free"


class TestSubclass:
    def test_fields(self):
        """
        A host's fields are checked and brought to their forms like ours, those of a
        lead of its lead too.
        """
        lead = EnterpriseLead(
            id="L-1",
            seats=120.0,
            company_size=Int64(),
            budget=float(7),
            plan="pro",
            signed_at=NOW.astimezone(TEHRAN),
            born=date(1990, 2, 28),
            price=Decimal("9.90"),
            tags="vip late",
        )

        assert (120, int) == (lead.seats, type(lead.seats))
        assert (7, int) == (lead.company_size, type(lead.company_size))
        assert Plan.PRO is lead.plan
        assert UTC is lead.signed_at.tzinfo
        assert ("vip", "late") == lead.tags
        assert lead.is_large

    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("company_size", CANARY, "a whole number or missing"),
            ("company_size", 7.5, "a whole number or missing"),
            ("budget", None, "a number"),
            ("budget", float("nan"), "a number"),
            ("plan", CANARY, "one of 'free' or 'pro' or missing"),
            ("tier", "bronze", "one of 'gold' or 'silver'"),
            ("free_mail", 1, "True or False"),
            ("born", NOW, "a date or missing"),
            ("price", 9.9, "a Decimal or missing"),
            ("signed_at", datetime(2026, 5, 1), "an aware datetime or missing"),
            ("seats", None, "a whole number"),
        ],
    )
    def test_wrong_values(self, name, value, expected):
        """
        A wrong value is refused in the name of its field, also by a lead of its lead.
        """
        # The validator of `company_size` would be asked only after our door.
        with pytest.raises(LeadError) as caught:
            EnterpriseLead(**{"id": "L-1", "seats": 1, name: value})

        assert f"field {name!r} of EnterpriseLead" == caught.value.subject
        assert expected == caught.value.expected
        assert CANARY not in str(caught.value)

    @pytest.mark.parametrize(
        "value", [float("nan"), Decimal("NaN"), Decimal("sNaN"), None]
    )
    def test_missing(self, value):
        """
        None and every NaN are one thing.
        """
        assert SaasLead(id="L-1") == SaasLead(id="L-1", company_size=value, price=value)

    def test_validators_see_what_is_kept(self):
        """
        A host's validator sees the value that is kept: None for NaN, say.
        """
        seen = []

        @attrs.frozen(kw_only=True)
        class Host(Lead):
            size: int | None = attrs.field(validator=lambda _, __, v: seen.append(v))

        Host(id="L-1", size=float("nan"))
        Host(id="L-1", size=7.0)

        assert [None, 7] == seen
        assert int is type(seen[1])

    def test_validators_refuse(self):
        """
        What a host's validator refuses is refused with the host's own error.
        """
        with pytest.raises(ValueError, match="company_size") as caught:
            SaasLead(id="L-1", company_size=-1)

        assert not isinstance(caught.value, LeadError)

    @pytest.mark.parametrize("slots", [True, False])
    def test_own_post_init(self, slots):
        """
        A host's `__attrs_post_init__` sees what is kept, and needn't call ours.
        """
        seen = []

        @attrs.frozen(kw_only=True, slots=slots)
        class Host(Lead):
            size: int | None = None

            def __attrs_post_init__(self):
                seen.append(self.size)

        @attrs.frozen(kw_only=True, slots=slots)
        class Child(Host):
            tier: Literal["gold", "silver"] = "silver"

            def __attrs_post_init__(self):
                super().__attrs_post_init__()

        Child(id="L-1", size=7.0)
        with pytest.raises(LeadError, match="field 'tier' of Child"):
            Child(id="L-1", tier="bronze")

        assert [7] == seen
        assert int is type(seen[0])

    @EVERY_HOST
    def test_validators_switched_off(self, cls):
        """
        Who switches validators off still gets UTC, and no naive datetime.
        """
        with attrs.validators.disabled():
            lead = cls(id="L-1", created_at=NOW.astimezone(TEHRAN))
            with pytest.raises(InstantError):
                cls(id="L-1", created_at=datetime(2026, 5, 1))

        assert UTC is lead.created_at.tzinfo

    def test_own_default_of_ours(self):
        """
        A host may give our fields other defaults, and types within ours; they are
        checked and shown as before.
        """

        @attrs.frozen(kw_only=True)
        class Company(Lead):
            kind: Literal["company"] = "company"
            name: str = "nameless"
            stage: str = "visitor"
            created_at: datetime

        lead = Company(id="L-1", created_at=NOW.astimezone(TEHRAN))

        assert ("company", "nameless", "visitor") == (lead.kind, lead.name, lead.stage)
        assert UTC is lead.created_at.tzinfo
        assert "stage='visitor'" in repr(lead)
        assert "name='…'" in repr(lead)
        for name, value in [
            ("name", None),
            ("stage", " "),
            ("created_at", None),
            ("kind", "person"),
        ]:
            with pytest.raises(LeadError, match=f"field '{name}' of Company"):
                Company(**{"id": "L-1", "created_at": NOW, name: value})

    def test_own_stages(self):
        """
        A host may say which stages there are.
        """

        @attrs.frozen(kw_only=True)
        class Host(Lead):
            stage: Literal["new", "won"] = "new"

        assert "won" == Host(id="L-1", stage="won").stage
        with pytest.raises(LeadError, match="expected one of 'new' or 'won'"):
            Host(id="L-1", stage="lost")

    def test_own_stages_as_an_enumeration(self):
        """
        Stages may be an enumeration of texts.
        """
        stages = enum.StrEnum("Stage", {"NEW": "new", "WON": "won"})

        @attrs.frozen(kw_only=True)
        class Host(Lead):
            stage: stages = stages.NEW

        assert "new" == Host(id="L-1").stage

    @pytest.mark.parametrize(
        ("name", "annotation"),
        [
            ("id", int),
            ("name", tuple[str, ...]),
            ("stage", Literal[1, 2]),
            ("stage", enum.Enum("Stage", {"NEW": "new", "WON": "won"})),
            ("created_at", date),
            ("kind", str),
            ("id", Any),
        ],
    )
    def test_another_type_of_ours(self, name, annotation):
        """
        A field of ours can't be made one of another type.
        """
        with pytest.raises(LeadError) as caught:
            attrs.make_class(
                "Host",
                {name: attrs.field(type=annotation)},
                bases=(Lead,),
                frozen=True,
                kw_only=True,
            )

        assert f"field {name!r} of Host" == caught.value.subject
        assert "a definition of another type" == caught.value.came

    def test_type_that_nobody_knows(self):
        """
        A type of a field of ours that can't be read is believed.
        """

        class Local(str):
            __slots__ = ()

        @attrs.frozen(kw_only=True)
        class Host(Lead):
            name: Local | None = None

        assert "Sara" == Host(id="L-1", name="Sara").name

    @pytest.mark.parametrize(
        "name",
        [
            "contacts",
            "consents",
            "touches",
            "activities",
            "moves",
            "grants",
            "traits",
            "revision",
        ],
    )
    def test_own_histories(self, name):
        """
        Our histories, traits and revision can't be defined a second time.
        """
        with pytest.raises(LeadError) as caught:
            attrs.make_class(
                "Host",
                {name: attrs.field(default=())},
                bases=(Lead,),
                frozen=True,
                kw_only=True,
            )

        assert (
            f"field {name!r} of Host: got a second definition, expected leadkit's own. "
            "Leave it out."
        ) == str(caught.value)

    # Every method and property, and what is private; a new one has to be added here.
    TAKEN = (
        "capture",
        "channel",
        "from_dict",
        "grant",
        "holds",
        "members",
        "record",
        "revoke",
        "to_dict",
        "may_contact",
        "withdraw",
        "_changed",
        "_granted",
    )

    @pytest.mark.parametrize("name", TAKEN)
    @pytest.mark.parametrize(
        "decorate",
        [
            attrs.frozen(kw_only=True),
            attrs.frozen(kw_only=True, slots=False),
            attrs.define(kw_only=True),
            attr.s(auto_attribs=True, kw_only=True, frozen=True),
        ],
        ids=["frozen", "dict", "define", "attr.s"],
    )
    def test_shadows(self, name, decorate):
        """
        A field that hides a method or property of ours is refused when its class is
        made, however that is decorated.
        """
        body = {"__annotations__": {name: "int | None"}, name: None}

        with pytest.raises(LeadError) as caught:
            decorate(type("Host", (SaasLead,), body))

        assert f"field {name!r} of Host" == caught.value.subject
        assert "a name that Lead uses as a method or property" == caught.value.came
        assert "another name" == caught.value.expected

    def test_taken_names(self):
        """
        The table of names that are taken is complete.
        """
        ours = {
            name
            for name in dir(Lead)
            if not name.startswith("__") and name not in attrs.fields_dict(Lead)
        }

        assert ours <= {*self.TAKEN, "_abc_impl"}

    def test_own_property(self):
        """
        A host's fields may go by the names of its own parent's properties.
        """

        @attrs.frozen(kw_only=True)
        class Child(EnterpriseLead):
            is_large: bool = False

        assert Child(id="L-1", seats=1, is_large=True).is_large

    @pytest.mark.parametrize(
        "lead",
        [
            PlainLead(id="L-1", name="Sara"),
            DictLead(id="L-1", name="Sara", company_size=3),
            SaasLead(id="L-1", traits={"plan": "pro"}, company_size=3, plan="pro"),
            EnterpriseLead(id="L-1", contacts=[EMAIL], seats=3, signed_at=NOW),
        ],
        ids=lambda lead: type(lead).__name__,
    )
    @pytest.mark.parametrize(
        "copied",
        [lambda r: pickle.loads(pickle.dumps(r)), copy.copy, copy.deepcopy],
        ids=["pickle", "copy", "deepcopy"],
    )
    def test_copies(self, lead, copied):
        """
        A host's lead is copied with all its fields, also where it has a dictionary.
        """
        again = copied(lead)

        assert lead == again
        assert hash(lead) == hash(again)
        assert type(lead) is type(again)

    def test_own_state(self):
        """
        A host may say itself how its lead is pickled.
        """

        @attrs.frozen(kw_only=True, slots=False)
        class Host(Lead):
            size: int = 0

            def __getstate__(self):
                return {"id": self.id}

            def __setstate__(self, state):
                self.__init__(**state, size=7)

        assert Host(id="L-1", size=7) == copy.copy(Host(id="L-1", size=3))

    @EVERY_HOST
    def test_frozen(self, cls):
        """
        No field of a host's lead can be set.
        """
        lead = cls(id="L-1")

        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            lead.name = "Sara"

    @EVERY_HOST
    def test_comes_back(self, cls):
        """
        A host's lead comes back from what it wrote.
        """
        lead = cls(
            id="L-1",
            contacts=[EMAIL],
            activities=[Activity(id="a", type="reviewed", at=NOW)],
        )

        assert lead == cls.from_dict(lead.to_dict())


class TestChannel:
    def test_unknown(self):
        """
        Without touches, the channel isn't known.
        """
        assert Lead(id="L-1").channel is None

    @given(HISTORIES["touches"].filter(bool))
    def test_first_touch(self, touches):
        """
        The channel is that of the earliest touch.
        """
        channel = Lead(id="L-1", touches=touches).channel
        first = min(touch.at for touch in touches)

        assert channel in {touch.channel for touch in touches if touch.at == first}


class TestHolds:
    @given(HISTORIES["grants"], st.sampled_from(["MQL", "SQL", "PQL"]))
    def test_the_last_word(self, grants, code):
        """
        A qualification is held if the last word on it granted it; of two at one instant
        the later number counts, and then the one that revokes.
        """
        said = [
            (grant.at, grant.number, not grant.granted)
            for grant in grants
            if grant.qualification == code
        ]
        revoked = max(said)[2] if said else True

        assert revoked is not Lead(id="L-1", grants=grants).holds(code)


def captured(cls=SaasLead, **changes):
    """
    Capture a lead, with some arguments changed.
    """
    given_ = {
        "id": "L-2",
        "contact": EMAIL,
        "consent": CONSENT,
        "touch": TOUCH,
        "at": NOW,
    }
    return cls.capture(**{**given_, **changes})


class TestCapture:
    @EVERY_HOST
    def test_makes_a_lead(self, cls):
        """
        What is captured is a lead of the class, created then, with what it left.
        """
        lead = captured(cls)

        assert cls is type(lead)
        assert (EMAIL,) == lead.contacts
        assert (CONSENT,) == lead.consents
        assert (TOUCH,) == lead.touches
        assert NOW == lead.created_at
        assert is_lead().test(lead, as_of=NOW) is True

    def test_own_fields(self):
        """
        A host's own fields, and ours that have no argument, are passed on.
        """
        lead = captured(company_size=3, name="Sara", kind="company", traits={"a": 1})

        assert (3, "Sara", Kind.COMPANY) == (lead.company_size, lead.name, lead.kind)
        assert {"a": 1} == lead.traits

    def test_any_zone(self):
        """
        It is created in UTC, whatever zone it is told in.
        """
        assert UTC is captured(at=NOW.astimezone(TEHRAN)).created_at.tzinfo

    @given(
        st.sampled_from([ago(days=-1), NOW, ago(days=1)]),
        st.sampled_from([ago(days=-1), NOW, ago(days=1)]),
        st.booleans(),
        st.sampled_from(Medium),
        st.booleans(),
    )
    def test_is_a_lead_or_refused(self, agreed, touched, granted, medium, bought):
        """
        Whatever is captured, `is_lead` says yes; what isn't one is refused.
        """
        kind = "purchased" if bought else "reviewed"
        parts = {
            "contact": EMAIL,
            "consent": Consent(
                purpose="marketing", medium=medium, granted=granted, at=agreed
            ),
            "touch": Touch("form", at=touched),
            "activities": [Activity(id="a", type=kind, at=NOW)],
        }
        plain = Lead(
            id="L-2",
            contacts=[EMAIL],
            consents=[parts["consent"]],
            touches=[parts["touch"]],
            activities=parts["activities"],
        )
        right = max(agreed, touched) <= NOW and medium == "email"
        expected = right and is_lead().test(plain, as_of=NOW)
        try:
            lead = captured(Lead, **parts)
        except LeadError:
            assert not expected
        else:
            assert expected
            assert is_lead().test(lead, as_of=NOW) is True

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            (
                {"contact": None},
                "got a missing value as contact, expected a ContactPoint",
            ),
            ({"consent": None}, "got a missing value as consent, expected a Consent"),
            ({"touch": None}, "got a missing value as touch, expected a Touch"),
            ({"contact": CANARY}, "got a str as contact, expected a ContactPoint"),
            ({"consent": True}, "got a bool as consent, expected a Consent"),
            ({"touch": "form"}, "got a str as touch, expected a Touch"),
            (
                {"consent": attrs.evolve(CONSENT, granted=False)},
                "got a consent that was withdrawn, expected a granted one.",
            ),
            (
                {"consent": attrs.evolve(CONSENT, actor="machine")},
                "got what a machine agreed to, or another ground than consent",
            ),
            (
                {"consent": attrs.evolve(CONSENT, basis="contract")},
                "got what a machine agreed to, or another ground than consent",
            ),
            (
                {
                    "consent": attrs.evolve(
                        CONSENT, at=ago(days=9), expires_at=ago(days=1)
                    )
                },
                "got a consent that has expired, expected one in force.",
            ),
            (
                {"contact": PHONE},
                "got a consent for email, expected one for phone, the medium of the",
            ),
            (
                {"consent": attrs.evolve(CONSENT, at=ago(microseconds=-1))},
                "dated after 'at', expected all of it at or before that.",
            ),
            ({"touch": attrs.evolve(TOUCH, at=ago(days=-1))}, "dated after 'at'"),
            (
                {"activities": [Activity(id="a", type="reviewed", at=ago(days=-1))]},
                "dated after 'at'",
            ),
            (
                {"moves": [Move(trigger="a", source="b", target="c", at=ago(days=-1))]},
                "dated after 'at'",
            ),
            (
                {"grants": [Grant(qualification="MQL", by="Mina", at=ago(days=-1))]},
                "dated after 'at'",
            ),
            (
                {"activities": [Activity(id="a", type="purchased", at=ago(days=1))]},
                "got one that has purchased, expected somebody who never bought",
            ),
            (
                {"contacts": [EMAIL]},
                "got 'contacts' as well, expected contact, consent",
            ),
            (
                {"touches": [], "created_at": NOW, "consents": []},
                "got 'consents', 'created_at' or 'touches' as well",
            ),
        ],
    )
    def test_refuses(self, changes, sentence):
        """
        What isn't a new lead is refused by a sentence that says why.
        """
        with pytest.raises(LeadError) as caught:
            captured(**changes)

        assert "capture of a lead" == caught.value.subject
        assert sentence in str(caught.value)
        assert CANARY not in str(caught.value)

    @pytest.mark.parametrize("at", [None, datetime(2026, 5, 1), "today"])
    def test_instant(self, at):
        """
        The instant has a time zone.
        """
        with pytest.raises(InstantError) as caught:
            captured(at=at)

        assert "at" == caught.value.subject

    def test_wrong_field(self):
        """
        A host's field is checked as ever.
        """
        with pytest.raises(LeadError, match="field 'company_size' of SaasLead"):
            captured(company_size=CANARY)


class TestRecord:
    @given(ACTIVITIES, ACTIVITIES)
    def test_union(self, before, more):
        """
        The history is the union of what was there and what is recorded, and each new
        activity counts one revision; other content under an id is refused.
        """
        lead = Lead(id="L-1", activities=before, revision=5)
        known = {activity.id: activity for activity in before}
        expected = {**known, **{activity.id: activity for activity in more}}
        if any(known.get(a.id, a) != a for a in more):
            with pytest.raises(LeadError, match="two different activities"):
                lead.record(*more)
        else:
            after = lead.record(*more)

            assert set(expected.values()) == set(after.activities)
            assert 5 + len(expected) - len(known) == after.revision

    @given(ACTIVITIES, st.data())
    def test_order_free(self, activities, data):
        """
        One by one or at once, in any order: the lead is the same.
        """
        lead = Lead(id="L-1")
        again = lead
        for activity in data.draw(st.permutations(activities)):
            again = again.record(activity)

        assert lead.record(*activities) == again

    @given(ACTIVITIES)
    def test_idempotent(self, activities):
        """
        What is there already changes nothing: the very lead comes back.
        """
        lead = Lead(id="L-1").record(*activities)

        assert lead is lead.record(*activities)
        assert lead is lead.record()

    def test_leaves_the_lead(self):
        """
        The lead that was asked is untouched, and everything else stays.
        """
        lead = SaasLead(id="L-1", company_size=3, contacts=[EMAIL])
        activity = Activity(id="a", type="reviewed", at=NOW)
        after = lead.record(activity)

        assert () == lead.activities
        assert 0 == lead.revision
        assert after == attrs.evolve(lead, activities=[activity], revision=1)
        assert SaasLead is type(after)

    @pytest.mark.parametrize("value", [None, CANARY, [], {}, EMAIL])
    def test_refuses(self, value):
        """
        What is no activity, consent or touch is refused.
        """
        with pytest.raises(LeadError) as caught:
            Lead(id="L-1").record(value)

        assert "an item of 'activities'" == caught.value.subject
        assert CANARY not in str(caught.value)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["grant", "revoke"]),
        st.sampled_from(["MQL", "SQL"]),
        INSTANTS,
        st.sampled_from(["Reza", "Mina"]),
        st.booleans(),
    ),
    max_size=8,
)


def acted(lead, acts):
    """
    Let people and rules grant and revoke, one after another.
    """
    for verb, code, at, by, automatic in acts:
        lead = getattr(lead, verb)(code, at=at, by=by, automatic=automatic)
    return lead


class TestGrantAndRevoke:
    @given(ACTS)
    def test_naive_model(self, acts):
        """
        An act is recorded under the next number, unless it only repeats what was said
        last about its qualification; the latest instant and number say what is held.
        """
        lead = acted(Lead(id="L-1"), acts)
        said = []
        for act in acts:
            _, code, at, *_ = act
            about = [one for one in said if one[0][1] == code and one[0][2] <= at]
            last = max(about, key=lambda one: (one[0][2], one[1]), default=(None, 0))
            if last[0] != act:
                said.append((act, 1 + len(said)))

        assert len(said) == lead.revision
        assert {
            Grant(
                qualification=code,
                at=at,
                by=by,
                granted=verb == "grant",
                automatic=automatic,
                number=number,
            )
            for (verb, code, at, by, automatic), number in said
        } == set(lead.grants)
        for code in ("MQL", "SQL"):
            mine = [
                (at, number, verb == "grant")
                for (verb, c, at, *_), number in said
                if c == code
            ]
            assert (max(mine)[2] if mine else False) is lead.holds(code)

    @given(ACTS.filter(bool))
    def test_idempotent(self, acts):
        """
        Saying again what was said last changes nothing: the very lead comes back.
        """
        lead = acted(Lead(id="L-1"), acts)

        assert lead is acted(lead, acts[-1:])

    @given(
        ACTS.map(lambda acts: list({act[2]: act for act in acts}.values())), st.data()
    )
    def test_order_free(self, acts, data):
        """
        At different instants, it doesn't matter in which order acts are recorded.
        """
        other = data.draw(st.permutations(acts))
        one, two = acted(Lead(id="L-1"), acts), acted(Lead(id="L-1"), other)

        assert [one.holds(code) for code in ("MQL", "SQL")] == [
            two.holds(code) for code in ("MQL", "SQL")
        ]
        assert [(g.at, g.granted) for g in one.grants] == [
            (g.at, g.granted) for g in two.grants
        ]

    @pytest.mark.parametrize(("verb", "granted"), [("grant", True), ("revoke", False)])
    def test_example(self, verb, granted):
        """
        Everything that is said about it is recorded; the lead that was asked and all
        the rest stay.
        """
        lead = SaasLead(id="L-1", company_size=3, revision=4)
        after = getattr(lead, verb)(
            "SQL", at=NOW.astimezone(TEHRAN), by="Reza", evidence="a call"
        )
        grant = Grant(
            qualification="SQL",
            at=NOW,
            by="Reza",
            granted=granted,
            evidence="a call",
            number=1,
        )

        assert () == lead.grants
        assert after == attrs.evolve(lead, grants=[grant], revision=5)
        assert not grant.automatic
        assert granted is after.holds("SQL")

    def test_later_word_at_one_instant(self):
        """
        At one instant, what is said last counts.
        """
        lead = Lead(id="L-1").revoke("SQL", at=NOW, by="Reza")

        assert lead.grant("SQL", at=NOW, by="Reza").holds("SQL")

    def test_numbers_of_loaded_grants(self):
        """
        Numbers go on after those that were loaded.
        """
        loaded = Grant(qualification="MQL", at=NOW, by="Mina", number=7)
        lead = Lead(id="L-1", grants=[loaded]).grant("SQL", at=NOW, by="Mina")

        assert {7, 8} == {grant.number for grant in lead.grants}

    @pytest.mark.parametrize("verb", ["grant", "revoke"])
    @pytest.mark.parametrize(
        ("changes", "subject"),
        [
            ({"qualification": ""}, "field 'qualification' of Grant"),
            ({"qualification": None}, "field 'qualification' of Grant"),
            ({"at": datetime(2026, 5, 1)}, "field 'at' of Grant"),
            ({"by": None}, "field 'by' of Grant"),
            ({"evidence": 7}, "field 'evidence' of Grant"),
            ({"automatic": None}, "field 'automatic' of Grant"),
        ],
    )
    def test_refuses(self, verb, changes, subject):
        """
        Wrong arguments are refused like a wrong grant.
        """
        given_ = {"qualification": "SQL", "at": NOW, "by": "Reza", **changes}

        with pytest.raises(LeadError) as caught:
            getattr(Lead(id="L-1"), verb)(**given_)

        assert subject == caught.value.subject


class TestIsRecord:
    @pytest.mark.parametrize(
        ("given_", "answer"),
        [
            (Lead, True),
            (SaasLead, True),
            (PlainLead, True),
            (Activity, False),
            (str, False),
            (Lead(id="L-1"), False),
            ("Lead", False),
            (None, False),
        ],
        ids=repr,
    )
    def test_table(self, given_, answer):
        """
        Lead and its subclasses are record classes, nothing else is.
        """
        assert answer is is_record(given_)
