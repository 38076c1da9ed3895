"""What every page's layout needs."""

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.links import link
from alke.domain.insight.desk_queries import current_round
from alke.domain.people.actors import Actor
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.participation import may


@dataclass(frozen=True)
class Link:
    """A link of a menu."""

    url: str
    label: str
    current: bool = False
    code: str = ""


def page(request: HttpRequest) -> dict[str, Any]:
    """The layout's variables: who reads, who is signed in, menu, languages, the demo's day."""
    actor = getattr(request, "actor", None) or Actor.public()
    me = getattr(request, "me", None) or actor
    return {
        "actor": actor,
        "me": me,
        "nav": _nav(request, me),
        "language_links": _languages(request),
        "reads_audit": bool(may(me, Power.READ_AUDIT)),
        "runs_round": me.has_role(*roles_with(Power.RUN_ROUND)),
        "today": clock.today(),
        "demo": {"today": clock.today()} if settings.DEMO else None,
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),  # one for all forms
    }


def current_year(request: HttpRequest) -> int | None:
    """The year in the address, or the current round's; kept on the request."""
    match = request.resolver_match
    if match and "year" in match.kwargs:
        return cast("int", match.kwargs["year"])
    kept = getattr(request, "_round_year", None)
    if kept is None:
        me = getattr(request, "me", None) or request.actor  # type: ignore[attr-defined]
        round_ = current_round(me)
        kept = round_.year if round_ else None
        request._round_year = kept  # type: ignore[attr-defined]  # noqa: SLF001
    return kept


def note_year(request: HttpRequest, year: int) -> None:
    """Tells the menu the round's year, where the page has read it."""
    request._round_year = year or None  # type: ignore[attr-defined]  # noqa: SLF001


def _nav(request: HttpRequest, actor: Actor) -> list[Link]:
    if actor.is_anonymous or getattr(request, "failed", False):
        return []
    links = [(link("home"), _("Desk"))]
    if (year := current_year(request)) is not None:
        links += [
            (link("round_detail", year), _("Round")),
            (link("discussion_list", year), _("Discussions")),
            (link("booking_board", year), _("Bookings")),
            (link("followup_list", year), _("Follow-up")),
        ]
    links.append((link("organisation_list"), _("Organisations")))
    here = request.path
    best = max((url for url, _label in links if here.startswith(url)), key=len, default="")
    if best == link("home") != here:
        best = ""
    match = request.resolver_match
    if year is not None and match and "<int:year>/<slug:slug>/" in match.route:
        best = link("discussion_list", year)  # pages of one discussion
    return [Link(url, label, current=url == best) for url, label in links]


def _languages(request: HttpRequest) -> list[Link]:
    """The same page in each language: Finnish without a prefix (see config/urls.py)."""
    active = (get_language() or "fi")[:2]
    here = request.get_full_path()
    if here.startswith(f"/{active}/"):
        here = here.removeprefix(f"/{active}")
    return [
        Link(here if code == "fi" else f"/{code}{here}", name, current=code == active, code=code)
        for code, name in settings.LANGUAGES
    ]
