"""Calendar programs as a person has them: khal, vdirsyncer, and Radicale as the server."""

import os
import re
import socket
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.calendars import BIN, program

USER, PASSWORD = "aino", "only-of-the-tests"
WAIT = 0.05  # seconds between two looks at a program that starts
KHAL = """
[calendars]
[[own]]
path = {folder}/calendar
[locale]
local_timezone = Europe/Helsinki
default_timezone = Europe/Helsinki
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = own
[sqlite]
path = {folder}/khal.db
"""
SYNC = """
[general]
status_path = "{folder}/status"
[pair own]
a = "there"
b = "here"
collections = null
conflict_resolution = "{winner} wins"
[storage here]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
[storage there]
{there}
"""
RADICALE = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""
IN_RANGE = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>
<C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{start}" end="{end}"/></C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class Person:
    """Somebody with khal on the own machine, and vdirsyncer, which keeps it in step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("calendar", "status"):
            (folder / name).mkdir()
        (folder / "khal.conf").write_text(KHAL.format(folder=folder))

    def subscribe(self, address: str) -> None:
        """Lets vdirsyncer fetch a feed."""
        self._sync_with(f'type = "http"\nurl = "{address}"', winner="a")

    def keep_in(self, server: "CalendarServer") -> None:
        """Lets vdirsyncer carry the own calendar to a server."""
        login = f'username = "{USER}"\npassword = "{PASSWORD}"'
        self._sync_with(f'type = "caldav"\nurl = "{server.calendar}"\n{login}', winner="b")

    def sync(self) -> None:
        """One run of vdirsyncer."""
        program("vdirsyncer", "-c", self.folder / "sync.conf", "sync")

    def take(self, calendar: bytes) -> None:
        """Takes the object of a mail into the own calendar."""
        path = self.folder / "mail.ics"
        path.write_bytes(calendar)
        self._khal("import", "--batch", path)

    def sees(self, first: str, days: int = 60) -> list[str]:
        """What khal lists from a day on: begin, end, title and state."""
        shown = self._khal(
            "list", "--day-format", "", "--format", "{start-long}|{end-long}|{title}|{status}",
            first, f"{days}d",
        )  # fmt: skip
        return [line.strip() for line in shown.splitlines() if "|" in line]

    def _sync_with(self, there: str, *, winner: str) -> None:
        text = SYNC.format(folder=self.folder, there=there, winner=winner)
        (self.folder / "sync.conf").write_text(text)
        program("vdirsyncer", "-c", self.folder / "sync.conf", "discover")

    def _khal(self, *args: object) -> str:
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        return program("khal", "-c", self.folder / "khal.conf", *args, env=environment).stdout


@dataclass(frozen=True)
class CalendarServer:
    """Radicale, with one person's calendar."""

    port: int

    @property
    def calendar(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/{USER}/calendar/"

    def ask(self, method: str, body: str = "") -> str:
        """What it answers about the calendar, as the person."""
        login = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Depth": "1"}
        if body:
            headers["Content-Type"] = "application/xml"
        talk = HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(talk):
            talk.request(method, f"/{USER}/calendar/", body.encode(), headers)
            answer = talk.getresponse()
            told = answer.read().decode()
        assert answer.status < 300, f"{method}: {answer.status} {told}"
        return told

    def events(self, start: str, end: str) -> list[dict[str, str]]:
        """The plain lines of each event between two moments ("20240416T000000Z")."""
        found = self.ask("REPORT", IN_RANGE.format(start=start, end=end))
        blocks = re.findall(r"BEGIN:VEVENT\s(.*?)END:VEVENT", found, re.DOTALL)
        return [
            {
                name.partition(";")[0]: value
                for name, colon, value in (line.partition(":") for line in block.splitlines())
                if colon
            }
            for block in blocks
        ]


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """A person with an empty calendar."""
    folder = tmp_path / "person"
    folder.mkdir()
    return Person(folder)


@pytest.fixture
def calendar_server(tmp_path: Path) -> Iterator[CalendarServer]:
    """Runs while the test does."""
    port = _free_port()
    (tmp_path / "users").write_text(f"{USER}:{PASSWORD}\n")
    config = tmp_path / "radicale.conf"
    config.write_text(RADICALE.format(folder=tmp_path, port=port))
    with _running([BIN / "radicale", "--config", config], port):
        server = CalendarServer(port)
        server.ask("MKCALENDAR")
        yield server


@contextmanager
def _running(command: Sequence[str | Path], port: int) -> Iterator[None]:
    """A program that listens; waited for until it does, ended afterwards."""
    process = subprocess.Popen(command)
    try:
        _await(process, port)
        yield
    finally:
        process.terminate()
        process.wait(60)


def _await(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _n in range(400):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(WAIT)
            pytest.fail(f"{process.args!r} has ended", pytrace=False)
    pytest.fail(f"{process.args!r} does not answer", pytrace=False)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
