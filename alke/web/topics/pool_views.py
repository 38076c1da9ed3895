"""The topic pool: proposals, what becomes of them, where they came from and led to (B9)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.languages import Language
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.people.models import Side
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import may, sides_in
from alke.domain.rounds.themes import themes_of
from alke.domain.topics import operations, pool_queries, rules
from alke.domain.topics.models import Topic
from alke.domain.topics.pool_operations import PROPOSAL_LIMIT, TITLE_LIMIT
from alke.web import once
from alke.web.access import Request, require, signed_in, status_of
from alke.web.find import find_discussion
from alke.web.numbers import whole
from alke.web.topics.faults import wrong_parts
from alke.web.topics.find import find_proposal

Disposition = Topic.Disposition
CHOICES = (Disposition.REGIONAL, Disposition.NEXT_ROUND, Disposition.WRITTEN)
FIELDS = ("title", "title_sv", "proposal", "disposition", "reason")  # of the forms
LIMITS = {"title": TITLE_LIMIT, "proposal": PROPOSAL_LIMIT}


@signed_in
def topic_pool(request: Request, year: int, slug: str) -> HttpResponse:
    """The discussion's proposals and the agenda's places."""
    discussion = find_discussion(request, year, slug)
    require(request, may(request.actor, Power.READ, discussion))
    return pool_page(request, discussion)


def pool_page(
    request: Request,
    discussion: Discussion,
    *,
    fault: str = "",
    status: int = 200,
    reasons: dict[int, str] | None = None,
) -> HttpResponse:
    """The page; `fault` says why the agenda's places were not changed, `reasons` what was typed."""
    pool = pool_queries.pool(discussion, request.actor)
    context = {
        "discussion": discussion,
        "pool": pool,
        "room": rules.has_room(discussion),
        "frozen": rules.is_frozen(discussion),
        "can_propose": rules.can_propose_topic(request.actor, discussion),
        "can_place": rules.can_place_topics(request.actor, discussion, late_reason="…"),
        "order": [topic.pk for topic in pool.taken],
        "fault": fault,
        "reasons": reasons or {},
    }
    return render(request, "pages/topics/topic_pool.html", context, status=status)


@signed_in
def topic_propose(request: Request, year: int, slug: str) -> HttpResponse:
    """A new proposal: shared at once, or first for one's own side."""
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_propose_topic(request.actor, discussion))
    sides = sides_in(request.actor, discussion, Power.PROPOSE_TOPIC)
    fault, status = "", 200
    wrong: dict[str, str] = {}
    token = request.POST.get(once.FIELD, "")
    if request.method == "POST":
        form = request.POST
        try:
            with once.sending(token):
                topic = operations.propose_topic(
                    discussion,
                    by=request.actor,
                    title=form.get("title", ""),
                    proposal=form.get("proposal", ""),
                    language=_language(form.get("language", "")),
                    draft_side=_draft_side(form.get("who", ""), sides),
                )
        except once.Sent as sent:
            messages.info(request, _("The proposal had already been sent."))
            return redirect(sent.made)
        except (BadInput, Refused) as refusal:
            fault, status, wrong = str(refusal), status_of(refusal), wrong_parts(refusal)
        else:
            once.remember(token, topic.get_absolute_url())
            messages.success(request, _("The proposal is in."))
            return redirect(topic)
    context = {
        "discussion": discussion,
        "typed": request.POST,
        "themes": themes_of(discussion.round, discussion),
        "fault": fault,
        "wrong": wrong,
        "limits": LIMITS,
        "languages": Language.choices[:2],
        "has_side": bool(sides),
        "default_language": _own_language(request),
        "token": once.next_token(token),
    }
    return render(request, "pages/topics/topic_propose.html", context, status=status)


