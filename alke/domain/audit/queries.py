"""Reads of the audit chain: its head, its soundness, and values as of a moment."""

import datetime as dt
import decimal
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alke.domain.audit.models import AuditEvent, AuditHead

GENESIS = "0" * 64
Values = dict[str, Any]


@dataclass(frozen=True)
class BrokenLink:
    """The first place at which the chain does not hold, and why."""

    seq: int
    reason: str


def head() -> str:
    """The hash at the end of the chain; moves with every recorded change."""
    return AuditHead.objects.values_list("hash", flat=True).first() or GENESIS


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over the event's canonical JSON, the previous hash included."""
    body = {
        "seq": event.seq,
        "at": event.at.astimezone(dt.UTC).isoformat(),
        "user": event.user_id,
        "organisation": event.organisation_id,
        "event": event.event,
        "subject": event.subject,
        "round": event.round_id,
        "discussion": event.discussion_id,
        "draft_side": event.draft_side,
        "changes": event.changes,
        "previous": event.previous_hash,
    }
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """A value as the chain keeps it: JSON and both databases leave it alone; fractions are text."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, bool | int) else str(value)


def first_broken_link() -> BrokenLink | None:
    """Walks the whole chain; None when every link and the head hold (R14).

    Others may write meanwhile: the chain must reach the head of the beginning, and the head
    of the end must reach what was walked.
    """
    first = end()
    seq, previous, at_end = 0, GENESIS, GENESIS
    for event in AuditEvent.objects.order_by("seq").iterator(2000):
        if reason := _break_of(event, seq + 1, previous):
            return BrokenLink(seq + 1, reason)
        seq, previous = event.seq, event.hash
        if seq == first.seq:
            at_end = event.hash
    if at_end != (first.hash or GENESIS) or seq > end().seq:
        return BrokenLink(seq + 1, _("the end is missing"))
    return None


def end() -> AuditHead:
    """The end of the chain; an empty one has number 0."""
    return AuditHead.objects.first() or AuditHead()


def _break_of(event: AuditEvent, expected: int, previous: str) -> str:
    """Why the event does not stand where it should; empty when it does."""
    if event.seq != expected:
        return _("missing")
    if event.previous_hash != previous:
        return _("does not follow the one before")
    return "" if event_hash(event) == event.hash else _("altered")


def values_as_of(subjects: dict[str, Values], moment: dt.datetime) -> dict[str, Values | None]:
    """What `subjects` ({"topic:1": current values}) held at `moment` (B15).

    Later events are undone, newest first; a subject made after `moment` becomes None.
    """
    past: dict[str, Values | None] = {key: dict(values) for key, values in subjects.items()}
    later = AuditEvent.objects.filter(subject__in=subjects, at__gt=moment).order_by("-seq")
    for subject, changes in later.values_list("subject", "changes"):
        values = past[subject]
        if changes.get("*") == [None, "created"]:
            past[subject] = None
        elif values is not None:
            values.update({field: before for field, (before, _after) in changes.items()})
    return past
