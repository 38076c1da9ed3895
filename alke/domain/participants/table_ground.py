"""For which bodies one registers, and what a brought table is held against."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.participants.models import Participant
from alke.domain.participants.rules import FOR_BODIES, can_register_some, runs
from alke.domain.participants.table_match import Ground
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, OrganisationAlias
from alke.domain.people.recognition import Recogniser
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.party_queries import takes_part
from alke.domain.topics.models import Topic

Role = Membership.Role
_FIRST = (Organisation.Kind.MINISTRY, Organisation.Kind.COUNCIL)


def bodies_for(actor: Actor, discussion: Discussion) -> list[Organisation]:
    """The bodies for which the actor registers people, its own first. At most two queries.

    Empty where registration has ended for it. Who runs the discussion registers for any body that
    exists on the day.
    """
    if not can_register_some(actor, discussion):
        return []
    if runs(actor, discussion):
        everybody = _existing(discussion.day or clock.today())
        return sorted(everybody, key=lambda body: (body.kind not in _FIRST, body.name.casefold()))
    rows = (row for row in actor.memberships if Role(row.role) in FOR_BODIES)
    own = list({row.organisation_id: row.organisation for row in rows}.values())
    known = {body.pk for body in own}
    beside = [body for body in actor.stakeholders if body.pk not in known]
    day = discussion.day or clock.today()
    answered = actor.councils_for(Power.REGISTER)
    found = own + sorted(
        {body.pk: body for body in beside if body.pk in answered}.values(), key=lambda b: b.name
    )
    return [body for body in found if body.is_valid_on(day) and takes_part(body, discussion)]


@prepared
def _existing(day: dt.date) -> QuerySet[Organisation]:
    return Organisation.objects.valid_on(day)


def ground_of(discussion: Discussion, actor: Actor) -> Ground:
    """All that rows are held against. Six queries at most."""
    bodies = bodies_for(actor, discussion)
    everybody = _existing(discussion.day or clock.today())
    aliases: dict[int, list[str]] = defaultdict(list)
    for pk, text in OrganisationAlias.objects.values_list("organisation_id", "text"):
        aliases[pk].append(text)
    topics = Topic.objects.visible_to(actor).on_agenda().filter(discussion=discussion)
    own = bodies[0] if bodies and not runs(actor, discussion) else None
    return Ground(
        discussion=discussion,
        bodies=bodies,
        recogniser=Recogniser(everybody, aliases=aliases),
        topics={topic.number: topic for topic in topics if topic.number},
        registered=_registered(discussion),
        own=own,
    )


def _registered(discussion: Discussion) -> dict[str, tuple[Organisation, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    rows = Participant.objects.registered().filter(discussion=discussion).exclude(email="")
    for row in rows.select_related("organisation"):
        found[row.email] = (*found.get(row.email, ()), row.organisation)
    return found
