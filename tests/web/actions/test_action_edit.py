"""The form of an action: all kept on errors, both texts when two write, forged bodies."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from alke.domain.rounds.models import Discussion
from alke.domain.rounds.sheet_models import Priority
from alke.domain.topics import action_operations as operations
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.factories.actions import make_action, make_published
from tests.web.actions.pages import FORM, address, plain, text_of


def test_the_form_shows_what_is_saved(action: Action, client_for: ClientFor) -> None:
    page = text_of(client_for("kainuu"), address(action, "muokkaa/"))
    assert "Kantaverkon vahvistaminen</textarea>" in page
    assert '<option value="tem" selected>TEM</option>' in page
    assert 'value="pohjois-savo" checked' in page
    assert "Perustelu myöhäiselle" not in page


def test_a_ministry_or_council_is_not_offered_on_the_other_side(
    action: Action, client_for: ClientFor
) -> None:
    page = client_for("kainuu").get(address(action, "muokkaa/")).content.decode()
    offered = {
        side: page.split(f'name="muu-{side}"')[1].split("</select>")[0] for side in ("vn", "mk")
    }
    assert 'value="ely-lappi"' in offered["vn"]
    assert 'value="lappi"' in offered["mk"]
    assert 'value="lappi"' not in offered["vn"]
    assert 'value="lvm"' not in offered["mk"]


def test_fields_and_bodies_are_saved_together(action: Action, client_for: ClientFor) -> None:
    answer = client_for("kainuu").post(address(action, "muokkaa/"), FORM, follow=True)
    assert "Toimenpide on tallennettu." in plain(answer)
    action.refresh_from_db()
    assert (action.title, action.next_step, action.version) == (
        "Kantaverkko itään",
        "Selvitys",
        2,
    )
    rows = action.responsibilities.values_list("organisation__slug", "side", "lead")
    assert set(rows) == {("tem", "vn", True), ("lvm", "vn", False), ("pohjois-savo", "mk", True)}


def test_money_day_and_priorities_are_read_as_people_write_them(
    action: Action, topic: Topic, client_for: ClientFor
) -> None:
    Priority.objects.create(
        round=topic.discussion.round, key="elinvoima", kind="priority", name_fi="Elinvoima"
    )
    form = FORM | {
        "due_date": "30.9.2024",
        "money": "open",
        "money_amount": "120 000,50 €",
        "money_source": "AKKE",
        "priorities": ["elinvoima"],
    }
    client_for("kainuu").post(address(action, "muokkaa/"), form)
    action.refresh_from_db()
    assert str(action.money_amount) == "120000.50"
    assert str(action.due_date) == "2024-09-30"
    assert [row.key for row in action.priorities.all()] == ["elinvoima"]


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"title": " "}, "Kirjoita, mitä tehdään."),
        ({"title": "a" * 501}, "1 merkin liian pitkä"),
        ({"next_step": "a\x07b"}, "merkki, jota ei voi näyttää"),
        ({"money_amount": "paljon"}, "Anna määrä euroina"),
        ({"money_amount": "-5"}, "Anna määrä euroina"),
        ({"money": "none", "money_amount": "5"}, "poista määrä"),
        ({"due_date": "huomenna"}, "Anna päivä, esimerkiksi 30.9.2024."),
        ({"due_date": "1024-09-30"}, "Tarkista määräajan vuosi."),
        ({"vastaa-vn": "ei-ole"}, "Tahoa ei ole: ei-ole."),
        ({"muu-mk": "ei-ole"}, "Tahoa ei ole: ei-ole."),
        ({"state": "dropped"}, "Perustele, miksi toimenpide ei toteudu."),
        ({"state": "done"}, "done"),
        ({"kind": "toive"}, "toive"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_typed_is_lost(
    action: Action, client_for: ClientFor, over: dict[str, Any], sentence: str
) -> None:
    form = FORM | {"money_source": "Oma rahoituslähde"} | over
    answer = client_for("kainuu").post(address(action, "muokkaa/"), form)
    page = plain(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "Oma rahoituslähde" in page
    assert 'value="lvm" checked' in page
    action.refresh_from_db()
    assert (action.title, action.version) == ("Kantaverkon vahvistaminen", 1)


def test_of_two_tabs_the_later_one_sees_both_texts(
    action: Action, cast: Cast, client_for: ClientFor
) -> None:
    operations.edit_action(action, by=cast["lvm"], base_version=1, title="Ensimmäisen teksti")
    client = client_for("kainuu")
    answer = client.post(address(action, "muokkaa/"), FORM)
    page = plain(answer)
    assert answer.status_code == 409
    assert "Ensimmäisen teksti" in page
    assert "Kantaverkko itään</textarea>" in page
    assert 'name="versio" value="2"' in page
    client.post(address(action, "muokkaa/"), FORM | {"versio": "2"})
    action.refresh_from_db()
    assert action.title == "Kantaverkko itään"


def test_sent_twice_it_is_saved_once(action: Action, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    for _ in range(2):
        assert client.post(address(action, "muokkaa/"), FORM).status_code == 302
    action.refresh_from_db()
    assert action.version == 2


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999"])
def test_a_forged_version_changes_nothing(
    action: Action, client_for: ClientFor, version: str
) -> None:
    answer = client_for("kainuu").post(address(action, "muokkaa/"), FORM | {"versio": version})
    assert answer.status_code == 409
    action.refresh_from_db()
    assert action.version == 1


def test_a_published_agenda_asks_for_a_reason(meeting: Discussion, client_for: ClientFor) -> None:
    make_published(meeting)
    action = meeting.action_origins.get().action
    client = client_for("kainuu")
    assert "Asialista on julkaistu." in text_of(client, address(action, "muokkaa/"))
    answer = client.post(address(action, "muokkaa/"), FORM)
    assert answer.status_code == 422
    assert meeting.publications.count() == 1
    client.post(address(action, "muokkaa/"), FORM | {"perustelu": "Nimi täsmentyi"})
    assert meeting.publications.get(number=2).reason == "Nimi täsmentyi"


def test_an_ended_round_is_closed(action: Action, topic: Topic, client_for: ClientFor) -> None:
    topic.discussion.round.state = "ended"
    topic.discussion.round.save()
    client = client_for("kainuu")
    for answer in (
        client.get(address(action, "muokkaa/")),
        client.post(address(action, "muokkaa/"), FORM),
    ):
        assert answer.status_code == 403
        assert "Kierros on päättynyt." in plain(answer)


def test_a_body_that_accepted_is_not_dropped_by_the_other_side(
    action: Action, cast: Cast, client_for: ClientFor
) -> None:
    operations.answer_responsibility(
        action, cast.organisation("pohjois-savo"), "accepted", by=cast["pohjois-savo"]
    )
    form = FORM | {"vastaa-mk": "", "osallistuu-mk": []}
    answer = client_for("lvm").post(address(action, "muokkaa/"), form)
    assert answer.status_code == 403
    assert "Vain sen oma puoli voi poistaa sen." in plain(answer)


@pytest.mark.parametrize("account", ["koordinaattori", "aune", "lappi"])
def test_those_who_do_not_write_the_sheet_are_told_so(
    action: Action, client_for: ClientFor, account: str
) -> None:
    client = client_for(account)
    assert client.get(address(action, "muokkaa/")).status_code == 403
    assert client.post(address(action, "muokkaa/"), FORM).status_code == 403


def test_the_other_sides_draft_is_not_found(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    draft = make_action(topic, by=cast["kainuu"], draft_side="mk")
    client = client_for("lvm")
    assert client.get(address(draft, "muokkaa/")).status_code == 404
    assert client.post(address(draft, "muokkaa/"), FORM).status_code == 404
    assert client_for("public").get(address(draft, "muokkaa/")).status_code == 302


def test_the_form_takes_fifteen_queries(
    action: Action,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_for("kainuu")
    with django_assert_max_num_queries(15):
        text_of(client, address(action, "muokkaa/"))
