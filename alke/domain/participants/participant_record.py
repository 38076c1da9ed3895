"""How operations on participants lock their rows and record what they did."""

from typing import Any

from alke.domain.audit.models import Doer
from alke.domain.participants.models import Participant
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.topics.topic_record import lock_discussion

Changes = dict[str, list[Any]]


def lock_participant(participant: Participant) -> Participant:
    """The row as it is now, locked; its discussion first, as all operations do."""
    discussion = lock_discussion(participant.discussion)
    rows = Participant.objects.select_for_update(of=("self",)).select_related(
        "organisation", "topic"
    )
    locked = rows.get(pk=participant.pk)
    locked.discussion = discussion
    return locked


def record_participant(event: str, participant: Participant, *, by: Doer, changes: Changes) -> None:
    """One event of a person, who is named by number only (R17)."""
    record_discussion(
        event,
        participant.discussion,
        by=by,
        changes=changes,
        subject=participant.audit_key,
    )
