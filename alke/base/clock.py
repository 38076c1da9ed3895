"""The only clock: real, or moved so that a past round can be lived through."""

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.conf import settings

HELSINKI = ZoneInfo("Europe/Helsinki")
DEMO_TIME = dt.time(9, 0)  # a moved day begins in the morning

_moment: ContextVar[dt.datetime | None] = ContextVar("alke_moment", default=None)


def real() -> dt.datetime:
    """The moment as it is, whatever day is lived through: sessions end by it."""
    return dt.datetime.now(HELSINKI)


def now() -> dt.datetime:
    """The current moment, aware, in Helsinki time.

    On a moved day (`ALKE_TODAY`, or the demo's date switch) the time of day runs on.
    """
    if moment := _moment.get():
        return moment
    day: dt.date | None = settings.FIXED_DAY
    return real() if day is None else on_day(day, real())


def today() -> dt.date:
    """The current day in Helsinki."""
    return now().date()


def on_day(day: dt.date, real: dt.datetime) -> dt.datetime:
    """`day` at the time of day of `real`; in the hour that summer time leaves out, one later."""
    moment = dt.datetime.combine(day, real.time(), tzinfo=HELSINKI)
    return moment.astimezone(dt.UTC).astimezone(HELSINKI)


def end_of_day(day: dt.date) -> dt.datetime:
    """The last moment of `day` in Helsinki: a deadline without a time lasts until it."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=HELSINKI)


def at_time(day: dt.date, time: dt.time) -> dt.datetime:
    """`day` at `time` in Helsinki."""
    return dt.datetime.combine(day, time, tzinfo=HELSINKI)


@contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[None]:
    """Sets the clock to `moment` (a day means its morning) within the block."""
    if not isinstance(moment, dt.datetime):
        moment = at_time(moment, DEMO_TIME)
    token = _moment.set(moment.astimezone(HELSINKI))
    try:
        yield
    finally:
        _moment.reset(token)


def as_asked(moment: dt.datetime) -> AbstractContextManager[None]:
    """For what is done later: in the demo, the day that the person lived through who asked."""
    return at(moment) if settings.DEMO else nullcontext()
