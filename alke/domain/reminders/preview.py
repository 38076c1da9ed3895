"""Who gets what when: the reminders ahead, and what became of those behind."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from alke.base import clock
from alke.domain.notices.models import Notice
from alke.domain.people.models import Organisation
from alke.domain.reminders.models import Occurrence
from alke.domain.reminders.queries import OpenTasks, Person, deadlines_of_round, people_of
from alke.domain.reminders.schedule import Due, is_stale, occurrences_of
from alke.domain.rounds.models import Deadline, Round


@dataclass(frozen=True)
class Ahead:
    """A deadline, the days of its reminders still to come, and for whom it is open now."""

    deadline: Deadline
    steps: list[Due]
    waiting: list[Person]
    done: int
    nudged: frozenset[int]  # who was asked today

    @property
    def bodies(self) -> list[tuple[Organisation, list[Person]]]:
        """Those whom it waits for, body by body."""
        found: dict[int, tuple[Organisation, list[Person]]] = {}
        for person in self.waiting:
            found.setdefault(person.body.pk, (person.body, []))[1].append(person)
        return sorted(found.values(), key=lambda row: row[0].name)

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return self.deadline.due_at < clock.now()


@dataclass(frozen=True)
class Behind:
    """An occurrence of the ledger with what it was to how many."""

    occurrence: Occurrence
    told: int
    done: int


def ahead(round_: Round) -> list[Ahead]:
    """The round's deadlines that are reminded of, by date: those ahead, and late ones still open.

    Asks the desk of everybody concerned, so some ten queries for each person.
    """
    now, tasks = clock.now(), OpenTasks()
    rows = [row for row in deadlines_of_round(round_) if row.reminders]
    asked = _asked_today(rows)
    found = [_ahead(row, tasks, now, asked.get(row.pk, frozenset())) for row in rows]
    return [row for row in found if not row.is_late or row.waiting]


def behind(round_: Round) -> list[Behind]:
    """What stands in the ledger, the newest first. One query."""
    rows = Occurrence.objects.filter(deadline__round=round_).select_related(
        "deadline__discussion", "deadline__round"
    )
    counted = rows.annotate(
        told=Count("reminders", filter=Q(reminders__reason="")),
        done=Count("reminders", filter=Q(reminders__reason="done")),
    )
    return [Behind(row, row.told, row.done) for row in counted.order_by("-moment", "pk")]


def _ahead(deadline: Deadline, tasks: OpenTasks, now: dt.datetime, nudged: frozenset[int]) -> Ahead:
    people = people_of(deadline)
    waiting = [person for person in people if tasks.of(person.user, deadline) is not None]
    all_of_it = occurrences_of(deadline)
    steps = [
        row for row in all_of_it if row.moment > now and not is_stale(row, all_of_it, row.moment)
    ]
    return Ahead(deadline, steps, waiting, len(people) - len(waiting), nudged)


def _asked_today(deadlines: Iterable[Deadline]) -> dict[int, frozenset[int]]:
    keys = {f"deadline:{row.pk}": row.pk for row in deadlines}
    today = clock.at_time(clock.today(), dt.time())
    rows = Notice.objects.filter(kind="nudge", about__in=list(keys), at__gte=today)
    found: dict[int, set[int]] = {}
    for about, user in rows.values_list("about", "to"):
        found.setdefault(keys[about], set()).add(user)
    return {pk: frozenset(users) for pk, users in found.items()}
