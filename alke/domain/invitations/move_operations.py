"""Moves discussions together with those who take part: their answers were to another time.

One transaction with the dates and the agendas (`topics.move_operations`).
"""

import datetime as dt

from django.db import transaction

from alke.domain.participants.anew_operations import ask_anew
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import BasisDocument, Discussion
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
    done = agendas.move_discussion(
        discussion, starts_at, ends_at, by=by, reason=reason, token=token
    )
    return _ask_anew(done, by)


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
    done = agendas.move_basis(
        basis, day, by=by, adopted=adopted, alone=alone, reason=reason, token=token
    )
    return _ask_anew(done, by)


def _ask_anew(done: MovePreview, by: Actor) -> MovePreview:
    for change in done.changes:
        if isinstance(change.row, Discussion) and isinstance(change.before, dt.datetime | None):
            ask_anew(change.row, (change.before, change.ended), by=by)
    return done
