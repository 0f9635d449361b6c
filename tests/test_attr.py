"""
Records whose classes are asked for their fields: the same rules, and the same records.
"""

import abc
import copy
import enum
import pickle
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadkit as lk
from leadkit import Attr, Lead, LeadError, RuleError, UnknownFieldError, record
from leadkit.annotations import asked_of, types_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Region(enum.StrEnum):
    """
    A choice with texts.
    """

    NORTH = "north"
    SOUTH = "south"


@record
class SaasLead(Lead):
    """
    A field of each kind, and a plain one.
    """

    company_size: Attr[int | None] = Attr(default=None)
    revenue: Attr[float | None] = Attr(default=None)
    job_title: Attr[str | None] = Attr(default=None)
    free_mail: Attr[bool] = Attr(default=False)
    region: Attr[Region | None] = Attr(default=None)
    plan: Attr[Literal["free", "pro"]] = Attr(default="free")
    renews_at: Attr[datetime | None] = Attr(default=None)
    note: str | None = None


@attrs.frozen(kw_only=True)
class PlainLead(Lead):
    """
    The same fields, all plain.
    """

    company_size: int | None = None
    revenue: float | None = None
    job_title: str | None = None
    free_mail: bool = False
    region: Region | None = None
    plan: Literal["free", "pro"] = "free"
    renews_at: datetime | None = None
    note: str | None = None


@record
class Partner(SaasLead):
    """
    A record made of one.
    """

    commission: Attr[float | None] = Attr(default=None)


@attrs.frozen(kw_only=True)
class Reseller(SaasLead):
    """
    One made by attrs alone, with another default for a field of its parent.
    """

    company_size: int | None = 1
    area: Attr[str | None] = Attr(default=None)  # noqa: RUF009


@attrs.frozen(kw_only=True, slots=False)
class Loose(SaasLead):
    """
    One that keeps its fields in a dictionary.
    """

    area: Attr[str | None] = Attr(default=None)  # noqa: RUF009


class Shape(abc.ABC):
    """
    A parent with a metaclass of its own.
    """

    @abc.abstractmethod
    def area(self):
        """
        Have an area.
        """


@record
class Plot(Lead, Shape):
    """
    A record of two families.
    """

    width: Attr[int]

    def area(self):
        """
        Have this area.
        """
        return self.width**2


CLASSES = [SaasLead, Partner, Reseller, Loose]
ASKED = sorted(asked_of(SaasLead))

given_values = st.fixed_dictionaries(
    {},
    optional={
        "company_size": st.none() | st.integers(-(10**15), 10**15),
        "revenue": st.none() | st.floats(-1e15, 1e15),
        "job_title": st.none() | st.text(),
        "free_mail": st.booleans(),
        "region": st.none() | st.sampled_from(Region),
        "plan": st.sampled_from(["free", "pro"]),
        "renews_at": st.none()
        | st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1)),
        "note": st.none() | st.text(),
    },
)


