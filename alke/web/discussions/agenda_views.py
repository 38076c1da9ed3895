"""The agenda as published: versions, marked changes, as of a date; its notice record."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from alke.domain.insight.notice import notice_of
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import may
from alke.domain.topics import agenda_operations, agenda_rules
from alke.domain.topics.agenda_changes import marked
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.agenda_past import agenda_as_of
from alke.domain.topics.agenda_queries import publications
from alke.domain.topics.agenda_shown import asked_publication, shown_agenda
from alke.domain.topics.agenda_times import days_of_agenda, published_timetable
from alke.web.access import Request, public_part, require, signed_in
from alke.web.discussions.find import find
from alke.web.topics.find import asked_moment


@public_part
def agenda_detail(request: Request, year: int, slug: str) -> HttpResponse:
    """The publication in force, or the one asked for (?versio=1, ?tilanne=2024-04-02)."""
    discussion = find(request, year, slug)
    rows = publications(discussion)
    asked = asked_moment(request)
    moment = asked.moment
    context: dict[str, Any] = {
        "discussion": discussion,
        "publications": rows,
        "moment": moment,
        "as_of_fault": asked.fault,
    }
    shown = _asked(request, rows, moment)
    if shown is None:
        if moment is not None:
            context["past"] = agenda_as_of(discussion, moment, request.actor)
        context |= {
            "shown": None,
            "late": agenda_rules.is_late(discussion.due_at),
            "can_publish": may(request.actor, Power.PUBLISH, discussion),
        }
        return render(request, "pages/discussions/agenda_detail.html", context)
    context |= _contents(discussion, shown, rows)
    if request.actor.reads:
        context |= {"can_publish": may(request.actor, Power.PUBLISH, discussion)}
        if request.method == "GET" and shown == rows[-1]:
            agenda_operations.mark_opened(shown, by=request.actor)
    return render(request, "pages/discussions/agenda_detail.html", context)


def _asked(
    request: Request, rows: list[AgendaPublication], moment: dt.datetime | None
) -> AgendaPublication | None:
    try:
        return asked_publication(rows, request.GET.get("versio", ""), moment)
    except LookupError as fault:
        raise Http404 from fault


def _contents(
    discussion: Discussion, shown: AgendaPublication, rows: list[AgendaPublication]
) -> dict[str, Any]:
    """The contents of the shown publication, what it changed, and when each topic last was."""
    found = shown_agenda(discussion, rows, shown)
    return {
        "shown": shown,
        "contents": found.contents,
        "slots": published_timetable(found.contents),
        "changes": [marked(change) for change in found.changes],
        "changed_topics": found.changed_topics,
        "is_latest": shown == rows[-1],
    }


@signed_in
def notice_record(request: Request, year: int, slug: str) -> HttpResponse:
    """Proof of notice on one printable page: what, when, to whom, opened, changed (B4)."""
    discussion = find(request, year, slug)
    require(request, agenda_rules.can_see_notice(request.actor, discussion))
    notice = notice_of(discussion)
    days = days_of_agenda(discussion, notice.due_at)
    context = {"discussion": discussion, "days": days, **vars(notice)}
    return render(request, "pages/discussions/notice_record.html", context)
