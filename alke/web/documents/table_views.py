"""Tables of follow-up that come in as Word files: brought, reviewed, taken over or left."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alke.base.languages import active
from alke.base.papers.word.container import LARGEST_FILE
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.followup.models import FollowUpRound
from alke.domain.imports import rules
from alke.domain.imports import table_import_operations as operations
from alke.domain.imports.models import WordImport
from alke.domain.imports.queries import import_of_followup, spots_of, waiting_tables
from alke.domain.imports.returned_table import ReturnedTable
from alke.domain.imports.table_compare import Kind, Said, compare_table
from alke.domain.imports.taker_operations import NotTaken
from alke.web.access import Request, one_or_404, reader, require, signed_in, status_of
from alke.web.documents.table_review import rows_of, table_decisions, unknown_in
from alke.web.documents.uploads import word_file
from alke.web.followup.page import find_followup


@signed_in
def followup_import(request: Request, year: int, slug: str) -> HttpResponse:
    """Where a table of follow-up is brought; those that still wait for somebody of one's side."""
    followup = find_followup(request, year, slug)
    require(request, rules.can_import_table(request.actor, followup))
    fault = ""
    if request.method == "POST":
        try:
            content, name = word_file(request)
            import_ = operations.begin_table_import(
                followup, content, name, by=request.actor, language=active()
            )
        except (BadInput, Refused) as found:
            fault = str(found)
        else:
            return redirect(import_)
    context = {
        "followup": followup,
        "fault": fault,
        "waiting": waiting_tables(request.actor, followup.pk),
        "most_mb": LARGEST_FILE // 2**20,
    }
    status = 422 if fault else 200
    return render(request, "pages/documents/followup_import.html", context, status=status)


@signed_in
def followup_review(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """What the table says, statement by statement; nothing changes before it is taken over."""
    followup = find_followup(request, year, slug)
    import_ = _import(request, followup, pk)
    if import_.state != WordImport.State.WAITING:
        messages.info(request, _("The file has been decided on already."))
        return redirect(followup)
    require(request, rules.can_decide_table(request.actor, import_, followup))
    found = compare_table(
        ReturnedTable.from_json(import_.returned), spots_of(followup, request.actor)
    )
    if request.method != "POST":
        return _page(request, followup, import_, found)
    return _accept(request, followup, import_, found)


@require_POST
@signed_in
def followup_import_close(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Ends the import; what was not taken over is left."""
    followup = find_followup(request, year, slug)
    import_ = _import(request, followup, pk)
    require(request, rules.can_close_table(request.actor, import_, followup))
    operations.close_table_import(import_, followup, by=request.actor)
    messages.success(request, _("The import was ended. Drafts that were made of it stay."))
    return redirect(followup)


def _import(request: Request, followup: FollowUpRound, pk: int) -> WordImport:
    import_ = one_or_404(import_of_followup(reader(request), pk, followup.pk))
    import_.followup = followup
    return import_


def _accept(
    request: Request, followup: FollowUpRound, import_: WordImport, found: tuple[Said, ...]
) -> HttpResponse:
    decisions = table_decisions(request.POST, found)
    try:
        taken = operations.accept_table_import(import_, followup, decisions, by=request.actor)
    except NotTaken as fault:
        faults = {fault.key: str(fault)}
        status = 409 if fault.is_stale else 422
        return _page(request, followup, import_, found, faults=faults, status=status)
    except (Refused, BadInput) as fault:
        faults = {"": str(fault)}
        return _page(request, followup, import_, found, faults=faults, status=status_of(fault))
    text = ngettext(
        "%(count)d draft was made of the file. Read it through and submit it.",
        "%(count)d drafts were made of the file. Read them through and submit them.",
        len(taken),
    )
    messages.success(request, text % {"count": len(taken)})
    return redirect(followup)


def _page(
    request: Request,
    followup: FollowUpRound,
    import_: WordImport,
    found: tuple[Said, ...],
    *,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    returned = ReturnedTable.from_json(import_.returned)
    context: dict[str, Any] = {
        "followup": followup,
        "import": import_,
        "returned": returned,
        "rows": rows_of(found, typed, faults),
        "beyond": [said for said in found if said.kind is Kind.BEYOND],
        "unchanged": [said for said in found if said.kind is Kind.UNCHANGED],
        "silent": [row for row in returned.rows if not row.statements],
        "unknown": {said.row.text: unknown_in(said.row) for said in found},
        "faults": faults or {},
        "can_close": rules.can_close_table(request.actor, import_, followup),
    }
    return render(request, "pages/documents/followup_review.html", context, status=status)
