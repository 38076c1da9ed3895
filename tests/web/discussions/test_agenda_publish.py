"""Publishing an agenda: asked once more, blocked with the reason, late with one (S2)."""

import pytest
from pytest_django import DjangoAssertNumQueries

from alke.domain.rounds.models import Discussion
from alke.domain.topics import operations
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.actions import SYSTEM, make_action, make_published, make_ready
from tests.web.discussions.pages import AGENDA, OWNER, PAGE, PUBLISH, plain, text_of


def test_the_form_names_what_is_published_and_who_is_told(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_ready(meeting)
    page = text_of(client_for(OWNER), PUBLISH)
    assert "Puhdas siirtymä" in page
    assert "Kainuun liitto" in page
    assert "Miksi julkaisu myöhästyi" not in page


def test_an_agenda_that_is_not_ready_shows_the_blocked_button(
    meeting: Discussion, client_for: ClientFor
) -> None:
    page = text_of(client_for(OWNER), PUBLISH)
    assert 'aria-disabled="true"' in page
    assert "Nimeä ensin molempien puolten yhteyshenkilöt." in page
    answer = client_for(OWNER).post(PUBLISH, {"versio": "0"})
    assert answer.status_code == 422
    assert not meeting.publications.exists()


def test_the_owner_publishes_and_everybody_reads(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_ready(meeting)
    answer = client_for(OWNER).post(PUBLISH, {"versio": "0"}, follow=True)
    assert answer.redirect_chain == [(AGENDA, 302)]
    assert "Tiedoksianto on kirjattu jokaiselle vastaanottajalle." in plain(answer)
    assert "Puhdas siirtymä" in text_of(client_for("public"), AGENDA)


def test_pressed_twice_it_is_published_once(meeting: Discussion, client_for: ClientFor) -> None:
    make_ready(meeting)
    client = client_for(OWNER)
    client.post(PUBLISH, {"versio": "0"})
    answer = client.post(PUBLISH, {"versio": "0"}, follow=True)
    assert "Asialista oli jo julkaistu" in plain(answer)
    assert meeting.publications.count() == 1


def test_a_deadline_that_passed_a_second_ago_asks_for_a_reason_and_loses_nothing(
    meeting: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    make_ready(meeting)
    at("2024-04-03 00:00:00")
    client = client_for(OWNER)
    assert "Miksi julkaisu myöhästyi" in text_of(client, PUBLISH)
    answer = client.post(PUBLISH, {"versio": "0", "reason": " "})
    assert answer.status_code == 422
    assert "Perustele julkaisu." in plain(answer)
    long = "Sairastuminen. " * 40
    answer = client.post(PUBLISH, {"versio": "0", "reason": long})
    assert answer.status_code == 422
    assert long.strip() in plain(answer)
    client.post(PUBLISH, {"versio": "0", "reason": "Sairastuminen"})
    assert meeting.publications.get().reason == "Sairastuminen"


def test_a_reason_with_control_characters_is_refused(
    meeting: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    make_ready(meeting)
    at("2024-04-03 09:00")
    answer = client_for(OWNER).post(PUBLISH, {"versio": "0", "reason": "a\x07b"})
    assert answer.status_code == 422
    assert not meeting.publications.exists()


def test_somebody_who_changes_a_text_meanwhile_stops_publication(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    topic = make_ready(meeting)
    client = client_for(OWNER)
    text_of(client, PUBLISH)
    operations.save_text(topic, "goals", "fi", "Toinen tavoite", by=cast["lvm"], base_version=1)
    answer = client.post(PUBLISH, {"versio": "0"})
    assert answer.status_code == 422
    assert "VN ei ole vielä vahvistanut asiakokonaisuutta 1." in plain(answer)


def test_a_change_of_place_is_published_with_its_reason(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_published(meeting)
    client = client_for(OWNER)
    assert "Mikään ei ole muuttunut" in text_of(client, PUBLISH)
    Discussion.objects.filter(pk=meeting.pk).update(place="Säätytalo")
    page = text_of(client, PUBLISH)
    assert "<del>Teams</del>" in page
    assert "<ins>Säätytalo</ins>" in page
    answer = client.post(PUBLISH, {"versio": "1", "reason": "Tila vaihtui"}, follow=True)
    assert "Säätytalo" in plain(answer)
    assert meeting.publications.count() == 2


@pytest.mark.parametrize(
    "account", ["kainuu", "lvm", "vastuuhenkilo-lansi", "aune", "kainuu-valmistelija"]
)
def test_others_cannot_publish(meeting: Discussion, client_for: ClientFor, account: str) -> None:
    make_ready(meeting)
    client = client_for(account)
    assert client.get(PUBLISH).status_code == 403
    assert client.post(PUBLISH, {"versio": "0"}).status_code == 403
    assert not meeting.publications.exists()


def test_the_public_is_asked_to_sign_in(meeting: Discussion, client_for: ClientFor) -> None:
    answer = client_for("public").get(PUBLISH)
    assert answer.status_code == 302
    assert "/kirjaudu/" in answer["Location"]


def test_the_owner_opens_the_agenda_for_comment_and_back(
    meeting: Discussion, client_for: ClientFor
) -> None:
    client = client_for(OWNER)
    assert "Avaa kommentoitavaksi" in text_of(client, PAGE)
    answer = client.post(f"{AGENDA}tila/", {"state": "commenting"}, follow=True)
    assert "Asialista on nyt kommentoitavana." in plain(answer)
    meeting.refresh_from_db()
    assert meeting.agenda == "commenting"
    answer = client.post(f"{AGENDA}tila/", {"state": "published"}, follow=True)
    assert "Asialistaa ei voi siirtää tähän tilaan" in plain(answer)
    answer = client_for("kainuu").post(f"{AGENDA}tila/", {"state": "draft"}, follow=True)
    meeting.refresh_from_db()
    assert meeting.agenda == "commenting"


def test_the_form_takes_fifteen_queries_before_and_after_publication(
    meeting: Discussion,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    topic = make_ready(meeting)
    client = client_for(OWNER)
    for _ in range(5):
        make_action(topic)
    with django_assert_max_num_queries(15):
        text_of(client, PUBLISH)
    operations.confirm_topic(topic, "vn", by=SYSTEM)
    operations.confirm_topic(topic, "mk", by=SYSTEM)
    client.post(PUBLISH, {"versio": "0"})
    with django_assert_max_num_queries(15):
        text_of(client, PUBLISH)
