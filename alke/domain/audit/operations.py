"""The one write of the audit chain."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.audit.models import AuditEvent, AuditHead, Doer
from alke.domain.audit.queries import GENESIS, event_hash, plain

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
            changes={key: [plain(old), plain(new)] for key, (old, new) in changes.items()},
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
