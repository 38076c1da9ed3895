"""Synthetic data for benchmarks: rounds of any size with the shape of 2024.

Written past the operations, in bulk: only for measuring, never for use.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.db import connection, models, transaction

from alke.base import clock
from alke.domain.audit.models import AuditEvent, AuditHead
from alke.domain.audit.queries import GENESIS, event_hash
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.people.models import Membership, Organisation, Region, User
from alke.domain.rounds.models import (
    Contact,
    Deadline,
    Discussion,
    DiscussionGroup,
    GroupMember,
    Round,
    SheetTemplate,
)
from alke.domain.topics.action_models import Action, ActionOrigin, Responsibility
from alke.domain.topics.models import Topic, TopicText

BATCH = 2000
GROUP_SIZE = 5
MINISTRIES = 10
FOLLOWUPS = 2  # a round of the year before is followed up twice
FIRST_YEAR = 2100  # far from real rounds
WORDS = (
    "alueen elinvoima investointi saavutettavuus osaaminen työvoima kunta maakunta yhteistyö "
    "suunnitelma selvitys rahoitus päätös toimenpide verkosto kehittäminen valmistelu tavoite"
).split()
M = TypeVar("M", bound=models.Model)
FIELDS = ("situation", "challenges", "goals", "questions")


@dataclass(frozen=True)
class Size:
    """How much to make; actions and reports are spread evenly over the rounds."""

    regions: int = 18
    rounds: int = 1
    actions: int = 0  # 0: as many as the shape gives
    seed: int = 2024


@dataclass
class _World:
    size: Size
    dice: random.Random
    ministries: list[Organisation] = field(default_factory=list)
    councils: list[Organisation] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    action_number: int = 100_000

    def text(self, words: int) -> str:
        """A sentence of so many words."""
        return " ".join(self.dice.choices(WORDS, k=words)).capitalize() + "."


def make_synthetic(size: Size) -> dict[str, int]:
    """Fills the database; returns how many rows of each kind there are. One transaction."""
    world = _World(size, random.Random(size.seed))  # noqa: S311 - no secret
    with transaction.atomic():
        _make_bodies(world)
        previous: Round | None = None
        for number in range(size.rounds):
            previous = _make_round(world, FIRST_YEAR + number, previous)
        _make_audit()
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


def _save(rows: list[M]) -> list[M]:
    """Writes rows of one kind in bulk."""
    if rows:
        cast("Any", type(rows[0])).objects.bulk_create(rows, batch_size=BATCH)
    return rows


def _code(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return digits[10 + number // 36 % 26] + digits[number % 36]


def _make_bodies(world: _World) -> None:
    world.regions = _save(
        [
            Region(code=_code(n), slug=f"alue-{n}", name_fi=f"Alue {n}", name_sv=f"Område {n}")
            for n in range(world.size.regions)
        ]
    )
    world.ministries = _save(
        [
            Organisation(
                slug=f"min-{n}", kind="ministry", name_fi=f"Ministeriö {n}", short_fi=f"M{n}"
            )
            for n in range(MINISTRIES)
        ]
    )
    world.councils = _save(
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
    _save(
        [
            links(organisation_id=council.pk, region_id=region.pk)
            for council, region in zip(world.councils, world.regions, strict=True)
        ]
    )
    _make_people(world)


def _make_people(world: _World) -> None:
    """One contact a body, and a coordinator; their demo accounts sign in for the benchmark."""
    wanted = [(world.ministries[0], "coordinator", "bench-koordinaattori")]
    wanted += [(body, "ministry-contact", f"bench-{body.slug}") for body in world.ministries]
    wanted += [(body, "council-contact", f"bench-{body.slug}") for body in world.councils]
    users = _save(
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
    _save(
        [
            Membership(user=user, organisation=body, role=role)
            for user, (body, role, _name) in zip(users, wanted, strict=True)
        ]
    )


def _make_round(world: _World, year: int, previous: Round | None) -> Round:
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
    _make_actions(world, topics, opened)
    if previous is not None:
        _make_followups(world, round_, previous)
    return round_


def _make_groups(world: _World, round_: Round) -> list[DiscussionGroup]:
    count = max(1, world.size.regions // GROUP_SIZE)
    groups = _save(
        [
            DiscussionGroup(round=round_, slug=f"ryhma-{n}", name_fi=f"Ryhmä {n}", position=n)
            for n in range(count)
        ]
    )
    _save(
        [
            GroupMember(round=round_, group=groups[n % count], region=region)
            for n, region in enumerate(world.regions)
        ]
    )
    return groups


def _make_discussions(
    world: _World, round_: Round, groups: list[DiscussionGroup], first: dt.date
) -> list[Discussion]:
    def occasion(n: int, hour: int) -> dict[str, object]:
        day = first + dt.timedelta(days=n % 28)
        start = clock.at_time(day, dt.time(hour))
        return {"starts_at": start, "ends_at": start + dt.timedelta(minutes=150)}

    joint = _save(
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
    regional = _save(
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
    _save(
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
    _save(
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


def _make_topics(world: _World, discussions: list[Discussion], at: dt.datetime) -> list[Topic]:
    topics = _save(
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
    _save(
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


def _make_actions(world: _World, topics: list[Topic], at: dt.datetime) -> None:
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
    _save(actions)
    _save(
        [
            ActionOrigin(action=action, discussion=topic.discussion, topic=topic, position=n)
            for n, action in enumerate(actions)
            for topic in [topics[n % len(topics)]]
        ]
    )
    rows: list[Responsibility] = []
    for action in actions:
        for side, bodies in (("vn", world.ministries), ("mk", world.councils)):
            chosen = world.dice.sample(bodies, k=min(len(bodies), world.dice.choice((2, 2, 3, 3))))
            rows += [
                Responsibility(
                    action=action, organisation=body, side=side, lead=n == 0, answer="accepted"
                )
                for n, body in enumerate(chosen)
            ]
    _save(rows)


def _make_followups(world: _World, round_: Round, scope: Round) -> None:
    """Both follow-ups of the year before: the first closed and full, the second half answered."""
    bodies = list(
        Responsibility.objects.filter(action__origins__discussion__round=scope)
        .order_by("action__number")
        .values_list("action_id", "organisation_id", "side")
    )
    earlier: FollowUpRound | None = None
    for n in range(FOLLOWUPS):
        due = clock.end_of_day(dt.date(round_.year, 2 + n * 6, 8))
        last = n == FOLLOWUPS - 1
        followup = FollowUpRound.objects.create(
            round=round_,
            slug=f"seuranta-{n + 1}",
            name_fi=f"Seuranta {n + 1}",
            scope_year=scope.year,
            state="open" if last else "closed",
            opens_date=due.date() - dt.timedelta(days=40),
            due_at=due,
            previous=earlier,
            opened_at=due - dt.timedelta(days=40),
            closed_at=None if last else due,
            published_at=due,
        )
        _save([_report(world, followup, row, half=last) for row in bodies])
        earlier = followup


def _report(
    world: _World, followup: FollowUpRound, row: tuple[int, int, str], *, half: bool
) -> ProgressReport:
    action, organisation, side = row
    report = ProgressReport(
        followup=followup, action_id=action, organisation_id=organisation, side=side
    )
    if not half or world.dice.random() < 0.5:
        report.state, report.answer, report.status = "submitted", "text", "ongoing"
        report.text, report.at = world.text(14), followup.due_at
    return report


def _make_audit() -> None:
    """One event an action, so that the record of changes has a believable length."""
    previous, rows = GENESIS, []
    actions = Action.objects.order_by("pk").values_list(
        "pk", "origins__discussion_id", "created_at"
    )
    for seq, (pk, discussion, at) in enumerate(actions, start=1):
        row = AuditEvent(
            seq=seq,
            at=at,
            event="action.created",
            subject=f"action:{pk}",
            discussion_id=discussion,
            changes={"*": [None, "created"]},
            previous_hash=previous,
        )
        row.hash = previous = event_hash(row)
        rows.append(row)
    _save(rows)
    AuditHead.objects.update_or_create(pk=1, defaults={"seq": len(rows), "hash": previous})
