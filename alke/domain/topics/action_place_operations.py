"""Writes of where an action stands and comes from: sheets, order, earlier ones, mergers."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base.richtext import BadInput, clean_line
from alke.base.verdicts import Refused
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.sheet_models import Priority
from alke.domain.topics import action_rules as rules
from alke.domain.topics.action_audit import (
    origin_key,
    origin_values,
    responsible_key,
    responsible_values,
)
from alke.domain.topics.action_duty_operations import make_responsible
from alke.domain.topics.action_fields import Named
from alke.domain.topics.action_models import Action, ActionOrigin
from alke.domain.topics.action_record import (
    REASON_LIMIT,
    Changes,
    lock_action,
    lock_actions,
    record_action,
    reopen_sheet,
    reopen_sheets,
)
from alke.domain.topics.models import Topic


@transaction.atomic
def add_origin(
    action: Action,
    discussion: Discussion,
    topic: Topic | None = None,
    *,
    by: Actor,
    late_reason: str = "",
) -> ActionOrigin:
    """Takes the action to one more discussion: it stays one action under its number (R10)."""
    locked = lock_actions([action], discussion)[action.pk]
    rules.can_edit_action(by, locked, None).require()
    rules.can_create_action(by, discussion, late_reason, locked.draft_side).require()
    check_topic(topic, discussion)
    origin = ActionOrigin.objects.filter(action=locked, discussion=discussion).first()
    if origin is not None:
        return origin
    origin = append_origin(locked, discussion, topic)
    changes: Changes = {origin_key(discussion.pk): [None, origin_values(origin)]}
    reopen_sheets(locked, by=by, because="action.origin-added")
    record_action("action.origin-added", locked, by=by, changes=changes, late_reason=late_reason)
    return origin


@transaction.atomic
def move_action(
    action: Action,
    discussion: Discussion,
    topic: Topic | None,
    *,
    by: Actor,
    late_reason: str = "",
) -> ActionOrigin:
    """Moves the action to another topic's sheet of the same discussion, to its end."""
    locked = lock_action(action)
    rules.can_edit_action(by, locked, late_reason).require()
    check_topic(topic, discussion)
    origin = _origin(locked, discussion)
    if origin.topic_id == (topic.pk if topic else None):
        return origin
    before = origin_values(origin)
    reopen_sheets(locked, by=by, because="action.moved")
    origin.topic, origin.position = topic, _next_position(discussion, topic)
    origin.save(update_fields=["topic", "position"])
    if topic is not None and not locked.draft_side:
        reopen_sheet(topic, by=by, because="action.moved")
    changes: Changes = {origin_key(discussion.pk): [before, origin_values(origin)]}
    record_action("action.moved", locked, by=by, changes=changes, late_reason=late_reason)
    return origin


@transaction.atomic
def reorder_actions(
    topic: Topic, numbers: Sequence[int], *, by: Actor, late_reason: str = ""
) -> list[ActionOrigin]:
    """Puts the sheet's actions into the order of `numbers`; those not named follow."""
    rules.can_create_action(by, topic.discussion, late_reason).require()
    rows = ActionOrigin.objects.filter(topic=topic).select_related("action")
    places = {number: place for place, number in enumerate(numbers)}
    ordered = sorted(
        rows.order_by("position", "pk"), key=lambda row: places.get(row.action.number, len(places))
    )
    moved = []
    for place, row in enumerate(ordered, start=1):
        if row.position != place:
            before, row.position = origin_values(row), place
            row.save(update_fields=["position"])
            moved.append((row, before))
    if moved:
        reopen_sheet(topic, by=by, because="action.moved")
    for row, before in moved:
        changes: Changes = {origin_key(row.discussion_id): [before, origin_values(row)]}
        record_action("action.moved", row.action, by=by, changes=changes, late_reason=late_reason)
    return ordered


