"""Days, times and spans in words, in Finnish, Swedish and English.

No-break spaces keep "ti 16.4.2024" and "klo 9–11.30" together on a line.
Called hundreds of times a page, so the words stand ready in tables.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language

from alke.base.clock import HELSINKI
from alke.base.clock import now as clock_now
from alke.base.clock import today as clock_today

Style = Literal["full", "short", "long", "plain", "day", "month"]
SPACE = "\u00a0"


@dataclass(frozen=True)
class Words:
    """What one language says."""

    weekdays: tuple[str, ...]
    short: tuple[str, ...]
    months: tuple[str, ...]
    at: str  # before a time that follows a day
    today: str
    tomorrow: str
    left: tuple[str, str]
    late: tuple[str, str]
    numeric: bool = True  # 16.4.2024, not 16 Apr 2024
    point: str = "."  # between hours and minutes


_FI = Words(
    weekdays=(
        "maanantai",
        "tiistai",
        "keskiviikko",
        "torstai",
        "perjantai",
        "lauantai",
        "sunnuntai",
    ),
    short=("ma", "ti", "ke", "to", "pe", "la", "su"),
    months=(
        *("tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu"),
        *("heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu"),
    ),
    at="klo",
    today="tänään",
    tomorrow="huomenna",
    left=("{} pv jäljellä", "{} pv jäljellä"),
    late=("myöhässä {} pv", "myöhässä {} pv"),
)
_SV = Words(
    weekdays=("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    short=("må", "ti", "on", "to", "fr", "lö", "sö"),
    months=(
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    at="kl.",
    today=f"i{SPACE}dag",
    tomorrow=f"i{SPACE}morgon",
    left=("{} dag kvar", "{} dagar kvar"),
    late=("{} dag försenad", "{} dagar försenad"),
)
_EN = Words(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    short=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    at="at",
    today="today",
    tomorrow="tomorrow",
    left=("{} day left", "{} days left"),
    late=("{} day late", "{} days late"),
    numeric=False,
    point=":",
)
_WORDS = {"fi": _FI, "sv": _SV, "en": _EN}


def _code(language: str | None) -> str:
    """The language asked for, or the active one, which takes longer to find than a day to write."""
    return language or get_language() or "fi"


def _words(language: str | None) -> Words:
    return _WORDS.get(_code(language)[:2], _FI)


def _local(moment: dt.date) -> dt.date:
    """The day in Helsinki; of a moment, the day of its Helsinki clock."""
    return to_helsinki(moment).date() if isinstance(moment, dt.datetime) else moment


def to_helsinki(moment: dt.datetime) -> dt.datetime:
    """An aware moment by Helsinki's clock; a naive one is taken to be so already."""
    return moment.astimezone(HELSINKI) if moment.tzinfo else moment


def _clock_time(moment: dt.time | dt.datetime) -> dt.time:
    return to_helsinki(moment).time() if isinstance(moment, dt.datetime) else moment


def format_date(day: dt.date, style: Style = "full", language: str | None = None) -> str:
    """`full` ti 16.4.2024, `short` ti 16.4., `long` maanantai 4.3.2024, `plain` 16.4.2024,
    `day` 16.4., `month` huhtikuu 2024.
    """
    day = _local(day)
    words = _words(language)
    if style == "month":
        return f"{words.months[day.month - 1]} {day.year}"
    numbers = _numbers(day, words, year=style not in {"short", "day"}, long=style == "long")
    if style in {"plain", "day"}:
        return numbers
    weekdays = words.weekdays if style == "long" else words.short
    return f"{weekdays[day.weekday()]}{SPACE}{numbers}"


def _numbers(day: dt.date, words: Words, *, year: bool, long: bool = False) -> str:
    if words.numeric:
        return f"{day.day}.{day.month}.{day.year}" if year else f"{day.day}.{day.month}."
    month = words.months[day.month - 1]
    text = f"{day.day}{SPACE}{month if long else month[:3]}"
    return f"{text}{SPACE}{day.year}" if year else text


