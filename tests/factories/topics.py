"""Makes a discussion with its sheet's template, and topics in it."""

import datetime as dt
from typing import Any

from alke.base import clock
from alke.domain.people.actors import Actor
from alke.domain.people.models import Region, User
from alke.domain.rounds.models import Contact, Discussion, DiscussionGroup, GroupMember, Round
from alke.domain.rounds.sheet_models import SheetTemplate
from alke.domain.topics import operations
from alke.domain.topics.models import Topic

EAST = ("Etelä-Savo", "Kainuu", "Pohjois-Karjala", "Pohjois-Savo")
FIELDS: list[dict[str, Any]] = [
    {
        "key": "situation",
        "label": {"fi": "Tilanteen kuvaus", "sv": "Läget", "en": "Situation"},
        "help": {"fi": "Mistä on kyse?", "sv": "Vad gäller det?", "en": "What is it about?"},
        "limit": 3000,
        "place": 1,
    },
    {
        "key": "challenges",
        "label": {"fi": "Kehittämiskärjet", "sv": "Utvecklingsspetsar", "en": "Spearheads"},
        "help": {},
        "limit": 3000,
        "place": 2,
    },
    {
        "key": "goals",
        "label": {"fi": "Tavoitteet", "sv": "Mål", "en": "Goals"},
        "help": {},
        "limit": 200,
        "place": 3,
    },
    {
        "key": "questions",
        "label": {"fi": "Kysymykset", "sv": "Frågor", "en": "Questions"},
        "help": {},
        "limit": 1000,
        "place": 0,
    },
]


def make_sheet_round(year: int = 2024, **over: Any) -> Round:
    """A published round whose sheet has four fields."""
    values = {
        "name_fi": f"Kierros {year}",
        "state": Round.State.RUNNING,
        "published_at": clock.now(),
    }
    made: Round = Round.objects.create(year=year, **values | over)
    SheetTemplate.objects.create(round=made, fields=FIELDS)
    return made


def make_meeting(round: Round | None = None, slug: str = "ita", **over: Any) -> Discussion:
    """A joint discussion of the eastern regions, at most two topics, on 16.4.2024."""
    round = round or Round.objects.first() or make_sheet_round()
    group = DiscussionGroup.objects.create(round=round, slug=f"ryhma-{slug}", name_fi="Itä")
    for region in Region.objects.filter(name_fi__in=EAST):
        GroupMember.objects.create(round=round, group=group, region=region, primary=False)
    starts = dt.datetime(2024, 4, 16, 9, 0, tzinfo=clock.HELSINKI)
    values: dict[str, Any] = {
        "name_fi": "Itäinen Suomi",
        "kind": Discussion.Kind.JOINT,
        "group": group,
        "max_topics": 2,
        "starts_at": starts,
        "ends_at": starts + dt.timedelta(minutes=150),
        "outcome": Discussion.Outcome.CONCLUSIONS,
    }
    return Discussion.objects.create(round=round, slug=slug, **values | over)


def make_owner(discussion: Discussion, user: User) -> Contact:
    """Makes the person the discussion's owner."""
    organisation = user.memberships.get().organisation
    return Contact.objects.create(
        discussion=discussion,
        side="vn",
        duty=Contact.Duty.OWNER,
        organisation=organisation,
        title="TEM-vastuuhenkilö",
        user=user,
    )


def make_proposal(discussion: Discussion, by: Actor | None = None, **over: Any) -> Topic:
    """A shared proposal in the pool."""
    values: dict[str, Any] = {"title": "Puhdas siirtymä", "proposal": "Investoinnit odottavat."}
    return operations.propose_topic(discussion, by=by or Actor.system(), **values | over)


def make_topic(discussion: Discussion, by: Actor | None = None, **over: Any) -> Topic:
    """A topic with a place on the agenda, open for comment."""
    proposal = make_proposal(discussion, by, **over)
    topic = operations.take_topic_to_agenda(proposal, by=Actor.system())
    return operations.set_topic_state(topic, Topic.State.COMMENTING, by=Actor.system())


def publish(discussion: Discussion) -> Discussion:
    """Marks the agenda as published, without what publication brings with it."""
    now = clock.now()
    discussion.topics.on_agenda().update(state=Topic.State.PUBLISHED, published_at=now)
    Discussion.objects.filter(pk=discussion.pk).update(
        agenda=Discussion.Agenda.PUBLISHED, agenda_published_at=now
    )
    discussion.refresh_from_db()
    return discussion
