"""Publishing an agenda or its changes, and moving it from draft to comment to ready."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import may
from alke.domain.topics import agenda_operations, agenda_queries, agenda_rules, agenda_times
from alke.domain.topics.agenda_changes import marked
from alke.domain.topics.agenda_contents import changes_between, contents_hash, frozen_contents
from alke.web.access import Request, require, signed_in
from alke.web.discussions.find import find

Agenda = Discussion.Agenda


@signed_in
def agenda_publish(request: Request, year: int, slug: str) -> HttpResponse:
    """Asks once more: what is published, who is told, and why when it is late or a change."""
    discussion = find(request, year, slug)
    require(request, may(request.actor, Power.PUBLISH, discussion))
    if request.method != "POST":
        return _ask(request, discussion)
    if request.POST.get("versio", "0") != str(discussion.publication_number or 0):
        messages.info(request, _("The agenda had already been published. Nothing was sent twice."))
        return redirect("agenda_detail", year, slug)
    reason = request.POST.get("reason", "")
    try:
        if discussion.agenda == Agenda.PUBLISHED:
            agenda_operations.publish_change(discussion, by=request.actor, reason=reason)
        else:
            agenda_operations.publish_agenda(discussion, by=request.actor, reason=reason)
    except (Refused, BadInput) as fault:
        return _ask(request, discussion, fault=str(fault), reason=reason)
    messages.success(request, _("Published. The notice is recorded for every recipient."))
    return redirect("agenda_detail", year, slug)


def _ask(request: Request, discussion: Any, *, fault: str = "", reason: str = "") -> HttpResponse:
    changing = discussion.agenda in {Agenda.PUBLISHED, Agenda.ARCHIVED}
    context: dict[str, Any] = {
        "discussion": discussion,
        "fault": fault,
        "reason": reason,
        "reason_limit": agenda_operations.REASON_LIMIT,
        "changing": changing,
        "late": agenda_rules.is_late(discussion.due_at),
        "bodies": _by_body(agenda_queries.recipients(discussion)),
    }
    context |= _change(request, discussion) if changing else _first(request, discussion)
    status = 422 if fault else 200
    return render(request, "pages/discussions/agenda_publish.html", context, status=status)


def _first(request: Request, discussion: Any) -> dict[str, Any]:
    ready = agenda_queries.readiness(discussion)
    items = agenda_queries.checklist(discussion, ready)
    verdict = agenda_rules.can_publish_agenda(
        request.actor, discussion, items, due_at=discussion.due_at
    )
    slots = agenda_times.timetable(discussion, ready.topics)
    return {"items": items, "verdict": verdict, "slots": slots, "changes": []}


def _change(request: Request, discussion: Any) -> dict[str, Any]:
    latest = agenda_queries.latest_publication(discussion)
    contents = frozen_contents(discussion)
    changed = latest is not None and contents_hash(contents) != latest.hash
    changes = changes_between(latest.contents, contents) if latest else []
    verdict = agenda_rules.can_publish_change(request.actor, discussion, changed=changed)
    return {
        "items": [],
        "verdict": verdict,
        "slots": agenda_times.published_timetable(contents),
        "changes": [marked(row) for row in changes],
    }


def _by_body(rows: list[agenda_queries.Recipient]) -> list[dict[str, Any]]:
    """Recipients by their body: how many people, in which languages."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        entry = found.setdefault(
            row.organisation.pk,
            {"organisation": row.organisation, "people": 0, "languages": set()},
        )
        entry["people"] += row.user is not None
        entry["languages"].add(row.language)
    order = {"mk": 1, "vn": 0}
    return sorted(
        found.values(),
        key=lambda entry: (order[entry["organisation"].side], entry["organisation"].name),
    )


@require_POST
@signed_in
def agenda_state(request: Request, year: int, slug: str) -> HttpResponse:
    """Moves the agenda one step."""
    discussion = find(request, year, slug)
    require(request, may(request.actor, Power.RUN_DISCUSSION, discussion))
    state = request.POST.get("state", "")
    try:
        moved = agenda_operations.set_agenda_state(discussion, state, by=request.actor)
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        name = moved.get_agenda_display().lower()
        messages.success(request, _("The agenda is now: %(state)s.") % {"state": name})
    return redirect("discussion_detail", year, slug)
