"""Feedback on accessibility: a mail to those who mend it, and nothing that is kept."""

from unittest import mock

import pytest
from django.core import mail
from django.test import Client

ADDRESS = "/saavutettavuus/palaute/"
FORM = {
    "text": "Aikajana ei aukea näppäimistöllä.",
    "page": "/2024/",
    "email": "lukija@kunta.example",
}


def text(client: Client, form: dict[str, str]) -> str:
    """The answer to a form that does not go through."""
    answer = client.post(ADDRESS, form)
    assert answer.status_code == 422
    return answer.content.decode().replace("&#39;", "'")


def test_what_is_written_comes_as_a_mail_that_can_be_answered(client: Client, db: None) -> None:
    answer = client.post(ADDRESS, FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/saavutettavuus/")
    (sent,) = mail.outbox
    assert sent.to == ["saavutettavuus@tem.example"]
    assert sent.reply_to == ["lukija@kunta.example"]
    assert sent.body.startswith("Aikajana ei aukea näppäimistöllä.")
    assert "Sivu: /2024/" in sent.body
    assert "Kiitos" in client.get("/saavutettavuus/").content.decode()


def test_an_address_for_the_answer_is_voluntary(client: Client, db: None) -> None:
    assert client.post(ADDRESS, {"text": "Teksti on liian pientä."}).status_code == 302
    assert mail.outbox[0].reply_to == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": "  "}, "Kerro, mikä oli esteenä."),
        ({"text": "a\x00b"}, "merkki, jota ei voi näyttää"),
        ({"text": "x" * 4001}, "4000"),
        ({"email": "ei osoite"}, "Anna sähköpostiosoite muodossa"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "Anna sähköpostiosoite muodossa"),
    ],
)
def test_what_cannot_be_sent_is_explained_and_kept(
    client: Client, db: None, wrong: dict[str, str], words: str
) -> None:
    page = text(client, FORM | wrong)
    assert words in page.replace("\u00a0", " ")
    assert "/2024/" in page
    assert mail.outbox == []


def test_when_mail_does_not_go_out_nothing_typed_is_lost(client: Client, db: None) -> None:
    with mock.patch("django.core.mail.backends.locmem.EmailBackend.send_messages") as send:
        send.side_effect = ConnectionRefusedError
        answer = client.post(ADDRESS, FORM)
    assert answer.status_code == 503
    assert FORM["text"] in answer.content.decode()


def test_a_flood_is_refused(client: Client, db: None) -> None:
    statuses = [client.post(ADDRESS, FORM).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
