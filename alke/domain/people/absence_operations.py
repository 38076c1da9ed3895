"""Writes of absences: who acts in whose role, from when until when (B13)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.people.models import Absence, Membership, User
from alke.domain.people.queries import deputies_for
from alke.domain.people.rules import can_end_absence, can_note_absence

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def note_absence(
    membership: Membership, deputy: User, first: dt.date, last: dt.date, *, by: Actor
) -> Absence:
    """On these days, both included, the deputy has the role, its tasks and its notices.

    The deputy is somebody with a role in the same body. Raises `BadInput` for other days or people.
    """
    can_note_absence(by, membership).require()
    today = clock.today()
    if last < first or last < today:
        raise BadInput(_("The last day is before the first, or has passed."), "last")
    if last - first > LONGEST:
        raise BadInput(_("At most a year at once. For longer, give the deputy a role."), "last")
    if deputy.pk not in {user.pk for user in deputies_for(membership, today)}:
        raise BadInput(_("The deputy needs a role in the same organisation."), "deputy")
    other = membership.absences.filter(first_date__lte=last, last_date__gte=first)
    if other.exists():
        raise BadInput(_("There is a deputy for some of these days already."), "first")
    row: Absence = Absence.objects.create(
        membership=membership, deputy=deputy, first_date=first, last_date=last
    )
    _record("absence.noted", row, by, [None, [first, last, deputy.pk]])
    return row


@transaction.atomic
def end_absence(absence: Absence, *, by: Actor) -> None:
    """The person is back: the deputy acts no longer, from now on. What lies ahead is not begun."""
    can_end_absence(by, absence.membership).require()
    before = [absence.first_date, absence.last_date, absence.deputy_id]
    _record("absence.ended", absence, by, [before, None])
    yesterday = clock.today() - dt.timedelta(days=1)
    if absence.first_date > yesterday:
        absence.delete()
        return
    absence.last_date = min(absence.last_date, yesterday)
    absence.save(update_fields=["last_date"])


def _record(event: str, row: Absence, by: Actor, days: list[Any]) -> None:
    membership = row.membership
    audit.record(
        event,
        f"user:{membership.user_id}",
        by=by,
        changes={f"{membership.organisation.slug}:{membership.role}": days},
    )
