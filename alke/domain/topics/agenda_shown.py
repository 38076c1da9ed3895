"""One publication of an agenda as pages and documents show it: its contents, what it changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_contents import Change, Contents, changes_between
from alke.domain.topics.agenda_models import AgendaPublication


@dataclass(frozen=True)
class ShownAgenda:
    """A publication with what it changed, and when each changed topic last did."""

    publication: AgendaPublication
    contents: Contents
    changes: list[Change]
    changed_topics: dict[int | None, dt.datetime]


def asked_publication(
    rows: Sequence[AgendaPublication], number: str, moment: dt.datetime | None
) -> AgendaPublication | None:
    """The version asked for by its number, else the one in force (at `moment`), if any.

    Raises LookupError when there is no such version.
    """
    if number:
        found = [row for row in rows if str(row.number) == number]
        if not found:
            raise LookupError(number)
        return found[0]
    known = [row for row in rows if moment is None or row.at <= moment]
    return known[-1] if known else None


def shown_agenda(
    discussion: Discussion, rows: Sequence[AgendaPublication], shown: AgendaPublication
) -> ShownAgenda:
    """The publication `shown`, of all of the discussion's `rows`. One query."""
    wanted = AgendaPublication.objects.filter(discussion=discussion, number__lte=shown.number)
    kept = dict(wanted.values_list("number", "contents"))
    changes: list[Change] = []
    changed_topics: dict[int | None, dt.datetime] = {}
    for row in rows[1 : shown.number]:
        changes = changes_between(kept[row.number - 1], kept[row.number])
        changed_topics |= {change.topic: row.at for change in changes}
    return ShownAgenda(shown, kept[shown.number], changes, changed_topics)
