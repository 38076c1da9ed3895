"""Which pages are measured, for whom, in whatever database is at hand."""

from dataclasses import dataclass

from alke.domain.followup.models import FollowUpRound
from alke.domain.people.models import Membership, Organisation
from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics.models import Topic


@dataclass(frozen=True)
class Target:
    """One page, for the public (account None) or for a demo account."""

    name: str
    path: str
    account: str | None = None
    role: str = ""

    @property
    def kind(self) -> str:
        """For whom, in words that are the same in every database."""
        return self.role or "public"


def targets() -> list[Target]:
    """The pages of the round that has the most in it, the same kinds in every database."""
    topic = _topic()
    discussion: Discussion = topic.discussion
    round_ = discussion.round
    action = discussion.action_origins.select_related("action").first()
    followup = FollowUpRound.objects.filter(state="open").order_by("-due_at").first()
    council, ministry = _account("council-contact", discussion), _account("ministry-contact", None)
    coordinator = _account("coordinator", None)
    busiest = Organisation.objects.ministries().earliest("pk").slug  # of every fourth action
    year, slug = round_.year, discussion.slug

    def of(role: str, account: str, name: str, path: str) -> Target:
        return Target(name, path, account, role)

    found = [
        Target("front page", "/"),
        Target("round", f"/{year}/"),
        Target("timetable", f"/{year}/aikataulu/"),
        Target("iCalendar", f"/{year}/aikataulu.ics"),
        Target("discussions", f"/{year}/keskustelut/"),
        Target("discussion", f"/{year}/{slug}/"),
        of("council", council, "desk", "/"),
        of("ministry", ministry, "desk", "/"),
        of("coordinator", coordinator, "desk", "/"),
        of("coordinator", coordinator, "round", f"/{year}/"),
        of("council", council, "discussion", f"/{year}/{slug}/"),
        Target("participants", f"/{year}/{slug}/osallistujat/"),
        of("council", council, "participants", f"/{year}/{slug}/osallistujat/"),
        of("coordinator", coordinator, "participants", f"/{year}/{slug}/osallistujat/"),
        of("council", council, "sheet", f"/{year}/{slug}/asialista/1/"),
        of("council", council, "sheet, edit", f"/{year}/{slug}/asialista/1/muokkaa/"),
        of("council", council, "actions", f"/{year}/{slug}/toimenpiteet/"),
        of("council", council, "organisations", "/organisaatiot/"),
        Target("organisation", f"/organisaatiot/{busiest}/"),
        of("council", council, "roles", "/roolit/"),
        of("council", council, "calendar", "/kalenteri/"),
    ]
    if action:
        path = f"/toimenpiteet/{action.action.number}/"
        found.append(of("council", council, "action", path))
    if followup:
        page = f"/{followup.round.year}/seuranta/{followup.slug}/"
        found += [
            of("council", council, "follow-up", page),
            of("ministry", ministry, "follow-up", page),
            of("coordinator", coordinator, "follow-up", page),
        ]
    return found


def field_target() -> Target:
    """Where the goals of a sheet are saved."""
    topic = _topic()
    path = f"/{topic.discussion.round.year}/{topic.discussion.slug}/asialista/1/kohta/goals/"
    return Target("save a field", path, _account("council-contact", topic.discussion), "council")


def _topic() -> Topic:
    """The first published topic of the newest round that has one."""
    rounds = Round.objects.filter(discussions__topics__number=1)
    topics = Topic.objects.filter(discussion__round=rounds.latest("year"), number=1)
    topics = topics.select_related("discussion__round").order_by("discussion__position")
    joint = topics.filter(discussion__kind="joint").exclude(
        published_at=None, discussion__agenda_published_at=None
    )
    return joint.first() or topics[0]


def _account(role: str, discussion: Discussion | None) -> str:
    rows = Membership.objects.filter(role=role, user__demo_account__isnull=False)
    if discussion is not None and discussion.group_id:
        rows = rows.filter(organisation__regions__groups=discussion.group_id)
    return str(rows.order_by("pk").values_list("user__demo_account", flat=True)[0])
