"""The words of a round's documents are changed on a page, and nothing that comes back is lost."""

import io
import unicodedata
from typing import Any

import docx
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from alke.base.papers.word.writer import write as write_word
from alke.base.richtext import BadInput
from alke.domain.audit.models import AuditEvent
from alke.domain.documents.kinds import KINDS
from alke.domain.imports.operations import begin_import
from alke.domain.imports.returned import Returned
from alke.domain.imports.word_compare import compare
from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_source import sheet_source, sheet_topic
from alke.domain.papers.words_catalogue import GROUPS, LIMIT, SEVERAL, Word, catalogue
from alke.domain.papers.words_models import PaperWording
from alke.domain.papers.words_operations import word_papers
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round
from tests.cast import Cast, ClientFor
from tests.domain.imports.word_edits import Step, edited, without_data, without_names
from tests.files import lines_of, word_file

pytestmark = pytest.mark.usefixtures("sample")
PAGE = "/2024/sanat/"
SHEET = "/2024/ita/asialista/1.docx"
AGENDA = "/2024/ita/asialista.docx"
THEME = "Discussion theme: %(title)s"
TITLE = "ALKE discussions %(year)d: %(discussion)s, %(kind)s"
LEGEND = "A body in bold leads the action; the others take part."
PAPERS = {  # whose words stand in a group of their own; those of memos stand with the conclusions
    *("letter", "agenda", "sheet", "outcome", "followup", "participants", "contacts", "notice"),
}


def the_round() -> Round:
    """That of 2024."""
    return Round.objects.get(year=2024)


def field_of(key: str) -> str:
    """The name of a word's field on the page."""
    return f"s{[word.key for word in catalogue()].index(key)}"


def save(client: Client, texts: dict[str, str], version: int = 0, language: str = "fi") -> Any:
    """The answer to saved words."""
    fields = {field_of(key): text for key, text in texts.items()}
    return client.post(f"{PAGE}?kieli={language}", {**fields, "versio": str(version)})


def lines(client: Client, url: str) -> list[str]:
    """Of the Word file there."""
    return lines_of(word_file(client.get(url)))


def test_the_coordinator_changes_words_in_one_language_for_every_document_of_the_round(
    client_for: ClientFor,
) -> None:
    client = client_for("koordinaattori")
    assert save(client, {"Agenda": "Esityslista", "Timetable": "Ohjelma"}).status_code == 302
    found = lines(client_for("kainuu"), AGENDA)
    assert found[3] == "ALKE-keskustelut 2024: Itäinen Suomi, esityslista"
    assert "Ohjelma" in found
    assert "Aikataulu" not in found
    assert "Tidtabell" in lines(client_for("kainuu"), f"/sv{AGENDA}")
    row = PaperWording.objects.get()
    assert (row.version, row.by) == (1, Cast.user("koordinaattori"))
    assert row.words == {"fi": {"Agenda": "Esityslista", "Timetable": "Ohjelma"}}
    event = AuditEvent.objects.get(event="papers.worded")
    assert event.changes["fi: Agenda"] == ["", "Esityslista"]


