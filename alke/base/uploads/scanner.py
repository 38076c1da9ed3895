"""The virus scanner: ClamAV's daemon, where the setting `ALKE_CLAMD` names one.

A file goes to it as a stream (clamd(8), INSTREAM), so that it may run on another machine and
needs no right to read ours. Whatever is not the plain answer that all is well refuses the file.
"""

import logging
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from django.conf import settings

from alke.base.uploads.refusal import has_virus, scanner_is_silent

PIECE: Final = 256 * 1024
SECONDS: Final = 60  # for each step; the scanner takes some for a large file
LONGEST_ANSWER: Final = 4096

_log = logging.getLogger(__name__)


def is_scanning() -> bool:
    """Whether there is a scanner, so that pages say of it only what is so."""
    return settings.CLAMD is not None


def scan(data: bytes) -> None:
    """Raises `BadInput` when something is found, or when no answer is to be had."""
    if settings.CLAMD is None:
        return
    try:
        answer = _ask(settings.CLAMD, data)
    except OSError as fault:
        _log.error("clamd: %s", fault)
        raise scanner_is_silent() from fault
    found = answer.removeprefix("stream: ")
    if found.endswith(" FOUND"):
        raise has_virus(found.removesuffix(" FOUND"))
    if found != "OK":
        _log.error("clamd: %r", answer)
        raise scanner_is_silent()


def _ask(address: str | tuple[str, int], data: bytes) -> str:
    with closing(_connected(address)) as connection:
        for piece in _spoken(data):
            connection.sendall(piece)
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            piece = connection.recv(LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
    return answer.rstrip(b"\0").decode(errors="replace")


def _connected(address: str | tuple[str, int]) -> socket.socket:
    """To a host's port, or to a socket of this machine."""
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _spoken(data: bytes) -> Iterator[bytes]:
    """Each piece after its length; a piece of no length is the end."""
    yield b"zINSTREAM\0"
    for start in range(0, len(data), PIECE):
        piece = data[start : start + PIECE]
        yield len(piece).to_bytes(4, "big")
        yield piece
    yield bytes(4)
