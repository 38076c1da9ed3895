"""The record of changes of a round as the archive keeps it: what happened, not what was written.

Texts and names stand in the values of an event, so those stay out; so do events of one side's
drafts. The hash of each event is that of the whole event: whoever has the record can compare.
"""

import datetime as dt
import re
from typing import Any

from alke.domain.audit.models import AuditEvent
from alke.domain.audit.queries import GENESIS
from alke.domain.rounds.models import Discussion, Round

_FIELD = re.compile(r"[a-z*][a-z0-9_.:-]{0,60}")  # names of fields; nothing else is told


def archived_events(round: Round) -> dict[str, Any]:
    """The events of the round in their order, and the last of them. Two queries."""
    places = dict(Discussion.objects.filter(round=round).values_list("pk", "slug"))
    rows = AuditEvent.objects.filter(round_id=round.pk, draft_side="")
    rows = rows.select_related("organisation").order_by("seq")
    events = [_told(row, places) for row in rows]
    last = {"seq": events[-1]["seq"], "hash": events[-1]["hash"]} if events else None
    return {"head": last or {"seq": 0, "hash": GENESIS}, "events": events}


def _told(row: AuditEvent, places: dict[int, str]) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "at": row.at.astimezone(dt.UTC).isoformat(),
        "event": row.event,
        "subject": row.subject,
        "organisation": row.organisation.slug if row.organisation else "",
        "discussion": places.get(row.discussion_id or 0, ""),
        "fields": sorted(name for name in row.changes if _FIELD.fullmatch(name)),
        "previous_hash": row.previous_hash,
        "hash": row.hash,
    }
