"""The pages on which a table of follow-up comes in from Word."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from alke.domain.followup.models import ProgressReport, ReportDraft
from alke.domain.followup.operations import save_draft
from alke.domain.imports.models import WordImport
from tests.cast import Cast, ClientFor
from tests.domain.imports.old_papers import Rows, followup_table

PAGE = "/2024/seuranta/helmikuu-2024/"
IMPORT = f"{PAGE}tuonti/"
RECRUITING = "2. Työnantajien neuvonta kansainvälisessä rekrytoinnissa"
ROWS: Rows = [
    (RECRUITING, "TEM: Ohje annettiin.", "Lappi: Neuvonta <b>laajeni</b>.", "TEM", "Lappi"),
    ("Aivan muu asia", "", "Lappi: Jotain muuta tehtiin.", "TEM:n", "Itä-Suomen kunnat"),
    ("Savon radan nopeuttamisen ja kapasiteetin suunnittelu", "", "", "LVM", "Pohjois-Savo"),
]
Bring = Callable[..., Any]


@pytest.fixture
def bring(sample: None, client_for: ClientFor) -> Bring:
    """Lapland sends a table in; the page to which that leads."""

    def go(rows: Rows = ROWS, *more: str) -> Any:
        client = client_for("lappi")
        file = SimpleUploadedFile("Seuranta 2023.docx", followup_table(rows, *more))
        answer = client.post(IMPORT, {"tiedosto": file})
        assert answer.status_code == 302
        return client.get(answer["Location"])

    return go


def form_of(page: Any, **over: str) -> dict[str, str]:
    """What the page's form would send as it stands, but for `over`."""
    return dict(_form(page).form_values()) | over


def _form(page: Any) -> Any:
    document: Any = html.fromstring(page.content)
    found = [form for form in document.forms if "/tuonti/" in form.action]
    return found[0]


def address(page: Any) -> str:
    """Of the review."""
    return str(_form(page).action)


def words(page: Any) -> str:
    """What stands on the page, with plain spaces."""
    text = " ".join(map(str, html.fromstring(page.content).itertext()))
    return " ".join(text.replace("\u00a0", " ").split())


def cell(number: int, body: str = "lappi") -> ProgressReport:
    """A cell as it is now."""
    rows = ProgressReport.objects.filter(followup__slug="helmikuu-2024")
    return rows.get(action__number=number, organisation__slug=body)


def test_the_follow_up_leads_to_the_import_who_may_bring_a_file(
    sample: None, client_for: ClientFor
) -> None:
    for account in ("lappi", "lvm", "koordinaattori", "vastuuhenkilo-ita"):
        assert IMPORT in client_for(account).get(PAGE).content.decode()
    for account in ("aune", "ely-lappi"):
        assert IMPORT not in client_for(account).get(PAGE).content.decode()
    closed = client_for("lappi").get("/2023/seuranta/syksy-2023/").content.decode()
    assert "/tuonti/" not in closed


def test_the_review_counts_every_row_and_shows_what_each_one_says(bring: Bring) -> None:
    page = bring(ROWS, "Muistiinpano <i>tästä</i>.")
    shown = words(page)
    assert "Rivejä tiedostossa 3 2 toimenpidettä, 1 tuntematon" in shown
    assert "2 vastausta ratkaistavana." in shown
    assert "1 muun tahon vastaus" in shown
    assert "1 rivi ilman vastausta" in shown
    assert "Tahoa ei tunnistettu: ”Itä-Suomen kunnat”" in shown
    assert "Muistiinpano <i>tästä</i>." in shown
    assert "Neuvonta <b>laajeni</b>." in shown
    assert "<b>laajeni</b>" not in page.content.decode()


def test_what_is_taken_becomes_drafts_and_the_rest_waits(
    bring: Bring, client_for: ClientFor
) -> None:
    page = bring()
    client = client_for("lappi")
    answer = client.post(address(page), form_of(page))
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert "1 luonnos" in words(client.get(PAGE))
    assert ReportDraft.objects.get(report=cell(2)).text.startswith("Neuvonta")
    assert cell(2, "tem").state != ProgressReport.State.MISSING
    assert WordImport.objects.get().state == WordImport.State.WAITING
    again = client.get(address(page))
    assert "1 vastaus ratkaistavana." in words(again)
    chosen = form_of(again) | {"valinta.s.1.0.lappi": "take", "kohta.s.1.0.lappi": str(cell(8).pk)}
    assert client.post(address(page), chosen).status_code == 302
    assert ReportDraft.objects.get(report=cell(8)).text == "Jotain muuta tehtiin."


