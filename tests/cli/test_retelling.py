"""
A lead's way through its stages, in sentences.
"""

from datetime import UTC, datetime, timedelta

from leadkit import Lead, Move, Touch, standard
from leadkit.cli.retelling import retold

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LIFECYCLE = standard.lifecycle()


def told(lead, as_of=NOW):
    """
    The sentences about a lead.
    """
    return list(retold(lead, LIFECYCLE.timeline(lead, as_of=as_of)))


class TestRetold:
    def test_whatever_is_known(self):
        """
        It says how the lead came, each move with who and why, and how long it stayed.
        """
        lead = Lead(
            id="L-1",
            created_at=NOW - 10 * DAY,
            touches=[Touch("form", at=NOW - 11 * DAY)],
            moves=[
                Move(
                    trigger="disqualify",
                    source="lead",
                    target="disqualified",
                    at=NOW - 9 * DAY,
                    reason="no fit",
                ),
                Move(
                    trigger="reopen",
                    source="disqualified",
                    target="lead",
                    at=NOW - 4 * DAY,
                    by="Mia",
                    resume_at=NOW + DAY,
                ),
            ],
        )

        assert [
            "L-1, captured on 21 Apr 2026 by form",
            "  22 Apr 2026  Disqualify: Lead to Disqualified: no fit",
            "  27 Apr 2026  Reopen: Disqualified to Lead, by Mia",
            "  in all: Lead 5 days in 2 visits, Disqualified 5 days",
            "  it rests until 02 May 2026",
        ] == told(lead)
        assert "L-1" not in told(lead, NOW - 8 * DAY)[1]
        assert 3 == len(told(lead, NOW - 8 * DAY))

    def test_whatever_is_not_known(self):
        """
        What isn't recorded is left out or called unknown; before it came, a lead has
        no story.
        """
        lead = Lead(id="L-1", created_at=NOW)

        assert ["L-1", "  in all: Lead unknown"] == told(Lead(id="L-1"))
        assert ["L-1, captured on 01 May 2026", "  in all: Lead 0 days"] == told(lead)
        assert ["L-1"] == told(lead, NOW - DAY)
