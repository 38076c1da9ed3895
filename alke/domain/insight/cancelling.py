"""What hangs on a discussion that would be cancelled, and why one was."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, JSONField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

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
        concerned=concerned_by(facts_of(discussion.round, deadlines=[], basis=[]), [discussion]),
    )


def why_cancelled(discussion: Any) -> str:
    """The reason that was given, of a row that was read with `cancelling`."""
    recorded = discussion.cancelling or {}
    return str(recorded.get("reason", ["", ""])[1]) if discussion.cancelled_at else ""


def reasons_of(discussions: Collection[Discussion]) -> dict[int, str]:
    """Why each of the cancelled ones was, by id; one that has no reason is left out. One query."""
    if not discussions:
        return {}
    rows = Discussion.objects.filter(pk__in=[row.pk for row in discussions])
    found = {row.pk: why_cancelled(row) for row in rows.annotate(cancelling=cancelling())}
    return {pk: reason for pk, reason in found.items() if reason}


def cancelling() -> Subquery:
    """What the record of changes says of a discussion's latest cancelling."""
    subject = Concat(Value("discussion:"), Cast(OuterRef("pk"), CharField()))
    rows = AuditEvent.objects.filter(subject=subject, event="discussion.cancelled")
    return Subquery(rows.order_by("-seq").values("changes")[:1], output_field=JSONField())
