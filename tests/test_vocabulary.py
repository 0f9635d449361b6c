"""
Labels: what a person reads instead of a code.
"""

import subprocess
import sys
from typing import get_args

import pytest

from leadkit import standard, vocabulary
from leadkit.codes import (
    ActivityType,
    Actor,
    Basis,
    Channel,
    ConsentStatus,
    Direction,
    Kind,
    Medium,
    Stage,
)
from leadkit.errors import InputError
from leadkit.markup import words
from leadkit.moves import Kind as KindOfMove
from leadkit.permissions import PermissionCode
from leadkit.vocabulary import CODES, LABELS, STAGES, About, label

MANY = "in groups, by automation"

# The vocabulary's table of stages, row by row.
ROWS = [
    ("lead", "Lead", "سرنخ", "one-way", MANY, "marketing"),
    ("nurtured", "Nurtured lead", "سرنخ پرورش‌یافته", "one-way", MANY, "marketing"),
    ("prospect", "Prospect", "مشتری احتمالی", "two-way", "individually", "sales"),
    ("customer", "Customer", "مشتری", "two-way", "individually", "success"),
    ("advocate", "Advocate", "مبلغ برند", "two-way", "individually", "success"),
]  # fmt: skip

# Every code there is, by what it is about, from where it is at home.
HOMES = {
    "stage": Stage,
    "trigger": standard.lifecycle().triggers,
    "move": get_args(KindOfMove),
    "qualification": standard.playbook().qualifications,
    "temperature": ("cold", "warm", "hot"),
    "channel": Channel,
    "medium": Medium,
    "activity": ActivityType,
    "kind": Kind,
    "actor": Actor,
    "direction": Direction,
    "consent": ConsentStatus,
    "permission": get_args(PermissionCode),
    "basis": Basis,
    "own": (),
}
ALL = sorted({str(code) for codes in HOMES.values() for code in codes})

# Marks of direction would turn around what stands beside a label.
CONTROLS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C}


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


class TestCodes:
    @pytest.mark.parametrize("about", HOMES)
    def test_they_are_those_of_their_homes(self, about):
        """
        What words may be about has the codes of its enumeration, or of the standard.
        """
        assert {str(code) for code in HOMES[about]} == set(CODES[about])
        assert len(CODES[about]) == len(set(CODES[about]))

    def test_no_topic_is_forgotten(self):
        """
        There are codes for all that words may be about.
        """
        assert set(get_args(About)) == set(CODES) == set(HOMES)


class TestLabel:
    @pytest.mark.parametrize("code", ALL)
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
        assert set(ALL) == set(LABELS)

    @pytest.mark.parametrize("code", ALL)
    def test_in_html_each_finds_its_direction(self, code):
        """
        On a page a label is an element of its own, whose direction is its text's.
        """
        for language in ("en", "fa"):
            text = label(code, language=language)

            assert f'<span dir="auto">{text}</span>' == words(text)
            assert CONTROLS.isdisjoint(map(ord, text))

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

    def test_a_vocabulary_has_its_own(self):
        """
        With a vocabulary, its labels are said, and leadkit's where it has none.
        """
        acme = vocabulary.custom("acme", labels={"prospect": {"en": "Deal"}})

        assert "Deal" == label("prospect", vocabulary=acme)
        assert "مشتری احتمالی" == label("prospect", language="fa", vocabulary=acme)
        assert "Customer" == label("customer", vocabulary=acme)


class TestModule:
    @pytest.mark.parametrize("name", vocabulary.__all__)
    def test_each_name_is_there(self, name):
        """
        Every public name is found, also those that are loaded when first asked for.
        """
        assert getattr(vocabulary, name) is getattr(vocabulary, name)
        assert 1 == dir(vocabulary).count(name)

    def test_a_label_waits_for_no_system(self):
        """
        Whoever asks for labels doesn't load the words of other systems.
        """
        program = "import leadkit, sys\nleadkit.label('lead')\nprint(*sys.modules)"
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )

        assert "leadkit.vocabulary.labels" in ran.stdout.split()
        assert "leadkit.vocabulary.terms" not in ran.stdout.split()

    def test_there_are_no_others(self):
        """
        Another name is an `AttributeError` that names it.
        """
        with pytest.raises(AttributeError, match="no attribute 'ZOHO'"):
            vocabulary.ZOHO  # noqa: B018
