"""Writes dates that moved, together."""

from collections.abc import Iterable
from typing import Any

from alke.domain.rounds.models import Discussion
from alke.domain.rounds.revised import Revised, note_revision
from alke.domain.rounds.schedule import DateChange
from alke.domain.rounds.slot_record import give_track, leave_tracks

Changes = dict[str, list[Any]]


def write_dates(moved: Iterable[DateChange]) -> Changes:
    """Saves every change; returns them for the audit chain, by subject and field."""
    changes: Changes = {}
    moved = list(moved)
    meetings = [change.row for change in moved if isinstance(change.row, Discussion)]
    leave_tracks(meetings)
    for change in moved:
        for name, value in change.values.items():
            changes[f"{change.subject}.{name}"] = [getattr(change.row, name), value]
            setattr(change.row, name, value)
        fields = list(change.values)
        if isinstance(change.row, Revised):
            fields += note_revision(change.row)
        change.row.save(update_fields=fields)
    for row in meetings:
        give_track(row)
    return changes
