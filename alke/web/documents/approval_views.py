"""Signing: the person whose turn it is approves or refuses; then the seal is set."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.signing.trouble import SealTrouble
from alke.base.verdicts import Refused
from alke.domain.documents import approval_operations as operations
from alke.domain.documents import approval_rules as rules
from alke.domain.documents.models import DocumentVersion
from alke.domain.documents.signed_operations import attach_signed
from alke.web.access import Request, require, signed_in, status_of
from alke.web.documents.document_views import document_page, find_document, newest_version
from alke.web.documents.incoming import brought


@require_POST
@signed_in
def document_approve(request: Request, pk: int) -> HttpResponse:
    """The actor's approval; the last one sets the seal."""
    version = newest_version(request, find_document(request, pk))
    require(request, rules.can_approve(request.actor, list(version.approvals.all())))
    if operations.approve_version(version, by=request.actor):
        return _seal(request, version)
    messages.success(request, _("Approved. The next one is asked now."))
    return redirect(version.document)


@require_POST
@signed_in
def document_refuse(request: Request, pk: int) -> HttpResponse:
    """The actor's refusal with its reason."""
    document = find_document(request, pk)
    version = newest_version(request, document)
    require(request, rules.can_approve(request.actor, list(version.approvals.all())))
    try:
        operations.refuse_version(version, request.POST.get("syy", ""), by=request.actor)
    except (BadInput, Refused) as fault:
        return document_page(request, document, {"refuse": str(fault)}, status=status_of(fault))
    messages.success(request, _("Refused. The version is not sealed."))
    return redirect(document)


@require_POST
@signed_in
def document_seal(request: Request, pk: int) -> HttpResponse:
    """Tries again to set the seal that all have approved."""
    version = newest_version(request, find_document(request, pk))
    require(request, rules.can_seal(request.actor, version, list(version.approvals.all())))
    return _seal(request, version)


@require_POST
@signed_in
def document_attach(request: Request, pk: int) -> HttpResponse:
    """Files a PDF that was signed in another service as the newest version's signed form."""
    document = find_document(request, pk)
    version = newest_version(request, document)
    approvals = list(version.approvals.all())
    require(request, rules.can_attach_signed(request.actor, version, approvals))
    try:
        attach_signed(version, brought(request), by=request.actor, is_read="luettu" in request.POST)
    except (BadInput, Refused) as fault:
        return document_page(request, document, {"attach": str(fault)}, status=status_of(fault))
    messages.success(request, _("The signed file is filed with the version."))
    return redirect(document)


def _seal(request: Request, version: DocumentVersion) -> HttpResponse:
    try:
        operations.seal_version(version, by=request.actor)
    except SealTrouble as fault:
        messages.error(
            request,
            _("All have approved, but the seal could not be set: %(why)s. Try again later.")
            % {"why": fault},
        )
    else:
        messages.success(request, _("All have approved. The document is sealed."))
    return redirect(version.document)
