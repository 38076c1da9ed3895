"""Delivery by the distribution list: who gets a version, and the record of who got it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alke.base.links import link
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.documents import delivery_operations as operations
from alke.domain.documents import delivery_rules as rules
from alke.domain.documents.delivery_models import REASON_LIMIT, Delivery
from alke.domain.documents.delivery_queries import deliveries_of, recipients_of
from alke.domain.documents.models import DocumentVersion
from alke.domain.documents.queries import version_in
from alke.domain.documents.rules import can_run_documents
from alke.web.access import Request, one_or_404, require, signed_in, status_of
from alke.web.documents.place import place_of
from alke.web.numbers import whole


@signed_in
def document_deliver(request: Request, pk: int, number: int) -> HttpResponse:
    """Who will get the version, in which language; then its mails wait for the worker."""
    version = _version(request, pk, number)
    require(request, rules.can_deliver_version(request.actor, version))
    fault, status = "", 200
    if request.method == "POST":
        try:
            number_of_mails = operations.deliver_version(version, by=request.actor)
        except Refused as found:
            fault, status = str(found), status_of(found)
        else:
            return _on_their_way(request, version, number_of_mails)
    recipients = recipients_of(version)
    context = {
        **_place(version),
        "recipients": recipients,
        "due": sum(len(row.due) for row in recipients),
        "without": [row for row in recipients if not row.addresses],
        "replaced": max(
            (row.earlier[0].version.number for row in recipients if row.earlier), default=0
        ),
        "fault": fault,
    }
    return render(request, "pages/documents/document_deliver.html", context, status=status)


@signed_in
def document_deliveries(request: Request, pk: int, number: int) -> HttpResponse:
    """The record of delivery, one page to print."""
    return _record(request, _version(request, pk, number))


@require_POST
@signed_in
def deliveries_send(request: Request, pk: int, number: int) -> HttpResponse:
    """Tries again what failed; what was sent is never sent again."""
    version = _version(request, pk, number)
    require(request, can_run_documents(request.actor, version.document.discussion))
    again = operations.send_failed(version, by=request.actor)
    return _on_their_way(request, version, again)


@require_POST
@signed_in
def delivery_bounce(request: Request, pk: int, number: int) -> HttpResponse:
    """Notes that a mail came back to its sender."""
    version = _version(request, pk, number)
    require(request, can_run_documents(request.actor, version.document.discussion))
    chosen = whole(request.POST.get("toimitus", "")) or 0
    delivery = version.deliveries.filter(pk=chosen).first()
    if delivery is None:
        fault = _("Choose the recipient whose mail came back.")
        return _record(request, version, fault, status=422)
    try:
        operations.mark_bounced(delivery, request.POST.get("syy", ""), by=request.actor)
    except (BadInput, Refused) as fault:
        return _record(request, version, str(fault), status=status_of(fault))
    messages.success(request, _("It stands in the record that the mail came back."))
    return redirect(_address(version))


def _version(request: Request, pk: int, number: int) -> DocumentVersion:
    version = one_or_404(version_in(request.actor, pk, number))
    require(request, rules.can_read_deliveries(request.actor))
    return version


def _record(
    request: Request, version: DocumentVersion, fault: str = "", *, status: int = 200
) -> HttpResponse:
    rows = deliveries_of(version)
    runs = can_run_documents(request.actor, version.document.discussion)
    state = Delivery.State
    renewed = {row.renews.version.number if row.renews else 0 for row in rows}
    context = {
        **_place(version),
        "rows": rows,
        "opened": sum(row.is_opened for row in rows),
        "sent": sum(row.state == state.SENT for row in rows),
        "waiting": sum(row.state == state.WAITING for row in rows),
        "failed": sum(row.state == state.FAILED for row in rows),
        "renewed": sorted(renewed - {0}),
        "mixed": len(renewed) > 1,  # some replace another version than others, or none
        "can_deliver": rules.can_deliver_version(request.actor, version),
        "runs": runs,
        "sent_rows": [
            (row.pk, f"{row.organisation.name}, {row.address}")
            for row in rows
            if rules.can_mark_bounced(request.actor, row)
        ]
        if runs
        else [],
        "typed": request.POST if request.method == "POST" else {},
        "fault": fault,
        "limit": REASON_LIMIT,
    }
    return render(request, "pages/documents/document_deliveries.html", context, status=status)


def _place(version: DocumentVersion) -> dict[str, object]:
    document = version.document
    return {
        "version": version,
        "document": document,
        "place": place_of(document),
        "discussion": document.discussion,
        "round": document.round,
    }


def _on_their_way(request: Request, version: DocumentVersion, number: int) -> HttpResponse:
    if number:
        told = ngettext("%(n)d mail is on its way.", "%(n)d mails are on their way.", number)
        messages.success(request, told % {"n": number})
    else:
        messages.info(request, _("No mail waits to be sent again."))
    return redirect(_address(version))


def _address(version: DocumentVersion) -> str:
    return link("document_deliveries", version.document_id, version.number)
