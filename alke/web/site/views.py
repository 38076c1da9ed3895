"""The front page, pages about the service, and its health."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.jsonrows import JsonRows
from alke.base.prepared import prepared
from alke.domain.insight.desk_queries import rounds_of
from alke.domain.people.actors import Actor
from alke.domain.people.models import Region
from alke.domain.rounds.models import Discussion, GroupMember, Round
from alke.web.access import Request
from alke.web.site.desk import desk
from alke.web.site.styleguide_sample import sample

DAYS = 12  # occasions on the front page
ROUNDS = 10
NEVER_KEPT = {"Cache-Control": "private, no-store"}
DRAWN_UP = dt.date(2026, 11, 24)  # the accessibility statement; move it when the text changes


def health(request: HttpRequest) -> HttpResponse:
    """200 when the service can serve, else 503: it needs the database and a table of ours."""
    try:
        Round.objects.exists()
    except Exception as fault:  # noqa: BLE001 - any fault means that we cannot serve
        answer = {"status": "fault", "reason": type(fault).__name__}
        return JsonResponse(answer, status=503, headers=NEVER_KEPT)
    return JsonResponse({"status": "ok"}, headers=NEVER_KEPT)


@dataclass
class Day:
    """An occasion of the round as the front page shows it."""

    discussion: Discussion
    published: str
    regions: list[dict[str, str]]
    also: list[dict[str, str]]  # those whose own discussion is another one
    passed: bool
    is_next: bool = False


def home(request: Request) -> HttpResponse:
    """The desk for people who are signed in; for the public what is published."""
    if not request.actor.is_anonymous:
        return desk(request)
    rounds = rounds_of(Actor.public())
    current = rounds[0] if rounds else None
    days = _days(_occasions(current)) if current else []
    first = _first_shown(days)
    meetings = len(_meetings(current.pk)) if current else 0
    return render(
        request,
        "pages/site/home.html",
        {
            "round": current,
            "rounds": sorted(rounds, key=lambda row: -row.year)[:ROUNDS],
            "days": days[first : first + DAYS],
            "all_days": len(days),
            "meetings": meetings,
        },
    )


def _public_discussions(round_id: int) -> QuerySet[Discussion]:
    return Discussion.objects.filter(round=round_id).visible_to(Actor.public())


@prepared
def _meetings(round_id: int) -> QuerySet[Discussion, int]:
    rows = _public_discussions(round_id).filter(cancelled_at=None).exclude(parent=None)
    return rows.order_by().values_list("pk", flat=True)


def _occasions(round_: Round) -> list[Discussion]:
    """All but the meetings of joint ones, by time, with their regions, primary ones first."""
    found = _occasion_rows(round_.pk)
    for row in found:
        row.round = round_
    return found


@prepared
def _occasion_rows(round_id: int) -> QuerySet[Any]:
    found = _public_discussions(round_id).filter(parent=None).exclude(starts_at=None)
    regions = GroupMember.objects.filter(group=OuterRef("group"))
    regions = regions.order_by("-primary", "region__code")
    names = {name: f"region__{name}" for name in ("name_fi", "name_sv", "name_en")}
    return (
        found.select_related("result")
        .annotate(region_rows=JsonRows(regions, "primary", **names))
        .order_by("starts_at", "position")
    )


def _first_shown(days: list["Day"]) -> int:
    """Where the list starts: two days before the next one, when not all have room."""
    coming = next((n for n, day in enumerate(days) if day.is_next), len(days))
    return max(0, min(coming - 2, len(days) - DAYS))


def _days(rows: list[Discussion]) -> list[Day]:
    now = clock.now()
    days = [
        Day(row, _published(row), _regions(row), _regions(row, primary=False), _end(row) < now)
        for row in rows
    ]
    for day in days:
        if not day.passed and not day.discussion.cancelled_at:
            day.is_next = True
            break
    return days


def _end(row: Discussion) -> Any:
    return row.ends_at or row.starts_at


def _published(row: Discussion) -> str:
    """What of the discussion is public."""
    outcome = getattr(row, "result", None)
    if outcome is not None and outcome.published_at:
        return _("Outcome published")
    return _("Agenda published") if row.agenda_published_at else ""


def _regions(row: Any, *, primary: bool = True) -> list[dict[str, str]]:
    """The regions that discuss here in the first place, or beside their own discussion."""
    found = ({**names} for names in row.region_rows)
    return [
        {"short": Region(**names).name} for names in found if bool(names.pop("primary")) is primary
    ]


def accessibility(request: Request) -> HttpResponse:
    """The accessibility statement that the law (306/2019) asks for."""
    return render(request, "pages/site/accessibility.html", {"drawn_up": DRAWN_UP})


def privacy(request: Request) -> HttpResponse:
    """What is known of people, why, and for how long."""
    return render(request, "pages/site/privacy.html")


def styleguide(request: Request) -> HttpResponse:
    """Every part of the pages with its states."""
    return render(request, "pages/site/styleguide.html", sample())
