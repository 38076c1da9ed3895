"""Absences as `people.absence_operations` writes them, told to the deputy (B13)."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base.dates import format_days
from alke.base.languages import in_all
from alke.domain.notices.operations import write_notices
from alke.domain.people import absence_operations
from alke.domain.people.actors import Actor
from alke.domain.people.models import Absence, Membership, User


@transaction.atomic
def note_absence(
    membership: Membership, deputy: User, first: dt.date, last: dt.date, *, by: Actor
) -> Absence:
    """On these days the deputy has the role; the deputy hears of it, and who is away.

    Nobody is told of what they noted themselves.
    """
    row = absence_operations.note_absence(membership, deputy, first, last, by=by)
    _tell(
        row,
        by,
        lambda: _("%(deputy)s stands in on %(days)s: %(role)s, %(body)s.") % _words(row),
    )
    return row


@transaction.atomic
def end_absence(absence: Absence, *, by: Actor) -> None:
    """The deputy acts no longer, and hears of it, and who was away."""
    _tell(
        absence,
        by,
        lambda: _("%(deputy)s does not stand in any more: %(role)s, %(body)s.") % _words(absence),
    )
    absence_operations.end_absence(absence, by=by)


def _words(row: Absence) -> dict[str, str]:
    return {
        "deputy": str(row.deputy),
        "days": format_days(row.first_date, row.last_date),
        "role": row.membership.role_label.lower(),
        "body": row.membership.organisation.name,
    }


def _tell(row: Absence, by: Actor, say: Callable[[], str]) -> None:
    write_notices(
        [row.deputy, row.membership.user],
        but=by.user,
        kind="deputy",
        about=f"user:{row.membership.user_id}",
        line=in_all(say),
        path="/poissaolo/",
        urgent=True,
    )
