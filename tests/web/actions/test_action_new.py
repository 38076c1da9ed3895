"""A new action on a sheet: once however often it is sent, shared or first the own side's."""

import re

import pytest

from alke.domain.rounds.models import Discussion
from alke.domain.topics import operations
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.factories.actions import SYSTEM, make_published
from tests.web.actions.pages import FORM, plain, text_of

NEW = "/2024/ita/toimenpiteet/uusi/"
SENT = FORM | {"aihe": "1"}


def test_the_form_opens_with_the_kind_of_the_table(topic: Topic, client_for: ClientFor) -> None:
    page = text_of(client_for("kainuu"), f"{NEW}?aihe=1&laji=ongoing")
    assert "Asiakokonaisuus 1: Puhdas siirtymä" in page
    assert re.search(r'name="kind" value="ongoing" checked', page)


def test_the_action_stands_on_the_sheet(topic: Topic, client_for: ClientFor) -> None:
    answer = client_for("kainuu").post(NEW, SENT)
    assert answer["Location"] == topic.get_absolute_url()
    action = Action.objects.get()
    assert (action.title, action.origins.get().topic, action.draft_side) == (
        "Kantaverkko itään",
        topic,
        "",
    )


def test_a_form_sent_twice_makes_one_action(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    token = re.search(r'name="kerran" value="(\w+)"', text_of(client, f"{NEW}?aihe=1"))
    assert token is not None
    client.post(NEW, SENT | {"kerran": token[1]})
    answer = client.post(NEW, SENT | {"kerran": token[1]}, follow=True)
    assert "Toimenpide oli jo tallennettu." in plain(answer)
    assert Action.objects.count() == 1


def test_a_refused_form_can_be_sent_again(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    answer = client.post(NEW, SENT | {"kerran": "sama", "vastaa-vn": "ei-ole"})
    assert answer.status_code == 422
    assert client.post(NEW, SENT | {"kerran": "sama"}).status_code == 302


def test_a_forged_state_is_not_asked_for(topic: Topic, client_for: ClientFor) -> None:
    client_for("kainuu").post(NEW, SENT | {"state": "done"})
    assert Action.objects.get().state == "proposed"


def test_an_error_keeps_what_was_typed(topic: Topic, client_for: ClientFor) -> None:
    answer = client_for("kainuu").post(NEW, SENT | {"title": "", "next_step": "Kirjoitettu"})
    assert answer.status_code == 422
    assert "Kirjoitettu" in plain(answer)
    assert 'value="lvm" checked' in plain(answer)


def test_a_draft_is_first_the_own_sides(topic: Topic, cast: Cast, client_for: ClientFor) -> None:
    client_for("kainuu").post(NEW, SENT | {"draft": "1"})
    assert Action.objects.get().draft_side == "mk"
    assert not Action.objects.visible_to(cast["lvm"]).exists()


def test_on_a_published_agenda_a_reason_is_asked_unless_it_is_a_draft(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_published(meeting)
    client = client_for("kainuu")
    assert client.post(NEW, SENT).status_code == 422
    assert client.post(NEW, SENT | {"draft": "1"}).status_code == 302
    assert meeting.publications.count() == 1
    assert client.post(NEW, SENT | {"perustelu": "Sovittiin"}).status_code == 302
    assert meeting.publications.count() == 2


@pytest.mark.parametrize("place", ["9", "abc", "-1", "99999999999"])
def test_a_forged_topic_is_not_found(topic: Topic, client_for: ClientFor, place: str) -> None:
    answer = client_for("kainuu").post(NEW, FORM | {"aihe": place})
    assert answer.status_code == 404
    assert not Action.objects.exists()


def test_a_proposal_in_the_pool_is_no_place(meeting: Discussion, client_for: ClientFor) -> None:
    operations.propose_topic(meeting, by=SYSTEM, title="Odottaa")
    assert client_for("kainuu").post(NEW, SENT).status_code == 404


@pytest.mark.parametrize("account", ["koordinaattori", "aune", "lappi"])
def test_others_add_nothing(topic: Topic, client_for: ClientFor, account: str) -> None:
    assert client_for(account).get(NEW).status_code == 403
    assert client_for(account).post(NEW, SENT).status_code == 403


def test_the_public_is_asked_to_sign_in(topic: Topic, client_for: ClientFor) -> None:
    assert client_for("public").get(NEW).status_code == 302
    assert client_for("public").post(NEW, SENT).status_code == 401
    assert not Action.objects.exists()


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\ufffd"])
def test_what_turns_or_breaks_a_text_is_refused_in_every_field(
    topic: Topic, client_for: ClientFor, character: str
) -> None:
    for name in ("title", "title_sv", "next_step", "money_source"):
        answer = client_for("kainuu").post(NEW, SENT | {name: f"Rata{character}tie"})
        assert answer.status_code == 422
        assert f"U+{ord(character):04X}" in answer.content.decode()
    assert not Action.objects.exists()
