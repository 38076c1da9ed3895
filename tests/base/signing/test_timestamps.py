"""Timestamps of a service on the web, and the lists of revoked certificates that go with them."""

import base64
import datetime as dt
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from asn1crypto import tsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from alke.base import clock
from alke.base.signing.examining import examine
from alke.base.signing.sealed import Sealed
from alke.base.signing.sealing import seal
from alke.base.signing.timestamps import local, remote
from alke.base.signing.trouble import SealTrouble
from alke.base.signing.trust import Trust
from alke.base.signing.verification import Outcome
from tests.base.signing.conftest import House, ListingAuthority, issued, trust_in

NOW = clock.real().astimezone(dt.UTC).replace(microsecond=0)  # a service goes by its own clock
DAY = dt.timedelta(days=1)


class Service(ThreadingHTTPServer):
    """A timestamp service that also hands out a list of revoked certificates."""

    def __init__(self, house: House) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.clock = local(house.files.timestamps, NOW)
        self.revoked = b""
        self.known = ""  # user and password, if it wants to be told them
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        """Where it is."""
        return f"127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    """What the service answers."""

    server: Service

    def do_GET(self) -> None:
        self._send(200, "application/pkix-crl", self.server.revoked)

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        known = base64.b64encode(self.server.known.encode()).decode()
        if self.server.known and self.headers["Authorization"] != f"Basic {known}":
            self._send(401, "text/plain", b"")
        elif self.path == "/html":
            self._send(200, "text/html", b"<h1>")
        elif self.path == "/refused":
            refusal = tsp.TimeStampResp({"status": {"status": "rejection"}})
            self._send(200, "application/timestamp-reply", refusal.dump())
        else:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            given = self.server.clock.request_tsa_response(tsp.TimeStampReq.load(asked))
            self._send(200, "application/timestamp-reply", given.dump())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def service(house: House) -> Iterator[Service]:
    """A service, running."""
    server = Service(house)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def sealed(address: str, authority: ListingAuthority, house: House, pdf: bytes) -> Sealed:
    """The file, with a seal of the authority and timestamps from the address."""
    trust = Trust((*trust_in(authority).roots, *house.trust.roots))
    own = issued(authority)
    return seal(pdf, seal=own, trust=trust, at=NOW, timestamps=remote(address))


def test_a_service_dates_the_seal_and_the_file(
    service: Service, house: House, original: bytes
) -> None:
    authority = ListingAuthority(f"http://{service.address}/crl")
    service.revoked = authority.revoked(since=NOW, at=NOW - DAY)
    made = sealed(f"http://{service.address}/tsa", authority, house, original)
    assert made.level == "B-LTA"
    assert set(service.asked) == {"/tsa"}
    trust = Trust((*trust_in(authority).roots, *house.trust.roots))
    found = examine(made.pdf, trust=trust, at=NOW + DAY)
    assert found.outcome == Outcome.OTHER
    assert [(check.at, check.is_dated) for check in found.checks] == [(NOW, True)] * 2
    lists = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(made.pdf))).crls
    assert [row.get_object().data for row in lists] == [service.revoked]


def test_a_revoked_seal_is_not_set(service: Service, house: House, original: bytes) -> None:
    authority = ListingAuthority(f"http://{service.address}/crl")
    own = issued(authority)
    service.revoked = authority.revoked(own, since=NOW - DAY, at=NOW - DAY)
    trust = Trust((*trust_in(authority).roots, *house.trust.roots))
    clock = remote(f"http://{service.address}/tsa")
    with pytest.raises(SealTrouble, match=r"^a certificate is not believed: .*revoked"):
        seal(original, seal=own, trust=trust, at=NOW, timestamps=clock)


def test_a_service_may_want_a_name_and_a_password(
    service: Service, house: House, original: bytes
) -> None:
    service.known = "alke:a b@c"
    authority = ListingAuthority(f"http://{service.address}/crl")
    service.revoked = authority.revoked(since=NOW, at=NOW - DAY)
    told = f"http://alke:a%20b%40c@{service.address}/tsa"
    assert sealed(told, authority, house, original).level == "B-LTA"
    with pytest.raises(SealTrouble, match=r"^no timestamp was given"):
        sealed(f"http://{service.address}/tsa", authority, house, original)


@pytest.mark.parametrize("path", ["/html", "/refused"])
def test_a_service_that_gives_none_keeps_the_seal_from_being_set(
    service: Service, house: House, original: bytes, path: str
) -> None:
    authority = ListingAuthority(f"http://{service.address}/crl")
    with pytest.raises(SealTrouble, match=r"^no timestamp was given"):
        sealed(f"http://{service.address}{path}", authority, house, original)


def test_so_does_one_that_is_not_there(service: Service, house: House, original: bytes) -> None:
    address = service.address
    service.shutdown()
    service.server_close()
    authority = ListingAuthority(f"http://{address}/crl")
    with pytest.raises(SealTrouble, match=r"^no timestamp was given"):
        sealed(f"http://{address}/tsa", authority, house, original)
