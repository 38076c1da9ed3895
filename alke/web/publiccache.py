"""Pages for the public, kept in memory until anything changes.

The audit chain's head is the generation: every operation moves it, so a page made at the
same head is still true. Each process asks for the head at most once a second.
"""

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from alke.base import clock
from alke.domain.audit import queries as audit

Handler = Callable[[HttpRequest], HttpResponse]
CACHE_CONTROL = "public, max-age=60"
LOOK_EVERY = 1.0  # seconds
KEEP = 600  # seconds
LARGEST = 500_000  # bytes of what is kept; larger files are read anew, and carry their tag


class PublicCache:
    """Answers anonymous GETs from memory, with ETag and 304."""

    def __init__(self) -> None:
        self._looked = 0.0
        self._head = ""

    def respond(self, request: HttpRequest, make: Handler) -> HttpResponse:
        """The page from memory, or made now and kept when it may be."""
        key = self._key(request)
        kept: tuple[bytes, dict[str, str]] | None = caches["pages"].get(key)
        if kept is None:
            response = make(request)
            kept = self._kept(response)
            if kept is None:
                return response
            # searches and further pages are without number and seldom asked for twice
            if len(kept[0]) <= LARGEST and not request.META["QUERY_STRING"]:
                caches["pages"].set(key, kept, KEEP)
        body, headers = kept
        if knows(request, headers["ETag"]):
            return HttpResponseNotModified(
                headers={"ETag": headers["ETag"], "Cache-Control": CACHE_CONTROL}
            )
        return HttpResponse(body, headers=headers)

    def _key(self, request: HttpRequest) -> str:
        now = time.monotonic()
        if now - self._looked > LOOK_EVERY or settings.TESTING:
            self._head, self._looked = audit.head(), now
        address = f"{request.scheme} {request.get_host()} {request.get_full_path()}"
        text = f"{self._head} {clock.today()} {address}"
        return hashlib.sha256(text.encode()).hexdigest()

    @staticmethod
    def _kept(response: HttpResponse) -> tuple[bytes, dict[str, str]] | None:
        if response.status_code != 200 or response.streaming or response.cookies:
            response.headers.setdefault("Cache-Control", "no-store")
            return None
        if "Cache-Control" in response.headers:
            return None
        headers = dict(response.items())
        headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        headers["Cache-Control"] = CACHE_CONTROL
        return response.content, headers


def knows(request: HttpRequest, tag: str) -> bool:
    """Whether the browser has the page already; a proxy may have weakened the tag."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return any(each.removeprefix("W/") in {tag, "*"} for each in known)