class TestOfAClass:
    @pytest.mark.parametrize("cls", CLASSES)
    @pytest.mark.parametrize("name", ASKED)
    def test_it_is_what_fields_names(self, cls, name):
        """
        A class gives the value that fields() gives, of the same kind and node.
        """
        ours, theirs = getattr(cls, name), getattr(lk.fields(cls), name)

        assert (type(theirs), theirs.node) == (type(ours), ours.node)

    def test_a_rule_is_the_same_as_for_a_plain_record(self):
        """
        Rules written on the class equal those written with fields() of plain fields.
        """
        asked = lk.fields(PlainLead)
        plain = (asked.company_size >= 50) & asked.free_mail & (asked.region == "north")
        ours = (SaasLead.company_size >= 50) & SaasLead.free_mail
        ours &= SaasLead.region == Region.NORTH

        assert (plain, hash(plain), str(plain)) == (ours, hash(ours), str(ours))

    @given(given_values)
    def test_answers_are_those_of_a_plain_record(self, values):
        """
        A rule is answered alike for a record of either sort with the same values.
        """
        size = (SaasLead.company_size >= 50) | SaasLead.job_title.contains("e")
        rule = (size & ~SaasLead.free_mail) | (SaasLead.renews_at.age() <= 30)
        plain = rule.test(PlainLead(id="L-1", **values), as_of=NOW)

        assert plain == rule.test(SaasLead(id="L-1", **values), as_of=NOW)

    def test_in_a_playbook(self):
        """
        Cards and qualifications of a playbook may be written with the class.
        """
        fit = lk.Scorecard("fit", [lk.Points(20, when=SaasLead.free_mail)])
        mql = lk.Qualification("MQL", when=SaasLead.company_size >= 50)
        book = lk.Playbook(
            "saas", record=SaasLead, scorecards=[fit], qualifications=[mql]
        )
        lead = SaasLead(id="L-1", company_size=50, free_mail=True)
        seen = book.assess(lead, as_of=NOW)

        assert 20 == seen.scores["fit"].total
        assert seen.verdicts["MQL"].held

    @pytest.mark.parametrize(
        ("cls", "name"), [(Partner, "commission"), (Reseller, "area"), (Loose, "area")]
    )
    def test_fields_of_a_subclass(self, cls, name):
        """
        A subclass is asked for its own fields too, whoever made it.
        """
        assert str(getattr(cls, name)) == name
        assert not hasattr(SaasLead, name)

    def test_a_subclass_that_adds_nothing(self):
        """
        A class that isn't an attrs class answers as its parent does.
        """
        cls = type("Sub", (Partner,), {"__slots__": ()})

        assert Partner.commission.node == cls.commission.node
        assert Partner.company_size.node == cls.company_size.node

    def test_a_field_with_another_default(self):
        """
        Where a subclass declares a field again, rules read it and leads keep it.
        """
        rule = Reseller.company_size == 1

        assert rule.test(Reseller(id="L-1"), as_of=NOW) is True
        assert 7 == Reseller(id="L-1", company_size=7).company_size

    def test_beside_another_metaclass(self):
        """
        A parent with a metaclass keeps it: abstract methods stay abstract.
        """
        assert isinstance(Plot, abc.ABCMeta)
        assert str(Plot.width >= 3) == "width >= 3"
        assert 9 == Plot(id="L-1", width=3).area()
        with pytest.raises(TypeError, match="abstract"):
            record(type("Bare", (Lead, Shape), {}))(id="L-1")

    def test_a_plain_field(self):
        """
        A plain field beside them is no value of a rule, and fields() knows it.
        """
        assert not isinstance(SaasLead.note, type(SaasLead.job_title))
        assert str(lk.fields(SaasLead).note) == "note"

    def test_an_unknown_name(self):
        """
        A misspelt field is refused with the near miss, and hasattr() answers.
        """
        with pytest.raises(UnknownFieldError) as info:
            SaasLead.compny_size  # noqa: B018

        assert not hasattr(SaasLead, "compny_size")
        assert isinstance(info.value, AttributeError)
        assert str(info.value) == (
            "class SaasLead: got the unknown name 'compny_size', expected a field that "
            "is an Attr: 'company_size', 'free_mail', 'job_title', 'plan', 'region', "
            "'renews_at' or 'revenue'. Did you mean 'company_size'?"
        )

    def test_an_unknown_private_name(self):
        """
        Names that tools look for are refused as any class refuses them.
        """
        with pytest.raises(AttributeError, match="no attribute '_repr_html_'") as info:
            SaasLead._repr_html_  # noqa: B018

        assert type(info.value) is AttributeError


