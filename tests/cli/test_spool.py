"""
What is too much for memory, against dictionaries.
"""

import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadkit as lk
from leadkit.cli.columns import Rejected
from leadkit.cli.spool import Spool, SpoolError

NOW = datetime(2026, 5, 1, tzinfo=UTC)
IDS = st.sampled_from(["A", "B", "C", "é", "line 1", "'", " "])
SIDES = st.sampled_from(["touches", "activities"])
# Rows of side tables: whose they are, and None where they can't be read.
ROWS = st.lists(st.tuples(SIDES, IDS, st.booleans()), max_size=20)


def touch(line):
    """A record that is known by its line."""
    return lk.Touch(channel="webinar", at=NOW, campaign=f"line {line}")


class TestSpool:
    @given(ROWS, st.lists(IDS, max_size=8))
    def test_it_gives_what_dictionaries_would(self, rows, leads):
        """
        Records by lead, first lines by id, and what was rejected or is nobody's.
        """
        kept, lost, first = {}, {"touches": [], "activities": []}, {}
        whose = {"touches": [], "activities": []}
        with Spool() as spool:
            for line, (side, lead_id, is_good) in enumerate(rows, 2):
                if is_good:
                    spool.keep(side, lead_id, line, touch(line))
                    kept.setdefault((side, lead_id), []).append(line)
                else:
                    rejected = Rejected(line, "at", "a date")
                    spool.reject(side, rejected, None if lead_id == " " else lead_id)
                    lost[side].append(rejected)
                    whose[side].append(None if lead_id == " " else lead_id)
            for line, lead_id in enumerate(leads, 2):
                assert first.setdefault(lead_id, line) == spool.first_line(
                    lead_id, line
                )
            for side, rejects in lost.items():
                for lead_id in ["A", "B", "C", "é", "line 1", "'", " ", "nobody"]:
                    lines = kept.get((side, lead_id), [])

                    assert list(map(touch, lines)) == spool.records(side, lead_id)
                    assert (lead_id in whose[side]) is spool.is_rejected(side, lead_id)

                strangers = [
                    Rejected(line, "lead_id", "the id of a lead that was read")
                    for (of, lead_id), lines in kept.items()
                    for line in lines
                    if of == side and lead_id not in first
                ]

                assert sorted([*rejects, *strangers], key=lambda row: row.line) == list(
                    spool.rejected(side)
                )
                nameless = [one for one in whose[side] if one not in first]
                assert (
                    len(set(whose[side]) & set(first)),
                    len(nameless) + len(strangers),
                ) == spool.losses(side)

    def test_no_room(self):
        """
        What SQLite can't do is told as an error of ours.
        """
        with pytest.raises(SpoolError, match="TMPDIR") as ei, Spool():
            raise sqlite3.OperationalError("database or disk is full")

        assert "database or disk is full" == ei.value.problem

    def test_other_errors_are_others(self):
        """
        What has nothing to do with it passes through.
        """
        with pytest.raises(ZeroDivisionError), Spool():
            raise ZeroDivisionError
