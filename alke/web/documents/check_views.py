"""Whether a PDF file is ours, whole and validly signed: for anybody who has one."""

from typing import Final

from allauth.core import ratelimit
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import files
from alke.base.signing import office
from alke.base.signing.verification import Outcome
from alke.domain.documents.approval_queries import signed_as, verified
from alke.domain.documents.queries import file_in
from alke.web.access import Request
from alke.web.errors import too_many_requests
from alke.web.numbers import whole

WORDS: Final[dict[Outcome, tuple[str, Promise, Promise]]] = {
    Outcome.OURS: (
        "good",
        gettext_lazy("Ours, whole and valid"),
        gettext_lazy("Alke has sealed this file, and nothing in it has changed since."),
    ),
    Outcome.OTHER: (
        "info",
        gettext_lazy("Whole and valid, signed by others"),
        gettext_lazy("Alke has not sealed this file. Its signatures are valid, and it is whole."),
    ),
    Outcome.ALTERED: (
        "bad",
        gettext_lazy("Altered"),
        gettext_lazy("The file is not as it was signed. Do not rely on it."),
    ),
    Outcome.UNTRUSTED: (
        "warn",
        gettext_lazy("Whole, but signed by somebody unknown"),
        gettext_lazy("Nobody whom Alke trusts vouches for the certificate of the signature."),
    ),
    Outcome.UNSIGNED: (
        "warn",
        gettext_lazy("Not signed"),
        gettext_lazy("The file has no electronic signature or seal, so nothing can be said of it."),
    ),
    Outcome.NO_PDF: (
        "warn",
        gettext_lazy("Not a PDF file"),
        gettext_lazy("Choose the PDF file itself, not a picture or a link of it."),
    ),
    Outcome.UNREADABLE: (
        "warn",
        gettext_lazy("The file could not be read"),
        gettext_lazy("It is damaged, encrypted or too large, or made to be so."),
    ),
}


def signature_check(request: Request) -> HttpResponse:
    """A form for the file, and what its signatures are worth."""
    context: dict[str, object] = {"fault": "", "found": None, "most_mb": office.LARGEST // 2**20}
    status = 200
    if request.method == "POST":
        if not ratelimit.consume(request, action="signature_check"):
            return too_many_requests(request)
        name, data = _asked(request)
        if not name:
            context["fault"], status = _("Choose a PDF file first."), 422
        else:
            found = verified(data)
            kind, title, text = WORDS[found.outcome]
            context |= {
                "found": found,
                "kind": kind,
                "result": title,
                "meaning": text,
                "file_name": name,
                "ours": found.outcome == Outcome.OURS,
                "document": signed_as(data, request.actor),
            }
    return render(request, "pages/documents/signature_check.html", context, status=status)


def _asked(request: Request) -> tuple[str, bytes]:
    """The name and bytes of the file that is brought, or of a document's file that one may see."""
    form = request.POST
    if form.get("asiakirja"):
        pk, number = whole(form["asiakirja"]), whole(form.get("versio", ""))
        for kept in file_in(request.actor, pk or 0, number or 0, form.get("muoto", "")):
            return kept.name, files.read(kept.digest)
        raise Http404
    file = request.FILES.get("tiedosto")
    if file is None or not hasattr(file, "read"):
        return "", b""
    return file.name or "tiedosto.pdf", file.read(office.LARGEST + 1)
