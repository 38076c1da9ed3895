"""Roles, the directory of organisations, one organisation."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, QuerySet, Window
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from alke.base import clock
from alke.base.languages import active, pick
from alke.domain.insight.organisation_page import organisation_of, work_counted, work_on
from alke.domain.people import queries, rules
from alke.domain.people.models import Membership, Organisation
from alke.domain.people.roles import POWER_LABELS, ROLES, SCOPE_LABELS, Power
from alke.domain.rounds.participation import may, may_for
from alke.web.access import Request, one_or_404
from alke.web.paging import page_asked, rows_on
from alke.web.people.kinds import KINDS, ONE
from alke.web.people.succession import Tried, successor_rows

Role = Membership.Role
Kind = Organisation.Kind
ROWS = 100
ACTIONS = 25
SEARCH_LIMIT = 100
WITH_REGIONS = frozenset({Kind.ELY, Kind.CENTRE})  # in the directory; councils are named by theirs


@dataclass
class KindSection:
    """Organisations of one kind on the page."""

    kind: str
    title: Promise
    rows: list[Organisation] = field(default_factory=list)


@dataclass(frozen=True)
class PowerRow:
    """A power, and how far it reaches in each role (None: not at all)."""

    label: Promise
    reach: dict[Role, Promise | None]


def role_table(request: Request) -> HttpResponse:
    """The table of roles and powers, as the rules ask it."""
    rows = [PowerRow(label, _reach_of(power)) for power, label in POWER_LABELS.items()]
    return render(
        request,
        "pages/people/role_table.html",
        {"roles": ROLES, "rows": rows, "own": request.actor.roles},
    )


def _reach_of(power: Power) -> dict[Role, Promise | None]:
    return {
        role: SCOPE_LABELS[info.powers[power]] if power in info.powers else None
        for role, info in ROLES.items()
    }


def organisation_list(request: Request) -> HttpResponse:
    """All bodies by kind; searched by name or spelling, those that have ended apart."""
    search = _searched(request.GET.get("haku", ""))
    kind = request.GET.get("laji", "")
    kind = kind if kind in Kind.values else ""
    ended = request.GET.get("paattyneet") == "1"
    rows = queries.directory(search=search, kind=kind, day=clock.today(), ended=ended)
    page = _page(rows.order_by("kind", f"name_{active()}", "name_fi"), request, ROWS)
    queries.read_regions(row for row in page.object_list if row.kind in WITH_REGIONS)
    return render(
        request,
        "pages/people/organisation_list.html",
        {
            "sections": _sections(page.object_list),
            "page": page,
            "search": search,
            "kind": kind,
            "ended": ended,
            "kinds": KINDS,
            "with_regions": WITH_REGIONS,
            "may_manage": bool(rules.can_manage_organisations(request.actor)),
        },
    )


def _searched(text: str) -> str:
    """One line that can be shown, of a bearable length."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:SEARCH_LIMIT]


def _sections(rows: Any) -> list[KindSection]:
    sections = {kind: KindSection(kind, title) for kind, title in KINDS.items()}
    for row in rows:
        sections[row.kind].rows.append(row)
    return [section for section in sections.values() if section.rows]


def organisation_detail(request: Request, slug: str) -> HttpResponse:
    """One body: names, kin, what it answers for, and for those who read or manage its people."""
    return organisation_page(request, slug, Tried())


def organisation_page(request: Request, slug: str, tried: Tried) -> HttpResponse:
    """The body's page; with what was `tried` where a hand-over did not succeed."""
    actor, day = request.actor, clock.today()
    body: Any = one_or_404(organisation_of(slug))
    kin = queries.kin_of(body)
    total = work_counted(actor, body)
    page = page_asked(request, total, ACTIONS)
    answers = bool(may_for(actor, Power.ANSWER_ACTION, body))
    part = rows_on(page)
    rows = work_on(actor, body, total, part, waiting_first=answers) if total else []
    has_ended = body.has_ended(day)
    manages = bool(rules.can_manage_organisations(actor))
    sees_people = actor.reads or manages
    hands_over = has_ended and bool(kin.successors) and bool(may(actor, Power.RUN_ROUND))
    return render(
        request,
        "pages/people/organisation_detail.html",
        {
            "body": body,
            "regions": [pick(SimpleNamespace(**row), "name") for row in body.region_rows],
            "kind_title": ONE[body.kind],
            "kin": kin,
            "has_ended": has_ended,
            "hands_over": hands_over,
            "page": page,
            "rows": successor_rows(rows, body, kin.successors, tried) if hands_over else rows,
            "sees_people": sees_people,
            "contacts": queries.contacts_of(body, day) if sees_people else [],
            "may_manage": manages,
            "answers": answers,
        },
        status=422 if tried.faults else 200,
    )


def _page(rows: QuerySet[Any], request: Request, size: int) -> Page[Any]:
    """The page asked for, the last one when there are fewer. One query for the first."""
    if "sivu" in request.GET:
        page: Page[Any] = page_asked(request, rows.count(), size)
        page.object_list = list(rows[rows_on(page)])
        return page
    first = list(rows.annotate(total=Window(Count("pk")))[:size])
    page = page_asked(request, first[0].total if first else 0, size)
    page.object_list = first
    return page
