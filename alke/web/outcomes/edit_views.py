"""What is done to an outcome: each view is one operation and the way back."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.outcomes import operations
from alke.domain.outcomes.models import Outcome, OutcomeItem
from alke.domain.people.models import Side
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action
from alke.web import once
from alke.web.access import Request, signed_in
from alke.web.find import find_discussion
from alke.web.numbers import whole
from alke.web.outcomes.views import outcome_page
from alke.web.topics.find import find_topic

ANY_KIND = {Discussion.Outcome.CONCLUSIONS, Discussion.Outcome.AGREEMENT, Discussion.Outcome.MEMO}


def _back(discussion: Discussion, mark: str = "") -> HttpResponse:
    memo = discussion.outcome == Discussion.Outcome.MEMO
    page = "memo_detail" if memo else "conclusions_detail"
    response = redirect(page, discussion.round.year, discussion.slug)
    response["Location"] += mark
    return response


def _find(request: Request, year: int, slug: str) -> tuple[Discussion, Outcome]:
    discussion = find_discussion(request, year, slug)
    outcome = get_object_or_404(Outcome.objects.visible_to(request.actor), discussion=discussion)
    outcome.discussion = discussion
    return discussion, outcome


def _try(
    request: Request,
    discussion: Discussion,
    act: Callable[[], Any],
    done: str,
    mark: str = "",
    **kept: Any,
) -> HttpResponse:
    """Does it and goes back; a refusal shows the page with the reason and all that was typed."""
    try:
        act()
    except Stale as stale:
        return outcome_page(
            request,
            discussion.round.year,
            discussion.slug,
            ANY_KIND,
            status=409,
            stale=stale,
            **({} if "edited" in kept else {"fault": str(stale)}),
            **kept,
        )
    except (Refused, BadInput) as fault:
        status = 403 if isinstance(fault, Refused) else 422
        return outcome_page(
            request,
            discussion.round.year,
            discussion.slug,
            ANY_KIND,
            status=status,
            fault=str(fault),
            **kept,
        )
    messages.success(request, done)
    return _back(discussion, mark)


@require_POST
@signed_in
def outcome_draw_up(request: Request, year: int, slug: str) -> HttpResponse:
    """Draws up the outcome: from the sheet, a memo empty (B11)."""
    discussion = find_discussion(request, year, slug)
    memo = discussion.outcome == Discussion.Outcome.MEMO
    return _try(
        request,
        discussion,
        lambda: operations.draw_up_outcome(discussion, by=request.actor),
        _("The memo was begun. Record the points of the meeting.")
        if memo
        else _("The outcome was drawn up from the sheet."),
    )


@require_POST
@signed_in
def outcome_item_add(request: Request, year: int, slug: str) -> HttpResponse:
    """Adds an item to a topic's part."""
    discussion, outcome = _find(request, year, slug)
    number = request.POST.get("topic", "")
    topic = None
    if number:
        topic = find_topic(request, year, slug, whole(number, 4) or 0)
    mark = f"#osa-{topic.number if topic else 0}"
    text, kind = request.POST.get("text", ""), request.POST.get("kind", OutcomeItem.Kind.NOTE)
    text_sv = request.POST.get("text_sv", "")
    token = request.POST.get(once.FIELD, "")

    def save() -> None:
        with once.sending(token):
            operations.record_item(
                outcome,
                by=request.actor,
                kind=kind if kind in OutcomeItem.Kind.values else OutcomeItem.Kind.NOTE,
                text=text,
                text_sv=text_sv,
                topic=topic,
            )

    typed = {"topic": str(topic.number) if topic else "", "text": text, "kind": kind}
    typed |= {"text_sv": text_sv}
    try:
        response = _try(request, discussion, save, _("The item was recorded."), mark, typed=typed)
    except once.Sent as sent:
        messages.info(request, _("The item had already been recorded."))
        return redirect(sent.made)
    if response.status_code == HTTPStatus.FOUND:
        once.remember(token, response["Location"])
    return response


def _item(request: Request, year: int, slug: str, item_id: int) -> tuple[Discussion, OutcomeItem]:
    discussion, outcome = _find(request, year, slug)
    item = get_object_or_404(OutcomeItem, outcome=outcome, pk=item_id)
    item.outcome = outcome
    return discussion, item


