"""A mail of the outbox as it goes out: in the frame of all mails, with its headers."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from markupsafe import Markup

from alke.base.links import link
from alke.base.mail import AUTOMATIC
from alke.base.mailhtml import html_of
from alke.base.mailmessage import Letter
from alke.base.site import absolute
from alke.domain.notices.models import Mail


def letter_of(mail: Mail) -> Letter:
    """With its Message-ID, which is the same however often it is tried."""
    headers = {**AUTOMATIC, "Message-ID": f"<{mail.message_id}>"}
    made = Letter(
        mail.subject,
        plain_of(mail),
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={**headers, **mail.headers},
    )
    made.attach_alternative(html_part(mail), "text/html")
    made.calendar, made.calendar_method = bytes(mail.calendar), mail.calendar_method
    return made


def plain_of(mail: Mail) -> str:
    """The plain text with its foot."""
    return f"{mail.text.strip()}\n\n-- \n{_foot(mail)}\n"


def html_part(mail: Mail) -> str:
    """The same as HTML in the frame, which fetches nothing from anywhere."""
    return render_to_string(
        "mail/frame.html",
        {
            "subject": mail.subject,
            "language": mail.language,
            "body": Markup(mail.html) if mail.html else html_of(mail.text),  # noqa: S704 - our own
            "foot": html_of(_foot(mail)),
        },
    )


def _foot(mail: Mail) -> str:
    with translation.override(mail.language):
        context = {"home": absolute(link("home")), "settings": "", "stop": ""}
        return render_to_string(f"mail/foot.{mail.language}.txt", context).strip()
