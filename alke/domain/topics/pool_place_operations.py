"""Writes of the agenda's places: taking a topic, ordering, moving back to the pool (R4)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import richtext
from alke.base.verdicts import Refused
from alke.domain.people.actors import Actor
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics import rules
from alke.domain.topics.models import Topic
from alke.domain.topics.topic_record import (
    REASON_LIMIT,
    Changes,
    change_fields,
    end_confirmations,
    lock_discussion,
    lock_topic,
    record_topic,
)

OPEN, TAKEN = Topic.Disposition.OPEN, Topic.Disposition.TAKEN


@transaction.atomic
def take_topic_to_agenda(
    topic: Topic, *, by: Actor, number: int | None = None, late_reason: str = ""
) -> Topic:
    """Gives a proposal a place on the agenda (the last, or `number`) and opens its sheet.

    A side's draft becomes shared. A topic above the discussion's limit is refused (R4).
    """
    discussion = lock_discussion(topic.discussion)
    topic = lock_topic(topic)
    rules.can_take_topic(by, topic, late_reason).require()
    others = list(discussion.topics.on_agenda())
    place = len(others) + 1 if number is None else max(1, min(number, len(others) + 1))
    order = [*others[: place - 1], topic, *others[place - 1 :]]
    changes = change_fields(
        topic, state=Topic.State.DRAFT, disposition=TAKEN, disposition_reason="", draft_side=""
    )
    topic.save(update_fields=["state", "disposition", "disposition_reason", "draft_side"])
    moved = _renumber(order, by=by, late_reason=late_reason, quiet=topic)
    record_topic("topic.taken", topic, by=by, changes=changes | moved, late_reason=late_reason)
    return topic


@transaction.atomic
def reorder_topics(
    discussion: Discussion, order: Sequence[int], *, by: Actor, late_reason: str = ""
) -> list[Topic]:
    """Puts the agenda's topics into `order` (their ids, all of them, each once)."""
    discussion = lock_discussion(discussion)
    rules.can_place_topics(by, discussion, late_reason).require()
    topics = {row.pk: row for row in discussion.topics.on_agenda().select_related("discussion")}
    if sorted(order) != sorted(topics):
        raise Refused(
            gettext_lazy("The agenda changed meanwhile. Look at its topics again, then order them.")
        )
    before = [row.pk for row in sorted(topics.values(), key=lambda row: row.number or 0)]
    wanted = [topics[pk] for pk in order]
    if before == list(order):
        return wanted
    _renumber(wanted, by=by, late_reason=late_reason)
    changes = {"order": [before, list(order)]}
    record_discussion("topics.reordered", discussion, by=by, changes=changes)
    return wanted


@transaction.atomic
def remove_topic_from_agenda(
    topic: Topic, *, by: Actor, reason: str, late_reason: str = ""
) -> Topic:
    """Moves a topic back to the proposals; its sheet stays with it and returns with it.

    The reason is the proposer's; of a published agenda it is told only that the topic left it.
    """
    discussion = lock_discussion(topic.discussion)
    topic = lock_topic(topic)
    rules.can_place_topics(by, discussion, late_reason or reason).require()
    if topic.number is None:
        return topic
    clean = richtext.clean_line(reason, limit=REASON_LIMIT)
    if not clean:
        raise richtext.BadInput(_("Write the reason; the proposer sees it."))
    changes = change_fields(
        topic,
        number=None,
        state=Topic.State.PROPOSED,
        disposition=OPEN,
        disposition_reason=clean,
        published_at=None,
    )
    topic.save(update_fields=list(changes))
    if ended := end_confirmations(topic, by=by, because="topic.removed"):
        changes["confirmations"] = [sorted(row.side for row in ended), []]
    late = late_reason or _("Topic “%(title)s” was taken off the agenda.") % {"title": topic.title}
    _renumber(list(discussion.topics.on_agenda()), by=by, late_reason=late)
    record_topic("topic.removed", topic, by=by, changes=changes, late_reason=late)
    return topic


def _renumber(
    order: Sequence[Topic], *, by: Actor, late_reason: str, quiet: Topic | None = None
) -> Changes:
    """Numbers the topics from one; an event for each that moved, but for `quiet`.

    Two passes, for no two topics may hold one place even for a moment.
    """
    moved = {
        topic.pk: change_fields(topic, number=place)
        for place, topic in enumerate(order, start=1)
        if topic.number != place
    }
    Topic.objects.filter(pk__in=moved).update(number=None)
    for topic in order:
        if topic.pk in moved:
            Topic.objects.filter(pk=topic.pk).update(number=topic.number)
    for topic in order:
        if topic.pk in moved and topic is not quiet:
            record_topic("topic.renumbered", topic, by=by, changes=moved[topic.pk])
    return moved.get(quiet.pk, {}) if quiet else {}
