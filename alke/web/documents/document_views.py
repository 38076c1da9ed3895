"""A document: its versions and files, and what is done with the newest."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.documents import operations, rules
from alke.domain.documents.approval_queries import signed_form_of
from alke.domain.documents.approval_rules import (
    can_approve,
    can_attach_signed,
    can_seal,
    next_approval,
)
from alke.domain.documents.delivery_queries import counts_of
from alke.domain.documents.delivery_rules import can_deliver_version
from alke.domain.documents.kinds import KINDS
from alke.domain.documents.models import (
    GROUND_LIMIT,
    NUMBER_LIMIT,
    Document,
    DocumentFile,
    DocumentVersion,
)
from alke.domain.documents.operations import NOTE_LIMIT
from alke.domain.documents.queries import document_of, file_in, versions_of
from alke.domain.people.actors import Actor
from alke.web.access import Request, one_or_404, public_part, require, signed_in, status_of
from alke.web.documents.incoming import MOST_MB, file_from
from alke.web.documents.kept import file_answer
from alke.web.documents.place import place_of


@public_part
def document_detail(request: Request, pk: int) -> HttpResponse:
    """All versions that one may see, the newest first."""
    return document_page(request, find_document(request, pk))


@public_part
def document_file(request: Request, pk: int, number: int, form: str) -> HttpResponse:
    """A file of a version, as it was kept. PDF files of Alke open in the browser."""
    return file_answer(one_or_404(file_in(request.actor, pk, number, form)))


@require_POST
@signed_in
def document_renew(request: Request, pk: int) -> HttpResponse:
    """A new version of a filed document."""
    document = find_document(request, pk)
    newest = newest_version(request, document)
    require(request, rules.can_renew_document(request.actor, document, newest))
    try:
        file = file_from(request)
        operations.renew_document(
            document, file, by=request.actor, note=request.POST.get("huomautus", "")
        )
    except (BadInput, Refused) as fault:
        return document_page(request, document, {"renew": str(fault)}, status=status_of(fault))
    messages.success(request, _("The new version is in the folder. The earlier ones stay."))
    return redirect(document)


@require_POST
@signed_in
def document_share(request: Request, pk: int) -> HttpResponse:
    """Shows a draft to the other side."""
    return _done(
        request, pk, rules.can_share_version, operations.share_version, _("The document is shared.")
    )


@require_POST
@signed_in
def document_publish(request: Request, pk: int) -> HttpResponse:
    """Shows a registered version to the public."""
    return _done(
        request,
        pk,
        rules.can_publish_version,
        operations.publish_version,
        _("The document is public."),
    )


@require_POST
@signed_in
def document_remove(request: Request, pk: int) -> HttpResponse:
    """Takes the newest draft away."""
    document = find_document(request, pk)
    newest = newest_version(request, document)
    require(request, rules.can_remove_version(request.actor, newest))
    operations.remove_version(newest, by=request.actor)
    messages.success(request, _("The draft was removed."))
    if newest.number > 1:
        return redirect(document)
    return redirect(place_of(document).address("documents"))


@require_POST
@signed_in
def document_register(request: Request, pk: int) -> HttpResponse:
    """Gives the newest version its number and class."""
    document = find_document(request, pk)
    newest = newest_version(request, document)
    require(request, rules.can_register_version(request.actor, newest))
    form = request.POST
    try:
        operations.register_version(
            newest,
            number=form.get("diaarinumero", ""),
            publicity=form.get("julkisuus", ""),
            ground=form.get("peruste", ""),
            by=request.actor,
        )
    except (BadInput, Refused) as fault:
        return document_page(request, document, {"register": str(fault)}, status=status_of(fault))
    messages.success(request, _("The version is registered."))
    return redirect(document)


def find_document(request: Request, pk: int) -> Document:
    """The document, if the actor may see a version of it."""
    return one_or_404(document_of(request.actor, pk))


def newest_version(request: Request, document: Document) -> DocumentVersion:
    """Its newest version that the actor may see."""
    return one_or_404(versions_of(request.actor, document))


def _done(
    request: Request,
    pk: int,
    rule: Callable[[Actor, DocumentVersion], Any],
    operation: Callable[..., None],
    told: str,
) -> HttpResponse:
    document = find_document(request, pk)
    newest = newest_version(request, document)
    require(request, rule(request.actor, newest))
    operation(newest, by=request.actor)
    messages.success(request, told)
    return redirect(document)


def document_page(
    request: Request, document: Document, faults: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    """The document's page; `faults` of its forms by their names."""
    actor = request.actor
    versions = versions_of(actor, document)
    newest = one_or_404(versions)
    approvals = list(newest.approvals.select_related("organisation")) if actor.reads_all else []
    is_signed = actor.reads_all and newest.has_form(DocumentFile.Form.SIGNED)
    counts = counts_of(versions) if actor.reads_all else {}
    delivered = [(row, counts[row.pk]) for row in versions if row.pk in counts]
    context = {
        "document": document,
        "place": place_of(document),
        "discussion": document.discussion,
        "round": document.round,
        "versions": versions,
        "newest": newest,
        "retention": KINDS[Document.Kind(document.kind)].retention,
        "can_renew": rules.can_renew_document(actor, document, newest),
        "can_share": rules.can_share_version(actor, newest),
        "can_remove": rules.can_remove_version(actor, newest),
        "can_register": rules.can_register_version(actor, newest),
        "can_publish": rules.can_publish_version(actor, newest),
        "faults": {"renew": "", "register": "", "refuse": "", "attach": ""} | (faults or {}),
        "approvals": approvals,
        "turn": next_approval(approvals),
        "can_approve": can_approve(actor, approvals),
        "can_seal": can_seal(actor, newest, approvals),
        "is_sealed": newest.has_form(DocumentFile.Form.SEALED),
        "can_attach": can_attach_signed(actor, newest, approvals),
        "signed": signed_form_of(newest) if is_signed else None,
        "delivered": delivered,
        "can_deliver": can_deliver_version(actor, newest),
        "typed": request.POST if request.method == "POST" else {},
        "classes": DocumentVersion.Publicity.choices,
        "limits": {"note": NOTE_LIMIT, "number": NUMBER_LIMIT, "ground": GROUND_LIMIT},
        "most_mb": MOST_MB,
    }
    return render(request, "pages/documents/document_detail.html", context, status=status)
