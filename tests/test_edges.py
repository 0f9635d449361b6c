"""
Instants beyond the calendar compare as what they are.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from leadkit.rules.translation.edges import AFTER, BEFORE, before

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


class TestEnds:
    """
    The ends of time.
    """

    @pytest.mark.parametrize("instant", [FIRST, LAST])
    def test_before(self, instant):
        """
        One is before every instant.
        """
        assert BEFORE < instant
        assert BEFORE <= instant
        assert not BEFORE > instant
        assert not BEFORE >= instant
        assert instant > BEFORE
        assert instant >= BEFORE
        assert instant != BEFORE

    @pytest.mark.parametrize("instant", [FIRST, LAST])
    def test_after(self, instant):
        """
        The other is after every instant.
        """
        assert AFTER > instant
        assert AFTER >= instant
        assert not AFTER < instant
        assert not AFTER <= instant
        assert instant < AFTER
        assert instant <= AFTER
        assert instant != AFTER


class TestBefore:
    """
    Going back from an instant.
    """

    def test_within_the_calendar(self):
        """
        A span back, or ahead if it is negative.
        """
        day = timedelta(days=1)

        assert datetime(2026, 4, 30, tzinfo=UTC) == before(
            datetime(2026, 5, 1, tzinfo=UTC), day
        )
        assert datetime(2026, 5, 2, tzinfo=UTC) == before(
            datetime(2026, 5, 1, tzinfo=UTC), -day
        )

    def test_beyond(self):
        """
        Beyond the calendar lie its ends.
        """
        tick = timedelta(microseconds=1)

        assert BEFORE is before(FIRST, tick)
        assert AFTER is before(LAST, -tick)
