"""Moving dates: first what would follow, then the move; and findings that are let be."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base import clock
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Verdict
from alke.domain.invitations import move_operations as all_moves
from alke.domain.rounds import finding_operations, move_operations, rules
from alke.domain.rounds.models import BasisDocument, Deadline, Discussion, Round
from alke.domain.rounds.move_operations import MovePreview
from alke.domain.rounds.regional import meetings_from
from alke.web.access import Request, require, signed_in
from alke.web.find import find_discussion, find_round
from alke.web.rounds.consequences import consequences_of
from alke.web.rounds.move_forms import DiscussionMoveForm, MoveForm
from alke.web.rounds.views import round_page


@signed_in
def deadline_move(request: Request, year: int, key: str) -> HttpResponse:
    """Moves a deadline."""
    round_ = find_round(request, year)
    rows = Deadline.objects.select_related("round", "discussion")
    deadline = get_object_or_404(rows, round=round_, key=key)
    require(request, rules.can_move_dates(request.actor, round_))
    form = MoveForm(_sent(request), initial={"day": deadline.day})

    def move(token: str) -> MovePreview:
        data = form.cleaned_data
        return move_operations.move_deadline(
            deadline, data["day"], by=request.actor, reason=data["reason"], token=token
        )

    context = {"thing": deadline, "verdict": rules.can_move_deadline(request.actor, deadline)}
    return _page(
        request,
        round_,
        "deadline_move",
        context,
        form,
        lambda: move_operations.preview_deadline_move(deadline, form.cleaned_data["day"]),
        move,
    )


@signed_in
def discussion_move(request: Request, year: int, slug: str) -> HttpResponse:
    """Moves a discussion, or gives a regional meeting its time."""
    discussion = find_discussion(request, year, slug)
    round_ = discussion.round
    require(request, rules.can_move_dates(request.actor, round_))
    form = DiscussionMoveForm(_sent(request), initial=_times(discussion))

    def move(token: str) -> MovePreview:
        return all_moves.move_discussion(
            discussion,
            form.starts_at(),
            form.ends_at(),
            by=request.actor,
            reason=form.cleaned_data["reason"],
            token=token,
        )

    reason = request.POST.get("reason", "").strip() or "–"  # asked for when it is done
    verdict = rules.can_move_discussion(request.actor, discussion, reason=reason)
    return _page(
        request,
        round_,
        "discussion_move",
        {"thing": discussion, "verdict": verdict, "hours": _hours(discussion)}
        | _first_time(discussion),
        form,
        lambda: move_operations.preview_discussion_move(
            discussion, form.starts_at(), form.ends_at()
        ),
        move,
    )


def _hours(discussion: Discussion) -> dt.time | None:
    """From when meetings of its day are held, if it is one."""
    return meetings_from(discussion.round) if discussion.region_id else None


def _first_time(discussion: Discussion) -> dict[str, Any]:
    """What is said of a discussion that gets its first time."""
    if discussion.starts_at is not None:
        return {}
    return {
        "said": _("The time has been set. Those concerned are told once, by mail and on the desk.")
    }


def _times(discussion: Discussion) -> dict[str, Any]:
    """Its time now; of a meeting without one the day and the hour that the round gives (R8)."""
    if discussion.starts_at is None:
        day = discussion.parent.day if discussion.parent is not None else None
        return {"day": day, "starts": meetings_from(discussion.round) if day else None}
    moments = {"starts": discussion.starts_at, "ends": discussion.ends_at}
    return {"day": discussion.day} | {
        name: moment.astimezone(clock.HELSINKI).time() for name, moment in moments.items() if moment
    }


@signed_in
def basis_move(request: Request, year: int, key: str) -> HttpResponse:
    """Moves a base document's date; the occasion that rests on it moves as much (S10)."""
    round_ = find_round(request, year)
    rows = BasisDocument.objects.select_related("round", "opened_by")
    basis = get_object_or_404(rows, round=round_, key=key)
    require(request, rules.can_move_dates(request.actor, round_))
    initial = {"day": basis.date, "adopted": basis.is_adopted}
    form = MoveForm(_sent(request), initial=initial)

    def wishes() -> dict[str, bool]:
        return {"adopted": form.cleaned_data["adopted"], "alone": form.cleaned_data["alone"]}

    def move(token: str) -> MovePreview:
        data = form.cleaned_data
        return all_moves.move_basis(
            basis, data["day"], by=request.actor, reason=data["reason"], token=token, **wishes()
        )

    context = {"thing": basis, "verdict": rules.can_move_basis(request.actor, basis)}
    return _page(
        request,
        round_,
        "basis_move",
        context,
        form,
        lambda: move_operations.preview_basis_move(basis, form.cleaned_data["day"], **wishes()),
        move,
    )


def _sent(request: Request) -> QueryDict | None:
    """What was sent: a preview is asked for in the address, so that one can come back to it."""
    if request.method == "POST":
        return request.POST
    return request.GET if "day" in request.GET else None


def _page(
    request: Request,
    round_: Round,
    name: str,
    context: dict[str, Any],
    form: MoveForm,
    look: Callable[[], MovePreview],
    move: Callable[[str], MovePreview],
) -> HttpResponse:
    """GET: the form; GET with a day: the preview; POST with the preview's token: the move.

    What refuses the move stands with the preview, so that a reason can be added to it.
    """
    verdict: Verdict = context["verdict"]
    said = context.pop("said", _("Moved. Those concerned are told once, by mail and on the desk."))
    context |= {"round": round_, "form": form, "preview": None, "fault": "", "kind": name}
    if form.is_bound and verdict and form.errors.keys() <= {"reason"}:
        try:
            preview = context["preview"] = look()
            context["others"] = consequences_of(request.actor, round_, preview)
            token = form.cleaned_data["token"] if request.method == "POST" else ""
            if token and form.is_valid():
                done = move(token)
                messages.success(request, said)
                return _back(request, round_, done)
        except (Refused, BadInput) as fault:
            if fault.field in form.fields:
                form.add_error(fault.field, str(fault))
            else:
                context["fault"] = str(fault)
    bad = form.is_bound and (context["fault"] or not form.is_valid())
    return render(request, f"pages/rounds/{name}.html", context, status=422 if bad else 200)


def _back(request: Request, round_: Round, done: MovePreview) -> HttpResponse:
    response = redirect("round_schedule", round_.year)
    response["Location"] += f"#{done.changes[0].key}"
    return response


@require_POST
@signed_in
def finding_accept(request: Request, year: int) -> HttpResponse:
    """Lets a finding be, or shows it again."""
    round_ = find_round(request, year)
    require(request, rules.can_accept_finding(request.actor, round_))
    code, subject = request.POST.get("code", "")[:40], request.POST.get("subject", "")[:80]
    if request.POST.get("correct"):
        finding_operations.correct_wording(round_, subject, by=request.actor)
        messages.success(request, _("The wording was corrected: the round’s own date holds."))
    elif request.POST.get("reopen"):
        finding_operations.reopen_finding(round_, code, subject, by=request.actor)
        messages.success(request, _("The finding is shown again."))
    else:
        reason = request.POST.get("reason", "")
        try:
            finding_operations.accept_finding(
                round_, code, subject, by=request.actor, reason=reason
            )
        except BadInput as fault:
            typed = {"code": code, "subject": subject, "reason": reason, "fault": str(fault)}
            return round_page(request, year, status=422, typed=typed)
        messages.success(
            request, _("The finding was left as it is. It shows again if the facts change.")
        )
    response = redirect("round_detail", round_.year)
    response["Location"] += "#huom"
    return response
