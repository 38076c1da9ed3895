"""Pages that are opened by a signed link: they stand apart from the rest of the site."""

from django.http import HttpResponse

GONE = 410


def apart(response: HttpResponse, *, has_forms: bool = False) -> HttpResponse:
    """Kept by nobody, found by no search, and its address told to no other site.

    Where it has forms, its own site is told: without any, browsers send their forms as from
    nowhere, and these are refused.
    """
    response.headers.pop("ETag", None)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin" if has_forms else "no-referrer"
    return response
