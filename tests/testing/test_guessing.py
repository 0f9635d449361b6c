"""
What hosts' functions ask about, guessed from the constants in them.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

import attrs
import pytest

import leadkit as lk
from leadkit.testing import laws
from leadkit.testing.stories.guessing import guesses, persuaded
from leadkit.testing.stories.needs import Need

AS_OF = datetime(2026, 5, 1, 12, tzinfo=UTC)
SEATS = 25


class Region(StrEnum):
    NORTH = "north"
    SOUTH = "south"


@attrs.frozen(kw_only=True)
class Customer(lk.Lead):
    seats: int | None = None
    paid: float = 0.0
    partner: bool = False
    plan: Literal["free", "team"] = "free"
    region: Region = Region.NORTH
    signed: datetime | None = None
    city: str = attrs.field(default="Bonn", validator=attrs.validators.max_len(20))


def node_of(function):
    return lk.rule(name=function.__name__)(function).node


def three_calls(lead, as_of):
    return sum(one.type == "call_held" for one in lead.activities) >= 3


def a_large_order(lead, as_of):
    return any(one.type == "order" and one.value > 900 for one in lead.activities)


def many_seats(lead, as_of):
    return lead.seats is not None and lead.seats >= SEATS


def paid_a_bit(lead, as_of):
    return 1.5 < lead.paid < 3


def is_partner(lead, as_of):
    return lead.partner


def is_a_team(lead, as_of):
    return lead.plan == "team"


def is_southern(lead, as_of):
    return lead.region is Region.SOUTH


def lives_in_rome(lead, as_of):
    return lead.city == "Rome"


def signed_long_ago(lead, as_of):
    return lead.signed is not None and as_of - lead.signed >= timedelta(days=90)


def is_in_segment_b(lead, as_of):
    return lead.traits.get("segment") == "b"


def is_qualified(lead, as_of):
    return "MQL" in {one.qualification for one in lead.grants}


def allows_service_mail(lead, as_of):
    return bool(lead.may_contact("service", medium="email", as_of=as_of))


def a_large_team(lead, as_of):
    if lead.seats is None or lead.signed is None:
        return None
    return lead.seats > 30 and lead.plan == "team"


def a_roman_team(lead, as_of):
    return lead.city == "Rome" and lead.plan == "team"


def says_nothing(lead, as_of):
    return None


ASKED = [
    three_calls,
    a_large_order,
    many_seats,
    paid_a_bit,
    is_partner,
    is_a_team,
    is_southern,
    lives_in_rome,
    signed_long_ago,
    is_in_segment_b,
    is_qualified,
    allows_service_mail,
    a_large_team,
]


class TestPersuaded:
    @pytest.mark.parametrize("function", ASKED, ids=lambda one: one.__name__)
    def test_it_is_so(self, function):
        """
        What a function compares with a constant is made so.
        """
        node = node_of(function)
        lead = Customer(id="example")

        found = persuaded(lead, AS_OF, Need((node,)))

        assert function(lead, AS_OF) is not True
        assert function(found, AS_OF) is True

    @pytest.mark.parametrize("function", ASKED, ids=lambda one: one.__name__)
    def test_nothing_is_taken_back(self, function):
        """
        What was recorded of the lead stays.
        """
        before = lk.Activity(id="x1", type="page_viewed", at=AS_OF - timedelta(days=1))
        lead = Customer(id="example", activities=[before])

        found = persuaded(lead, AS_OF, Need((node_of(function),)))

        assert before in found.activities

    def test_several_functions(self):
        """
        One function after another is brought round.
        """
        needed = (node_of(three_calls), node_of(lives_in_rome), node_of(is_partner))

        found = persuaded(Customer(id="example"), AS_OF, Need(needed))

        assert found.partner
        assert "Rome" == found.city

    def test_what_must_not_be(self):
        """
        A function that answers yes can be made to say no.
        """
        lead = Customer(id="example", partner=True)

        found = persuaded(lead, AS_OF, Need((), (node_of(is_partner),)))

        assert not found.partner

    def test_what_must_be_besides(self):
        """
        What else is needed isn't given up for a function.
        """
        bonn = (lk.fields(Customer).city == "Bonn").node
        need = Need((bonn, node_of(lives_in_rome)))

        assert None is persuaded(Customer(id="example"), AS_OF, need)

    def test_no_way(self):
        """
        Where no guess is right, none is given.
        """
        need = Need((node_of(says_nothing),))

        assert None is persuaded(Customer(id="example"), AS_OF, need)


class TestGuesses:
    def test_are_not_endless(self):
        """
        A function that names a great many constants gets some hundred guesses.
        """
        text = " or ".join(f"lead.city == 'city {n}' or {n}" for n in range(200))
        function = eval(f"lambda lead, as_of: {text}")
        node = lk.rule(name="many")(function).node

        found = list(guesses(Customer(id="example"), AS_OF, node))

        assert 20 <= len(found) <= 600

    def test_what_is_known_already(self):
        """
        Where every field has a value, none is filled in.
        """
        known = {"name": "Ada", "seats": 1, "signed": AS_OF}
        node = node_of(is_partner)

        full = guesses(Customer(id="example", **known), AS_OF, node)
        bare = guesses(Customer(id="example"), AS_OF, node)

        assert len([*full]) < len([*bare])

    def test_what_a_class_refuses(self):
        """
        A value that the class of leads refuses is left out.
        """

        def lives_elsewhere(lead, as_of):
            return lead.city == "Llanfairpwllgwyngyllgogerychwyrndrobwll"

        need = Need((node_of(lives_elsewhere),))

        assert None is persuaded(Customer(id="example"), AS_OF, need)


class TestLaws:
    @pytest.mark.parametrize("function", ASKED, ids=lambda one: one.__name__)
    def test_a_way_through_is_shown(self, function):
        """
        A move that a function guards is made by a lead that the function lets through.
        """
        guard = lk.rule(name=function.__name__)(function)
        lifecycle = lk.Lifecycle(
            "guarded",
            ["new", "won"],
            "new",
            [lk.Transition("win", "new", "won", guard)],
        )

        finding = laws.never(lifecycle, reach="won", record=Customer)

        assert "refuted" == finding.kind
        assert ("win",) == finding.witness.moves

    def test_a_way_through_a_card_is_shown(self):
        """
        Where a card asks the function, and no other points will do, so is a way.
        """
        card = lk.Scorecard(
            "fit",
            [
                lk.Points(10, when=lk.rule(name="partner")(is_partner), name="partner"),
                lk.Points(5, when=lk.fields(Customer).seats >= SEATS, name="seats"),
            ],
        )
        lifecycle = lk.Lifecycle(
            "sales",
            ["lead", "customer"],
            "lead",
            [lk.Transition("convert", "lead", "customer", card >= 15)],
        )
        finding = laws.every_transition_can_fire(lifecycle, record=Customer)

        assert "proved" == finding.kind

    def test_what_cannot_be_seen_is_sampled(self):
        """
        A way that only a function may forbid is looked for, and no more is said.
        """
        guard = lk.rule(name="says nothing")(says_nothing)
        lifecycle = lk.Lifecycle(
            "guarded",
            ["new", "won"],
            "new",
            [lk.Transition("win", "new", "won", guard)],
        )

        finding = laws.never(lifecycle, reach="won", examples=20, seed=0)

        assert "sampled" == finding.kind
        assert 20 == finding.examples
        assert "leadkit can't see into <says nothing>" in finding.how
