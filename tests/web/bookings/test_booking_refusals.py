"""What the booking pages say when something is not to be had: at its field, and in a summary."""

import re

import pytest
from django.test import Client

from alke.domain.bookings import operations
from alke.domain.bookings.models import BookingRequest
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round
from alke.domain.rounds.operations import cancel_discussion, publish_round
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.domain.bookings.test_bookings import moment, now_at
from tests.factories.rounds import discussion, make_round

BOARD = "/2024/varaukset/"
KAINUU = f"{BOARD}kainuu/"


@pytest.fixture
def round_(cast: Cast) -> Round:
    """The published round of 2024."""
    return publish_round(make_round(), by=Actor.system())


def html(client: Client, address: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
    """The status and the main part of a page, with plain spaces."""
    response = client.get(address) if sent is None else client.post(address, sent)
    main = response.content.decode().partition("<main")[2]
    return response.status_code, main.replace("\u00a0", " ")


def words(main: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def told_at(main: str, key: str) -> str:
    """What the error at the field says, which the field names as its description."""
    field = re.search(rf'<(?:input|select|textarea)[^>]* id="{key}"[^>]*>', main)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    described = re.search(r'aria-describedby="([^"]*)"', field[0])
    assert described is not None
    assert f"{key}-e" in described[1].split()
    said = re.search(rf'id="{key}-e">(.*?)</span>', main, re.DOTALL)
    assert said is not None
    return words(said[1]).strip()


def summed_up(main: str) -> list[tuple[str, str]]:
    """Where the summary leads, and what it says."""
    summary = re.search(r'<div class="note bad" role="alert">(.*?)</ul>', main, re.DOTALL)
    assert summary is not None
    return re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary[1])


def test_another_day_without_a_reason_is_told_at_the_reason(
    round_: Round, client_for: ClientFor
) -> None:
    status, page = html(client_for("kainuu"), KAINUU, {"aika": "2024-04-24T12:30"})
    assert status == 403
    said = "Maakunnan yhteinen keskustelu on toisena päivänä. "
    assert told_at(page, "id_perustelu").startswith(said.strip())
    assert [key for key, _text in summed_up(page)] == ["id_perustelu"]
    assert now_at(round_, "kainuu")[0] is None


def test_a_time_that_was_taken_meanwhile_is_told_at_the_time(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    operations.book_meeting(
        discussion(round_, "etela-savo"), moment(16, "14:00"), by=cast["etela-savo"]
    )
    status, page = html(client_for("kainuu"), KAINUU, {"aika": "2024-04-16T14:00"})
    assert status == 422
    said = told_at(page, "id_aika")
    assert "ehdittiin juuri varata" in said
    assert summed_up(page) == [("id_aika", f"Aika: {said}")]


def test_who_loses_the_race_reads_at_the_time_why(
    round_: Round, cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form still offered the time; the database has given it to another."""
    monkeypatch.setattr("alke.domain.bookings.booking_operations.take_slot", lambda *_a, **_k: None)
    status, page = html(client_for("kainuu"), KAINUU, {"aika": "2024-04-16T14:00"})
    assert status == 403
    assert "ehdittiin juuri varata" in told_at(page, "id_aika")


def test_a_request_without_a_reason_is_told_at_the_reason(
    round_: Round, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-21")
    sent = {"teko": "pyyda", "toivottu": "2024-04-16T14:00", "syy": ""}
    status, page = html(client_for("kainuu"), KAINUU, sent)
    assert status == 422
    said = told_at(page, "syy-pyyda")
    assert said == "Perustele pyyntö: koordinaattori ratkaisee sen perustelun mukaan."
    assert summed_up(page) == [("syy-pyyda", said)]
    assert '<option value="2024-04-16T14:00" selected>' in page


def test_a_swap_with_nobody_is_told_at_the_choice(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    for slug, time in (("kainuu", "12:30"), ("pohjois-savo", "13:15")):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    status, page = html(client_for("kainuu"), KAINUU, {"teko": "vaihda", "kenen": ""})
    assert status == 422
    assert told_at(page, "f-kenen") == "Valitse, kenen kanssa vaihdetaan."


@pytest.fixture
def swap(round_: Round, cast: Cast) -> str:
    """Kainuu has asked Pohjois-Savo to swap; where it is answered."""
    for slug, time in (("kainuu", "12:30"), ("pohjois-savo", "13:15")):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    one, two = discussion(round_, "kainuu"), discussion(round_, "pohjois-savo")
    request = operations.ask_swap(one, two, by=cast["kainuu"])
    return f"{BOARD}pyynnot/{request.pk}/"


def test_a_refusal_without_a_reason_is_told_at_the_request(
    swap: str, client_for: ClientFor
) -> None:
    pk = swap.rstrip("/").rpartition("/")[2]
    client = client_for("pohjois-savo")
    status, page = html(client, swap, {"teko": "hylkaa", "syy": ""})
    assert status == 422
    assert told_at(page, f"syy-{pk}") == "Perustele vastaus: liitto näkee sen."
    assert "<details open><summary" in page
    long = "x" * 301
    status, page = html(client, swap, {"teko": "hylkaa", "syy": long})
    assert "300" in told_at(page, f"syy-{pk}")
    assert f'value="{long}"' in page


def test_an_answer_tells_what_came_of_it(swap: str, client_for: ClientFor) -> None:
    client = client_for("pohjois-savo")
    client.post(swap, {"teko": "hyvaksy"})
    _status, page = html(client, BOARD)
    said = "Pyyntö hyväksyttiin. Ajat nyt: Kainuu, ti 16.4. klo 13.15; "
    assert f"{said}Pohjois-Savo, ti 16.4. klo 12.30." in page


def test_who_answers_too_late_reads_so(swap: str, client_for: ClientFor) -> None:
    client_for("kainuu").post(swap, {"teko": "peru"})
    late = client_for("pohjois-savo")
    assert late.post(swap, {"teko": "hyvaksy"})["Location"] == BOARD
    assert "Pyyntöön on jo vastattu." in html(late, BOARD)[1]
    assert client_for("lappi").post(swap, {"teko": "hyvaksy"}).status_code == 404


def test_a_withdrawal_is_told_as_one(swap: str, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    client.post(swap, {"teko": "peru"})
    assert "Pyyntö peruttiin. Ajat pysyvät ennallaan." in html(client, BOARD)[1]


def test_no_second_request_is_offered_while_one_waits(swap: str, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    assert "Pyydä vaihtoa" not in html(client, KAINUU)[1]
    client.post(swap, {"teko": "peru"})
    assert "Pyydä vaihtoa" in html(client, KAINUU)[1]


def test_a_late_request_that_names_no_time_is_granted_only_with_one(
    round_: Round, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-21")
    client_for("kainuu").post(KAINUU, {"teko": "pyyda", "toivottu": "", "syy": "Myöhästyimme."})
    pk = BookingRequest.objects.get().pk
    address = f"{BOARD}pyynnot/{pk}/"
    status, page = html(client_for("koordinaattori"), address, {"teko": "hyvaksy", "aika": ""})
    assert status == 422
    assert told_at(page, f"aika-{pk}") == "Pyynnössä ei ole aikaa. Valitse aika."


def test_what_is_saved_without_a_time_is_not_called_a_booking(
    round_: Round, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    client.post(KAINUU, {"aika": "", "teema": "Kaivosala"})
    assert "Tallennettu. Aikaa ei ole vielä varattu." in html(client, BOARD)[1]


def test_a_theme_that_is_too_long_is_told_in_plain_words(
    round_: Round, client_for: ClientFor
) -> None:
    _status, page = html(client_for("kainuu"), f"/sv{KAINUU}", {"teema": "x" * 201})
    assert told_at(page, "id_teema") == "Texten är för lång: högst 200 tecken, nu 201."


def test_what_the_timetable_refuses_is_told_at_its_row_and_at_the_reason(
    round_: Round, client_for: ClientFor
) -> None:
    client, page = client_for("koordinaattori"), f"{BOARD}aikataulu/"
    client.post(page, {"teko": "ehdota", "pysyvat": "1"})
    sent = {"teko": "aseta", "kokous": "kainuu", "aika": "2024-04-17T14:00"}
    status, shown = html(client, page, sent)
    assert status == 403
    said = told_at(shown, "aika-kainuu")
    assert said == "Maakuntakohtaisille tapaamisille ei ole sellaista aikaa."
    assert summed_up(shown) == [("aika-kainuu", said)]
    client.post(page, sent | {"aika": "2024-04-24T14:00"})
    status, shown = html(client, page, {"teko": "vahvista", "syy": ""})
    assert status == 422
    assert told_at(shown, "f-syy").startswith("Perustele tapaamiset muuna päivänä")
    status, shown = html(client, page, {"teko": "vahvista", "syy": "x" * 301})
    assert "300" in told_at(shown, "f-syy")
    assert "x" * 301 in shown


def test_a_row_set_by_hand_says_so_also_when_its_time_has_changed_since(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    client, page = client_for("koordinaattori"), f"{BOARD}aikataulu/"
    client.post(page, {"teko": "ehdota", "pysyvat": "1"})
    operations.book_meeting(discussion(round_, "kainuu"), moment(16, "14:00"), by=cast["kainuu"])
    sent = {"teko": "aseta", "kokous": "kainuu", "aika": "2024-04-16T12:30"}
    assert client.post(page, sent)["Location"] == f"{page}?kohta=kainuu#muuta-kainuu"
    shown = html(client, page)[1].partition('id="miksi-kainuu"')[2].partition("</td>")[0]
    assert "Asetettu käsin." in shown
    assert "Aika on muuttunut ehdotuksen jälkeen." in shown


def test_an_answer_that_is_too_long_is_told_at_its_meeting(
    round_: Round, client_for: ClientFor
) -> None:
    sent = {"vastaus-lappi": "attends", "kuka-lappi": "x" * 121}
    status, page = html(client_for("okm"), f"{BOARD}osallistuminen/okm/", sent)
    assert status == 422
    assert "120" in told_at(page, "f-kuka-lappi")
    [(key, said)] = summed_up(page)
    assert (key, said.partition(":")[0]) == ("f-kuka-lappi", "Lappi")


@pytest.fixture
def cancelled(round_: Round, cast: Cast) -> Round:
    """Kainuu had a time; its meeting is not held."""
    meeting = discussion(round_, "kainuu")
    operations.book_meeting(meeting, moment(16, "14:00"), by=cast["kainuu"])
    cancel_discussion(meeting, by=cast["koordinaattori"], reason="Lakko.")
    return round_


def test_the_page_of_a_cancelled_meeting_tells_when_and_why(
    cancelled: Round, client_for: ClientFor
) -> None:
    status, page = html(client_for("kainuu"), KAINUU)
    shown = words(page)
    assert status == 200
    assert "Tapaaminen peruttiin 4.3.2024. Sille ei voi varata aikaa. Perustelu: Lakko." in shown
    assert "Vain koordinaattori voi palauttaa tapaamisen." in shown
    assert "<form" not in page
    status, page = html(client_for("kainuu"), KAINUU, {"aika": "2024-04-16T14:00"})
    assert (status, "Tapaaminen peruttiin" in page) == (403, True)
    assert html(client_for("lappi"), KAINUU)[0] == 403


def test_the_coordinator_restores_it_there(cancelled: Round, client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    page = html(client, KAINUU)[1]
    address = re.search(r'action="([^"]+)"', page)
    assert address is not None
    client.post(address[1])
    assert discussion(cancelled, "kainuu").cancelled_at is None
    assert now_at(cancelled, "kainuu")[0] == moment(16, "14:00")


@pytest.mark.parametrize("account", ["kainuu", "okm", "koordinaattori", "public"])
def test_the_board_says_that_a_meeting_is_cancelled(
    cancelled: Round, client_for: ClientFor, account: str
) -> None:
    shown = words(html(client_for(account), BOARD)[1])
    assert "Kainuu Peruttu Aika: ti 16.4. klo 14 Peruttu 4.3.2024. Perustelu: Lakko." in shown
    assert ("14.00 Kainuu peruttu" in shown) == (account != "public")
    assert ("Miksi ja mitä voit tehdä" in shown) == (account == "kainuu")


def test_the_time_of_a_cancelled_meeting_is_free_for_another(
    cancelled: Round, cast: Cast, client_for: ClientFor
) -> None:
    operations.book_meeting(
        discussion(cancelled, "etela-savo"), moment(16, "14:00"), by=cast["etela-savo"]
    )
    shown = words(html(client_for("okm"), BOARD)[1])
    assert re.search(r"14.00 Etelä-Savo [A-Z ]*Kainuu peruttu", shown)


def test_the_board_offers_no_accepting_of_what_cannot_be_granted(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    for slug, time in (("kainuu", "12:30"), ("pohjois-savo", "13:15")):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    one, two = discussion(round_, "kainuu"), discussion(round_, "pohjois-savo")
    asked = operations.ask_swap(one, two, by=cast["kainuu"])
    page = html(client_for("pohjois-savo"), BOARD)[1]
    assert 'value="hyvaksy"' in page
    cancel_discussion(one, by=cast["koordinaattori"], reason="Lakko.")
    for account in ("pohjois-savo", "koordinaattori"):
        page = html(client_for(account), BOARD)[1]
        assert "Tapaaminen Kainuu on peruttu. Hylkää pyyntö." in page
        assert ('value="hyvaksy"' in page, 'value="hylkaa"' in page) == (False, True)
    sent = {"teko": "hyvaksy"}
    response = client_for("pohjois-savo").post(f"{BOARD}pyynnot/{asked.pk}/", sent, follow=True)
    assert "Tapaaminen Kainuu on peruttu. Hylkää pyyntö." in response.content.decode()
