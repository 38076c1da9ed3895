"""Tasks of naming: joint discussions for which the regions have no contact yet."""

from django.utils.translation import gettext as _

from alke.base import clock
from alke.domain.insight.desk_queries import Desk, DiscussionLine
from alke.domain.insight.task import Task
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import owned_ids

Role = Membership.Role


def contacts_to_name(actor: Actor, desk: Desk) -> list[Task]:
    """For the councils, which name one among themselves, and for the owner (letter 2024)."""
    return [_task(desk, line) for line in desk.lines if _lacks(line) and _is_asked(actor, line)]


def _lacks(line: DiscussionLine) -> bool:
    """Whether the agenda waits for a contact of the regions."""
    row, now = line.discussion, clock.now()
    waits = row.agenda_published_at is None and (row.starts_at or now) >= now
    return waits and row.kind == Discussion.Kind.JOINT and not line.has_contact


def _is_asked(actor: Actor, line: DiscussionLine) -> bool:
    if actor.has_role(Role.COUNCIL_CONTACT) and line.mine and line.primary:
        return True
    return actor.has_role(Role.OWNER) and line.discussion.pk in owned_ids(actor)


def _task(desk: Desk, line: DiscussionLine) -> Task:
    return Task(
        title=_("Name the regions’ contact: %(name)s") % {"name": line.discussion.name},
        text=_("The regional councils name a contact for the preparation among themselves."),
        button=_("Name a contact"),
        page="discussion_contacts",
        args=(desk.year, line.discussion.slug),
        due_at=line.agenda_due,
        purpose="agenda",
    )
