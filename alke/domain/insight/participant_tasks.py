"""Tasks of registration: discussions for which one's body has named nobody, or no opening (R9)."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.insight.desk_queries import Desk, DiscussionLine
from alke.domain.insight.task import Task
from alke.domain.participants.due_queries import PURPOSE
from alke.domain.participants.models import Enrolment, Participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.party_queries import OCCASIONS
from alke.domain.topics.models import Opening

Pairs = set[tuple[int, int]]


def participants_to_register(actor: Actor, desk: Desk) -> list[Task]:
    """Of each own discussion that is ahead; a body that takes no part is not asked (R19).

    One query, none without such a discussion.
    """
    bodies = _bodies(actor)
    lines = [line for line in desk.lines if _is_asked(line)]
    if not bodies or not lines:
        return []
    ids = [line.discussion.pk for line in lines]
    told = _heard_and_unopened(ids, list(bodies))
    heard = {(discussion, body) for discussion, body, _number in told if body is not None}
    unopened = sorted((discussion, number) for discussion, body, number in told if body is None)
    found = []
    for line in lines:
        pk = line.discussion.pk
        silent = [
            body for body in bodies.values() if (pk, body.pk) not in heard and _comes_to(body, line)
        ]
        gaps = [number for discussion, number in unopened if discussion == pk]
        if silent:
            found.append(_register(desk, line, gaps))
        elif gaps:
            found.append(_open(desk, line, gaps))
    return found


def _bodies(actor: Actor) -> dict[int, Organisation]:
    """For which one registers; people of the ministry that runs the discussions, their owners."""
    roles = roles_with(Power.REGISTER) - {Membership.Role.COORDINATOR}
    rows = (row for row in actor.memberships if Membership.Role(row.role) in roles)
    return {row.organisation_id: row.organisation for row in rows}


def _is_asked(line: DiscussionLine) -> bool:
    row = line.discussion
    ahead = row.starts_at is not None and row.starts_at > clock.now()
    return line.mine and ahead and row.kind in OCCASIONS


def _comes_to(body: Organisation, line: DiscussionLine) -> bool:
    """A council to the discussion of its own group; to another one it goes when it wishes (R7)."""
    return body.kind == Organisation.Kind.MINISTRY or line.primary


@prepared
def _heard_and_unopened(
    discussions: Collection[int], bodies: Collection[int]
) -> QuerySet[Any, Any]:
    """Of which bodies something was heard; without a body, the topics that nobody opens yet.

    Those are openings that were agreed on for one of the bodies, and that nobody registered gives.
    """
    coming = Participant.objects.coming().filter(
        discussion__in=discussions, organisation__in=bodies
    )
    absent = Enrolment.objects.filter(discussion__in=discussions, organisation__in=bodies).exclude(
        declined_at=None
    )
    opener = Participant.objects.coming().filter(topic=OuterRef("topic"), side=OuterRef("side"))
    unopened = Opening.objects.filter(
        ~Exists(opener), topic__discussion__in=discussions, organisation__in=bodies
    )
    nothing = Value(None, output_field=IntegerField())
    pair = ("discussion_id", "organisation_id")
    found: QuerySet[Any, Any] = unopened.order_by().values_list(
        "topic__discussion_id", nothing, F("topic__number")
    )
    return found.union(
        coming.order_by().values_list(*pair, nothing),
        absent.order_by().values_list(*pair, nothing),
    )


def _register(desk: Desk, line: DiscussionLine, gaps: list[int]) -> Task:
    text = _("Who comes, in which role and with what mandate. Or tell that you take no part.")
    if gaps:
        text = _(
            "Your organisation opens topic %(numbers)s. Register who does, and who else comes."
        )
        text %= {"numbers": ", ".join(map(str, gaps))}
    return _task(_("Register the participants: %(name)s"), text, desk, line)


def _open(desk: Desk, line: DiscussionLine, gaps: list[int]) -> Task:
    text = _("Your organisation opens topic %(numbers)s, but nobody registered does.")
    text %= {"numbers": ", ".join(map(str, gaps))}
    return _task(_("Name who opens the topic: %(name)s"), text, desk, line)


def _task(title: str, text: str, desk: Desk, line: DiscussionLine) -> Task:
    row = line.discussion
    return Task(
        title=title % {"name": row.name},
        text=text,
        button=_("Register people"),
        page="participant_list",
        args=(desk.year, row.slug),
        due_at=_due(desk, row),
        purpose=PURPOSE,
        query="#lisaa",
    )


def _due(desk: Desk, row: Discussion) -> dt.datetime | None:
    """The format's deadline, the discussion's own first; else its beginning."""
    named = [each for each in desk.deadlines if each.purpose == PURPOSE]
    own = [each for each in named if each.discussion_id == row.pk]
    general = [each for each in named if each.discussion_id is None]
    return next((each.due_at for each in own or general), row.starts_at)
