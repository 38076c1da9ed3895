"""Headers, cookies, forged forms and redirects: what every page must have and never do."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from alke.web.site import views as site
from tests.access.places import PLACES, SENT
from tests.access.table import ROWS, Row
from tests.cast import Cast, ClientFor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    pytest.mark.either_database,  # what is checked is the answer
]
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Forms without a token: in the demo, whose accounts are open to anyone anyway, and one that mail
# programs send (RFC 8058): its signed link can stop a person's digests and nothing else.
EXEMPT = {"demo_day", "demo_sign_in", "notices_stop"}
ABROAD = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "///evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "evil.example",
]
GET_ROWS = [row for row in ROWS if row.method == "GET"]
PAGES = [row for row in GET_ROWS if 200 in row.statuses.values()]


def named(row: Row) -> str:
    """How a row is called in a report."""
    return f"{row.name} {row.place}"


def assert_guarded(response: Any) -> None:
    """The headers that every answer has."""
    policy = response.headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == POLICY
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


@pytest.fixture
def quiet_client() -> Client:
    """A client that gets fault pages as browsers do."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/sv/roolit/", 200),
        ("/terveys/", 200),
        ("/static/css/alke.css", 200),
        ("/kirjaudu/", 200),
        ("/kirjaudu/koodi/", 302),
        ("/organisaatiot/uusi/", 302),
        ("/kirjaudu/suljettu/", 403),
        ("/ei-ole/", 404),
        ("/kirjaudu/demo/", 405),
    ],
)
def test_every_answer_to_the_public_is_guarded(path: str, status: int, client: Client) -> None:
    for response in (client.get(path), client.get(path)):  # the second one from memory
        assert response.status_code == status
        assert_guarded(response)
        if response.streaming:
            response._resource_closers[0]()  # type: ignore[attr-defined] # the file alone