@require_POST
@signed_in
def outcome_item_edit(request: Request, year: int, slug: str, item_id: int) -> HttpResponse:
    """Saves an item's text; a stale write shows both texts."""
    discussion, item = _item(request, year, slug, item_id)
    typed: dict[str, Any] = {
        "item": item.pk,
        "text": request.POST.get("text", ""),
        "text_sv": request.POST.get("text_sv", ""),
    }
    return _try(
        request,
        discussion,
        lambda: operations.edit_item(
            item,
            by=request.actor,
            text=typed["text"],
            text_sv=typed["text_sv"],
            base_version=whole(request.POST.get("version", ""), 9) or 0,
        ),
        _("The item was saved."),
        f"#kohta-{item.pk}",
        typed=typed,
        edited=item.pk,
    )


@require_POST
@signed_in
def outcome_item_remove(request: Request, year: int, slug: str, item_id: int) -> HttpResponse:
    """Removes an item, and says what it was: who slipped can write it again."""
    discussion, item = _item(request, year, slug, item_id)
    text = " ".join(item.text.split())
    return _try(
        request,
        discussion,
        lambda: operations.remove_item(
            item, by=request.actor, base_version=whole(request.POST.get("version", ""), 9) or 0
        ),
        _("Removed: “%(text)s”") % {"text": text},
    )


@require_POST
@signed_in
def outcome_decide(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """Records what was decided of an action."""
    discussion, outcome = _find(request, year, slug)
    action = get_object_or_404(Action.objects.visible_to(request.actor), number=number)
    decision, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    return _try(
        request,
        discussion,
        lambda: operations.decide_action(
            outcome,
            action,
            by=request.actor,
            decision=decision,
            reason=reason,
            seen=request.POST.get("nahty", ""),
        ),
        _("The decision was recorded."),
        f"#toimenpide-{number}",
        typed={"action": number, "decision": decision, "reason": reason},
    )


@require_POST
@signed_in
def outcome_state(request: Request, year: int, slug: str) -> HttpResponse:
    """Moves the outcome on."""
    discussion, outcome = _find(request, year, slug)
    state = request.POST.get("state", "")
    return _try(
        request,
        discussion,
        lambda: operations.set_outcome_state(outcome, state, by=request.actor),
        _("The state was changed."),
    )


@require_POST
@signed_in
def outcome_confirm(request: Request, year: int, slug: str) -> HttpResponse:
    """Confirms for one side."""
    discussion, outcome = _find(request, year, slug)
    side = request.POST.get("side", "")
    return _try(
        request,
        discussion,
        lambda: operations.confirm_outcome(
            outcome, _side(side), by=request.actor, seen=request.POST.get("nahty", "")
        ),
        _("Confirmed."),
    )


@require_POST
@signed_in
def outcome_withdraw(request: Request, year: int, slug: str) -> HttpResponse:
    """Takes one's own side's confirmation back."""
    discussion, outcome = _find(request, year, slug)
    side, reason = request.POST.get("side", ""), request.POST.get("syy", "")
    return _try(
        request,
        discussion,
        lambda: operations.withdraw_outcome_confirmation(
            outcome, _side(side), by=request.actor, reason=reason
        ),
        _("Your side’s confirmation is withdrawn."),
        typed={"side": side, "syy": reason},
    )


def _side(value: str) -> Side:
    if value not in Side.values:
        raise BadInput(_("Choose the side for which you confirm."))
    return Side(value)


@require_POST
@signed_in
def outcome_publish(request: Request, year: int, slug: str) -> HttpResponse:
    """Publishes it."""
    discussion, outcome = _find(request, year, slug)
    return _try(
        request,
        discussion,
        lambda: operations.publish_outcome(outcome, by=request.actor),
        _("Published. Anyone can read it now."),
    )


@require_POST
@signed_in
def outcome_reopen(request: Request, year: int, slug: str) -> HttpResponse:
    """Starts a correction."""
    discussion, outcome = _find(request, year, slug)
    reason = request.POST.get("reason", "")
    return _try(
        request,
        discussion,
        lambda: operations.reopen_outcome(outcome, by=request.actor, reason=reason),
        _("The correction has begun. The published text stays until you publish again."),
        typed={"reopen": reason},
    )
