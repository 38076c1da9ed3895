"""The entry point of the web server."""

import os
import re
import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application
from django.urls import base as addresses
from django.utils.translation import trans_real as translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_BOUNDARY = re.compile(
    r"""(?:^|;)\s*boundary="?([\w'()+,./:=?-]{1,70})""", re.ASCII | re.IGNORECASE
)
# Here a thread answers one request at a time. A page asks some hundred times for its language, and
# where Django keeps it, for each asynchronous task its own, that takes three times as long.
translation._active = threading.local()  # type: ignore[attr-defined]  # noqa: SLF001
addresses._prefixes = threading.local()  # type: ignore[attr-defined]  # noqa: SLF001

_django = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answers a request. Addresses and forms are UTF-8, whatever charset a header claims.

    Django would decode the address, too, by the charset of Content-Type: a page kept for
    everybody would then be that of another address.
    """
    environ["CONTENT_TYPE"] = _without_charset(environ.get("CONTENT_TYPE", ""))
    return _django(environ, start_response)


def _without_charset(given: str) -> str:
    """The media type, and the boundary of a form with parts; nothing else."""
    kind, _semicolon, rest = given.partition(";")
    boundary = _BOUNDARY.search(rest)
    return f'{kind}; boundary="{boundary[1]}"' if boundary else kind
