"""Writing one cell: saved as one types and with plain forms, submitted, refused, by two at once."""

import pytest
from django.test import Client

from alke.domain.followup import operations
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.followup import SYSTEM, cell, make_actions, make_february, make_hard, make_open
from tests.web.followup.pages import HTMX, PAGE, plain


@pytest.fixture
def row(cast: Cast) -> ProgressReport:
    """Kainuu's cell of action 1."""
    return cell(make_february(2), "kainuu")


@pytest.fixture
def kainuu(row: ProgressReport, client_for: ClientFor) -> Client:
    """Kainuu's contact."""
    return client_for("kainuu")


def address(row: ProgressReport, more: str = "") -> str:
    """Where the cell is written."""
    return f"{PAGE}{row.pk}/{more}"


def form(text: str = "", version: int = 1, **more: str) -> dict[str, str]:
    """What the browser sends."""
    return {"teksti": text, "tila": "", "versio": str(version)} | more


def now(row: ProgressReport) -> ProgressReport:
    """The cell as it is."""
    return ProgressReport.objects.get(pk=row.pk)


def test_a_cell_opens_in_its_place_for_the_script_and_on_a_page_without(
    row: ProgressReport, kainuu: Client
) -> None:
    part = kainuu.get(address(row), {"muokkaa": "1"}, headers=HTMX)
    assert part.content.decode().strip().startswith('<form novalidate class="c"')
    assert part.headers["HX-Retarget"] == f"#r{row.pk}"
    page = kainuu.get(address(row), {"muokkaa": "1"})
    assert "<h1>Toimenpide 1</h1>" in page.content.decode()
    assert "Eteneminen, Helmikuu 2024" in plain(page)
    assert "Syksyn teksti 1, kainuu." in plain(page)
    assert "Enintään 2000 merkkiä" in plain(page)


def test_an_autosave_answers_with_the_time_and_the_next_version(
    row: ProgressReport, kainuu: Client
) -> None:
    response = kainuu.post(address(row), form("Kesken"), headers=HTMX)
    assert ReportDraft.objects.get().text == "Kesken"
    assert plain(response) == "Tallennettu 9.00"
    assert f'id="v{row.pk}" value="2" hx-swap-oob="true"' in response.content.decode()
    assert "HX-Retarget" not in response.headers


def test_leaving_an_untouched_field_makes_no_draft(row: ProgressReport, kainuu: Client) -> None:
    response = kainuu.post(address(row), form(""), headers=HTMX)
    assert not ReportDraft.objects.exists()
    assert 'value="1"' in response.content.decode()


def test_a_saved_draft_without_script_leads_back_to_the_action(
    row: ProgressReport, kainuu: Client
) -> None:
    response = kainuu.post(address(row) + "?nayta=meita", form("Kesken", teko="tallenna"))
    assert response.status_code == 302
    assert response.headers["Location"] == f"{PAGE}?nayta=meita#t1"
    assert "Luonnos tallennettiin. Oma puolesi näkee sen." in plain(kainuu.get(PAGE))


def test_a_submitted_answer_comes_back_with_the_counters(
    row: ProgressReport, kainuu: Client
) -> None:
    response = kainuu.post(
        address(row), form("Etenee.", tila="delayed", teko="laheta"), headers=HTMX
    )
    saved = now(row)
    assert (saved.state, saved.text, saved.status) == ("submitted", "Etenee.", "delayed")
    html, text = response.content.decode(), plain(response)
    assert html.count('hx-swap-oob="true"') == 4
    assert "Kaikki 2 Odottaa meitä 1" in text
    assert "Maakunnat 1/2" in text
    assert "Kainuu: Lähetetty." in text
    assert "Peru" in text


def test_without_script_submitting_leads_back_with_a_message(
    row: ProgressReport, kainuu: Client
) -> None:
    response = kainuu.post(address(row), form("Etenee.", teko="laheta"), follow=True)
    assert response.redirect_chain == [(f"{PAGE}#t1", 302)]
    assert "1. Kainuu: Lähetetty." in plain(response)


