"""The record of notice and the contacts as files, for those who take part."""

from pathlib import Path

import pytest

from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_models import NoticeRecipient
from alke.domain.topics.agenda_operations import publish_change
from tests.cast import ClientFor
from tests.conftest import SetClock
from tests.factories.actions import make_contacts, make_published
from tests.files import lines_of, rows_of, word_file
from tests.pdf_checks import faults, pages

URL = "/2024/ita/asialista/tiedoksianto.docx"
PDF = "/2024/ita/asialista/tiedoksianto.pdf"
CONTACTS = "/2024/ita/yhteyshenkilot.docx"


@pytest.fixture
def published(meeting: Discussion, at: SetClock) -> Discussion:
    """Published on 20.3.2024; Kainuu's contact opened it at nine the next day."""
    at("2024-03-20 12:00")
    make_published(meeting)
    at("2024-03-21 09:00")
    return meeting


def test_it_tells_who_was_told_of_what_and_who_opened_it_when(
    published: Discussion, client_for: ClientFor
) -> None:
    client_for("kainuu").get("/2024/ita/asialista/")
    document = word_file(client_for("aune").get(URL))
    lines = lines_of(document)
    digest = published.publications.get().hash
    assert f"Versio 1, Tarkistussumma (SHA-256) {digest}" in lines
    assert "Määräaika\tti 2.4.2024 klo 23.59" in lines
    assert rows_of(document, 0)[1][:2] == ["1", "ke 20.3.2024 klo 12"]
    assert "Avattu, suomeksi (1): Kainuun liitto (yhteyshenkilö 21.3. klo 9)." in plain(lines)
    (recorded,) = [line for line in lines if line.startswith("Kirjattu, suomeksi")]
    assert "Pohjois-Savon liitto (yhteyshenkilö" in recorded
    assert "Kainuun liitto (yhteyshenkilö" not in recorded


def test_of_two_versions_it_tells_when_each_was_opened_and_what_did_not_arrive(
    published: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    client_for("kainuu").get("/2024/ita/asialista/")
    Discussion.objects.update(place="Verkossa")
    at("2025-01-02 10:00")
    publish_change(published, by=Actor.system(), reason="Paikka vaihtui.")
    rows = NoticeRecipient.objects.filter(publication__number=2)
    rows.filter(organisation__slug="kainuu").update(state="bounced")
    at("2025-01-03 11:30")
    client_for("pohjois-savo").get("/2024/ita/asialista/")
    lines = plain(lines_of(word_file(client_for("aune").get(URL))))
    (line,) = [row for row in lines if row.startswith("Avattu, suomeksi")]
    assert "Kainuun liitto (yhteyshenkilö 1: 21.3. klo 9, 2: palautui)" in line
    assert "Pohjois-Savon liitto (yhteyshenkilö 2: 3.1. klo 11.30)" in line
    assert lines[-1].startswith("Ajan edellä on versio, joka silloin avattiin ensi kerran.")


def test_after_the_deadline_it_says_which_version_was_in_force(
    published: Discussion, client_for: ClientFor, at: SetClock
) -> None:
    assert not [
        row for row in lines_of(word_file(client_for("aune").get(URL))) if "päättyessä" in row
    ]
    at("2024-04-03 09:00")
    assert "Määräajan päättyessä\tversio 1" in lines_of(word_file(client_for("aune").get(URL)))


def plain(lines: list[str]) -> list[str]:
    """With usual spaces."""
    return [line.replace("\u00a0", " ") for line in lines]


def test_it_is_one_accessible_page_and_the_same_file_in_the_same_state(
    published: Discussion, client_for: ClientFor, tmp_path: Path
) -> None:
    made = client_for("aune").get(PDF).content
    assert pages(made) == 1
    assert faults(made, tmp_path) == []
    assert client_for("lvm").get(PDF).content == made
    assert client_for("lvm").get(URL).content == client_for("aune").get(URL).content


def test_without_a_publication_there_is_nothing_to_prove(
    meeting: Discussion, client_for: ClientFor
) -> None:
    assert client_for("aune").get(URL).status_code == 404


def test_the_contacts_of_both_sides_are_for_those_who_read(
    meeting: Discussion, client_for: ClientFor, tmp_path: Path
) -> None:
    make_contacts(meeting)
    document = word_file(client_for("lvm").get(CONTACTS))
    owner, contact = rows_of(document, 0)[1:]
    assert owner[0] == "TEM-vastuuhenkilö\nVastuuhenkilö"
    assert contact == ["Yhteyshenkilö", "Työ- ja elinkeinoministeriö", ""]
    assert rows_of(document, 1)[1] == ["Yhteyshenkilö", "Pohjois-Savon liitto", ""]
    assert client_for("public").get(CONTACTS).status_code == 302
    made = client_for("lvm").get(CONTACTS.replace("docx", "pdf")).content
    assert faults(made, tmp_path) == []
