"""Follow-up for those who run it: to open, to review, to answer in others' place, to close."""

import datetime as dt
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.followup.count_queries import REVIEW
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.followup.rules import can_open_followup
from alke.domain.insight.stand_in_tasks import awaited_bodies, reports_in_place
from alke.domain.insight.task import Task
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.models import Round

State = FollowUpRound.State
Cell = ProgressReport.State


def followups_to_run(actor: Actor) -> list[Task]:
    """What the coordinator's follow-ups wait for; nothing for others. One query."""
    if not actor.has_role(*roles_with(Power.RUN_ROUND)):
        return []
    return [task for row in _to_run(clock.today()) for task in _tasks(actor, row)]


@prepared
def _to_run(day: dt.date) -> QuerySet[Any]:
    due = Q(state=State.PLANNED, opens_date__lte=day)
    due &= ~Q(round__state=Round.State.ENDED)
    rows = FollowUpRound.objects.filter(due | Q(state=State.OPEN))
    counted = rows.annotate(
        submitted=_count(Cell.SUBMITTED),
        missing=_count(*ProgressReport.UNANSWERED),
        awaited=awaited_bodies(),
    )
    return counted.select_related("round", "deadline", "previous").defer("round__format_text")


def _count(*states: str) -> Coalesce:
    """Of the follow-up's cells, from the index by side and state."""
    cells = ProgressReport.objects.filter(
        followup=OuterRef("pk"), side__in=Side.values, state__in=states
    )
    found: QuerySet[Any, Any] = cells.order_by().values("followup").annotate(n=Count("pk"))
    return Coalesce(Subquery(found.values("n")), 0)


def _tasks(actor: Actor, row: Any) -> list[Task]:
    if row.state == State.PLANNED:
        return [_to_open(actor, row)]
    found = [_to_review(row)] if row.submitted else []
    found += reports_in_place(actor, row)
    return [*found, _to_close(row)] if row.is_late(clock.now()) else found


def _to_open(actor: Actor, row: FollowUpRound) -> Task:
    verdict = can_open_followup(actor, row)
    ready = _("Its day has come: each responsible body gets its actions to report on.")
    return Task(
        title=_("Open the follow-up: %(name)s") % {"name": row.name},
        text=ready if verdict else str(verdict.reason),
        button=_("Go to the follow-up"),
        page="followup_detail",
        args=(row.round.year, row.slug),
        due_at=clock.end_of_day(row.opens_date),
    )


def _to_review(row: Any) -> Task:
    text = ngettext(
        "%(count)d submitted answer waits to be accepted or returned.",
        "%(count)d submitted answers wait to be accepted or returned.",
        row.submitted,
    )
    return Task(
        title=_("Review the answers: %(name)s") % {"name": row.name},
        text=text % {"count": row.submitted},
        button=_("Review"),
        page="followup_detail",
        args=(row.round.year, row.slug),
        query=f"?nayta={REVIEW}",
    )


def _to_close(row: Any) -> Task:
    text = _("Everybody has answered.")
    if row.missing:
        text = ngettext(
            "The deadline has passed; %(count)d answer is missing.",
            "The deadline has passed; %(count)d answers are missing.",
            row.missing,
        ) % {"count": row.missing}
    return Task(
        title=_("Close the follow-up: %(name)s") % {"name": row.name},
        text=text,
        button=_("Go to the follow-up"),
        page="followup_detail",
        args=(row.round.year, row.slug),
        due_at=row.due,
        purpose="followup",
    )
