"""The guidance letter as a file, and the page on which its wording is changed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx.shared import Length

from alke.base import clock
from alke.domain.audit.models import AuditEvent
from alke.domain.papers.letter_models import LetterWording
from alke.domain.papers.letter_operations import word_letter
from alke.domain.people.models import Organisation
from alke.domain.rounds import operations as rounds
from alke.domain.rounds.models import Distribution, Round
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.files import lines_of, rows_of, word_file
from tests.pdf_checks import faults, words

pytestmark = pytest.mark.usefixtures("sample")
URL = "/2024/kirje.docx"
PDF = "/2024/kirje.pdf"
PAGE = "/2024/kirje/"
FORMATS = Path(__file__).parents[3] / "rounds"


def the_round() -> Round:
    """That of 2024."""
    return Round.objects.get(year=2024)


def save(client: Client, text: str, version: int = 0) -> Any:
    """The answer to a saved wording."""
    return client.post(PAGE, {"teko": "tallenna", "text": text, "versio": version})


def test_it_has_the_parts_of_the_letter_of_2024(client_for: ClientFor) -> None:
    document = word_file(client_for("public").get(URL))
    lines = lines_of(document)
    assert lines[:6] == [
        "Työ- ja elinkeinoministeriö\tOhje",
        "\t14.2.2024",
        "\tVN/18234/2023",
        "\tVN/18234/2023-TEM-15",
        "Jakelun mukaan",
        "Vuoden 2024 aluekehittämisen keskusteluihin valmistautuminen",
    ]
    assert [
        row.text for row in document.paragraphs if row.style and "Heading" in row.style.name
    ] == [
        "Keskustelujen toteuttamistapa ja ajankohta",
        "Keskusteluteemojen valmistelu",
        "Maakuntien yhteiset keskustelut",
        "Maakuntakohtaiset tapaamiset",
        "Vuoden 2023 keskustelujen seuranta",
        "Lisätietoja",
        "Allekirjoitukset",
        "Liite: Pohja maakuntien yhteisen keskustelun teeman kuvaukselle ja johtopäätöksille",
        "Keskusteluteema:",
        "Toimenpiteet",
        "Seuranta toimenpiteistä",
    ]
    signed = lines.index("This document is signed electronically.")
    assert lines[signed - 3 : signed] == [
        "VN/18234/2023-TEM-15",
        "Tämä asiakirja allekirjoitetaan sähköisesti. /",
        "Denna handling undertecknas elektroniskt. /",
    ]


def test_dates_contacts_and_deadlines_are_the_rounds(client_for: ClientFor) -> None:
    document = word_file(client_for("public").get(URL))
    assert rows_of(document, 0) == [
        ["Aika", "Keskustelu", "Paikka"],
        ["ke 10.4.2024 klo 9–11.30", "Läntinen Suomi", "Teams"],
        ["ti 16.4.2024 klo 9–11.30", "Itäinen Suomi", "Teams"],
        ["to 18.4.2024 klo 9–11.30", "Pohjoinen Suomi", "Teams"],
        ["ke 24.4.2024 klo 9–11.30", "Eteläinen Suomi", "Teams"],
    ]
    assert rows_of(document, 1)[2] == [
        *("Itäinen Suomi", "TEM-vastuuhenkilö, Itä-Suomi", "ita-suomi@tem.example"),
    ]
    text = " ".join(lines_of(document))
    assert "to 14.3.2024 klo 9.30–11.30" in text
    assert "alkaen klo 12.30" in text
    assert "enintään kaksi erillistä asiakokonaisuutta" in text
    assert "viimeistään kaksi viikkoa ennen keskustelua" in text
    assert "käsiteltäväksi asiaksi 20.3.2024 mennessä" in text
    assert "vuoden 2023 keskustelujen seurantatiedot 8.3.2024 mennessä" in text
    assert "hyväksytään arviolta 29.2.2024" in text


def test_the_lists_follow_the_distribution_in_the_letters_order_and_words(
    client_for: ClientFor,
) -> None:
    lines = lines_of(word_file(client_for("public").get(URL)))
    start = lines.index("Jakelu\tPLM Puolustusministeriö")
    end = lines.index("Tiedoksi\tAlueiden uudistumisen neuvottelukunta AUNE")
    assert end - start == Distribution.objects.filter(round=the_round(), purpose="action").count()
    assert lines[start + 1 : start + 4] == [
        *("YM Ympäristöministeriö", "Etelä-Karjalan liitto", "Etelä-Pohjanmaan liitto"),
    ]
    assert {
        *("Uudenmaan liitto - Nylands förbund", "Satakunnan liitto", "Etelä-Savon Liitto"),
        *("Varsinais-Suomen ELY-keskus", "Pohjois-Karjalan maakuntaliitto"),
    } <= set(lines[start:end])
    assert lines[end + 4] == "TEM/osastot, TEM/AKO/ryhmät"


def test_the_list_is_live(client_for: ClientFor) -> None:
    Distribution.objects.create(
        round=the_round(),
        organisation=Organisation.objects.get(slug="om"),
        purpose="action",
        position=99,
    )
    assert "OM Oikeusministeriö" in lines_of(word_file(client_for("aune").get(URL)))


def test_moving_a_date_moves_it_in_the_letter(cast: Cast, client_for: ClientFor) -> None:
    deadline = the_round().deadlines.get(purpose="booking")
    rounds.move_deadline(deadline, dt.date(2024, 3, 22), by=cast["koordinaattori"])
    text = " ".join(lines_of(word_file(client_for("public").get(URL))))
    assert "käsiteltäväksi asiaksi 22.3.2024 mennessä" in text


def test_in_swedish_it_has_swedish_words_and_names(client_for: ClientFor) -> None:
    lines = lines_of(word_file(client_for("public").get("/sv/2024/kirje.docx")))
    assert lines[0] == "Arbets- och näringsministeriet\tAnvisning"
    assert "Förberedelser inför diskussionerna om regionutveckling 2024" in lines
    assert "Sändlista\tFSM Försvarsministeriet" in lines
    assert "NTM-centralen i Lappland" in lines
    document = word_file(client_for("public").get("/sv/2024/kirje.docx"))
    assert rows_of(document, 1)[2][:2] == ["Östra Finland", "ANM-ansvarig, Östra Finland"]


def test_in_english_it_has_english_words_and_names(client_for: ClientFor) -> None:
    document = word_file(client_for("public").get("/en/2024/kirje.docx"))
    assert document.core_properties.language == "en-GB"
    lines = lines_of(document)
    assert lines[0] == "Ministry of Economic Affairs and Employment\tInstruction"
    assert "Preparing for the regional development discussions of 2024" in lines
    assert "in the afternoon, at 12:30 at the earliest." in " ".join(lines)


@pytest.mark.parametrize(
    ("language", "annex", "heads"),
    [
        (
            "fi",
            "Liite: Pohja maakuntien yhteisen keskustelun teeman kuvaukselle ja johtopäätöksille",
            ["Käynnissä olevat toimenpiteet", "Vastuutahot", "Ehdotukset uusiksi toimenpiteiksi"],
        ),
        (
            "en",
            "Annex: Template for the description and the conclusions of a joint discussion’s theme",
            ["Ongoing actions", "Responsible bodies", "Proposals for new actions"],
        ),
    ],
)
def test_the_blank_sheet_follows_the_signatures_on_landscape_pages(
    client_for: ClientFor, language: str, annex: str, heads: list[str]
) -> None:
    document = word_file(client_for("public").get(f"{URL}?kieli={language}"))
    widths = [round(Length(row.page_width or 0).cm, 1) for row in document.sections]
    assert widths == [21, 29.7]
    last = [row.text for row in document.paragraphs if row.style and "Heading" in row.style.name]
    assert last[-4] == annex
    fields, actions, followup = document.tables[-3:]
    assert len(fields.columns) == 3
    assert [cell.text for cell in actions.rows[0].cells][::2] == [heads[0], heads[1], heads[1]]
    assert actions.rows[0].cells[3].text == heads[2]
    assert {cell.text for row in actions.rows[2:] for cell in row.cells} == {""}
    assert len(followup.columns) == 5


def test_a_round_without_a_sheet_has_no_annex(client_for: ClientFor) -> None:
    the_round().sheet_templates.all().delete()
    document = word_file(client_for("public").get(URL))
    assert len(document.sections) == 1
    assert not any(line.startswith("Liite") for line in lines_of(document))


@pytest.mark.parametrize("url", [URL, PDF])
def test_before_its_day_it_is_a_marked_draft_for_members(client_for: ClientFor, url: str) -> None:
    Round.objects.filter(year=2024).update(letter_date=dt.date(2024, 3, 5))
    for outside in ("public", "ely-lappi"):
        assert client_for(outside).get(url).status_code == 404
    assert client_for("kainuu").get(url).status_code == 200
    document = word_file(client_for("kainuu").get(URL))
    assert [row.text for row in document.sections[0].header.paragraphs] == ["Luonnos"]


@pytest.mark.parametrize("url", [URL, PDF])
def test_the_same_state_gives_the_same_bytes(client_for: ClientFor, url: str) -> None:
    first = client_for("public").get(url).content
    assert client_for("lvm").get(url).content == first


@pytest.mark.either_database  # what is checked is the file
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pdf_passes_two_checks_of_pdf_ua(
    client_for: ClientFor, tmp_path: Path, language: str
) -> None:
    made = client_for("public").get(f"{PDF}?kieli={language}").content
    assert faults(made, tmp_path) == []
    assert "VN/18234/2023-TEM-15" in words(made)


@pytest.mark.parametrize("year", [2022, 2023])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_other_kinds_of_rounds_get_a_letter_too(
    cast: Cast, client_for: ClientFor, year: int, language: str
) -> None:
    if year == 2022:
        text = (FORMATS / "2022.toml").read_text("utf-8")
        rounds.load_round(text, by=cast["system"])
    document = word_file(client_for("koordinaattori").get(f"/{year}/kirje.docx?kieli={language}"))
    assert str(year) in document.core_properties.title
    assert "{" not in " ".join(lines_of(document))


def test_it_takes_few_queries(client_for: ClientFor) -> None:
    for account, most in (("kainuu", 10), ("public", 5 + 1)):
        client = client_for(account)
        client.get(URL)
        with CaptureQueriesContext(connection) as caught:
            client.get(f"{URL}?kerta={account}")
        assert len(caught) <= most


def test_the_coordinator_changes_its_wording(client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    response = save(client, "# Kutsu {{ year }}\n\nTervetuloa.")
    assert response.status_code == 302
    lines = lines_of(word_file(client_for("public").get(URL)))
    assert lines[5:7] == ["Kutsu 2024", "Tervetuloa."]
    row = LetterWording.objects.get()
    assert (row.version, row.language, row.by) == (1, "fi", Cast.user("koordinaattori"))
    event = AuditEvent.objects.get(event="letter.worded")
    assert event.subject == f"round:{the_round().pk}"
    assert event.changes["letter.fi"][1] == "# Kutsu {{ year }}\n\nTervetuloa."
    assert lines_of(word_file(client_for("public").get("/sv/2024/kirje.docx")))[5].startswith(
        "Förb"
    )


def test_the_preview_shows_what_is_not_saved_yet(client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    page = client.post(PAGE, {"teko": "esikatsele", "text": "# Koe\n\n- **{{ joint[0].name }}**"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "<li><strong>Läntinen Suomi</strong></li>" in html
    assert "<h4>Liite: Pohja maakuntien yhteisen keskustelun teeman" in html
    assert '<th scope="col" colspan="2"><p><strong>Vastuutahot</strong></p></th>' in html
    assert "ei vielä tallennettu" in html
    assert not LetterWording.objects.exists()


@pytest.mark.parametrize("deed", ["tallenna", "esikatsele"])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# Kirje\n\n{{ vuosi }}", "Rivi 3: arvoa ”vuosi” ei ole."),
        ("# Kirje\n{% if year %}", "Riviä 2 ei voi lukea."),
        ("# Kirje {% set a = 1 %}", "Rivillä 1 on jotain, mitä sanamuodossa ei voi olla."),
        ("Ilman otsikkoa", "Kirjeellä ei ole otsikkoa."),
        ("", "Kirjeellä ei ole otsikkoa."),
    ],
)
def test_a_wording_that_cannot_be_filled_in_is_refused_and_kept_in_the_field(
    client_for: ClientFor, text: str, says: str, deed: str
) -> None:
    page = client_for("koordinaattori").post(PAGE, {"teko": deed, "text": text, "versio": "0"})
    assert page.status_code == 422
    html = page.content.decode()
    assert says in html
    assert text in html
    assert not LetterWording.objects.exists()


def test_two_coordinators_do_not_overwrite_each_other(client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    save(client, "# Ensimmäinen")
    page = save(client, "# Toinen", version=0)
    assert page.status_code == 409
    html = page.content.decode()
    assert "# Ensimmäinen" in html
    assert "# Toinen" in html
    assert LetterWording.objects.count() == 1


def test_earlier_wordings_stay_and_can_be_taken_back(client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    save(client, "# Ensimmäinen")
    save(client, "# Toinen", version=1)
    assert "# Ensimmäinen" in client.get(f"{PAGE}?pohja=1").content.decode()
    assert "# Vuoden {{ year }}" in client.get(f"{PAGE}?pohja=0").content.decode()
    assert client.get(f"{PAGE}?pohja=9").status_code == 404
    assert lines_of(word_file(client_for("public").get(URL)))[5] == "Toinen"


def test_the_same_wording_makes_no_version(cast: Cast) -> None:
    word_letter(the_round(), "fi", "# Kirje", by=cast["koordinaattori"], base_version=0)
    again = word_letter(the_round(), "fi", "# Kirje\n", by=cast["koordinaattori"], base_version=0)
    assert again is None
    assert LetterWording.objects.count() == 1


def test_next_years_letter_begins_from_this_ones_wording(
    cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    word_letter(the_round(), "fi", "# Kutsu {{ year }}", by=cast["system"], base_version=0)
    Round.objects.create(year=2025, name_fi="Kierros 2025")
    lines = lines_of(word_file(client_for("koordinaattori").get("/2025/kirje.docx")))
    assert "Kutsu 2025" in lines
    old = lines_of(word_file(client_for("koordinaattori").get("/2023/kirje.docx")))
    assert "Vuoden 2023 aluekehittämisen keskusteluihin valmistautuminen" in old


def test_a_letter_that_can_no_longer_be_filled_in_says_why(
    cast: Cast, client_for: ClientFor
) -> None:
    text = "# Kirje\n\n{{ webinars[0].name }}"
    word_letter(the_round(), "fi", text, by=cast["system"], base_version=0)
    the_round().discussions.filter(kind="webinar").update(cancelled_at=clock.now())
    response = client_for("public").get(URL)
    assert response.status_code == 403
    assert "Kirjettä ei voi laatia: Rivi 3:" in response.content.decode()


def test_an_ended_rounds_letter_keeps_its_wording(client_for: ClientFor) -> None:
    Round.objects.filter(year=2024).update(state="ended")
    assert save(client_for("koordinaattori"), "# Kirje").status_code == 403
    assert not LetterWording.objects.exists()


def test_the_rounds_page_leads_to_the_letter(client_for: ClientFor) -> None:
    page = client_for("public").get("/2024/").content.decode()
    assert f'href="{URL}"' in page
    assert f'href="{PAGE}"' not in page
    assert f'href="{PAGE}"' in client_for("koordinaattori").get("/2024/").content.decode()