def test_an_unchanged_page_is_guarded_too(client: Client) -> None:
    tag = client.get("/roolit/").headers["ETag"]
    response = client.get("/roolit/", headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert_guarded(response)


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/organisaatiot/uusi/", 403)])
def test_every_answer_to_people_at_work_is_guarded(
    path: str, status: int, client_for: ClientFor
) -> None:
    response = client_for("kainuu").get(path)
    assert response.status_code == status
    assert_guarded(response)


def test_a_forged_host_is_answered_with_a_guarded_page(quiet_client: Client) -> None:
    response = quiet_client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
    assert_guarded(response)


def test_a_fault_of_ours_is_answered_with_a_guarded_page(
    quiet_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(site, "DRAWN_UP")
    response = quiet_client.get("/saavutettavuus/")
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert "DRAWN_UP" not in response.content.decode()
    assert_guarded(response)


class Inline(HTMLParser):
    """Finds what the policy would block, and what is fetched from elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.open = tag
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        if tag in {"base", "embed", "frame", "iframe", "object"}:
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        inline = name == "style" or name.startswith(("on", "hx-on"))
        if inline or value.strip().lower().startswith(("javascript:", "vbscript:")):
            self.found.append(f"<{tag} {name}={value!r}>")
        fetched = name == "src" or (tag == "link" and name == "href")
        if fetched and not value.startswith(("/static/", "/", "data:image/")):
            self.found.append(f"<{tag} {name}={value!r}>")


def test_a_mail_is_shown_where_nothing_can_happen(client_for: ClientFor) -> None:
    """With its own styles, as mail programs show it, and for that cut off from everything."""
    answer = client_for("kainuu").get(reverse("mail_html", kwargs=PLACES["kainuu-mail"]()))
    policy = {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}
    assert answer.status_code == 200
    assert policy >= {"default-src 'none'", "style-src 'unsafe-inline'", "sandbox"}
    allowed = {part.split()[0] for part in policy}
    assert not allowed & {"script-src", "img-src", "font-src", "connect-src", "form-action"}


@pytest.mark.parametrize("row", [row for row in PAGES if row.name != "mail_html"], ids=named)
def test_no_page_has_anything_inline(row: Row, client_for: ClientFor) -> None:
    address = reverse(row.name, kwargs=PLACES[row.place]())
    for account in ("public", "koordinaattori", "kainuu", "yllapito"):
        client = client_for(account)
        for headers in ({}, {"HX-Request": "true"}):
            response = client.get(address, headers=headers)
            if response.headers["Content-Type"].startswith("text/html"):
                assert Inline(response.content.decode()).found == []


def names_of_addresses() -> Iterator[tuple[str, str]]:
    """Each name once, with a place that it takes."""
    return iter({row.name: row.place for row in ROWS}.items())


@pytest.mark.parametrize("account", ["public", "koordinaattori"])
def test_every_address_refuses_a_form_without_its_token(
    account: str, cast: Cast, client_for: ClientFor
) -> None:
    found = {}
    for name, place in names_of_addresses():
        with transaction.atomic():
            address = reverse(name, kwargs=PLACES[place]())
            data = SENT.get(name, {})
            data = data() if callable(data) else data
            client = client_for(account)
            client.handler.enforce_csrf_checks = True
            response = client.post(address, data)
            transaction.set_rollback(True)
        text = response.content.decode()
        found[name] = (response.status_code, "Lomake oli vanhentunut" in text)
    refused = {name: answer for name, answer in found.items() if answer == (403, True)}
    assert set(found) - set(refused) == EXEMPT


def test_the_token_of_the_page_is_taken(strict_client: Client, cast: Cast) -> None:
    strict_client.post("/kirjaudu/demo/", {"account": "yllapito"})
    page = strict_client.get("/organisaatiot/kainuu/kayttajat/").content.decode()
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page)
    header = re.search(r"""hx-headers='\{"X-CSRFToken": "(\w{64})"\}'""", page)
    assert tokens
    assert header
    account = cast.user("kainuu").pk
    form = {"csrfmiddlewaretoken": tokens[-1]}
    address = f"/organisaatiot/kainuu/kayttajat/{account}/sulje/"
    assert strict_client.post(address, form).status_code == 302
    address = f"/organisaatiot/kainuu/kayttajat/{account}/avaa/"
    assert strict_client.post(address, headers={"X-CSRFToken": header[1]}).status_code == 302


def test_a_form_from_another_site_is_refused_even_with_its_token(strict_client: Client) -> None:
    page = strict_client.get("/kirjaudu/").content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page)[0]
    form = {"csrfmiddlewaretoken": token, "email": "lvm@lvm.example"}
    abroad = {"Origin": "https://evil.example"}
    assert strict_client.post("/kirjaudu/", form, headers=abroad).status_code == 403
    assert strict_client.post("/kirjaudu/", form).status_code == 302


@pytest.mark.parametrize("secure", [False, True], ids=["loopback", "service"])
def test_cookies_are_kept_from_scripts_and_other_sites(
    secure: bool,  # noqa: FBT001
    client: Client,
    settings: Settings,
) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = secure
    client.get("/kirjaudu/")
    client.post("/esittely/paiva/", {"day": "nonsense"})  # tells of the fault on the next page
    client.post("/kirjaudu/demo/", {"account": "kainuu"})
    cookies = client.cookies
    assert set(cookies) <= {"csrftoken", "messages", "sessionid"}
    assert {"csrftoken", "sessionid"} <= set(cookies)
    for name in ("csrftoken", "sessionid"):
        assert cookies[name]["httponly"] is True
        assert cookies[name]["samesite"] == "Lax"
        assert bool(cookies[name]["secure"]) is secure
        assert cookies[name]["domain"] == ""
    assert cookies["sessionid"]["expires"] == ""  # ends with the browser


def test_signing_in_gives_a_new_session(client: Client) -> None:
    client.post("/esittely/paiva/", {"day": "2024-03-04"})
    before = client.cookies["sessionid"].value
    client.post("/kirjaudu/demo/", {"account": "kainuu"})
    assert client.cookies["sessionid"].value != before


@pytest.mark.parametrize("row", GET_ROWS, ids=named)
def test_no_answer_to_people_at_work_is_kept_anywhere(row: Row, client_for: ClientFor) -> None:
    response = client_for("kainuu").get(reverse(row.name, kwargs=PLACES[row.place]()))
    directives = set(response.headers["Cache-Control"].split(", "))
    assert "no-store" in directives
    if response.status_code == 200:
        assert directives >= {"private", "no-store"}
    assert "ETag" not in response.headers


@pytest.mark.parametrize("address", ABROAD)
def test_the_switches_of_the_demo_lead_nowhere_else(address: str, client: Client) -> None:
    response = client.post("/esittely/paiva/", {"day": "2024-03-04", "next": address})
    assert response.headers["Location"] == "/esittely/"
    response = client.post("/kirjaudu/demo/", {"account": "kainuu", "next": address})
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("address", ABROAD)
def test_signing_in_and_out_leads_nowhere_else(
    address: str, client: Client, mailoutbox: list[object]
) -> None:
    client.post("/kirjaudu/", {"email": "kainuu@kainuu.example", "next": address})
    code = re.search(r"^    ([A-Z-]+)$", str(mailoutbox[-1].body), re.MULTILINE)  # type: ignore[attr-defined]
    assert code
    response = client.post("/kirjaudu/koodi/", {"code": code[1]})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    response = client.post("/kirjaudu/ulos/", {"next": address})
    assert (response.status_code, response.headers["Location"]) == (302, "/kirjaudu/ulkona/")


def test_where_one_is_asked_to_sign_in_one_comes_back_to_the_page(client: Client) -> None:
    response = client.get("//evil.example/../organisaatiot/uusi/")
    assert response.status_code == 404
    response = client.get("/organisaatiot/uusi/?a=//evil.example")
    assert response.headers["Location"] == (
        "/kirjaudu/?next=%2Forganisaatiot%2Fuusi%2F%3Fa%3D%2F%2Fevil.example"
    )


@pytest.mark.parametrize("path", ["/roolit/", "/sv/roolit/?a=//evil.example", "/2024/?x=%22><b>"])
def test_the_other_languages_are_on_the_same_site(path: str, client: Client) -> None:
    page = client.get(path).content.decode()
    links = re.findall(r'<a class="top-btn" lang="\w\w" hreflang="\w\w" href="([^"]*)"', page)
    assert len(links) == 3
    for link in links:
        assert link.startswith("/")
        assert not link.startswith("//")
        assert "<b>" not in link
