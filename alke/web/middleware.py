"""What happens around every request: public cache, plain text, the clock, the actor, refusals."""

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    QueryDict,
    UnreadablePostError,
)
from django.utils.functional import SimpleLazyObject

from alke.base import clock
from alke.base.verdicts import Refused, refused
from alke.domain.people.actors import Actor
from alke.web import errors
from alke.web.access import Forbidden, Request
from alke.web.publiccache import PublicCache

Handler = Callable[[HttpRequest], HttpResponse]
DEMO_DAY = "demo_day"
HEALTH = "/terveys/"
METHODS = ("GET", "HEAD", "POST")
NUL, BROKEN = "\0", "\ufffd"
OWN_COOKIES = {settings.SESSION_COOKIE_NAME, "messages"}  # a page for this browser alone


class CachingMiddleware:
    """Serves the public from memory, with ETag; keeps signed-in pages out of every cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.cache = PublicCache()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == HEALTH:  # asked also when the database does not answer
            return self.get_response(request)
        if OWN_COOKIES & request.COOKIES.keys() or request.method not in {"GET", "HEAD"}:
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        return self.cache.respond(request, self.get_response)


class TextMiddleware:
    """Turns NUL, which PostgreSQL keeps in no text, into the mark of a broken character.

    With it an identifier or a filter is merely unknown, and a text comes back with its sentence.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        request.COOKIES = {
            name: text.replace(NUL, BROKEN) for name, text in request.COOKIES.items()
        }
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """A form is read here, not before: only a page reads it."""
        with suppress(UnreadablePostError):  # the browser is gone
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]


def _without_nul(data: QueryDict) -> QueryDict:
    if not any(NUL in text for name, texts in data.lists() for text in (name, *texts)):
        return data
    clean = QueryDict(mutable=True)
    for name, texts in data.lists():
        clean.setlist(name.replace(NUL, BROKEN), [text.replace(NUL, BROKEN) for text in texts])
    clean._mutable = False  # noqa: SLF001 - as Django makes it
    return clean


class ClockMiddleware:
    """In the demo, the day that the person chose; one moment for the whole request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        day = request.session.get(DEMO_DAY) if settings.DEMO else None
        if day is None:
            return self.get_response(request)
        moment = clock.on_day(dt.date.fromisoformat(day), clock.now())
        with clock.at(moment) if day else nullcontext():
            return self.get_response(request)


class ActorMiddleware:
    """Puts the actor on the request, made when first asked for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """A page looks at it hundreds of times, so it gets the actor itself."""
        if request.path_info != HEALTH:
            request.actor = _actor(request)  # type: ignore[attr-defined]


def _actor(request: HttpRequest) -> Actor:
    user = get_user(request)
    return Actor.of(user) if user.is_authenticated else Actor.public()


class RefusalMiddleware:
    """A refusal that no view caught is answered with its reason, never with a fault page.

    Pages are opened and forms are sent: other methods are none of ours.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            response: HttpResponse = HttpResponseNotAllowed(METHODS)
        else:
            response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            allow, response = response.headers["Allow"], errors.not_allowed(request)
            response.headers["Allow"] = allow
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """403 with the reason of a `Refused`; other faults go on."""
        if isinstance(fault, Refused):
            return errors.permission_denied(
                cast("Request", request), Forbidden(refused(fault.reason))
            )
        return None
