"""
The glossary, held to the vocabulary: the page says what the code says.
"""

import re
from pathlib import Path
from typing import get_args

import pytest

from leadkit import PREVIOUS, codes, standard
from leadkit.codes import CONVERSATIONS, OUTBOUND, ActivityType
from leadkit.moves import Kind
from leadkit.permissions import PermissionCode
from leadkit.vocabulary import LABELS, STAGES, label

PAGE = Path(__file__).parent.parent / "docs" / "glossary.md"
TEXT = PAGE.read_text(encoding="utf-8")

# An escaped bar is no border of a cell.
BORDER = re.compile(r"(?<!\\)\|")


def rows(title):
    """
    The rows of the tables under a heading, as lists of cells.
    """
    chapter = re.split(r"^##+ ", TEXT, flags=re.MULTILINE)
    (found,) = [part for part in chapter if part.startswith(f"{title}\n")]
    lines = [line for line in found.splitlines() if line.startswith("|")]
    cells = [[one.strip() for one in BORDER.split(line)[1:-1]] for line in lines]
    return [row for row in cells if row[0].startswith("`")]


def named(cell):
    """
    The codes that stand in a cell.
    """
    return re.findall(r"`(\w+)`", cell)


# A code may stand in two tables, as `email` does: channel and medium.
CODED = [
    (code, english, persian)
    for title in (
        *("Stages", "Moves", "Qualifications", "Temperatures", "Channels"),
        *("Media, kinds, actors, directions", "Consents and kinds of moves"),
        "Activity types",
    )
    for cell, english, persian, *_ in rows(title)
    for code in named(cell)
]


class TestCodes:
    def test_each_has_its_labels(self):
        """
        Beside a code stand the labels that programs show for it, in both languages.
        """
        expected = [
            (code, label(code), label(code, language="fa")) for code, _, _ in CODED
        ]

        assert expected == CODED

    def test_none_is_forgotten(self):
        """
        Every code that has labels has a row.
        """
        assert set(LABELS) == {code for code, _, _ in CODED}

    @pytest.mark.parametrize(
        ("title", "enumeration"),
        [
            ("Stages", codes.Stage),
            ("Channels", codes.Channel),
            ("Activity types", codes.ActivityType),
        ],
    )
    def test_a_table_is_in_the_order_of_the_code(self, title, enumeration):
        """
        A table of codes has all members of its enumeration, in their order.
        """
        assert list(enumeration) == [
            code for row in rows(title) for code in named(row[0])
        ]

    def test_the_mixed_table(self):
        """
        Media, kinds, actors and directions share a table, which says whose each is.
        """
        expected = [
            *((code, "a contact point") for code in codes.Medium),
            *((code, "a lead") for code in codes.Kind),
            *((code, "an activity") for code in (*codes.Actor, *codes.Direction)),
        ]
        found = rows("Media, kinds, actors, directions")

        assert expected == [(named(row[0])[0], row[3]) for row in found]

    def test_the_table_of_consents_and_moves(self):
        """
        Consents, permissions, bases and kinds of moves share a table, each told apart.
        """
        seen = {*codes.ConsentStatus, *codes.Actor}
        expected = [
            *((code, "a consent") for code in codes.ConsentStatus),
            *((code, "a permission") for code in get_args(PermissionCode)),
            *((code, "a basis") for code in codes.Basis),
            *((code, "a move") for code in get_args(Kind)),
        ]
        found = rows("Consents and kinds of moves")

        assert [
            (code, of)
            for code, of in expected
            if of != "a permission" or code not in seen
        ] == [(named(row[0])[0], row[3]) for row in found]


class TestStages:
    @pytest.mark.parametrize("term", STAGES, ids=lambda term: term.stage)
    def test_a_row_is_the_code_s(self, term):
        """
        When a lead enters a stage, how it is contacted and by whom is as in the code.
        """
        (row,) = [row for row in rows("Stages") if named(row[0]) == [term.stage]]
        _, _, _, enters, contacted, owner = row

        assert term.enters.replace("9-10", "9 or 10") == enters
        assert f"{term.contacted}, {term.ways}" == contacted
        assert term.owner == owner


class TestMoves:
    def test_they_are_those_of_the_standard_lifecycle(self):
        """
        The triggers, where they start and lead, and their kinds are the standard ones.
        """
        expected = {
            one.trigger: (
                list(one.sources),
                [] if one.target is PREVIOUS else [one.target],
                one.kind,
            )
            for one in standard.lifecycle().transitions
        }
        found = {
            named(trigger)[0]: (named(source), named(target), kind)
            for trigger, _, _, source, target, kind in rows("Moves")
        }

        assert expected == found


class TestQualifications:
    def test_they_are_held_where_they_apply(self):
        """
        Each standard qualification has a row with the stages that it applies to.
        """
        expected = {
            name: list(one.applies_to)
            for name, one in standard.playbook().qualifications.items()
        }
        found = {named(row[0])[0]: named(row[4]) for row in rows("Qualifications")}

        assert expected == found


class TestActivityTypes:
    def test_the_notes_are_the_code_s(self):
        """
        What is outbound, and what is a conversation, is noted, and nothing else is.
        """
        found = {named(row[0])[0]: row[3] for row in rows("Activity types")}

        assert set(OUTBOUND) == {
            code for code, note in found.items() if note == "outbound"
        }
        assert set(CONVERSATIONS) == {
            code for code, note in found.items() if note == "a conversation"
        }
        assert {ActivityType.SESSION_ENDED, ActivityType.SURVEY_ANSWERED} < {
            code for code, note in found.items() if note.startswith("value: ")
        }


class TestConcepts:
    @pytest.mark.parametrize(
        "title",
        [
            "What a lead is",
            "Lead generation",
            "Communication and nurturing",
            "Rules and scores",
            "Qualifications and moves",
        ],
    )
    def test_each_has_a_persian_word_and_a_meaning(self, title):
        """
        A concept has a word in Persian script, and no cell of its row is empty.
        """
        chapter = TEXT.partition(f"## {title}\n")[2].partition("\n## ")[0]
        lines = [line for line in chapter.splitlines() if line.startswith("|")]
        cells = [[one.strip() for one in BORDER.split(line)[1:-1]] for line in lines]
        concepts = [row for row in cells if not set(row[0]) <= {"-"}]
        heads = ("English", "phase")

        assert concepts
        for row in concepts:
            persian = any("\u0600" <= char <= "\u06ff" for char in row[1])

            assert row[0] in heads or persian, row
            assert all(row), row

    @pytest.mark.parametrize(
        "word",
        [
            *("plan", "attract", "nurture", "convert", "retain"),
            *("consent", "opting out", "persona", "goal", "campaign", "channel"),
            *("one-way communication", "two-way communication", "nurturing"),
            *("time on site, in minutes", "visits from e-mail", "social shares"),
            *("social participation", "dormancy", "recycling", "hand-off", "owner"),
            *("lead scoring", "fit", "engagement", "grade", "temperature", "decay"),
            *("kind of a move", "forward", "exit", "back", "sales-ready"),
        ],
    )
    def test_the_concepts_of_the_field_are_there(self, word):
        """
        Each concept of the field begins a row.
        """
        assert f"\n| {word} | " in TEXT
