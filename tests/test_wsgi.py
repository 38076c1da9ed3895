"""What the web server calls: all is read as UTF-8, and threads do not disturb each other."""

import io
from collections.abc import Iterator
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import Client
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.translation import trans_real

from config.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

LIST, QUERY = "/organisaatiot/", "laji=ministry&a=1"
CLAIMS = ["charset=cp037", "charset=rot13", "charset*=utf-8''rot13", "a*=rot13''%41", 'charset="']


@pytest.fixture(autouse=True)
def connection() -> Iterator[None]:
    """The test's own connection stays open after a request, as with Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(path: str, query: str = "", **more: Any) -> tuple[str, bytes]:
    """The status and the body that the web server gets."""
    told: list[str] = []
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query} | more
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = "testserver"

    def start(status: str, _headers: list[tuple[str, str]], _fault: Any = None) -> Any:
        told.append(status[:3])

    body = b"".join(application(environ, start))
    return told[0], body


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_claimed_charset_does_not_choose_the_page_kept_for_everybody(
    claim: str, method: str, client: Client
) -> None:
    told = ask(LIST, QUERY, CONTENT_TYPE=f"text/plain; {claim}", REQUEST_METHOD=method)
    kept = client.get(f"{LIST}?{QUERY}").content
    caches["pages"].clear()
    assert told[0] == "200"
    assert kept == client.get(f"{LIST}?{QUERY}").content


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_form_is_read_as_it_was_written(claim: str) -> None:
    body = urlencode({"csrfmiddlewaretoken": "x" * 32, "day": "2024-03-05"}).encode()
    more: dict[str, Any] = {
        "CONTENT_TYPE": f"application/x-www-form-urlencoded; {claim}",
        "REQUEST_METHOD": "POST",
    }
    more |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    more |= {"HTTP_COOKIE": f"csrftoken={'x' * 32}", "HTTP_ORIGIN": "http://testserver"}
    assert ask("/esittely/paiva/", **more)[0] == "302"


def test_a_form_with_parts_keeps_its_boundary() -> None:
    parts = {"csrfmiddlewaretoken": "x" * 32, "day": "2024-03-05"}
    body = "".join(
        f'--b-1\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    sent = f"{body}--b-1--\r\n".encode()
    more: dict[str, Any] = {"CONTENT_TYPE": "multipart/form-data; charset=rot13; boundary=b-1"}
    more |= {"CONTENT_LENGTH": str(len(sent)), "wsgi.input": io.BytesIO(sent)}
    more |= {"HTTP_COOKIE": f"csrftoken={'x' * 32}", "HTTP_ORIGIN": "http://testserver"}
    assert ask("/esittely/paiva/", REQUEST_METHOD="POST", **more)[0] == "302"


def test_a_connection_serves_more_than_one_request() -> None:
    assert connections["default"].settings_dict["CONN_MAX_AGE"] >= 10


def test_each_thread_has_its_own_language_and_prefix() -> None:
    said: list[tuple[str | None, str]] = []

    def ask_there() -> None:
        translation.activate("sv")
        set_script_prefix("/alke/")
        said.append((translation.get_language(), get_script_prefix()))

    thread = Thread(target=ask_there)
    thread.start()
    thread.join()
    assert said == [("sv", "/alke/")]
    assert (translation.get_language(), get_script_prefix()) == ("fi", "/")
    kept = vars(trans_real)["_active"]
    assert vars(kept)["value"].to_language() == "fi"
