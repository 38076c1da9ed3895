"""Who gets what when: the reminders ahead, and what became of those behind."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from alke.base import clock
from alke.domain.notices.models import Notice
from alke.domain.people.models import Membership, Organisation
from alke.domain.reminders.models import PASSED, Occurrence
from alke.domain.reminders.queries import (
    KNOWN,
    OpenTasks,
    Person,
    coordinators,
    deadlines_of_round,
    deputies_of,
    editors,
    people_of,
)
from alke.domain.reminders.schedule import Due, is_stale, occurrences_of
from alke.domain.rounds.facts import RoundFacts, concerned_by, facts_of
from alke.domain.rounds.models import Deadline, Round

Owner, Kind = Deadline.Owner, Organisation.Kind
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    Owner.COUNCILS: (Kind.COUNCIL,),
    Owner.MINISTRIES: (Kind.MINISTRY,),
    Owner.BOTH: (Kind.COUNCIL, Kind.MINISTRY),
}


@dataclass(frozen=True)
class Ahead:
    """A deadline, the days of its reminders still to come, and for whom it is open now."""

    deadline: Deadline
    steps: list[Due]
    waiting: list[Person]
    done: list[Person]  # who is not reminded, for it has been done
    told_late: list[Person]  # besides those whom it waits for, if it is open after its day
    nudged: frozenset[int]  # who was asked today
    nobody: list[Organisation]  # bodies whose task it is, and where nobody is reminded

    @property
    def late(self) -> Due | None:
        """When those are told."""
        return next((due for due in self.steps if due.step == PASSED), None)

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
class Others:
    """Those to whom goes on what was not done in time."""

    editors: list[Membership]
    coordinators: list[Person]

    def beside(self, waiting: list[Person]) -> list[Person]:
        """Deputies of those whom it waits for, and the coordinators."""
        if not waiting:
            return []
        found = {person.user.pk: person for person in deputies_of(waiting, self.editors)}
        known = {person.user.pk for person in waiting}
        for person in self.coordinators:
            if person.user.pk not in known:
                found.setdefault(person.user.pk, person)
        return list(found.values())


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
    tasks = OpenTasks()
    rows = [row for row in deadlines_of_round(round_) if row.reminders]
    asked = _asked_today(rows)
    others, facts = Others(editors(), coordinators()), facts_of(round_)
    found = [_ahead(row, tasks, others, asked.get(row.pk, frozenset()), facts) for row in rows]
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


def _ahead(
    deadline: Deadline,
    tasks: OpenTasks,
    others: Others,
    nudged: frozenset[int],
    facts: RoundFacts,
) -> Ahead:
    now, people = clock.now(), people_of(deadline)
    is_open = {person.user.pk: tasks.of(person.user, deadline) is not None for person in people}
    waiting = [person for person in people if is_open[person.user.pk]]
    all_of_it = occurrences_of(deadline)
    steps = [
        row
        for row in all_of_it
        if row.moment > now
        and not is_stale(row, all_of_it, row.moment)
        and (row.step != PASSED or deadline.purpose in KNOWN)
    ]
    done = [person for person in people if not is_open[person.user.pk]]
    late, nobody = others.beside(waiting), _nobody(deadline, people, facts)
    return Ahead(deadline, steps, waiting, done, late, nudged, nobody)


def _nobody(deadline: Deadline, people: list[Person], facts: RoundFacts) -> list[Organisation]:
    served, kinds = {person.body.pk for person in people}, _KINDS.get(deadline.owner, ())
    bodies = concerned_by(facts, [deadline]) if kinds else []
    return [body for body in bodies if body.kind in kinds and body.pk not in served]


def _asked_today(deadlines: Iterable[Deadline]) -> dict[int, frozenset[int]]:
    keys = {f"deadline:{row.pk}": row.pk for row in deadlines}
    today = clock.at_time(clock.today(), dt.time())
    rows = Notice.objects.filter(kind="nudge", about__in=list(keys), at__gte=today)
    found: dict[int, set[int]] = {}
    for about, user in rows.values_list("about", "to"):
        found.setdefault(keys[about], set()).add(user)
    return {pk: frozenset(users) for pk, users in found.items()}
