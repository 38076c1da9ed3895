"""Where an action stands and where it comes from: sheet, order, earlier action, merger."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.topics import action_operations as operations
from alke.domain.topics import action_rules as rules
from alke.domain.topics.action_models import Action, ActionOrigin
from alke.domain.topics.action_queries import actions_of_topic
from alke.domain.topics.agenda_rules import wants_reason
from alke.domain.topics.models import Topic
from alke.web.access import Request, require, signed_in, status_of
from alke.web.actions.edit_views import form_page
from alke.web.actions.views import LARGEST, find
from alke.web.numbers import whole
from alke.web.topics.find import find_topic

TYPED = ("what", "topic", "number", "reason", "perustelu")


@require_POST
@signed_in
def action_place(request: Request, number: int) -> HttpResponse:
    """Moves it to another sheet, links it to an earlier action, or merges it into another."""
    action, _kin = find(request, number)
    require(request, rules.can_edit_action(request.actor, action, None))
    act = _ACTS.get(request.POST.get("what", ""), _nothing)
    try:
        done = act(request, action)
    except (BadInput, Refused) as fault:
        typed = {name: request.POST.get(name, "") for name in TYPED}
        return form_page(request, action, fault=fault, typed=typed)
    messages.success(request, done)
    return redirect(action)


def _nothing(request: Request, action: Action) -> str:
    raise BadInput(_("Choose what to do."))


def _to_topic(request: Request, action: Action) -> str:
    topics = Topic.objects.visible_to(request.actor).on_agenda().select_related("discussion__round")
    topic = topics.filter(pk=_number(request.POST.get("topic", ""))).first()
    if topic is None:
        raise BadInput(_("Choose a topic."))
    reason = request.POST.get("perustelu", "")
    here = ActionOrigin.objects.filter(action=action, discussion=topic.discussion).exists()
    place = operations.move_action if here else operations.add_origin
    place(action, topic.discussion, topic, by=request.actor, late_reason=reason)
    return _("The action is on the sheet of topic “%(title)s”.") % {"title": topic.title}


def _from_earlier(request: Request, action: Action) -> str:
    operations.link_predecessor(action, _other(request), by=request.actor)
    return _("The earlier action is saved.")


def _into_other(request: Request, action: Action) -> str:
    reason = request.POST.get("reason", "")
    operations.merge_actions(action, _other(request), by=request.actor, reason=reason)
    return _("The actions are merged. This one stays readable and says where it goes on.")


_ACTS: dict[str, Callable[[Request, Action], str]] = {
    "topic": _to_topic,
    "predecessor": _from_earlier,
    "merge": _into_other,
}


def _number(text: str) -> int:
    number = whole(text, 10) or 0
    return number if number <= LARGEST else 0


def _other(request: Request) -> Action:
    number = _number(request.POST.get("number", ""))
    found = Action.objects.visible_to(request.actor).filter(number=number).distinct().first()
    if found is None:
        raise BadInput(_("There is no action with that number."))
    return found


@signed_in
def actions_reorder(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """The order of a sheet's actions, by their places."""
    topic = find_topic(request, year, slug, number)
    require(request, rules.can_create_action(request.actor, topic.discussion, None))
    actions = actions_of_topic(topic, request.actor)
    context: dict[str, Any] = {
        "topic": topic,
        "actions": actions,
        "fault": "",
        "typed": request.POST,
        "asks_reason": wants_reason(topic.discussion),
    }
    if request.method == "POST":
        reason = request.POST.get("perustelu", "")
        order = _in_places(actions, request.POST)
        try:
            operations.reorder_actions(topic, order, by=request.actor, late_reason=reason)
        except (BadInput, Refused) as fault:
            context |= {"fault": str(fault), "status": status_of(fault)}
        else:
            messages.success(request, _("The order is saved."))
            return redirect("topic_edit", year, slug, number)
    status = context.pop("status", 200)
    return render(request, "pages/actions/actions_reorder.html", context, status=status)


def _in_places(actions: list[Action], form: QueryDict) -> list[int]:
    """The numbers in the order of the places given; those without one stay where they were."""
    placed = [
        (_number(form.get(f"paikka-{action.number}", "")) or at, at, action.number)
        for at, action in enumerate(actions, start=1)
    ]
    return [number for _place, _at, number in sorted(placed)]
