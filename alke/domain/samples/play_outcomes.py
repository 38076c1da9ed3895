"""Plays the steps of outcomes: drawn up, recorded, decided, confirmed, published."""

from typing import Any

from alke.domain.outcomes import operations
from alke.domain.outcomes.models import Outcome, OutcomeItem
from alke.domain.people.models import Side
from alke.domain.samples.script import Step
from alke.domain.samples.stage import Stage
from alke.domain.topics.models import Topic

State = Outcome.State


def draw_up(stage: Stage, step: Step) -> None:
    """Conclusions or a memo with their items, and what was decided of actions."""
    actor = stage.actor(step.by)
    outcome = operations.draw_up_outcome(stage.discussion(step.data["discussion"]), by=actor)
    kind = OutcomeItem.Kind.NOTE if outcome.is_memo else OutcomeItem.Kind.CONCLUSION
    ready = list(outcome.items.select_related("outcome__discussion__round", "topic"))
    for row in step.data["items"]:
        topic = stage.topic(row["topic"]) if "topic" in row else None
        words = {"text": row["text"], "text_sv": row.get("text_sv", "")}
        if (item := _first_of(ready, topic)) is not None:
            operations.edit_item(item, by=actor, base_version=item.version, **words)
        else:
            operations.record_item(outcome, by=actor, kind=kind, topic=topic, **words)
    for item in ready:
        operations.remove_item(item, by=actor, base_version=item.version)
    for row in step.data.get("decisions", ()):
        _decide(stage, outcome, row, step.by)
    operations.set_outcome_state(outcome, State.COMMENTING, by=actor)


def _first_of(ready: list[OutcomeItem], topic: Topic | None) -> OutcomeItem | None:
    """The next of the items that came from the topic's goals, taken off the list."""
    found = next((item for item in ready if topic and item.topic_id == topic.pk), None)
    if found is not None:
        ready.remove(found)
    return found


def _decide(stage: Stage, outcome: Outcome, row: dict[str, Any], account: str) -> None:
    operations.decide_action(
        outcome,
        stage.action(row["action"]),
        by=stage.actor(account),
        decision=row["decision"],
        reason=row.get("reason", ""),
    )


def confirm(stage: Stage, step: Step) -> None:
    """One side's word that the outcome is right."""
    operations.confirm_outcome(
        _outcome(stage, step), Side(step.data["side"]), by=stage.actor(step.by)
    )


def publish(stage: Stage, step: Step) -> None:
    """The outcome made ready and published."""
    outcome, actor = _outcome(stage, step), stage.actor(step.by)
    if outcome.state == State.COMMENTING:
        outcome = operations.set_outcome_state(outcome, State.READY, by=actor)
    operations.publish_outcome(outcome, by=actor)


def _outcome(stage: Stage, step: Step) -> Outcome:
    rows = Outcome.objects.select_related("discussion__round")
    return rows.get(discussion=stage.discussion(step.data["discussion"]))
