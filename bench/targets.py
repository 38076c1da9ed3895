"""Which pages are measured, for whom, in whatever database is at hand."""

from dataclasses import dataclass

from alke.domain.followup.models import FollowUpRound
from alke.domain.people.models import Membership
from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics.models import Topic


@dataclass(frozen=True)
class Target:
    """One page, for the public (account None) or for a demo account."""

    name: str
    path: str
    account: str | None = None


def targets() -> list[Target]:
    """The pages of the round that has the most in it, the same kinds in every database."""
    round_ = Round.objects.filter(discussions__topics__number=1).latest("year")
    topic = (
        Topic.objects.filter(discussion__round=round_, discussion__kind="joint", number=1)
        .exclude(published_at=None, discussion__agenda_published_at=None)
        .order_by("discussion__position")
        .select_related("discussion")
        .first()
    ) or Topic.objects.filter(discussion__round=round_, number=1).select_related("discussion")[0]
    discussion: Discussion = topic.discussion
    action = discussion.action_origins.select_related("action").first()
    followup = FollowUpRound.objects.filter(state="open").order_by("-due_at").first()
    council, ministry = _account("council-contact", discussion), _account("ministry-contact", None)
    coordinator = _account("coordinator", None)
    year, slug = round_.year, discussion.slug
    found = [
        Target("front page", "/"),
        Target("round", f"/{year}/"),
        Target("discussion", f"/{year}/{slug}/"),
        Target("timetable", f"/{year}/aikataulu/"),
        Target("desk", "/", council),
        Target("desk", "/", ministry),
        Target("round", f"/{year}/", coordinator),
        Target("discussion", f"/{year}/{slug}/", council),
        Target("sheet", f"/{year}/{slug}/asialista/1/", council),
        Target("sheet, edit", f"/{year}/{slug}/asialista/1/muokkaa/", council),
        Target("actions", f"/{year}/{slug}/toimenpiteet/", council),
        Target("organisations", "/organisaatiot/", council),
        Target("roles", "/roolit/", council),
    ]
    if action:
        found += [Target("action", f"/toimenpiteet/{action.action.number}/", council)]
    if followup:
        page = f"/{followup.round.year}/seuranta/{followup.slug}/"
        found += [
            Target("follow-up", page, council),
            Target("follow-up", page, ministry),
            Target("follow-up", page, coordinator),
        ]
    return found


def _account(role: str, discussion: Discussion | None) -> str:
    rows = Membership.objects.filter(role=role, user__demo_account__isnull=False)
    if discussion is not None and discussion.group_id:
        rows = rows.filter(organisation__regions__groups=discussion.group_id)
    return str(rows.order_by("pk").values_list("user__demo_account", flat=True)[0])
