"""
Periods of calendars, in any time zone.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError, RuleError
from leadkit.funnel.conversions import buckets
from leadkit.funnel.conversions.buckets import day, iso_week, month, quarter, year
from leadkit.funnel.given import zones

ZONES = ["UTC", "Asia/Tehran", "America/New_York", "Pacific/Apia"]
instants = st.datetimes(
    datetime(1971, 1, 1),
    datetime(2037, 1, 1),
    timezones=st.just(UTC),
)


class TestPeriods:
    @given(instants, st.sampled_from(ZONES))
    def test_they_are_those_of_the_local_date(self, instant, zone):
        """
        Each period is that of the date which a calendar on the wall there shows.
        """
        local = instant.astimezone(ZoneInfo(zone)).date()

        assert f"{local:%Y-%m-%d}" == day(zone)(instant)
        assert f"{local:%G-W%V}" == iso_week(zone)(instant)
        assert f"{local:%Y-%m}" == month(zone)(instant)
        assert f"{local:%Y}" == year(zone)(instant)
        assert f"{local:%Y}-Q{(local.month - 1) // 3 + 1}" == quarter(zone)(instant)

    @pytest.mark.parametrize(
        ("month", "quarter"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (12, 4)]
    )
    def test_quarters(self, month, quarter):
        """
        A quarter has three months.
        """
        name = buckets.quarter("UTC")(datetime(2026, month, 15, tzinfo=UTC))

        assert f"2026-Q{quarter}" == name

    @pytest.mark.parametrize("key", [day, month, quarter, year, iso_week])
    def test_early_years_sort_before_later_ones(self, key):
        """
        Years have four digits, so that names sort as the periods do.
        """
        named = key("UTC")
        first, second = (named(datetime(one, 6, 1, tzinfo=UTC)) for one in (999, 2026))

        assert first.startswith("0999")
        assert first < second

    def test_a_zone_of_its_own(self):
        """
        A time zone may be any that datetimes take.
        """
        shifted = timezone(timedelta(hours=3))
        late = datetime(2026, 4, 30, 22, tzinfo=UTC)

        assert "2026-05-01" == day(shifted)(late) == date(2026, 5, 1).isoformat()
        assert day("UTC") != day(shifted) == day(shifted)

    @pytest.mark.parametrize("key", [day, month, quarter, year, iso_week])
    def test_an_unknown_zone(self, key):
        """
        A time zone that isn't in the list is refused.
        """
        with pytest.raises(RuleError) as caught:
            key("Asia/Teheran")

        assert (
            "time zone of a cohort: got 'Asia/Teheran', expected a name of the IANA's "
            "list, such as 'Asia/Tehran'. Did you mean 'Asia/Tehran'?"
        ) == str(caught.value)

    @pytest.mark.parametrize("zone", ["../UTC", "Asia", "", "a\0b", "+03:30"])
    def test_what_is_no_name(self, zone):
        """
        A text that names no file of a time zone is refused like one that isn't known.
        """
        with pytest.raises(RuleError, match="time zone of a cohort"):
            day(zone)

    def test_a_system_without_a_list(self, monkeypatch):
        """
        Where no time zone is known, the error says what to install.
        """
        monkeypatch.setattr(zones, "available_timezones", set)
        with pytest.raises(RuleError) as caught:
            day("Asia/Teheran")

        assert (
            "This system has no list; pip install tzdata brings one."
            == caught.value.cure
        )

    @pytest.mark.parametrize(
        ("zone", "came"), [(None, "a missing value"), (3.5, "a float")]
    )
    def test_no_zone(self, zone, came):
        """
        What is neither a time zone nor a name is refused.
        """
        with pytest.raises(RuleError) as caught:
            month(zone)

        assert (
            f"time zone of a cohort: got {came}, expected a time zone or its name. "
            'Write "Asia/Tehran".'
        ) == str(caught.value)

    def test_a_naive_instant(self):
        """
        An instant without a time zone is none.
        """
        with pytest.raises(InstantError):
            day("UTC")(datetime(2026, 5, 1))

    def test_the_end_of_the_calendar(self):
        """
        Where a time zone's calendar ends, there is no period.
        """
        with pytest.raises(InstantError, match="beyond the calendar"):
            day("Asia/Tehran")(datetime.max.replace(tzinfo=UTC))

    def test_repr(self):
        """
        It is shown with its time zone.
        """
        assert "Calendar(zone=zoneinfo.ZoneInfo(key='UTC'))" == repr(day("UTC"))
