"""
A rule with some of its nodes replaced by others.
"""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from strategies import F, numbers, rules

import leadkit as lk
from leadkit import RuleError, activity
from leadkit.rules import nodes as n
from leadkit.rules.rewriting import rewritten

CARD = lk.Scorecard("fit", [lk.Points(5, when=F.partner)])


def renamed(node):
    """
    Every field under another name.
    """
    return attrs.evolve(node, name=f"{node.name}_2") if type(node) is n.Field else node


class TestRewritten:
    @given(rules(opaque=True))
    def test_nothing_replaced(self, rule):
        """
        A rule of which nothing is replaced is the same.
        """
        assert rule.node == rewritten(rule.node, lambda node: node)

    @given(rules())
    def test_asks_about_every_node(self, rule):
        """
        Each node is offered once, the inner ones first, those inside cards not.
        """
        offered = []

        def replace(node):
            offered.append(node)
            return node

        rewritten(rule.node, replace)

        assert rule.node == offered[-1]
        assert len(offered) == 1 + sum(map(_size, n.children(rule.node)))

    @given(numbers(), numbers())
    def test_constants(self, one, other):
        """
        A constant is replaced wherever it stands.
        """

        def written(number):
            return ~((F.employees >= number) & (F.budget + number < number)) | F.partner

        before, after = (n.constant(each, F.budget.node) for each in (one, other))

        def replace(node):
            return after if node == before else node

        assert written(other).node == rewritten(written(one).node, replace)

    @pytest.mark.parametrize(
        ("rule", "text"),
        [
            (F.employees >= 50, "employees_2 >= 50"),
            (F.seats >= 50, "seats >= 50"),
            (F.employees.is_in(2, 1), "employees_2 is in (1, 2)"),
            (F.employees.between(1, 2), "employees_2 between 1 and 2"),
            (~F.free_mail | F.partner, "~free_mail_2 | partner"),
            (F.trial_ends.age() * 2 >= 5, "((age of trial_ends_2) * 2) >= 5"),
            (lk.at_least(1, F.free_mail), "at least 1 of free_mail_2"),
            (F.title.or_default("").is_missing(), "(title_2 or default '') is missing"),
            (activity("a", "b").count() >= 1, "count of a or b >= 1"),
            (CARD >= 5, "fit >= 5"),
            (lk.in_stage("lead", "lost"), "in stage 'lead' or 'lost'"),
        ],
    )
    def test_fields(self, rule, text):
        """
        A field is replaced inside every kind of node.
        """
        assert text == str(rewritten(rule.node, renamed))

    def test_what_it_was_is_left(self):
        """
        The rule that is rewritten doesn't change.
        """
        rule = ~(F.employees >= 50)

        rewritten(rule.node, renamed)

        assert "~(employees >= 50)" == str(rule)

    def test_joins_stay_flat(self):
        """
        A part that is replaced by a rule of the same join is joined to the others.
        """
        both = (F.free_mail & F.partner).node
        held = lk.holds("MQL")
        rule = rewritten((F.free_mail & held).node, lambda node: (
            both if node == held.node else node
        ))  # fmt: skip

        assert lk.all_of(F.free_mail, F.free_mail, F.partner).node == rule

    def test_the_door_is_the_same(self):
        """
        What couldn't be written can't be made by replacing either.
        """

        def replace(node):
            return F.title.node if node == F.employees.node else node

        with pytest.raises(RuleError, match="Texts have no order"):
            rewritten((F.employees >= 50).node, replace)

    def test_depth_is_counted_anew(self):
        """
        A replaced node may make the tree deeper or flatter.
        """
        deep = (F.budget * 2 + 1).node
        rule = rewritten((F.employees >= 50).node, lambda node: (
            deep if node == F.employees.node else node
        ))  # fmt: skip

        assert 2 == (F.employees >= 50).node.depth
        assert 4 == rule.depth


def _size(node):
    return 1 + sum(map(_size, n.children(node)))
