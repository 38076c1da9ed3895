"""The agenda as published: versions, marked changes, as of a date; its notice record."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from alke.base import clock
from alke.domain.insight.evidence import publishers
from alke.domain.people.models import Organisation
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import may
from alke.domain.topics import agenda_operations, agenda_rules
from alke.domain.topics.agenda_contents import changes_between
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient
from alke.domain.topics.agenda_past import agenda_as_of
from alke.domain.topics.agenda_queries import notice_rows, publications
from alke.domain.topics.agenda_times import days_of_agenda, published_timetable
from alke.web.access import Request, public_part, require, signed_in
from alke.web.discussions.changes import Marked, marked
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
    number = request.GET.get("versio", "")
    if number:
        found = [row for row in rows if str(row.number) == number]
        if not found:
            raise Http404
        return found[0]
    known = [row for row in rows if moment is None or row.at <= moment]
    return known[-1] if known else None


def _contents(
    discussion: Discussion, shown: AgendaPublication, rows: list[AgendaPublication]
) -> dict[str, Any]:
    """The contents of the shown publication, what it changed, and when each topic last was."""
    wanted = AgendaPublication.objects.filter(discussion=discussion, number__lte=shown.number)
    kept = dict(wanted.values_list("number", "contents"))
    contents = kept[shown.number]
    changes: list[Marked] = []
    changed_topics: dict[int | None, dt.datetime] = {}
    for row in rows[1 : shown.number]:
        found = changes_between(kept[row.number - 1], kept[row.number])
        changed_topics |= {change.topic: row.at for change in found}
        changes = [marked(change) for change in found]
    return {
        "shown": shown,
        "contents": contents,
        "slots": published_timetable(contents),
        "changes": changes,
        "changed_topics": changed_topics,
        "is_latest": shown == rows[-1],
    }


@signed_in
def notice_record(request: Request, year: int, slug: str) -> HttpResponse:
    """Proof of notice on one printable page: what, when, to whom, opened, changed (B4)."""
    discussion = find(request, year, slug)
    require(request, agenda_rules.can_see_notice(request.actor, discussion))
    rows = publications(discussion)
    due_at = rows[-1].due_at if rows else discussion.due_at
    in_time = [row for row in rows if due_at is None or row.at <= due_at]
    recipients = notice_rows(discussion)
    context = {
        "discussion": discussion,
        "publications": rows,
        "at_deadline": in_time[-1] if in_time else None,
        "due_at": due_at,
        "days": days_of_agenda(discussion, due_at),
        "span": rows[-1].span if rows else (discussion.starts_at, discussion.ends_at),
        "due_passed": due_at is not None and due_at < clock.now(),
        "publishers": publishers(discussion),
        "bodies": _by_body(recipients),
        "opened": len({row.user_id for row in recipients if row.first_opened_at}),
        "people": len({(row.organisation_id, row.user_id) for row in recipients}),
    }
    return render(request, "pages/discussions/notice_record.html", context)


@dataclass(frozen=True)
class Told:
    """One recipient with what is known of each version."""

    recipient: NoticeRecipient
    versions: list[NoticeRecipient]

    @property
    def opened(self) -> list[NoticeRecipient]:
        """The versions that were opened."""
        return [row for row in self.versions if row.first_opened_at]


def _by_body(rows: list[NoticeRecipient]) -> list[tuple[Organisation, list[Told]]]:
    """Bodies by name, each with its people and what they were told of."""
    bodies: dict[int, tuple[Organisation, dict[int | None, Told]]] = {}
    for row in rows:
        _body, people = bodies.setdefault(row.organisation_id, (row.organisation, {}))
        people.setdefault(row.user_id, Told(row, [])).versions.append(row)
    return [(body, list(people.values())) for body, people in bodies.values()]
