"""How pages ask: a refused verdict becomes a 403 page that carries the reason."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from alke.base.links import link
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale, Verdict
from alke.domain.people.actors import Actor
from alke.web.addresses import own_address


class Request(HttpRequest):
    """A request as the views see it: the middleware has put the actor on it.

    `actor` is as whom the page is read; `me`, where it is set, is who is signed in.
    """

    actor: Actor
    me: Actor
    htmx: Any


class Forbidden(PermissionDenied):
    """A refusal with its reason."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict.reason))
        self.verdict = verdict


def require(request: Request, verdict: Verdict) -> None:
    """Goes on when allowed; else 403 with the reason (anonymous: asked to sign in)."""
    if not verdict:
        raise Forbidden(verdict)


Found = TypeVar("Found")


def one_or_404(rows: Sequence[Found]) -> Found:
    """The one row that was asked for; else there is no such page."""
    if not rows:
        raise Http404
    return rows[0]


def reader(request: Request) -> Actor:
    """As whom a page finds its rows; pages of work are not there for whose roles read nothing.

    What such people read is the `public_part` of a page, which asks for it as the public.
    """
    actor = request.actor
    if not (actor.reads or actor.is_anonymous):
        raise Http404
    return actor


def status_of(fault: Refused | BadInput) -> int:
    """The status of a page that shows again what was not taken."""
    if isinstance(fault, Stale):
        return 409
    return 403 if isinstance(fault, Refused) else 422


View = Callable[..., HttpResponse]
_TECHNICAL = {"csrfmiddlewaretoken", "kerran", "nahty", "token", "alku", "password"}
_WRITTEN = {  # shown also when it is one word
    *("text", "text_sv", "teksti", "kommentti", "proposal", "titles", "speaker"),
    *("title", "title_sv", "reason", "perustelu", "syy", "next_step"),
}


def _typed(request: HttpRequest) -> list[str]:
    """The texts of a form: what was written or has words, not numbers and marks."""
    return [
        value
        for name, values in request.POST.lists()
        if name not in _TECHNICAL
        for value in values
        if len(value.split()) > (0 if name in _WRITTEN else 1)
    ]


def public_part(view: View) -> View:
    """A page that shows its published part to whoever may not read what is being prepared."""

    @wraps(view)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        me = request.actor
        if me.reads or me.is_anonymous:
            try:
                return view(request, *args, **kwargs)
            except Http404:
                if me.reads_all or me.is_anonymous:
                    raise
        request.actor, request.me = Actor.public(), me
        try:
            return view(request, *args, **kwargs)
        finally:
            request.actor = me

    return wrapped


def signed_in(view: View) -> View:
    """A page for people who are signed in; others are asked to, and come back.

    What a form brings when the session has ended is shown, so that it can be copied. The script
    is told by the status alone: the text stays in its field.
    """

    @wraps(view)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.is_anonymous and request.htmx:
            return HttpResponse(status=401)
        if request.actor.is_anonymous and request.method == "POST":
            back = urlsplit(request.headers.get("Referer", "")).path
            context = {"texts": _typed(request), "back": own_address(request, back)}
            return render(request, "pages/site/session_ended.html", context, status=401)
        if request.actor.is_anonymous:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{link('account_login')}?{query}")
        return view(request, *args, **kwargs)

    return wrapped
