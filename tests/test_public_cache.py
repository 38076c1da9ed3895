"""Public pages come from memory, with a tag, and never stale or somebody else's."""

import re
from typing import NoReturn

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from alke.domain.audit.operations import record
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Round
from alke.web.publiccache import PublicCache
from tests.access.places import PLACES
from tests.access.table import ROWS, Row
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    pytest.mark.either_database,  # what is checked is the answer
]

# What depends on the browser, or tells how the service is: made anew for each.
FRESH = re.compile(
    r"account_(login|request_login_code|login_password|reset_password)$|delivery_\w+$|demo_page$"
    r"|feedback$|health$|notices_stop$|participant_link$|signature_check$"
)
OWN = {"calendar_feed"}  # has a tag, but for its owner's program alone
PUBLIC = [
    row
    for row in ROWS
    if row.method == "GET" and row.statuses["public"] == 200 and row.name not in OWN
]
FOR_ALL = "public, max-age=60"


def named(row: Row) -> str:
    """How a row is called in a report."""
    return f"{row.name} {row.place}"


class Maker:
    """Makes pages, and counts how many."""

    def __init__(self) -> None:
        self.cache = PublicCache()
        self.made = 0

    def get(self, path: str = "/roolit/", **extra: str) -> bytes:
        """The body of the answer."""
        response = self.cache.respond(RequestFactory().get(path, **extra), self._make)  # type: ignore[arg-type]
        return response.content

    def _make(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        return HttpResponse(f"{request.build_absolute_uri()} {self.made}")


@pytest.fixture
def maker() -> Maker:
    """A cache of its own."""
    return Maker()


@pytest.mark.parametrize("row", PUBLIC, ids=named)
def test_public_pages_have_a_tag_and_set_no_cookie(row: Row, client: Client) -> None:
    address = reverse(row.name, kwargs=PLACES[row.place]())
    response = client.get(address)
    if FRESH.match(row.name):
        assert "no-store" in response.headers["Cache-Control"]
        assert "ETag" not in response.headers
        return
    assert response.headers["Cache-Control"] == FOR_ALL
    assert re.fullmatch(r'"\w{32}"', response.headers["ETag"])
    assert not response.cookies
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == response.headers["ETag"]
    assert again.headers["Cache-Control"] == FOR_ALL


@pytest.mark.parametrize("row", PUBLIC, ids=named)
def test_a_script_gets_the_same_public_page(row: Row, client: Client) -> None:
    """Or one that memory does not keep: it knows addresses only."""
    address = reverse(row.name, kwargs=PLACES[row.place]())
    page = client.get(address)
    caches["pages"].clear()
    other = client.get(address, headers={"HX-Request": "true"})
    assert other.headers.get("ETag") == page.headers.get("ETag")


def test_the_service_says_that_it_is_ill_when_its_database_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> NoReturn:
        raise OperationalError

    assert client.get("/terveys/").json() == {"status": "ok"}
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", fail)
    answer = client.get("/terveys/")
    assert answer.status_code == 503
    assert answer.json() == {"status": "fault", "reason": "OperationalError"}


def test_the_service_says_that_it_is_ill_when_its_tables_are_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Round._meta, "db_table", "alke_nothing")
    answer = client.get("/terveys/")
    assert answer.status_code == 503
    assert answer.json()["reason"] in {"OperationalError", "ProgrammingError"}


