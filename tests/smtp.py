"""A mail server as the network sees it: takes what it is sent, and refuses whom it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.conf import LazySettings


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on this machine alone; keeps each mail with its recipient."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: dict[str, str] = {}
        self.every: list[tuple[str, bytes]] = []
        self.refused: set[str] = set()
        self.busy_for: set[str] = set()
        self.hangs_up_on: set[str] = set()
        self.hangs_up_after: set[str] = set()  # the mail, before it says that it has it
        self.holds: set[str] = set()  # has the mail, and is silent until `go_on`
        self.holding, self.go_on = threading.Event(), threading.Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def all_of(self, recipient: str) -> list[EmailMessage]:
        """What it has been sent for them, read."""
        mails = (raw for to, raw in self.every if to == recipient)
        return [message_from_bytes(raw, policy=policy.default) for raw in mails]

    def message(self, recipient: str) -> EmailMessage:
        """The one mail for them."""
        (found,) = self.all_of(recipient)
        return found


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 mail.example ready")
        recipient = ""
        for line in iter(self.rfile.readline, b""):
            word, _space, rest = line.decode().strip().partition(" ")
            match word.upper():
                case "RCPT":
                    recipient = rest.partition("<")[2].rstrip(">")
                    if recipient in self.server.hangs_up_on:
                        return
                    self._say(self._answer(recipient))
                case "DATA":
                    self._say("354 go on")
                    raw = self._mail()
                    self.server.every.append((recipient, raw))
                    if recipient in self.server.hangs_up_after:
                        return
                    if recipient in self.server.holds:
                        self.server.holding.set()
                        self.server.go_on.wait(60)
                        return
                    self.server.taken[recipient] = raw.decode()
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _answer(self, recipient: str) -> str:
        if recipient in self.server.refused:
            return "550 5.1.1 no such user"
        return "450 4.2.1 mailbox busy" if recipient in self.server.busy_for else "250 ok"

    def _mail(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line[line.startswith(b"..") :] for line in lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail_host(settings: LazySettings) -> Iterator[MailServer]:
    """A mail server that listens while the test runs; all mail goes to it."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.go_on.set()
        server.shutdown()
        thread.join()
