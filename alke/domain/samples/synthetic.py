"""Synthetic data for benchmarks: rounds of any size with the shape of 2024.

Written past the operations, in bulk: only for measuring, never for use.
"""

import datetime as dt
import random
from typing import Any, cast

from django.db import connection, models, transaction

from alke.base import clock
from alke.domain.followup.models import ProgressReport
from alke.domain.participants.models import Participant
from alke.domain.people.models import Membership, Organisation, Region, User
from alke.domain.rounds.models import (
    Contact,
    Deadline,
    Discussion,
    DiscussionGroup,
    GroupMember,
    Round,
)
from alke.domain.rounds.sheet_models import SheetTemplate
from alke.domain.samples.synthetic_followup import make_audit, make_followups
from alke.domain.samples.synthetic_world import Size, World, save
from alke.domain.topics.action_models import Action, ActionOrigin, Responsibility
from alke.domain.topics.models import Topic, TopicText

GROUP_SIZE = 5
MINISTRIES = 10
PARTICIPANTS = 200
FIRST_YEAR = 2100  # far from real rounds
FIELDS = ("situation", "challenges", "goals", "questions")


def make_synthetic(size: Size) -> dict[str, int]:
    """Fills the database; returns how many rows of each kind there are. One transaction."""
    world = World(size, random.Random(size.seed))  # noqa: S311 - no secret
    with transaction.atomic():
        _make_bodies(world)
        previous: Round | None = None
        for number in range(size.rounds):
            previous = _make_round(world, FIRST_YEAR + number, previous)
        make_audit()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    kinds: tuple[type[models.Model], ...] = (
        Region,
        Round,
        Discussion,
        Topic,
        Action,
        Responsibility,
        ProgressReport,
    )
    return {kind.__name__: cast("Any", kind).objects.count() for kind in kinds}


