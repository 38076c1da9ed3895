"""What a published follow-up holds, as one hash."""

import hashlib
import json

from alke.domain.audit.queries import plain
from alke.domain.followup.models import FollowUpRound

FIELDS = (
    *("pk", "action_id", "organisation_id", "side", "state", "answer"),
    *("text", "language", "status", "since_id", "at", "given_by_id"),
)


def answers_hash(followup: FollowUpRound) -> str:
    """SHA-256 over every cell of the round, in the order in which they were made."""
    digest = hashlib.sha256()
    for row in followup.reports.order_by("pk").values_list(*FIELDS).iterator(2000):
        digest.update(json.dumps(plain(row), ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()
