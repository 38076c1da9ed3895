"""Nothing new of all that wait: what is listed, marked, left and taken back; S6 in six presses."""

import re

import pytest
from django.test import Client

from alke.domain.followup import operations
from alke.domain.followup.models import FollowUpRound
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.followup import SYSTEM, cell, make_actions, make_february, make_hard
from tests.web.followup.pages import HTMX, PAGE, plain

BULK = f"{PAGE}ei-uutta/"


@pytest.fixture
def followup(cast: Cast) -> FollowUpRound:
    """Twenty actions of LVM and Kainuu."""
    return make_february(20)


@pytest.fixture
def kainuu(followup: FollowUpRound, client_for: ClientFor) -> Client:
    """Kainuu's contact."""
    return client_for("kainuu")


def ticked(client: Client) -> list[str]:
    """The cells that the page offers, all ticked."""
    html = client.get(BULK).content.decode()
    return re.findall(r'name="solu" value="(\d+)" checked', html)


def states(followup: FollowUpRound) -> dict[str, int]:
    """How many of Kainuu's cells are in which state."""
    found = list(followup.reports.filter(side="mk").values_list("state", "answer"))
    return {f"{state} {answer}".strip(): found.count((state, answer)) for state, answer in found}


def test_eighteen_of_twenty_are_answered_in_six_presses(
    followup: FollowUpRound, kainuu: Client
) -> None:
    presses = 0
    for number in (3, 7):
        where = f"{PAGE}{cell(followup, 'kainuu', number).pk}/"
        kainuu.get(where, {"muokkaa": "1"}, headers=HTMX)  # Kirjaa eteneminen
        sent = {"teksti": "Uutta.", "tila": "", "versio": "1", "teko": "laheta"}
        kainuu.post(where, sent, headers=HTMX)  # Lähetä vastaus
        presses += 2
    cells = ticked(kainuu)  # Merkitse loput 18
    kainuu.post(BULK, {"solu": cells})  # Merkitse 18 toimenpidettä
    presses += 2
    assert presses == 6
    assert states(followup) == {"submitted nothing-new": 18, "submitted text": 2}


def test_the_page_lists_what_would_be_marked_with_its_text_and_what_is_left(
    followup: FollowUpRound, kainuu: Client
) -> None:
    operations.save_draft(cell(followup, "kainuu", 1), by=SYSTEM, text="Kesken", base_version=1)
    row = operations.submit_report(
        cell(followup, "kainuu", 2), by=SYSTEM, text="Uusi", base_version=1
    )
    operations.return_report(row, "Milloin?", by=SYSTEM)
    text = plain(kainuu.get(BULK))
    assert "Merkitse 18 toimenpidettä: ei uutta raportoitavaa" in text
    assert "3 Toimenpide 3 Syksy 2023 , 6.11.2023 Syksyn teksti 3, kainuu." in text
    assert "Nämä jäävät teidän vastattaviksenne 1 Toimenpide 1 Luonnos 2 Toimenpide 2 Pal" in text


def test_the_marks_are_told_and_taken_back(followup: FollowUpRound, kainuu: Client) -> None:
    cells = ticked(kainuu)[:5]
    response = kainuu.post(BULK, {"solu": cells}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "5 toimenpidettä merkitty: ei uutta raportoitavaa." in plain(response)
    undo = re.findall(r'type="hidden" name="solu" value="(\d+)"', response.content.decode())
    assert sorted(undo) == sorted(cells)
    response = kainuu.post(f"{BULK}peru/", {"solu": undo}, follow=True)
    assert "Peruttu: 5 toimenpidettä odottaa taas." in plain(response)
    assert states(followup) == {"missing": 20}
    assert "Peru merkinnät" not in plain(kainuu.get(PAGE))


def test_what_was_answered_meanwhile_is_left_and_told(
    followup: FollowUpRound, kainuu: Client
) -> None:
    cells = ticked(kainuu)
    operations.submit_report(cell(followup, "kainuu", 4), by=SYSTEM, text="Uusi", base_version=1)
    text = plain(kainuu.post(BULK, {"solu": cells}, follow=True))
    assert "19 toimenpidettä merkitty" in text
    assert "Toimenpide 4 jäi merkitsemättä: Vastattu jo." in text
    assert cell(followup, "kainuu", 4).text == "Uusi"


def test_when_nothing_of_ones_own_is_chosen_the_reason_is_told(
    followup: FollowUpRound, kainuu: Client
) -> None:
    others = [str(cell(followup, "lvm", 1).pk), "999999999", "-1", "abc", "1" * 40]
    for sent in ({"solu": others}, {}):
        response = kainuu.post(BULK, sent)
        assert response.status_code == 422
        assert "Yhtään toimenpidettä ei merkitty. Valitse vähintään yksi oma" in plain(response)
        assert not followup.reports.exclude(state="missing").exists()
    assert "0 toimenpidettä merkitty" not in plain(kainuu.get(PAGE))


def test_sending_the_marks_twice_does_no_harm(followup: FollowUpRound, kainuu: Client) -> None:
    cells = ticked(kainuu)
    kainuu.post(BULK, {"solu": cells})
    again = plain(kainuu.post(BULK, {"solu": cells}, follow=True))
    assert "Yhtään toimenpidettä ei merkitty. Toimenpide 1 jäi merkitsemättä" in again
    assert states(followup) == {"submitted nothing-new": 20}


@pytest.mark.parametrize(
    ("account", "status"),
    [("koordinaattori", 404), ("aune", 404), ("lappi-valmistelija", 403), ("lappi", 200)],
)
def test_it_is_the_bodys_own_act(
    followup: FollowUpRound, client_for: ClientFor, account: str, status: int
) -> None:
    assert client_for(account).get(BULK).status_code == status
    assert client_for(account).get(BULK, {"taho": "kainuu"}).status_code == 404


def test_nothing_to_mark_says_so(followup: FollowUpRound, client_for: ClientFor) -> None:
    assert "Yhtään toimenpidettä ei voi merkitä" in plain(client_for("lappi").get(BULK))


def test_closed_and_finally_late_refuse(
    followup: FollowUpRound, kainuu: Client, at: SetClock
) -> None:
    cells = ticked(kainuu)
    make_hard(followup)
    at("2024-03-09 00:00")
    response = kainuu.post(BULK, {"solu": cells})
    assert response.status_code == 403
    assert "ja se on sitova" in plain(response)
    operations.close_followup(followup, by=SYSTEM)
    response = kainuu.post(f"{BULK}peru/", {"solu": cells})
    assert response.status_code == 403
    assert "Seuranta on suljettu" in plain(response)
    assert states(followup) == {"missing": 20}


def test_all_drafts_are_submitted_with_one_press(cast: Cast, client_for: ClientFor) -> None:
    make_actions(3)
    followup = make_february()
    for number, text in ((1, "Yksi"), (2, "Kaksi"), (3, "")):
        operations.save_draft(
            cell(followup, "kainuu", number),
            by=SYSTEM,
            text=text,
            status="dropped" if not text else "",
            base_version=1,
        )
    client = client_for("kainuu")
    assert "Lähetä 3 luonnosta" in plain(client.get(PAGE))
    text = plain(client.post(f"{PAGE}laheta/", follow=True))
    assert "2 luonnosta lähetettiin." in text
    assert "Toimenpide 3 jäi luonnokseksi: Perustele, miksi toimenpide ei toteudu." in text
    assert cell(followup, "kainuu", 2).text == "Kaksi"
    assert "Lähetettäviä luonnoksia ei ollut." in plain(
        client_for("lappi").post(f"{PAGE}laheta/", follow=True)
    )