@transaction.atomic
def link_predecessor(action: Action, predecessor: Action, *, by: Actor) -> Action:
    """Says from which earlier action this one comes (R10, B14)."""
    locked = lock_action(action)
    predecessor = Action.objects.get(pk=predecessor.pk)
    rules.can_link_predecessor(by, locked, predecessor).require()
    if locked.predecessor_id == predecessor.pk:
        return locked
    before = locked.predecessor.number if locked.predecessor else None
    set_fields(locked, {"predecessor": predecessor})
    changes: Changes = {"predecessor": [before, predecessor.number]}
    event = "action.predecessor-linked"
    record_action(event, locked, by=by, changes=changes, published=False)
    return locked


@transaction.atomic
def merge_actions(source: Action, target: Action, *, by: Actor, reason: str) -> Action:
    """Two actions become one: `target` goes on, `source` stays readable and says where to.

    The reason stays with the actions; of a published agenda only the merger itself is told.
    """
    rows = lock_actions([source, target])
    source, target = rows[source.pk], rows[target.pk]
    rules.can_merge_actions(by, source, target).require()
    reason = clean_line(reason, limit=REASON_LIMIT)
    if not reason:
        raise BadInput(_("Give the reason for the merger."))
    gained: Changes = {"merged_from": [None, source.number], "reason": [None, reason]}
    known = set(target.origins.values_list("discussion_id", flat=True))
    for origin in source.origins.select_related("discussion", "topic"):
        if origin.discussion_id not in known:
            new = append_origin(target, origin.discussion, origin.topic)
            gained[origin_key(origin.discussion_id)] = [None, origin_values(new)]
    named = [Named(row.organisation, row.side) for row in source.responsibilities.all()]
    for row in make_responsible(target, named):
        gained[responsible_key(row.organisation)] = [None, responsible_values(row)]
    set_fields(source, {"merged_into": target})
    set_fields(target, {})
    reopen_sheets(source, by=by, because="action.merged")
    reopen_sheets(target, by=by, because="action.merged")
    lost: Changes = {"merged_into": [None, target.number], "reason": [None, reason]}
    told = _("Action %(source)s was merged into action %(target)s.") % {
        "source": source.number,
        "target": target.number,
    }
    record_action("action.merged", source, by=by, changes=lost, late_reason=told)
    record_action("action.merged-from", target, by=by, changes=gained, late_reason=told)
    return target


def check_topic(topic: Topic | None, discussion: Discussion) -> None:
    if topic is None:
        return
    if topic.discussion_id != discussion.pk:
        raise Refused(gettext_lazy("The topic belongs to another discussion."))
    if topic.number is None:
        raise Refused(gettext_lazy("The topic is not on the agenda. It has no sheet yet."))


def _origin(action: Action, discussion: Discussion) -> ActionOrigin:
    origin = ActionOrigin.objects.filter(action=action, discussion=discussion).first()
    if origin is None:
        raise Refused(gettext_lazy("The action does not come from this discussion."))
    return origin


def append_origin(action: Action, discussion: Discussion, topic: Topic | None) -> ActionOrigin:
    action.__dict__.pop("_discussions", None)
    return ActionOrigin.objects.create(
        action=action,
        discussion=discussion,
        topic=topic,
        position=_next_position(discussion, topic),
    )


def _next_position(discussion: Discussion, topic: Topic | None) -> int:
    rows = ActionOrigin.objects.filter(discussion=discussion, topic=topic)
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def set_fields(action: Action, values: dict[str, Any]) -> None:
    """Writes the values and the next version; priorities come as keys."""
    values = dict(values)
    if (keys := values.pop("priorities", None)) is not None:
        rounds = {found.round_id for found in rules.discussions_of(action)}
        action.priorities.set(Priority.objects.filter(round__in=rounds, key__in=keys))
    for name, value in values.items():
        setattr(action, name, value)
    action.version += 1
    action.save(update_fields=[*values, "version"])
