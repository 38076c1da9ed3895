"""What is decided of a sheet besides its texts: heading, openings, state, confirmations."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.links import link
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.people.models import Organisation
from alke.domain.topics import operations
from alke.domain.topics.models import Topic
from alke.web.access import Request, signed_in, status_of
from alke.web.numbers import whole
from alke.web.topics.edit_page import edit_page
from alke.web.topics.faults import wrong_parts
from alke.web.topics.find import find_topic

FIELDS = ("title", "title_sv", "minutes", "organisation", "speaker", "perustelu", "syy")


@require_POST
@signed_in
def topic_heading(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """Saves title, Swedish title and minutes."""
    topic = find_topic(request, year, slug, number)
    form = request.POST

    def save() -> object:
        return operations.edit_topic(
            topic,
            by=request.actor,
            base_version=whole(form.get("versio", "0")) or 0,
            title=form.get("title", ""),
            title_sv=form.get("title_sv", ""),
            minutes=minutes_of(form.get("minutes", "")),
            late_reason=form.get("perustelu", ""),
        )

    return _do(request, topic, save, _("The heading is saved."), part="heading")


@require_POST
@signed_in
def topic_opening(request: Request, year: int, slug: str, number: int, side: str) -> HttpResponse:
    """Saves or removes one's own side's opening."""
    topic = find_topic(request, year, slug, number)
    form = request.POST
    late = form.get("perustelu", "")

    def save() -> object:
        if "poista" in form:
            return operations.remove_opening(topic, side, by=request.actor, late_reason=late)
        return operations.set_opening(
            topic,
            side,
            by=request.actor,
            organisation=_organisation(form.get("organisation", "")),
            speaker=form.get("speaker", ""),
            minutes=minutes_of(form.get("minutes", "")) or 0,
            late_reason=late,
        )

    return _do(request, topic, save, _("The opening is saved."), part=f"opening-{side}")


@require_POST
@signed_in
def topic_state(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """Opens the topic for comment, or takes it back to draft."""
    topic = find_topic(request, year, slug, number)
    state = request.POST.get("state", "")
    if state not in Topic.State.values:
        raise Refused(_("There is no such state."))
    topic = operations.set_topic_state(topic, state, by=request.actor)
    messages.success(
        request, _("The topic is now: %(state)s.") % {"state": Topic.State(topic.state).label}
    )
    return redirect(_edit(topic))


@require_POST
@signed_in
def topic_confirm(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """Confirms for one's own side what stood on the page that was read, and nothing unread."""
    topic = find_topic(request, year, slug, number)
    form = request.POST

    def save() -> object:
        return operations.confirm_topic(
            topic, form.get("side", ""), by=request.actor, seen=form.get("nahty", "")
        )

    return _do(request, topic, save, _("Your side has confirmed the topic."), part="confirm")


@require_POST
@signed_in
def topic_withdraw(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """Takes one's own side's confirmation back."""
    topic = find_topic(request, year, slug, number)
    form = request.POST

    def save() -> object:
        return operations.withdraw_confirmation(
            topic, form.get("side", ""), by=request.actor, reason=form.get("syy", "")
        )

    return _do(request, topic, save, _("Your side’s confirmation is withdrawn."), part="withdraw")


def minutes_of(text: str) -> int | None:
    """Minutes as they were typed; empty is None, anything else that is no number too little."""
    return None if not text.strip() else whole(text) or 0


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise BadInput(_("Choose the organisation that holds the opening."), "organisation")
    return found


def _edit(topic: Topic) -> str:
    discussion = topic.discussion
    return link("topic_edit", discussion.round.year, discussion.slug, topic.number)


def _do(
    request: Request, topic: Topic, save: Callable[[], object], told: str, *, part: str
) -> HttpResponse:
    """Does it; what is refused comes back with the form as it was filled."""
    try:
        save()
    except (BadInput, Refused) as fault:
        return _again(request, topic, part, fault)
    messages.success(request, told)
    return redirect(_edit(topic))


def _again(request: Request, topic: Topic, part: str, fault: BadInput | Refused) -> HttpResponse:
    typed = dict.fromkeys(FIELDS, "") | request.POST.dict()
    more: dict[str, Any] = {"stale": fault} if isinstance(fault, Stale) else {}
    more["wrong"] = wrong_parts(fault)
    fresh = find_topic(
        request, topic.discussion.round.year, topic.discussion.slug, topic.number or 0
    )
    return edit_page(
        request, fresh, status=status_of(fault), part=part, fault=str(fault), typed=typed, **more
    )
