"""A form that makes something is taken once, and never lost for it."""

import re

import pytest
from django.core.cache import cache, caches
from django.test import Client

from alke.domain.topics import operations
from alke.domain.topics.models import Topic
from alke.web import once
from tests.cast import Cast, ClientFor
from tests.factories.topics import make_meeting

NEW = "/2024/ita/ehdotukset/uusi/"
FORM = {"title": "Radat", "language": "fi", "who": "all", "kerran": "x1"}


@pytest.fixture
def client(cast: Cast, client_for: ClientFor) -> Client:
    """A council that proposes a topic."""
    make_meeting()
    return client_for("kainuu")


def test_a_fault_within_leaves_the_form_to_be_sent_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError

    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(operations, "propose_topic", fail)
        assert client.post(NEW, FORM).status_code == 500
    assert client.post(NEW, FORM).status_code == 302
    assert Topic.objects.count() == 1


def test_a_note_that_cannot_be_written_does_not_say_that_the_form_was_sent(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches["notes"], "add", lambda *_args: False)  # as when it is locked
    assert client.post(NEW, FORM).status_code == 302
    assert Topic.objects.count() == 1


def test_while_nothing_is_known_of_the_first_sending_the_form_comes_back_as_it_was_filled(
    client: Client,
) -> None:
    with once.sending("x1"):
        answer = client.post(NEW, FORM)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lomake on jo lähetetty" in page
    assert 'value="Radat"' in page
    token = re.search(r'name="kerran" value="(\w+)"', page)
    assert token
    assert token[1] != "x1"
    assert Topic.objects.count() == 0
    assert client.post(NEW, FORM | {"kerran": token[1]}).status_code == 302


def test_forms_do_not_crowd_out_the_limits_of_sign_in(client: Client) -> None:
    cache.set("allauth:rl:login:ip:192.0.2.1", [1.0], 600)
    for number in range(320):
        with once.sending(f"{number:032}"):
            pass
    assert cache.get("allauth:rl:login:ip:192.0.2.1") == [1.0]


def test_limits_that_have_ended_go_before_those_that_hold(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches["default"], "_max_entries", 5)
    cache.set("allauth:a", 1, 600)
    for number in range(6):
        cache.set(f"allauth:b{number}", 1, -1)
    cache.set("allauth:c", 1, 600)
    assert cache.get("allauth:a") == 1
