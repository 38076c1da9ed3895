"""A mail as it goes out: text, HTML, and a calendar object with its method."""

from email.headerregistry import Address
from email.message import EmailMessage as Message
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from django.core.mail import EmailMultiAlternatives

from alke.base import clock


class Letter(EmailMultiAlternatives):
    """What Django's backends send; put together by Python's own, which knows `method=REQUEST`."""

    calendar: bytes = b""
    calendar_method: str = ""

    def message(self, **_options: Any) -> "Sealed":
        """The MIME message, with the Message-ID that stands in its headers."""
        made = Sealed(policy=SMTP)
        made["Subject"] = self.subject
        name, address = parseaddr(str(self.from_email))
        made["From"] = Address(name, addr_spec=address)
        made["To"] = ", ".join(self.to)
        if self.reply_to:
            made["Reply-To"] = ", ".join(self.reply_to)
        made["Date"] = format_datetime(clock.real())
        for key, value in self.extra_headers.items():
            made[key] = value
        made.set_content(str(self.body), cte="quoted-printable")
        for alternative in self.alternatives:
            made.add_alternative(str(alternative[0]), subtype="html", cte="quoted-printable")
        if self.calendar:
            made.add_alternative(
                self.calendar.decode(),
                subtype="calendar",
                cte="base64",
                params={"method": self.calendar_method, "name": "alke.ics"},
            )
        return made


class Sealed(Message):
    """A message that Django's backends can write out, whatever line ends they ask for."""

    def as_bytes(self, unixfrom: bool = False, **_options: Any) -> bytes:  # type: ignore[override]  # noqa: FBT001, FBT002 - as in the class above it
        """As it goes over the wire."""
        return super().as_bytes(unixfrom, policy=SMTP)
