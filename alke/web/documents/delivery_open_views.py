"""What a recipient opens by the signed link of its mail: that one version, without an account."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from alke.base import clock
from alke.domain.documents.delivery_link import delivery_of
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.delivery_operations import note_opening
from alke.domain.documents.delivery_queries import newer_delivery
from alke.domain.documents.models import DocumentVersion
from alke.web.access import Request, one_or_404
from alke.web.apart import GONE, apart
from alke.web.documents.kept import file_answer


def delivery_open(request: Request, token: str) -> HttpResponse:
    """Title, number and files of the version; the first opening stands in the record."""
    delivery = one_or_404(delivery_of(token))
    ended = _has_ended(delivery)
    if request.method == "GET" and not ended and not delivery.is_opened:
        note_opening(delivery)
    version = delivery.version
    context = {
        "delivery": delivery,
        "version": version,
        "document": version.document,
        "token": token,
        "is_open": _is_open(version),
        "ended": ended,
        "files": [] if ended or not _is_open(version) else list(version.files.all()),
        "newer": None if ended else newer_delivery(delivery),
    }
    page = "pages/documents/delivery_open.html"
    return apart(render(request, page, context, status=GONE if ended else 200))


def delivery_file(request: Request, token: str, form: str) -> HttpResponse:
    """A file of the version; those of a document that is not public want signing in."""
    delivery = one_or_404(delivery_of(token))
    if _has_ended(delivery) or not _is_open(delivery.version):
        raise Http404
    file = one_or_404(list(delivery.version.files.filter(form=form)))
    file.version = delivery.version
    return apart(file_answer(file))


def _is_open(version: DocumentVersion) -> bool:
    """Whether whoever holds the link may read it: only a document of the public class."""
    return version.publicity == DocumentVersion.Publicity.PUBLIC


def _has_ended(delivery: Delivery) -> bool:
    """Also once it was erased to whom the link was given."""
    return not delivery.address or clock.now() > delivery.link_ends
