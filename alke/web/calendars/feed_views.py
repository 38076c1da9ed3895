"""Calendars as programs fetch them: by a person's secret address, and of a published round."""

import hashlib
from typing import Any, Final

from django.core.cache import caches
from django.http import Http404, HttpResponse, HttpResponseNotModified

from alke.base import clock
from alke.base.languages import active
from alke.domain.calendars.contents import feed_contents, round_contents
from alke.domain.calendars.queries import feed_of
from alke.domain.calendars.rules import shows
from alke.domain.insight.desk_queries import round_of
from alke.domain.people.actors import Actor
from alke.web.access import Request, one_or_404
from alke.web.publiccache import KEEP, knows

TYPE: Final = "text/calendar; charset=utf-8"
PRIVATE: Final = "private, max-age=300"
GONE: Final = 410


def calendar_feed(request: Request, token: str) -> HttpResponse:
    """A person's calendar, as that person may see it now; made anew when anything has changed."""
    feed = one_or_404(feed_of(token))
    if feed.revoked_at is not None:
        return _closed(HttpResponse(status=GONE))
    data, tag = _kept(request, feed)
    if not data:
        raise Http404
    if request.COOKIES:  # a browser, which keeps nothing of what people at work see
        return HttpResponse(data, content_type=TYPE)
    if knows(request, tag):
        return _closed(HttpResponseNotModified(headers={"ETag": tag}))
    return _closed(HttpResponse(data, content_type=TYPE, headers={"ETag": tag}))


def round_calendar(request: Request, year: int) -> HttpResponse:
    """All dates of a published round, as anyone sees them; kept with the public pages."""
    round_ = one_or_404(round_of(Actor.public(), year))
    data = round_contents(round_, _root(request), active())
    response = HttpResponse(data, content_type=TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="alke-{year}.ics"'
    return response


def _kept(request: Request, feed: Any) -> tuple[bytes, str]:
    """The calendar and its tag, worked out once for each state of the data; none: nothing."""
    root = _root(request)
    key = f"calendar-{feed.pk}-{feed.token_hash[:16]}-{feed.chain_head}-{clock.today()}-{root}"
    found: tuple[bytes, str] | None = caches["pages"].get(key)
    if found is None:
        actor = Actor.of(feed.user)
        data = feed_contents(feed, actor, root) if shows(feed, actor) else b""
        found = data, f'"{hashlib.sha256(data).hexdigest()[:32]}"'
        caches["pages"].set(key, found, KEEP)
    return found


def _root(request: Request) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _closed(response: HttpResponse) -> HttpResponse:
    """For the person's own program alone, and for no search engine."""
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Robots-Tag"] = "noindex"
    return response
