"""The administrator's page of an organisation's people."""

import pytest

from alke.domain.people.models import Membership, User
from tests.cast import Cast, ClientFor

PAGE = "/organisaatiot/kainuu/kayttajat/"
NEW = {
    "email": "uusi@kainuu.example",
    "role": "editor",
    "language": "sv",
    "title": "erityisasiantuntija",
}


def _membership(account: str) -> Membership:
    return Membership.objects.get(user__demo_account=account)


def test_the_administrator_gives_a_role(client_for: ClientFor) -> None:
    client = client_for("yllapito")
    page = client.post(PAGE, NEW, follow=True).content.decode()
    assert "uusi@kainuu.example on nyt: Valmistelija." in page
    user = User.objects.get(email="uusi@kainuu.example")
    assert (user.title, user.language) == ("erityisasiantuntija", "sv")
    assert user.memberships.get().role == "editor"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "kainuu"}, "Kirjoita koko sähköpostiosoite"),
        ({"email": "a\x00@b.example"}, "aria-invalid"),
        ({"title": "x" * 121}, "aria-invalid"),
        ({"role": "ministry-contact"}, "aria-invalid"),
        ({"language": "de"}, "aria-invalid"),
        ({"email": "kainuu@kainuu.example", "role": "council-contact"}, "on jo tässä roolissa"),
    ],
)
def test_what_cannot_be_taken_stands_beside_the_form_and_nothing_typed_is_lost(
    client_for: ClientFor, change: dict[str, str], sentence: str
) -> None:
    answer = client_for("yllapito").post(PAGE, {**NEW, **change})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert 'value="erityisasiantuntija"' in page or "title" in change
    assert not User.objects.filter(email="uusi@kainuu.example").exists()


def test_a_role_is_ended_and_stays_to_be_seen(client_for: ClientFor, cast: Cast) -> None:
    row = _membership("kainuu-valmistelija")
    client = client_for("yllapito")
    page = client.post(f"{PAGE}rooli/{row.pk}/paata/", follow=True).content.decode()
    assert "kainuu-valmistelija@kainuu.example rooli on päätetty" in page
    assert "3.3.2024 asti" in page.replace("\u00a0", " ")
    again = client.post(f"{PAGE}rooli/{row.pk}/paata/")
    assert again.status_code == 403
    assert "Rooli on jo päättynyt." in again.content.decode()


def test_an_account_is_closed_and_opened_again(client_for: ClientFor, cast: Cast) -> None:
    user = cast.user("kainuu")
    client = client_for("yllapito")
    page = client.post(f"{PAGE}{user.pk}/sulje/", follow=True).content.decode()
    assert "kainuu@kainuu.example on suljettu." in page
    page = client.post(f"{PAGE}{user.pk}/avaa/", follow=True).content.decode()
    assert "kainuu@kainuu.example on taas käytössä." in page
    assert cast.user("kainuu").is_active


def test_the_own_account_is_shown_blocked_with_the_reason(client_for: ClientFor) -> None:
    page = client_for("yllapito").get("/organisaatiot/tem/kayttajat/").content.decode()
    assert "Et voi sulkea omaa käyttäjätunnustasi." in page
    assert "Et voi päättää omaa ylläpidon rooliasi." in page


def test_a_body_that_has_ended_shows_why_no_role_is_given(
    client_for: ClientFor, at: object
) -> None:
    client = client_for("yllapito")
    at("2026-01-02")  # type: ignore[operator]
    page = client.get("/organisaatiot/ely-lappi/kayttajat/").content.decode()
    assert "Anna rooli sen seuraajassa." in page


def test_people_of_other_organisations_are_not_found_there(
    client_for: ClientFor, cast: Cast
) -> None:
    client = client_for("yllapito")
    assert client.post(f"{PAGE}{cast.user('lappi').pk}/sulje/").status_code == 404
    assert client.post(f"{PAGE}rooli/{_membership('lappi').pk}/paata/").status_code == 404
    assert client.post(f"{PAGE}99999999999999999999/sulje/").status_code == 404
    assert cast.user("lappi").is_active


@pytest.mark.parametrize("account", ["koordinaattori", "vastuuhenkilo-ita", "kainuu", "aune"])
def test_nobody_else_opens_the_page_or_changes_anything(
    client_for: ClientFor, cast: Cast, account: str
) -> None:
    client = client_for(account)
    user = cast.user("kainuu")
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, NEW).status_code == 403
    assert client.post(f"{PAGE}{user.pk}/sulje/").status_code == 403
    assert client.post(f"{PAGE}{user.pk}/avaa/").status_code == 403
    assert client.post(f"{PAGE}rooli/{_membership('kainuu').pk}/paata/").status_code == 403
    assert cast.user("kainuu").is_active


def test_the_public_is_asked_to_sign_in(client_for: ClientFor) -> None:
    answer = client_for("public").get(PAGE)
    assert answer["Location"] == "/kirjaudu/?next=%2Forganisaatiot%2Fkainuu%2Fkayttajat%2F"


def test_a_reason_in_text_is_never_html(client_for: ClientFor) -> None:
    form = {**NEW, "title": "<script>alert(1)</script>"}
    page = client_for("yllapito").post(PAGE, form, follow=True).content.decode()
    assert "<script>alert" not in page
