"""
Which points of a card go together.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, F, Host, hosts

from leadkit import NEVER, Points, Scorecard, activity, card_relations
from leadkit.card_relations import together

LARGE = F.employees >= 50
CALLS = activity("call_held")
RULES = {
    "large": LARGE,
    "medium": F.employees >= 10,
    "some": F.employees.between(5, 60),
    "small": F.employees < 5,
    "large and free": LARGE & F.free_mail,
    "free": F.free_mail,
    "called": CALLS.count() >= 1,
    "called often": CALLS.count() >= 3,
    "nobody": NEVER,
}


def card(*names):
    """
    A card with points for rules.
    """
    return Scorecard("fit", [Points(1, when=RULES[name], name=name) for name in names])


class TestTogether:
    @pytest.mark.parametrize(
        ("names", "found"),
        [
            (("large", "medium"), ["points 'large': they come only with 'medium'"]),
            (("medium", "large"), ["points 'large': they come only with 'medium'"]),
            (("medium", "some"), ["points 'medium': they may come with 'some'"]),
            (
                ("called", "called often"),
                ["points 'called often': they come only with 'called'"],
            ),
            (
                ("large", "large and free"),
                ["points 'large and free': they come only with 'large'"],
            ),
            (("medium", "large and free"), [
                "points 'large and free': they come only with 'medium'"
            ]),
            (("some", "large and free"), []),
            (("large", "small"), []),
            (("large", "free"), []),
            (("large", "called"), []),
            (("nobody", "large"), []),
        ],
    )  # fmt: skip
    def test_tells(self, names, found):
        """
        A rule that follows from another is told of, and two that ask about the same
        and overlap; what excludes each other or has nothing to do with it isn't.
        """
        assert [f"card 'fit', {one}" for one in found] == [
            str(one) for one in together(card(*names), Host)
        ]

    def test_the_same_rule_is_a_problem_elsewhere(self):
        """
        Two entries for one rule aren't told of here; the card's problems are.
        """
        twice = Scorecard("fit", [Points(1, when=LARGE), Points(2, when=LARGE)])

        assert not list(together(twice, Host))

    def test_only_entries_with_a_rule(self):
        """
        Points per activity without a rule have nothing to relate.
        """
        counted = Scorecard("fit", [Points(1, per=CALLS), Points(2, when=LARGE)])

        assert not list(together(counted, Host))

    def test_so_many_pairs(self, monkeypatch):
        """
        Only a stated number of pairs is looked at.
        """
        monkeypatch.setattr(card_relations, "MOST_PAIRS", 1)

        assert 1 == len(list(together(card("large", "medium", "some"), Host)))

    @given(st.lists(st.sampled_from(sorted(RULES)), min_size=2, unique=True), hosts())
    def test_never_wrong(self, names, host):
        """
        No lead gets the points of which it is said that they come only with others,
        and not those others.
        """
        for one in together(card(*names), Host):
            if one.always and RULES[one.one].test(host, as_of=NOW):
                assert RULES[one.other].test(host, as_of=NOW) is True
