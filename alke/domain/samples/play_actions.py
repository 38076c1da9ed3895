"""Plays the steps of actions: new ones, origins, answers of bodies, later changes."""

from decimal import Decimal
from typing import Any

from alke.domain.rounds.sheet_models import Priority
from alke.domain.samples.script import Data, Step
from alke.domain.samples.stage import Stage
from alke.domain.topics import action_operations as operations
from alke.domain.topics.action_fields import Named
from alke.domain.topics.action_models import Action, Responsibility
from alke.domain.topics.models import Topic

Money = Action.Money
DROPPED = Action.State.DROPPED


def create(stage: Stage, step: Step) -> None:
    """A new action on a topic's sheet."""
    data = step.data
    topic = stage.topic(data["topic"])
    action = operations.create_action(
        topic,
        by=stage.actor(step.by),
        responsibles=_bodies(stage, data),
        draft_side=data.get("draft_side", ""),
        **_fields(stage, topic, data),
    )
    stage.remember("action", data["key"], action)


def _bodies(stage: Stage, data: Data) -> list[Named]:
    """Both sides' bodies; the first of a side leads."""
    return [
        Named(stage.body(slug), side, lead=place == 0)
        for side in ("vn", "mk")
        for place, slug in enumerate(data[side])
    ]


def _fields(stage: Stage, topic: Topic, data: Data) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: data[name]
        for name in ("kind", "title", "title_sv", "language", "next_step")
        if name in data
    }
    fields["due_date"] = data.get("due")
    if "see" in data:
        number = str(stage.action(data["see"]).number)
        fields["next_step"] = data["next_step"].replace("{see}", number)
    if "predecessor" in data:
        fields["predecessor"] = stage.action(data["predecessor"])
    if keys := data.get("priorities"):
        fields["priorities"] = Priority.objects.filter(
            round=topic.discussion.round_id, key__in=keys
        )
    return fields | _money(data.get("money"))


def _money(money: Data | None) -> dict[str, Any]:
    if money is None:
        return {}
    amount = Decimal(money["amount"]) if "amount" in money else None
    decided = Money.DECIDED if money["decided"] else Money.OPEN
    return {"money": decided, "money_amount": amount, "money_source": money["source"]}


def add_origin(stage: Stage, step: Step) -> None:
    """The action taken to one more discussion."""
    topic = stage.topic(step.data["topic"])
    operations.add_origin(
        stage.action(step.data["action"]), topic.discussion, topic, by=stage.actor(step.by)
    )


def answers(stage: Stage, step: Step) -> None:
    """A body's answers to the actions for which it is named responsible."""
    actor, body = stage.actor(step.by), stage.body(step.by)
    accepted = Responsibility.Answer.ACCEPTED
    for key in step.data.get("accepts", ()):
        operations.answer_responsibility(stage.action(key), body, accepted, by=actor)
    for row in step.data.get("declines", ()):
        operations.answer_responsibility(
            stage.action(row["action"]),
            body,
            Responsibility.Answer.DECLINED,
            row["reason"],
            by=actor,
        )


def update(stage: Stage, step: Step) -> None:
    """A later change of an action: its fields, its state, or both."""
    data, actor = step.data, stage.actor(step.by)
    action = stage.action(data["action"])
    fields: dict[str, Any] = {}
    if "next_step" in data:
        fields["next_step"] = data["next_step"]
    if "due" in data:
        fields["due_date"] = data["due"]
    if fields:
        action = operations.edit_action(action, by=actor, base_version=action.version, **fields)
    if "state" in data:
        reason = data.get("reason", "")
        operations.set_action_state(action, data["state"], by=actor, reason=reason)
