"""The one write of the audit chain."""

import datetime as dt
import decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.audit.models import AuditEvent, AuditHead, Doer
from alke.domain.audit.queries import GENESIS, event_hash

Changes = dict[str, tuple[Any, Any]] | dict[str, list[Any]]
CREATED: dict[str, list[Any]] = {"*": [None, "created"]}  # marks the making of a subject


def record(
    event: str,
    subject: str,
    *,
    by: Doer,
    changes: Changes,
    round_id: int | None = None,
    discussion_id: int | None = None,
    draft_side: str = "",
) -> AuditEvent:
    """Adds one event to the chain, in the caller's transaction (R14).

    `subject` is "topic:12"; `changes` {field: [before, after]} in JSON values or dates.
    The head's row is locked until the transaction ends, so that events stand in one line.
    """
    with transaction.atomic(savepoint=False):
        end = _end()
        row = AuditEvent(
            seq=end.seq + 1,
            at=clock.now(),
            user=by.user,
            organisation=by.organisation,
            event=event,
            subject=subject,
            round_id=round_id,
            discussion_id=discussion_id,
            draft_side=draft_side,
            changes={key: [_plain(old), _plain(new)] for key, (old, new) in changes.items()},
            previous_hash=end.hash or GENESIS,
        )
        row.hash = event_hash(row)
        row.save(force_insert=True)
        AuditHead.objects.filter(pk=1).update(seq=row.seq, hash=row.hash)
    return row


def _end() -> AuditHead:
    """The end of the chain, locked; made with the first event."""
    for row in _locked_head(1):
        return row
    return AuditHead.objects.select_for_update().get_or_create(pk=1)[0]


@prepared
def _locked_head(pk: int) -> QuerySet[AuditHead]:
    return AuditHead.objects.select_for_update().filter(pk=pk)


def _plain(value: Any) -> Any:
    """A value that JSON and both databases keep as it is; fractions become text."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, bool | int) else str(value)
