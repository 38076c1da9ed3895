"""The one clock: real, moved to another day, or set."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from alke.base import clock
from tests.conftest import SetClock

HELSINKI = ZoneInfo("Europe/Helsinki")
SPRING = dt.date(2024, 3, 31)  # 3.00 becomes 4.00
AUTUMN = dt.date(2024, 10, 27)  # 4.00 becomes 3.00
Clock = SimpleNamespace


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock on the wall of the machine; `wall.utc` is what it shows."""
    shown = SimpleNamespace(utc=dt.datetime(2026, 7, 1, 10, 20, 30, tzinfo=dt.UTC))

    class Wall(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Wall":
            real = shown.utc.astimezone(tz)
            return cls.combine(real.date(), real.timetz())

    module = SimpleNamespace(datetime=Wall, date=dt.date, time=dt.time, UTC=dt.UTC)
    monkeypatch.setattr(clock, "dt", module)
    return shown


def unset_now() -> dt.datetime:
    """The moment where no test has set the clock."""
    return Context().run(clock.now)


def unset_today() -> dt.date:
    """The day where no test has set the clock."""
    return Context().run(clock.today)


def test_without_a_moved_day_it_shows_the_real_moment_in_helsinki(
    wall: Clock, settings: Settings
) -> None:
    settings.FIXED_DAY = None
    now = unset_now()
    assert now == wall.utc
    assert now.isoformat() == "2026-07-01T13:20:30+03:00"


def test_the_day_changes_at_midnight_in_helsinki(wall: Clock, settings: Settings) -> None:
    settings.FIXED_DAY = None
    wall.utc = dt.datetime(2026, 1, 14, 21, 59, 59, tzinfo=dt.UTC)
    assert unset_today() == dt.date(2026, 1, 14)
    wall.utc = dt.datetime(2026, 1, 14, 22, 0, tzinfo=dt.UTC)
    assert unset_today() == dt.date(2026, 1, 15)


def test_on_a_moved_day_the_time_of_day_runs_on(wall: Clock, settings: Settings) -> None:
    settings.FIXED_DAY = dt.date(2024, 3, 4)
    assert unset_now().isoformat() == "2024-03-04T13:20:30+02:00"
    wall.utc += dt.timedelta(minutes=5)
    assert unset_now().isoformat() == "2024-03-04T13:25:30+02:00"
    assert unset_today() == dt.date(2024, 3, 4)


def test_a_moved_day_stays_the_same_after_midnight(wall: Clock, settings: Settings) -> None:
    settings.FIXED_DAY = dt.date(2024, 3, 4)
    wall.utc = dt.datetime(2026, 7, 1, 21, 0, tzinfo=dt.UTC)
    assert unset_now().isoformat() == "2024-03-04T00:00:00+02:00"


@pytest.mark.parametrize(
    ("hour", "shown"),
    [
        (2, "2024-03-31T02:30:00+02:00"),
        (3, "2024-03-31T04:30:00+03:00"),  # 3.30 does not exist
        (4, "2024-03-31T04:30:00+03:00"),
    ],
)
def test_a_moved_day_never_shows_the_hour_that_summer_time_leaves_out(
    hour: int, shown: str, wall: Clock, settings: Settings
) -> None:
    settings.FIXED_DAY = SPRING
    wall.utc = dt.datetime(2026, 1, 14, hour, 30, tzinfo=HELSINKI)
    assert unset_now().isoformat() == shown


def test_in_the_hour_that_comes_twice_a_moved_day_shows_the_first(
    wall: Clock, settings: Settings
) -> None:
    settings.FIXED_DAY = AUTUMN
    wall.utc = dt.datetime(2026, 1, 14, 3, 30, tzinfo=HELSINKI)
    assert unset_now().isoformat() == "2024-10-27T03:30:00+03:00"


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        (SPRING, "00:00:00+02:00", "23:59:59.999999+03:00"),
        (AUTUMN, "00:00:00+03:00", "23:59:59.999999+02:00"),
    ],
)
def test_days_on_which_the_clocks_change_begin_and_end_at_midnight(
    day: dt.date, start: str, end: str
) -> None:
    assert clock.at_time(day, dt.time(0)).isoformat() == f"{day}T{start}"
    assert clock.end_of_day(day).isoformat() == f"{day}T{end}"


def test_a_day_lasts_until_the_next_begins() -> None:
    end = clock.end_of_day(dt.date(2024, 4, 2))
    assert end + dt.timedelta.resolution == clock.at_time(dt.date(2024, 4, 3), dt.time(0))


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_days_on_which_the_clocks_change_are_shorter_or_longer(day: dt.date, hours: int) -> None:
    start, end = clock.at_time(day, dt.time(0)), clock.end_of_day(day)
    length = end.astimezone(dt.UTC) - start.astimezone(dt.UTC)
    assert length == dt.timedelta(hours=hours, microseconds=-1)


def test_a_day_that_is_set_means_its_morning() -> None:
    with clock.at(dt.date(2024, 3, 27)):
        assert clock.now().isoformat() == "2024-03-27T09:00:00+02:00"


def test_a_moment_that_is_set_is_shown_in_helsinki() -> None:
    with clock.at(dt.datetime(2024, 7, 1, 21, 30, tzinfo=dt.UTC)):
        assert clock.now().isoformat() == "2024-07-02T00:30:00+03:00"
        assert clock.today() == dt.date(2024, 7, 2)


def test_the_moment_before_comes_back_after_each_block(at: SetClock) -> None:
    at("2024-03-04 09:00")
    with clock.at(dt.date(2024, 3, 8)):
        with clock.at(dt.date(2025, 1, 2)):
            assert clock.today() == dt.date(2025, 1, 2)
        assert clock.today() == dt.date(2024, 3, 8)
    assert clock.today() == dt.date(2024, 3, 4)


def test_the_moment_before_comes_back_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), clock.at(dt.date(2024, 3, 8)):
        raise ZeroDivisionError
    assert clock.today() == dt.date(2024, 3, 4)


def test_a_moment_is_set_for_one_request_only(settings: Settings) -> None:
    settings.FIXED_DAY = dt.date(2024, 2, 29)
    with clock.at(dt.date(2025, 1, 2)), ThreadPoolExecutor(1) as beside:
        assert beside.submit(clock.today).result() == dt.date(2024, 2, 29)
