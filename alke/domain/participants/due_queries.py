"""Until when participants are registered: as the round's format has it, or till the beginning."""

import datetime as dt
from typing import Any, Final

from django.db.models import Q, QuerySet

from alke.base.prepared import prepared
from alke.domain.rounds.models import Deadline, Discussion

PURPOSE: Final = "participants"
_UNREAD: Final = object()


def registration_due(discussion: Discussion) -> dt.datetime | None:
    """The deadline of the discussion or else of the round, at the latest its beginning.

    None: it has no time yet. Kept on the object; one query.
    """
    kept: Any = getattr(discussion, "_registration_due", _UNREAD)
    if kept is not _UNREAD:
        found: dt.datetime | None = kept
        return found
    rows = _deadlines(discussion.round_id, discussion.pk)
    own = [row for row in rows if row.discussion_id is not None] or rows
    moments = [row.due_at for row in own]
    if discussion.starts_at is not None:
        moments.append(discussion.starts_at)
    due = min(moments, default=None)
    discussion._registration_due = due  # type: ignore[attr-defined]  # noqa: SLF001
    return due


@prepared
def _deadlines(round_id: int, discussion_id: int) -> QuerySet[Deadline]:
    where = Q(discussion=discussion_id) | Q(discussion=None)
    rows = Deadline.objects.filter(where, round=round_id, purpose=PURPOSE)
    return rows.only("discussion", "due_at")
