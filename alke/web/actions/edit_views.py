"""The form of an action: a new one on a sheet, and any change of one."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alke.base.languages import CODES, active, pick
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.people.models import Side
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import sides_in
from alke.domain.rounds.sheet_models import Priority
from alke.domain.topics import action_operations as operations
from alke.domain.topics import action_rules as rules
from alke.domain.topics.action_models import Action, Responsibility
from alke.domain.topics.agenda_rules import wants_reason
from alke.domain.topics.models import Topic
from alke.web import once
from alke.web.access import Request, require, signed_in, status_of
from alke.web.actions.bodies import read_bodies, side_choices
from alke.web.actions.forms import ActionForm, first_values
from alke.web.actions.views import find
from alke.web.find import find_discussion
from alke.web.numbers import whole
from alke.web.topics.find import find_topic


@signed_in
def action_edit(request: Request, number: int) -> HttpResponse:
    """Changes fields, bodies and state; of two who do it at once neither loses a word."""
    action, _kin = find(request, number)
    require(request, rules.can_edit_action(request.actor, action, None))
    if request.method != "POST":
        return form_page(request, action)
    rows = list(action.responsibilities.select_related("organisation"))
    form = _form(action, request.POST)
    more: dict[str, Any] = {}
    if form.is_valid():
        try:
            _revise(request, action, form, rows)
        except Stale as stale:
            more = {"stale": stale.reason, "differs": _differences(stale, form)}
            more["version"] = stale.current.version
        except (BadInput, Refused) as fault:
            more = {"fault": fault}
        else:
            messages.success(request, _("The action is saved."))
            return redirect(action)
    return form_page(request, action, form=form, rows=rows, **more)


def _form(action: Action, typed: QueryDict | None = None) -> ActionForm:
    return ActionForm(
        typed,
        initial=first_values(action),
        priorities=_priorities(rules.discussions_of(action)),
        action=action,
        asks_reason=rules.asks_reason(action),
    )


def form_page(
    request: Request,
    action: Action,
    *,
    form: ActionForm | None = None,
    rows: Sequence[Responsibility] | None = None,
    **more: Any,
) -> HttpResponse:
    """The form's page; `more` carries what was refused, and all that was typed."""
    discussions = rules.discussions_of(action)
    form = form or _form(action)
    if rows is None:
        rows = list(action.responsibilities.select_related("organisation"))
    context: dict[str, Any] = {
        "action": action,
        "version": action.version,
        "form": form,
        "sides": side_choices(discussions, rows, request.POST if form.is_bound else None),
        "discussion": discussions[0],
    }
    return _page(request, "action_edit", context | _places(request, discussions) | more)


def _places(request: Request, discussions: Sequence[Discussion]) -> dict[str, Any]:
    """The sheets on which the action could stand: those of the same rounds."""
    rounds = {row.round_id for row in discussions}
    topics = (
        Topic.objects.visible_to(request.actor)
        .on_agenda()
        .filter(discussion__round__in=rounds, draft_side="")
    )
    names, language = (f"discussion__name_{code}" for code in CODES), active()
    found = topics.order_by(
        "discussion__round__year", "discussion__position", "discussion__name_fi", "number"
    ).values_list("pk", "number", "title", *names, named=True)
    return {
        "places": [
            (row.pk, f"{pick(row, 'discussion__name', language)}, {row.number}: {row.title}")
            for row in found
        ],
        "place": "",
    }


def _revise(
    request: Request, action: Action, form: ActionForm, rows: Sequence[Responsibility]
) -> None:
    fields = form.fields_for_action()
    if not fields.get("state"):
        fields.pop("state", None)
    operations.revise_action(
        action,
        by=request.actor,
        base_version=whole(request.POST.get("versio", ""), 9) or 0,
        late_reason=form.cleaned_data["perustelu"],
        bodies=read_bodies(request.POST, rows),
        **fields,
    )


