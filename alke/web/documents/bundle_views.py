"""All papers of a discussion in one file, at once."""

import io

from django.http import Http404, HttpResponse

from alke.base.languages import CODES, active
from alke.domain.documents import rules
from alke.domain.documents.bundle import Bundle
from alke.domain.documents.packages import pack, unwatched
from alke.web.access import Request, require, signed_in
from alke.web.documents.place import find_place


@signed_in
def discussion_bundle(request: Request, year: int, slug: str) -> HttpResponse:
    """All papers of a discussion in one ZIP: in the page's language, or ?kieli=sv."""
    place = find_place(request, year, slug)
    require(request, rules.can_run_documents(request.actor, place.discussion))
    language = request.GET.get("kieli", "") or active()
    if language not in CODES:
        raise Http404
    bundle = Bundle(request.actor, place.round, language, place.discussion)
    out = io.BytesIO()
    pack(bundle, out, unwatched)
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{bundle.name}"'
    return response
