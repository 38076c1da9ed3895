"""A form that comes after the session has ended: nothing is saved, nothing is lost."""

import pytest
from django.test import Client

from alke.domain.topics.models import Topic
from tests.cast import Cast
from tests.factories.topics import make_meeting, make_topic

TEXT = "Sujuvat yhteydet <rajalle>\nja satamiin."


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic on an agenda."""
    return make_topic(make_meeting())


def test_what_was_typed_is_shown_with_the_way_to_sign_in(client: Client, topic: Topic) -> None:
    address = "/2024/ita/asialista/1/kohta/goals/"
    form = {"text": TEXT, "versio": "0", "kerran": "a b"}
    page = "http://testserver/2024/ita/asialista/1/muokkaa/"
    answer = client.post(address, form, headers={"referer": page})
    shown = answer.content.decode()
    assert answer.status_code == 401
    assert "Istunto on päättynyt" in shown
    assert "Sujuvat yhteydet &lt;rajalle&gt;\nja satamiin." in shown
    assert "a b" not in shown
    onward = 'class="btn" href="/kirjaudu/?next=/2024/ita/asialista/1/muokkaa/"'
    assert shown.index("</textarea>") < shown.index(onward)  # the text is copied first
    assert topic.texts.count() == 0


@pytest.mark.parametrize("name", ["text", "title", "reason", "perustelu"])
def test_a_single_word_is_not_lost_either(client: Client, topic: Topic, name: str) -> None:
    answer = client.post(
        "/2024/ita/asialista/1/kohta/goals/", {name: "Rajaliikenne", "kieli": "fi"}
    )
    shown = answer.content.decode()
    assert shown.count("<textarea") == 1
    assert "Rajaliikenne</textarea>" in shown


def test_the_way_back_never_leads_to_another_site(client: Client, topic: Topic) -> None:
    headers = {"referer": "https://evil.example//evil.example/x"}
    answer = client.post("/2024/ita/asialista/1/kohta/goals/", {}, headers=headers)
    assert 'href="/kirjaudu/?next="' in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("part", ["kohta/goals/", "muutokset/", "kommentit/"])
def test_the_script_is_told_by_the_status_alone(
    client: Client, topic: Topic, part: str, method: str
) -> None:
    address = f"/2024/ita/asialista/1/{part}"
    answer = getattr(client, method)(address, headers={"HX-Request": "true"})
    if answer.status_code != 405:  # an address for forms only
        assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize("method", ["options", "trace", "put", "delete"])
def test_other_methods_than_opening_and_sending_are_refused(client: Client, method: str) -> None:
    answer = getattr(client, method)("/tyyliopas/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert "Osoitetta ei voi avata suoraan" in answer.content.decode()


def test_an_address_for_forms_says_so_when_it_is_opened(client: Client, topic: Topic) -> None:
    answer = client.get("/2024/ita/asialista/1/vahvistus/peru/")
    assert answer.status_code == 405
    assert "Palaa sivulle, jolta tulit" in answer.content.decode()
