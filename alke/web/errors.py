"""Error pages: what happened, what is safe, what to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alke.domain.people.actors import Actor
from alke.web.access import Forbidden

_PLAIN = {400, 429, 500}  # pages that ask nothing of the database


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    request.failed = status in _PLAIN  # type: ignore[attr-defined]
    if request.failed:  # type: ignore[attr-defined]
        request.actor = Actor.public()  # type: ignore[attr-defined]
    context = {"status": status, "title": title, "text": text}
    response = render(request, "pages/site/error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return _page(
        request,
        400,
        _("The request could not be read"),
        _("Nothing was saved. Go back and try again."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the reason that the rule gave."""
    text = _("You do not have the right to do this. Roles and powers are shown on their own page.")
    if isinstance(exception, Forbidden):
        text = str(exception.verdict.reason)
    return _page(request, 403, _("This is not possible"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old or came from elsewhere."""
    text = _(
        "Nothing was saved. Go back with the browser’s back button, copy what you wrote, "
        "reload the page and save again."
    )
    if "HX-Request" in request.headers:  # the text is still in its field; one need not go back
        text = _("The form had expired. Copy what you wrote, reload the page and save again.")
    return _page(request, 403, _("The form had expired"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or one that this person may not see."""
    text = _("The address is wrong, the page is not published, or you need to sign in to see it.")
    if not getattr(request, "actor", Actor.public()).is_anonymous:
        text = _("The address is wrong, or the page is not among those that you may see.")
    return _page(request, 404, _("The page was not found"), text)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes a form was opened, or the other way round."""
    return _page(
        request,
        405,
        _("The address does not open like this"),
        _("It only takes what a form of another page sends. Go back to the page you came from."),
    )


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429: somebody tries too often; allauth's limits end here."""
    return _page(
        request,
        429,
        _("Too many attempts"),
        _("Nothing was changed. Wait a few minutes and try again."),
    )


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """500: our fault; does not touch the database."""
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("What you saved before is safe. Try again in a moment."),
    )
