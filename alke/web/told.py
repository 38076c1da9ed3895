"""What was done, told where it was done: at a place of the page instead of on top of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from alke.base.links import link


def tell_at(
    request: HttpRequest, place: str, text: str, page: str, *args: object, refused: bool = False
) -> HttpResponse:
    """Leads to `place` of the page, which shows the text there (`parts/just_done.html`)."""
    level = messages.ERROR if refused else messages.SUCCESS
    messages.add_message(request, level, text, extra_tags=place)
    return HttpResponseRedirect(f"{link(page, *args)}#{place}")
