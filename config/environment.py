"""Reads the environment; a missing or malformed value is one line that names its variable."""

import datetime as dt
import logging
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from alke.base.mailbox import Mailbox
from alke.base.signing.sources import read_source

_ON, _OFF = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOST = re.compile(r"\*|\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
_SOCKET = re.compile(r"unix:(/\S+)")
_PORT = re.compile(r"tcp://([a-z0-9][a-z0-9.-]*|\[[0-9a-f:.]+\]):([0-9]{1,5})", re.IGNORECASE)
_DATABASES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


def fault(name: str, what: str) -> ImproperlyConfigured:
    """What stops the start. Never carries the value: it may hold a password."""
    return ImproperlyConfigured(f"{name}: {what}")


def text(name: str, default: str = "") -> str:
    """The value, or the default where it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """Whether something is on; it is off where the value is missing."""
    value = text(name).lower()
    if value not in _ON | _OFF:
        raise fault(name, "give 1 or 0.")
    return value in _ON


def count(name: str, *, most: int) -> int:
    """A small whole number; 0 where the value is missing."""
    value = text(name, "0")
    if not re.fullmatch(r"[0-9]{1,3}", value) or int(value) > most:
        raise fault(name, f"give a whole number from 0 to {most}.")
    return int(value)


def day(name: str, default: str = "") -> dt.date | None:
    """A day, or none."""
    value = text(name, default)
    if not value:
        return None
    with suppress(ValueError):
        if _DAY.fullmatch(value):
            return dt.date.fromisoformat(value)
    raise fault(name, "give a day as YYYY-MM-DD.")


def hosts(name: str, default: list[str]) -> list[str]:
    """The names under which the service is reached, without scheme and port."""
    found = [host.strip() for host in text(name).split(",") if host.strip()] or default
    if not found:
        raise fault(name, "name the hosts, separated by commas (ALKE_DEMO=1 for the demo).")
    if not all(_HOST.fullmatch(host) for host in found):
        raise fault(name, "name the hosts without scheme, port or path, separated by commas.")
    return found


def secret(name: str, default: str, *, length: int) -> str:
    """A value that nobody guesses."""
    value = text(name, default)
    if len(value) < length:
        raise fault(name, f"give a random value of at least {length} characters.")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """SQLite or PostgreSQL."""
    wanted = "give postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3."
    url = text(name, default)
    try:
        found: dict[str, Any] = environ.Env.db_url_config(url) if "://" in url else {}
    except (ValueError, ImproperlyConfigured):
        found = {}
    if found.get("ENGINE") not in _DATABASES or not found.get("NAME"):
        raise fault(name, wanted)
    return found


def mail(name: str, default: str) -> dict[str, Any]:
    """How mail goes out."""
    wanted = "give smtp+tls://user:password@host:587 or filemail:///folder."
    url = text(name, default)
    if not url:  # nobody could sign in
        raise fault(name, wanted)
    try:
        found: dict[str, Any] = environ.Env.email_url_config(url)
    except (ValueError, ImproperlyConfigured):
        raise fault(name, wanted) from None
    if "smtp" in found["EMAIL_BACKEND"] and not found["EMAIL_HOST"]:
        raise fault(name, wanted)
    return found


def address(name: str, default: str) -> str:
    """A mail address."""
    value = text(name, default)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise fault(name, "give a mail address.")
    return value


def scanner(name: str) -> str | tuple[str, int] | None:
    """Where the virus scanner listens: the path of a socket, a host and port, or nowhere."""
    value = text(name)
    if not value:
        return None
    path, port = _SOCKET.fullmatch(value), _PORT.fullmatch(value)
    if path:
        return path[1]
    if port and 0 < int(port[2]) < 65536:
        return port[1].strip("[]"), int(port[2])
    raise fault(name, "give unix:/path/of/a/socket or tcp://host:port.")


def seal(name: str) -> str:
    """Where the key of the organisation's seal is; empty where there is none."""
    value = text(name)
    if value:
        try:
            read_source(value)
        except ValueError as why:
            raise fault(name, str(why)) from None
    return value


def service(name: str) -> str:
    """The address of a service on the web, or none."""
    wanted = "give https://host/path."
    value = text(name)
    if value:
        try:
            parts = urlsplit(value)
            known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            known = False
        if not known:
            raise fault(name, wanted)
    return value


def mailbox(name: str) -> Mailbox | None:
    """Where mail that comes back is read, or nowhere. Unprotected only on this machine."""
    wanted = "give imaps://user:password@host/folder (characters such as @ and / as %40 and %2F)."
    value = text(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise fault(name, wanted) from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    whole = host and user and password and folder.isascii() and folder.isprintable()
    if parts.scheme not in {"imap", "imaps"} or not whole or parts.query or parts.fragment:
        raise fault(name, wanted)
    secure = parts.scheme == "imaps"
    if not secure and host not in {"127.0.0.1", "localhost", "::1"}:
        raise fault(name, "imap:// sends the password unprotected; use imaps://.")
    return Mailbox(host, port or (993 if secure else 143), user, password, folder, secure)


def site(name: str, default: str) -> str:
    """The address of the site without a path: what links in mails begin with."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise fault(name, "give https://host.")
    return value.rstrip("/")


def file_or_folder(name: str) -> str:
    """The path of something that is there, or none."""
    value = text(name)
    if value and not Path(value).exists():
        raise fault(name, "there is no such file or folder.")
    return value


def level(name: str, default: str) -> str:
    """From which severity on the log is written."""
    value = text(name, default).upper()
    if value not in logging.getLevelNamesMapping():
        raise fault(name, "give DEBUG, INFO, WARNING, ERROR or CRITICAL.")
    return value
