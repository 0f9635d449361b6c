"""
Another scorecard in the place of one, wherever it is read.
"""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest
from hypothesis import given
from strategies import NOW, hosts, rules

from leadkit import (
    ALWAYS,
    NEVER,
    Group,
    Lead,
    Lifecycle,
    Points,
    Qualification,
    Scorecard,
    Temperature,
    Transition,
    activity,
    at_least,
    fields,
)
from leadkit.replacing import (
    in_group,
    in_handle,
    in_lifecycle,
    in_qualification,
    in_temperature,
)

SEATS = fields(Lead, traits={"seats": int}).seats
OLD = Scorecard("fit", [Points(5, when=ALWAYS)])
NEW = Scorecard("fit", [Points(50, when=ALWAYS)], ceiling=40)
OTHER = Scorecard("other", [Points(5, when=ALWAYS)])


def both(fit):
    """
    A card that reads another one, in its rules, its numbers and among its entries.
    """
    return Scorecard(
        "both",
        [
            Points(1, when=fit >= 3),
            Group("inner", [Points(2, per=fit.total), fit], ceiling=90),
            Points(3, per=activity("call_held"), when=OTHER >= 1),
        ],
    )


WRITTEN = {
    "a comparison": lambda fit: fit >= 3,
    "two cards": lambda fit: fit >= OTHER,
    "arithmetic": lambda fit: fit.total * 2 + SEATS >= 3,
    "a default": lambda fit: fit.total.or_default(3) >= 3,
    "between": lambda fit: fit.total.between(1, 3),
    "is in": lambda fit: fit.total.is_in(1, 3),
    "missing": lambda fit: fit.total.is_missing(),
    "joined": lambda fit: ALWAYS & ~((fit >= 3) | (SEATS >= 3)),
    "at least": lambda fit: at_least(2, fit >= 3, NEVER, ALWAYS),
    "inside another card": lambda fit: both(fit) >= 3,
    "twice inside": lambda fit: Scorecard("c", [Points(1, when=both(fit) >= 3)]) >= 1,
}


class TestInHandle:
    @pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
    def test_gives_what_would_have_been_written(self, write):
        """
        A rule with another card in it equals the rule written of that card.
        """
        assert write(NEW) == in_handle(write(OLD), NEW)
        assert str(write(NEW)) == str(in_handle(write(OLD), NEW))

    @pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
    def test_leaves_other_cards_and_the_rule_itself(self, write):
        """
        A card of a name that isn't read changes nothing, and no rule is changed.
        """
        rule = write(OLD)
        stranger = attrs.evolve(NEW, name="stranger")

        assert rule == in_handle(rule, stranger)
        assert write(OLD) == rule

    @given(rules(), hosts())
    def test_the_same_card_again_changes_nothing(self, rule, lead):
        """
        Rebuilding any rule gives the rule, and its answer.
        """
        rebuilt = in_handle(rule, attrs.evolve(OLD, name="stranger"))

        assert rule == rebuilt
        assert rule.test(lead, as_of=NOW) is rebuilt.test(lead, as_of=NOW)

    def test_keeps_what_kind_of_thing_it_is(self):
        """
        Numbers stay numbers, activities stay activities, nothing stays nothing.
        """
        calls = activity("call_held").within(days=3)

        assert in_handle(None, NEW) is None
        assert NEW.total.node == in_handle(OLD.total, NEW).node
        assert type(calls) is type(in_handle(calls, NEW))
        assert str(calls) == str(in_handle(calls, NEW))

    def test_leaves_what_only_resembles_a_card(self):
        """
        Something of a host's that can be scored, but is no group, is left as it is.
        """

        class Lookalike:
            name = "theirs"
            nodes = ()

            def hundredths(self, lead, *, as_of):
                return 700

            def next_change(self, lead, *, as_of):
                return None

        rule = SEATS >= Lookalike()

        assert rule == in_handle(rule, NEW)
        assert in_handle(rule, NEW).test(Lead(id="L-1", traits={"seats": 7}), as_of=NOW)


class TestInGroup:
    def test_reaches_rules_numbers_and_entries(self):
        """
        Wherever a card reads another, or holds it, the new one stands.
        """
        assert both(NEW) == in_group(both(OLD), NEW)
        assert [1 + 10 + 5, 1 + 90] == [
            card.score(Lead(id="L-1"), as_of=NOW).total
            for card in (both(OLD), in_group(both(OLD), NEW))
        ]

    def test_keeps_all_parts_of_points(self):
        """
        Decay, limits and names stay.
        """
        points = Points(
            5,
            when=OLD >= 1,
            per=activity("call_held"),
            halving=timedelta(days=3),
            at_most=3,
            per_day=1,
            cap=9,
            name="calls",
        )

        assert Group("g", [attrs.evolve(points, when=NEW >= 1)], 0, 9) == in_group(
            Group("g", [points], 0, 9), NEW
        )


class TestInTheRest:
    def test_in_a_qualification(self):
        """
        Both of its rules are rewritten, and missing ones stay missing.
        """
        one = Qualification("MQL", when=OLD >= 3, until=OLD < 1, applies_to="lead")
        other = attrs.evolve(one, when=NEW >= 3, until=NEW < 1)

        assert other == in_qualification(one, NEW)
        assert Qualification("SAL") == in_qualification(Qualification("SAL"), NEW)

    def test_in_a_lifecycle(self):
        """
        Every guard is rewritten, and no lifecycle stays none.
        """

        def lifecycle(fit):
            return Lifecycle(
                "l",
                ["a", "b"],
                "a",
                [
                    Transition("go", "a", "b", when=fit >= 3, kind="exit"),
                    Transition("back", "b", "a"),
                ],
            )

        assert lifecycle(NEW) == in_lifecycle(lifecycle(OLD), NEW)
        assert in_lifecycle(None, NEW) is None

    def test_in_a_temperature(self):
        """
        Hot and warm are rewritten, and no temperature stays none.
        """
        assert Temperature(hot=NEW >= 9, warm=NEW >= 3) == in_temperature(
            Temperature(hot=OLD >= 9, warm=OLD >= 3), NEW
        )
        assert in_temperature(None, NEW) is None
