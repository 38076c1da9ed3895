"""Signing in and out."""

import re

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.test import Client

from alke.domain.audit.models import AuditEvent
from alke.domain.people.models import User
from alke.domain.people.operations import close_account, set_password
from tests.cast import Cast

Outbox = list[EmailMessage]
SECRET = "pitkä salasana 2024"


def _code(outbox: Outbox) -> str:
    found = re.search(r"^    ([A-Z-]+)$", str(outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def _ask_code(client: Client, email: str, path: str = "/kirjaudu/", **more: str) -> str:
    answer = client.post(path, {"email": email, **more})
    assert answer.status_code == 302
    return str(answer["Location"])


def _attempt(client: Client, passed_on: str) -> int:
    """A wrong password, sent through a proxy."""
    form = {"login": "kainuu@kainuu.example", "password": "wrong"}
    headers = {"X-Forwarded-For": passed_on}
    return client.post("/kirjaudu/salasana/", form, headers=headers).status_code


def _is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_mailed_code_signs_in(client: Client, cast: Cast, mailoutbox: Outbox) -> None:
    address = _ask_code(client, "kainuu@kainuu.example")
    assert address == "/kirjaudu/koodi/"
    assert "kainuu@kainuu.example" in client.get(address).content.decode()
    answer = client.post(address, {"code": _code(mailoutbox), "action": "verify"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert _is_signed_in(client)


def test_the_code_is_read_without_capitals_and_hyphen(
    client: Client, cast: Cast, mailoutbox: Outbox
) -> None:
    address = _ask_code(client, "Kainuu@Kainuu.EXAMPLE")
    client.post(address, {"code": _code(mailoutbox).replace("-", "").lower()})
    assert _is_signed_in(client)


def test_a_code_works_once(client: Client, cast: Cast, mailoutbox: Outbox) -> None:
    address = _ask_code(client, "kainuu@kainuu.example")
    client.post(address, {"code": _code(mailoutbox)})
    client.post("/kirjaudu/ulos/")
    answer = client.post(address, {"code": _code(mailoutbox)})
    assert answer["Location"] == "/kirjaudu/"
    assert not _is_signed_in(client)


def test_after_three_wrong_codes_a_new_one_is_needed(
    client: Client, cast: Cast, mailoutbox: Outbox
) -> None:
    address = _ask_code(client, "kainuu@kainuu.example")
    for _attempt in range(2):
        page = client.post(address, {"code": "BBBB-BBBB"})
        assert "Koodi ei ole oikea." in page.content.decode()
    page = client.post(address, {"code": "BBBB-BBBB"}, follow=True)
    assert page.redirect_chain == [("/kirjaudu/", 302)]
    assert "Liian monta yritystä." in page.content.decode()
    client.post(address, {"code": _code(mailoutbox)})
    assert not _is_signed_in(client)


def test_a_new_code_replaces_the_old_one(client: Client, cast: Cast, mailoutbox: Outbox) -> None:
    address = _ask_code(client, "kainuu@kainuu.example")
    old = _code(mailoutbox)
    client.post(address, {"action": "resend"})
    assert _code(mailoutbox) != old
    client.post(address, {"code": old})
    assert not _is_signed_in(client)
    client.post(address, {"code": _code(mailoutbox)})
    assert _is_signed_in(client)


def test_one_can_go_back_and_use_another_address(
    client: Client, cast: Cast, mailoutbox: Outbox
) -> None:
    _ask_code(client, "kainu@kainuu.example")
    assert client.get("/kirjaudu/")["Location"] == "/kirjaudu/koodi/"
    assert client.post("/kirjaudu/ulos/", {"next": "/kirjaudu/"})["Location"] == "/kirjaudu/"
    assert client.get("/kirjaudu/").status_code == 200


def test_an_unknown_address_is_answered_like_a_known_one(cast: Cast, mailoutbox: Outbox) -> None:
    pages = []
    for email in ("kainuu@kainuu.example", "nobody@kainuu.example"):
        client = Client()
        page = client.post("/kirjaudu/", {"email": email}, follow=True)
        pages.append((page.redirect_chain, _without_secrets(page.content.decode(), email)))
    assert pages[0] == pages[1]
    assert mailoutbox[1].subject == "Tällä osoitteella ei ole käyttöoikeutta Alkeen"
    assert "http://testserver/kirjaudu/kayttooikeus/" in mailoutbox[1].body


def _without_secrets(html: str, email: str) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", html).replace(email, "EMAIL")


def test_a_closed_account_gets_no_code(client: Client, cast: Cast, mailoutbox: Outbox) -> None:
    close_account(cast.user("kainuu"), by=cast["yllapito"])
    _ask_code(client, "kainuu@kainuu.example")
    assert mailoutbox[0].subject == "Tällä osoitteella ei ole käyttöoikeutta Alkeen"


def test_a_session_ends_when_its_account_is_closed(client_for: object, cast: Cast) -> None:
    client = client_for("kainuu")  # type: ignore[operator]
    close_account(cast.user("kainuu"), by=cast["yllapito"])
    assert "Kirjaudu" in client.get("/roolit/").content.decode()


def test_mail_goes_out_in_the_recipients_language(
    client: Client, cast: Cast, mailoutbox: Outbox
) -> None:
    _ask_code(client, "pohjanmaa@pohjanmaa.example")
    assert mailoutbox[0].subject.startswith("Inloggningskod till Alke: ")
    assert mailoutbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_who_speaks_swedish_arrives_at_a_swedish_desk(
    client: Client, cast: Cast, mailoutbox: Outbox
) -> None:
    address = _ask_code(client, "pohjanmaa@pohjanmaa.example")
    assert client.post(address, {"code": _code(mailoutbox)})["Location"] == "/sv/"


def test_a_language_that_was_chosen_stays(client: Client, cast: Cast, mailoutbox: Outbox) -> None:
    address = _ask_code(client, "kainuu@kainuu.example", "/en/kirjaudu/")
    assert address == "/en/kirjaudu/koodi/"
    assert client.post(address, {"code": _code(mailoutbox)})["Location"] == "/en/"


def test_the_page_that_was_asked_for_opens_after_signing_in(
    client: Client, cast: Cast, mailoutbox: Outbox
) -> None:
    page = client.get("/kirjaudu/?next=/roolit/")
    assert '<input type="hidden" name="next" value="/roolit/">' in page.content.decode()
    address = _ask_code(client, "kainuu@kainuu.example", next="/roolit/")
    assert address == "/kirjaudu/koodi/?next=%2Froolit%2F"
    answer = client.post(address, {"code": _code(mailoutbox), "next": "/roolit/"})
    assert answer["Location"] == "/roolit/"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_a_forged_next_is_not_followed(
    client: Client, cast: Cast, mailoutbox: Outbox, address: str
) -> None:
    code_page = _ask_code(client, "kainuu@kainuu.example", next=address)
    assert "evil" not in code_page
    answer = client.post(code_page, {"code": _code(mailoutbox), "next": address})
    assert answer["Location"] == "/"


def test_a_password_alone_does_not_sign_in(client: Client, cast: Cast, mailoutbox: Outbox) -> None:
    set_password(cast.user("kainuu"), SECRET, by=cast["kainuu"])
    answer = client.post(
        "/kirjaudu/salasana/", {"login": "kainuu@kainuu.example", "password": SECRET}
    )
    assert answer["Location"] == "/kirjaudu/koodi/"
    assert not _is_signed_in(client)
    answer = client.post("/kirjaudu/koodi/", {"code": _code(mailoutbox)})
    assert answer["Location"] == "/"
    assert _is_signed_in(client)


@pytest.mark.parametrize("email", ["kainuu@kainuu.example", "nobody@kainuu.example"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    client: Client, cast: Cast, email: str
) -> None:
    set_password(cast.user("kainuu"), SECRET, by=cast["kainuu"])
    page = client.post("/kirjaudu/salasana/", {"login": email, "password": "wrong"})
    html = page.content.decode()
    assert "Osoite ja salasana eivät kuulu yhteen." in html
    assert f'value="{email}"' in html  # what was typed is not lost


def test_after_five_wrong_passwords_the_right_one_waits_too(client: Client, cast: Cast) -> None:
    set_password(cast.user("kainuu"), SECRET, by=cast["kainuu"])
    form = {"login": "kainuu@kainuu.example"}
    for _attempt in range(5):
        client.post("/kirjaudu/salasana/", {**form, "password": "wrong"})
    page = client.post("/kirjaudu/salasana/", {**form, "password": SECRET})
    assert "Liian monta yritystä. Odota muutama minuutti" in page.content.decode()


def test_a_fourth_code_in_a_minute_is_refused_in_words(client: Client, cast: Cast) -> None:
    for _attempt in range(3):
        Client().post("/kirjaudu/", {"email": "kainuu@kainuu.example"})
    page = client.post("/kirjaudu/", {"email": "kainuu@kainuu.example"})
    assert page.status_code == 200
    assert "Liian monta yritystä. Odota muutama minuutti" in page.content.decode()


def test_too_many_requests_from_one_place_get_a_page_that_says_so(
    client: Client, cast: Cast, settings: LazySettings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    form = {"login": "kainuu@kainuu.example", "password": "wrong"}
    client.post("/kirjaudu/salasana/", form)
    page = client.post("/kirjaudu/salasana/", form)
    assert page.status_code == 429
    assert "Liian monta yritystä" in page.content.decode()


def test_what_is_no_address_is_told(client: Client, db: None) -> None:
    page = client.post("/kirjaudu/", {"email": "kainuu"})
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()


@pytest.mark.parametrize("email", ["x" * 400 + "@a.example", "a\x00b@a.example", "<b>@a.example"])
def test_odd_addresses_are_refused_and_shown_as_text(client: Client, db: None, email: str) -> None:
    page = client.post("/kirjaudu/", {"email": email})
    assert page.status_code == 200
    assert "<b>" not in page.content.decode()


@pytest.mark.parametrize("path", ["/kirjaudu/", "/kirjaudu/salasana/uusi/"])
@pytest.mark.parametrize("domain", ["b.example\ufffd", "b.example\0", f"{'ä' * 63}.example"])
def test_an_address_that_no_mail_can_reach_is_unknown_like_others(
    client: Client, db: None, mailoutbox: Outbox, path: str, domain: str
) -> None:
    assert client.post(path, {"email": f"a@{domain}"}).status_code == 302
    assert mailoutbox == []


def test_a_limit_counts_each_client_behind_the_proxy(
    client: Client, cast: Cast, settings: LazySettings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    passed_on = ["192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.9, 192.0.2.1"]
    assert [_attempt(client, addresses) for addresses in passed_on] == [200, 200, 429, 429]


def test_an_address_that_no_trusted_proxy_passed_on_is_not_believed(
    client: Client, cast: Cast, settings: LazySettings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    assert [_attempt(client, f"192.0.2.{n}") for n in (1, 2)] == [200, 429]


def test_a_password_is_chosen_by_a_mailed_link(
    client: Client, cast: Cast, mailoutbox: Outbox
) -> None:
    client.post("/kirjaudu/salasana/uusi/", {"email": "kainuu@kainuu.example"})
    link = re.search(r"http://testserver(/\S+)", str(mailoutbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    assert "set-password" in address
    answer = client.post(address, {"password1": SECRET, "password2": SECRET})
    assert answer["Location"] == "/kirjaudu/salasana/uusi/valmis/"
    assert cast.user("kainuu").check_password(SECRET)
    assert mailoutbox[1].subject == "Salasanasi Alkeen on vaihdettu"
    assert AuditEvent.objects.latest("seq").event == "account.password-set"
    assert not _is_signed_in(client)


def test_the_link_works_once(client: Client, cast: Cast, mailoutbox: Outbox) -> None:
    client.post("/kirjaudu/salasana/uusi/", {"email": "kainuu@kainuu.example"})
    link = re.search(r"http://testserver(/\S+)", str(mailoutbox[0].body))
    assert link
    set_password(cast.user("kainuu"), SECRET, by=cast["kainuu"])
    assert "Linkki ei enää toimi" in client.get(link[1], follow=True).content.decode()


def test_the_link_comes_in_the_recipients_language(
    client: Client, cast: Cast, mailoutbox: Outbox
) -> None:
    client.post("/kirjaudu/salasana/uusi/", {"email": "pohjanmaa@pohjanmaa.example"})
    assert "http://testserver/sv/kirjaudu/salasana/uusi/" in mailoutbox[0].body


def test_an_unknown_address_gets_no_link_and_the_same_page(
    client: Client, cast: Cast, mailoutbox: Outbox
) -> None:
    answer = client.post("/kirjaudu/salasana/uusi/", {"email": "nobody@kainuu.example"})
    assert answer["Location"] == "/kirjaudu/salasana/uusi/lahetetty/"
    assert "salasana" not in mailoutbox[0].body


@pytest.mark.parametrize("secret", ["lyhyt", "kainuu@kainuu.example", "passwordpassword1"])
def test_a_weak_password_is_refused(
    client: Client, cast: Cast, mailoutbox: Outbox, secret: str
) -> None:
    client.post("/kirjaudu/salasana/uusi/", {"email": "kainuu@kainuu.example"})
    link = re.search(r"http://testserver(/\S+)", str(mailoutbox[0].body))
    assert link
    address = client.get(link[1], follow=True).redirect_chain[-1][0]
    page = client.post(address, {"password1": secret, "password2": secret})
    if secret != "passwordpassword1":
        assert 'aria-invalid="true"' in page.content.decode()
        assert not cast.user("kainuu").has_usable_password()


def test_signing_out_ends_the_session_and_says_so(client: Client, cast: Cast) -> None:
    client.post("/kirjaudu/demo/", {"account": "kainuu"})
    page = client.post("/kirjaudu/ulos/", follow=True)
    assert page.redirect_chain == [("/kirjaudu/ulkona/", 302)]
    assert "Olet kirjautunut ulos" in page.content.decode()
    assert not _is_signed_in(client)


def test_a_mere_visit_signs_nobody_out(client: Client, cast: Cast) -> None:
    client.post("/kirjaudu/demo/", {"account": "kainuu"})
    assert client.get("/kirjaudu/ulos/").status_code == 200
    assert _is_signed_in(client)


def test_nobody_signs_up(client: Client, cast: Cast) -> None:
    page = client.post("/kirjaudu/kayttooikeus/", {"email": "new@kainuu.example"})
    assert "Kukaan ei voi luoda tunnusta itse." in page.content.decode()
    assert not User.objects.filter(email="new@kainuu.example").exists()


def test_a_form_without_its_token_is_refused_with_what_to_do(
    strict_client: Client, cast: Cast
) -> None:
    answer = strict_client.post("/kirjaudu/", {"email": "kainuu@kainuu.example"})
    assert answer.status_code == 403
    assert "Lomake oli vanhentunut" in answer.content.decode()


def test_the_last_visit_is_kept_for_the_desk(client: Client, cast: Cast) -> None:
    client.post("/kirjaudu/demo/", {"account": "kainuu"})
    assert client.session["since"] == ""
    client.post("/kirjaudu/ulos/")
    client.post("/kirjaudu/demo/", {"account": "kainuu"})
    assert client.session["since"].startswith("2024-03-04T")
