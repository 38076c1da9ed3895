"""The actions of a discussion: the annex's two tables, narrowed, and as of a date."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from alke.domain.people.models import Side
from alke.domain.topics import action_rules
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_queries import (
    ActionFilter,
    actions_of_discussion,
    bodies_named,
)
from alke.domain.topics.agenda_past import action_list_as_of
from alke.web.access import Request, public_part
from alke.web.discussions.find import find
from alke.web.topics.find import asked_moment


@public_part
def discussion_actions(request: Request, year: int, slug: str) -> HttpResponse:
    """All of them, or those of one state, side or body."""
    discussion = find(request, year, slug)
    asked = asked_moment(request)
    if asked.moment is not None:
        past = action_list_as_of(discussion, asked.moment, request.actor)
        context = {"discussion": discussion, "past": past, "as_of_fault": ""}
        return render(request, "pages/discussions/discussion_actions.html", context)
    narrowed = _narrowed(request)
    everything = actions_of_discussion(discussion, request.actor)
    counts = Counter(action.state for action in everything)
    bodies = [(row.slug, row.short) for row in bodies_named(everything)]
    context = {
        "discussion": discussion,
        "past": None,
        "as_of_fault": asked.fault,
        "actions": [action for action in everything if narrowed.takes(action)],
        "total": len(everything),
        "narrowed": narrowed,
        "states": _states(narrowed, counts),
        "sides": _sides(narrowed),
        "bodies": [("", _("All bodies")), *bodies],
        "can_edit": False,
    }
    if request.actor.reads:
        context["can_edit"] = action_rules.can_create_action(request.actor, discussion, None)
    return render(request, "pages/discussions/discussion_actions.html", context)


def _narrowed(request: Request) -> ActionFilter:
    """Unknown values narrow to nothing asked: a mistyped address shows all."""
    state, side = request.GET.get("tila", ""), request.GET.get("puoli", "")
    return ActionFilter(
        state=state if state in Action.State.values else "",
        side=side if side in Side.values else "",
        body=request.GET.get("taho", "")[:60],
    )


def _url(narrowed: ActionFilter, **other: str) -> str:
    values = {"tila": narrowed.state, "puoli": narrowed.side, "taho": narrowed.body} | other
    return "?" + urlencode({key: value for key, value in values.items() if value})


def _states(narrowed: ActionFilter, counts: Counter[str]) -> list[dict[str, Any]]:
    rows = [("", _("All"), counts.total())]
    rows += [(state, str(state.label), counts[state]) for state in Action.State if counts[state]]
    return [
        {
            "url": _url(narrowed, tila=state),
            "label": label,
            "count": count,
            "current": narrowed.state == state,
        }
        for state, label, count in rows
    ]


def _sides(narrowed: ActionFilter) -> list[dict[str, Any]]:
    rows = [("", _("Both sides")), (Side.VN, _("VN")), (Side.MK, _("Regions"))]
    return [
        {"url": _url(narrowed, puoli=side), "label": label, "current": narrowed.side == side}
        for side, label in rows
    ]
