"""Finnish public holidays and working days."""

import datetime as dt
from functools import lru_cache

import holidays

from alke.base.languages import active

_DAY = dt.timedelta(days=1)
_LANGUAGES = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}


@lru_cache(maxsize=256)
def _year(year: int, language: str) -> dict[dt.date, str]:
    """The holidays of a year; the eves of Christmas and Midsummer are among them."""
    return dict(holidays.country_holidays("FI", years=year, language=_LANGUAGES[language]))


def holiday_name(day: dt.date, language: str | None = None) -> str | None:
    """The name of the public holiday on `day` in the active language, or None."""
    return _year(day.year, language or active()).get(day)


def is_working_day(day: dt.date) -> bool:
    """Whether offices are open: neither a weekend nor a public holiday."""
    return day.weekday() < 5 and holiday_name(day, "fi") is None


def previous_working_day(day: dt.date) -> dt.date:
    """The last working day before `day`."""
    day -= _DAY
    while not is_working_day(day):
        day -= _DAY
    return day


def next_working_day(day: dt.date) -> dt.date:
    """The first working day after `day`."""
    day += _DAY
    while not is_working_day(day):
        day += _DAY
    return day


def holidays_before(day: dt.date) -> tuple[dt.date, ...]:
    """The days off right before `day`, when a weekday's holiday is among them; else nothing.

    An ordinary weekend is none: for the Tuesday after Easter they are Good Friday to Easter
    Monday.
    """
    first = previous_working_day(day) + _DAY
    days = tuple(first + _DAY * n for n in range((day - first).days))
    return days if any(d.weekday() < 5 for d in days) else ()
