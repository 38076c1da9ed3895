"""Feedback on accessibility (R18; 306/2019, section 3 a): a form that becomes a mail."""

from smtplib import SMTPException

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alke.base.mailaddress import is_mail_address
from alke.base.richtext import BadInput, clean, clean_line
from alke.web.access import Request
from alke.web.errors import too_many_requests

LIMITS = {"text": 4000, "page": 300, "email": 254}


def feedback(request: Request) -> HttpResponse:
    """The form, and what it sends. Nothing is kept here but the mail."""
    fault, status = "", 200
    if request.method == "POST":
        try:
            letter = _letter(request.POST)
            if not ratelimit.consume(request, action="feedback"):
                return too_many_requests(request)
            letter.send()
        except BadInput as bad:
            fault, status = str(bad), 422
        except (OSError, SMTPException):
            fault, status = _("The mail could not be sent now. Try again, or write to us."), 503
        else:
            messages.success(request, _("Thank you. Your feedback is on its way."))
            return redirect("accessibility")
    context = {
        "typed": request.POST,
        "from_page": request.GET.get("sivu", "")[: LIMITS["page"]],
        "fault": fault,
        "limits": LIMITS,
        "address": settings.FEEDBACK_EMAIL,
    }
    return render(request, "pages/site/feedback.html", context, status=status)


def _letter(form: QueryDict) -> EmailMessage:
    text = clean(form.get("text", ""), limit=LIMITS["text"])
    if not text:
        raise BadInput(_("Tell what the obstacle was."))
    page = clean_line(form.get("page", ""), limit=LIMITS["page"])
    email = clean_line(form.get("email", ""), limit=LIMITS["email"])
    if email and not is_mail_address(email):
        raise BadInput(
            _("Give the e-mail address in the form role@organisation.fi, or leave it out.")
        )
    return EmailMessage(
        subject=f"Alke: saavutettavuuspalaute ({get_language()})",
        body=f"{text}\n\nSivu: {page or '–'}\nVastausosoite: {email or '–'}\n",
        to=[settings.FEEDBACK_EMAIL],
        reply_to=[email] if email else None,
    )
