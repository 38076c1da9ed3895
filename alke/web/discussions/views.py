"""A discussion: the page on which it is prepared, and its published part for anyone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from alke.base import clock
from alke.base.dates import to_helsinki
from alke.domain.insight.cancelling import why_cancelled
from alke.domain.insight.discussion_page import (
    discussion_page,
    in_time,
    other_discussions,
)
from alke.domain.outcomes import rules as outcome_rules
from alke.domain.people.models import Region, Side
from alke.domain.people.roles import Power
from alke.domain.rounds import rules as round_rules
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import may
from alke.domain.rounds.themes import themes_of
from alke.domain.topics import agenda_rules, rules
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_queries import actions_of_discussion, named_bodies
from alke.domain.topics.agenda_times import published_timetable
from alke.web.access import Request, public_part
from alke.web.discussions.find import find, find_public

Agenda = Discussion.Agenda
SOON = 7  # days before a deadline


@public_part
def discussion_detail(request: Request, year: int, slug: str) -> HttpResponse:
    """Joint discussion, regional meeting, webinar: one page, each with what it needs."""
    if not request.actor.reads:
        return _published(request, year, slug)
    discussion = find(request, year, slug)
    actor = request.actor
    page = discussion_page(discussion, actor)
    under_way = rules.is_under_way(discussion)
    context: dict[str, Any] = {
        "discussion": discussion,
        "page": page,
        "can_name": round_rules.can_name_contacts(actor, discussion),
        "why": why_cancelled(discussion),
        "can_restore": round_rules.can_restore_discussion(actor, discussion),
        "can_move": round_rules.can_move_discussion(actor, discussion, reason="–"),
        "can_place": round_rules.can_set_place(actor, discussion),
        "may_publish": not discussion.cancelled_at and may(actor, Power.PUBLISH, discussion),
        "can_publish": agenda_rules.can_publish_agenda(
            actor, discussion, page.items, due_at=discussion.due_at
        ),
        "steps": agenda_steps(request, discussion, page.items),
        "can_propose": rules.can_propose_topic(actor, discussion),
        "can_draw_up": outcome_rules.can_draw_up_outcome(actor, discussion),
        "frozen": rules.is_frozen(discussion),
        "under_way": under_way,
        "waits": bool(under_way) and not rules.is_frozen(discussion),
        "late": agenda_rules.is_late(discussion.due_at),
        "soon": bool(under_way) and _is_soon(discussion),
        "basis": [],
        "themes_shown": themes_of(discussion.round, discussion),
    }
    if not page.lines and not discussion.max_topics:  # a webinar: what it opens
        context["basis"] = list(discussion.opens.all())
    return render(request, "pages/discussions/discussion_detail.html", context)


def _is_soon(discussion: Any) -> bool:
    """Whether the agenda is due within seven days and not published."""
    if discussion.due_at is None or discussion.agenda_published_at is not None:
        return False
    return 0 <= (to_helsinki(discussion.due_at).date() - clock.today()).days <= SOON


def agenda_steps(request: Request, discussion: Discussion, items: Any) -> list[tuple[str, Any]]:
    """The states to which the reader could move the agenda, with the verdict; none for others.

    One that runs the discussion also sees what still keeps the agenda from being ready.
    """
    if discussion.cancelled_at:
        return []
    states = agenda_rules.TRANSITIONS[discussion.agenda] - {Agenda.PUBLISHED}
    verdicts = [
        (state, agenda_rules.can_set_agenda_state(request.actor, discussion, state, items))
        for state in Agenda
        if state in states
    ]
    return [
        (state, row) for state, row in verdicts if row or (state == Agenda.READY and not row.never)
    ]


def _published(request: Request, year: int, slug: str) -> HttpResponse:
    """What is published of agenda, outcome and actions. Four queries."""
    discussion = find_public(request, year, slug)
    actor = request.actor
    actions = actions_of_discussion(discussion, actor)
    agenda = discussion.agenda_contents
    others = other_discussions(discussion, actor)
    regions = [Region(**row) for row in discussion.region_rows]
    mainland = [] if discussion.region else [Region(**row) for row in discussion.mainland_rows]
    context = {
        "discussion": discussion,
        "why": why_cancelled(discussion),
        "agenda": agenda,
        "late": agenda_rules.is_late(discussion.due_at),
        "slots": published_timetable(agenda) if agenda else [],
        "outcome": discussion.outcome_contents,
        "actions": actions,
        "states": _count_states(actions),
        "parties": _named(actions),
        "themes_shown": themes_of(discussion.round, discussion, regions or mainland),
        "regions": regions,
        "meetings": in_time([row for row in others if row.parent_id == discussion.pk]),
        "others": [row for row in others if row.parent_id != discussion.pk],
    }
    return render(request, "pages/discussions/discussion_public.html", context)


def _count_states(actions: list[Action]) -> list[tuple[str, int]]:
    """How many in each state, the furthest first, as the bar shows them."""
    order = ["done", "ongoing", "delayed", "not-started", "proposed", "dropped"]
    counted = dict.fromkeys(order, 0)
    for action in actions:
        counted[action.state] += 1
    return [(state, n) for state, n in counted.items() if n]


def _named(actions: list[Action]) -> dict[str, list[Any]]:
    """The bodies that answer for the published actions, by side."""
    found: dict[str, dict[int, Any]] = {side: {} for side in Side}
    for action in actions:
        for row in named_bodies(action):
            found[row.side][row.organisation_id] = row.organisation
    return {
        side: sorted(bodies.values(), key=lambda body: str(body.short))
        for side, bodies in found.items()
    }