class TestOfALead:
    @given(given_values)
    def test_values_are_those_of_a_plain_record(self, values):
        """
        A record keeps what a plain one keeps: each value, the repr and plain data.
        """
        ours, plain = SaasLead(id="L-1", **values), PlainLead(id="L-1", **values)

        assert plain.to_dict() == ours.to_dict()
        assert repr(plain).replace("PlainLead", "SaasLead") == repr(ours)
        for name in ASKED:
            assert getattr(plain, name) == getattr(ours, name)

    @given(given_values)
    def test_it_is_a_value(self, values):
        """
        A record comes back from pickle, copy and plain data, and hashes alike.
        """
        for cls in CLASSES:
            lead = cls(id="L-1", **values)
            others = [
                pickle.loads(pickle.dumps(lead)),
                copy.deepcopy(lead),
                cls.from_dict(lead.to_dict()),
                attrs.evolve(lead),
            ]

            assert [lead] * 4 == others
            assert {hash(lead)} == {hash(other) for other in others}

    def test_it_is_frozen_and_slotted(self):
        """
        A field can't be set, and there is no dictionary.
        """
        lead = Partner(id="L-1", company_size=3)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            lead.company_size = 4

        assert not hasattr(lead, "__dict__")
        assert 5 == attrs.evolve(lead, company_size=5).company_size

    def test_its_door(self):
        """
        Values are brought to their form, or refused without being quoted.
        """
        lead = SaasLead(id="L-1", company_size=120.0, revenue=float("nan"))
        with pytest.raises(LeadError) as info:
            SaasLead(id="L-1", company_size="sara@example.com")

        assert (120, None) == (lead.company_size, lead.revenue)
        assert type(lead.company_size) is int
        assert str(info.value) == (
            "field 'company_size' of SaasLead: got a str, expected a whole number or "
            "missing."
        )

    def test_the_class_is_pickled_by_name(self):
        """
        A class comes back from pickle as itself.
        """
        assert [*CLASSES, Plot] == pickle.loads(pickle.dumps([*CLASSES, Plot]))

    def test_a_field_without_a_default(self):
        """
        A value has to be given where the field has no default.
        """
        with pytest.raises(TypeError, match="width"):
            Plot(id="L-1")

    def test_a_plain_default(self):
        """
        At run time a default may stand there as it is.
        """
        space = {"__annotations__": {"size": Attr[int | None]}, "size": 3}
        cls = record(type("Sized", (Lead,), space))

        assert 3 == cls(id="L-1").size
        assert str(cls.size) == "size"

    def test_a_validator(self):
        """
        A validator sees the value that is kept.
        """
        seen = []
        size = Attr(default=0, validator=lambda *given: seen.append(given[-1]))
        space = {"__annotations__": {"size": Attr[int]}, "size": size}
        record(type("Sized", (Lead,), space))(id="L-1", size=3.0)

        assert [(3, int)] == [(value, type(value)) for value in seen]

    def test_the_histories(self):
        """
        Recording and granting work as for every lead.
        """
        lead = Partner(id="L-1", commission=0.5)
        after = lead.record(lk.Activity(id="a1", type="called", at=NOW))
        after = after.grant("SQL", at=NOW, by="somebody")

        assert (Partner, 0.5, 2) == (type(after), after.commission, after.revision)


