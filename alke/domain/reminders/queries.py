"""Reads for reminders: whom a deadline concerns, and who has still something open for it."""

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils import translation

from alke.base import clock
from alke.base.links import link
from alke.domain.insight.desk_queries import desk_of
from alke.domain.insight.task import Task
from alke.domain.insight.tasks import tasks_of
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.reminders.models import Occurrence
from alke.domain.rounds.contact_queries import has_duty
from alke.domain.rounds.models import Contact, Deadline, Round
from alke.domain.rounds.participation import council_ids, owned_ids

Role = Membership.Role
Owner = Deadline.Owner
KNOWN: Final = frozenset(  # purposes of which the desk knows
    {"agenda", "booking", "attendance", "participants", "followup"}
)
AHEAD: Final = dt.timedelta(days=400)  # no reminder is longer before its deadline
BEHIND: Final = dt.timedelta(days=60)
_ROLES: Final = {
    Owner.COUNCILS: (Role.COUNCIL_CONTACT,),
    Owner.MINISTRIES: (Role.MINISTRY_CONTACT,),
    Owner.BOTH: (Role.COUNCIL_CONTACT, Role.MINISTRY_CONTACT),
    Owner.COORDINATOR: (Role.COORDINATOR,),
}


@dataclass(frozen=True)
class Person:
    """Somebody whom a deadline concerns, and for which body."""

    user: User
    body: Organisation


@dataclass(frozen=True)
class Open:
    """What a person has still to do for a deadline: where it is done, as in Finnish."""

    path: str


def deadlines_near(now: dt.datetime) -> list[Deadline]:
    """Those of rounds that have not ended, with their discussions, of which something may be due.

    One query.
    """
    rows = Deadline.objects.filter(
        due_at__gt=now - BEHIND, due_at__lt=now + AHEAD, discussion__cancelled_at=None
    ).exclude(round__state=Round.State.ENDED)
    return list(rows.select_related("round", "discussion").defer("round__format_text"))


def deadlines_of_round(round_: Round) -> list[Deadline]:
    """All of a round, none of cancelled discussions. One query."""
    rows = Deadline.objects.filter(round=round_, discussion__cancelled_at=None)
    return list(rows.select_related("discussion", "round"))


def settled(deadlines: Iterable[Deadline]) -> set[tuple[int, dt.datetime, int]]:
    """What of them stands in the ledger: deadline, due moment, step. One query."""
    rows = Occurrence.objects.filter(deadline__in=[row.pk for row in deadlines])
    return set(rows.values_list("deadline", "due_at", "step"))


def people_of(deadline: Deadline) -> list[Person]:
    """Who is reminded: the contacts of the bodies whose task it is, and a discussion's owner.

    Three queries.
    """
    rows = _members(*_ROLES[Owner(deadline.owner)])
    discussion = deadline.discussion
    if discussion is not None:
        ids = council_ids(discussion)
        rows = [r for r in rows if r.role != Role.COUNCIL_CONTACT or r.organisation_id in ids]
        rows += _owners(discussion.pk)
    found: dict[int, Person] = {}
    for row in rows:
        found.setdefault(row.user_id, Person(row.user, row.organisation))
    return list(found.values())


def editors() -> list[Membership]:
    """Who can do it for a body in its contact's place. One query."""
    return _members(Role.EDITOR)


def deputies_of(people: Iterable[Person], among: Iterable[Membership]) -> list[Person]:
    """Others of the same bodies who can do it, of `among` the editors."""
    bodies = {person.body.pk for person in people}
    known = {person.user.pk for person in people}
    return [
        Person(row.user, row.organisation)
        for row in among
        if row.organisation_id in bodies and row.user_id not in known
    ]


def coordinators() -> list[Person]:
    """Who runs the rounds. One query."""
    return [Person(row.user, row.organisation) for row in _members(Role.COORDINATOR)]


class OpenTasks:
    """Who has what open in a round, asked of the desk once for all who have the same roles."""

    def __init__(self) -> None:
        self._powers: dict[int, tuple[Actor, Hashable]] = {}
        self._tasks: dict[tuple[int, Hashable], list[Task]] = {}

    def of(self, user: User, deadline: Deadline) -> Open | None:
        """What the person has still to do for the deadline; of what is unknown, all of it."""
        if deadline.purpose not in KNOWN:
            return Open(_path("round_detail", deadline.round.year))
        own = [task for task in self._of(user, deadline.round) if _belongs(task, deadline)]
        if not own:
            return None
        first = own[0]
        return Open(_path(first.page, *first.args) + first.query if len(own) == 1 else "/")

    def _of(self, user: User, round_: Round) -> list[Task]:
        if user.pk not in self._powers:
            actor = Actor.of(user)
            roles = frozenset((row.organisation_id, row.role) for row in actor.memberships)
            owned = owned_ids(actor) if actor.has_role(Role.OWNER) else frozenset()
            self._powers[user.pk] = actor, (roles, owned)
        actor, powers = self._powers[user.pk]
        key = round_.pk, powers
        if key not in self._tasks:
            self._tasks[key] = tasks_of(actor, desk_of(actor, round_))
        return self._tasks[key]


def _belongs(task: Task, deadline: Deadline) -> bool:
    if (task.purpose, task.due_at) != (deadline.purpose, deadline.due_at):
        return False
    return deadline.discussion is None or deadline.discussion.slug in task.args


def _path(page: str, *args: object) -> str:
    with translation.override("fi"):
        return link(page, *args)


def _members(*roles: Role) -> list[Membership]:
    day = clock.today()
    rows = Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gte=day),
        role__in=roles,
        user__is_active=True,
    )
    return list(rows.select_related("user", "organisation").order_by("organisation", "user"))


def _owners(discussion: int) -> list[Membership]:
    """The discussion's owner, by account or by the address that was named before there was one."""
    duties = list(Contact.objects.filter(discussion=discussion, duty=Contact.Duty.OWNER))
    return [row for row in _members(Role.OWNER) if has_duty(row.user, duties)]
