"""Error pages: what happened, what is safe, what to do."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from alke.web import errors
from config import urls as site
from tests.cast import ClientFor


def _fault(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database is away")


def _suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd")


urlpatterns = [
    path("vika/", _fault),
    path("outo/", _suspicious),
    *site.urlpatterns,
]
handler400 = "alke.web.errors.bad_request"
handler404 = "alke.web.errors.not_found"
handler500 = "alke.web.errors.server_error"


def test_an_unknown_address_offers_the_way_on(client: Client, db: None) -> None:
    answer = client.get("/ei/ole/tassa/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Sivua ei löytynyt" in page
    assert 'href="/kirjaudu/?next=/ei/ole/tassa/"' in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_speaks_the_language_of_the_address(client: Client, db: None) -> None:
    assert "Sidan hittades inte" in client.get("/sv/finns/inte/").content.decode()


def test_those_signed_in_keep_their_menu_on_a_lost_page(client_for: ClientFor) -> None:
    page = client_for("kainuu").get("/ei/ole/tassa/").content.decode()
    assert "Organisaatiot" in page
    assert "/kirjaudu/?next" not in page
    assert "edellyttää kirjautumista" not in page
    assert "Osoite on väärä, tai sivu ei ole sinun nähtävissäsi." in page


def test_a_refusal_gives_its_reason_and_the_table_of_roles(client_for: ClientFor) -> None:
    answer = client_for("kainuu").get("/organisaatiot/kainuu/kayttajat/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Vain ylläpito voi tehdä tämän." in page
    assert '<a href="/roolit/">' in page


@pytest.mark.urls("tests.web.site.test_errors")
def test_a_fault_of_ours_is_answered_without_the_database(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/vika/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "database is away" not in page
    assert "500" in page


@pytest.mark.urls("tests.web.site.test_errors")
def test_what_cannot_be_read_says_nothing_of_why(client: Client, db: None) -> None:
    answer = client.get("/outo/")
    assert answer.status_code == 400
    assert "odd" not in answer.content.decode()


def test_an_error_page_needs_no_middleware_before_it(rf: RequestFactory) -> None:
    answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "<h1>" in answer.content.decode()
