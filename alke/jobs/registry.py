"""The jobs of the clock: each with how often it is looked at, and how long a worker may take."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from alke.jobs.invitations import follow_discussions, invitations_wait
from alke.jobs.mailbox import has_mailbox, read_mailbox
from alke.jobs.mails import mails_wait, send_mails
from alke.jobs.notices import gather_notices, notices_wait
from alke.jobs.reminders import remind_people
from alke.jobs.retention import erase_in_time
from alke.jobs.served import note_served

GoingOn = Callable[[], bool]  # False once the worker is to end


@dataclass(frozen=True)
class Job:
    """A function that the clock starts. What it missed in an outage it finds in the database."""

    name: str
    run: Callable[[GoingOn], None]
    every: dt.timedelta
    waits: Callable[[], bool] = lambda: True  # whether there is anything to do: a look, no write
    lease: dt.timedelta = dt.timedelta(minutes=10)  # longer: its worker is dead


JOBS: Final = (
    Job("reminders", remind_people, dt.timedelta(minutes=5)),
    Job("notices", gather_notices, dt.timedelta(seconds=1), notices_wait),
    Job("served", note_served, dt.timedelta(minutes=1)),
    Job("invitations", follow_discussions, dt.timedelta(seconds=10), invitations_wait),
    Job("retention", erase_in_time, dt.timedelta(days=1)),
    Job("mailbox", read_mailbox, dt.timedelta(minutes=1), has_mailbox),
    Job("mails", send_mails, dt.timedelta(seconds=1), mails_wait),  # last: sends what they wrote
)