class TestRecord:
    @pytest.mark.parametrize(
        ("given", "came"), [(3, "an int"), (int, "a type"), (lk.Activity, "a type")]
    )
    def test_of_something_else(self, given, came):
        """
        What is no subclass of Lead is refused.
        """
        with pytest.raises(LeadError) as info:
            record(given)

        assert ("@record", came) == (info.value.subject, info.value.came)

    def test_over_attrs(self):
        """
        A class that attrs made already is refused.
        """
        cls = attrs.frozen(kw_only=True)(type("Made", (Lead,), {}))
        with pytest.raises(LeadError) as info:
            record(cls)

        assert str(info.value) == (
            "@record of Made: got a class that attrs has made already, expected one "
            "that it hasn't. Leave @attrs.frozen out: @record does the same."
        )

    def test_attrs_alone(self):
        """
        Where attrs alone makes the first such class, nobody would answer.
        """
        cls = type("Made", (Lead,), {"__annotations__": {"size": Attr[int]}})
        with pytest.raises(LeadError) as info:
            attrs.frozen(kw_only=True)(cls)

        assert str(info.value) == (
            "class Made: got @attrs.frozen over a field that is an Attr, expected "
            "@leadkit.record. Decorate the class with @leadkit.record, or leave "
            "Attr[...] out."
        )

    @pytest.mark.parametrize("annotation", [Decimal, tuple[str, ...], "Unknown", list])
    def test_a_type_that_rules_cannot_ask_about(self, annotation):
        """
        An Attr of another type is refused when the class is made.
        """
        cls = type("Odd", (Lead,), {"__annotations__": {"odd": Attr[annotation]}})
        with pytest.raises(UnknownFieldError) as info:
            record(cls)

        assert info.value.subject == "field 'odd' of Odd"
        assert info.value.came == "a type that rules can't ask about"

    def test_a_field_that_is_asked_otherwise(self):
        """
        The stage is asked by in_stage(), and can't be an Attr.
        """
        space = {"__annotations__": {"stage": Attr[str]}, "stage": "lead"}
        with pytest.raises(UnknownFieldError, match="Ask in_stage"):
            record(type("Staged", (Lead,), space))

    def test_a_name_that_is_taken(self):
        """
        The names of a lead's own methods stay theirs.
        """
        cls = type("Taken", (Lead,), {"__annotations__": {"holds": Attr[bool]}})
        with pytest.raises(LeadError, match="a name that Lead uses"):
            record(cls)

    @pytest.mark.parametrize("annotations", [{"size": int}, {}, {"size": "Attr[X]"}])
    @pytest.mark.parametrize("decorator", [record, attrs.frozen(kw_only=True)])
    def test_an_attr_that_is_not_annotated(self, decorator, annotations):
        """
        A value that is an Attr under another annotation would ask nothing.
        """
        made = {"__annotations__": annotations, "size": Attr(default=1)}
        with pytest.raises(LeadError) as info:
            decorator(type("Half", (Lead,), made))

        assert str(info.value) == (
            "field 'size' of Half: got Attr(...) as a value only, expected Attr[...] "
            "as its annotation, too. Write size: Attr[int] = Attr(...), with a type "
            "that is known where the class is defined."
        )

    def test_no_attr_at_all(self):
        """
        Without any Attr it makes the record that attrs would make.
        """
        cls = record(type("Bare", (Lead,), {"__annotations__": {"size": int}}))

        assert 3 == cls(id="L-1", size=3).size
        assert frozenset() == asked_of(cls)

    def test_a_rule_as_an_attribute(self):
        """
        A rule or a value that a host keeps on its class stays there.
        """
        size = lk.fields(PlainLead).company_size
        cls = record(type("Kept", (SaasLead,), {"big": size >= 50, "value": size}))

        assert (size >= 50) == cls.big
        assert cls.value is size

    def test_misuse_fails_as_with_fields(self):
        """
        A wrong comparison is refused when it is written.
        """
        with pytest.raises(
            RuleError, match="a comparison with company_size: got a str"
        ):
            SaasLead.company_size >= "50"  # noqa: B015


class TestAnnotation:
    @pytest.mark.parametrize(
        "plain", [int, int | None, str, bool, Region | None, Literal["a"], datetime]
    )
    def test_it_is_read_as_the_plain_type(self, plain):
        """
        At run time, Attr[T] means T.
        """
        both = {"ours": Attr[plain], "theirs": plain}
        cls = record(type("Both", (Lead,), {"__annotations__": both}))
        types = types_of(cls)

        assert types["theirs"] == types["ours"]

    @pytest.mark.parametrize(
        ("annotation", "asked"),
        [
            (Attr[int], True),
            (Attr[int] | None, True),
            (Annotated[Attr[int | None], "people"], True),
            (Annotated[int, "people"], False),
            (int, False),
        ],
        ids=["alone", "optional", "annotated", "another", "plain"],
    )
    def test_where_it_is_found(self, annotation, asked):
        """
        The mark is found beside other ones, and as a part of a union.
        """
        cls = attrs.make_class("Some", {"size": attrs.field(type=annotation)})

        assert ({"size"} if asked else set()) == asked_of(cls)
