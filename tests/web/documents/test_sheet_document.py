"""The sheet as a Word and PDF file: what stands on it, for whom, and at what cost."""

import io
import json
from pathlib import Path

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from alke.domain.topics.action_operations import create_action
from alke.domain.topics.models import Topic
from alke.domain.topics.text_operations import save_text
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.pdf_checks import faults, words

URL = "/2024/ita/asialista/1.docx"
PDF = "/2024/ita/asialista/1.pdf"


def word_of(client_for: ClientFor, url: str = URL, account: str = "kainuu") -> Document:
    """The file as the account gets it."""
    response = client_for(account).get(url)
    assert response.status_code == 200
    return docx.Document(io.BytesIO(response.content))


def east() -> Topic:
    """The first topic of the East."""
    return Topic.objects.get(
        discussion__round__year=2024, discussion__slug="ita", number=1, draft_side=""
    )


def test_it_has_the_tables_of_the_annex(sample: None, client_for: ClientFor) -> None:
    fields, questions, actions = word_of(client_for).tables
    assert questions.rows[0].cells[0].text == "Kysymykset keskustelulle"
    assert [cell.text for cell in fields.rows[0].cells] == [
        "Keskusteluteema/käsillä olevan tilanteen kuvaus",
        "Kehittämiskärjet/haasteet ja mahdollisuudet",
        "Tavoitteet",
    ]
    assert [[cell.text for cell in row.cells] for row in actions.rows[:2]] == [
        [
            "Käynnissä olevat toimenpiteet",
            "Vastuutahot",
            "Vastuutahot",
            "Ehdotukset uusiksi toimenpiteiksi",
            "Vastuutahot",
            "Vastuutahot",
        ],
        [
            "Käynnissä olevat toimenpiteet",
            "VN",
            "Maakunnat",
            "Ehdotukset uusiksi toimenpiteiksi",
            "VN",
            "Maakunnat",
        ],
    ]


def test_actions_stand_by_kind_with_number_and_bodies_leads_in_bold(
    sample: None, client_for: ClientFor
) -> None:
    cells = word_of(client_for).tables[2].rows[2].cells
    assert [cell.text for cell in cells] == [
        "44\u2002Itäisen Suomen ohjelman valmistelu ministeriöiden ja kuuden maakunnan yhteisessä "
        "valmisteluryhmässä",
        "TEM, VNK, VM, LVM, YM, OKM, SM",
        "Pohjois-Karjala, Etelä-Karjala, Etelä-Savo, Kainuu, Kymenlaakso, Pohjois-Savo",
        "45\u2002Kantaverkon vahvistaminen 400 kilovoltin yhteydellä itäisimpään Suomeen",
        "TEM",
        "Pohjois-Karjala, Pohjois-Savo, Etelä-Savo",
    ]
    assert [run.text for run in cells[2].paragraphs[0].runs if run.bold] == ["Pohjois-Karjala"]


def test_rows_and_cells_are_named_for_the_way_back(sample: None, client_for: ClientFor) -> None:
    body = word_of(client_for).element.body
    names = {row.get(qn("w:name")) for row in body.iter(qn("w:bookmarkStart"))}
    assert {"alke_f_situation", "alke_f_challenges", "alke_f_goals"} <= names
    assert {"alke_r_44", "alke_a_44_text", "alke_a_44_vn", "alke_a_44_mk"} <= names


def test_it_carries_what_it_rests_on(sample: None, client_for: ClientFor) -> None:
    document = word_of(client_for)
    (part,) = [r.target_part for r in document.part.rels.values() if "customXml" in r.reltype]
    base = json.loads(parse_xml(part.blob).text or "")
    assert (base["topic"], base["language"]) == (east().pk, "fi")
    assert base["fields"]["goals"]["text"] == east().texts.get(field="goals", current=True).text
    assert base["actions"]["45"]["bodies"]["vn"] == [["tem", True]]
    assert document.core_properties.identifier == f"Alke 2024/ita/1 #{base['seq']}"


def test_the_follow_up_comes_on_request(sample: None, client_for: ClientFor) -> None:
    assert len(word_of(client_for).tables) + 1 == len(
        word_of(client_for, f"{URL}?seuranta=1").tables
    )


