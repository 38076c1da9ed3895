"""Writes of what a body says of its participants: that none come; and that it was reminded."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import clean_line
from alke.base.verdicts import Refused
from alke.domain.participants import rules
from alke.domain.participants.models import REASON_LIMIT, Enrolment, Participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics.topic_record import lock_discussion


@transaction.atomic
def decline_for_body(
    discussion: Discussion, body: Organisation, *, by: Actor, reason: str = ""
) -> Enrolment:
    """The body says that it takes no part; both sides see it, and it is reminded no more (R19)."""
    locked = lock_discussion(discussion)
    rules.can_decline_for_body(by, locked, body).require()
    coming = Participant.objects.coming().filter(discussion=locked, organisation=body)
    if coming.exists():
        raise Refused(_("Participants are registered. Cancel their registration first."))
    reason = clean_line(reason, limit=REASON_LIMIT, field="syy")
    row, _made = Enrolment.objects.get_or_create(discussion=locked, organisation=body)
    if row.declined_at is not None and row.reason == reason:
        return row
    row.declined_at, row.declined_by, row.reason = clock.now(), by.user, reason
    row.save(update_fields=["declined_at", "declined_by", "reason"])
    changes: dict[str, list[Any]] = {body.slug: [None, "declined"], "reason": [None, reason]}
    record_discussion("enrolment.declined", locked, by=by, changes=changes)
    return row


@transaction.atomic
def take_part_after_all(discussion: Discussion, body: Organisation, *, by: Actor) -> None:
    """Takes the word back."""
    locked = lock_discussion(discussion)
    rules.can_decline_for_body(by, locked, body).require()
    rows = Enrolment.objects.filter(discussion=locked, organisation=body)
    if rows.exclude(declined_at=None).update(declined_at=None, declined_by=None, reason=""):
        changes: dict[str, list[Any]] = {body.slug: ["declined", None]}
        record_discussion("enrolment.taken-back", locked, by=by, changes=changes)
