"""Reads of actions: those of a sheet, of a discussion, with their responsible bodies."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value

from alke.base.prepared import prepared
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action, ActionOrigin, Responsibility
from alke.domain.topics.models import Opening, Topic

Answer = Responsibility.Answer


@dataclass(frozen=True)
class ActionFilter:
    """What a list of actions is narrowed to; empty means all."""

    state: str = ""
    side: str = ""
    body: str = ""  # slug of a responsible body

    def __bool__(self) -> bool:
        return bool(self.state or self.side or self.body)

    def takes(self, action: Action) -> bool:
        """Whether the action has the state, and a body of the side and name."""
        if self.state and action.state != self.state:
            return False
        return not (self.side or self.body) or any(
            self.side in {"", row.side} and self.body in {"", row.organisation.slug}
            for row in named_bodies(action)
        )


def actions_of_topic(topic: Topic, actor: Actor) -> list[Action]:
    """The sheet's actions in their order, responsible bodies at hand. Two queries."""
    return _with_bodies(_of_topic(topic.pk, actor))


def actions_of_discussion(discussion: Discussion, actor: Actor) -> list[Action]:
    """The discussion's actions by topic and place, responsible bodies at hand. Two queries."""
    return _with_bodies(_of_discussion(discussion.pk, actor))


def sheet_parts(topic_id: int) -> list[tuple[Any, ...]]:
    """What stands on the sheet beside its texts: shared actions, who declined, openings."""
    return _parts(topic_id)


@prepared
def _parts(topic_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    actions = Action.objects.filter(origins__topic=topic_id, draft_side="", merged_into=None)
    declined = Responsibility.objects.filter(
        action__in=actions.values("pk"), answer=Answer.DECLINED
    )
    openings = Opening.objects.filter(topic=topic_id)
    return (
        actions.order_by()
        .values_list(_word("action"), "number", "version", _word(""))
        .union(
            declined.order_by().values_list(
                _word("declined"), "action__number", "organisation", _word("")
            ),
            openings.order_by().values_list("side", "organisation", "minutes", "speaker"),
            all=True,
        )
    )


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def bodies_named(actions: Iterable[Action]) -> list[Organisation]:
    """The bodies that answer for the actions, by name."""
    found = {row.organisation_id: row.organisation for a in actions for row in named_bodies(a)}
    return sorted(found.values(), key=lambda body: body.name_fi)


def without_responsible(discussion: Discussion) -> list[int]:
    """Numbers of shared actions of the agenda that nobody answers for (R10)."""
    return _orphans(discussion.pk)


@prepared
def _orphans(discussion_id: int) -> QuerySet[Action, int]:
    rows = Action.objects.filter(
        ~Exists(_named(OuterRef("pk"))),
        origins__discussion=discussion_id,
        draft_side="",
        merged_into=None,
    )
    return rows.exclude(state=Action.State.DROPPED).values_list("number", flat=True)


def named_bodies(action: Action) -> list[Responsibility]:
    """Those that have not declined, the Government first and the leads first."""
    return [row for row in action.bodies if row.answer != Answer.DECLINED]


def _named(action: OuterRef) -> QuerySet[Responsibility]:
    """An action's bodies that have not declined, one action at a time: never all of them."""
    return Responsibility.objects.filter(action=action).exclude(answer=Answer.DECLINED)


@prepared
def _of_topic(topic_id: int, actor: Actor) -> QuerySet[ActionOrigin]:
    seen = Action.objects.visible_to(actor).filter(origins__topic=topic_id)
    return _actions(ActionOrigin.objects.visible_to(actor).filter(topic=topic_id), seen)


@prepared
def _of_discussion(discussion_id: int, actor: Actor) -> QuerySet[ActionOrigin]:
    seen = Action.objects.visible_to(actor).filter(origins__discussion=discussion_id)
    return _actions(ActionOrigin.objects.visible_to(actor).filter(discussion=discussion_id), seen)


def _actions(origins: QuerySet[ActionOrigin], seen: QuerySet[Action]) -> QuerySet[ActionOrigin]:
    rows = origins.filter(action__merged_into=None, action__in=seen)
    return rows.select_related("action").order_by("topic__number", "position", "action__number")


def _with_bodies(origins: list[ActionOrigin]) -> list[Action]:
    """The actions, each with its `bodies`."""
    bodies = _bodies([row.action_id for row in origins]) if origins else []
    by_action: dict[int, list[Responsibility]] = {row.action_id: [] for row in origins}
    for body in bodies:
        by_action[body.action_id].append(body)
    for row in origins:
        row.action.kept_bodies = by_action[row.action_id]
    return [row.action for row in origins]


@prepared
def _bodies(actions: Collection[int]) -> QuerySet[Responsibility]:
    return Responsibility.objects.filter(action__in=actions).select_related("organisation")
