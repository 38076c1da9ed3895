"""Records events of a discussion, and of what belongs to it, in the audit chain."""

from typing import Any

from alke.domain.audit import operations as audit
from alke.domain.audit.models import Doer
from alke.domain.rounds.models import Discussion


def record_discussion(
    event: str, discussion: Discussion, *, by: Doer, changes: dict[str, Any], subject: str = ""
) -> None:
    """One event of the discussion; `subject` is the audit key of what of it has changed."""
    audit.record(
        event,
        subject or f"discussion:{discussion.pk}",
        by=by,
        changes=changes,
        round_id=discussion.round_id,
        discussion_id=discussion.pk,
    )
