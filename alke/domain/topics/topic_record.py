"""How operations on topics lock their row and record what they did."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from alke.base import clock, richtext
from alke.base.prepared import prepared
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_operations import note_late_change
from alke.domain.topics.models import Topic, TopicConfirmation
from alke.domain.topics.rules import is_frozen

Changes = dict[str, list[Any]]
REASON_LIMIT = 500
LATE = "topic.changed-late"


def lock_topic(topic: Topic) -> Topic:
    """The topic as it is now, locked until the transaction ends.

    The discussion's row is always locked first, so that no two writes wait for each other.
    """
    discussion = lock_discussion(topic.discussion)
    for locked in _locked_topic(topic.pk):
        locked.discussion = discussion
        return locked
    raise Topic.DoesNotExist


@prepared
def _locked_topic(pk: int) -> QuerySet[Topic]:
    return Topic.objects.select_for_update().filter(pk=pk)


def lock_discussion(discussion: Discussion) -> Discussion:
    """The discussion as it is now, locked: its agenda's places change one by one."""
    for locked in _locked_discussion(discussion.pk):
        return locked
    raise Discussion.DoesNotExist


@prepared
def _locked_discussion(pk: int) -> QuerySet[Discussion]:
    rows = Discussion.objects.select_for_update(of=("self",)).filter(pk=pk)
    return rows.select_related("round").defer("round__format_text")


def record_topic(
    event: str, topic: Topic, *, by: Actor, changes: Changes, late_reason: str = ""
) -> None:
    """Records one event of the topic; a change of a published agenda as a late one (R5)."""
    discussion = topic.discussion
    late = is_frozen(discussion) and bool(late_reason.strip())
    if late:
        reason = richtext.clean_line(late_reason, limit=REASON_LIMIT)
        changes = changes | {"event": [None, event], "late_reason": [None, reason]}
    audit.record(
        LATE if late else event,
        topic.audit_key,
        by=by,
        changes=changes,
        round_id=discussion.round_id,
        discussion_id=discussion.pk,
        draft_side=topic.draft_side,
    )
    if late:
        note_late_change(discussion, by=by, reason=late_reason)


def change_fields(topic: Topic, **values: Any) -> Changes:
    """Sets what differs on the row, unsaved; what changed, before and after."""
    changes = {
        name: [getattr(topic, name), value]
        for name, value in values.items()
        if getattr(topic, name) != value
    }
    for name, (_before, after) in changes.items():
        setattr(topic, name, after)
    return changes


def end_confirmations(
    topic: Topic, *, by: Actor, because: str, sides: Iterable[str] | None = None
) -> list[TopicConfirmation]:
    """Withdraws the confirmations in force visibly; the rows stay (R5, B10)."""
    ended = [row for row in _in_force(topic.pk) if sides is None or row.side in set(sides)]
    for row in ended:
        row.withdrawn_at = clock.now()
        row.withdrawn_because = because
        row.withdrawn_by_organisation = by.organisation
        row.save(update_fields=["withdrawn_at", "withdrawn_because", "withdrawn_by_organisation"])
    return ended


@prepared
def _in_force(topic_id: int) -> QuerySet[TopicConfirmation]:
    return TopicConfirmation.objects.filter(topic=topic_id, withdrawn_at=None)


def reopen(topic: Topic, *, by: Actor, because: str) -> Changes:
    """After a change of contents: no side's confirmation holds, a ready topic is for comment.

    Saves the topic's state; returns what changed, for the caller's own event.
    """
    ended = end_confirmations(topic, by=by, because=because)
    changes: Changes = {}
    if ended:
        changes["confirmations"] = [sorted(row.side for row in ended), []]
    if topic.state == Topic.State.READY:
        changes |= change_fields(topic, state=Topic.State.COMMENTING)
        topic.save(update_fields=["state"])
    return changes
