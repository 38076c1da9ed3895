"""Tasks of who answers on the Government's side for bodies that are no ministry (decision 9)."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES
from alke.base.prepared import prepared
from alke.domain.followup.models import ProgressReport
from alke.domain.insight.body_tasks import open_responsibilities
from alke.domain.insight.task import Task
from alke.domain.people.actors import Actor
from alke.domain.people.models import ALONE, Organisation, Side
from alke.domain.topics.action_models import Responsibility

_NAMES = tuple(f"short_{code}" for code in CODES)


def _bodies() -> QuerySet[Organisation]:
    return Organisation.objects.exclude(kind__in=ALONE)


def awaited_bodies() -> JsonRows:
    """Of follow-ups in a query: who is awaited, how many answers are asked for and how many wait.

    In the query of the follow-ups themselves, for a desk asks few questions.
    """
    cells = ProgressReport.objects.filter(
        followup=OuterRef(OuterRef("pk")), organisation=OuterRef("pk"), side=Side.VN
    )
    waiting = cells.filter(state__in=ProgressReport.UNANSWERED)
    rows = _bodies().filter(Exists(waiting)).annotate(total=_count(cells), left=_count(waiting))
    return JsonRows(rows, "slug", "total", "left", *_NAMES)


def _count(rows: QuerySet[Any]) -> Subquery:
    found = rows.order_by().values("organisation").annotate(n=Count("pk")).values("n")
    return Subquery(found)


def reports_in_place(actor: Actor, row: Any) -> list[Task]:
    """What waits in a follow-up that was read with `awaited_bodies` as its `awaited`."""
    if actor.stands_in is None:
        return []
    return [_report(row, body) for body in row.awaited]


def _report(row: Any, body: dict[str, Any]) -> Task:
    total, left = body["total"], body["left"]
    name = Organisation(**{key: body[key] for key in _NAMES}).short
    text = _(
        "It is no ministry, and the coordinator answers for it on the Government’s side. "
        "Follow-up: %(name)s."
    )
    return Task(
        title=_("Report for %(name)s") % {"name": name},
        text=text % {"name": row.name},
        button=_("Start reporting") if left == total else _("Continue reporting"),
        page="followup_detail",
        args=(row.round.year, row.slug),
        due_at=row.due,
        purpose="followup",
        done=total - left,
        total=total,
        query=f"?taho={body['slug']}",
    )


def answers_in_place(actor: Actor) -> list[Task]:
    """Actions in which their answer is awaited; nothing for others. One query."""
    if actor.stands_in is None:
        return []
    return [_answer(body) for body in _answers()]


@prepared
def _answers() -> QuerySet[Any]:
    """Bodies whose answers are awaited, with how many."""
    owed = open_responsibilities().filter(
        organisation=OuterRef("pk"), side=Side.VN, answer=Responsibility.Answer.OPEN
    )
    return _bodies().filter(Exists(owed)).annotate(owed=_count(owed))


def _answer(body: Any) -> Task:
    text = ngettext(
        "It is no ministry, and is named on the Government’s side of %(count)d action. "
        "The coordinator answers for it.",
        "It is no ministry, and is named on the Government’s side of %(count)d actions. "
        "The coordinator answers for it.",
        body.owed,
    )
    return Task(
        title=_("Answer for %(name)s") % {"name": body.short},
        text=text % {"count": body.owed},
        button=_("Go through the actions"),
        page="organisation_detail",
        args=(body.slug,),
    )
