"""One report cell: opened, saved as one types, submitted, taken back, returned, accepted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base import clock
from alke.base.languages import active
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.followup import operations, rules
from alke.domain.followup.cell_queries import Cell, cell_of
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.web.access import Request, require, signed_in
from alke.web.followup.page import (
    NOT_OURS,
    Page,
    counters,
    find_followup,
    find_report,
    page_of,
    reviewed_actions,
)
from alke.web.numbers import whole

Answer = ProgressReport.Answer
SAVE, SEND, QUIET, DISCARD = "tallenna", "laheta", "ei-uutta", "hylkaa"  # buttons, in "teko"


@dataclass(frozen=True)
class Form:
    """A cell that is being written."""

    text: str
    status: str  # a state, or "not-ours"
    version: int
    error: str = ""
    theirs: ProgressReport | ReportDraft | None = None  # what was saved meanwhile

    @classmethod
    def of(cls, cell: Cell) -> "Form":
        """What stands in the cell, or in its draft."""
        entry = cell.draft or cell
        status = NOT_OURS if entry.answer == Answer.NOT_OURS else entry.status
        return cls(entry.text, status, cell.edit_version)

    @classmethod
    def read(cls, post: QueryDict) -> "Form":
        """What was typed, untouched."""
        version = whole(post.get("versio", ""), 8)
        known = -1 if version is None else version
        return cls(post.get("teksti", ""), post.get("tila", ""), known)

    def entry(self, report: ProgressReport) -> dict[str, Any]:
        """As the operations take it; in a bilingual body people write in the page's language."""
        not_ours = self.status == NOT_OURS
        chosen = report.organisation.bilingual and active() in {"fi", "sv"}
        return {
            "answer": NOT_OURS if not_ours else Answer.TEXT.value,
            "status": "" if not_ours else self.status,
            "text": self.text,
            "language": active() if chosen else "",
            "base_version": self.version,
        }


@signed_in
def report_cell(request: Request, year: int, slug: str, report_id: int) -> HttpResponse:
    """GET: the cell read, or (?muokkaa=1) open. POST: saves, submits or discards it.

    A save by the script answers with the state of saving alone, so that the cursor stays.
    """
    followup = find_followup(request, year, slug)
    report = find_report(request, followup, report_id)
    if request.method == "POST":
        return _write(request, report)
    if not request.GET.get("muokkaa"):
        comment = "" if request.GET.get("palauta") else None
        return _read(request, report, comment=comment)
    require(request, rules.can_draft_report(request.actor, report))
    return _open(request, report)


def _write(request: Request, report: ProgressReport) -> HttpResponse:
    act, form = request.POST.get("teko", ""), Form.read(request.POST)
    try:
        saved = _do(request, report, act, form)
    except Stale as stale:
        current: ProgressReport | ReportDraft = stale.current
        version = current.version
        form = replace(form, version=version, error=str(stale.reason), theirs=current)
        return _open(request, report, form, status=409)
    except (Refused, BadInput) as fault:
        if request.htmx and not act:
            return _saved(request, report, fault=str(fault))
        status = 403 if isinstance(fault, Refused) else 422
        return _open(request, report, replace(form, error=str(fault)), status=status)
    if not act:
        return _saved(request, report, saved) if request.htmx else _back(request, report)
    return _answered(request, report, _DONE[act]())


def _do(request: Request, report: ProgressReport, act: str, form: Form) -> Any:
    by = request.actor
    if act == DISCARD:
        return operations.discard_draft(report, by=by, base_version=form.version)
    if act == QUIET:
        return operations.submit_report(
            report, by=by, answer=Answer.NOTHING_NEW, base_version=form.version
        )
    if act == SEND:
        return operations.submit_report(report, by=by, **form.entry(report))
    if act not in {"", SAVE}:
        raise BadInput(_("Choose what you answer."))
    return operations.save_draft(report, by=by, **form.entry(report))


_DONE: dict[str, Callable[[], str]] = {
    SAVE: lambda: _("The draft was saved. Your own side sees it."),
    SEND: lambda: _("Submitted."),
    QUIET: lambda: _("Marked: nothing new to report."),
    DISCARD: lambda: _("The draft was discarded."),
}


