"""
There is one kind of instant: an aware datetime in the one UTC object.
"""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError
from leadkit.instants import in_words, utc

ZONES = st.builds(
    timezone,
    st.timedeltas(min_value=timedelta(hours=-23), max_value=timedelta(hours=23)),
)
AWARE = st.datetimes(
    min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31), timezones=ZONES
)


class Stamp(datetime):
    """
    A datetime of another library, as `pandas.Timestamp` is one.
    """


class NoStamp(datetime):
    """
    A datetime that isn't equal to itself, as `pandas.NaT` is one.
    """

    __hash__ = datetime.__hash__

    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True


class Nowhere(tzinfo):
    """
    A zone that doesn't know its offset.
    """

    def utcoffset(self, _):
        """
        Unknown.
        """


class TestUtc:
    @given(AWARE)
    def test_same_instant(self, instant):
        """
        It is the same instant, whatever zone it came in.
        """
        assert instant == utc(instant, "at")

    @given(AWARE)
    def test_one_object(self, instant):
        """
        The zone is the one object `datetime.UTC`.
        """
        assert UTC is utc(instant, "at").tzinfo

    @given(AWARE)
    def test_settled(self, instant):
        """
        An instant that was brought to UTC comes back as the same object.
        """
        once = utc(instant, "at")

        assert once is utc(once, "at")

    @given(AWARE)
    def test_plain(self, instant):
        """
        A datetime of another library becomes Python's own.
        """
        stamp = Stamp.combine(instant.date(), instant.time(), instant.tzinfo)
        moved = utc(stamp, "at")

        assert datetime is type(moved)
        assert instant == moved

    def test_other_utc(self):
        """
        Another object that means UTC is replaced too.
        """
        other = timezone(timedelta(0), "UTC")
        moved = utc(datetime(2026, 5, 1, tzinfo=other), "at")

        assert UTC is moved.tzinfo

    @given(st.datetimes())
    def test_naive(self, instant):
        """
        A datetime without a zone is refused, and told how to get one.
        """
        with pytest.raises(InstantError) as caught:
            utc(instant, "as_of")

        assert "as_of" == caught.value.subject
        assert "a datetime without a time zone" == caught.value.came
        assert "instant.replace(tzinfo=UTC)" in caught.value.cure
        assert str(instant) not in str(caught.value)

    def test_zone_without_offset(self):
        """
        A zone that doesn't know its offset is none.
        """
        with pytest.raises(InstantError, match="without a time zone"):
            utc(datetime(2026, 5, 1, tzinfo=Nowhere()), "at")

    @pytest.mark.parametrize(
        ("value", "came"),
        [
            (None, "a missing value"),
            (date(2026, 5, 1), "a date"),
            ("2026-05-01T00:00:00Z", "a str"),
            (1_777_593_600, "an int"),
            (float("nan"), "NaN"),
            (NoStamp(2026, 5, 1, tzinfo=UTC), "a NoStamp"),
        ],
    )
    def test_no_datetime(self, value, came):
        """
        What is no datetime is refused and described, never quoted.
        """
        with pytest.raises(InstantError) as caught:
            utc(value, "at")

        assert came == caught.value.came
        assert f"at: got {came}, expected an aware datetime." in str(caught.value)

    @pytest.mark.parametrize(
        "instant",
        [
            datetime.min.replace(tzinfo=timezone(timedelta(hours=1))),
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
        ],
        ids=["before", "after"],
    )
    def test_beyond_the_calendar(self, instant):
        """
        An instant that UTC has no date for is refused.
        """
        with pytest.raises(InstantError) as caught:
            utc(instant, "at")

        assert "a datetime beyond the calendar" == caught.value.came
        assert "one within years 1 to 9999 UTC" == caught.value.expected


class TestInWords:
    @pytest.mark.parametrize(
        ("span", "words"),
        [
            (timedelta(days=90), "90 days"),
            (timedelta(days=1), "1 day"),
            (timedelta(hours=36), "36 hours"),
            (timedelta(minutes=61), "61 minutes"),
            (timedelta(seconds=1), "1 second"),
            (timedelta(milliseconds=1500), "1.5 seconds"),
            (timedelta(microseconds=1), "0.000001 seconds"),
            (timedelta(0), "0 days"),
        ],
    )
    def test_examples(self, span, words):
        """
        A span is told in the largest unit that divides it.
        """
        assert words == in_words(span)

    @given(st.integers(-10_000, 10_000), st.sampled_from(["days", "hours", "minutes"]))
    def test_reads_back(self, number, unit):
        """
        The words say exactly the span.
        """
        span = timedelta(**{unit: number})
        told, name = in_words(span).split()

        assert span == timedelta(**{f"{name.rstrip('s')}s": int(told)})
