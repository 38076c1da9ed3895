"""What hangs on a discussion that would be cancelled, and why one was."""

from dataclasses import dataclass

from alke.domain.audit.models import AuditEvent
from alke.domain.people.models import Organisation
from alke.domain.rounds.facts import concerned_by, facts_of
from alke.domain.rounds.models import Discussion
from alke.domain.topics.models import Topic


@dataclass(frozen=True)
class Hanging:
    """What stays without its occasion."""

    topics: int
    actions: int
    meetings: list[Discussion]
    concerned: list[Organisation]


def hanging_on(discussion: Discussion) -> Hanging:
    """Topics of the agenda, actions, regional meetings, and the bodies it concerns."""
    return Hanging(
        topics=Topic.objects.on_agenda().filter(discussion=discussion).count(),
        actions=discussion.action_origins.count(),
        meetings=list(discussion.regional_meetings.filter(cancelled_at=None)),
        concerned=concerned_by(facts_of(discussion.round), [discussion]),
    )


def why_cancelled(discussion: Discussion) -> str:
    """The reason that was given, from the record of changes; one query when it is cancelled."""
    if discussion.cancelled_at is None:
        return ""
    rows = AuditEvent.objects.filter(event="discussion.cancelled", discussion_id=discussion.pk)
    last = rows.order_by("-seq").first()
    return str(last.changes.get("reason", ["", ""])[1]) if last is not None else ""
