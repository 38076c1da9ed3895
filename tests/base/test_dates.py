"""Days and times in words."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alke.base import clock, dates

DAY = dt.date(2024, 4, 16)
EIGHT = dt.datetime(2024, 4, 16, 9, 0, tzinfo=clock.HELSINKI)
END = dt.datetime(2024, 4, 16, 11, 30, tzinfo=clock.HELSINKI)
TODAY = dt.date(2024, 3, 4)


def plain(text: str) -> str:
    """The text with ordinary spaces, for reading."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("style", "language", "text"),
    [
        ("full", "fi", "ti 16.4.2024"),
        ("short", "fi", "ti 16.4."),
        ("long", "fi", "tiistai 16.4.2024"),
        ("plain", "fi", "16.4.2024"),
        ("day", "fi", "16.4."),
        ("month", "fi", "huhtikuu 2024"),
        ("full", "sv", "ti 16.4.2024"),
        ("long", "sv", "tisdag 16.4.2024"),
        ("month", "sv", "april 2024"),
        ("full", "en", "Tue 16 Apr 2024"),
        ("short", "en", "Tue 16 Apr"),
        ("long", "en", "Tuesday 16 April 2024"),
        ("day", "en", "16 Apr"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(
    style: dates.Style, language: str, text: str
) -> None:
    assert plain(dates.format_date(DAY, style, language)) == text


def test_a_weekday_never_parts_from_its_day() -> None:
    assert dates.format_date(DAY, "full", "fi") == "ti\u00a016.4.2024"
    assert dates.format_date(DAY, "full", "en") == "Tue\u00a016\u00a0Apr\u00a02024"


@pytest.mark.parametrize(
    ("language", "today"), [("fi", "tänään"), ("sv", "i dag"), ("en", "today")]
)
def test_today_never_parts_from_its_time(language: str, today: str) -> None:
    point = ":" if language == "en" else "."
    now = dt.datetime(2024, 3, 4, 21, 0, tzinfo=clock.HELSINKI)
    text = f"{today} 21{point}00".replace(" ", "\u00a0")
    assert dates.recent(now, now, language) == text


def test_the_active_language_is_used_and_an_unknown_one_means_finnish() -> None:
    assert plain(dates.format_date(dt.date(2024, 3, 4), "long")) == "maanantai 4.3.2024"
    assert plain(dates.format_date(DAY, "full", "de")) == "ti 16.4.2024"


def test_a_moment_is_read_from_the_clock_in_helsinki() -> None:
    late = dt.datetime(2024, 3, 4, 22, 30, tzinfo=dt.UTC)
    assert plain(dates.format_date(late, "full", "fi")) == "ti 5.3.2024"
    assert dates.format_time(late, "fi") == "0.30"
    assert dates.iso(late) == "2024-03-05T00:30+02:00"


@pytest.mark.parametrize(
    ("first", "last", "language", "text"),
    [
        (dt.date(2024, 3, 29), dt.date(2024, 4, 1), "fi", "29.3.–1.4.2024"),
        (dt.date(2023, 12, 31), dt.date(2024, 1, 1), "fi", "31.12.2023–1.1.2024"),
        (DAY, DAY, "fi", "16.4.2024"),
        (dt.date(2024, 3, 29), dt.date(2024, 4, 1), "en", "29 Mar–1 Apr 2024"),
    ],
)
def test_a_span_of_days_names_a_year_once(
    first: dt.date, last: dt.date, language: str, text: str
) -> None:
    assert plain(dates.format_days(first, last, language)) == text


def test_full_hours_need_no_minutes_unless_exact() -> None:
    assert dates.format_times(EIGHT, END, "fi") == "9–11.30"
    assert dates.format_times(EIGHT, END, "fi", exact=True) == "9.00–11.30"
    assert dates.format_times(EIGHT, None, "fi") == "9"
    assert dates.format_times(dt.time(12, 30), dt.time(14), "sv") == "12.30–14"
    assert dates.format_times(EIGHT, END, "en") == "9:00–11:30"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "ti\u00a016.4.2024 klo\u00a09–11.30"),
        ("sv", "ti\u00a016.4.2024 kl.\u00a09–11.30"),
        ("en", "Tue\u00a016\u00a0Apr\u00a02024 at\u00a09:00–11:30"),
    ],
)
def test_a_meeting_has_its_day_and_its_hours(language: str, text: str) -> None:
    assert dates.format_span(EIGHT, END, "full", language) == text


