"""What an organisation must do now: derived from the state of the round, never stored."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alke.base import clock
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.insight.desk_queries import Desk, DiscussionLine
from alke.domain.outcomes.models import Outcome
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import owned_ids
from alke.domain.topics.action_models import Responsibility

Role = Membership.Role
Kinds = Discussion.Outcome
# What the outcome of each kind asks for (B11).
OUTCOME_TITLES: dict[str, tuple[Promise, Promise]] = {
    Kinds.CONCLUSIONS: (
        gettext_lazy("Draw up the conclusions: %(name)s"),
        gettext_lazy("Confirm the conclusions: %(name)s"),
    ),
    Kinds.MEMO: (
        gettext_lazy("Draw up the memo: %(name)s"),
        gettext_lazy("Confirm the memo: %(name)s"),
    ),
    Kinds.AGREEMENT: (
        gettext_lazy("Draw up the co-operation document: %(name)s"),
        gettext_lazy("Confirm the co-operation document: %(name)s"),
    ),
}


@dataclass(frozen=True)
class Task:
    """One thing to do, where it is done, and by when."""

    title: str
    text: str
    button: str
    page: str  # URL name
    args: tuple[object, ...]
    due_at: dt.datetime | None = None
    done: int = 0
    total: int = 0
    states: tuple[tuple[str, str | Promise], ...] = field(default=())
    query: str = ""
    timed: bool = False  # an occasion with its time, not a day's end

    @property
    def days_left(self) -> int | None:
        """Whole days until the day on which it is due; negative when late."""
        if self.due_at is None:
            return None
        return (self.due_at.astimezone(clock.HELSINKI).date() - clock.today()).days


def tasks_of(actor: Actor, desk: Desk) -> list[Task]:
    """Everything that waits for the actor, the most urgent first, undated ones last."""
    if actor.primary is None:
        return []
    found = [
        *_follow_up(actor),
        *_occasions(actor, desk),
        *_answers(actor),
        *_agendas(actor, desk),
        *_themes(actor, desk),
        *_outcomes(actor, desk),
        *_ended_bodies(actor),
    ]
    far = clock.now() + dt.timedelta(days=3650)
    return sorted(found, key=lambda task: task.due_at or far)


def _follow_up(actor: Actor) -> list[Task]:
    """Open follow-up rounds in which own cells wait (letter 2024, Vuoden 2023 … seuranta)."""
    mine = actor.organisations_as(roles_with(Power.REPORT))
    if not mine:
        return []
    own = ProgressReport.objects.filter(followup=OuterRef("pk"), organisation__in=mine)
    rows = (
        FollowUpRound.objects.filter(state=FollowUpRound.State.OPEN)
        .select_related("round", "deadline")
        .defer("round__format_text")
        .annotate(  # each from the index of a round's cells by body
            total=_count(own),
            waiting=_count(own.filter(state__in=ProgressReport.UNANSWERED)),
            returned=_count(own.filter(state=ProgressReport.State.RETURNED)),
        )
    )
    return [_follow_up_task(row) for row in rows if row.waiting]  # type: ignore[attr-defined]


def _count(rows: QuerySet[ProgressReport]) -> Coalesce:
    found = rows.order_by().values("followup").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found), 0)


def _follow_up_task(row: FollowUpRound) -> Task:
    text = _("Update the progress of each action, or mark that there is nothing new to report.")
    if returned := row.returned:  # type: ignore[attr-defined]
        text = ngettext(
            "%(count)d report was returned to be completed.",
            "%(count)d reports were returned to be completed.",
            returned,
        ) % {"count": returned}
    total, waiting = row.total, row.waiting  # type: ignore[attr-defined]
    return Task(
        title=_("Update the follow-up of the year %(year)d") % {"year": row.scope_year},
        text=text,
        button=_("Continue reporting") if waiting < total else _("Start reporting"),
        page="followup_detail",
        args=(row.round.year, row.slug),
        due_at=row.due,
        done=total - waiting,
        total=total,
    )


def _occasions(actor: Actor, desk: Desk) -> list[Task]:
    """The webinar, for all who take part."""
    now = clock.now()
    return [
        Task(
            title=_("Take part in the webinar"),
            text=line.discussion.name,
            button=_("Open the webinar"),
            page="discussion_detail",
            args=(desk.year, line.discussion.slug),
            due_at=line.discussion.starts_at,
            timed=True,
        )
        for line in desk.lines
        if line.discussion.kind == Discussion.Kind.WEBINAR
        and line.discussion.starts_at is not None
        and line.discussion.starts_at > now
    ]


def _answers(actor: Actor) -> list[Task]:
    """Actions in which the own body was named and has not answered (B1)."""
    mine = actor.organisations_as(roles_with(Power.ANSWER_ACTION))
    if not mine:
        return []
    rows = Responsibility.objects.filter(
        organisation__in=mine, answer=Responsibility.Answer.OPEN, action__draft_side=""
    ).exclude(action__state__in=["done", "dropped"])
    numbers = list(rows.order_by("action__number").values_list("action__number", flat=True)[:200])
    if not numbers:
        return []
    text = ngettext(
        "Your organisation is named responsible for %(count)d action. Accept or decline.",
        "Your organisation is named responsible for %(count)d actions. Accept or decline.",
        len(numbers),
    ) % {"count": len(numbers)}
    slug = actor.organisation.slug if actor.organisation else ""
    return [
        Task(
            title=_("Answer to responsibilities"),
            text=text,
            button=_("Go through the actions"),
            page="organisation_detail",
            args=(slug,),
        )
    ]


def _agendas(actor: Actor, desk: Desk) -> list[Task]:
    """Agendas that are not published yet, in the discussions that one prepares."""
    if not actor.has_role(*roles_with(Power.EDIT_SHEET), Role.COORDINATOR):
        return []
    return [_agenda_task(desk, line) for line in desk.lines if _is_waiting(actor, line)]


def _is_waiting(actor: Actor, line: DiscussionLine) -> bool:
    discussion = line.discussion
    if not discussion.max_topics or discussion.agenda_published_at or not discussion.starts_at:
        return False
    if discussion.starts_at < clock.now():
        return False
    if actor.has_role(Role.OWNER):
        return discussion.pk in owned_ids(actor)
    return line.mine and discussion.kind != Discussion.Kind.REGIONAL


def _agenda_task(desk: Desk, line: DiscussionLine) -> Task:
    discussion = line.discussion
    return Task(
        title=_("Complete the agenda: %(name)s") % {"name": discussion.name},
        text=_(
            "The agenda must be ready and known to the participants two weeks before the "
            "discussion."
        )
        if line.topics
        else _("No topics yet. Propose one, or take one from the proposals to the agenda."),
        button=_("Open the agenda"),
        page="discussion_detail",
        args=(desk.year, discussion.slug),
        due_at=line.agenda_due,
        states=tuple(
            (topic.state, _("Topic %(number)d") % {"number": topic.number}) for topic in line.topics
        ),
    )


def _themes(actor: Actor, desk: Desk) -> list[Task]:
    """The theme of the own regional meeting, by the booking deadline (letter 2024; R8)."""
    if not actor.has_role(Role.COUNCIL_CONTACT, Role.EDITOR):
        return []
    due = next((row.due_at for row in desk.deadlines if row.purpose == "booking"), None)
    return [
        Task(
            title=_("Propose the theme of your regional meeting"),
            text=_("One cross-sectoral theme that matters most to the region."),
            button=_("Propose a theme"),
            page="topic_pool",
            args=(desk.year, line.discussion.slug),
            due_at=due,
        )
        for line in desk.lines
        if line.mine
        and line.discussion.kind == Discussion.Kind.REGIONAL
        and not line.topics
        and not line.discussion.agenda_published_at
        and (line.discussion.starts_at or clock.now()) >= clock.now()
    ]


def _outcomes(actor: Actor, desk: Desk) -> list[Task]:
    """Outcomes to draw up (owner) or to confirm (contacts), once the discussion was held."""
    now, found = clock.now(), []
    for line in desk.lines:
        discussion = line.discussion
        if discussion.starts_at is None or discussion.starts_at > now:
            continue
        if discussion.outcome == Discussion.Outcome.NONE or not (
            line.mine or discussion.pk in owned_ids(actor)
        ):
            continue
        if task := _outcome_task(actor, desk, line):
            found.append(task)
    return found


def _outcome_task(actor: Actor, desk: Desk, line: DiscussionLine) -> Task | None:
    discussion, outcome = line.discussion, line.outcome
    draw_up, confirm = OUTCOME_TITLES[discussion.outcome]
    memo = discussion.outcome == Discussion.Outcome.MEMO
    page = "memo_detail" if memo else "conclusions_detail"
    args = (desk.year, discussion.slug)
    names = {"name": discussion.name}
    if outcome is None:
        if discussion.pk not in owned_ids(actor):
            return None
        return Task(str(draw_up) % names, "", _("Draw up"), page, args)
    waits = outcome.state in {Outcome.State.COMMENTING, Outcome.State.READY}
    if not waits or line.confirmed_sides.issuperset(actor.sides) or not actor.sides:
        return None
    if not actor.has_role(*roles_with(Power.CONFIRM)):
        return None
    return Task(str(confirm) % names, "", _("Read and confirm"), page, args)


def _ended_bodies(actor: Actor) -> list[Task]:
    """For the coordinator: bodies that have ended while answering for open actions (R12, S9)."""
    if not actor.has_role(Role.COORDINATOR):
        return []
    rows = (
        Organisation.objects.ended_by(clock.today())
        .filter(
            responsibilities__action__state__in=[
                "proposed",
                "not-started",
                "ongoing",
                "delayed",
            ]
        )
        .annotate(open_actions=Count("responsibilities", distinct=True))
    )
    return [
        Task(
            title=_("Choose successors: %(name)s") % {"name": body.short},
            text=ngettext(
                "The body has ended, and %(count)d open action waits for a successor.",
                "The body has ended, and %(count)d open actions wait for a successor.",
                body.open_actions,  # type: ignore[attr-defined]
            )
            % {"count": body.open_actions},  # type: ignore[attr-defined]
            button=_("Choose successors"),
            page="organisation_detail",
            args=(body.slug,),
        )
        for body in rows
    ]
