"""Signing in to the demo with one click."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alke.domain.people.models import User
from alke.web.addresses import own_address
from alke.web.people.backend import BACKEND
from alke.web.people.landing import home_of, note_arrival


@csrf_exempt  # programs sign in with one POST; a forged one opens the demo, which is open anyway
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in as the demo account named in the form; there is no such page elsewhere."""
    if not settings.DEMO:
        raise Http404
    name = request.POST.get("account", "")
    possible = bool(name) and "\0" not in name  # PostgreSQL refuses the character
    user = User.objects.filter(demo_account=name, is_active=True).first() if possible else None
    if user is None:
        raise Http404
    day = request.session.get("demo_day")
    request.session.flush()  # what the person before had open is no business of the next one
    if day:
        request.session["demo_day"] = day
    login(request, user, backend=BACKEND)
    note_arrival(request, user)
    return redirect(own_address(request, request.POST.get("next", "")) or home_of(user))
