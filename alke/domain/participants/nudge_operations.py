"""Reminds bodies of which nothing was heard: a line to each who registers for them."""

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.languages import CODES, pick
from alke.base.verdicts import Refused
from alke.domain.notices.operations import write_notice
from alke.domain.participants import rules
from alke.domain.participants.models import Enrolment, Participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics.topic_record import lock_discussion

NOTICE_KIND = "nudge"


@transaction.atomic
def nudge_body(discussion: Discussion, body: Organisation, *, by: Actor) -> int:
    """Asks the body's people to register; for a stakeholder without any, those of its council.

    Returns how many people are told. Who has answered is not asked again (R19), nor anybody twice
    on a day.
    """
    locked = lock_discussion(discussion)
    rules.can_nudge(by, locked).require()
    row, _made = Enrolment.objects.get_or_create(discussion=locked, organisation=body)
    if row.declined_at is not None or _is_heard(locked, body):
        raise Refused(_("The body has answered already."))
    if row.nudged_at is not None and row.nudged_at.date() == clock.now().date():
        raise Refused(_("The body has been reminded today already."))
    people = registrars_of(body)
    if not people:
        raise Refused(_("Nobody answers for this body in Alke. Ask it by other means."))
    for user in people:
        write_notice(
            to=user,
            kind=NOTICE_KIND,
            about=f"discussion:{locked.pk}",
            line={code: _line(locked, body, code) for code in CODES},
            path=f"/{locked.round.year}/{locked.slug}/osallistujat/",
            urgent=True,
        )
    before, row.nudged_at = row.nudged_at, clock.now()
    row.save(update_fields=["nudged_at"])
    changes = {f"{body.slug}.nudged_at": [before, row.nudged_at]}
    record_discussion("enrolment.nudged", locked, by=by, changes=changes)
    return len(people)


def registrars_of(body: Organisation) -> list[User]:
    """Who registers for the body today: its own people, or those of its region's councils."""
    today = clock.today()
    rows = Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=today),
        Q(valid_to=None) | Q(valid_to__gte=today),
        role__in=roles_with(Power.REGISTER),
        user__is_active=True,
    ).exclude(role=Membership.Role.COORDINATOR)
    own = rows.filter(organisation=body).exclude(role=Membership.Role.OWNER)
    found = own.select_related("user").order_by("pk")
    if not found and body.kind not in (Organisation.Kind.MINISTRY, Organisation.Kind.COUNCIL):
        councils = Organisation.objects.councils().filter(regions__organisations=body)
        found = rows.filter(organisation__in=councils).select_related("user").order_by("pk")
    return list({row.user_id: row.user for row in found}.values())


def _is_heard(discussion: Discussion, body: Organisation) -> bool:
    coming = Participant.objects.coming().filter(discussion=discussion, organisation=body)
    return coming.exists()


def _line(discussion: Discussion, body: Organisation, code: str) -> str:
    with translation.override(code):
        text = _("Register the participants of %(body)s, or say that it takes no part: %(name)s")
        return text % {
            "body": pick(body, "name", code),
            "name": pick(discussion, "name", code),
        }
