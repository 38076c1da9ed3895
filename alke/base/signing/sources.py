"""Where a seal's key is kept, as `ALKE_SEAL` names it; nothing is opened here."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, unquote_to_bytes, urlsplit

WANTED: Final = (
    "give file:/folder/seal.p12, env:NAME or "
    "pkcs11:token=NAME;object=NAME?module-path=/folder/module.so."
)
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PARTS: Final = frozenset({"token", "serial", "slot-id", "object", "id"})


@dataclass(frozen=True)
class FileSource:
    """A PKCS#12 or PEM file with key, certificate and the certificates above it."""

    path: Path


@dataclass(frozen=True)
class SecretSource:
    """A variable of the environment that holds a PKCS#12 file in base64."""

    variable: str


@dataclass(frozen=True)
class TokenSource:
    """A key in a device or a key service, reached through a PKCS#11 module (RFC 7512)."""

    module: Path
    token: str = ""  # its label; needed where the module knows several tokens
    serial: str = ""
    slot: int | None = None  # its slot's number
    label: str = ""  # of key and certificate
    key_id: bytes = b""


Source = FileSource | SecretSource | TokenSource


def read_source(value: str) -> Source:
    """The source that the value names; ValueError with what is wrong, never with the value."""
    scheme, _, rest = value.partition(":")
    match scheme:
        case "file" if rest:
            return _file(rest)
        case "env" if _VARIABLE.fullmatch(rest):
            if not os.environ.get(rest):
                raise ValueError("the variable that it names is empty.")
            return SecretSource(rest)
        case "pkcs11":
            return _token(rest)
    raise ValueError(WANTED)


def _file(rest: str) -> FileSource:
    path = Path(unquote(rest.removeprefix("//")))
    if not path.is_absolute():
        raise ValueError(WANTED)
    if not path.is_file():
        raise ValueError("there is no such file.")
    return FileSource(path)


def _token(rest: str) -> TokenSource:
    """`token=Alke;object=seal?module-path=/usr/lib/softhsm/libsofthsm2.so`."""
    address = urlsplit(rest)
    parts = dict(_pair(part) for part in address.path.split(";") if part)
    query = parse_qs(address.query, keep_blank_values=True)
    if "pin-value" in query or "pin-source" in query:
        raise ValueError("give the PIN in ALKE_SEAL_PASSWORD.")
    modules = query.pop("module-path", [])
    if query or len(modules) != 1 or not parts.keys() <= _PARTS:
        raise ValueError(WANTED)
    if not ("object" in parts or "id" in parts):
        raise ValueError("name the key with object= or id=.")
    module = Path(modules[0])
    if not module.is_file():
        raise ValueError("there is no such module.")
    return TokenSource(
        module,
        token=unquote(parts.get("token", "")),
        serial=unquote(parts.get("serial", "")),
        slot=_number(parts["slot-id"]) if "slot-id" in parts else None,
        label=unquote(parts.get("object", "")),
        key_id=unquote_to_bytes(parts.get("id", "")),  # id=%01%a2
    )


def _pair(part: str) -> tuple[str, str]:
    name, separator, value = part.partition("=")
    if not separator or not value:
        raise ValueError(WANTED)
    return name, value


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,19}", text):
        raise ValueError("give slot-id as a number.")
    return int(text)