def format_days(first: dt.date, last: dt.date, language: str | None = None) -> str:
    """A span of days: 29.3.–1.4.2024; one day is 1.4.2024."""
    first, last, words = _local(first), _local(last), _words(language)
    if first == last:
        return _numbers(last, words, year=True)
    start = _numbers(first, words, year=first.year != last.year)
    return f"{start}–{_numbers(last, words, year=True)}"


def format_time(
    moment: dt.time | dt.datetime, language: str | None = None, *, exact: bool = False
) -> str:
    """A time of day: 9, 11.30; `exact` gives 9.00 (English: always 9:00)."""
    time, words = _clock_time(moment), _words(language)
    if time.minute or exact or words.point == ":":
        return f"{time.hour}{words.point}{time.minute:02}"
    return str(time.hour)


def format_times(
    start: dt.time | dt.datetime,
    end: dt.time | dt.datetime | None,
    language: str | None = None,
    *,
    exact: bool = False,
) -> str:
    """A span of time: 9–11.30; without an end only its start."""
    language = _code(language)
    text = format_time(start, language, exact=exact)
    return text if end is None else f"{text}–{format_time(end, language, exact=exact)}"


def format_at(
    start: dt.time | dt.datetime,
    end: dt.time | dt.datetime | None = None,
    language: str | None = None,
) -> str:
    """A time with its word: klo 9–11.30; an end on another day is told with its day."""
    language = _code(language)
    if (
        isinstance(start, dt.datetime)
        and isinstance(end, dt.datetime)
        and _local(start) != _local(end)
    ):
        last = format_date(end, "short", language)
        return f"{format_at(start, None, language)} – {last} {format_at(end, None, language)}"
    return f"{_words(language).at}{SPACE}{format_times(start, end, language)}"


def format_span(
    start: dt.datetime,
    end: dt.datetime | None = None,
    style: Style = "full",
    language: str | None = None,
) -> str:
    """A moment or a span: ti 16.4.2024 klo 9–11.30; over midnight both ends with their day."""
    language = _code(language)
    day = format_date(start, style, language)
    if end is None or _local(start) == _local(end):
        return f"{day} {format_at(start, end, language)}"
    last = f"{format_date(end, style, language)} {format_at(end, None, language)}"
    return f"{day} {format_at(start, None, language)} – {last}"


def days_left(day: dt.date, today: dt.date | None = None, language: str | None = None) -> str:
    """How long until `day`: 29 pv jäljellä, huomenna, tänään, myöhässä 2 pv."""
    words = _words(language)
    left = (_local(day) - (today or clock_today())).days
    if left == 0:
        return words.today
    if left == 1:
        return words.tomorrow
    forms = words.left if left > 0 else words.late
    text = forms[abs(left) != 1].format(abs(left))
    number = str(abs(left))
    return text.replace(f"{number} ", f"{number}{SPACE}")


def recent(
    moment: dt.datetime,
    now: dt.datetime | None = None,
    language: str | None = None,
    *,
    brief: bool = False,
) -> str:
    """A moment of the past: tänään 10.42, pe 1.3. klo 15.08, with the year when it is another.

    `brief` leaves the time of earlier days out: pe 1.3.
    """
    language = _code(language)
    words = _words(language)
    moment, now = to_helsinki(moment), to_helsinki(now or clock_now())
    time = format_time(moment, language, exact=True)
    if moment.date() == now.date():
        return f"{words.today}{SPACE}{time}"
    style: Style = "short" if moment.year == now.year else "full"
    day = format_date(moment, style, language)
    return day if brief else f"{day} {words.at}{SPACE}{time}"


def iso(moment: dt.date) -> str:
    """For a `datetime` attribute: 2024-03-04, or 2024-03-04T10:42+02:00."""
    if isinstance(moment, dt.datetime):
        return to_helsinki(moment).isoformat(timespec="minutes")
    return moment.isoformat()


def moment_key(moment: dt.datetime) -> str:
    """A moment in forms and addresses, by Helsinki's clock: 2024-04-16T14:00."""
    return to_helsinki(moment).strftime("%Y-%m-%dT%H:%M")


def half_percents(part: float, whole: float) -> int:
    """A share in steps of half a percent, 0 to 200: the number of its `p-` class."""
    if whole <= 0:
        return 0
    return min(200, max(0, round(part / whole * 200)))
