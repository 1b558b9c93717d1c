"""Any moment can be shown, whatever a workbook claims and whichever system shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.domain.times import in_local_time, local, long_day, long_moment, moment, stamp


class _WithoutLocalTime(datetime):
    """A moment on a system that knows no local time for it, as Windows before 1970."""

    def astimezone(self, tz: tzinfo | None = None) -> datetime:
        if tz is None:
            raise OSError(22, "Invalid argument")
        return super().astimezone(tz)


@pytest.mark.parametrize("year", [1, 1601, 1969, 1970, 2026, 3001, 9999])
def test_a_moment_of_any_year_is_shown(year: int) -> None:
    noon = datetime(year, 7, 1, 12, tzinfo=UTC)
    assert str(year) in long_moment(noon)
    assert long_moment(noon) == long_day(local(stamp(noon)).isoformat())


def test_where_the_system_knows_no_local_time_it_is_shown_in_utc() -> None:
    early = _WithoutLocalTime(1962, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=1)))
    assert long_moment(early) == "4 Mar 1962, 04:06"


@example(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))))
@example(datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))))
@given(st.datetimes(timezones=st.timezones()))
def test_no_moment_is_too_far_to_be_shown(untrusted: datetime) -> None:
    assert in_local_time(untrusted).tzinfo is not None
    assert long_moment(untrusted)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_stamp_reads_back(at: datetime) -> None:
    assert moment(stamp(at)) == at.replace(microsecond=at.microsecond // 1000 * 1000)