def test_the_choice_not_ours_is_an_answer_with_its_reason(
    row: ProgressReport, kainuu: Client
) -> None:
    kainuu.post(address(row), form("Kuuluu Lapille.", tila="not-ours", teko="laheta"))
    assert (now(row).answer, now(row).text) == ("not-ours", "Kuuluu Lapille.")


def test_one_press_says_nothing_new_and_one_takes_it_back(
    row: ProgressReport, kainuu: Client
) -> None:
    response = kainuu.post(address(row), {"teko": "ei-uutta", "versio": "1"}, headers=HTMX)
    assert now(row).answer == "nothing-new"
    assert "Ei uutta raportoitavaa" in plain(response)
    assert "Vahvistettu tänään 9.00" in plain(response)
    response = kainuu.post(address(row, "peru/"), headers=HTMX)
    assert now(row).state == "missing"
    assert "Odottaa päivitystänne" in plain(response)


def test_two_tabs_see_both_texts_and_neither_is_lost(row: ProgressReport, kainuu: Client) -> None:
    kainuu.post(address(row), form("Ensimmäinen"), headers=HTMX)
    for headers, status in ((HTMX, 200), ({}, 409)):
        response = kainuu.post(address(row), form("Toinen"), headers=headers)
        assert response.status_code == status
        text = plain(response)
        assert "Joku muu kirjoitti tähän" in text
        assert "Ensimmäinen" in text
        assert "Toinen</textarea>" in response.content.decode()
        assert f'id="v{row.pk}" value="2"' in response.content.decode()
    assert ReportDraft.objects.get().text == "Ensimmäinen"
    kainuu.post(address(row), form("Ensimmäinen ja toinen", 2, teko="laheta"))
    assert now(row).text == "Ensimmäinen ja toinen"


def test_sending_the_same_form_twice_is_one_answer(row: ProgressReport, kainuu: Client) -> None:
    for _time in range(2):
        response = kainuu.post(address(row), form("Etenee.", teko="laheta"))
        assert response.status_code == 302
    assert now(row).version == 2


