"""When the reminders of a deadline are due: on working mornings before it, and after it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from alke.base import clock
from alke.base.holidays import is_working_day, next_working_day, previous_working_day
from alke.domain.reminders.models import PASSED
from alke.domain.rounds.models import Deadline

EARLY: Final = dt.time(6, 0)  # before the day's digest
STALE: Final = dt.timedelta(days=14)  # so long after a deadline nobody is told of it any more


@dataclass(frozen=True)
class Due:
    """One occurrence: of which deadline, which step, from which moment on."""

    deadline: Deadline
    step: int
    moment: dt.datetime


def occurrences_of(deadline: Deadline) -> list[Due]:
    """All of the deadline as it stands now, in time."""
    steps = sorted({int(n) for n in deadline.reminders if int(n) >= 0}, reverse=True)
    if not steps:
        return []
    return [Due(deadline, step, _moment(deadline.day, step)) for step in [*steps, PASSED]]


def is_stale(due: Due, siblings: Iterable[Due], now: dt.datetime) -> bool:
    """Whether it comes too late to be told: a later one is due, or the deadline is long past."""
    if due.step == PASSED:
        return now > due.deadline.due_at + STALE
    return now > due.deadline.due_at or any(due.moment < other.moment <= now for other in siblings)


def _moment(day: dt.date, step: int) -> dt.datetime:
    """By Helsinki's clock; a day off gives way to the working day before (after: the one after)."""
    if step == PASSED:
        return clock.at_time(next_working_day(day), EARLY)
    day -= dt.timedelta(days=step)
    return clock.at_time(day if is_working_day(day) else previous_working_day(day), EARLY)
