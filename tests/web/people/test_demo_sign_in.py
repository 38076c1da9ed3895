"""Signing in to the demo with one click."""

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.cast import Cast


@pytest.mark.parametrize("account", ["koordinaattori", "vastuuhenkilo-ita", "lvm", "aune"])
def test_one_post_signs_in(strict_client: Client, cast: Cast, account: str) -> None:
    answer = strict_client.post("/kirjaudu/demo/", {"account": account})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert strict_client.session["_auth_user_id"] == str(cast.user(account).pk)


def test_the_contact_of_osterbotten_arrives_in_swedish(client: Client, cast: Cast) -> None:
    assert client.post("/kirjaudu/demo/", {"account": "pohjanmaa"})["Location"] == "/sv/"


def test_changing_the_account_keeps_the_day_and_nothing_else(client: Client, cast: Cast) -> None:
    client.post("/esittely/paiva/", {"day": "2024-03-27"})
    client.post("/kirjaudu/demo/", {"account": "kainuu"})
    session = client.session
    session["secret"] = "of Kainuu"
    session.save()
    client.post("/kirjaudu/demo/", {"account": "lvm"})
    assert client.session["demo_day"] == "2024-03-27"
    assert "secret" not in client.session


@pytest.mark.parametrize("account", ["", "nobody", "KAINUU", "kainuu'--", "a\x00b"])
def test_an_unknown_account_is_not_found(client: Client, cast: Cast, account: str) -> None:
    assert client.post("/kirjaudu/demo/", {"account": account}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_closed_account_is_not_found(client: Client, cast: Cast) -> None:
    user = cast.user("kainuu")
    user.is_active = False
    user.save()
    assert client.post("/kirjaudu/demo/", {"account": "kainuu"}).status_code == 404


def test_next_is_followed_inside_of_the_site_only(client: Client, cast: Cast) -> None:
    form = {"account": "kainuu", "next": "/roolit/"}
    assert client.post("/kirjaudu/demo/", form)["Location"] == "/roolit/"
    for address in ("https://evil.example/", "//evil.example", "roolit", "javascript:1"):
        answer = client.post("/kirjaudu/demo/", {"account": "kainuu", "next": address})
        assert answer["Location"] == "/"


def test_a_mere_visit_does_not_sign_in(client: Client, cast: Cast) -> None:
    assert client.get("/kirjaudu/demo/?account=kainuu").status_code == 405


def test_outside_of_the_demo_there_is_no_such_page(
    client: Client, cast: Cast, settings: LazySettings
) -> None:
    settings.DEMO = False
    assert client.post("/kirjaudu/demo/", {"account": "kainuu"}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "kirjaudu/demo" not in client.get("/kirjaudu/").content.decode()


def test_accounts_are_offered_by_role(client: Client, cast: Cast) -> None:
    page = client.get("/kirjaudu/").content.decode()
    titles = ["Koordinaattori", "Keskustelujen vastuuhenkilöt", "Ministeriöt", "Maakuntien liitot"]
    places = [page.index(f"<h3>{title}</h3>") for title in titles]
    assert places == sorted(places)
    assert page.count('name="account"') == 54


def test_owners_are_offered_by_their_discussion_in_the_pages_language(
    client: Client, cast: Cast
) -> None:
    assert ">Itäinen Suomi<" in client.get("/kirjaudu/").content.decode()
    page = client.get("/sv/kirjaudu/").content.decode()
    assert ">Östra Finland<" in page
    assert "vastuuhenkilö" not in page