def test_a_meeting_over_midnight_names_both_days() -> None:
    end = dt.datetime(2024, 4, 17, 1, 0, tzinfo=clock.HELSINKI)
    assert plain(dates.format_span(EIGHT, end, "short", "fi")) == "ti 16.4. klo 9 – ke 17.4. klo 1"
    assert plain(dates.format_at(EIGHT, end, "fi")) == "klo 9 – ke 17.4. klo 1"


@pytest.mark.parametrize(
    ("days", "fi", "sv", "en"),
    [
        (29, "29 pv jäljellä", "29 dagar kvar", "29 days left"),
        (2, "2 pv jäljellä", "2 dagar kvar", "2 days left"),
        (1, "huomenna", "i morgon", "tomorrow"),
        (0, "tänään", "i dag", "today"),
        (-1, "myöhässä 1 pv", "1 dag försenad", "1 day late"),
        (-2, "myöhässä 2 pv", "2 dagar försenad", "2 days late"),
    ],
)
def test_days_left_are_counted(days: int, fi: str, sv: str, en: str) -> None:
    day = TODAY + dt.timedelta(days=days)
    texts = [plain(dates.days_left(day, TODAY, language)) for language in ("fi", "sv", "en")]
    assert texts == [fi, sv, en]


def test_days_are_counted_from_the_clock_of_the_product() -> None:
    with clock.at(TODAY):
        assert plain(dates.days_left(dt.date(2024, 4, 2), language="fi")) == "29 pv jäljellä"


def test_what_happened_today_shows_its_time_and_older_things_their_day() -> None:
    now = dt.datetime(2024, 3, 4, 12, 0, tzinfo=clock.HELSINKI)
    morning = now.replace(hour=10, minute=42)
    friday = dt.datetime(2024, 3, 1, 15, 8, tzinfo=clock.HELSINKI)
    assert plain(dates.recent(morning, now, "fi")) == "tänään 10.42"
    assert plain(dates.recent(morning, now, "en")) == "today 10:42"
    assert plain(dates.recent(friday, now, "fi")) == "pe 1.3. klo 15.08"
    assert plain(dates.recent(friday, now, "fi", brief=True)) == "pe 1.3."
    assert plain(dates.recent(friday.replace(year=2023), now, "sv")) == "on 1.3.2023 kl. 15.08"


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))


@given(DAYS)
def test_every_day_is_written_with_its_own_numbers_and_weekday(day: dt.date) -> None:
    weekday, numbers = dates.format_date(day, "full", "fi").split("\u00a0")
    assert weekday == ("ma", "ti", "ke", "to", "pe", "la", "su")[day.weekday()]
    assert [int(part) for part in numbers.split(".")] == [day.day, day.month, day.year]


@given(DAYS, DAYS)
def test_days_left_are_exact_for_every_pair_of_days(day: dt.date, today: dt.date) -> None:
    text = dates.days_left(day, today, "en")
    gap = (day - today).days
    expected = {0: "today", 1: "tomorrow"}.get(gap)
    assert text == expected or text.split("\u00a0")[0] == str(abs(gap))
    assert text.endswith("late") == (gap < 0)


@given(st.datetimes(timezones=st.just(clock.HELSINKI)))
def test_an_exact_time_reads_back(moment: dt.datetime) -> None:
    hour, minute = dates.format_time(moment, "fi", exact=True).split(".")
    assert (int(hour), int(minute)) == (moment.hour, moment.minute)


@pytest.mark.parametrize(
    ("part", "whole", "step"),
    [(7, 12, 117), (0, 12, 0), (12, 12, 200), (13, 12, 200), (-1, 12, 0), (1, 0, 0)],
)
def test_a_share_is_a_number_of_half_percents(part: int, whole: int, step: int) -> None:
    assert dates.half_percents(part, whole) == step
