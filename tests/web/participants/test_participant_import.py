"""A list is pasted or brought, looked through row by row, and accepted whole (B19's way)."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from alke.domain.participants.models import Participant
from tests.cast import ClientFor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
PAGE = "/2024/ita/osallistujat/tuo/"
ROWS = (
    "Organisaatio\tTehtävä\tSähköposti\n"
    "Pohjois-Savo\tHallintojohtaja\thj@savo.example\n"
    "Kuopion kaupunki\tKaupunginjohtaja\tkj@kuopio.example\n"
    "Lappi\tJohtaja\tj@lappi.example\n"
)


def test_nothing_is_registered_before_all_rows_are_decided_on(client_for: ClientFor) -> None:
    client = client_for("pohjois-savo")
    before = Participant.objects.count()
    preview = client.post(PAGE, {"teko": "tarkista", "rivit": ROWS})
    page = preview.content.decode()
    assert (preview.status_code, Participant.objects.count()) == (200, before)
    assert "Organisaatiota ei tunnistettu. Valitse se." in page
    assert "Et ilmoita tämän organisaation osallistujia." in page
    refused = client.post(PAGE, {"teko": "ilmoita", "rivit": ROWS})
    assert (refused.status_code, Participant.objects.count()) == (422, before)
    chosen = {"teko": "ilmoita", "rivit": ROWS, "taho-3": "muu", "pois": "4"}
    done = client.post(PAGE, chosen, follow=True)
    assert "2 osallistujaa ilmoitettiin." in done.content.decode()
    assert Participant.objects.count() == before + 2
    assert Participant.objects.get(represents="Kuopion kaupunki").email == "kj@kuopio.example"


def test_a_row_that_is_left_out_is_shown_as_such(client_for: ClientFor) -> None:
    sent = {"teko": "tarkista", "rivit": ROWS, "pois": ["3", "4"]}
    answer = client_for("pohjois-savo").post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("Jätetty pois") == 2
    assert "Ilmoita 1 osallistuja" in page


def test_rows_above_the_people_are_counted_among_the_headings(client_for: ClientFor) -> None:
    sent = {"teko": "tarkista", "rivit": "Itäinen Suomi, osallistujat\n" + ROWS}
    page = client_for("pohjois-savo").post(PAGE, sent).content.decode()
    assert "niistä 2 otsikkoriviä" in page


@pytest.mark.either_database
def test_an_excel_file_is_carried_from_step_to_step_in_the_form(client_for: ClientFor) -> None:
    book, made = Workbook(), io.BytesIO()
    for line in ROWS.splitlines()[:2]:
        book.active.append(line.split("\t"))
    book.save(made)
    file = SimpleUploadedFile("osallistujat.xlsx", made.getvalue())
    page = client_for("pohjois-savo").post(PAGE, {"tiedosto": file}).content.decode()
    assert "Pohjois-Savo;Hallintojohtaja;hj@savo.example" in page
    assert "Ilmoita 1 osallistuja" in page


def test_rows_that_were_corrected_are_looked_through_before_anybody_is_registered(
    client_for: ClientFor,
) -> None:
    client, before = client_for("pohjois-savo"), Participant.objects.count()
    page = client.post(PAGE, {"rivit": "Pohjois-Savo;;hj@savo.example"}).content.decode()
    assert '<details class="mt3" open>' in page
    seen = re.search(r'name="nahty" value="(\w+)"', page)
    assert seen is not None
    mended = {"rivit": "Pohjois-Savo;Hallintojohtaja;hj@savo.example", "teko": "ilmoita"}
    unseen = client.post(PAGE, mended | {"nahty": seen[1]})
    assert (unseen.status_code, Participant.objects.count()) == (409, before)
    page = unseen.content.decode()
    assert "Rivit ovat muuttuneet tarkistuksen jälkeen." in page
    seen = re.search(r'name="nahty" value="(\w+)"', page)
    assert seen is not None
    assert client.post(PAGE, mended | {"nahty": seen[1]}).status_code == 302
    assert Participant.objects.count() == before + 1


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({}, "rivit", "Liitä rivit tai valitse tiedosto ensin."),
        (
            {"tiedosto": "muistio.pdf"},
            "tiedosto",
            "Valitse Excel-tiedosto (.xlsx) tai CSV-tiedosto.",
        ),
    ],
)
def test_what_is_no_list_is_told_at_its_field(
    client_for: ClientFor, sent: dict[str, str], field: str, said: str
) -> None:
    files = {key: SimpleUploadedFile(name, b"%PDF-1.7") for key, name in sent.items()}
    page = client_for("pohjois-savo").post(PAGE, files).content.decode()
    assert f'<a href="#{field}">{said}</a>' in page
    assert f'id="{field}-e"' in page


def test_a_word_that_is_not_known_is_told_with_its_column(client_for: ClientFor) -> None:
    rows = "Organisation;Titel;Språk\nPohjois-Savo;Direktör;norska"
    page = client_for("pohjois-savo").post(f"/sv{PAGE}", {"rivit": rows}).content.decode()
    assert "Meddelandenas språk: ”norska” känns inte igen och utelämnas." in page


@pytest.mark.either_database
@pytest.mark.parametrize("sent", [{}, {"rivit": " "}, {"tiedosto": "kuva.png"}])
def test_what_is_no_list_is_told(sent: dict[str, str], client_for: ClientFor) -> None:
    data: dict[str, object] = dict(sent)
    if "tiedosto" in sent:
        data["tiedosto"] = SimpleUploadedFile("kuva.png", b"\x89PNG\r\n")
    assert client_for("pohjois-savo").post(PAGE, data).status_code == 422