def _differences(stale: Stale, form: ActionForm) -> list[dict[str, str]]:
    """Where the saved action and the form differ: both texts, so that neither is lost."""
    saved = first_values(stale.current)
    found = []
    for name, value in saved.items():
        bound = form[name]
        mine = bound.value()
        if str(value or "") != str(mine or "") and name != "priorities":
            found.append({"label": str(bound.label), "saved": _said(bound, value)})
    bodies = ", ".join(
        f"{row.organisation.short}{' *' if row.lead else ''}"
        for row in stale.current.responsibilities.select_related("organisation")
    )
    return [*found, {"label": _("Responsible bodies (* leads)"), "saved": bodies}]


def _said(bound: Any, value: Any) -> str:
    choices = dict(getattr(bound.field, "choices", []))
    return str(choices.get(value, value) or "–")


@signed_in
def action_new(request: Request, year: int, slug: str) -> HttpResponse:
    """A new action on a topic's sheet (?aihe=1&laji=proposed), or on the discussion itself."""
    discussion = find_discussion(request, year, slug)
    topic = _topic(request, discussion)
    require(request, rules.can_create_action(request.actor, discussion, None))
    kind = request.GET.get("laji", "")
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": kind if kind in Action.Kind.values else Action.Kind.PROPOSED},
        priorities=_priorities([discussion]),
        asks_reason=wants_reason(discussion) and request.POST.get("draft") != "1",
    )
    context: dict[str, Any] = {"discussion": discussion, "topic": topic, "action": None}
    token = request.POST.get(once.FIELD, "")
    if request.method == "POST" and form.is_valid():
        try:
            with once.sending(token):
                made = _create(request, form, topic or discussion)
        except once.Sent as sent:
            messages.info(request, _("The action had already been saved."))
            return redirect(sent.made)
        except (BadInput, Refused) as fault:
            context["fault"] = fault
        else:
            once.remember(token, made.get_absolute_url())
            messages.success(
                request, _("Action %(number)d is on the sheet.") % {"number": made.number}
            )
            return redirect(_back(discussion, topic))
    typed = request.POST if form.is_bound else None
    context |= {"form": form, "sides": side_choices([discussion], [], typed)}
    context |= {"token": once.next_token(token)}
    return _page(request, "action_new", context)


def _topic(request: Request, discussion: Discussion) -> Topic | None:
    number = request.POST.get("aihe") or request.GET.get("aihe") or ""
    if not number:
        return None
    year, place = discussion.round.year, whole(number, 4) or 0
    topic = find_topic(request, year, discussion.slug, place)
    topic.discussion = discussion
    return topic


def _create(request: Request, form: ActionForm, place: Topic | Discussion) -> Action:
    discussion = place.discussion if isinstance(place, Topic) else place
    sides = sides_in(request.actor, discussion, Power.EDIT_SHEET)
    own = next((side.value for side in Side if side in sides), "")
    return operations.create_action(
        place,
        by=request.actor,
        responsibles=read_bodies(request.POST),
        draft_side=own if form.cleaned_data["draft"] else "",
        late_reason=form.cleaned_data["perustelu"],
        **form.fields_for_action(),
    )


def _back(discussion: Discussion, topic: Topic | None) -> str:
    return (topic or discussion).get_absolute_url()


def _priorities(discussions: Sequence[Discussion]) -> list[Priority]:
    """The decision's priorities; of several rounds each one once, as the latest names it."""
    rows = Priority.objects.filter(round__in={row.round_id for row in discussions})
    found: dict[str, Priority] = {}
    for row in rows.order_by("-round__year", "position"):
        found.setdefault(row.key, row)
    return list(found.values())


def _page(request: Request, name: str, context: dict[str, Any]) -> HttpResponse:
    form: ActionForm = context["form"]
    status = 422 if form.errors else 200
    if (fault := context.get("fault")) is not None:
        status = status_of(fault)
        context["fault"] = str(fault)
    if "stale" in context:
        status = 409
    shown = {"fault": "", "stale": "", "differs": [], "topic": None} | context
    return render(request, f"pages/actions/{name}.html", shown, status=status)
