"""The desk (työpöytä): what one's organisation must do now, and what has changed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.dates import format_at, format_date, recent
from alke.base.links import link
from alke.domain.documents.approval_queries import approvals_asked
from alke.domain.imports.table_tasks import tables_to_read
from alke.domain.insight.changes import Change, recent_changes
from alke.domain.insight.desk_queries import DiscussionLine, desk_of
from alke.domain.insight.task import Task
from alke.domain.insight.tasks import tasks_of
from alke.domain.rounds.models import Discussion
from alke.web.access import Request
from alke.web.context import note_year
from alke.web.rounds.steps import steps_of


def desk(request: Request) -> HttpResponse:
    """The signed-in person's front page."""
    actor = request.actor
    data = desk_of(actor)
    note_year(request, data.year)
    mine = [line for line in data.lines if line.mine]
    since = parse_datetime(request.session.get("since", ""))
    changes = recent_changes(actor, data, since=since)
    found = [*approvals_asked(actor), *tables_to_read(actor), *tasks_of(actor, data)]
    tasks = [_task(task) for task in found]
    return render(
        request,
        "pages/site/desk.html",
        {
            "desk": data,
            "steps": steps_of(data, mine),
            "tasks": tasks,
            "mine": _own_first(mine),
            "cancelled": [line.discussion for line in data.cancelled if line.mine],
            "changes": [(_when(change), change) for change in changes],
            "now": clock.now(),
        },
    )


def _own_first(lines: list[DiscussionLine]) -> list[DiscussionLine]:
    """Those of the own region first; at most ten."""
    kinds: list[str] = [Discussion.Kind.JOINT, Discussion.Kind.REGIONAL]
    found = [line for line in lines if line.discussion.kind != Discussion.Kind.WEBINAR]
    return sorted(
        found,
        key=lambda line: (
            not line.primary,
            kinds.index(line.discussion.kind) if line.discussion.kind in kinds else 9,
        ),
    )[:10]


def _when(change: Change) -> str:
    """Today's with its time, earlier ones with their day only."""
    is_today = change.at.astimezone(clock.HELSINKI).date() == clock.today()
    return recent(change.at) if is_today else format_date(change.at, "short")


def _due(task: Task) -> str | None:
    """The day, with the time where it is an occasion and not the end of a day."""
    if task.due_at is None:
        return None
    day = format_date(task.due_at, "short")
    return f"{day} {format_at(task.due_at)}" if task.timed else day


def _task(task: Task) -> dict[str, Any]:
    """A task as the component shows it."""
    address = link(task.page, *task.args) + task.query
    return {
        "title": task.title,
        "url": address,
        "days": task.days_left,
        "due": _due(task),
        "text": task.text,
        "action": task.button,
        "action_url": address,
        "done": task.done if task.total else None,
        "total": task.total or None,
        "unit": task.unit or _("updated"),
        "states": [{"code": code, "text": text} for code, text in task.states],
    }
