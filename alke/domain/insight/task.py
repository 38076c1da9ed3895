"""One thing to do, as the desk lists it."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.functional import Promise

from alke.base import clock


@dataclass(frozen=True)
class Task:
    """One thing to do, where it is done, and by when."""

    title: str
    text: str
    button: str
    page: str  # URL name
    args: tuple[object, ...]
    due_at: dt.datetime | None = None
    purpose: str = ""  # of the deadline that it is done for
    done: int = 0
    total: int = 0
    unit: str = ""  # what is counted as done, "answered"; else "updated"
    states: tuple[tuple[str, str | Promise], ...] = field(default=())
    query: str = ""
    timed: bool = False  # an occasion with its time, not a day's end

    @property
    def days_left(self) -> int | None:
        """Whole days until the day on which it is due; negative when late."""
        if self.due_at is None:
            return None
        return (self.due_at.astimezone(clock.HELSINKI).date() - clock.today()).days
