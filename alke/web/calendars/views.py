"""The page on which a person subscribes to calendars, renews their addresses and ends them."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.verdicts import Refused
from alke.domain.calendars import operations
from alke.domain.calendars.contents import name_of
from alke.domain.calendars.models import CalendarFeed
from alke.domain.calendars.operations import Opened
from alke.domain.calendars.queries import feeds_of
from alke.domain.insight.desk_queries import rounds_of
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Round
from alke.web.access import Request, one_or_404, signed_in

Scope, Deadlines = CalendarFeed.Scope, CalendarFeed.Deadlines
SCHEME: Final = "webcal"  # asks the browser for a calendar program


def calendar_page(request: Request) -> HttpResponse:
    """What one can subscribe to, what one has, and how it is done."""
    return _page(request)


@require_POST
@signed_in
def calendar_open(request: Request) -> HttpResponse:
    """A new address, shown this once. The same form again replaces it."""
    scope, body, round_ = _wanted(request)
    if scope is None:
        return _page(request, fault=_("Choose what the calendar shows."), status=422)
    deadlines = request.POST.get("maaraajat", "")
    try:
        opened = operations.open_feed(
            by=request.actor,
            scope=scope,
            organisation=body,
            round=round_,
            deadlines=Deadlines(deadlines if deadlines in Deadlines else Deadlines.DAYS),
        )
    except Refused as fault:
        return _page(request, fault=str(fault), status=403)
    return _page(request, opened)


@require_POST
@signed_in
def calendar_renew(request: Request, pk: int) -> HttpResponse:
    """Another address in place of one that others may know, shown this once."""
    try:
        opened = operations.renew_feed(_found(request, pk), by=request.actor)
    except Refused as fault:  # ended on another page meanwhile
        messages.error(request, str(fault))
        return redirect("calendar_page")
    return _page(request, opened)


@require_POST
@signed_in
def calendar_revoke(request: Request, pk: int) -> HttpResponse:
    """Ends a subscription."""
    try:
        operations.revoke_feed(_found(request, pk), by=request.actor)
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The calendar’s address works no more."))
    return redirect("calendar_page")


def _found(request: Request, pk: int) -> CalendarFeed:
    return one_or_404(list(CalendarFeed.objects.visible_to(request.actor).filter(pk=pk)))


def _page(
    request: Request, opened: Opened | None = None, *, fault: str = "", status: int = 200
) -> HttpResponse:
    actor = request.actor
    rounds = rounds_of(actor)
    feeds = feeds_of(actor) if actor.user else []
    context = {
        "feeds": [{"feed": feed, "name": name_of(feed)} for feed in feeds],
        "choices": _choices(request, rounds),
        "chosen": request.POST.get("kalenteri") or request.GET.get("kalenteri") or Scope.OWN,
        "deadlines": Deadlines.choices,
        "deadlines_chosen": request.POST.get("maaraajat") or Deadlines.DAYS,
        "public_rounds": [row for row in rounds if row.published_at is not None],
        "root": f"{request.scheme}://{request.get_host()}",
        "opened": _shown(request, opened) if opened else None,
        "fault": fault,
    }
    response = render(request, "pages/calendars/calendar_page.html", context, status=status)
    if opened:
        response.headers["Cache-Control"] = "no-store"
    return response


def _shown(request: Request, opened: Opened) -> dict[str, Any]:
    """The address in both forms; the secret is nowhere else."""
    path = f"{request.get_host()}/kalenteri/{opened.token}.ics"
    return {
        "name": name_of(opened.feed),
        "address": f"{request.scheme}://{path}",
        "link": f"{SCHEME}://{path}",
    }


def _choices(request: Request, rounds: list[Round]) -> list[tuple[str, str]]:
    """What the person may subscribe to: own, each own body, each round that one sees."""
    bodies = {row.organisation_id: row.organisation for row in request.actor.memberships}
    found = [(str(Scope.OWN), str(Scope.OWN.label))]
    found += [
        (f"{Scope.ORGANISATION}:{body.slug}", _("Discussions of %(name)s") % {"name": body.name})
        for body in bodies.values()
    ]
    return found + [
        (f"{Scope.ROUND}:{row.year}", _("All of the round %(year)d") % {"year": row.year})
        for row in rounds
    ]


def _wanted(
    request: Request,
) -> tuple[CalendarFeed.Scope | None, Organisation | None, Round | None]:
    """What the form names, of what one could have chosen."""
    scope, _colon, key = request.POST.get("kalenteri", "").partition(":")
    match scope:
        case Scope.OWN:
            return Scope.OWN, None, None
        case Scope.ORGANISATION:
            for row in request.actor.memberships:
                if row.organisation.slug == key:
                    return Scope.ORGANISATION, row.organisation, None
        case Scope.ROUND:
            for round_ in rounds_of(request.actor):
                if str(round_.year) == key:
                    return Scope.ROUND, None, round_
    return None, None, None
