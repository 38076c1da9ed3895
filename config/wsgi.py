"""The entry point of the web server."""

import os
import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_BOUNDARY = re.compile(
    r"""(?:^|;)\s*boundary="?([\w'()+,./:=?-]{1,70})""", re.ASCII | re.IGNORECASE
)
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
