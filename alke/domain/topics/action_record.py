"""How operations on actions lock their row, keep values and record what they did.

Rows are locked in one order everywhere: discussion, actions, topics, the audit chain's end.
"""

from collections.abc import Iterable
from typing import Any

from alke.base.richtext import clean_line
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action, ActionOrigin
from alke.domain.topics.action_rules import discussions_of
from alke.domain.topics.agenda_operations import note_late_change
from alke.domain.topics.agenda_rules import has_ended, wants_reason
from alke.domain.topics.models import Topic
from alke.domain.topics.topic_operations import withdraw_confirmations

Changes = dict[str, list[Any]]
REASON_LIMIT = 500


def lock_action(action: Action) -> Action:
    """The action as it is now, locked with its discussions until the transaction ends."""
    return lock_actions([action])[action.pk]


def lock_actions(actions: Iterable[Action], *further: Discussion) -> dict[int, Action]:
    """The actions as they are now, by id, locked with all their discussions and `further` ones.

    Whoever needs several takes them at once, in the order of their ids: two who take them one by
    one wait for each other.
    """
    keys = [action.pk for action in actions]
    origins = list(ActionOrigin.objects.filter(action__in=keys).values_list("action", "discussion"))
    places = {place for _action, place in origins} | {row.pk for row in further}
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("round")
    discussions = {row.pk: row for row in rows.filter(pk__in=places).order_by("pk")}
    found = Action.objects.select_for_update(of=("self",)).select_related("predecessor")
    locked = {row.pk: row for row in found.filter(pk__in=keys).order_by("pk")}
    for pk, row in locked.items():
        own = sorted(place for action, place in origins if action == pk)
        row.__dict__["_discussions"] = [discussions[place] for place in own]
    return locked


def record_action(
    event: str,
    action: Action,
    *,
    by: Actor,
    changes: Changes,
    late_reason: str = "",
    published: bool = True,
) -> None:
    """Records one event of the action; a change of a published agenda is told (R5).

    `published` False: the change touches nothing that an agenda's publication holds. What
    only one side sees touches nothing either.
    """
    discussions = discussions_of(action)
    late = published and not action.draft_side and any(map(wants_reason, discussions))
    if late:
        late_reason = clean_line(late_reason, limit=REASON_LIMIT)
        changes = changes | {"late_reason": [None, late_reason]}
    first = discussions[0] if discussions else None
    audit.record(
        event,
        action.audit_key,
        by=by,
        changes=changes,
        round_id=first.round_id if first else None,
        discussion_id=first.pk if first else None,
        draft_side=action.draft_side,
    )
    for discussion in discussions if late else []:
        if wants_reason(discussion):
            note_late_change(discussion, by=by, reason=late_reason)


def reopen_sheets(action: Action, *, by: Actor, because: str) -> None:
    """A change of what stands on a sheet withdraws its confirmations visibly (R5, B10).

    Of a discussion that was held the sheet stays as it was confirmed: the action lives on.
    """
    if action.draft_side:
        return
    topics = Topic.objects.filter(action_origins__action=action).order_by("pk")
    for topic in list(topics.select_related("discussion").select_for_update(of=("self",))):
        if not has_ended(topic.discussion):
            reopen_sheet(topic, by=by, because=because)


def reopen_sheet(topic: Topic, *, by: Actor, because: str) -> None:
    """The same for one sheet; an event of the topic only when something ended."""
    changes = withdraw_confirmations(topic, by=by, because=because)
    if not changes:
        return
    audit.record(
        "topic.confirmation-withdrawn",
        topic.audit_key,
        by=by,
        changes=changes | {"because": [None, because]},
        round_id=topic.discussion.round_id,
        discussion_id=topic.discussion_id,
    )
