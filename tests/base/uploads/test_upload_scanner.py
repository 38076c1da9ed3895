"""The virus scanner: a real one, one that is not there, and one that answers like none."""

import logging
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import Settings

from alke.base.uploads import scanner
from alke.base.uploads.inspection import inspect
from tests.base.uploads.upload_files import NOT_TAKEN, office, pdf, picture, why
from tests.clamd import FINDING, LONGEST, TEST_FILE, Clamd

FOUND = (
    f"Virustarkistus löysi tiedostosta haitan ”{FINDING}”, eikä tiedostoa otettu vastaan. Kerro "
    "siitä niille, jotka ylläpitävät konettasi, ja tiedoston lähettäjälle."
)
SILENT = (
    "Virustarkistus ei vastaa, eikä tiedostoja oteta vastaan ilman sitä. Yritä hetken kuluttua "
    "uudelleen, ja kerro ylläpidolle, jos tämä jatkuu."
)


@contextmanager
def answering(path: Path, answer: bytes | None) -> Iterator[bytearray]:
    """Something that takes one file and gives that answer; None never answers. What it heard."""
    heard = bytearray()
    with (
        socket.socket(socket.AF_UNIX) as listening,
        ThreadPoolExecutor() as pool,
    ):
        listening.bind(str(path))
        listening.listen()

        def serve() -> None:
            taken, _address = listening.accept()
            with taken:
                while not heard.endswith(bytes(4)):
                    heard.extend(taken.recv(65536))
                if answer is None:
                    taken.recv(1)  # until the other one hangs up
                else:
                    taken.sendall(answer)

        served = pool.submit(serve)
        yield heard
        served.result()


@pytest.fixture(params=["path", "port"])
def scanned(request: pytest.FixtureRequest, settings: Settings, clamd: Clamd) -> None:
    """Files go to the real scanner, by either way."""
    settings.CLAMD = getattr(clamd, request.param)


@pytest.mark.usefixtures("scanned")
def test_the_scanner_lets_clean_files_in_and_names_what_it_finds() -> None:
    for name, file in (("a.txt", b"Hei"), ("a.pdf", pdf()), ("a.png", picture())):
        assert inspect(name, file).name == name
    assert why("a.txt", TEST_FILE) == FOUND
    assert why("a.docx", office(added={"word/media/a.bin": TEST_FILE})) == FOUND


@pytest.mark.usefixtures("scanned")
def test_many_pieces_arrive_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "PIECE", 7)
    assert why("a.txt", TEST_FILE) == FOUND
    assert inspect("a.txt", TEST_FILE[:-1]).data == TEST_FILE[:-1]


@pytest.mark.usefixtures("scanned")
def test_what_the_scanner_does_not_take_is_not_let_in() -> None:
    assert inspect("a.txt", b"a" * LONGEST).name == "a.txt"
    assert why("a.txt", b"a" * (LONGEST + 1)) == SILENT
    assert why("a.txt", b"a" * (20 * LONGEST)) == SILENT


def test_without_the_setting_nothing_is_scanned() -> None:
    assert inspect("a.txt", TEST_FILE).data == TEST_FILE


def test_what_is_refused_anyway_is_not_sent_to_the_scanner(settings: Settings) -> None:
    settings.CLAMD = "/nowhere"
    assert why("a.exe", b"MZ\0").startswith(NOT_TAKEN)


@pytest.mark.parametrize("is_port", [False, True])
def test_a_scanner_that_is_not_there_lets_nothing_in(
    *, is_port: bool, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()
    settings.CLAMD = port if is_port else str(tmp_path / "none")
    assert why("a.txt", b"a") == SILENT
    [told] = caplog.records
    assert (told.levelno, told.name) == (logging.ERROR, "alke.base.uploads.scanner")


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"",
        b"stream: ",
        b"stream: OK and more\0",
        b"OK?" * 5000,
        b"\xff\xfe\0",
    ],
)
def test_whatever_is_not_the_plain_answer_lets_nothing_in(
    answer: bytes, settings: Settings, tmp_path: Path
) -> None:
    settings.CLAMD = str(tmp_path / "socket")
    with answering(tmp_path / "socket", answer):
        assert why("a.txt", b"a") == SILENT


def test_a_scanner_that_never_answers_is_given_up(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.1)
    settings.CLAMD = str(tmp_path / "socket")
    with answering(tmp_path / "socket", None):
        assert why("a.txt", b"a") == SILENT


def test_the_scanner_sees_a_picture_as_it_came(settings: Settings, tmp_path: Path) -> None:
    settings.CLAMD = str(tmp_path / "socket")
    file = picture("JPEG", comment="Maija otti")
    with answering(tmp_path / "socket", b"stream: OK\0") as heard:
        assert b"Maija" not in inspect("a.jpg", file).data
    size = len(file).to_bytes(4, "big")
    assert bytes(heard) == b"zINSTREAM\0" + size + file + bytes(4)
