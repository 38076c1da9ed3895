"""What happens as one arrives: where to, and since when there may be news."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from alke.base.links import link
from alke.domain.people.models import User
from alke.domain.people.operations import note_visit

SINCE = "since"  # when the person was here before; the desk marks what is newer


def home_of(user: User) -> str:
    """The desk in the page's language if that was chosen, else in the person's own."""
    chosen = (get_language() or settings.LANGUAGE_CODE)[:2]
    if chosen != settings.LANGUAGE_CODE:
        return link("home")
    return translate_url(link("home"), user.language)


def note_arrival(request: HttpRequest, user: User) -> None:
    """Keeps the moment of the last visit in the session."""
    before = note_visit(user)
    request.session[SINCE] = before.isoformat() if before else ""
