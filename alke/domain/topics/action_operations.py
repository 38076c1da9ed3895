"""Writes of actions: a number for life, fields, state, origins, lineage (R10).

Operations on responsible bodies stand in `action_duty_operations`, those on places and
lineage in `action_place_operations`; both are re-exported here.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput, clean_line
from alke.base.verdicts import Stale
from alke.domain.audit.operations import CREATED
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
from alke.domain.topics.action_duty_operations import (
    add_responsible,
    answer_responsibility,
    are_named,
    make_responsible,
    remove_responsible,
    replace_responsible,
    set_lead,
    set_responsible,
    write_bodies,
)
from alke.domain.topics.action_fields import (
    ActionFields,
    Named,
    clean_fields,
    current_values,
)
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_notice_operations import tell_named
from alke.domain.topics.action_place_operations import (
    add_origin,
    append_origin,
    check_topic,
    link_predecessor,
    merge_actions,
    move_action,
    reorder_actions,
    set_fields,
)
from alke.domain.topics.action_record import (
    REASON_LIMIT,
    Changes,
    lock_action,
    record_action,
    reopen_sheets,
)
from alke.domain.topics.agenda_operations import lock_chain
from alke.domain.topics.models import Topic

__all__ = [
    "Named",
    "add_origin",
    "add_responsible",
    "answer_responsibility",
    "create_action",
    "edit_action",
    "link_predecessor",
    "merge_actions",
    "move_action",
    "remove_responsible",
    "reorder_actions",
    "replace_responsible",
    "revise_action",
    "set_action_state",
    "set_lead",
    "set_responsible",
    "share_action",
]

Kind, State = Action.Kind, Action.State


class NewActionFields(ActionFields, total=False):
    """What can be said of an action only when it is made."""

    state: str
    predecessor: Action | None


@transaction.atomic
def create_action(
    place: Topic | Discussion,
    *,
    by: Actor,
    responsibles: Iterable[Named | tuple[Any, ...]] = (),
    draft_side: str = "",
    late_reason: str = "",
    **fields: Unpack[NewActionFields],
) -> Action:
    """A new action at the end of a topic's sheet, or of the discussion, under the next number.

    A number is given once and for life; two who add at the same time get different ones.
    """
    discussion, topic = _place(place)
    rules.can_create_action(by, discussion, late_reason, draft_side).require()
    predecessor: Action | None = fields.pop("predecessor", None)
    values: dict[str, Any] = {"title": "", "kind": Kind.PROPOSED} | dict(fields)
    values.setdefault("state", State.PROPOSED if values["kind"] == Kind.PROPOSED else State.ONGOING)
    values = clean_fields(values)
    priorities = values.pop("priorities", [])
    lock_chain()
    action = Action.objects.create(
        number=(Action.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        predecessor=predecessor,
        draft_side=draft_side,
        created_at=clock.now(),
        **values,
    )
    if priorities:
        action.priorities.set(_priorities(discussion, priorities))
    origin = append_origin(action, discussion, topic)
    changes: Changes = CREATED | {key: [None, value] for key, value in values.items()}
    changes |= {"number": [None, action.number], "draft_side": [None, draft_side]}
    changes |= {
        "priorities": [[], priorities],
        origin_key(discussion.pk): [None, origin_values(origin)],
    }
    if predecessor is not None:
        changes["predecessor"] = [None, predecessor.number]
    named = make_responsible(action, responsibles)
    for row in named:
        changes[responsible_key(row.organisation)] = [None, responsible_values(row)]
    reopen_sheets(action, by=by, because="action.created")
    record_action("action.created", action, by=by, changes=changes, late_reason=late_reason)
    tell_named(action, named, by)
    return action


@transaction.atomic
def edit_action(
    action: Action,
    *,
    by: Actor,
    base_version: int,
    late_reason: str = "",
    **fields: Unpack[ActionFields],
) -> Action:
    """Changes what is given; the rest stays.

    Raises `Stale` with the row as it is and the offered fields when somebody changed it after
    `base_version`.
    """
    locked = lock_action(action)
    rules.can_edit_action(by, locked, late_reason).require()
    values = clean_fields(fields)
    before = current_values(locked, values)
    changes: Changes = {
        name: [before[name], value] for name, value in values.items() if before[name] != value
    }
    if not changes:
        return locked
    if locked.version != base_version:
        raise Stale(
            _("Somebody changed the action after you opened it."), current=locked, offered=values
        )
    set_fields(locked, {name: after for name, (_before, after) in changes.items()})
    reopen_sheets(locked, by=by, because="action.edited")
    record_action("action.edited", locked, by=by, changes=changes, late_reason=late_reason)
    return locked


class Revision(ActionFields, total=False):
    """What a whole form says of an action: fields, bodies, and a state with its reason."""

    bodies: Sequence[Named]
    state: str
    state_reason: str


@transaction.atomic
def revise_action(
    action: Action,
    *,
    by: Actor,
    base_version: int,
    late_reason: str = "",
    **given: Unpack[Revision],
) -> Action:
    """Fields, bodies and state in one change, one event and, late, one publication.

    Raises `Stale` when somebody changed the action after `base_version`, even elsewhere in it:
    a whole form would undo what it does not know of.
    """
    locked = lock_action(action)
    rules.can_edit_action(by, locked, late_reason).require()
    values: dict[str, Any] = dict(given)
    bodies, reason = values.pop("bodies", None), values.pop("state_reason", "")
    values = clean_fields(values)
    before = current_values(locked, values)
    changes: Changes = {
        name: [before[name], value] for name, value in values.items() if before[name] != value
    }
    if not changes and (bodies is None or are_named(locked, bodies)):
        return locked
    if locked.version != base_version:
        raise Stale(
            _("Somebody changed the action after you opened it."), current=locked, offered=values
        )
    if "state" in changes:
        changes |= _state_reason(by, locked, values["state"], reason)
    own = {name: values[name] for name in values if name in changes}
    touched = bool(own.keys() - {"state"})
    if bodies is not None and (moved := write_bodies(locked, bodies, by=by)):
        changes, touched = changes | moved, True
    set_fields(locked, own)
    if touched:
        reopen_sheets(locked, by=by, because="action.edited")
    event = "action.edited" if touched else "action.state-set"
    record_action(event, locked, by=by, changes=changes, late_reason=late_reason, published=touched)
    return locked


def _state_reason(by: Actor, action: Action, state: str, reason: str) -> Changes:
    """Asks whether the state may be set; its reason for the record."""
    rules.can_set_action_state(by, action, state).require()
    reason = clean_line(reason, limit=REASON_LIMIT)
    if state == State.DROPPED and not reason:
        raise BadInput(_("Give the reason why the action will not be carried out."))
    return {"reason": [None, reason]} if reason else {}


@transaction.atomic
def set_action_state(action: Action, state: str, *, by: Actor, reason: str = "") -> Action:
    """Moves the action on; what will not be carried out needs a reason.

    The state is no part of a published agenda, so it can change without a late reason.
    """
    locked = lock_action(action)
    if locked.state == state:
        return locked
    changes: Changes = {"state": [locked.state, state]}
    changes |= _state_reason(by, locked, state, reason)
    set_fields(locked, {"state": state})
    record_action("action.state-set", locked, by=by, changes=changes, published=False)
    return locked


@transaction.atomic
def share_action(action: Action, *, by: Actor, late_reason: str = "") -> Action:
    """Shows a draft of one side to the other one."""
    locked = lock_action(action)
    rules.can_share_action(by, locked, late_reason).require()
    changes: Changes = {"draft_side": [locked.draft_side, ""]}
    set_fields(locked, {"draft_side": ""})
    reopen_sheets(locked, by=by, because="action.shared")
    record_action("action.shared", locked, by=by, changes=changes, late_reason=late_reason)
    tell_named(locked, locked.responsibilities.select_related("organisation"), by)
    return locked


def _place(place: Topic | Discussion) -> tuple[Discussion, Topic | None]:
    """The place, locked: discussion, topic. A topic that waits in the pool has no sheet."""
    topic = place if isinstance(place, Topic) else None
    discussion = place.discussion if isinstance(place, Topic) else place
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("round")
    locked = rows.get(pk=discussion.pk)
    if topic is not None:
        topic = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        check_topic(topic, locked)
    return locked, topic


def _priorities(discussion: Discussion, keys: list[str]) -> list[Priority]:
    return list(Priority.objects.filter(round=discussion.round_id, key__in=keys))
