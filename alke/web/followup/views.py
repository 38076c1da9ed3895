"""The round's follow-ups, and one of them: who has said what of each action."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Page as Sheet
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alke.base.links import link
from alke.domain.followup import rules
from alke.domain.followup.count_queries import (
    ALL,
    OURS,
    RETURNED,
    REVIEW,
    Counts,
    asked_bodies,
    progress,
)
from alke.domain.followup.models import FollowUpRound
from alke.domain.followup.page_queries import Group, Row, grouped, number_of, rows_of
from alke.domain.imports.rules import can_import_table
from alke.domain.people.models import Organisation, Side
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import may
from alke.domain.topics.action_models import Action
from alke.web.access import Request, public_part
from alke.web.find import find_round
from alke.web.followup.page import (
    Page,
    counters,
    find_followup,
    page_of,
    reviewed_actions,
)
from alke.web.paging import page_asked

PAGE = 50  # actions of one body
PAGE_OF_ALL = 25  # everybody's have many more answers each
UNDO = "followup_undo"  # what was just answered in one go, in the session


@public_part
def followup_list(request: Request, year: int) -> HttpResponse:
    """The follow-ups of the round's year, with those of earlier years that they go on from."""
    round_ = find_round(request, year)
    which = Q(round=round_) | Q(following__round=round_) | Q(scope_year=year)
    rows = FollowUpRound.objects.visible_to(request.actor).filter(which).distinct()
    followups = list(
        rows.select_related("round", "deadline")
        .defer("round__format_text")
        .order_by("-opens_date", "-pk")
    )
    context = {
        "round": round_,
        "followups": followups,
        "progress": progress(followups),
        "runs": may(request.actor, Power.RUN_ROUND),
    }
    return render(request, "pages/followup/followup_list.html", context)


@public_part
def followup_detail(request: Request, year: int, slug: str) -> HttpResponse:
    """One follow-up: own actions for a body, all for others; the public sees a published one."""
    followup = find_followup(request, year, slug)
    if followup.published_at is not None and request.actor.reads and not request.actor.reads_all:
        raise Http404  # a guest reads of a published one what everybody reads: see public_part
    return followup_page(request, followup)


def followup_page(
    request: Request, followup: FollowUpRound, *, fault: str = "", status: int = 200
) -> HttpResponse:
    """Renders it; `fault` is why something was not done."""
    page = page_of(request, followup)
    page = replace(page, reviews=_reviews(request, page))
    numbers = counters(request, page)
    body = page.choice.body
    by_place = body is not None and body.side == Side.VN
    sheet = _sheet(request, page, numbers["counts"])
    part = slice(max(sheet.start_index() - 1, 0), sheet.end_index())
    rows = rows_of(followup, request.actor, page.choice, part, by_place=by_place)
    page = replace(page, reviews=reviewed_actions(request, page, [row.id for row in rows]))
    context = numbers | {
        "page": page,
        "followup": followup,
        "groups": _groups(rows, followup, body if by_place else None),
        "sheet": sheet,
        "beside": _beside(rows),
        "action_address": link("action_detail", 0).removesuffix("0/"),
        "undo": _undo(request, followup),
        "fault": fault,
        "step": _next_step(request, followup),
        "can_import": can_import_table(request.actor, followup),
    }
    if request.actor.reads:
        context |= _filters(page)
    return render(request, "pages/followup/followup_detail.html", context, status=status)


def _reviews(request: Request, page: Page) -> frozenset[int] | None:
    """Before the rows are known: only whether all are reviewed."""
    everything = may(request.actor, Power.RUN_ROUND) and rules.is_open(page.followup)
    return None if everything else frozenset()


def _sheet(request: Request, page: Page, counts: Counts) -> Sheet[int]:
    choice = page.choice
    known = {ALL: counts.actions}
    if choice.body is not None:
        known |= {OURS: counts.ours, RETURNED: counts.returned, REVIEW: counts.review}
        known |= counts.waiting
    filtered = choice.state or choice.other is not None or choice.show not in known
    total = known[choice.show] if not filtered else number_of(page.followup, request.actor, choice)
    size = PAGE_OF_ALL if choice.body is None else PAGE
    return page_asked(request, total, size)


def _groups(rows: list[Row], followup: FollowUpRound, body: Organisation | None) -> list[Group]:
    """A ministry's actions stand under their discussions; the others in one list."""
    if body is None or not rows:
        return [Group(rows=rows)] if rows else []
    return grouped(rows, followup, body, returned=_("Returned to be completed"))


def _beside(rows: list[Row]) -> dict[int, tuple[int | None, int | None]]:
    """For each action's number, those before and after it on the page."""
    numbers = [row.number for row in rows]
    pairs = zip([None, *numbers], [*numbers[1:], None], strict=False)
    return dict(zip(numbers, pairs, strict=False))


def _undo(request: Request, followup: FollowUpRound) -> dict[str, Any] | None:
    """What was just answered in one go; shown once."""
    if not request.actor.reads or request.session.get(UNDO, {}).get("followup") != followup.pk:
        return None
    done: dict[str, Any] = request.session.pop(UNDO)
    return done


def _filters(page: Page) -> dict[str, Any]:
    bodies = asked_bodies(page.followup)
    mine = page.choice.body.slug if page.choice.body is not None else ""
    return {
        "body_options": bodies,
        "other_options": [row for row in bodies if row[0] != mine],
        "states": [(state.value, state.label) for state in Action.State],
    }


def _next_step(request: Request, followup: FollowUpRound) -> str:
    """For who runs the round: what comes next."""
    if not may(request.actor, Power.RUN_ROUND) or request.actor.is_system:
        return ""
    if followup.state == FollowUpRound.State.PLANNED:
        return _("Open the follow-up")
    if followup.state == FollowUpRound.State.OPEN:
        return _("Close the follow-up")
    return _("Stages") if followup.published_at else _("Publish the follow-up")
