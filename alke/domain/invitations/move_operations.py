"""Moves discussions together with those who take part: their answers were to another time.

One transaction with the dates and the agendas (`topics.move_operations`).
"""

import datetime as dt

from django.db import transaction

from alke.domain.invitations.queries import newest_notice, told_by_calendar
from alke.domain.notices.operations import leave_unmailed
from alke.domain.participants.anew_operations import ask_anew
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import BasisDocument, Discussion, Round
from alke.domain.rounds.move_operations import MovePreview
from alke.domain.topics import move_operations as agendas


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
    """Gives the discussion another time; who has answered is asked anew."""
    since = _in_line(discussion.round_id)
    done = agendas.move_discussion(
        discussion, starts_at, ends_at, by=by, reason=reason, token=token
    )
    return _ask_anew(done, by, since)


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
    """Gives the base document another day; who has answered to what moves along is asked anew."""
    since = _in_line(basis.round_id)
    done = agendas.move_basis(
        basis, day, by=by, adopted=adopted, alone=alone, reason=reason, token=token
    )
    return _ask_anew(done, by, since)


def _in_line(round_id: int) -> int:
    """Waits for other moves of the round, and says which lines were there before this one."""
    Round.objects.select_for_update().only("pk").get(pk=round_id)
    return newest_notice()


def _ask_anew(done: MovePreview, by: Actor, since: int) -> MovePreview:
    moved = []
    for change in done.changes:
        if isinstance(change.row, Discussion) and isinstance(change.before, dt.datetime | None):
            ask_anew(change.row, (change.before, change.ended), by=by)
            moved.append(change.row)
    if moved:
        leave_unmailed(told_by_calendar(moved, since))
    return done
