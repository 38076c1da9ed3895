"""Plays the steps of participants: registered by their bodies, declined, reminded."""

from django.utils.text import slugify

from alke.domain.notices.operations import quietly
from alke.domain.participants.enrolment_operations import decline_for_body
from alke.domain.participants.models import Participant
from alke.domain.participants.nudge_operations import nudge_body
from alke.domain.participants.operations import register_participant, set_reply
from alke.domain.participants.person import Person
from alke.domain.samples.script import Data, Step
from alke.domain.samples.stage import Stage


def register(stage: Stage, step: Step) -> None:
    """A body's people, by role and without names; each with an address of its body."""
    data, actor = step.data, stage.actor(step.by)
    discussion, body = stage.discussion(data["discussion"]), stage.body(data["organisation"])
    for row in data["people"]:
        person = _person(stage, row, data["organisation"])
        made = register_participant(discussion, body, person, by=actor)
        if reply := row.get("reply"):
            set_reply(made, reply, by=actor, how=Participant.How.CONTACT)


def _person(stage: Stage, row: Data, slug: str) -> Person:
    topic = stage.topic(row["opens"]) if "opens" in row else None
    return Person(
        title=row["title"],
        email=f"{slugify(row['title'])}@{slug}.example",
        mode=row.get("mode", Participant.Mode.REMOTE),
        mandate=row.get("mandate", ""),
        gives_opening=topic is not None,
        topic=topic,
    )


def enrol(stage: Stage, step: Step) -> None:
    """A body that takes no part, or one that the owner reminds."""
    data, actor = step.data, stage.actor(step.by)
    discussion, body = stage.discussion(data["discussion"]), stage.body(data["organisation"])
    if data["what"] == "decline":
        decline_for_body(discussion, body, by=actor, reason=data.get("reason", ""))
    else:
        with quietly():  # the sample's past was told to nobody
            nudge_body(discussion, body, by=actor)
