"""Who says when: a timestamp service by its address (RFC 3161), or the demo's own."""

import datetime as dt
from base64 import b64encode
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from alke.base.signing.seals import opened
from alke.base.signing.sources import FileSource

PATIENCE: Final = 20  # seconds


def remote(address: str) -> TimeStamper:
    """The service at the address; `https://user:password@host/` where it wants them."""
    parts = urlsplit(address)
    if parts.username is None:
        return HTTPTimeStamper(address, timeout=PATIENCE)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    told = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    known = {"Authorization": f"Basic {b64encode(told.encode()).decode()}"}
    return HTTPTimeStamper(bare, timeout=PATIENCE, headers=known)


def local(path: Path, at: dt.datetime) -> DummyTimeStamper:
    """A service of our own, with the key of a PKCS#12 file; it says `at` to everything."""
    with opened(FileSource(path)) as seal:
        if not isinstance(seal.signer, SimpleSigner):
            raise TypeError("a key in a file was asked for")
        return DummyTimeStamper(seal.certificate, seal.signer.signing_key, fixed_dt=at)
