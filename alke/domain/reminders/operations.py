"""Writes of reminders: what has become due is told once, or noted with why it is not."""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.operations import record
from alke.domain.notices.models import Notice
from alke.domain.notices.operations import write_notice
from alke.domain.people.actors import Actor
from alke.domain.people.models import User
from alke.domain.reminders import rules, words
from alke.domain.reminders.models import PASSED, Occurrence, Reminder
from alke.domain.reminders.queries import (
    KNOWN,
    OpenTasks,
    Person,
    coordinators,
    deadlines_near,
    deputies_of,
    editors,
    people_of,
    settled,
)
from alke.domain.reminders.schedule import Due, is_stale, occurrences_of
from alke.domain.rounds.models import Deadline

Reason = Reminder.Reason
PUNCTUAL: Final = dt.timedelta(hours=1)  # later than so it goes out at once, not in the digest
RECENT: Final = dt.timedelta(days=3)


def remind() -> int:
    """Tells what has become due and does not stand in the ledger; says how many occurrences.

    An occurrence is due when its moment has passed, not when a day is equal: what nights without
    a worker have missed comes with the next look. Two queries when there is nothing to do.
    """
    now = clock.now()
    deadlines = deadlines_near(now)
    known, tasks = settled(deadlines), OpenTasks()
    done = 0
    for deadline in deadlines:
        all_of_it = occurrences_of(deadline)
        for due in all_of_it:
            key = (deadline.pk, deadline.due_at, due.step)
            if due.moment <= now and key not in known:
                done += _settle(due, tasks, stale=is_stale(due, all_of_it, now))
    return done


@transaction.atomic
def _settle(due: Due, tasks: OpenTasks, *, stale: bool) -> int:
    """The row of the ledger and all that hangs on it, or nothing: whoever makes it tells it."""
    deadline, now = due.deadline, clock.now()
    row, mine = Occurrence.objects.get_or_create(
        deadline=deadline,
        due_at=deadline.due_at,
        step=due.step,
        defaults={"moment": due.moment, "at": now},
    )
    if not mine:
        return 0
    if reason := _why_not(due, row, stale=stale):
        row.reason = reason
        row.save(update_fields=["reason"])
        return 1
    people = people_of(deadline)
    urgent = due.step in {0, 1} or now > due.moment + PUNCTUAL
    waiting = [person for person in people if _remind(row, person, tasks, urgent=urgent)]
    if due.step == PASSED and waiting:
        _escalate(row, waiting)
    return 1


def _why_not(due: Due, row: Occurrence, *, stale: bool) -> str:
    """Why nobody at all is told of it."""
    if stale or (due.step == PASSED and due.deadline.purpose not in KNOWN):
        return Reason.LATE
    others = Occurrence.objects.filter(deadline=due.deadline, step=due.step, reason="")
    recent = others.exclude(pk=row.pk).filter(at__gt=clock.now() - RECENT)
    return Reason.RECENT if recent.exists() else ""


def _remind(row: Occurrence, person: Person, tasks: OpenTasks, *, urgent: bool) -> bool:
    """Whether the person still has something open, which is told; else the ledger says why not."""
    left = tasks.of(person.user, row.deadline)
    if left is None:
        Reminder.objects.create(occurrence=row, user=person.user, reason=Reason.DONE)
        return False
    passed = row.step == PASSED
    line = words.passed_line(row.deadline) if passed else words.reminder_line(row.deadline)
    kind = "escalation" if passed else "reminder"
    _tell(row, person.user, kind, line, left.path, urgent=urgent)
    return True


def _escalate(row: Occurrence, waiting: list[Person]) -> None:
    """What was not done in time goes on to the bodies' deputies and to the coordinator (B6)."""
    for person in deputies_of(waiting, editors()):
        _tell(row, person.user, "escalation", words.passed_line(row.deadline), "/", urgent=False)
    told = {person.user.pk for person in waiting}
    bodies = {person.body.pk for person in waiting}
    line = words.awaited_line(row.deadline, len(bodies))
    path = f"/{row.deadline.round.year}/muistutukset/"
    for person in coordinators():
        if person.user.pk not in told:
            _tell(row, person.user, "escalation", line, path, urgent=False)


def _tell(
    row: Occurrence, user: User, kind: str, line: dict[str, str], path: str, *, urgent: bool
) -> None:
    about = f"deadline:{row.deadline_id}"
    notice = write_notice(to=user, kind=kind, about=about, line=line, path=path, urgent=urgent)
    kept = notice if notice.pk else None  # nothing is kept of the sample's past
    Reminder.objects.get_or_create(occurrence=row, user=user, defaults={"notice": kept})


@transaction.atomic
def nudge(deadline: Deadline, user: User, *, by: Actor) -> Notice:
    """The coordinator asks one person for what is still open (B20); once a day."""
    rules.can_nudge(by).require()
    User.objects.select_for_update().get(pk=user.pk)
    left = OpenTasks().of(user, deadline)
    if left is None or user.pk not in {person.user.pk for person in people_of(deadline)}:
        raise Refused(_("Nothing of this deadline waits for the person any more."))
    about = f"deadline:{deadline.pk}"
    today = clock.at_time(clock.today(), dt.time())
    same = Notice.objects.filter(to=user, kind="nudge", about=about, at__gte=today)
    if same.exists():
        raise Refused(_("The person has been asked today already."))
    changes: dict[str, list[Any]] = {"to": [None, user.pk], "due_at": [None, deadline.due_at]}
    record("deadline.nudged", about, by=by, changes=changes, round_id=deadline.round_id)
    line = words.nudge_line(deadline)
    return write_notice(to=user, kind="nudge", about=about, line=line, path=left.path, urgent=True)
