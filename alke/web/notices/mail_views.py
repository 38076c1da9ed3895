"""What was sent, to whom, when, and what became of it (B4)."""

from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.domain.invitations.queries import stray_replies
from alke.domain.notices import rules
from alke.domain.notices.kinds import DIGEST, KINDS, URGENT
from alke.domain.notices.letters import html_part, plain_of
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import try_again
from alke.domain.notices.queries import mail_counts, mails_sent, without_secrets
from alke.domain.participants.mail_queries import mailed_about
from alke.domain.people.models import Organisation
from alke.web.access import Request, one_or_404, require, signed_in
from alke.web.paging import page_asked, rows_on

SIZE = 50
LONGEST = 254  # of an address
# a mail brings its own styles, and nothing else may happen on its page
APART = {
    **dict.fromkeys(("script-src", "img-src", "font-src", "connect-src", "form-action")),
    "style-src": ["'unsafe-inline'"],
    "sandbox": True,
}


@signed_in
def mail_list(request: Request) -> HttpResponse:
    """The outbox, narrowed by body, address and state."""
    require(request, rules.can_read_mails(request.actor))
    bodies = sorted(Organisation.objects.all(), key=lambda row: row.name.casefold())
    asked = request.GET.get
    body = next((row for row in bodies if row.slug == asked("taho")), None)
    state = asked("tila", "") if asked("tila") in Mail.State.values else ""
    address = asked("osoite", "").strip()[:LONGEST]
    about = mailed_about(body) if body else []
    rows = mails_sent(body=body, about=about, state=state, address=address)
    page = page_asked(request, rows.count(), SIZE)
    kept = {"taho": body.slug if body else "", "osoite": address, "tila": state}
    query = urlencode({key: value for key, value in kept.items() if value})
    whole = body is None and not state and page.number == 1
    context = {
        "replies": stray_replies(address) if whole else [],
        "page": page,
        "mails": list(rows[rows_on(page)]),
        "counts": mail_counts(),
        "bodies": [(row.slug, row.name) for row in bodies],
        "states": Mail.State.choices,
        "body": body,
        "state": state,
        "address": address,
        "query": f"{query}&" if query else "",
    }
    return render(request, "pages/notices/mail_list.html", context)


@signed_in
def mail_detail(request: Request, pk: int) -> HttpResponse:
    """One mail: its text as it was sent, and how it went."""
    mail = _mail(request, pk)
    context = {
        "mail": mail,
        "own": _is_own(request, mail),
        "text": _shown(request, mail, plain_of(mail)),
        "again": rules.can_send_again(request.actor, mail),
        "reads_all": rules.can_read_mails(request.actor),
        "gathered": mail.kind in {DIGEST, URGENT, *KINDS},
    }
    return render(request, "pages/notices/mail_detail.html", context)


@csp_replace(APART)
@signed_in
def mail_html(request: Request, pk: int) -> HttpResponse:
    """The mail as HTML programs show it: a page that can do nothing."""
    mail = _mail(request, pk)
    return HttpResponse(_shown(request, mail, html_part(mail)))


@require_POST
@signed_in
def mail_again(request: Request, pk: int) -> HttpResponse:
    """A mail that was given up is tried again."""
    mail = _mail(request, pk)
    require(request, rules.can_send_again(request.actor, mail))
    try_again(mail)
    messages.success(request, _("The mail waits to be sent again."))
    return redirect("mail_detail", pk=pk)


def _mail(request: Request, pk: int) -> Mail:
    mail = one_or_404(list(Mail.objects.filter(pk=pk).select_related("user")))
    if not _is_own(request, mail):
        require(request, rules.can_read_mails(request.actor))
    return mail


def _is_own(request: Request, mail: Mail) -> bool:
    return request.actor.user is not None and mail.user_id == request.actor.user.pk


def _shown(request: Request, mail: Mail, text: str) -> str:
    """Links that open something by themselves are shown to nobody else than their reader."""
    return text if _is_own(request, mail) else without_secrets(text)
