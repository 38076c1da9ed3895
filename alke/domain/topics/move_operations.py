"""Moves dates together with the published agendas that they change (R5, B5).

One transaction: a published agenda never tells another time than its discussion has.
"""

import datetime as dt

from django.db import transaction

from alke.domain.people.actors import Actor
from alke.domain.rounds import move_operations as moves
from alke.domain.rounds.models import BasisDocument, Discussion
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
    """Gives the discussion another time; agendas published by then are published anew."""
    done = moves.move_discussion(discussion, starts_at, ends_at, by=by, reason=reason, token=token)
    return _publish_anew(done, by, reason)


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
    """Gives the base document another day; agendas of what moves along are published anew."""
    done = moves.move_basis(
        basis, day, by=by, adopted=adopted, alone=alone, reason=reason, token=token
    )
    return _publish_anew(done, by, reason)


def _publish_anew(done: MovePreview, by: Actor, reason: str) -> MovePreview:
    for row in done.discussions:
        note_late_change(row, by=by, reason=reason)
    return done
