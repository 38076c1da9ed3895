"""The Word round trip: a file comes back, is reviewed field by field, and taken over or left."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alke.base import clock
from alke.base.languages import active
from alke.base.papers.word.container import LARGEST_FILE
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.imports import operations, rules
from alke.domain.imports.models import WordImport
from alke.domain.imports.queries import import_of, waiting_imports
from alke.domain.imports.returned import Returned
from alke.domain.imports.taker_operations import NotTaken
from alke.domain.imports.word_compare import Comparison, compare
from alke.domain.papers.sheet_source import SheetSource, sheet_source, sheet_topic
from alke.domain.people.models import Organisation
from alke.domain.topics.rules import is_frozen
from alke.web.access import Request, one_or_404, reader, require, signed_in, status_of
from alke.web.documents.review import Review, decisions_of, unasked
from alke.web.documents.uploads import word_file


@signed_in
def word_import(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """Where a Word file of the sheet is brought back; files that still wait for review."""
    source = _source(request, year, slug, number)
    may = rules.can_import_sheet(request.actor, source.topic)
    require(request, may)
    fault = ""
    if request.method == "POST":
        try:
            import_ = _begin(request, source)
        except (BadInput, Refused) as found:
            fault = str(found)
        else:
            return redirect(import_)
    context = {
        "topic": source.topic,
        "fault": fault,
        "waiting": waiting_imports(request.actor, source.topic.pk),
        "most_mb": LARGEST_FILE // 2**20,
    }
    return render(
        request, "pages/documents/word_import.html", context, status=422 if fault else 200
    )


def _begin(request: Request, source: SheetSource) -> WordImport:
    content, name = word_file(request)
    return operations.begin_import(source, content, name, by=request.actor, language=active())


@signed_in
def word_review(request: Request, year: int, slug: str, number: int, pk: int) -> HttpResponse:
    """What the file would change, field by field; nothing changes before it is accepted."""
    source = _source(request, year, slug, number)
    import_ = _import(request, source, pk)
    if import_.state != WordImport.State.WAITING:
        messages.info(request, _("The file has been decided on already."))
        return redirect(source.topic)
    require(request, rules.can_decide_import(request.actor, import_))
    returned = Returned.from_json(import_.returned)
    found = compare(returned, source, import_.language)
    if request.method != "POST":
        return _page(request, source, import_, returned, found)
    return _accept(request, source, import_, returned, found)


@require_POST
@signed_in
def word_cancel(request: Request, year: int, slug: str, number: int, pk: int) -> HttpResponse:
    """Leaves the file; the sheet stays as it is."""
    source = _source(request, year, slug, number)
    import_ = _import(request, source, pk)
    require(request, rules.can_decide_import(request.actor, import_))
    operations.cancel_import(import_, by=request.actor)
    messages.success(request, _("The import was cancelled. Nothing has changed."))
    return redirect(source.topic)


def _source(request: Request, year: int, slug: str, number: int) -> SheetSource:
    topic = one_or_404(sheet_topic(reader(request), year, slug, number))
    return sheet_source(topic, request.actor)


def _import(request: Request, source: SheetSource, pk: int) -> WordImport:
    import_ = one_or_404(import_of(reader(request), pk, source.topic.pk))
    import_.topic = source.topic
    return import_


def _accept(
    request: Request,
    source: SheetSource,
    import_: WordImport,
    returned: Returned,
    found: Comparison,
) -> HttpResponse:
    form = request.POST
    asked = unasked(form, Review(source, returned, [], form).rows(found))
    if asked:
        return _page(request, source, import_, returned, found, faults=asked, status=422)
    try:
        taken = operations.accept_import(
            import_,
            source,
            decisions_of(form, found, returned, source),
            by=request.actor,
            with_comments="kommentit" in form,
            late_reason=form.get("perustelu", ""),
        )
    except NotTaken as fault:
        status = 409 if fault.is_stale else 422
        faults = {fault.key: str(fault)}
        return _page(request, source, import_, returned, found, faults=faults, status=status)
    except (Refused, BadInput) as fault:
        status = status_of(fault)
        return _page(
            request, source, import_, returned, found, faults={"": str(fault)}, status=status
        )
    messages.success(
        request,
        ngettext(
            "%(count)d change was taken from Word.",
            "%(count)d changes were taken from Word.",
            len(taken),
        )
        % {"count": len(taken)},
    )
    return redirect(source.topic)


def _page(
    request: Request,
    source: SheetSource,
    import_: WordImport,
    returned: Returned,
    found: Comparison,
    *,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    organisations = list(Organisation.objects.valid_on(clock.today()).order_by("kind", "name_fi"))
    typed = request.POST if request.method == "POST" else None
    review = Review(source, returned, organisations, typed, faults)
    context: dict[str, Any] = {
        "topic": source.topic,
        "import": import_,
        "returned": returned,
        "rows": review.rows(found),
        "unchanged": [(review.label(row), row) for row in found.unchanged],
        "found": found,
        "organisations": organisations,
        "faults": faults or {},
        "frozen": is_frozen(source.topic.discussion),
        "reason": request.POST.get("perustelu", ""),
        "with_comments": typed is None or "kommentit" in typed,
    }
    return render(request, "pages/documents/word_review.html", context, status=status)
