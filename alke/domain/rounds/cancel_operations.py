"""Writes that cancel a discussion and take that back; nothing that hangs on it is lost."""

from typing import Any

from django.db import transaction

from alke.base import clock
from alke.base.richtext import clean_line
from alke.domain.people.actors import Actor
from alke.domain.rounds import rules
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.facts import concerned_by, facts_of
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.move_notice_operations import tell_cancelled
from alke.domain.rounds.move_operations import REASON_LIMIT
from alke.domain.rounds.revised import note_revision
from alke.domain.rounds.slot_record import give_track, leave_tracks


@transaction.atomic
def cancel_discussion(discussion: Discussion, *, by: Actor, reason: str) -> Discussion:
    """The discussion is not held; its topics, actions and time stay as they are."""
    row = _locked(discussion)
    reason = clean_line(reason, limit=REASON_LIMIT)
    rules.can_cancel_discussion(by, row, reason=reason).require()
    return _set(row, "discussion.cancelled", by, reason)


@transaction.atomic
def restore_discussion(discussion: Discussion, *, by: Actor) -> Discussion:
    """The discussion is held after all."""
    row = _locked(discussion)
    rules.can_restore_discussion(by, row).require()
    return _set(row, "discussion.restored", by, "")


def _locked(discussion: Discussion) -> Discussion:
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("round")
    return rows.get(pk=discussion.pk)


def _set(row: Discussion, event: str, by: Actor, reason: str) -> Discussion:
    before = row.cancelled_at
    leave_tracks([row])
    row.cancelled_at = clock.now() if before is None else None
    row.save(update_fields=["cancelled_at", *note_revision(row)])
    for deadline in row.deadlines.all():
        deadline.save(update_fields=note_revision(deadline))  # it is none any more, or again
    if row.cancelled_at is None:
        give_track(row)
    changes: dict[str, list[Any]] = {"cancelled_at": [before, row.cancelled_at]}
    changes |= {"reason": [None, reason]} if reason else {}
    record_discussion(event, row, by=by, changes=changes)
    tell_cancelled(row, concerned_by(facts_of(row.round), [row]), by, reason)
    return row