@pytest.mark.parametrize(
    ("sent", "status", "reason"),
    [
        (form("", teko="laheta"), 422, "Kirjoita ensin eteneminen."),
        (form("", tila="dropped", teko="laheta"), 422, "Perustele, miksi toimenpide ei toteudu."),
        (form("a" * 2001, teko="laheta"), 422, "Teksti on 1 merkin liian pitkä"),
        (form("a\x07b", teko="tallenna"), 422, "merkki, jota ei voi näyttää"),
        (form("Hei", tila="proposed", teko="laheta"), 422, "Valitse toimenpiteen tila"),
        (form("Hei", teko="muuta"), 422, "Valitse vastauksen laji."),
        (form("Hei", versio="abc", teko="laheta"), 409, "Joku muu kirjoitti tähän"),
        (form("Hei", versio="9" * 30, teko="laheta"), 409, "Joku muu kirjoitti tähän"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_stays_in_the_field(
    row: ProgressReport, kainuu: Client, sent: dict[str, str], status: int, reason: str
) -> None:
    response = kainuu.post(address(row), sent)
    assert response.status_code == status
    assert reason in plain(response)
    assert f"\n{sent['teksti']}</textarea>" in response.content.decode()
    assert now(row).state == "missing"


def test_an_autosave_that_fails_says_so_beside_the_field(
    row: ProgressReport, kainuu: Client
) -> None:
    response = kainuu.post(address(row), form("a" * 2001), headers=HTMX)
    assert response.status_code == 200
    assert 'class="saved bad"' in response.content.decode()
    assert "liian pitkä" in plain(response)


def test_an_autosave_of_who_was_signed_out_keeps_the_field(
    row: ProgressReport, client_for: ClientFor
) -> None:
    response = client_for("public").post(address(row), form("Hei"), headers=HTMX)
    assert response.status_code == 401


def test_a_round_that_closed_meanwhile_refuses_and_keeps_the_text(
    row: ProgressReport, kainuu: Client
) -> None:
    operations.close_followup(row.followup, by=SYSTEM)
    response = kainuu.post(address(row), form("Myöhässä", teko="laheta"))
    assert response.status_code == 403
    assert "Seuranta on suljettu, ja vastaukset pysyvät ennallaan." in plain(response)
    assert "Myöhässä</textarea>" in response.content.decode()
    assert kainuu.get(address(row), {"muokkaa": "1"}).status_code == 403


def test_a_final_deadline_passed_one_second_ago_refuses_and_keeps_the_draft(
    row: ProgressReport, kainuu: Client, at: SetClock
) -> None:
    make_hard(row.followup)
    at("2024-03-09 00:00:00")
    response = kainuu.post(address(row), form("Myöhässä", teko="laheta"))
    assert response.status_code == 403
    assert "Pyydä koordinaattoria siirtämään määräaikaa." in plain(response)
    assert "Myöhässä</textarea>" in response.content.decode()
    kainuu.post(address(row), form("Myöhässä", teko="tallenna"))
    assert ReportDraft.objects.get().text == "Myöhässä"


def test_an_editor_sees_why_submitting_is_blocked(cast: Cast, client_for: ClientFor) -> None:
    make_actions(1, ("lvm", "lappi"))
    row = cell(make_open(), "lappi")
    response = client_for("lappi-valmistelija").get(address(row), {"muokkaa": "1"})
    assert "Organisaatiosi yhteyshenkilö lähettää vastauksen." in plain(response)
    assert 'aria-disabled="true"' in response.content.decode()


@pytest.mark.parametrize("account", ["lvm", "lappi", "koordinaattori", "aune"])
def test_others_read_the_cell_but_do_not_write_it(
    row: ProgressReport, client_for: ClientFor, account: str
) -> None:
    client = client_for(account)
    assert client.get(address(row)).status_code == 200
    assert client.get(address(row), {"muokkaa": "1"}).status_code == 403
    assert client.post(address(row), form("Toisen", teko="laheta")).status_code == 403
    assert client.post(address(row, "peru/")).status_code == 403
    assert now(row).state == "missing"


def test_forged_places_are_not_found(row: ProgressReport, kainuu: Client) -> None:
    autumn = FollowUpRound.objects.get(slug="syksy-2023")
    other = autumn.reports.values_list("pk", flat=True)[0]
    assert kainuu.get(f"{PAGE}{other}/").status_code == 404
    assert kainuu.get(f"{PAGE}999999999999/").status_code == 404
    assert kainuu.get(f"/2023/seuranta/helmikuu-2024/{row.pk}/").status_code == 404


def test_a_draft_is_submitted_or_discarded_from_the_page(
    row: ProgressReport, kainuu: Client
) -> None:
    operations.save_draft(row, by=SYSTEM, text="Kesken", status="delayed", base_version=1)
    page = kainuu.get(PAGE).content.decode()
    assert '<input type="hidden" name="teksti" value="Kesken">' in page
    kainuu.post(address(row), form("Kesken", 2, tila="delayed", teko="laheta"))
    assert (now(row).text, now(row).status) == ("Kesken", "delayed")
    draft = operations.save_draft(now(row), by=SYSTEM, text="Korjaus", base_version=3)
    kainuu.post(address(row), form("Korjaus", draft.version, teko="hylkaa"))
    assert now(row).text == "Kesken"
    assert not ReportDraft.objects.exists()


def test_a_text_is_in_the_language_of_the_page_in_a_bilingual_body(
    cast: Cast, client_for: ClientFor
) -> None:
    make_actions(1, ("lvm", "pohjanmaa"))
    row = cell(make_open(), "pohjanmaa")
    client_for("pohjanmaa").post("/sv" + address(row), form("Det går framåt.", teko="laheta"))
    assert (now(row).language, now(row).text) == ("sv", "Det går framåt.")
    assert 'lang="sv"><p>Det går framåt.</p>' in client_for("lvm").get(PAGE).content.decode()
