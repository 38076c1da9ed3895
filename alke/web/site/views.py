"""The front page, pages about the service, and its health."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES, active
from alke.base.prepared import prepared
from alke.domain.insight.desk_queries import of_round, rounds_of
from alke.domain.people.actors import Actor
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


@dataclass(frozen=True)
class Day:
    """An occasion of the round as the front page shows it."""

    discussion: Discussion
    published: str
    regions: list[dict[str, str]]
    also: list[dict[str, str]]  # those whose own discussion is another one
    passed: bool
    is_next: bool


def home(request: Request) -> HttpResponse:
    """The desk for people who are signed in; for the public what is published."""
    if not request.actor.is_anonymous:
        return desk(request)
    rounds = rounds_of(Actor.public())
    current = rounds[0] if rounds else None
    times = _times(current.pk) if current else []
    return render(
        request,
        "pages/site/home.html",
        {
            "round": current,
            "rounds": sorted(rounds, key=lambda row: -row.year)[:ROUNDS],
            "days": _days(current, times) if current else [],
            "all_days": len(times),
            "meetings": times[0].meetings if times else 0,
        },
    )


def _public_discussions(round_id: int) -> QuerySet[Discussion]:
    return Discussion.objects.filter(round=round_id).visible_to(Actor.public())


@prepared
def _times(round_id: int) -> QuerySet[Discussion, Any]:
    """When each occasion is, by time, all but the meetings of joint ones; and how many these are.

    A round may have hundreds, of which few are shown.
    """
    rows = _public_discussions(round_id)
    meetings = rows.filter(cancelled_at=None).exclude(parent=None).order_by().values("round")
    found = rows.filter(parent=None).exclude(starts_at=None).order_by("starts_at", "position")
    return found.annotate(
        meetings=Coalesce(Subquery(meetings.annotate(n=Count("pk")).values("n")), 0)
    ).values_list("pk", "starts_at", "ends_at", "cancelled_at", "meetings", named=True)


def _days(round_: Round, times: list[Any]) -> list[Day]:
    """Those shown, from two before the next one when not all have room."""
    now = clock.now()
    coming = next(
        (n for n, row in enumerate(times) if not _is_over(row, now) and not row.cancelled_at),
        len(times),
    )
    first = max(0, min(coming - 2, len(times) - DAYS))
    rows = of_round(round_, _occasions([row.pk for row in times[first : first + DAYS]]))
    return [_day(row, now, is_next=first + n == coming) for n, row in enumerate(rows)]


def _is_over(row: Any, now: dt.datetime) -> bool:
    return bool((row.ends_at or row.starts_at) < now)


@prepared
def _occasions(ids: Collection[int]) -> QuerySet[Any]:
    """In the same order, with their regions, primary ones first."""
    regions = GroupMember.objects.filter(group=OuterRef("group"))
    regions = regions.order_by("-primary", "region__code")
    names = {f"name_{code}": f"region__name_{code}" for code in CODES}
    return (
        Discussion.objects.filter(pk__in=ids)
        .select_related("result")
        .annotate(region_rows=JsonRows(regions, "primary", **names))
        .order_by("starts_at", "position")
    )


def _day(row: Any, now: dt.datetime, *, is_next: bool) -> Day:
    return Day(
        row,
        _published(row),
        regions=_regions(row, primary=True),
        also=_regions(row, primary=False),
        passed=_is_over(row, now),
        is_next=is_next,
    )


def _published(row: Discussion) -> str:
    """What of the discussion is public."""
    outcome = getattr(row, "result", None)
    if outcome is not None and outcome.published_at:
        return _("Outcome published")
    return _("Agenda published") if row.agenda_published_at else ""


def _regions(row: Any, *, primary: bool) -> list[dict[str, str]]:
    """The regions that discuss here in the first place, or beside their own discussion."""
    name = f"name_{active()}"
    found = (names for names in row.region_rows if bool(names["primary"]) is primary)
    return [{"short": names[name] or names["name_fi"]} for names in found]


def accessibility(request: Request) -> HttpResponse:
    """The accessibility statement that the law (306/2019) asks for."""
    return render(request, "pages/site/accessibility.html", {"drawn_up": DRAWN_UP})


def privacy(request: Request) -> HttpResponse:
    """What is known of people, why, and for how long."""
    return render(request, "pages/site/privacy.html")


def styleguide(request: Request) -> HttpResponse:
    """Every part of the pages with its states."""
    return render(request, "pages/site/styleguide.html", sample())
