"""Plays the steps of rounds: loading, states, contacts."""

from pathlib import Path

from django.conf import settings

from alke.domain.rounds import operations as rounds
from alke.domain.rounds.models import Round
from alke.domain.samples.script import Step
from alke.domain.samples.stage import Stage


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
