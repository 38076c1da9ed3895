"""A mail of the outbox as it goes out: in the frame of all mails, with its headers."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from markupsafe import Markup

from alke.base.links import link
from alke.base.mail import AUTOMATIC
from alke.base.mailaddress import is_mail_address
from alke.base.mailhtml import html_of
from alke.base.mailmessage import Letter
from alke.base.site import absolute
from alke.domain.notices.kinds import DIGEST, URGENT
from alke.domain.notices.models import Mail
from alke.domain.notices.stop_link import stop_token

GATHERED = (DIGEST, URGENT)  # what a person's settings decide on


def letter_of(mail: Mail) -> Letter:
    """With its Message-ID, which is the same however often it is tried.

    Raises `ValueError` for what is no address, before a mail server makes something else of it.
    """
    if not is_mail_address(mail.to):
        raise ValueError("not a mail address")
    with translation.override(mail.language):
        headers = {**AUTOMATIC, "Message-ID": f"<{mail.message_id}>", **_ways_out(mail)}
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
        context = {
            "home": absolute(link("home")),
            "settings": _settings_address() if mail.kind in GATHERED else "",
            "stop": _stop_address(mail) if mail.kind == DIGEST else "",
        }
        return render_to_string(f"mail/foot.{mail.language}.txt", context).strip()


def _settings_address() -> str:
    return absolute(link("notice_settings"))


def _stop_address(mail: Mail) -> str:
    return absolute(link("notices_stop", stop_token(mail)))


def _ways_out(mail: Mail) -> dict[str, str]:
    """How a mail program offers to stop it: the digest with one click (RFC 8058)."""
    if mail.kind == DIGEST:
        return {
            "List-Unsubscribe": f"<{_stop_address(mail)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return {"List-Unsubscribe": f"<{_settings_address()}>"} if mail.kind in GATHERED else {}
