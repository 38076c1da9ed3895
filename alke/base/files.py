"""Keeps files by what is in them: a file's name is the SHA-256 of its bytes, so none can change."""

import hashlib
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages


class Altered(RuntimeError):
    """A kept file is missing or no longer what it was when it was kept."""


def digest_of(data: bytes) -> str:
    """The name under which `data` is kept: 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes) -> str:
    """Keeps `data` and returns its digest; the same bytes are kept once.

    It is written before the rows that name it are committed, so that no row names a missing file.
    What nobody names in the end takes some room and harms nothing.
    """
    digest = digest_of(data)
    if not _store().exists(_place(digest)):
        _store().save(_place(digest), ContentFile(data))
    return digest


def keep_file(file: Any) -> str:
    """The same for an open file, which may be larger than the memory."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    if not _store().exists(_place(digest)):
        file.seek(0)
        _store().save(_place(digest), File(file))
    return digest


def opened(digest: str) -> IO[bytes]:
    """What was kept as `digest`, to be handed out piece by piece; its bytes are not checked."""
    try:
        return _store().open(_place(digest))
    except FileNotFoundError as fault:
        raise Altered(f"kept file {digest} is missing") from fault


def read(digest: str) -> bytes:
    """The bytes that were kept as `digest`. Raises `Altered` when they are not there any more."""
    try:
        with _store().open(_place(digest)) as file:
            data: bytes = file.read()
    except FileNotFoundError as fault:
        raise Altered(f"kept file {digest} is missing") from fault
    if digest_of(data) != digest:
        raise Altered(f"kept file {digest} has been altered")
    return data


def forget(digest: str) -> None:
    """Removes what was kept as `digest`; for drafts that nobody has shared."""
    _store().delete(_place(digest))


def _store() -> Storage:
    return storages["documents"]


def _place(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
