"""Conclusions and memo: the published text for all, the common draft for those at work."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render

from alke.base.verdicts import Verdict
from alke.domain.outcomes import queries, rules
from alke.domain.outcomes.models import (
    ActionDecision,
    Outcome,
    OutcomeConfirmation,
    OutcomeItem,
    OutcomePublication,
)
from alke.domain.outcomes.operations import ITEM_LIMIT, REASON_LIMIT, WITHDRAWAL_LIMIT
from alke.domain.people.models import Organisation, Side
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import may, sides_in
from alke.web import once
from alke.web.access import Request, public_part
from alke.web.bodies import bodies_of
from alke.web.find import find_discussion
from alke.web.numbers import whole

Kinds = Discussion.Outcome
_CONFIRMATIONS = Prefetch(
    "confirmations", OutcomeConfirmation.objects.select_related("organisation")
)
_PUBLICATIONS = Prefetch("publications", OutcomePublication.objects.select_related("by"))


@public_part
def conclusions_detail(request: Request, year: int, slug: str) -> HttpResponse:
    """The conclusions of a joint discussion."""
    return outcome_page(request, year, slug, {Kinds.CONCLUSIONS, Kinds.AGREEMENT})


@public_part
def memo_detail(request: Request, year: int, slug: str) -> HttpResponse:
    """The memo of a regional meeting."""
    return outcome_page(request, year, slug, {Kinds.MEMO})


def outcome_page(
    request: Request,
    year: int,
    slug: str,
    kinds: set[Kinds],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Renders the outcome; `more` carries what a refused form had, so that nothing is lost."""
    discussion = find_discussion(request, year, slug)
    if discussion.outcome not in kinds:
        raise Http404
    memo = discussion.outcome == Kinds.MEMO
    context = {"discussion": discussion, "memo": memo} | more
    if not request.actor.reads:
        return _published(request, discussion, context)
    outcome = (
        Outcome.objects.visible_to(request.actor)
        .filter(discussion=discussion)
        .prefetch_related("items", "decisions", _CONFIRMATIONS, _PUBLICATIONS)
        .first()
    )
    if outcome is not None:
        outcome.discussion = discussion
    context = _work(request, discussion, outcome) | context
    template = "memo_detail" if memo else "conclusions_detail"
    return render(request, f"pages/outcomes/{template}.html", context, status=status)


def _work(request: Request, discussion: Discussion, outcome: Outcome | None) -> dict[str, Any]:
    actor = request.actor
    if outcome is None:
        return {"outcome": None, "can_draw_up": rules.can_draw_up_outcome(actor, discussion)}
    parts = queries.sections(outcome)
    missing = queries.missing_for_publication(outcome, parts)
    steps = [
        (state, label, rules.can_change_outcome_state(actor, outcome, state))
        for state, label in Outcome.State.choices
        if state in rules.TRANSITIONS[outcome.state] and state != Outcome.State.PUBLISHED
    ]
    return {
        "outcome": outcome,
        "sections": parts,
        "missing": missing,
        "outcome_mark": queries.outcome_mark(parts),
        "decision_mark": queries.decision_mark,
        "confirmed": queries.confirmed_sides(outcome),
        "withdrawn": [row for row in outcome.confirmations.all() if row.withdrawn_at],
        "publications": list(outcome.publications.all()),
        "can_edit": rules.can_edit_outcome(actor, outcome),
        "can_confirm": {side: _can_confirm(request, outcome, side) for side in Side},
        "can_withdraw": {
            side: rules.can_withdraw_outcome_confirmation(actor, outcome, side) for side in Side
        },
        "confirms": sides_in(actor, discussion, Power.CONFIRM),
        "publishes": may(actor, Power.PUBLISH, discussion),
        "can_publish": rules.can_publish_outcome(actor, outcome, missing),
        "can_reopen": rules.can_reopen_outcome(actor, outcome),
        "steps": steps if outcome.state != Outcome.State.PUBLISHED else [],
        "kinds": [
            (kind, label)
            for kind, label in OutcomeItem.Kind.choices
            if rules.can_record_kind(outcome, kind)
        ],
        "decisions": ActionDecision.Decision.choices,
        "edited": whole(request.GET.get("muokkaa", ""), 18),
        "bodies_of": bodies_of,
        "limit": ITEM_LIMIT,
        "reason_limit": REASON_LIMIT,
        "withdrawal_limit": WITHDRAWAL_LIMIT,
        "new_token": once.new_token,  # one for each form
    }


def _can_confirm(request: Request, outcome: Outcome, side: Side) -> Verdict:
    return rules.can_confirm_outcome(request.actor, outcome, side)


def _published(request: Request, discussion: Discussion, context: dict[str, Any]) -> HttpResponse:
    """The latest publication, from its frozen contents alone."""
    outcome = Outcome.objects.visible_to(request.actor).filter(discussion=discussion)
    latest = outcome.values_list("publications__contents", "publications__at", "publications__hash")
    row = latest.order_by("-publications__number").first()
    if row is None:
        raise Http404
    contents, at, digest = row
    slugs = {
        body["organisation"]
        for part in contents["sections"]
        for action in part["actions"]
        for body in action["responsible"]
    }
    bodies = {body.slug: body for body in Organisation.objects.filter(slug__in=slugs)}
    context |= {"contents": contents, "published_at": at, "hash": digest, "bodies": bodies}
    context |= {"decision_labels": dict(ActionDecision.Decision.choices)}
    return render(request, "pages/outcomes/outcome_public.html", context)
