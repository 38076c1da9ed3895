"""How the audit chain keeps an action's bodies and places: names of fields and their values."""

from typing import Any

from alke.domain.people.models import Organisation
from alke.domain.topics.action_models import ActionOrigin, Responsibility


def responsible_key(organisation: Organisation) -> str:
    """The audit field of a body's responsibility."""
    return f"responsible.{organisation.slug}"


def origin_key(discussion_id: int) -> str:
    """The audit field of a discussion of origin."""
    return f"origin.{discussion_id}"


def responsible_values(row: Responsibility | None) -> dict[str, Any] | None:
    """A responsibility as the audit chain keeps it."""
    if row is None:
        return None
    return {"side": row.side, "lead": row.lead, "answer": row.answer, "reason": row.reason}


def origin_values(row: ActionOrigin | None) -> dict[str, Any] | None:
    """A place on a sheet as the audit chain keeps it."""
    return None if row is None else {"topic": row.topic_id, "position": row.position}
