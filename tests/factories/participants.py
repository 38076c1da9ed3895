"""Registers participants."""

from typing import Any

from alke.domain.participants.models import Participant
from alke.domain.participants.operations import register_participant
from alke.domain.participants.person import Person
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion


def make_participant(
    discussion: Discussion,
    slug: str = "kainuu",
    by: Actor | None = None,
    *,
    sure: bool = False,
    **over: Any,
) -> Participant:
    """The head of a body, registered by the system; `sure`: though another body has done it."""
    values: dict[str, Any] = {"title": "Maakuntajohtaja", "email": f"johtaja@{slug}.example"}
    body, by = Organisation.objects.get(slug=slug), by or Actor.system()
    return register_participant(discussion, body, Person(**values | over), by=by, sure=sure)
