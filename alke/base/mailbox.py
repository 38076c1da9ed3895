"""Reads a mailbox over IMAP (RFC 9051): each new message once, and none is lost.

What was understood and what was not is moved into a folder each beside the one that is read. A
message on which a handler failed stays where it is, with the flag that people see as a star; it is
read again when somebody takes the flag away.
"""

import imaplib
import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

TIMEOUT: Final = 30  # seconds that a server may say nothing
LARGEST: Final = 10 * 1024 * 1024  # bytes: a return or a reply is small
HANDLED, OTHERS = "Alke-handled", "Alke-others"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mailbox:
    """Where mail is read."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    secure: bool = True


@dataclass(frozen=True)
class Reading:
    """What one look into the mailbox came to."""

    handled: int = 0
    others: int = 0
    failed: int = 0


# Takes a whole message; says whether it was understood. Called once more for the same message
# when the line is cut before it has been moved: it has to know it again.
Take = Callable[[bytes], bool]


def read_new(box: Mailbox, take: Take, going_on: Callable[[], bool] = lambda: True) -> Reading:
    """Hands every message to `take` and moves it.

    Faults of the net are `OSError`, refusals of the server `imaplib.IMAP4.error`.
    """
    counted = {HANDLED: 0, OTHERS: 0, "": 0}
    with _opened(box) as server:
        for uid in _waiting(server):
            if not going_on():
                break
            where = _handle(server, uid, take)
            if where:
                _move(server, uid, where)
            else:
                _said(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Flagged)"))
            counted[where] += 1
    return Reading(counted[HANDLED], counted[OTHERS], counted[""])


def _handle(server: imaplib.IMAP4, uid: str, take: Take) -> str:
    """The folder to which the message goes; none when a handler has failed on it."""
    if _size(server, uid) > LARGEST:
        return OTHERS
    try:
        return HANDLED if take(_raw(server, uid)) else OTHERS
    except (OSError, imaplib.IMAP4.error):
        raise
    except Exception:
        logger.exception("message %s of the mailbox", uid)
        return ""


@contextmanager
def _opened(box: Mailbox) -> Iterator[imaplib.IMAP4]:
    server: imaplib.IMAP4
    if box.secure:
        context = ssl.create_default_context()
        server = imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=TIMEOUT)
    else:
        server = imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT)
    try:
        server.login(box.user, box.password)
        for name in (HANDLED, OTHERS):
            server.create(name)  # NO when it is there
        _said(server.select(_quoted(box.folder)))
        yield server
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _waiting(server: imaplib.IMAP4) -> list[str]:
    found = _said(server.uid("SEARCH", "UNDELETED", "UNFLAGGED"))
    return found[0].decode().split() if found and isinstance(found[0], bytes) else []


def _size(server: imaplib.IMAP4, uid: str) -> int:
    for row in _said(server.uid("FETCH", uid, "(RFC822.SIZE)")):
        if isinstance(row, bytes) and (found := re.search(rb"RFC822\.SIZE (\d+)", row)):
            return int(found[1])
    raise imaplib.IMAP4.error(f"message {uid} has gone")


def _raw(server: imaplib.IMAP4, uid: str) -> bytes:
    for row in _said(server.uid("FETCH", uid, "(BODY.PEEK[])")):
        if isinstance(row, tuple):
            return bytes(row[1])
    raise imaplib.IMAP4.error(f"message {uid} has gone")


def _move(server: imaplib.IMAP4, uid: str, folder: str) -> None:
    if _can(server, b"MOVE"):  # told after signing in only
        _said(server.uid("MOVE", uid, folder))
        return
    _said(server.uid("COPY", uid, folder))
    _said(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))


def _can(server: imaplib.IMAP4, what: bytes) -> bool:
    return what in _said(server.capability())[0].split()


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    """The data of an answer, or the server's refusal."""
    word, data = answer
    if word != "OK":
        raise imaplib.IMAP4.error(f"{word} {data!r}")
    return data


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