def test_reports_stand_in_the_follow_up_by_side(sample: None, client_for: ClientFor) -> None:
    url = "/2023/keskustelut/asialista/1.docx?seuranta=1"
    topic = Topic.objects.filter(discussion__round__year=2023, number=1).first()
    assert topic is not None
    url = f"/2023/{topic.discussion.slug}/asialista/1.docx?seuranta=1"
    table = word_of(client_for, url, "koordinaattori").tables[-1]
    assert [cell.text for cell in table.rows[1].cells][1:] == ["VN", "Maakunnat"] * 2
    told = "\n".join(cell.text for row in table.rows[2:] for cell in row.cells[1:3])
    assert "2023" in told


def test_it_is_made_in_swedish_and_english_too(sample: None, client_for: ClientFor) -> None:
    assert word_of(client_for, f"{URL}?kieli=sv").paragraphs[0].text == (
        "ALKE-diskussionerna 2024: Östra Finland, ämneshelhet 1"
    )
    english = word_of(client_for, f"{URL}?kieli=en")
    assert english.core_properties.language == "en-GB"
    assert english.tables[2].rows[1].cells[2].text == "Regions"
    assert word_of(client_for, f"/sv{URL}").core_properties.language == "sv-FI"


def test_the_same_state_gives_the_same_bytes(sample: None, client_for: ClientFor) -> None:
    for url in (URL, PDF):
        first = client_for("kainuu").get(url).content
        assert client_for("lvm").get(url).content == first


def test_a_draft_of_the_own_side_does_not_travel(
    sample: None, cast: Cast, client_for: ClientFor
) -> None:
    create_action(east(), by=cast["kainuu"], title="Oman puolen luonnos", draft_side="mk")
    for url in (URL, f"{URL}?seuranta=1"):
        text = "\n".join(
            cell.text
            for table in word_of(client_for, url).tables
            for row in table.rows
            for cell in row.cells
        )
        assert "Oman puolen luonnos" not in text
    assert "Oman puolen luonnos" not in words(client_for("kainuu").get(PDF).content)


@pytest.mark.parametrize("url", [URL, PDF])
def test_who_does_not_see_the_sheet_gets_no_file(
    sample: None, client_for: ClientFor, url: str
) -> None:
    assert client_for("public").get(url).status_code == 404
    assert client_for("ely-lappi").get(url).status_code == 404
    assert client_for("aune").get(url).status_code == 200


@pytest.mark.either_database  # what is checked is the file
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pdf_passes_two_checks_of_pdf_ua(
    sample: None, client_for: ClientFor, tmp_path: Path, language: str
) -> None:
    response = client_for("kainuu").get(f"{PDF}?kieli={language}&seuranta=1")
    assert response["Content-Type"] == "application/pdf"
    assert faults(response.content, tmp_path) == []
    assert "Kantaverkon vahvistaminen" in words(response.content)


def test_it_asks_few_questions_whatever_it_holds(sample: None, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    client.get(URL)
    with CaptureQueriesContext(connection) as caught:
        client.get(f"{URL}?seuranta=1")
    assert len(caught) <= 10


def test_it_is_to_be_had_as_it_stood_on_a_day(
    sample: None, cast: Cast, client_for: ClientFor, at: SetClock, tmp_path: Path
) -> None:
    at("2024-03-05 09:00")
    goals = east().texts.get(field="goals", language="fi", current=True)
    by = cast["pohjois-karjala"]
    save_text(east(), "goals", "fi", "Uusi tavoite.", by=by, base_version=goals.version)
    at("2024-03-07 09:00")
    client = client_for("kainuu")
    before = client.get(f"{PDF}?tilanne=2024-03-04")
    assert before["Content-Disposition"].endswith('alke-2024-ita-1-2024-03-04.pdf"')
    assert "Uusi tavoite." not in words(before.content)
    assert "Sapluuna sellaisena kuin se oli ma 4.3.2024" in words(before.content)
    assert "Kantaverkon vahvistaminen" in words(before.content)
    assert faults(before.content, tmp_path) == []
    assert "Uusi tavoite." in words(client.get(f"{PDF}?tilanne=2024-03-06").content)


def test_a_past_draft_does_not_travel_either(
    sample: None, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    create_action(east(), by=cast["kainuu"], title="Oman puolen luonnos", draft_side="mk")
    at("2024-03-07 09:00")
    past = client_for("kainuu").get(f"{PDF}?tilanne=2024-03-05").content
    assert "Oman puolen luonnos" not in words(past)


def test_there_is_no_file_of_a_day_without_a_sheet(sample: None, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    for day in ("2023-01-01", "2031-01-01", "eilen"):
        assert client.get(f"{PDF}?tilanne={day}").status_code == 404