def test_the_service_tells_its_health_without_looking_who_asks(
    client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for("kainuu")
    with django_assert_num_queries(2):  # the session, which has the demo's day, and a table
        assert client.get("/terveys/").status_code == 200


def test_a_page_is_made_once_and_served_without_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get("/roolit/")
    with django_assert_num_queries(1):  # the head of the chain of changes
        second = client.get("/roolit/")
    assert second.content == first.content


@pytest.mark.parametrize(
    "tags", ['"other", {}', "W/{}", "*"], ids=["one of several", "weakened on the way", "any"]
)
def test_an_unchanged_page_is_not_sent_again(tags: str, client: Client) -> None:
    tag = client.get("/roolit/").headers["ETag"]
    response = client.get("/roolit/", headers={"If-None-Match": tags.format(tag)})
    assert (response.status_code, response.content) == (304, b"")


def test_another_tag_gets_the_page(client: Client) -> None:
    response = client.get("/roolit/", headers={"If-None-Match": '"other"'})
    assert response.status_code == 200
    assert b"<h1" in response.content


def test_asking_for_the_head_alone_spoils_nothing(client: Client) -> None:
    head = client.head("/roolit/")
    page = client.get("/roolit/")
    assert head.content == b""
    assert b"<h1" in page.content
    assert head.headers["ETag"] == page.headers["ETag"]


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/sv/roolit/"},
        {"path": "/roolit/?sivu=2"},
        {"HTTP_HOST": "localhost"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
    ids=["language", "query", "host", "scheme"],
)
def test_a_page_is_never_that_of_another_address(other: dict[str, str], maker: Maker) -> None:
    first = maker.get()
    assert maker.get() == first
    assert maker.get(**other) != first
    assert maker.get() == first
    assert maker.made == 2


def test_a_search_is_made_anew_and_takes_no_memory(maker: Maker) -> None:
    first, second = maker.get("/roolit/?haku=a"), maker.get("/roolit/?haku=a")
    assert (first, second) == (
        b"http://testserver/roolit/?haku=a 1",
        b"http://testserver/roolit/?haku=a 2",
    )


def test_a_page_is_never_that_of_another_day(maker: Maker, at: SetClock) -> None:
    first = maker.get()
    at("2024-03-05")
    second = maker.get()
    assert (second, maker.made) == (b"http://testserver/roolit/ 2", 2)
    at("2024-03-04 23:59")
    assert maker.get() == first


def test_pages_are_made_anew_after_every_recorded_change(maker: Maker, cast: Cast) -> None:
    maker.get()
    record("test.made", "test:1", by=cast["system"], changes={})
    maker.get()
    assert maker.made == 2


def test_a_published_change_is_on_the_very_next_page(client: Client, client_for: ClientFor) -> None:
    address = "/organisaatiot/kainuu/"
    before = client.get(address)
    form = {"name_fi": "Kainuun maakuntahallitus", "language": "fi", "short_fi": "Kainuu"}
    administrator = client_for("yllapito")
    page = administrator.get(f"{address}muokkaa/").content.decode()
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    assert seen
    answer = administrator.post(f"{address}muokkaa/", {**form, "seen": seen[1]})
    assert answer.status_code == 302
    assert Organisation.objects.get(slug="kainuu").name_fi == "Kainuun maakuntahallitus"
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Kainuun maakuntahallitus" in after.content.decode()
    assert "Kainuun maakuntahallitus" not in before.content.decode()


def test_what_people_at_work_see_is_never_served_to_the_public(
    client: Client, client_for: ClientFor
) -> None:
    own = client_for("kainuu").get("/organisaatiot/kainuu/")
    public = client.get("/organisaatiot/kainuu/")
    own_again = client_for("kainuu").get("/organisaatiot/kainuu/")
    assert own.headers["Cache-Control"] == "private, no-store"
    assert "kainuu@kainuu.example" in own.content.decode()
    assert "kainuu@kainuu.example" not in public.content.decode()
    assert "kainuu@kainuu.example" in own_again.content.decode()


def test_who_brings_an_old_session_gets_the_public_page_for_itself(client: Client) -> None:
    client.cookies["sessionid"] = "a-session-that-has-ended"
    response = client.get("/roolit/")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


def test_what_is_to_be_told_is_told_on_the_next_page(client: Client) -> None:
    client.get("/esittely/")
    client.post("/esittely/paiva/", {"day": "nonsense"})
    told = "Valitse päivä väliltä 1.9.2023–31.12.2030."
    assert told in client.get("/roolit/").content.decode()
    assert told not in client.get("/roolit/").content.decode()
    assert told not in Client().get("/roolit/").content.decode()


def test_a_form_of_one_browser_is_never_given_to_another() -> None:
    tokens = []
    for _browser in range(2):
        client = Client()
        client.get("/kirjaudu/")
        assert "csrftoken" in client.cookies
        page = client.get("/kirjaudu/").content.decode()
        tokens.append(set(re.findall(r'value="(\w{64})"', page)))
    assert tokens[0]
    assert tokens[0].isdisjoint(tokens[1])


@pytest.mark.parametrize("path", ["/ei-ole/", "/kirjaudu/suljettu/", "/organisaatiot/uusi/"])
def test_refusals_and_faults_are_kept_nowhere(path: str, client: Client) -> None:
    for _time in range(2):
        response = client.get(path)
        assert response.status_code in {302, 403, 404}
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response.headers


def test_an_answer_to_a_form_is_kept_nowhere(client: Client) -> None:
    response = client.post("/roolit/", {"a": "1"})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert client.get("/roolit/").headers["Cache-Control"] == FOR_ALL


def test_a_large_file_carries_its_tag_and_takes_no_room() -> None:
    cache, made = PublicCache(), []

    def make(request: HttpRequest) -> HttpResponse:
        made.append(request.path)
        return HttpResponse(b"x" * 600_000)

    request = RequestFactory().get("/asiakirjat/1/1/pdf/")
    first = cache.respond(request, make)
    again = cache.respond(request, make)
    assert first.headers["ETag"] == again.headers["ETag"]
    assert len(made) == 2
