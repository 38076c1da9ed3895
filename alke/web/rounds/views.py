"""The round: timeline, readiness, findings, groups, documents; its timetable; its discussions."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from alke.base import clock
from alke.domain.insight.desk_queries import (
    DiscussionLine,
    deadlines_of,
    discussions_of,
    lines_of,
    members_of,
)
from alke.domain.people.roles import Power
from alke.domain.rounds import findings, rules
from alke.domain.rounds.facts import facts_of
from alke.domain.rounds.models import Contact, Deadline, Discussion, GroupMember, Round
from alke.domain.rounds.participation import may
from alke.web.access import Request, public_part
from alke.web.rounds.timeline import timeline

Kind = Discussion.Kind


def find_round(request: Request, year: int) -> Round:
    """The year's round, if the person may see it; else 404."""
    return get_object_or_404(
        Round.objects.visible_to(request.actor).defer("format_text"), year=year
    )


@public_part
def round_detail(request: Request, year: int) -> HttpResponse:
    """All that a round consists of, and how ready it is."""
    round_ = find_round(request, year)
    actor = request.actor
    rows = discussions_of(round_, actor)
    everything = rows if actor.reads_all else None  # a guest sees a part of it
    facts = None if actor.is_anonymous else facts_of(round_, everything)
    deadlines = facts.deadlines if facts else deadlines_of(round_)
    members = facts.members if facts else members_of(round_)
    lines = lines_of(round_, actor, deadlines, rows=rows, among=members)
    context = {
        "round": round_,
        "lines": [line for line in lines if line.discussion.kind != Kind.REGIONAL],
        "meetings": [line for line in lines if line.discussion.kind == Kind.REGIONAL],
        "timeline": timeline(round_, lines, deadlines),
        "next_deadline": _next_deadline(deadlines),
        "groups": _by_group(members),
        "basis": facts.basis if facts else [],  # the public finds them in the timetable
        "contacts": _contacts(request, round_),
        "findings": findings.findings_of(round_, facts) if facts else [],
        "can_accept": rules.can_accept_finding(actor, round_),
        "can_move": may(actor, Power.MOVE_DATES),
    }
    return render(request, "pages/rounds/round_detail.html", context)


def _by_group(members: list[GroupMember]) -> list[dict[str, Any]]:
    """Groups in order, each with its members; a region's primary group first."""
    groups = groupby(members, key=lambda row: row.group)
    return [{"name": group.name, "members": list(rows)} for group, rows in groups]


def _next_deadline(deadlines: list[Deadline]) -> Deadline | None:
    now = clock.now()
    return next((row for row in deadlines if row.due_at >= now), None)


def _contacts(request: Request, round_: Round) -> list[dict[str, Any]]:
    """Contacts by discussion and side; for those who are signed in."""
    if request.actor.is_anonymous:
        return []
    rows = Contact.objects.filter(discussion__round=round_).exclude(discussion__kind=Kind.REGIONAL)
    found: dict[int, dict[str, Any]] = {}
    for row in rows.select_related("organisation", "discussion").order_by(
        "discussion__position", "id"
    ):
        entry = found.setdefault(
            row.discussion_id, {"discussion": row.discussion, "vn": [], "mk": []}
        )
        entry[row.side].append(row)
    return list(found.values())


@public_part
def round_schedule(request: Request, year: int) -> HttpResponse:
    """Every date of the round in order, with what it hangs on, and the way to move it."""
    round_ = find_round(request, year)
    deadlines = deadlines_of(round_)
    lines = lines_of(round_, request.actor, deadlines)
    context = {
        "round": round_,
        "months": _by_month(_entries(round_, lines, deadlines)),
        "timeline": timeline(round_, lines, deadlines),
        "can_move": may(request.actor, Power.MOVE_DATES),
        "unplanned": [line for line in lines if line.discussion.starts_at is None],
    }
    return render(request, "pages/rounds/round_schedule.html", context)


def _entries(
    round_: Round, lines: list[DiscussionLine], deadlines: list[Deadline]
) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    if round_.letter_date:
        entries.append(
            {
                "day": round_.letter_date,
                "kind": "letter",
                "title": _("Guidance letter"),
                "note": round_.letter_number,
            }
        )
    entries += [{"day": row.day, "kind": "deadline", "deadline": row} for row in deadlines]
    entries += [
        {"day": line.discussion.day, "kind": "discussion", "discussion": line.discussion}
        for line in lines
        if line.discussion.day
    ]
    entries += [
        {"day": row.date, "kind": "basis", "basis": row}
        for row in round_.basis_documents.select_related("opened_by")
        if row.date
    ]
    today = clock.today()
    for entry in entries:
        entry["passed"] = entry["day"] < today
    return sorted(entries, key=lambda entry: entry["day"])


def _by_month(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    months: list[dict[str, Any]] = []
    for entry in entries:
        first = entry["day"].replace(day=1)
        if not months or months[-1]["month"] != first:
            months.append({"month": first, "entries": []})
        months[-1]["entries"].append(entry)
    return months


@public_part
def discussion_list(request: Request, year: int) -> HttpResponse:
    """The round's discussions: joint ones, the webinar, regional meetings; own ones first."""
    round_ = find_round(request, year)
    deadlines = deadlines_of(round_)
    lines = lines_of(round_, request.actor, deadlines)
    context = {
        "round": round_,
        "joint": [
            line for line in lines if line.discussion.kind in {Kind.JOINT, Kind.EVENT, Kind.WRITTEN}
        ],
        "webinars": [line for line in lines if line.discussion.kind == Kind.WEBINAR],
        "meetings": [line for line in lines if line.discussion.kind == Kind.REGIONAL],
    }
    return render(request, "pages/rounds/discussion_list.html", context)
