"""Which automatic backups are kept, for any history of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.backup_retention import (
    ALL_OF,
    DAILY,
    EVERY,
    MONTHLY,
    WEEKLY,
    backup_due,
    superfluous,
)

NOW = datetime(2018, 11, 30, 12, tzinfo=UTC)
AGES = st.lists(
    st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=800)), unique=True
)


def test_a_year_of_work_leaves_some_dozens() -> None:
    stamps = [NOW - timedelta(hours=hours) for hours in range(24 * 730)]
    kept = sorted(set(stamps) - set(superfluous(stamps, NOW)))
    assert NOW in kept
    assert len([s for s in kept if NOW - s <= ALL_OF]) == 49
    days = [s.date() for s in kept if ALL_OF < NOW - s <= DAILY]
    assert len(days) == len(set(days)) == 13
    assert min(kept) >= NOW - MONTHLY
    assert len(kept) < 49 + 13 + 12 + 13


@given(AGES)
def test_the_newest_and_the_last_two_days_are_kept_and_twice_is_once(
    ages: list[timedelta],
) -> None:
    stamps = [NOW - age for age in ages]
    gone = superfluous(stamps, NOW)
    kept = [stamp for stamp in stamps if stamp not in gone]
    assert set(gone) <= set(stamps)
    assert not stamps or max(stamps) in kept
    assert all(NOW - stamp > ALL_OF for stamp in gone)
    assert superfluous(kept, NOW) == ()


@given(AGES)
def test_each_day_of_two_weeks_that_had_a_backup_keeps_its_newest(ages: list[timedelta]) -> None:
    stamps = [NOW - age for age in ages]
    kept = set(stamps) - set(superfluous(stamps, NOW))
    for stamp in stamps:
        if ALL_OF < NOW - stamp <= DAILY:
            same = [s for s in stamps if s.date() == stamp.date() and ALL_OF < NOW - s <= DAILY]
            assert max(same) in kept


def test_a_backup_is_due_after_a_quarter_of_an_hour_or_when_the_clock_went_back() -> None:
    assert backup_due(None, NOW)
    assert not backup_due(NOW, NOW)
    assert not backup_due(NOW - EVERY + timedelta(seconds=1), NOW)
    assert backup_due(NOW - EVERY, NOW)
    assert backup_due(NOW + timedelta(seconds=1), NOW)


@pytest.mark.parametrize(
    ("limit", "beyond"), [(DAILY, "week"), (WEEKLY, "month"), (MONTHLY, "gone")]
)
def test_at_the_very_end_of_an_age_a_backup_still_counts_by_it(
    limit: timedelta, beyond: str
) -> None:
    newest, at = NOW, NOW - limit
    earlier = at - timedelta(microseconds=1)  # of the same day, week and month
    kept = {newest, at, earlier} - set(superfluous([newest, at, earlier], NOW))
    assert kept == ({newest, at} if beyond == "gone" else {newest, at, earlier})


def test_two_of_one_week_at_the_end_of_twelve_keep_the_newer() -> None:
    monday = datetime(2018, 11, 26, 12, tzinfo=UTC)
    stamps = [monday, monday - WEEKLY, monday - WEEKLY + timedelta(hours=1)]
    assert superfluous(stamps, monday) == (monday - WEEKLY,)
