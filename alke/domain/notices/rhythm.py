"""When the day's digest goes out: on working mornings, with what was noted before."""

import datetime as dt
from typing import Final

from alke.base import clock
from alke.base.holidays import is_working_day

MORNING: Final = dt.time(7, 0)


def latest_morning(moment: dt.datetime) -> dt.datetime:
    """The last working morning up to `moment`: what was noted before it is in its digest.

    After an outage the next look finds the same morning, or a later one: a digest comes late, but
    it comes, and once.
    """
    day = moment.astimezone(clock.HELSINKI).date()
    if moment < clock.at_time(day, MORNING):
        day -= dt.timedelta(days=1)
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return clock.at_time(day, MORNING)
