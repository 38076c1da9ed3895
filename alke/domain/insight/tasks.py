"""What an organisation must do now: derived from the state of the round, never stored."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.insight.agenda_tasks import agendas_to_prepare
from alke.domain.insight.body_tasks import (
    bodies_to_settle,
    work_of_bodies,
)
from alke.domain.insight.booking_tasks import (
    booking_due,
    bookings_to_make,
    is_ahead,
)
from alke.domain.insight.contact_tasks import contacts_to_name
from alke.domain.insight.desk_queries import Desk, DiscussionLine
from alke.domain.insight.followup_tasks import followups_to_run
from alke.domain.insight.mail_tasks import mails_to_look_into
from alke.domain.insight.participant_tasks import participants_to_register
from alke.domain.insight.stand_in_tasks import answers_in_place
from alke.domain.insight.task import Task
from alke.domain.outcomes.models import Outcome
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Side
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import owns

Role = Membership.Role
Kinds = Discussion.Outcome
# What the outcome of each kind asks for (B11): to be drawn up, confirmed and published.
OUTCOME_TITLES: dict[str, tuple[Promise, Promise, Promise]] = {
    Kinds.CONCLUSIONS: (
        gettext_lazy("Draw up the conclusions: %(name)s"),
        gettext_lazy("Confirm the conclusions: %(name)s"),
        gettext_lazy("Publish the conclusions: %(name)s"),
    ),
    Kinds.MEMO: (
        gettext_lazy("Draw up the memo: %(name)s"),
        gettext_lazy("Confirm the memo: %(name)s"),
        gettext_lazy("Publish the memo: %(name)s"),
    ),
    Kinds.AGREEMENT: (
        gettext_lazy("Draw up the co-operation document: %(name)s"),
        gettext_lazy("Confirm the co-operation document: %(name)s"),
        gettext_lazy("Publish the co-operation document: %(name)s"),
    ),
}
OUTCOME_TEXTS: tuple[str | Promise, ...] = ("", "", gettext_lazy("Both sides have confirmed it."))
OUTCOME_BUTTONS = (
    gettext_lazy("Draw up"),
    gettext_lazy("Read and confirm"),
    gettext_lazy("Read and publish"),
)


def tasks_of(actor: Actor, desk: Desk) -> list[Task]:
    """Everything that waits for the actor, the most urgent first, undated ones last."""
    if actor.primary is None:
        return []
    found = [
        *_follow_up(actor),
        *followups_to_run(actor),
        *_occasions(actor, desk),
        *contacts_to_name(actor, desk),
        *agendas_to_prepare(actor, desk),
        *participants_to_register(actor, desk),
        *bookings_to_make(actor, desk),
        *_themes(actor, desk),
        *_outcomes(actor, desk),
        *bodies_to_settle(actor),
        *answers_in_place(actor),
        *mails_to_look_into(actor),
    ]
    far = clock.now() + dt.timedelta(days=3650)
    return sorted(found, key=lambda task: task.due_at or far)


def _follow_up(actor: Actor) -> list[Task]:
    """Open follow-up rounds in which own cells wait, and what is asked of bodies besides.

    Letter 2024, Vuoden 2023 … seuranta.
    """
    mine = actor.organisations_as(roles_with(Power.REPORT))
    if not mine:
        return []
    rows = _open_followups(mine)
    tasks = [_follow_up_task(row) for row in rows if row.waiting]
    return [*tasks, *work_of_bodies(actor, rows)]


@prepared
def _open_followups(mine: Collection[int]) -> QuerySet[Any]:
    own = ProgressReport.objects.filter(followup=OuterRef("pk"), organisation__in=mine)
    return (
        FollowUpRound.objects.filter(state=FollowUpRound.State.OPEN)
        .select_related("round", "deadline")
        .defer("round__format_text")
        .annotate(  # each from the index of a round's cells by body
            total=_count(own),
            waiting=_count(own.filter(state__in=ProgressReport.UNANSWERED)),
            returned=_count(own.filter(state=ProgressReport.State.RETURNED)),
        )
    )


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
        purpose="followup",
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


def _themes(actor: Actor, desk: Desk) -> list[Task]:
    """The theme of the own regional meeting, by the booking deadline (letter 2024; R8).

    A region's discussion that belongs to no joint one has an agenda instead, as in 2022. A meeting
    without a time is asked about until the day of the joint discussion, on which it would be held.
    """
    if not actor.has_role(Role.COUNCIL_CONTACT, Role.EDITOR):
        return []
    lines = [
        line
        for line in desk.lines
        if line.mine
        and not line.discussion.stands_alone
        and not line.topics
        and not line.has_theme
        and not line.discussion.agenda_published_at
        and is_ahead(line.discussion, desk)
    ]
    return [
        Task(
            title=_("Propose the theme of your regional meeting"),
            text=_("One cross-sectoral theme that matters most to the region."),
            button=_("Propose a theme"),
            page="topic_pool",
            args=(desk.year, line.discussion.slug),
            due_at=booking_due(desk),
            purpose="booking",
        )
        for line in lines
    ]


def _outcomes(actor: Actor, desk: Desk) -> list[Task]:
    """Outcomes to draw up and publish (owner) or to confirm (contacts), once it was held."""
    now, found = clock.now(), []
    for line in desk.lines:
        discussion = line.discussion
        if discussion.starts_at is None or discussion.starts_at > now:
            continue
        if discussion.outcome == Discussion.Outcome.NONE or not line.mine:
            continue
        if task := _outcome_task(actor, desk, line):
            found.append(task)
    return found


def _outcome_task(actor: Actor, desk: Desk, line: DiscussionLine) -> Task | None:
    step = _outcome_step(actor, line)
    if step is None:
        return None
    discussion = line.discussion
    memo = discussion.outcome == Kinds.MEMO
    return Task(
        title=str(OUTCOME_TITLES[discussion.outcome][step]) % {"name": discussion.name},
        text=str(OUTCOME_TEXTS[step]),
        button=str(OUTCOME_BUTTONS[step]),
        page="memo_detail" if memo else "conclusions_detail",
        args=(desk.year, discussion.slug),
    )


def _outcome_step(actor: Actor, line: DiscussionLine) -> int | None:
    """What waits for the actor: to draw it up (0), to confirm (1), to publish (2)."""
    outcome, owner = line.outcome, owns(actor, line.discussion)
    if outcome is None or outcome.state == Outcome.State.DRAFT:
        return 0 if owner else None
    if outcome.state == Outcome.State.PUBLISHED:
        return None
    if line.confirmed_sides.issuperset(Side.values):
        return 2 if owner else None
    confirms = actor.has_role(*roles_with(Power.CONFIRM))
    return 1 if confirms and not line.confirmed_sides.issuperset(actor.sides) else None
