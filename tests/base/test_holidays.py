"""Finnish public holidays: Easter 2024 lies in the middle of the round."""

import datetime as dt

import pytest
from django.utils import translation

from alke.base.holidays import (
    holiday_name,
    holidays_before,
    is_working_day,
    next_working_day,
    previous_working_day,
)

GOOD_FRIDAY = dt.date(2024, 3, 29)
EASTER_MONDAY = dt.date(2024, 4, 1)


@pytest.mark.parametrize(
    ("language", "name"),
    [("fi", "Pitkäperjantai"), ("sv", "Långfredagen"), ("en", "Good Friday")],
)
def test_a_holiday_is_named_in_the_readers_language(language: str, name: str) -> None:
    with translation.override(language):
        assert holiday_name(GOOD_FRIDAY) == name


def test_a_language_can_be_asked_for() -> None:
    assert holiday_name(EASTER_MONDAY, "sv") == "Annandag påsk"


def test_an_ordinary_day_has_no_name() -> None:
    assert holiday_name(dt.date(2024, 4, 2)) is None


@pytest.mark.parametrize(
    "day",
    [
        GOOD_FRIDAY,
        dt.date(2024, 3, 30),
        dt.date(2024, 3, 31),
        EASTER_MONDAY,
        dt.date(2024, 6, 21),  # Midsummer Eve
        dt.date(2024, 12, 6),
        dt.date(2024, 12, 24),
    ],
)
def test_offices_are_closed_on_holidays_and_weekends(day: dt.date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [dt.date(2024, 3, 28), dt.date(2024, 4, 2), dt.date(2024, 3, 14)])
def test_offices_are_open_on_other_days(day: dt.date) -> None:
    assert is_working_day(day)


def test_the_working_day_before_easter_monday_is_maundy_thursday() -> None:
    assert previous_working_day(EASTER_MONDAY) == dt.date(2024, 3, 28)


def test_the_working_day_after_good_friday_is_the_tuesday() -> None:
    assert next_working_day(GOOD_FRIDAY) == dt.date(2024, 4, 2)


def test_the_working_days_beside_a_working_day_are_other_days() -> None:
    wednesday = dt.date(2024, 4, 10)
    assert previous_working_day(wednesday) == dt.date(2024, 4, 9)
    assert next_working_day(wednesday) == dt.date(2024, 4, 11)


def test_the_days_off_before_the_tuesday_are_the_easter_days() -> None:
    days = holidays_before(dt.date(2024, 4, 2))
    assert (days[0], days[-1], len(days)) == (GOOD_FRIDAY, EASTER_MONDAY, 4)


def test_an_ordinary_weekend_is_no_holiday_before_monday() -> None:
    assert holidays_before(dt.date(2024, 3, 18)) == ()
    assert holidays_before(dt.date(2024, 3, 20)) == ()