def test_what_is_filled_in_stands_where_the_words_put_it(client_for: ClientFor) -> None:
    words = "{kind} 100 %: {discussion} ({year})"
    assert save(client_for("koordinaattori"), {TITLE: words}).status_code == 302
    assert lines(client_for("kainuu"), AGENDA)[3] == "asialista 100 %: Itäinen Suomi (2024)"
    assert f'value="{words}"' in client_for("koordinaattori").get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        (TITLE, "{year}: {discussion}", "{year}, {discussion}, {kind}"),
        (TITLE, "{year} {discussion} {kind} {salaisuus}", "{year}, {discussion}, {kind}"),
        (TITLE, "Ilman mitään", "{year}, {discussion}, {kind}"),
        (LEGEND, "x" * (LIMIT + 1), str(LIMIT)),
        (LEGEND, "a\x07b", "U+0007"),
    ],
)
def test_a_word_that_cannot_be_printed_is_refused_at_its_field_and_none_is_saved(
    client_for: ClientFor, key: str, text: str, says: str
) -> None:
    answer = save(client_for("koordinaattori"), {"Agenda": "Esityslista", key: text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#f-{field_of(key)}"' in page
    fault = page.split(f'id="f-{field_of(key)}-e"', 1)[1].split("</span>", 1)[0]
    assert says in fault
    assert 'value="Esityslista"' in page
    assert not PaperWording.objects.exists()


def test_an_empty_field_and_the_shipped_text_are_as_shipped(client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    save(client, {"Agenda": "Esityslista", "Timetable": "Ohjelma", "Draft": "Vedos"})
    save(client, {"Agenda": "", "Timetable": " Aikataulu "}, version=1)
    newest = PaperWording.objects.latest("version")
    assert newest.words == {"fi": {"Draft": "Vedos"}}
    found = lines(client_for("kainuu"), AGENDA)
    assert found[3] == "ALKE-keskustelut 2024: Itäinen Suomi, asialista"
    assert "Aikataulu" in found


def test_the_same_words_make_no_version(client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    shipped = {word.key: word.shipped("sv") for word in catalogue()}
    assert save(client, shipped, language="sv").status_code == 302
    assert not PaperWording.objects.exists()
    assert not AuditEvent.objects.filter(event="papers.worded").exists()


def test_two_coordinators_do_not_overwrite_each_others_words(client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    save(client, {"Agenda": "Esityslista"})
    answer = save(client, {"Agenda": "Käsittelyjärjestys"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Käsittelyjärjestys" in page
    assert "Esityslista" in page
    assert PaperWording.objects.get().words == {"fi": {"Agenda": "Esityslista"}}


def test_languages_are_worded_apart(client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    save(client, {"Agenda": "Esityslista"})
    save(client, {"Agenda": "Dagordning"}, version=1, language="sv")
    assert PaperWording.objects.latest("version").words == {
        "fi": {"Agenda": "Esityslista"},
        "sv": {"Agenda": "Dagordning"},
    }


def test_earlier_words_stay_and_come_back_to_the_fields(client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    save(client, {"Agenda": "Esityslista"})
    save(client, {"Agenda": "Käsittelyjärjestys"}, version=1)
    assert 'value="Esityslista"' in client.get(f"{PAGE}?pohja=1").content.decode()
    assert 'value="Asialista"' in client.get(f"{PAGE}?pohja=0").content.decode()
    assert client.get(f"{PAGE}?pohja=9").status_code == 404


def test_next_years_documents_begin_from_this_rounds_words(cast: Cast) -> None:
    word_papers(the_round(), "fi", {"Agenda": "Esityslista"}, by=cast["system"], base_version=0)
    later = Round.objects.create(year=2025, name_fi="Kierros 2025")
    word_papers(later, "fi", {"Draft": "Vedos"}, by=cast["system"], base_version=0)
    assert later.paper_wordings.get().words == {"fi": {"Agenda": "Esityslista", "Draft": "Vedos"}}
    (topic,) = sheet_topic(cast["kainuu"], 2024, "ita", 1)
    assert topic.own_words == {"fi": {"Agenda": "Esityslista"}}


def test_an_ended_rounds_words_stay(client_for: ClientFor) -> None:
    Round.objects.filter(year=2024).update(state="ended")
    assert save(client_for("koordinaattori"), {"Agenda": "Esityslista"}).status_code == 403
    assert not PaperWording.objects.exists()


@pytest.mark.parametrize("steps", [(), (without_names, without_data)])
def test_a_sheet_with_words_of_its_own_comes_back_from_word_whole(
    cast: Cast, steps: tuple[Step, ...]
) -> None:
    own = {
        THEME: "Aiheemme: {title}",
        LEGEND: "Lihavoitu johtaa.",
        "ALKE discussions %(year)d: %(discussion)s, topic %(number)d": (
            "Sapluuna {number}, {discussion} {year}"
        ),
    }
    word_papers(the_round(), "fi", own, by=cast["system"], base_version=0)
    kainuu = cast["kainuu"]
    file = edited(write_word(sheet_paper(_source(kainuu), "fi")), *steps)
    assert any("Aiheemme: " in line for line in lines_of_bytes(file))
    import_ = begin_import(_source(kainuu), file, "sapluuna.docx", by=kainuu, language="fi")
    returned = Returned.from_json(import_.returned)
    assert returned.unplaced == ()
    assert compare(returned, _source(kainuu), "fi").differences == ()


def lines_of_bytes(file: bytes) -> list[str]:
    """Of a Word file."""
    return lines_of(docx.Document(io.BytesIO(file)))


def _source(actor: Actor) -> Any:
    (topic,) = sheet_topic(actor, 2024, "ita", 1)
    return sheet_source(topic, actor)


def test_every_kind_of_document_has_words_that_can_be_changed() -> None:
    groups = {word.group for word in catalogue()}
    assert groups == {SEVERAL, "contents", *PAPERS} == set(GROUPS)
    assert {kind.value for kind in KINDS if kind.value in PAPERS} >= {"letter", "agenda", "notice"}
    keys = [word.key for word in catalogue()]
    assert len(keys) == len(set(keys))
    assert {"Agenda", "Recipients", "Nobody has been registered yet", THEME, LEGEND} <= set(keys)


@given(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="{}"), max_size=40))
def test_whatever_is_written_around_what_is_filled_in_is_printed_as_written(text: str) -> None:
    word = Word("ALKE %(year)d", "agenda")
    written = f"{text}{{year}}"
    kept = word.kept(written)
    composed = unicodedata.normalize("NFC", text)
    assert kept % {"year": 2024} == f"{composed}2024"
    assert word.shown(kept) == f"{composed}{{year}}"


def test_a_word_without_places_may_have_any_marks() -> None:
    assert Word("Agenda", "agenda").kept("50 % {ei mitään}") == "50 % {ei mitään}"
    with pytest.raises(BadInput):
        Word("ALKE %(year)d", "agenda").kept("{year")
