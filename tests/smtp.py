"""A mail server as the network sees it: takes what it is sent, and refuses whom it is told to."""

import socketserver
import threading
from collections.abc import Iterator

import pytest
from django.conf import LazySettings


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on this machine alone; keeps each mail with its recipient."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: dict[str, str] = {}
        self.refused: set[str] = set()
        self.hangs_up_on: set[str] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


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
                    known = recipient not in self.server.refused
                    self._say("250 ok" if known else "550 5.1.1 no such user")
                case "DATA":
                    self._say("354 go on")
                    self.server.taken[recipient] = self._mail()
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _mail(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

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
        server.shutdown()
        thread.join()