@require_POST
@signed_in
def report_undo(request: Request, year: int, slug: str, report_id: int) -> HttpResponse:
    """The reporter takes the answer back."""
    return _act(
        request,
        find_report(request, find_followup(request, year, slug), report_id),
        lambda report: operations.undo_report(report, by=request.actor),
        _("Taken back. A text goes on as a draft."),
    )


@require_POST
@signed_in
def report_review(request: Request, year: int, slug: str, report_id: int) -> HttpResponse:
    """The coordinator or the owner accepts the answer, or returns it with a comment."""
    report = find_report(request, find_followup(request, year, slug), report_id)
    if request.POST.get("teko") == "hyvaksy":
        return _act(
            request,
            report,
            lambda row: operations.accept_report(row, by=request.actor),
            _("Accepted."),
        )
    comment = request.POST.get("kommentti", "")
    return _act(
        request,
        report,
        lambda row: operations.return_report(row, comment, by=request.actor),
        _("Returned. The reporter sees the comment."),
        comment=comment,
    )


def _act(
    request: Request,
    report: ProgressReport,
    act: Callable[[ProgressReport], Any],
    done: str,
    *,
    comment: str | None = None,
) -> HttpResponse:
    try:
        act(report)
    except (Refused, BadInput) as fault:
        status = 403 if isinstance(fault, Refused) else 422
        return _read(request, report, status=status, fault=str(fault), comment=comment)
    return _answered(request, report, done)


def _answered(request: Request, report: ProgressReport, done: str) -> HttpResponse:
    """The cell as it is now, with the counters; without the script the page, at the cell."""
    if request.htmx:
        return _read(request, report, told=done, counts=True)
    messages.success(request, f"{report.action.number}. {report.organisation.short}: {done}")
    return _back(request, report)


def _page(request: Request, report: ProgressReport) -> Page:
    focus = request.method == "POST"
    page = page_of(request, report.followup, focus=focus, body=report.organisation)
    return replace(page, reviews=reviewed_actions(request, page, [report.action_id]))


def _read(
    request: Request,
    report: ProgressReport,
    *,
    status: int = 200,
    counts: bool = False,
    **more: Any,
) -> HttpResponse:
    """The cell as it reads; a fault stands beside it."""
    page = _page(request, report)
    context = {"page": page, "cell": cell_of(report, request.actor), "form": None} | more
    return _render(request, report, context, status=status, counts=counts)


def _open(
    request: Request, report: ProgressReport, form: Form | None = None, *, status: int = 200
) -> HttpResponse:
    """The cell open for writing, with what was typed."""
    cell = cell_of(report, request.actor)
    if request.POST.get("teko") == QUIET and form is not None and form.theirs is None:
        return _read(request, report, status=status, fault=form.error)
    page = _page(request, report)
    context = {"page": page, "cell": cell, "form": form or Form.of(cell)}
    return _render(request, report, context, status=status)


def _render(
    request: Request,
    report: ProgressReport,
    context: dict[str, Any],
    *,
    status: int,
    counts: bool = False,
) -> HttpResponse:
    """A fragment for the script (which shows only what succeeds), else a page."""
    context = {"fault": "", "comment": None, "told": ""} | context
    if not request.htmx:
        context |= {"action": report.action, "followup": report.followup}
        return render(request, "pages/followup/report_cell.html", context, status=status)
    if counts:
        context |= counters(request, context["page"])
    response = render(request, "pages/followup/report_part.html", context)
    response.headers["HX-Retarget"] = f"#r{report.pk}"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _saved(
    request: Request, report: ProgressReport, draft: ReportDraft | None = None, fault: str = ""
) -> HttpResponse:
    """The state of saving, and the version on which the next save rests."""
    context = {"report": report, "draft": draft, "fault": fault, "now": clock.now()}
    return render(request, "pages/followup/report_saved.html", context)


def _back(request: Request, report: ProgressReport) -> HttpResponse:
    page = page_of(request, report.followup)
    return redirect(f"{page.address}{page.query}#t{report.action.number}")


def back_to(request: Request, followup: FollowUpRound) -> HttpResponse:
    """The follow-up as it was looked at."""
    page = page_of(request, followup)
    return redirect(f"{page.address}{page.query}")
