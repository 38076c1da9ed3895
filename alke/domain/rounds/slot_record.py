"""Writes the slot of a regional meeting: a time and a track, which no two meetings share."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from alke.domain.rounds.models import Discussion
from alke.domain.rounds.regional import MANY, is_booked
from alke.domain.rounds.time_record import set_time


def take_slot(
    row: Discussion, starts_at: dt.datetime, ends_at: dt.datetime, *, tracks: int
) -> bool:
    """Gives the meeting a track at that time; False when none of `tracks` is free.

    What is free is only a guess: others write at the same moment, and the database's constraint
    decides who gets the slot. Runs in the caller's transaction, before anything else is written.
    """
    before = dict(vars(row))
    fields = ["track"]
    if (row.starts_at, row.ends_at) != (starts_at, ends_at):
        fields += set_time(row, starts_at, ends_at)
    for track in _free(row, starts_at, ends_at, tracks):
        row.track = track
        try:
            with transaction.atomic():
                row.save(update_fields=fields)
        except IntegrityError:
            continue
        return True
    vars(row).update(before)
    return False


def leave_slot(row: Discussion) -> None:
    """Gives the meeting's slot up: it has no time again."""
    fields = set_time(row, None, None)
    row.track, row.other_day_reason = None, ""
    row.save(update_fields=[*fields, "track", "other_day_reason"])


def leave_tracks(rows: Iterable[Discussion]) -> None:
    """Frees the tracks of meetings that are about to get other times, or that are not held."""
    rows = [row for row in rows if row.track is not None]
    Discussion.objects.filter(pk__in=[row.pk for row in rows]).update(track=None)
    for row in rows:
        row.track = None


def give_track(row: Discussion) -> None:
    """Puts a meeting whose time was set by hand on a track, if need be above the format's."""
    if not is_booked(row) or row.starts_at is None or row.ends_at is None:
        return
    take_slot(row, row.starts_at, row.ends_at, tracks=MANY)


def _free(row: Discussion, starts_at: dt.datetime, ends_at: dt.datetime, tracks: int) -> list[int]:
    """The tracks on which no other meeting is held meanwhile."""
    others = Discussion.objects.filter(
        round=row.round_id, kind=row.kind, cancelled_at=None, starts_at__lt=ends_at
    ).exclude(pk=row.pk)
    taken = set(others.filter(ends_at__gt=starts_at).values_list("track", flat=True))
    return [track for track in range(1, tracks + 1) if track not in taken]
