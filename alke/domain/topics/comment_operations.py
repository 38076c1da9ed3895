"""Writes of comments on the sheet's fields and actions."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import clock, richtext
from alke.base.verdicts import Refused
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import sides_in
from alke.domain.topics import rules
from alke.domain.topics.action_models import ActionOrigin
from alke.domain.topics.comment_queries import ACTION
from alke.domain.topics.models import Comment, Topic
from alke.domain.topics.topic_record import Changes, lock_topic, record_topic
from alke.domain.topics.topic_template import sheet_template

LIMIT = 2000
SHEET = "sheet"  # a comment on the topic as a whole
SAME_PRESS = dt.timedelta(minutes=1)  # the same text again within it is a double submission


@transaction.atomic
def add_comment(
    topic: Topic,
    target: str,
    text: str,
    *,
    by: Actor,
    own_side_only: bool = False,
    parent: Comment | None = None,
) -> Comment:
    """Adds a comment on a field ("goals"), an action ("action:12") or the whole "sheet".

    A reply stands in its parent's thread, on the same target and seen by the same people.
    """
    topic = lock_topic(topic)
    private = bool(parent.draft_side) if parent else own_side_only
    rule = rules.can_comment_privately if private else rules.can_comment
    rule(by, topic).require()
    target = _checked_target(topic, target, by, parent)
    clean = richtext.clean(text, limit=LIMIT)
    if not clean:
        raise richtext.BadInput(_("Write the comment first."))
    side = _side(by, topic)
    row = Comment(
        topic=topic,
        target=target,
        parent=parent,
        text=clean,
        by=by.user,
        organisation=by.organisation,
        side=side,
        draft_side=(parent.draft_side if parent else side) if private else "",
        at=clock.now(),
    )
    if (again := _pressed_twice(row)) is not None:
        return again
    row.save()
    _record("topic.comment-added", row, by, {"comment": [None, row.pk], "target": [None, target]})
    return row


@transaction.atomic
def resolve_comment(comment: Comment, *, by: Actor) -> Comment:
    """Closes a thread: it stays readable among the resolved ones."""
    return _set_resolved(comment, by=by, resolved=True)


@transaction.atomic
def reopen_comment(comment: Comment, *, by: Actor) -> Comment:
    """Opens a resolved thread again."""
    return _set_resolved(comment, by=by, resolved=False)


def _set_resolved(comment: Comment, *, by: Actor, resolved: bool) -> Comment:
    topic = lock_topic(comment.topic)
    comment = Comment.objects.get(pk=comment.pk)
    comment.topic = topic
    rules.can_resolve_comment(by, comment).require()
    if bool(comment.resolved_at) == resolved:
        return comment
    before, comment.resolved_at = comment.resolved_at, clock.now() if resolved else None
    comment.save(update_fields=["resolved_at"])
    event = "topic.comment-resolved" if resolved else "topic.comment-reopened"
    changes = {f"resolved.{comment.pk}": [before, comment.resolved_at]}
    _record(event, comment, by, changes)
    return comment


def _checked_target(topic: Topic, target: str, by: Actor, parent: Comment | None) -> str:
    if parent is not None:
        seen = Comment.objects.visible_to(by).filter(pk=parent.pk, topic=topic, parent=None)
        if not seen.exists():
            raise Refused(gettext_lazy("The comment to reply to is not on this sheet."))
        return parent.target
    if target == SHEET or _is_field(topic, target) or _is_action(topic, target):
        return target
    raise Refused(gettext_lazy("There is nothing of that name on this sheet to comment on."))


def _is_field(topic: Topic, target: str) -> bool:
    return sheet_template(topic.discussion.round).get(target) is not None


def _is_action(topic: Topic, target: str) -> bool:
    number = target.removeprefix(ACTION)
    if number == target or not (number.isdecimal() and number.isascii() and len(number) < 10):
        return False
    return ActionOrigin.objects.filter(topic=topic, action__number=int(number)).exists()


def _side(by: Actor, topic: Topic) -> str:
    """The side for which the person writes here; none for a guest."""
    sides = sides_in(by, topic.discussion, Power.COMMENT) & by.sides
    return next((side.value for side in Side if side in sides), "")


def _pressed_twice(row: Comment) -> Comment | None:
    return Comment.objects.filter(
        topic=row.topic,
        target=row.target,
        parent=row.parent,
        text=row.text,
        by=row.by,
        draft_side=row.draft_side,
        at__gte=row.at - SAME_PRESS,
    ).first()


def _record(event: str, row: Comment, by: Actor, changes: Changes) -> None:
    """A comment of one side alone leaves a trace that only that side sees."""
    topic = row.topic
    shared, topic.draft_side = topic.draft_side, row.draft_side or topic.draft_side
    record_topic(event, topic, by=by, changes=changes)
    topic.draft_side = shared
