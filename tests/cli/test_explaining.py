"""
One lead in words.
"""

from datetime import UTC, datetime, timedelta

import pytest

import leadkit as lk
from leadkit.cli.explaining import explanation

NOW = datetime(2026, 5, 1, tzinfo=UTC)
F = lk.fields(lk.Lead, traits={"size": int})


def told(lead, **parts):
    """The lines of an explanation."""
    return explanation(lead, lk.Playbook("p", **parts), NOW).splitlines()


class TestExplanation:
    def test_a_bundle_without_parts(self):
        """
        A playbook of nothing tells the stage and the instant.
        """
        expected = ["L-1: stage lead, as of 2026-05-01T00:00:00+00:00"]

        assert expected == told(lk.Lead(id="L-1"))

    def test_unknown_and_missing(self):
        """
        A verdict that something missing keeps open says what is missing.
        """
        mql = lk.Qualification("MQL", when=F.size >= 5)

        assert [
            "  MQL: unknown",
            "    unknown: size >= 5 (is missing)",
            "    missing: size",
        ] == told(lk.Lead(id="L-1"), qualifications=[mql])[1:]

    def test_held_and_not_granted(self):
        """
        What would be granted and isn't is told as such, since moves ask for the grant.
        """
        playbook = lk.Playbook(
            "p", qualifications=[lk.Qualification("MQL", when=F.size >= 5)]
        )
        lead = lk.Lead(id="L-1", traits={"size": 7})
        granted = playbook.update(lead, at=NOW).lead

        assert ["  MQL: yes, not granted yet", "  MQL: yes"] == [
            explanation(one, playbook, NOW).splitlines()[1] for one in (lead, granted)
        ]

    def test_what_a_person_granted(self):
        """
        A grant by a person is told as such, and a rule that ends it as well.
        """
        sal = lk.Qualification("SAL")
        over = lk.Qualification("SQL", until=F.size < 5)
        lead = lk.Lead(id="L-1", traits={"size": 3})
        for code in ("SAL", "SQL"):
            lead = lead.grant(code, at=NOW, by="somebody")

        assert [
            "  SAL: yes, granted by a person",
            "  SQL: no, granted by a person",
            "    ended: size < 5 (is 3)",
        ] == told(lead, qualifications=[sal, over])[1:]

    def test_moves_before_the_last_one(self):
        """
        Asked about an instant before its last move, a lead may make none.
        """
        lifecycle = lk.Lifecycle(
            "two", ["a", "b"], "a", [lk.Transition("go", "a", "b")]
        )
        lead = lk.Lead(id="L-1", stage="a")
        moved = lifecycle.advance(lead, "go", at=NOW + timedelta(days=1))

        assert "  go: no, out-of-order" in told(moved, lifecycle=lifecycle)

    def test_time(self):
        """
        It tells how a lead came where it is, and what is late or due.
        """
        lifecycle = lk.Lifecycle(
            "l",
            ["lead", "lost"],
            "lead",
            [
                lk.Transition("lose", "lead", "lost", after=timedelta(days=3)),
                lk.Transition("reopen", "lost", lk.PREVIOUS),
            ],
            deadlines={"lead": timedelta(days=2)},
            stale_after={"lead": timedelta(days=1)},
        )
        lead = lk.Lead(id="L-1", created_at=NOW - timedelta(days=9))
        for days, trigger in ((8, "lose"), (4, "reopen")):
            at = NOW - timedelta(days=days)
            lead = lifecycle.advance(lead, trigger, at=at)

        assert [
            "  lose: yes, to lost",
            "  reopen: no, it doesn't start from stage lead",
            "  overdue in lead since 2026-04-29T00:00:00+00:00",
            "  stale in lead since 2026-04-28T00:00:00+00:00",
            "  due since 2026-04-30T00:00:00+00:00: lose, 3 days in stage lead",
            "  its way",
            "    23 Apr 2026  Lose: Lead to Lost",
            "    27 Apr 2026  Reopen: Lost to Lead",
            "    in all: Lead 5 days in 2 visits, Lost 4 days",
        ] == told(lead, lifecycle=lifecycle)[1:]

    @pytest.mark.parametrize(("size", "grade"), [(9, "A"), (1, "none")])
    def test_grades(self, size, grade):
        """
        A grade is told, and that there is none.
        """
        card = lk.Scorecard("fit", [lk.Points(5, when=F.size >= 5)])
        lead = lk.Lead(id="L-1", traits={"size": size})
        rows = told(lead, scorecards=[card], grades=lk.Grades("fit", {"A": 5}))

        assert f"L-1: stage lead, grade {grade}, as of" in rows[0]
