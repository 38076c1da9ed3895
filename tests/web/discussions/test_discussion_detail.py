"""The page of a discussion: one for joint, regional and webinar, and its public part."""

import pytest
from pytest_django import DjangoAssertNumQueries

from alke.domain.rounds.models import Discussion
from alke.domain.topics import agenda_operations, operations
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.actions import (
    SYSTEM,
    confirm,
    make_action,
    make_contacts,
    make_published,
    make_ready,
)
from tests.factories.topics import make_meeting, make_topic
from tests.web.discussions.pages import AGENDA, OWNER, PAGE, text_of

Kind = Discussion.Kind


def test_the_agenda_shows_times_computed_from_the_start(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_topic(meeting)
    make_topic(meeting, title="Saavutettavuus")
    page = text_of(client_for("kainuu"), PAGE)
    for time in ("9.00–9.10", "9.10–10.15", "10.15–11.20", "11.20–11.30"):
        assert time in page
    assert "2/2 asiakokonaisuutta" in page


def test_the_checklist_says_what_is_missing_and_the_button_is_blocked_with_the_reason(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_contacts(meeting)
    topic = make_topic(meeting)
    operations.save_text(topic, "questions", "fi", "Miten?", by=SYSTEM, base_version=0)
    page = text_of(client_for(OWNER), PAGE)
    assert "Ennen 2.4." in page
    assert "4/7 valmiina" in page
    assert "Asia 1: molemmat puolet puuttuvat" in page
    assert "Nimeä ensin VN:n avaaja asiakokonaisuuteen 1." in page
    assert 'aria-disabled="true"' in page


def test_when_all_is_ready_the_owner_goes_on_to_publish(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_ready(meeting)
    page = text_of(client_for(OWNER), PAGE)
    assert f'href="{AGENDA}julkaise/"' in page
    assert "6/7 valmiina" in page
    other = text_of(client_for("kainuu"), PAGE)
    assert f'href="{AGENDA}julkaise/"' not in other
    assert "vastuuhenkilö julkaisee asialistan" in other


@pytest.mark.parametrize("account", ["kainuu", "aune"])
def test_only_who_runs_the_discussion_is_shown_its_buttons(
    meeting: Discussion, client_for: ClientFor, account: str
) -> None:
    agenda_operations.set_agenda_state(meeting, "commenting", by=SYSTEM)
    assert "Merkitse valmiiksi" in text_of(client_for(OWNER), PAGE)
    assert "Merkitse valmiiksi" not in text_of(client_for(account), PAGE)
    refused = client_for(account).post(f"{AGENDA}tila/", {"state": "ready"})
    assert refused.status_code == 403
    assert "Oikeus on rooleilla: koordinaattori, vastuuhenkilö." in refused.content.decode()


def test_each_side_is_asked_to_name_its_own_opening(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_topic(meeting)
    assert text_of(client_for("kainuu"), PAGE).count("Nimeä avaaja") == 1
    assert "Nimeä avaaja" not in text_of(client_for("aune"), PAGE)


def test_an_empty_agenda_says_what_to_do(meeting: Discussion, client_for: ClientFor) -> None:
    page = text_of(client_for("kainuu"), PAGE)
    assert "Asialistalla ei ole vielä asiakokonaisuuksia" in page
    assert f'href="{PAGE}ehdotukset/"' in page


def test_the_regions_and_their_other_discussions_are_named(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_meeting(slug="pohjoinen", name_fi="Pohjoinen Suomi")
    page = text_of(client_for("kainuu"), PAGE)
    assert "<strong>Kainuu</strong>" in page
    assert "Osallistuu myös: Itä" in page


def test_the_joint_discussion_lists_its_regional_meetings(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_meeting(
        slug="kainuu",
        kind=Kind.REGIONAL,
        parent=meeting,
        name_fi="Kainuun tapaaminen",
        starts_at=None,
        ends_at=None,
    )
    page = text_of(client_for("kainuu"), PAGE)
    assert "Kainuun tapaaminen" in page
    assert "Aikaa ei ole varattu" in page


def test_a_regional_meeting_has_one_topic_and_a_memo(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_meeting(
        slug="kainuu",
        kind=Kind.REGIONAL,
        parent=meeting,
        name_fi="Kainuu",
        max_topics=1,
        outcome="memo",
        starts_at=None,
        ends_at=None,
    )
    page = text_of(client_for("kainuu"), "/2024/kainuu/")
    assert "Ei varattu" in page
    assert "0/1" in page
    assert "Muistio" in page
    assert "Avaajat molemmilta puolilta" not in page


def test_a_webinar_has_a_programme_and_no_actions(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_meeting(slug="webinaari", kind=Kind.WEBINAR, group=None, max_topics=None, outcome="none")
    page = text_of(client_for("kainuu"), "/2024/webinaari/")
    assert "Ohjelma" in page
    assert 'id="toimenpiteet"' not in page
    assert "Julkaise asialista" not in page


def test_places_on_the_agenda_are_told_of_while_it_is_prepared(
    meeting: Discussion, client_for: ClientFor
) -> None:
    told = "Asialistalla on enintään 2 asiakokonaisuutta."
    make_ready(meeting)
    assert told in text_of(client_for("kainuu"), PAGE)
    agenda_operations.publish_agenda(meeting, by=SYSTEM)
    assert told not in text_of(client_for("kainuu"), PAGE)


def test_the_letters_own_wording_is_shown_where_it_differs(
    meeting: Discussion, client_for: ClientFor
) -> None:
    Discussion.objects.update(stated="to 14.3.2023 klo 9.30-11.30")
    assert "”to 14.3.2023 klo 9.30-11.30”" in text_of(client_for("kainuu"), PAGE)


def test_one_sides_draft_is_not_counted_for_the_other(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    topic = make_topic(meeting)
    make_action(topic, by=cast["kainuu"], draft_side="mk")
    assert "1 ehdotus" in text_of(client_for("pohjois-savo"), PAGE)
    assert "0 ehdotusta" in text_of(client_for("lvm"), PAGE)


def test_the_public_sees_facts_and_regions_before_publication(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_ready(meeting)
    page = text_of(client_for("public"), PAGE)
    assert "Asialista julkaistaan tässä viimeistään ti 2.4.2024." in page
    assert "Pohjois-Karjala" in page
    assert "Puhdas siirtymä" not in page
    assert "Kantaverkon vahvistaminen" not in page


@pytest.mark.parametrize(
    ("day", "state", "said"),
    [
        ("2024-04-10", "Valmistelussa", "Asialistaa ei ole vielä julkaistu."),
        ("2024-04-17", "Pidetty", "Asialistaa ei ole julkaistu."),
    ],
)
def test_the_public_is_promised_no_agenda_by_a_day_that_has_passed(
    day: str,
    state: str,
    said: str,
    meeting: Discussion,
    client_for: ClientFor,
    at: SetClock,
) -> None:
    make_ready(meeting)
    at(day)
    page = text_of(client_for("public"), PAGE)
    assert state in page
    assert said in page
    assert "viimeistään" not in page
    assert "viimeistään" not in text_of(client_for("public"), AGENDA)


def test_the_public_reads_the_published_agenda_and_actions(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    topic = make_ready(meeting)
    make_action(topic, by=cast["kainuu"], draft_side="mk", title="Maakuntien luonnos")
    agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    page = text_of(client_for("public"), PAGE)
    assert "Puhdas siirtymä" in page
    assert "Kantaverkon vahvistaminen" in page
    assert "Avaukset: TEM ja Pohjois-Savon liitto" in page
    assert "Maakuntien luonnos" not in page


def test_guests_of_other_regions_read_what_the_public_reads(
    meeting: Discussion, client_for: ClientFor
) -> None:
    topic = make_topic(meeting, title="Vielä valmistelussa")
    page = text_of(client_for("ely-lappi"), PAGE)
    assert topic.title not in page
    assert "Kirjaudu ulos" in page
    assert _main(page) == _main(text_of(client_for("public"), PAGE))


def _main(page: str) -> str:
    """The page without its header."""
    return page.partition("<main")[2]


@pytest.mark.parametrize("address", ["/2024/ei-ole/", "/1999/ita/"])
def test_an_unknown_discussion_is_not_found(
    meeting: Discussion, client_for: ClientFor, address: str
) -> None:
    text_of(client_for("kainuu"), address, 404)


def test_after_publication_the_page_leads_to_agenda_and_notice(
    meeting: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    make_published(meeting)
    page = text_of(client_for("kainuu"), PAGE)
    assert f'href="{AGENDA}"' in page
    assert f'href="{AGENDA}tiedoksianto/"' in page
    assert "Ehdota asiakokonaisuutta" not in page


@pytest.mark.parametrize("account", [OWNER, "koordinaattori", "kainuu", "lvm", "aune"])
def test_the_page_takes_fifteen_queries_however_many_rows(
    meeting: Discussion,
    cast: Cast,
    client_for: ClientFor,
    account: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    topic = make_ready(meeting)
    client = client_for(account)
    with django_assert_max_num_queries(15) as few:
        text_of(client, PAGE)
    for number in range(6):
        make_action(topic)
        make_meeting(slug=f"tapaaminen-{number}", kind=Kind.REGIONAL, parent=meeting, group=None)
    make_topic(meeting, title="Toinen")
    with django_assert_max_num_queries(len(few)):
        text_of(client, PAGE)


def test_the_public_page_takes_five_queries_however_many_rows(
    meeting: Discussion,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    topic = make_ready(meeting)
    for _ in range(6):
        make_action(topic)
    confirm(topic)
    agenda_operations.publish_agenda(meeting, by=SYSTEM)
    client = client_for("public")
    with django_assert_max_num_queries(5 + 1):  # and the cache asks for the chain's head
        text_of(client, PAGE)


def test_nothing_is_late_or_awaited_when_the_round_has_ended(
    meeting: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    make_topic(meeting)
    at("2024-05-02")
    client = client_for("kainuu")
    places = (PAGE, f"{PAGE}asialista/1/", "/2024/")
    assert all("myöhässä" in text_of(client, place) for place in places)
    meeting.round.state = "ended"
    meeting.round.save()
    assert not any("myöhässä" in text_of(client, place) for place in places)
    page = text_of(client, PAGE)
    assert "Ennen 2.4." not in page
    assert "Kierros on päättynyt. Sen asiakokonaisuuksia ei enää muuteta." in page
