"""The agenda as a Word and PDF file: what stands on it, for whom, and that it stays the same."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alke.domain.audit.models import AuditEvent
from alke.domain.rounds.models import Discussion
from alke.domain.topics import action_operations
from alke.domain.topics.action_operations import create_action
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.actions import make_published, make_ready
from tests.factories.topics import make_topic
from tests.files import lines_of, rows_of, text_of, word_file
from tests.pdf_checks import faults, words

URL = "/2024/ita/asialista.docx"
PDF = "/2024/ita/asialista.pdf"
LATER = "2024-03-25 12:00"


@pytest.fixture
def published(meeting: Discussion, at: SetClock) -> Discussion:
    """Published on 20.3.2024."""
    at("2024-03-20 12:00")
    make_published(meeting)
    return meeting


def change(meeting: Discussion, cast: Cast, at: SetClock) -> None:
    """An action gets another title on 25.3., so that the agenda is published anew."""
    at(LATER)
    action_operations.edit_action(
        meeting.action_origins.get().action,
        by=cast["lvm"],
        base_version=1,
        title="Kantaverkko itään",
        late_reason="Nimi täsmentyi",
    )


def test_it_says_where_when_and_which_version(published: Discussion, client_for: ClientFor) -> None:
    lines = lines_of(word_file(client_for("public").get(URL)))
    assert lines[:8] == [
        "Työ- ja elinkeinoministeriö\tAsialista",
        "\t20.3.2024",
        "ALKE-keskustelut 2024: Itäinen Suomi, asialista",
        "Keskustelu\tItäinen Suomi",
        "Aika\tti 16.4.2024 klo 9–11.30",
        "Paikka\tTeams",
        "Versio\t1",
        "Julkaistu\tke 20.3.2024 klo 12",
    ]
    digest = published.publications.get().hash
    assert lines[-1] == f"Tarkistussumma (SHA-256) {digest}"


def test_the_timetable_tells_who_opens_the_topic(
    published: Discussion, client_for: ClientFor
) -> None:
    head, opening, topic, closing = rows_of(word_file(client_for("public").get(URL)), 0)
    assert head == ["Aika", "Asia", "min"]
    assert (opening[:2], closing[:2]) == (
        ["9.00–9.10", "Tilaisuuden avaus"],
        ["11.20–11.30", "Yhteenveto ja jatkotoimet"],
    )
    assert topic == [
        "9.10–11.20",
        "1. Puhdas siirtymä\n"
        "Avaus, Valtioneuvosto: Työ- ja elinkeinoministeriö, osastopäällikkö, 5 min\n"
        "Avaus, Maakunnat: Pohjois-Savon liitto, maakuntajohtaja, 5 min",
        "130",
    ]


def test_each_topic_has_its_texts_questions_and_actions(
    published: Discussion, client_for: ClientFor
) -> None:
    document = word_file(client_for("public").get(URL))
    lines = lines_of(document)
    start = lines.index("1. Puhdas siirtymä")
    assert lines[start : start + 6] == [
        *("1. Puhdas siirtymä", "Tavoitteet", "Yhteinen tavoite.", "Kysymykset"),
        *("Miten edetään?", "Toimenpiteet"),
    ]
    number = published.action_origins.get().action.number
    assert rows_of(document, 1) == [
        ["Ehdotukset uusiksi toimenpiteiksi", "Vastuutahot", "Vastuutahot"],
        ["Ehdotukset uusiksi toimenpiteiksi", "VN", "Maakunnat"],
        [f"{number}\u2002Kantaverkon vahvistaminen", "TEM", "Pohjois-Savo"],
    ]


def test_a_change_after_publication_is_marked_with_its_reason(
    published: Discussion, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    change(published, cast, at)
    document = word_file(client_for("public").get(URL))
    lines = lines_of(document)
    assert "Versio\t2" in lines
    assert "Muutoksen perustelu\tNimi täsmentyi" in lines
    assert "Muutettu 25.3.2024" in lines
    assert "Muutokset versioon 1" in lines
    before, after = document.tables[-1].rows[1].cells[1:]
    assert [run.text for run in before.paragraphs[0].runs if run.font.strike] == [
        "Kantaverkon vahvistaminen"
    ]
    assert [run.text for run in after.paragraphs[0].runs if run.font.underline] == [
        "Kantaverkko itään"
    ]


@pytest.mark.parametrize("url", [URL, PDF])
def test_a_version_is_the_same_file_for_ever(
    published: Discussion, cast: Cast, client_for: ClientFor, at: SetClock, url: str
) -> None:
    first = client_for("public").get(url).content
    change(published, cast, at)
    assert client_for("kainuu").get(f"{url}?versio=1").content == first
    assert client_for("public").get(f"{url}?tilanne=2024-03-22").content == first
    assert client_for("public").get(url).content != first


def test_its_code_names_the_publication_in_the_record(
    published: Discussion, client_for: ClientFor
) -> None:
    event = AuditEvent.objects.get(event="agenda.published")
    assert AuditEvent.objects.filter(seq__gt=event.seq).exists()
    core = word_file(client_for("public").get(URL)).core_properties
    assert core.identifier == f"Alke 2024/ita/asialista #{event.seq}"


def test_before_publication_members_get_a_marked_draft_and_the_public_nothing(
    meeting: Discussion, client_for: ClientFor
) -> None:
    make_ready(meeting)
    document = word_file(client_for("kainuu").get(URL))
    assert [row.text for row in document.sections[0].header.paragraphs] == ["Luonnos"]
    assert "Tila\tLuonnos: asialistaa ei ole julkaistu." in lines_of(document)
    assert words(client_for("kainuu").get(f"{PDF}?kieli=sv").content).startswith("Utkast ")
    for url in (URL, PDF):
        assert client_for("public").get(url).status_code == 404
        assert client_for("ely-lappi").get(url).status_code == 404


def test_a_draft_of_one_side_is_in_no_file(
    meeting: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    make_ready(meeting)
    topic = Topic.objects.on_agenda().get(discussion=meeting)
    create_action(topic, by=cast["kainuu"], title="Omasalaisuus", draft_side="mk")
    for url in (URL, PDF):
        assert "Omasalaisuus" not in text_of(client_for("kainuu").get(url))


def test_members_get_the_topics_of_a_day_before_publication(
    meeting: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    make_topic(meeting, title="Valmisteltu")
    at("2024-03-20 12:00")
    make_topic(meeting, title="Myöhempi")
    url = f"{URL}?tilanne=2024-03-10"
    lines = lines_of(word_file(client_for("aune").get(url)))
    assert "Valmisteltu" in lines
    assert "Myöhempi" not in lines
    assert client_for("aune").get(url).content == client_for("lvm").get(url).content
    assert client_for("public").get(url).status_code == 404


@pytest.mark.parametrize("query", ["?versio=9", "?versio=x", "?tilanne=2024-13-45"])
def test_what_is_asked_for_wrongly_is_not_found(
    published: Discussion, client_for: ClientFor, query: str
) -> None:
    assert client_for("kainuu").get(URL + query).status_code == 404


def test_reading_the_file_opens_the_agenda_once(
    published: Discussion, cast: Cast, client_for: ClientFor
) -> None:
    for _time in range(2):
        client_for("kainuu").get(PDF)
    client_for("public").get(PDF)
    assert AuditEvent.objects.filter(event="agenda.opened").count() == 1
    row = published.publications.get().recipients.get(user=cast.user("kainuu"))
    assert row.state == "opened"


def test_a_cancelled_discussion_says_so(published: Discussion, client_for: ClientFor) -> None:
    Discussion.objects.update(cancelled_at=published.starts_at)
    assert "Tila\tKeskustelu on peruttu." in lines_of(word_file(client_for("public").get(URL)))


@pytest.mark.either_database  # what is checked is the file
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pdf_passes_two_checks_of_pdf_ua(
    sample: None, client_for: ClientFor, tmp_path: Path, language: str
) -> None:
    url = f"/2024/ita/asialista.pdf?kieli={language}"
    made = client_for("kainuu").get(url).content
    assert "Kantaverkon vahvistaminen" in words(made)
    assert faults(made, tmp_path) == []


def test_it_takes_few_queries(published: Discussion, client_for: ClientFor) -> None:
    for account, most in (("kainuu", 10), ("public", 5 + 1)):
        client = client_for(account)
        client.get(URL)
        with CaptureQueriesContext(connection) as caught:
            client.get(f"{URL}?kerta={account}")
        assert len(caught) <= most


def test_the_page_leads_to_its_files(
    published: Discussion, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    change(published, cast, at)
    page = client_for("public").get("/sv/2024/ita/asialista/").content.decode()
    assert 'href="/sv/2024/ita/asialista.docx"' in page
    page = client_for("public").get("/2024/ita/asialista/?versio=1").content.decode()
    assert 'href="/2024/ita/asialista.pdf?versio=1"' in page
