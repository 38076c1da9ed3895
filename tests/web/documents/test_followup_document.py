"""A follow-up as Word and PDF file like the annex's third table, and as plain tables."""

import csv
import io
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations
from alke.domain.followup.models import ProgressReport
from tests.cast import Cast, ClientFor
from tests.files import lines_of, rows_of, text_of, word_file
from tests.pdf_checks import faults, words

pytestmark = pytest.mark.usefixtures("sample")
AUTUMN = "/2023/seuranta/syksy-2023"
FEBRUARY = "/2024/seuranta/helmikuu-2024"


def row_of(number: int, rows: list[list[str]]) -> list[str]:
    """The row of the action with the number."""
    (found,) = [row for row in rows if row[0].startswith(f"{number}\u2002")]
    return found


def grid(client_for: ClientFor, url: str, account: str = "public") -> list[dict[str, str]]:
    """The rows of the comma-separated table by their headings."""
    text = client_for(account).get(f"{url}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_it_is_the_annexs_table_by_discussion_of_origin(client_for: ClientFor) -> None:
    document = word_file(client_for("koordinaattori").get(f"{FEBRUARY}.docx"))
    assert "Maakuntien yhteinen tilaisuus" in lines_of(document)
    head, sides, *rows = rows_of(document, 0)
    assert head == [
        "Toimenpiteet (käynnissä olevat ja ehdotukset uusiksi toimenpiteiksi)",
        *("Etenemisen tilanne",) * 2,
        *("Vastuutahot",) * 2,
    ]
    assert sides[1:] == ["VN", "Maakunnat", "VN", "Maakunnat"]
    action, government, regions, vn, mk = row_of(1, rows)
    assert action.endswith("\nKäynnissä")
    assert (vn, mk) == ("TEM, OKM", "Pohjois-Savo, Lappi, Pirkanmaa")
    assert government.startswith(
        "TEM 28.2.2024: Kokeilun väliarviointi on valmistunut. Mallin jatko ratkaistaan "
        "työllisyyspalvelujen uudistuksen yhteydessä.\nSeuranta syksy 2023, 25.10.2023: "
    )
    assert (
        "\nOKM 27.2.2024, Ei uutta raportoitavaa\nSeuranta syksy 2023, 23.10.2023: " in government
    )
    assert regions.endswith("\nLappi, Pirkanmaa: Odottaa päivitystä")


def test_an_open_one_is_marked_and_not_for_the_public(client_for: ClientFor) -> None:
    document = word_file(client_for("aune").get(f"{FEBRUARY}.docx"))
    assert [row.text for row in document.sections[0].header.paragraphs] == ["Käynnissä"]
    for end in ("docx", "pdf", "xlsx", "csv"):
        assert client_for("public").get(f"{FEBRUARY}.{end}").status_code == 404
        assert client_for("public").get(f"{AUTUMN}.{end}").status_code == 200


def test_one_bodys_actions_are_asked_for_by_its_name(client_for: ClientFor) -> None:
    document = word_file(client_for("public").get(f"{AUTUMN}.docx?taho=stm"))
    assert document.core_properties.title == "Seuranta syksy 2023, Sosiaali- ja terveysministeriö"
    found = [row[3] for row in rows_of(document, 0)[2:]]
    assert found
    assert all("STM" in bodies for bodies in found)
    assert client_for("public").get(f"{AUTUMN}.docx?taho=ei-ole").status_code == 404


def test_what_a_side_is_writing_is_in_no_file(cast: Cast, client_for: ClientFor) -> None:
    rows = ProgressReport.objects.filter(followup__slug="helmikuu-2024", state="missing")
    cell = rows.filter(organisation__slug="lappi", draft=None).first()
    assert cell is not None
    operations.save_draft(cell, by=cast["lappi"], text="Omasalaisuus", base_version=cell.version)
    assert "Omasalaisuus" in text_of(client_for("lappi").get(f"{FEBRUARY}/"))
    for end in ("docx", "pdf", "xlsx", "csv"):
        assert "Omasalaisuus" not in text_of(client_for("lappi").get(f"{FEBRUARY}.{end}"))


@pytest.mark.parametrize("end", ["docx", "pdf", "xlsx", "csv"])
def test_a_published_one_is_the_same_file_for_ever(client_for: ClientFor, end: str) -> None:
    first = client_for("public").get(f"{AUTUMN}.{end}").content
    client_for("kainuu").get("/2024/ita/asialista/")
    assert client_for("lvm").get(f"{AUTUMN}.{end}").content == first


def test_its_code_names_the_publication_in_the_record(client_for: ClientFor) -> None:
    seq = AuditEvent.objects.get(event="followup.published").seq
    core = word_file(client_for("public").get(f"{AUTUMN}.docx")).core_properties
    assert core.identifier == f"Alke 2023/seuranta/syksy-2023 #{seq}"


def test_the_table_has_a_row_for_each_answer(client_for: ClientFor) -> None:
    rows = grid(client_for, AUTUMN)
    assert len(rows) == ProgressReport.objects.filter(followup__slug="syksy-2023").count()
    first = rows[0]
    assert (first["Numero"], first["Taho"], first["Vastaa"]) == (
        *("1", "Työ- ja elinkeinoministeriö", "kyllä"),
    )
    assert (first["Puoli"], first["Tila"], first["Päivä"]) == (
        *("Valtioneuvosto", "Käynnissä", "2023-10-25"),
    )
    assert first["Etenemisen tilanne"].startswith("Palvelumallin kokeilu on käynnissä")
    quiet = grid(client_for, FEBRUARY, "aune")[1]
    assert (quiet["Vastaus"], quiet["Aiempi seuranta"]) == (
        *("Ei uutta raportoitavaa", "Seuranta syksy 2023"),
    )


def test_texts_that_look_like_formulas_are_harmless(client_for: ClientFor) -> None:
    cell = ProgressReport.objects.filter(followup__slug="syksy-2023", action__number=1).first()
    assert cell is not None
    ProgressReport.objects.filter(pk=cell.pk).update(text="=1+1")
    assert "'=1+1" in [row["Etenemisen tilanne"] for row in grid(client_for, AUTUMN, "aune")]
    ProgressReport.objects.filter(pk=cell.pk).update(text="- yksi\n- kaksi")
    assert "– yksi\n– kaksi" in [
        row["Etenemisen tilanne"] for row in grid(client_for, AUTUMN, "aune")
    ]


def test_it_is_made_in_swedish_too(client_for: ClientFor) -> None:
    document = word_file(client_for("public").get(f"/sv{AUTUMN}.docx"))
    assert document.core_properties.title == "Uppföljning hösten 2023"
    assert rows_of(document, 0)[1][1:] == ["SR", "Landskapen"] * 2


@pytest.mark.either_database  # what is checked is the file
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pdf_passes_two_checks_of_pdf_ua(
    client_for: ClientFor, tmp_path: Path, language: str
) -> None:
    made = client_for("public").get(f"{AUTUMN}.pdf?kieli={language}").content
    assert faults(made, tmp_path) == []
    assert "Palvelumallin kokeilu" in words(made)


def test_it_takes_few_queries(client_for: ClientFor) -> None:
    for account, most in (("kainuu", 10), ("public", 5 + 1)):
        client = client_for(account)
        client.get(f"{AUTUMN}.csv")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"{AUTUMN}.docx?taho=stm&kerta={account}")
        assert len(caught) <= most


def test_the_page_leads_to_its_files(client_for: ClientFor) -> None:
    page = client_for("public").get(f"{AUTUMN}/").content.decode()
    for end in ("docx", "pdf", "xlsx", "csv"):
        assert f'href="{AUTUMN}.{end}"' in page
    page = client_for("kainuu").get(f"{FEBRUARY}/").content.decode()
    assert f'href="{FEBRUARY}.docx?taho=kainuu"' in page
