"""The agenda's places: a proposal gets one, topics change them, one moves back (R4)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.rounds.models import Discussion
from alke.domain.topics import operations
from alke.web.access import Request, signed_in, status_of
from alke.web.find import find_discussion
from alke.web.numbers import whole
from alke.web.topics.find import find_proposal, find_topic
from alke.web.topics.pool_views import pool_page


@require_POST
@signed_in
def topic_take(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Gives a proposal a place on the agenda."""
    topic = find_proposal(request, year, slug, pk)
    late = request.POST.get("perustelu", "")

    def save() -> object:
        return operations.take_topic_to_agenda(topic, by=request.actor, late_reason=late)

    return _do(request, topic.discussion, save, _("The topic has a place on the agenda."))


@require_POST
@signed_in
def topic_remove(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """Moves a topic back to the proposals."""
    topic = find_topic(request, year, slug, number)
    reason = request.POST.get("reason", "")

    def save() -> object:
        return operations.remove_topic_from_agenda(topic, by=request.actor, reason=reason)

    told = _("The topic is among the proposals again.")
    return _do(request, topic.discussion, save, told, reasons={topic.pk: reason})


@require_POST
@signed_in
def topics_reorder(request: Request, year: int, slug: str) -> HttpResponse:
    """Puts the agenda's topics into another order."""
    discussion = find_discussion(request, year, slug)
    form = request.POST
    order = [whole(text) or 0 for text in form.get("order", "").split(",")]

    def save() -> object:
        return operations.reorder_topics(
            discussion, order, by=request.actor, late_reason=form.get("perustelu", "")
        )

    return _do(request, discussion, save, _("The order is saved."))


def _do(
    request: Request,
    discussion: Discussion,
    save: Callable[[], object],
    told: str,
    *,
    reasons: dict[int, str] | None = None,
) -> HttpResponse:
    try:
        save()
    except (BadInput, Refused) as fault:
        return pool_page(
            request, discussion, fault=str(fault), status=status_of(fault), reasons=reasons
        )
    messages.success(request, told)
    return redirect("topic_pool", discussion.round.year, discussion.slug)