def _code(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return digits[10 + number // 36 % 26] + digits[number % 36]


def _make_bodies(world: World) -> None:
    world.regions = save(
        [
            Region(code=_code(n), slug=f"alue-{n}", name_fi=f"Alue {n}", name_sv=f"Område {n}")
            for n in range(world.size.regions)
        ]
    )
    world.ministries = save(
        [
            Organisation(
                slug=f"min-{n}", kind="ministry", name_fi=f"Ministeriö {n}", short_fi=f"M{n}"
            )
            for n in range(MINISTRIES)
        ]
    )
    world.councils = save(
        [
            Organisation(
                slug=f"liitto-{n}",
                kind="council",
                name_fi=f"Alueen {n} liitto",
                short_fi=f"Alue {n}",
            )
            for n in range(world.size.regions)
        ]
    )
    links = Organisation.regions.through
    save(
        [
            links(organisation_id=council.pk, region_id=region.pk)
            for council, region in zip(world.councils, world.regions, strict=True)
        ]
    )
    _make_people(world)


def _make_people(world: World) -> None:
    """One contact a body, and a coordinator; their demo accounts sign in for the benchmark."""
    wanted = [(world.ministries[0], "coordinator", "bench-koordinaattori")]
    wanted += [(body, "ministry-contact", f"bench-{body.slug}") for body in world.ministries]
    wanted += [(body, "council-contact", f"bench-{body.slug}") for body in world.councils]
    users = save(
        [
            User(
                email=f"{name}@alke.example",
                title="Yhteyshenkilö",
                demo_account=name,
                is_active=True,
            )
            for _body, _role, name in wanted
        ]
    )
    save(
        [
            Membership(user=user, organisation=body, role=role)
            for user, (body, role, _name) in zip(users, wanted, strict=True)
        ]
    )


def _make_round(world: World, year: int, previous: Round | None) -> Round:
    april = dt.date(year, 4, 1)
    opened = clock.at_time(dt.date(year, 2, 14), dt.time(9))
    round_ = Round.objects.create(
        year=year,
        name_fi=f"Kierros {year}",
        state="running",
        letter_date=opened.date(),
        published_at=opened,
    )
    template = [
        {
            "key": key,
            "label": {"fi": key, "sv": key, "en": key},
            "help": {},
            "limit": 4000,
            "place": str(n),
        }
        for n, key in enumerate(FIELDS, 1)
    ]
    SheetTemplate.objects.create(round=round_, fields=template)
    groups = _make_groups(world, round_)
    discussions = _make_discussions(world, round_, groups, april)
    topics = _make_topics(world, discussions, opened)
    _make_participants(world, discussions[0], opened)
    newest = year == FIRST_YEAR + world.size.rounds - 1
    _make_actions(world, topics, opened, newest=newest)
    make_followups(world, round_, previous or round_, newest=newest)
    return round_


def _make_groups(world: World, round_: Round) -> list[DiscussionGroup]:
    count = max(1, world.size.regions // GROUP_SIZE)
    groups = save(
        [
            DiscussionGroup(round=round_, slug=f"ryhma-{n}", name_fi=f"Ryhmä {n}", position=n)
            for n in range(count)
        ]
    )
    save(
        [
            GroupMember(round=round_, group=groups[n % count], region=region)
            for n, region in enumerate(world.regions)
        ]
    )
    return groups


def _make_discussions(
    world: World, round_: Round, groups: list[DiscussionGroup], first: dt.date
) -> list[Discussion]:
    def occasion(n: int, hour: int) -> dict[str, object]:
        day = first + dt.timedelta(days=n % 28)
        start = clock.at_time(day, dt.time(hour))
        return {"starts_at": start, "ends_at": start + dt.timedelta(minutes=150)}

    joint = save(
        [
            Discussion(
                round=round_,
                slug=group.slug,
                kind="joint",
                group=group,
                name_fi=group.name_fi,
                position=n,
                max_topics=2,
                outcome="conclusions",
                agenda="published",
                agenda_published_at=round_.published_at,
                place="Teams",
                **occasion(n, 9),
            )
            for n, group in enumerate(groups)
        ]
    )
    regional = save(
        [
            Discussion(
                round=round_,
                slug=region.slug,
                kind="regional",
                region=region,
                name_fi=region.name_fi,
                parent=joint[n % len(joint)],
                position=1000 + n,
                max_topics=1,
                outcome="memo",
                agenda="published",
                agenda_published_at=round_.published_at,
                **occasion(n, 13),
            )
            for n, region in enumerate(world.regions)
        ]
    )
    save(
        [
            Deadline(
                round=round_,
                key=f"asialista-{row.slug}",
                purpose="agenda",
                discussion=row,
                anchor_discussion=row,
                offset_days=-14,
                name_fi="Asialista valmis",
                due_at=row.starts_at - dt.timedelta(days=14),
            )
            for row in joint
            if row.starts_at
        ]
    )
    save(
        [
            Contact(
                discussion=row,
                side=side,
                duty=duty,
                organisation=body,
                title="Yhteyshenkilö",
                email="yhteys@alke.example",
            )
            for row in joint
            for side, duty, body in (
                ("vn", "owner", world.ministries[0]),
                ("mk", "contact", world.councils[0]),
            )
        ]
    )
    return [*joint, *regional]


def _make_topics(world: World, discussions: list[Discussion], at: dt.datetime) -> list[Topic]:
    topics = save(
        [
            Topic(
                discussion=row,
                number=n,
                title=world.text(6),
                state="published",
                created_at=at,
                published_at=at,
                disposition="taken",
            )
            for row in discussions
            for n in range(1, (row.max_topics or 0) + 1)
        ]
    )
    save(
        [
            TopicText(
                topic=topic,
                field=key,
                language="fi",
                version=1,
                text=world.text(60),
                at=at,
                side="mk",
            )
            for topic in topics
            for key in FIELDS
        ]
    )
    return topics


def _make_participants(world: World, discussion: Discussion, at: dt.datetime) -> None:
    """Two hundred people in the first discussion, of all bodies."""
    bodies = [*world.ministries, *world.councils]
    save(
        [
            Participant(
                discussion=discussion,
                organisation=(body := bodies[n % len(bodies)]),
                side="vn" if n % len(bodies) < len(world.ministries) else "mk",
                title=f"Asiantuntija {n}",
                email=f"osallistuja-{n}@{body.slug}.example",
                registered_at=at,
            )
            for n in range(PARTICIPANTS)
        ]
    )


def _make_actions(world: World, topics: list[Topic], at: dt.datetime, *, newest: bool) -> None:
    """Bodies have taken all of them on; of the newest ones they have answered every second."""
    wanted = world.size.actions // max(1, world.size.rounds) or 10 * len(topics)
    actions = [
        Action(
            number=world.action_number + n,
            kind="ongoing" if n % 2 else "proposed",
            state=world.dice.choice(["proposed", "not-started", "ongoing", "delayed", "done"]),
            title=world.text(9),
            created_at=at,
            published_at=at,
        )
        for n in range(wanted)
    ]
    world.action_number += wanted
    save(actions)
    save(
        [
            ActionOrigin(action=action, discussion=topic.discussion, topic=topic, position=n)
            for n, action in enumerate(actions)
            for topic in [topics[n % len(topics)]]
        ]
    )
    rows: list[Responsibility] = []
    for action in actions:
        more = action.number % 2  # five in all: three of one side, two of the other
        for side, bodies, most in (
            ("vn", world.ministries, 2 + more),
            ("mk", world.councils, 3 - more),
        ):
            chosen = world.dice.sample(bodies, k=min(len(bodies), most))
            rows += [
                Responsibility(
                    action=action,
                    organisation=body,
                    side=side,
                    lead=n == 0,
                    answer="open" if newest and (action.number // 2 + n) % 2 else "accepted",
                )
                for n, body in enumerate(chosen)
            ]
    save(rows)
