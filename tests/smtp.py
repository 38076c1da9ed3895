"""A real mail server (aiosmtpd): takes what it is sent, and refuses whom it is told to."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings


class MailServer(Controller):
    """Listens on this machine alone; keeps each mail with its recipient."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        super().__init__(self, hostname="127.0.0.1", port=port)
        self.taken: dict[str, str] = {}
        self.every: list[tuple[str, bytes]] = []
        self.refused: set[str] = set()
        self.refuses_us = False  # whoever sends
        self.busy_for: set[str] = set()
        self.hangs_up_on: set[str] = set()
        self.hangs_up_after: set[str] = set()  # the mail, before it says that it has it
        self.holds: set[str] = set()  # has the mail, and is silent until `go_on`
        self.holding, self.go_on = threading.Event(), threading.Event()

    def all_of(self, recipient: str) -> list[EmailMessage]:
        """What it has been sent for them, read."""
        mails = (raw for to, raw in self.every if to == recipient)
        return [message_from_bytes(raw, policy=policy.default) for raw in mails]

    def message(self, recipient: str) -> EmailMessage:
        """The one mail for them."""
        (found,) = self.all_of(recipient)
        return found

    async def handle_MAIL(  # noqa: N802 - aiosmtpd asks for it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether it takes mail from the sender."""
        if self.refuses_us:
            return "530 5.7.0 authentication required"
        envelope.mail_from = address
        return "250 ok"

    async def handle_RCPT(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether it takes mail for the address."""
        if address in self.hangs_up_on:
            _hang_up(server)
        if address in self.refused:
            return "550 5.1.1 no such user"
        if address in self.busy_for:
            return "450 4.2.1 mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keeps the mail, and says so."""
        raw, (recipient,) = envelope.original_content or b"", envelope.rcpt_tos
        self.every.append((recipient, raw))
        if recipient in self.holds:
            self.holding.set()
            await asyncio.to_thread(self.go_on.wait, 60)
        if recipient in self.hangs_up_after | self.holds:
            _hang_up(server)
        self.taken[recipient] = raw.decode()
        return "250 taken"


def _hang_up(server: SMTP) -> None:
    """Without a word."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


@pytest.fixture
def mail_host(settings: LazySettings) -> Iterator[MailServer]:
    """A mail server that listens while the test runs; all mail goes to it."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.go_on.set()
    if not server.loop.is_closed():  # the test has stopped it
        server.stop(no_assert=True)
