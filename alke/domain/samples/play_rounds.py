"""Plays the steps of rounds: loading, contacts, times of regional meetings."""

from pathlib import Path

from django.conf import settings

from alke.base import clock
from alke.domain.rounds import operations as rounds
from alke.domain.rounds.models import Discussion, Round
from alke.domain.samples.script import Step
from alke.domain.samples.stage import Stage
from alke.domain.topics import operations as topics
from alke.domain.topics.models import Topic
from alke.domain.topics.move_operations import move_discussion


def load(stage: Stage, step: Step) -> None:
    """A round made from its format and shown to everybody."""
    path = Path(settings.BASE_DIR) / "rounds" / step.data["file"]
    by = stage.actor(step.by)
    loaded = rounds.load_round(path.read_text(encoding="utf-8"), by=by)
    rounds.publish_round(loaded.round, by=by)
    if state := step.data.get("state"):
        rounds.set_round_state(loaded.round, state, by=by)


def set_state(stage: Stage, step: Step) -> None:
    """The round a step on."""
    found = Round.objects.get(year=step.data["year"])
    rounds.set_round_state(found, step.data["state"], by=stage.actor(step.by))


def contact(stage: Stage, step: Step) -> None:
    """A council names whom to ask in the preparation of a discussion."""
    data, actor = step.data, stage.actor(step.by)
    body = stage.body(data["organisation"])
    own = actor.user if actor.organisation == body else None
    rounds.name_contact(
        stage.discussion(data["discussion"]), body, data["title"], by=actor, user=own
    )


def book(stage: Stage, step: Step) -> None:
    """A regional meeting gets its time, and its one theme a place on the agenda."""
    data, actor = step.data, stage.actor(step.by)
    meeting = stage.discussion(data["region"])
    starts, ends = (data[key].replace(tzinfo=clock.HELSINKI) for key in ("starts", "ends"))
    move_discussion(meeting, starts, ends, by=actor)
    topic = meeting.topics.in_pool().first() or _propose(stage, meeting, step)
    topics.take_topic_to_agenda(topic, by=actor)
    stage.remember("topic", data["region"], topic)


def _propose(stage: Stage, meeting: Discussion, step: Step) -> Topic:
    council = stage.actor(step.data["region"])
    return topics.propose_topic(meeting, by=council, title=step.data["title"])
