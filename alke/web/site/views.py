"""The front page, pages about the service, and its health."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alke.base import clock
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, GroupMember, Round
from alke.web.access import Request
from alke.web.site.desk import desk
from alke.web.site.styleguide_sample import sample

Kind = Discussion.Kind
NEVER_KEPT = {"Cache-Control": "private, no-store"}
DRAWN_UP = dt.date(2026, 11, 24)  # the accessibility statement; move it when the text changes


def health(request: HttpRequest) -> HttpResponse:
    """200 when the service can serve, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
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
    passed: bool
    is_next: bool = False


def home(request: Request) -> HttpResponse:
    """The desk for people who are signed in; for the public what is published. Three queries."""
    if not request.actor.is_anonymous:
        return desk(request)
    rounds = list(Round.objects.visible_to(Actor.public()).defer("format_text"))
    today = clock.today()
    sent = [row for row in rounds if row.letter_date is None or row.letter_date <= today]
    current = next(iter(sent or rounds), None)
    rows = list(_discussions(current)) if current else []
    return render(
        request,
        "pages/site/home.html",
        {
            "round": current,
            "rounds": rounds,
            "days": _days([row for row in rows if row.kind != Kind.REGIONAL and row.starts_at]),
            "meetings": sum(row.kind == Kind.REGIONAL for row in rows),
        },
    )


def _discussions(round_: Round) -> Any:
    members = GroupMember.objects.select_related("region")
    rows = Discussion.objects.filter(round=round_, cancelled_at=None).visible_to(Actor.public())
    return (
        rows.select_related("round", "result")
        .prefetch_related(Prefetch("group__members", members))
        .order_by("starts_at", "position")
    )


def _days(rows: list[Discussion]) -> list[Day]:
    now = clock.now()
    days = [Day(row, _published(row), _regions(row), _end(row) < now) for row in rows]
    for day in days:
        if not day.passed:
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


def _regions(row: Discussion) -> list[dict[str, str]]:
    if row.group is None:
        return []
    return [{"short": member.region.name} for member in row.group.members.all() if member.primary]


def accessibility(request: Request) -> HttpResponse:
    """The accessibility statement that the law (306/2019) asks for."""
    return render(request, "pages/site/accessibility.html", {"drawn_up": DRAWN_UP})


def privacy(request: Request) -> HttpResponse:
    """What is known of people, why, and for how long."""
    return render(request, "pages/site/privacy.html")


def styleguide(request: Request) -> HttpResponse:
    """Every part of the pages with its states."""
    return render(request, "pages/site/styleguide.html", sample())
