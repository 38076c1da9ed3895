"""Makes actions, agendas ready to be published, and published ones."""

import datetime as dt
from typing import Any

from alke.base import clock
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side, User
from alke.domain.rounds.models import Contact, Deadline, Discussion
from alke.domain.topics import action_operations, agenda_operations, operations
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import Named
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.models import Topic
from tests.factories.topics import make_meeting, make_owner, make_topic

SYSTEM = Actor.system()
OPENERS = {Side.VN: "tem", Side.MK: "pohjois-savo"}


def body(slug: str, *, lead: bool = False) -> Named:
    """A body to be named, on its usual side."""
    return Named(Organisation.objects.get(slug=slug), lead=lead)


def make_action(place: Topic | Discussion, *, by: Actor = SYSTEM, **over: Any) -> Action:
    """A proposed action for which TEM and Pohjois-Savo answer."""
    values: dict[str, Any] = {
        "title": "Kantaverkon vahvistaminen",
        "responsibles": [body("tem", lead=True), body("pohjois-savo", lead=True)],
    }
    return action_operations.create_action(place, by=by, **values | over)


def make_contacts(discussion: Discussion) -> None:
    """A contact on each side, without a person."""
    for side, slug in OPENERS.items():
        Contact.objects.create(
            discussion=discussion,
            side=side,
            duty=Contact.Duty.CONTACT,
            organisation=Organisation.objects.get(slug=slug),
            title="Yhteyshenkilö",
        )


def make_ready_topic(discussion: Discussion, **over: Any) -> Topic:
    """A topic with questions and openings, confirmed by both sides."""
    topic = make_topic(discussion, **over)
    operations.save_text(topic, "goals", "fi", "Yhteinen tavoite.", by=SYSTEM, base_version=0)
    operations.save_text(topic, "questions", "fi", "Miten edetään?", by=SYSTEM, base_version=0)
    for side, slug in OPENERS.items():
        operations.set_opening(
            topic,
            side,
            by=SYSTEM,
            organisation=Organisation.objects.get(slug=slug),
            speaker="maakuntajohtaja" if side == Side.MK else "osastopäällikkö",
        )
    return confirm(topic)


def confirm(topic: Topic) -> Topic:
    """Both sides confirm."""
    topic.__dict__.pop("current_texts", None)
    for side in Side:
        operations.confirm_topic(topic, side, by=SYSTEM)
    topic.refresh_from_db()
    return topic


def make_ready(discussion: Discussion) -> Topic:
    """Everything that publication asks for; returns the one topic."""
    make_contacts(discussion)
    topic = make_ready_topic(discussion)
    make_action(topic)
    return confirm(topic)


def make_published(discussion: Discussion) -> AgendaPublication:
    """A discussion whose agenda is published."""
    make_ready(discussion)
    return agenda_operations.publish_agenda(discussion, by=SYSTEM)


def make_eastern(owner: User) -> Discussion:
    """The eastern discussion on 16.4.2024 with its owner; its agenda is due on 2.4."""
    discussion = make_meeting(place="Teams")
    make_owner(discussion, owner)
    Deadline.objects.create(
        round=discussion.round,
        key="asialista-ita",
        purpose="agenda",
        discussion=discussion,
        name_fi="Asialista",
        due_at=clock.end_of_day(dt.date(2024, 4, 2)),
    )
    return discussion