def test_a_doubtful_answer_without_a_cell_is_told_at_its_row(
    bring: Bring, client_for: ClientFor
) -> None:
    page = bring()
    answer = client_for("lappi").post(
        address(page), form_of(page) | {"valinta.s.1.0.lappi": "take"}
    )
    assert answer.status_code == 422
    assert "Valitse, kenen vastaus tämä on, tai jätä se pois." in words(answer)
    assert not ReportDraft.objects.filter(report=cell(2)).exists()


def test_a_cell_changed_since_the_page_was_read_answers_409_with_both_texts(
    bring: Bring, cast: Cast, client_for: ClientFor
) -> None:
    page = bring()
    report = cell(2)
    save_draft(report, by=cast["lappi"], text="Kesken kaiken.", base_version=report.version)
    answer = client_for("lappi").post(address(page), form_of(page))
    assert answer.status_code == 409
    assert "Kesken kaiken." in words(answer)
    assert "Neuvonta" in words(answer)
    assert ReportDraft.objects.get(report=report).text == "Kesken kaiken."


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_refused_in_words(
    sample: None, client_for: ClientFor, content: bytes
) -> None:
    answer = client_for("lappi").post(IMPORT, {"tiedosto": SimpleUploadedFile("a.docx", content)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not WordImport.objects.exists()


def test_the_other_side_does_not_find_the_review(bring: Bring, client_for: ClientFor) -> None:
    page = bring()
    for account in ("lvm", "koordinaattori", "aune"):
        assert client_for(account).get(address(page)).status_code == 404
    assert client_for("kainuu").get(address(page)).status_code == 200
    assert "Seuranta 2023.docx" in client_for("kainuu").get(IMPORT).content.decode()
    assert "Seuranta 2023.docx" not in client_for("lvm").get(IMPORT).content.decode()


def test_the_import_is_ended_by_who_brought_it(bring: Bring, client_for: ClientFor) -> None:
    page = bring()
    end = f"{address(page)}paata/"
    assert end not in client_for("kainuu").get(address(page)).content.decode()
    assert client_for("kainuu").post(end).status_code == 403
    assert client_for("lappi").post(end).status_code == 302
    assert WordImport.objects.get().state == WordImport.State.CANCELLED
    assert client_for("lappi").get(address(page))["Location"] == PAGE


def test_a_text_that_is_too_long_is_shortened_in_the_review_and_kept_when_refused(
    bring: Bring, client_for: ClientFor
) -> None:
    long = ("Neuvonta laajeni. " * 150).strip()
    page = bring([(RECRUITING, "", f"Lappi: {long}", "", "")])
    form = form_of(page)
    (field,) = [name for name in form if name.startswith("teksti.")]
    assert form[field].strip() == long
    client = client_for("lappi")
    refused = client.post(address(page), form)
    assert refused.status_code == 422
    assert form_of(refused)[field].strip() == long
    still = client.post(address(page), form | {field: "x" * 2001})
    assert still.status_code == 422
    assert form_of(still)[field].strip() == "x" * 2001
    assert client.post(address(page), form | {field: "Lyhyesti."}).status_code == 302
    assert ReportDraft.objects.get(report=cell(2)).text == "Lyhyesti."


def test_a_table_that_waits_for_a_body_is_on_its_desk(sample: None, client_for: ClientFor) -> None:
    rows: Rows = [
        (
            "27 Savon radan nopeuttamisen ja kapasiteetin suunnittelu",
            "VM: Kehys on päätetty.",
            "",
            "LVM, VM",
            "",
        )
    ]
    file = SimpleUploadedFile("Seuranta 2023.docx", followup_table(rows))
    client_for("koordinaattori").post(IMPORT, {"tiedosto": file})
    import_ = WordImport.objects.get()
    assert f"{IMPORT}{import_.pk}/" in client_for("vm").get("/").content.decode()
    assert f"{IMPORT}{import_.pk}/" not in client_for("okm").get("/").content.decode()
