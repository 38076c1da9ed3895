"""One follow-up: whose actions are shown, what waits, what was said, who may do what."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from alke.domain.followup import operations
from alke.domain.followup.models import FollowUpRound
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.followup import (
    SYSTEM,
    cell,
    make_actions,
    make_event,
    make_february,
    make_followup,
    make_hard,
    make_open,
)
from tests.web.followup.pages import PAGE, cell_of, numbers, plain, text_of


@pytest.fixture
def followup(cast: Cast) -> FollowUpRound:
    """Actions 1-3 of LVM and Kainuu, 4 of OKM and Lappi; February is open."""
    make_actions(3)
    make_actions(1, ("okm", "lappi"))
    return make_february()


def test_a_council_sees_its_own_actions_and_others_when_it_asks(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    assert numbers(client.get(PAGE)) == [1, 2, 3]
    assert numbers(client.get(PAGE, {"taho": "kaikki"})) == [1, 2, 3, 4]
    assert numbers(client.get(PAGE, {"taho": "lappi"})) == [4]
    assert numbers(client.get(PAGE, {"taho": "okm", "myos": "kainuu"})) == []
    assert client.get(PAGE, {"taho": "ei-ole"}).status_code == 404
    assert numbers(client.get(PAGE, {"nayta": "jotain", "tila": "muuta"})) == [1, 2, 3]


@pytest.mark.parametrize("account", ["koordinaattori", "aune", "vastuuhenkilo-ita"])
def test_who_reports_nothing_sees_all(
    followup: FollowUpRound, client_for: ClientFor, account: str
) -> None:
    assert numbers(client_for(account).get(PAGE)) == [1, 2, 3, 4]


def test_the_facts_say_deadline_earlier_round_and_progress(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    operations.submit_report(cell(followup, "lvm", 1), by=SYSTEM, text="Uusi", base_version=1)
    text = text_of(client_for("kainuu"), PAGE)
    assert "Vuoden 2023 keskustelujen seuranta Helmikuu 2024: Kainuu" in text
    assert (
        "Määräaika pe 8.3.2024 4 pv jäljellä Aiempi seuranta Syksy 2023 Toimenpiteet 3 "
        "Annetut vastaukset VN 1/3 Maakunnat 0/3" in text
    )
    assert "Kaikki 3 Odottaa meitä 3 Odottaa VN:ää 2" in text
    assert "Merkitse loput 3: ei uutta raportoitavaa" in text
    assert "3 toimenpidettä odottaa päivitystä: Kainuu." in text


def test_the_segments_lead_to_what_they_count(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    operations.submit_report(cell(followup, "lvm", 1), by=SYSTEM, text="Uusi", base_version=1)
    operations.submit_report(cell(followup, "kainuu", 2), by=SYSTEM, text="Uusi", base_version=1)
    client = client_for("kainuu")
    assert numbers(client.get(PAGE, {"nayta": "meita"})) == [1, 3]
    assert numbers(client.get(PAGE, {"nayta": "vn"})) == [2, 3]
    operations.submit_report(cell(followup, "kainuu", 1), by=SYSTEM, text="Uusi", base_version=1)
    operations.submit_report(cell(followup, "kainuu", 3), by=SYSTEM, text="Uusi", base_version=1)
    text = text_of(client, f"{PAGE}?nayta=meita")
    assert "Tällaisia toimenpiteitä ei ole" in text
    assert "Näytä kaikki toimenpiteet" in text
    assert "Kaikkiin on vastattu: Kainuu." in text_of(client, PAGE)


def test_the_earlier_text_stands_beside_with_its_own_date(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    pk = cell(followup, "kainuu", 2).pk
    html = cell_of(client_for("kainuu").get(PAGE), pk)
    assert "<strong>Syksy 2023</strong>, 6.11.2023" in html
    assert "Syksyn teksti 2, kainuu." in html
    assert "Kirjaa eteneminen" in html
    assert "Ei uutta raportoitavaa" in html


def test_without_an_earlier_text_nothing_new_is_not_offered_but_explained(
    cast: Cast, client_for: ClientFor
) -> None:
    make_actions(1)
    followup = make_open()
    html = cell_of(client_for("kainuu").get(PAGE), cell(followup, "kainuu").pk)
    assert "Ensimmäinen kerta: kirjoita, missä vaiheessa toimenpide on." in html
    assert "ei-uutta" not in html


def test_a_missing_answer_is_shown_as_missing(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    text = text_of(client_for("lvm"), PAGE)
    assert text.count("Odottaa päivitystä Kainuu") == 3
    operations.close_followup(followup, by=SYSTEM)
    assert text_of(client_for("lvm"), PAGE).count("Vastaus puuttuu Kainuu") == 3


def test_a_returned_answer_stands_first_with_its_comment(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    row = operations.submit_report(
        cell(followup, "kainuu", 3), by=SYSTEM, text="Kesken.", base_version=1
    )
    operations.return_report(row, "Mihin mennessä?", by=SYSTEM)
    response = client_for("kainuu").get(PAGE)
    assert numbers(response) == [3, 1, 2]
    assert "1 vastaus palautettiin täydennettäväksi. Se on ensimmäisenä." in plain(response)
    assert "Mihin mennessä?" in cell_of(response, row.pk)
    assert "Palautettu 1" in plain(response)


def test_a_ministry_sees_all_it_owes_under_the_discussions_with_its_progress(
    cast: Cast, client_for: ClientFor
) -> None:
    names = ("Länsi", "Itä", "Pohjoinen", "Etelä")
    for place, name in enumerate(names):
        make_actions(2, ("lvm", "kainuu"), discussion=make_event(f"k{'x' * place}", name))
    followup = make_open()
    operations.submit_report(cell(followup, "lvm", 3), by=SYSTEM, text="Uusi", base_version=1)
    response = client_for("lvm").get(PAGE)
    assert numbers(response) == list(range(1, 9))
    headings = re.findall(r'scope="rowgroup">(.*?)</th>', response.content.decode(), re.DOTALL)
    found = [" ".join(re.sub(r"<[^>]+>", " ", heading).split()) for heading in headings]
    assert found == [f"{name} {1 if name == 'Itä' else 0}/2 päivitetty" for name in names]


def test_new_unchanged_and_late_answers_are_marked(
    followup: FollowUpRound, client_for: ClientFor, at: SetClock
) -> None:
    operations.submit_report(
        cell(followup, "lvm", 1), by=SYSTEM, text="Syksyn teksti 1, lvm.", base_version=1
    )
    at("2024-03-09 00:00")
    operations.submit_report(cell(followup, "lvm", 2), by=SYSTEM, text="Uusi.", base_version=1)
    response = client_for("kainuu").get(PAGE)
    first, second = (cell_of(response, cell(followup, "lvm", number).pk) for number in (1, 2))
    assert "Ennallaan" in first
    assert "myöhässä" not in first
    assert re.search(r"myöhässä</span> <span class=\"tag\">Uusi<", second)


def test_after_the_deadline_answers_are_still_taken_and_it_is_said(
    followup: FollowUpRound, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-09 00:00")
    text = text_of(client_for("kainuu"), PAGE)
    assert "Määräaika on ohi. Vastauksia otetaan vielä vastaan" in text
    assert "Kirjaa eteneminen" in text


def test_a_final_deadline_is_told_before_one_runs_into_it(
    followup: FollowUpRound, client_for: ClientFor, at: SetClock
) -> None:
    make_hard(followup)
    at("2024-03-09 00:00")
    text = text_of(client_for("kainuu"), PAGE)
    assert "Määräaika oli pe 8.3.2024 klo 23.59, ja se on sitova." in text
    assert "Merkitse loput" not in text
    assert "Kirjaa eteneminen" in text  # a draft can still be written


def test_a_closed_round_is_frozen_and_says_so(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    operations.submit_report(cell(followup, "kainuu", 1), by=SYSTEM, text="Uusi", base_version=1)
    operations.close_followup(followup, by=SYSTEM)
    text = text_of(client_for("kainuu"), PAGE)
    assert "Seuranta suljettiin 4.3.2024. Vastaukset eivät enää muutu." in text
    for button in ("Kirjaa eteneminen", "Korjaa", "Merkitse loput", "Lähetä"):
        assert button not in text


def test_a_planned_round_says_when_it_opens(cast: Cast, client_for: ClientFor) -> None:
    make_followup()
    text = text_of(client_for("kainuu"), PAGE)
    assert "Seurantaa ei ole vielä avattu. Se avautuu ke 14.2.2024." in text
    assert "Kun koordinaattori avaa seurannan" in text


def test_a_body_without_actions_is_told_so(followup: FollowUpRound, client_for: ClientFor) -> None:
    text = text_of(client_for("uusimaa"), PAGE)
    assert "Uusimaa ei ole vastuutaho yhdessäkään tämän seurannan toimenpiteessä." in text
    assert "Näytä kaikki toimenpiteet" in text


def test_the_public_sees_a_published_round_without_any_work(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    assert client_for("public").get(PAGE).status_code == 404
    operations.submit_report(cell(followup, "kainuu", 1), by=SYSTEM, text="Uusi", base_version=1)
    operations.close_followup(followup, by=SYSTEM)
    operations.publish_followup(followup, by=SYSTEM)
    response = client_for("public").get(PAGE)
    text = plain(response)
    assert numbers(response) == [1, 2, 3, 4]
    assert "sellaisina kuin ne olivat, kun seuranta suljettiin 4.3.2024" in text
    assert "Ei vastausta" in text
    assert "<form" not in re.sub(r"(?s)<header.*?</header>", "", response.content.decode())


def test_a_guest_reads_of_a_published_round_what_everybody_reads(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    assert numbers(client_for("ely-lappi").get(PAGE)) == []
    operations.close_followup(followup, by=SYSTEM)
    operations.publish_followup(followup, by=SYSTEM)
    assert numbers(client_for("ely-lappi").get(PAGE)) == [1, 2, 3, 4]


def test_the_page_speaks_swedish(followup: FollowUpRound, client_for: ClientFor) -> None:
    text = text_of(client_for("pohjanmaa"), f"/sv{PAGE}?taho=kaikki")
    assert "Februari 2024" in text
    assert "Väntar på statsrådet 4" in text


def test_long_lists_have_pages(cast: Cast, client_for: ClientFor) -> None:
    make_february(60)
    client = client_for("kainuu")
    assert len(numbers(client.get(PAGE))) == 50
    assert numbers(client.get(PAGE, {"sivu": "2"})) == list(range(51, 61))
    assert len(numbers(client.get(PAGE, {"taho": "kaikki"}))) == 25
    assert numbers(client.get(PAGE, {"sivu": "999"})) == list(range(51, 61))


@pytest.mark.parametrize("count", [5, 200])
def test_the_number_of_queries_is_constant(
    client_for: ClientFor, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    followup = make_february(count)
    for account, query in (
        ("kainuu", ""),
        ("kainuu", "?taho=kaikki"),
        ("lvm", ""),
        ("koordinaattori", ""),
        ("aune", "?nayta=vn"),
    ):
        client = client_for(account)
        with django_assert_max_num_queries(10, info=account):
            assert client.get(PAGE + query).status_code == 200
    operations.close_followup(followup, by=SYSTEM)
    operations.publish_followup(followup, by=SYSTEM)
    with django_assert_max_num_queries(5):
        assert client_for("public").get(PAGE).status_code == 200


def test_in_a_closed_follow_up_a_missing_answer_is_missing_and_not_awaited(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    operations.close_followup(followup, by=SYSTEM)
    for account in ("kainuu", "lvm", "koordinaattori", "aune"):
        text = text_of(client_for(account), PAGE)
        assert "Vastaus puuttuu" in text
        assert "Odottaa päivitystä" not in text
