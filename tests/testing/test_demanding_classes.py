"""
Laws about cards, asked of classes of leads that don't take whatever is made up.
"""

from enum import StrEnum
from functools import partial
from typing import Literal

import attrs
import pytest
from attrs.validators import ge, matches_re, optional

import leadkit as lk
from leadkit.testing import laws
from leadkit.testing.sampling import Sampled
from leadkit.testing.scores.summing_up import unbroken


class Status(StrEnum):
    NEW = "new"
    TRIED = "tried"


@attrs.frozen(kw_only=True)
class Enumerated(lk.Lead):
    stage: Status = Status.NEW


@attrs.frozen(kw_only=True)
class Listed(lk.Lead):
    stage: Literal["new", "tried"] = "new"


@attrs.frozen(kw_only=True)
class Large(lk.Lead):
    size: int = attrs.field(validator=ge(10))


@attrs.frozen(kw_only=True)
class LargeIfKnown(lk.Lead):
    size: int | None = attrs.field(default=None, validator=optional(ge(10)))


@attrs.frozen(kw_only=True)
class Coded(lk.Lead):
    code: str = attrs.field(validator=matches_re(r"[0-9]{5}"))


class Secret:
    def __init__(self, needs, much):
        raise NotImplementedError


@attrs.frozen(kw_only=True)
class Odd(lk.Lead):
    what: Secret

    def __attrs_post_init__(self):
        raise ValueError("never")


CLASSES = [Enumerated, Listed, Large, LargeIfKnown, Coded]


def falls_after_three(lead, as_of):
    asked = sum(one.type == "price_requested" for one in lead.activities)
    return 0 if asked > 3 else asked


def steps_back(lead, as_of):
    return -10 if lead.stage == "tried" else 0


class TestLaws:
    @pytest.mark.parametrize("record", CLASSES)
    def test_a_fault_is_found(self, record):
        """
        A function that takes points away is found out, whatever the class demands.
        """
        finding = laws.monotone(
            falls_after_three, adding="price_requested", record=record
        )

        assert "refuted" == finding.kind
        assert isinstance(finding.witness.lead, record | None)

    @pytest.mark.parametrize("record", [Enumerated, Listed])
    def test_stages_are_those_of_the_class(self, record):
        """
        A lead may stand in any stage that its class knows.
        """
        finding = laws.bounded(steps_back, 0, record=record)

        assert "refuted" == finding.kind

    @pytest.mark.parametrize("record", [Large, LargeIfKnown])
    def test_values_are_those_that_the_class_takes(self, record):
        """
        A field has values within what its validators demand.
        """
        card = lk.Scorecard("size", [lk.Points(1, per=lk.fields(record).size)])

        finding = laws.bounded(card, high=5, record=record)

        assert "refuted" == finding.kind

    @pytest.mark.parametrize("record", CLASSES)
    def test_what_is_right_is_tried(self, record):
        """
        What no example broke was tried on as many as were asked for, or nearly.
        """
        tried = []

        def counting(lead, as_of):
            tried.append(lead)
            return len(lead.activities)

        finding = laws.bounded(counting, low=0, record=record, examples=40)

        assert "sampled" == finding.kind
        assert 30 <= finding.examples <= len(tried)

    def test_nothing_to_try(self):
        """
        Where the class takes no lead at all, nothing was sampled.
        """
        finding = laws.bounded(falls_after_three, low=0, record=Odd, examples=5)

        assert ("undecided", 0) == (finding.kind, finding.examples)
        assert "No lead could be made up" in finding.how


class TestUnbroken:
    @pytest.mark.parametrize(("tried", "kind"), [(0, "undecided"), (3, "sampled")])
    def test_kind(self, tried, kind):
        """
        What was tried on nothing is undecided.
        """
        assert kind == unbroken("law", Sampled(None, tried), "why").kind


def particular(error):
    """
    Make a class that refuses one stage, many seats and much, in a way of its own.
    """

    @attrs.frozen(kw_only=True)
    class Particular(lk.Lead):
        seats: int = attrs.field(default=3)

        @seats.validator
        def _check(self, _, value):
            if value > 5 or self.stage == "prospect" or len(self.activities) > 1:
                raise error

    return Particular


BUSY = lk.rule(lambda lead, _: lead.seats > 2, name="busy")
OPAQUE = lk.Scorecard("own", [lk.Points(5, when=BUSY)])
SEEN = lk.Scorecard("mail", [lk.Points(3, per=lk.activity("email_clicked"), cap=9)])
STANDARD = lk.standard.lifecycle()


class TestRefusals:
    @pytest.mark.parametrize("error", [KeyError, OverflowError, ZeroDivisionError])
    @pytest.mark.parametrize(
        "ask",
        [
            partial(laws.bounded, SEEN, high=10),
            partial(laws.order_free, OPAQUE, examples=20),
            partial(laws.duplicates_free, OPAQUE, examples=20),
            partial(laws.monotone, OPAQUE, adding="email_clicked", examples=20),
            partial(laws.decays_only_down, OPAQUE, examples=20),
            partial(laws.every_rule_can_fire, SEEN),
            partial(laws.no_traps, STANDARD, examples=5),
        ],
        ids=lambda ask: ask.func.__name__,
    )
    def test_however_a_class_says_no(self, ask, error):
        """
        A class may refuse a record by any error about values, keys or arithmetic.
        """

        assert "refuted" != ask(record=particular(error)).kind
