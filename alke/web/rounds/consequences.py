"""What a moved date makes of the other rooms' things, shown before it moves (S10)."""

import datetime as dt
from copy import copy
from dataclasses import dataclass

from alke.base import clock
from alke.domain.bookings.queries import attending
from alke.domain.documents.models import Document
from alke.domain.documents.queries import documents_with_dates
from alke.domain.invitations.queries import invited_to
from alke.domain.people.actors import Actor
from alke.domain.reminders.schedule import occurrences_of
from alke.domain.rounds.models import Deadline, Round
from alke.domain.rounds.move_operations import MovePreview


@dataclass(frozen=True)
class Consequences:
    """What follows besides dates."""

    invited: int  # people whose calendars get the new time
    attending: int  # answers of ministries that they attend a meeting, given to the old time
    reminders: tuple[dt.date, ...]  # the days on which people are reminded then
    documents: tuple[Document, ...]  # registered papers that give the old dates

    def __bool__(self) -> bool:
        return bool(self.invited or self.attending or self.reminders or self.documents)


def consequences_of(actor: Actor, round_: Round, preview: MovePreview) -> Consequences:
    """What the move makes of invitations, ministries' answers, reminders and papers. Three queries.

    The reminders of a deadline follow it by themselves: they are counted from it when they are due.
    """
    moved = [row.pk for row in preview.discussions]
    papers = documents_with_dates(actor, round_, moved) if preview.changes else []
    return Consequences(
        invited=invited_to(moved) if moved else 0,
        attending=attending(moved) if moved else 0,
        reminders=tuple(_reminders(preview)),
        documents=tuple(papers),
    )


def _reminders(preview: MovePreview) -> list[dt.date]:
    days = set()
    for change in preview.changes:
        if not isinstance(change.row, Deadline):
            continue
        deadline = copy(change.row)
        for name, value in change.values.items():
            setattr(deadline, name, value)
        days |= {due.moment for due in occurrences_of(deadline) if due.moment > clock.now()}
    return sorted({moment.astimezone(clock.HELSINKI).date() for moment in days})
