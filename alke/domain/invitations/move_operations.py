"""Moves dates together with the published agendas that they change and with those who take part.

One transaction: a published agenda never tells another time than its discussion has (R5, B5), and
no answer stands that was to another time.
"""

import datetime as dt

from django.db import transaction

from alke.domain.invitations.queries import newest_notice, told_by_calendar
from alke.domain.notices.operations import leave_unmailed
from alke.domain.participants.anew_operations import ask_anew
from alke.domain.people.actors import Actor
from alke.domain.rounds import move_operations as dates
from alke.domain.rounds.models import BasisDocument, Discussion, Round
from alke.domain.rounds.move_operations import MovePreview
from alke.domain.topics.agenda_operations import note_late_change


@transaction.atomic
def move_discussion(
    discussion: Discussion,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    *,
    by: Actor,
    reason: str = "",
    token: str = "",
) -> MovePreview:
    """Gives it another time: agendas are published anew, who has answered is asked anew."""
    since = _in_line(discussion.round_id)
    done = dates.move_discussion(discussion, starts_at, ends_at, by=by, reason=reason, token=token)
    return _bring_along(done, by, reason, since)


@transaction.atomic
def move_basis(
    basis: BasisDocument,
    day: dt.date,
    *,
    by: Actor,
    adopted: bool = False,
    alone: bool = False,
    reason: str = "",
    token: str = "",
) -> MovePreview:
    """Gives it another day, and the same to all that moves along."""
    since = _in_line(basis.round_id)
    done = dates.move_basis(
        basis, day, by=by, adopted=adopted, alone=alone, reason=reason, token=token
    )
    return _bring_along(done, by, reason, since)


def _in_line(round_id: int) -> int:
    """Waits for other moves of the round, and says which lines were there before this one."""
    Round.objects.select_for_update().only("pk").get(pk=round_id)
    return newest_notice()


def _bring_along(done: MovePreview, by: Actor, reason: str, since: int) -> MovePreview:
    for row in done.discussions:
        note_late_change(row, by=by, reason=reason)
    moved = []
    for change in done.changes:
        if isinstance(change.row, Discussion) and isinstance(change.before, dt.datetime | None):
            ask_anew(change.row, (change.before, change.ended), by=by)
            moved.append(change.row)
    if moved:
        leave_unmailed(told_by_calendar(moved, since))
    return done
