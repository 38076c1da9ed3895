"""One's own notices, and what of them one wants by mail."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from alke.base.richtext import BadInput
from alke.domain.notices.kinds import KINDS
from alke.domain.notices.models import Mail, Notice, Preferences
from alke.domain.notices.preference_operations import mark_seen, set_preferences, stop_digests
from alke.domain.notices.queries import Choice, choice_of, next_digest
from alke.domain.notices.stop_link import person_of
from alke.domain.people.models import User
from alke.web.access import Request, one_or_404, signed_in
from alke.web.paging import page_asked, rows_on

SIZE = 30
MAILS = 20


@signed_in
def notice_list(request: Request) -> HttpResponse:
    """What one was told, newest first, and the mails that told it with what became of them."""
    user = cast("User", request.actor.user)
    rows = Notice.objects.filter(to=user).select_related("mail").order_by("-pk")
    page = page_asked(request, rows.count(), SIZE)
    context = {
        "page": page,
        "notices": list(rows[rows_on(page)]),
        "mails": list(Mail.objects.filter(user=user).order_by("-pk")[:MAILS]),
    }
    answer = render(request, "pages/notices/notice_list.html", context)
    if request.method == "GET":
        mark_seen(user)
    return answer


@signed_in
def notice_settings(request: Request) -> HttpResponse:
    """How often, what, and what the next digest would say."""
    user = cast("User", request.actor.user)
    fault, status = "", 200
    choice = choice_of(user)
    if request.method == "POST":
        wanted = request.POST.getlist("laji")
        stopped = tuple(name for name in KINDS if name not in wanted)
        choice = Choice(request.POST.get("tahti", ""), stopped)
        try:
            set_preferences(user, by=request.actor, rhythm=choice.rhythm, stopped=stopped)
        except BadInput as bad:
            fault, status = str(bad), 422
        else:
            messages.success(request, _("Your choice has been saved."))
            return redirect("notice_settings")
    context = {
        "choice": choice,
        "rhythms": Preferences.Rhythm.choices,
        "kinds": KINDS.items(),
        "preview": next_digest(user, choice),
        "fault": fault,
    }
    return render(request, "pages/notices/notice_settings.html", context, status=status)


@csrf_exempt  # mail programs send it (RFC 8058); the link is signed and can do nothing else
def notices_stop(request: Request, token: str) -> HttpResponse:
    """Stops the digests of the link's person: by a button, or by the mail program at once."""
    user = one_or_404(person_of(token))
    done = request.method == "POST"
    if done:
        stop_digests(user)
    context = {"done": done, "address": user.email}
    answer = render(request, "pages/notices/notices_stop.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
