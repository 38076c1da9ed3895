"""Pages that are opened by a signed link: they stand apart from the rest of the site."""

from django.http import HttpResponse

GONE = 410


def apart(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, found by no search, and its address told to no other site."""
    response.headers.pop("ETag", None)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