@signed_in
def pool_topic(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """One proposal: its words, what became of it, its lineage; its proposer rewrites it here."""
    topic = find_proposal(request, year, slug, pk)
    if topic.number is not None and not request.GET.get("polku"):
        return redirect(topic)
    if request.method == "POST":
        form = request.POST

        def save() -> object:
            return operations.edit_proposal(
                topic,
                by=request.actor,
                base_version=whole(form.get("versio", "")) or 0,
                title=form.get("title", ""),
                title_sv=form.get("title_sv", ""),
                proposal=form.get("proposal", ""),
            )

        return _do(request, topic, save, _("The proposal is saved."), part="words")
    return proposal_page(request, topic)


def proposal_page(
    request: Request, topic: Topic, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page; `more` carries what a refused form had."""
    actor, discussion = request.actor, topic.discussion
    pool = pool_queries.pool(discussion, actor)
    can_decide = rules.can_dispose_topic(actor, topic)
    context = {
        "topic": topic,
        "lineage": pool_queries.lineage(topic, actor),
        "others": [row for row in pool.everything if _can_take_in(actor, topic, row)],
        "meetings": _meetings(discussion) if can_decide else [],
        "can_edit": rules.can_edit_proposal(actor, topic),
        "can_share": rules.can_share_topic(actor, topic),
        "can_take": rules.can_take_topic(actor, topic, late_reason="…"),
        "can_decide": can_decide,
        "runs": bool(may(actor, Power.RUN_DISCUSSION, discussion)),
        "frozen": rules.is_frozen(discussion),
        "choices": [(choice.value, choice.label) for choice in CHOICES],
        "limits": LIMITS,
        "part": "",
        "fault": "",
        "wrong": {},
        "typed": {},
    }
    return render(request, "pages/topics/pool_topic.html", context | more, status=status)


@require_POST
@signed_in
def topic_share(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Shows one's own side's draft to the other side."""
    topic = find_proposal(request, year, slug, pk)
    operations.share_topic(topic, by=request.actor)
    messages.success(request, _("The proposal is shared with the other side."))
    return redirect(topic)


@require_POST
@signed_in
def topic_dispose(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Decides what becomes of a proposal that gets no place."""
    topic = find_proposal(request, year, slug, pk)
    form = request.POST
    to = _meetings(topic.discussion).filter(slug=form.get("to", "")).first()

    def save() -> object:
        return operations.dispose_topic(
            topic, form.get("disposition", ""), form.get("reason", ""), by=request.actor, to=to
        )

    return _do(request, topic, save, _("The decision is saved; the proposer sees it."), part="fate")


@require_POST
@signed_in
def topic_merge(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Merges the proposal into another topic of the discussion."""
    topic = find_proposal(request, year, slug, pk)
    form = request.POST
    target = find_proposal(request, year, slug, whole(form.get("target", "")) or 0)

    def save() -> object:
        return operations.merge_topics(
            [topic], target, by=request.actor, reason=form.get("reason", "")
        )

    return _do(request, topic, save, _("The proposals are merged."), part="merge")


@require_POST
@signed_in
def topic_split(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Splits the proposal into several."""
    topic = find_proposal(request, year, slug, pk)
    form = request.POST

    def save() -> object:
        titles = form.get("titles", "").splitlines()
        return operations.split_topic(
            topic, titles, by=request.actor, reason=form.get("reason", "")
        )

    return _do(request, topic, save, _("The proposal is split."), part="split")


def _do(
    request: Request, topic: Topic, save: Callable[[], object], told: str, *, part: str
) -> HttpResponse:
    try:
        save()
    except (BadInput, Refused) as fault:
        shown = _again(request, topic) if isinstance(fault, Stale) else topic
        typed = dict.fromkeys(FIELDS, "") | request.POST.dict()
        wrong = wrong_parts(fault) if part == "words" else {}
        more = {"part": part, "fault": str(fault), "wrong": wrong, "typed": typed}
        return proposal_page(request, shown, status=status_of(fault), **more)
    messages.success(request, told)
    return redirect(topic)


def _again(request: Request, topic: Topic) -> Topic:
    discussion = topic.discussion
    return find_proposal(request, discussion.round.year, discussion.slug, topic.pk)


def _can_take_in(actor: Any, topic: Topic, other: Topic) -> bool:
    return other.pk != topic.pk and bool(rules.can_merge_topic(actor, topic, other))


def _meetings(discussion: Discussion) -> Any:
    """The regional meetings that belong to the discussion."""
    return discussion.regional_meetings.select_related("round").order_by("position", "pk")


def _language(text: str) -> str:
    return text if text in Language.values[:2] else Language.FI


def _own_language(request: Request) -> str:
    user = request.actor.user
    return _language(user.language if user else "")


def _draft_side(who: str, sides: frozenset[Side]) -> str:
    return min(sides, default="") if who == "own" else ""
