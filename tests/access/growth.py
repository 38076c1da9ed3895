"""Makes everything that pages list more: as a round has it after some years."""

from alke.base import clock
from alke.domain.audit.operations import record
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import DocumentVersion
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.notices.gathering_operations import gather_urgent
from alke.domain.notices.operations import write_notice
from alke.domain.participants.models import Participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, Region, User
from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics.action_models import Action, ActionOrigin, Responsibility
from alke.domain.topics.models import Comment, Topic, TopicText

BODIES = ("tem", "okm", "lvm", "kainuu", "pohjois-savo", "lappi")
ACTIONS = {1: 15, 2: 60}  # in each batch
TEXT = "Pitkä teksti, jossa on **korostus** ja [linkki](https://a.example/)."


def grow(batch: int) -> None:
    """Many more actions with six cells each, and many of everything else; each batch once."""
    bodies = list(Organisation.objects.filter(slug__in=BODIES))
    user = User.objects.get(demo_account="kainuu")
    _actions(bodies, batch)
    _topics(bodies, user, batch)
    _people(batch)
    _changes(user)
    _rounds(batch)
    _deliveries(bodies, batch)
    _participants(bodies, batch)
    _notices(user, batch)


def _actions(bodies: list[Organisation], batch: int) -> None:
    now = clock.now()
    topics = list(Topic.objects.on_agenda().select_related("discussion"))
    made = Action.objects.bulk_create(
        Action(
            number=1000 * batch + n,
            kind=("ongoing", "proposed")[n % 2],
            state=("ongoing", "proposed")[n % 2],
            title=f"Lisätty toimenpide {n}",
            next_step=TEXT[:100],
            created_at=now,
            published_at=now if n % 3 else None,
        )
        for n in range(ACTIONS[batch])
    )
    ActionOrigin.objects.bulk_create(
        ActionOrigin(
            action=action, discussion=topic.discussion, topic=topic, position=100 * batch + n
        )
        for n, action in enumerate(made)
        for topic in topics
        if topic.number == 1
    )
    Responsibility.objects.bulk_create(
        Responsibility(action=action, organisation=body, side=body.side)
        for action in made
        for body in bodies
    )
    for followup in FollowUpRound.objects.all():
        cells = ProgressReport.objects.bulk_create(
            ProgressReport(
                followup=followup,
                action=action,
                organisation=body,
                side=body.side,
                state=("missing", "submitted", "accepted")[n % 3],
                answer="text" if n % 3 else "",
                text=TEXT if n % 3 else "",
                at=now if n % 3 else None,
            )
            for n, action in enumerate(made)
            for body in bodies
        )
        ReportDraft.objects.bulk_create(
            ReportDraft(report=cell, answer="text", text=TEXT, at=now)
            for cell in cells[::9]
            if cell.state == "missing"
        )


def _topics(bodies: list[Organisation], user: User, batch: int) -> None:
    now = clock.now()
    for discussion in Discussion.objects.filter(round__year=2024):
        Topic.objects.bulk_create(
            Topic(
                discussion=discussion,
                title=f"Lisätty ehdotus {n}",
                proposal=TEXT,
                proposed_by=bodies[n % len(bodies)],
                created_at=now,
            )
            for n in range(20)
        )
    for topic in Topic.objects.on_agenda().filter(discussion__round__year=2024):
        Comment.objects.bulk_create(
            Comment(
                topic=topic, target="goals", text=TEXT, by=user, organisation=bodies[n % 6], at=now
            )
            for n in range(30)
        )
        TopicText.objects.bulk_create(
            TopicText(
                topic=topic,
                field="goals",
                language="fi",
                version=1000 * batch + n,
                text=TEXT,
                by=user,
                organisation=bodies[n % 6],
                at=now,
                current=False,
            )
            for n in range(40)
        )


def _people(batch: int) -> None:
    today = clock.today()
    regions = list(Region.objects.all())
    made = Organisation.objects.bulk_create(
        Organisation(
            slug=f"kaupunki-{batch}-{n}",
            name_fi=f"Kaupunki {n}",
            short_fi=f"Kaupunki {n}",
            kind="other",
        )
        for n in range(40)
    )
    for n, body in enumerate(made):
        body.regions.add(regions[n % len(regions)])
    kainuu = Organisation.objects.get(slug="kainuu")
    users = User.objects.bulk_create(
        User(email=f"valmistelija-{batch}-{n}@kainuu.example", title="valmistelija")
        for n in range(20)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=kainuu, role="editor", valid_from=today)
        for user in users
    )


def _changes(user: User) -> None:
    actor = Actor.of(user)
    subjects = [f"action:{pk}" for pk in Action.objects.values_list("pk", flat=True)[:5]]
    subjects += [f"topic:{pk}" for pk in Topic.objects.on_agenda().values_list("pk", flat=True)]
    for subject in subjects:
        for n in range(10):
            record("test.changed", subject, by=actor, changes={"title": [str(n), str(n + 1)]})


def _rounds(batch: int) -> None:
    for year in range(2000 + 5 * batch, 2005 + 5 * batch):
        Round.objects.create(
            year=year, name_fi=f"Kierros {year}", state="ended", published_at=clock.now()
        )


def _deliveries(bodies: list[Organisation], batch: int) -> None:
    """Every registered paper has gone to many more addresses."""
    now = clock.now()
    Delivery.objects.bulk_create(
        Delivery(
            version=version,
            organisation=body,
            purpose="action",
            address=f"saaja-{batch}-{n}@{body.slug}.example",
            language="fi",
            at=now,
            state=("sent", "waiting")[n % 2],
            sent_at=now,
        )
        for version in DocumentVersion.objects.filter(stage__in=["registered", "public"])
        for body in bodies
        for n in range(ACTIONS[batch])
    )


def _notices(user: User, batch: int) -> None:
    line = {"fi": "Asialista on muuttunut: Itäinen Suomi."}
    for _n in range(ACTIONS[batch]):
        write_notice(to=user, kind="agenda-changed", about="discussion:1", line=line, urgent=True)
        gather_urgent()


def _participants(bodies: list[Organisation], batch: int) -> None:
    """Many more people come to every discussion."""
    now = clock.now()
    Participant.objects.bulk_create(
        Participant(
            discussion=discussion,
            organisation=body,
            side=body.side,
            title=f"Asiantuntija {n}",
            email=f"osallistuja-{batch}-{n}@{body.slug}.example",
            registered_at=now,
        )
        for discussion in Discussion.objects.filter(round__year=2024)
        for body in bodies
        for n in range(ACTIONS[batch])
    )
