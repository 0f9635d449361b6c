"""
Labels: what a person reads instead of a code.
"""

import pytest

from leadkit import standard
from leadkit.codes import (
    ActivityType,
    Actor,
    Channel,
    Direction,
    Kind,
    Medium,
    Stage,
)
from leadkit.errors import InputError
from leadkit.vocabulary import LABELS, STAGES, label

MANY = "in groups, by automation"

# The vocabulary's table of stages, row by row.
ROWS = [
    ("lead", "Lead", "سرنخ", "one-way", MANY, "marketing"),
    ("nurtured", "Nurtured lead", "سرنخ پرورش‌یافته", "one-way", MANY, "marketing"),
    ("prospect", "Prospect", "مشتری احتمالی", "two-way", "individually", "sales"),
    ("customer", "Customer", "مشتری", "two-way", "individually", "success"),
    ("advocate", "Advocate", "مبلغ برند", "two-way", "individually", "success"),
]  # fmt: skip

CODES = [
    str(code)
    for codes in (Stage, ActivityType, Channel, Medium, Kind, Actor, Direction)
    for code in codes
]


class TestStages:
    @pytest.mark.parametrize(("number", "row"), list(enumerate(ROWS)))
    def test_they_are_those_of_the_field(self, number, row):
        """
        Each stage has its labels, its way of contact and its owner.
        """
        term = STAGES[number]

        assert row == (
            term.stage,
            label(term.stage),
            label(term.stage, language="fa"),
            term.ways,
            term.contacted,
            term.owner,
        )


class TestLabel:
    @pytest.mark.parametrize(
        "code",
        sorted(
            {
                *CODES,
                *standard.playbook().qualifications,
                *standard.lifecycle().triggers,
                *("cold", "warm", "hot"),
            }
        ),
    )
    def test_every_code_has_two(self, code):
        """
        Every code has a label in English and one in Persian script, unlike the code.
        """
        english, persian = label(code), label(code, language="fa")

        assert code not in {english, persian}
        assert english.isascii()
        assert any("\u0600" <= char <= "\u06ff" for char in persian)

    def test_no_label_is_without_a_code(self):
        """
        The table has no labels for codes that don't exist.
        """
        known = {*CODES, *standard.playbook().qualifications}
        known |= {*standard.lifecycle().triggers, "cold", "warm", "hot"}

        assert known == set(LABELS)

    def test_a_hosts_own_code_stays(self):
        """
        A code that leadkit doesn't know is its own label.
        """
        assert "demo_watched" == label("demo_watched", language="fa")

    def test_other_languages_are_refused(self):
        """
        A language without labels is refused, and those with labels are named.
        """
        with pytest.raises(InputError, match="'en' or 'fa'"):
            label("lead", language="de")
