"""The board, a region's booking, the ministries' answers and the timetable, as pages."""

import re

import pytest
from django.test import Client

from alke.base.jobs import PATIENCE, SILENCE
from alke.domain.bookings import operations, timetable_operations
from alke.domain.bookings.models import BookingRequest, MinistryAnswer, TimetableProposal
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round
from alke.domain.rounds.operations import move_discussion, publish_round
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.domain.bookings.test_bookings import moment, now_at
from tests.factories.rounds import discussion, make_round

BOARD = "/2024/varaukset/"
TIMETABLE = f"{BOARD}aikataulu/"


@pytest.fixture
def round_(cast: Cast) -> Round:
    """The published round of 2024."""
    return publish_round(make_round(), by=Actor.system())


def read(client: Client, address: str) -> str:
    """The words of a page, with plain spaces."""
    response = client.get(address)
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2]
    text = re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text)


def test_a_council_books_with_theme_and_ministries(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    shown = client.get(f"{BOARD}?aika=2024-04-16T14:00").content.decode()
    assert '<option value="2024-04-16T14:00" selected>' in shown
    sent = {"aika": "2024-04-16T14:00", "teema": "Kaivosala", "ministeriot": ["okm", "ym"]}
    response = client.post(f"{BOARD}kainuu/", sent)
    assert (response.status_code, response["Location"]) == (302, BOARD)
    assert now_at(round_, "kainuu") == (moment(16, "14:00"), 1)
    shown = read(client, BOARD)
    assert "Varaus tallennettiin." in shown
    assert "14.00 Kainuu Kaivosala TEM OKM YM Muuta omaa varausta" in shown
    assert "Oma varaus ti 16.4. klo 14 alustava" in shown


def test_who_comes_second_reads_why_and_keeps_what_was_typed(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    taken, at = discussion(round_, "etela-savo"), moment(16, "14:00")
    operations.book_meeting(taken, at, by=cast["etela-savo"])
    client = client_for("kainuu")
    sent = {"aika": "2024-04-16T14:00", "teema": "Kaivosala"}
    response = client.post(f"{BOARD}kainuu/", sent)
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Kaivosala" in shown
    assert discussion(round_, "kainuu").topics.count() == 0
    sent = {"aika": "2024-04-24T12:30", "teema": "Kaivosala"}
    response = client.post(f"{BOARD}kainuu/", sent)
    assert response.status_code == 403
    assert "Perustele" in response.content.decode() or "perustelu" in response.content.decode()
    assert discussion(round_, "kainuu").topics.count() == 0


def test_the_board_tells_why_a_meeting_is_on_another_day(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    at, reason = moment(24, "12:30"), "Maakuntahallitus kokoontuu."
    operations.book_meeting(discussion(round_, "kainuu"), at, by=cast["kainuu"], reason=reason)
    said = f"12.30 Kainuu Muuna päivänä kuin yhteinen keskustelu. {reason}"
    assert said in read(client_for("okm"), BOARD)
    assert reason not in read(client_for("public"), BOARD)


def test_another_councils_booking_is_not_opened(round_: Round, client_for: ClientFor) -> None:
    assert client_for("lappi").get(f"{BOARD}kainuu/").status_code == 403
    assert client_for("okm").post(f"{BOARD}kainuu/", {"teema": "X"}).status_code == 403


def test_a_swap_is_asked_and_accepted(round_: Round, cast: Cast, client_for: ClientFor) -> None:
    for slug, time in (("etela-savo", "12:30"), ("pohjois-savo", "13:15")):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    asked = {"teko": "vaihda", "kenen": "pohjois-savo", "syy": "Hallitus kokoontuu"}
    client_for("etela-savo").post(f"{BOARD}etela-savo/", asked)
    other = client_for("pohjois-savo")
    assert "Hallitus kokoontuu" in read(other, BOARD)
    pk = BookingRequest.objects.get().pk
    assert client_for("lappi").post(f"{BOARD}pyynnot/{pk}/", {"teko": "hyvaksy"}).status_code == 403
    other.post(f"{BOARD}pyynnot/{pk}/", {"teko": "hyvaksy"})
    assert now_at(round_, "pohjois-savo") == (moment(16, "12:30"), 1)


def test_after_the_deadline_a_council_asks_the_coordinator(
    round_: Round, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-21")
    client = client_for("kainuu")
    shown = read(client, f"{BOARD}kainuu/")
    assert "Varausten määräaika on päättynyt." in shown
    assert "Vahvista varaus" not in shown
    sent = {"teko": "pyyda", "toivottu": "2024-04-16T14:00", "syy": "Päätettiin vasta 20.3."}
    client.post(f"{BOARD}kainuu/", sent)
    coordinator, pk = client_for("koordinaattori"), BookingRequest.objects.get().pk
    assert "Päätettiin vasta 20.3." in read(coordinator, BOARD)
    declined = {"teko": "hylkaa", "syy": ""}
    response = coordinator.post(f"{BOARD}pyynnot/{pk}/", declined, follow=True)
    assert "Perustele vastaus" in response.content.decode()
    coordinator.post(f"{BOARD}pyynnot/{pk}/", {"teko": "hyvaksy"})
    assert now_at(round_, "kainuu") == (moment(16, "14:00"), 1)


def test_a_ministry_answers_all_on_one_page(round_: Round, client_for: ClientFor) -> None:
    client = client_for("okm")
    sent = {
        "vastaus-kainuu": "attends",
        "kuka-kainuu": "opetusneuvos",
        "vastaus-lappi": "not-concerned",
        "vastaus-satakunta": "",
    }
    response = client.post(f"{BOARD}osallistuminen/okm/", sent, follow=True)
    assert "Tallennettuja vastauksia: 2." in response.content.decode()
    answers = MinistryAnswer.objects.values_list("discussion__slug", "answer", "attendee")
    assert set(answers) == {
        ("kainuu", "attends", "opetusneuvos"),
        ("lappi", "not-concerned", ""),
    }
    assert "opetusneuvos" in read(client_for("kainuu"), f"{BOARD}osallistuminen/")
    assert client_for("lvm").get(f"{BOARD}osallistuminen/okm/").status_code == 403


def test_the_public_reads_times_and_not_who_attends(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    meeting, okm = discussion(round_, "kainuu"), cast.organisation("okm")
    operations.book_meeting(meeting, moment(16, "14:00"), by=cast["kainuu"])
    operations.hope_for(meeting, by=cast["kainuu"], theme="Kaivosala", wanted=[okm], language="fi")
    shown = read(client_for("public"), BOARD)
    assert "14.00 Kainuu" in shown
    assert "Kaivosala" not in shown
    assert "OKM" not in shown
    assert client_for("public").get(f"{BOARD}osallistuminen/").status_code == 302


def test_the_coordinator_proposes_changes_and_confirms(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    operations.book_meeting(discussion(round_, "kainuu"), moment(16, "14:00"), by=cast["kainuu"])
    wished = [moment(16, "14:00")]
    operations.wish_times(discussion(round_, "pohjois-savo"), wished, by=cast["pohjois-savo"])
    client = client_for("koordinaattori")
    client.post(TIMETABLE, {"teko": "ehdota", "pysyvat": "1"})
    shown = read(client, TIMETABLE)
    assert "18/18" in shown
    assert "Todistettu: parempaa aikataulua ei ole näillä tavoitteilla." in shown
    assert "Aika ti 16.4. klo 14 on jo toisella: Kainuu." in shown
    assert now_at(round_, "pohjois-savo") == (None, None)
    sent = {"teko": "aseta", "kokous": "pohjois-savo", "aika": "2024-04-16T14:00"}
    shown = client.post(TIMETABLE, sent, follow=True).content.decode()
    assert "Sama aika: Kainuu." in shown
    response = client.post(TIMETABLE, {"teko": "vahvista"})
    assert response.status_code == 403
    refused = response.content.decode().replace("\u00a0", " ")
    assert "Kainuu, Pohjois-Savo ovat samaan aikaan, ti 16.4. klo 14." in refused
    assert now_at(round_, "pohjois-savo") == (None, None)
    client.post(TIMETABLE, {"teko": "laske"})
    shown = read(client, TIMETABLE)
    assert "Nämä eivät voi toteutua yhtä aikaa:" in shown
    assert "Aikaan ti 16.4. klo 14 mahtuu 1 tapaaminen." in shown
    first = "Miksi Pohjois-Savo Ei varattu Ei aikaa Muuta : Pohjois-Savo"
    assert f"{first} Asetettu käsin aikaan ti 16.4. klo 14, johon ei mahtunut. " in shown
    sent = {"teko": "aseta", "kokous": "pohjois-savo", "aika": "2024-04-16T14:45"}
    client.post(TIMETABLE, sent)
    client.post(TIMETABLE, {"teko": "laske"})
    response = client.post(TIMETABLE, {"teko": "vahvista"})
    assert response["Location"] == BOARD
    assert now_at(round_, "pohjois-savo") == (moment(16, "14:45"), 1)
    assert TimetableProposal.objects.get().state == "official"
    assert "vahvistettu" in read(client_for("kainuu"), BOARD)


@pytest.fixture
def searched(round_: Round, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> TimetableProposal:
    """A search that is left to the worker."""
    monkeypatch.setattr(timetable_operations, "AT_ONCE", 5)
    return operations.propose_timetable(round_, by=cast["koordinaattori"])


def test_the_page_says_how_far_the_worker_is(
    searched: TimetableProposal, client_for: ClientFor
) -> None:
    client, rows = client_for("koordinaattori"), TimetableProposal.objects
    assert "Odottaa vuoroaan." in read(client, TIMETABLE)
    rows.update(touched_at=searched.touched_at - PATIENCE)
    assert "Työ alkaa, kun ”alke worker” on käynnissä." in read(client, TIMETABLE)
    rows.update(state="running", touched_at=searched.touched_at)
    assert "Käynnissä" in read(client, TIMETABLE)
    rows.update(done=1, total=4)
    assert "1/4 päiväryhmää laskettu" in read(client, TIMETABLE)
    rows.update(touched_at=searched.touched_at - SILENCE)
    shown = client.get(TIMETABLE).content.decode()
    assert "Taustaprosessista ei ole kuulunut viiteen minuuttiin." in shown
    assert "hx-trigger" not in shown


def test_what_is_sought_anew_by_the_worker_is_not_told_as_found_and_can_be_stopped(
    searched: TimetableProposal, client_for: ClientFor
) -> None:
    timetable_operations.run_search(searched.pk)
    client = client_for("koordinaattori")
    client.post(TIMETABLE, {"teko": "laske"})
    shown = read(client, TIMETABLE)
    assert "Odottaa vuoroaan." in shown
    assert "Muut sijoitettiin uudelleen." not in shown
    client.post(TIMETABLE, {"teko": "keskeyta"})
    shown = read(client, TIMETABLE)
    assert "Laskenta keskeytettiin. Yksikään aika ei muuttunut." in shown
    assert "18/18" in shown


def test_a_search_that_failed_says_so_until_the_next_one(
    searched: TimetableProposal, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for("koordinaattori")
    with monkeypatch.context() as broken:
        broken.setattr(timetable_operations, "solve", None)
        timetable_operations.run_search(searched.pk)
    shown = read(client, TIMETABLE)
    assert "Jokin meni vikaan. Syy on lokissa." in shown
    assert "Ehdota aikataulua" in shown
    client.post(TIMETABLE, {"teko": "ehdota"})
    assert "Jokin meni vikaan." not in read(client, TIMETABLE)


def test_a_round_without_such_meetings_says_so(cast: Cast, client_for: ClientFor) -> None:
    publish_round(make_round("2022"), by=Actor.system())
    shown = read(client_for("kainuu"), "/2022/varaukset/")
    assert "Tällä kierroksella ei varata maakuntakohtaisia tapaamisia" in shown
    assert client_for("koordinaattori").get("/2022/varaukset/aikataulu/").status_code == 403


def test_a_time_taken_meanwhile_is_named_and_the_wishes_are_kept(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    client, meeting = client_for("kainuu"), discussion(round_, "kainuu")
    operations.wish_times(meeting, [moment(16, "15:30")], by=cast["kainuu"])
    at = moment(16, "14:00")
    operations.book_meeting(discussion(round_, "etela-savo"), at, by=cast["etela-savo"])
    sent = {"aika": "2024-04-16T14:00", "teema": "Kaivosala"}  # the board sends no wishes
    response = client.post(f"{BOARD}kainuu/", sent)
    shown = response.content.decode().replace("\u00a0", " ")
    assert response.status_code == 422
    assert "Aika ti 16.4. klo 14–14.40 ehdittiin juuri varata." in shown
    assert '<option value="2024-04-16T15:30" selected>' in shown


def test_the_reason_for_another_day_is_asked_where_it_is_written(
    round_: Round, client_for: ClientFor
) -> None:
    sent = {"aika": "2024-04-24T12:30", "teema": "Kaivosala"}
    shown = client_for("kainuu").post(f"{BOARD}kainuu/", sent).content.decode()
    assert "<details open><summary" in shown


def test_a_refused_swap_leaves_the_booking_as_it_is_shown(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    sent = {"aika": "2024-04-16T14:00", "teema": "Kaivosala", "ministeriot": ["okm"]}
    client.post(f"{BOARD}kainuu/", sent)
    response = client.post(f"{BOARD}kainuu/", {"teko": "vaihda", "kenen": "", "syy": "Juna"})
    shown = response.content.decode()
    assert response.status_code == 422
    assert '<option value="2024-04-16T14:00" selected>' in shown
    assert "\nKaivosala</textarea>" in shown
    assert 'value="okm" checked' in shown


def test_the_theme_of_a_meeting_is_not_taken_away(round_: Round, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    client.post(f"{BOARD}kainuu/", {"aika": "", "teema": "Kaivosala"})
    response = client.post(f"{BOARD}kainuu/", {"aika": "", "teema": " "})
    assert response.status_code == 422
    assert "Kirjoita teema." in response.content.decode()


def test_no_time_is_offered_to_whom_only_the_coordinator_can_give_one(
    round_: Round, client_for: ClientFor, at: SetClock
) -> None:
    link = f'href="{BOARD}?aika=2024-04-16T14:00'
    assert link in client_for("kainuu").get(BOARD).content.decode()
    at("2024-03-21")
    assert link not in client_for("kainuu").get(BOARD).content.decode()


def test_a_proposal_says_that_times_have_changed_since(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    client.post(TIMETABLE, {"teko": "ehdota", "pysyvat": "1"})
    assert "muuttunut ehdotuksen jälkeen" not in read(client, TIMETABLE)
    at = moment(16, "14:00")
    operations.book_meeting(discussion(round_, "kainuu"), at, by=cast["kainuu"])
    shown = read(client, TIMETABLE)
    assert "Aikoja on muuttunut ehdotuksen jälkeen: Kainuu. Sijoita muut uudelleen" in shown
    assert "Aika on muuttunut ehdotuksen jälkeen." in shown


def test_the_coordinator_gives_a_time_to_who_asked_for_any(
    round_: Round, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-21")
    asked = {"teko": "pyyda", "toivottu": "", "syy": "Päätettiin vasta 20.3."}
    client_for("kainuu").post(f"{BOARD}kainuu/", asked)
    coordinator, pk = client_for("koordinaattori"), BookingRequest.objects.get().pk
    assert "Annettava aika" in read(coordinator, BOARD)
    sent = {"teko": "hyvaksy", "aika": ""}
    response = coordinator.post(f"{BOARD}pyynnot/{pk}/", sent, follow=True)
    assert "Pyynnössä ei ole aikaa. Valitse aika." in response.content.decode()
    coordinator.post(f"{BOARD}pyynnot/{pk}/", sent | {"aika": "2024-04-16T14:00"})
    assert now_at(round_, "kainuu") == (moment(16, "14:00"), 1)
    assert BookingRequest.objects.get().state == "accepted"


def test_a_time_that_the_coordinator_books_answers_what_was_asked(
    round_: Round, client_for: ClientFor, at: SetClock
) -> None:
    at("2024-03-21")
    asked = {"teko": "pyyda", "toivottu": "", "syy": "Päätettiin vasta 20.3."}
    client_for("kainuu").post(f"{BOARD}kainuu/", asked)
    client_for("koordinaattori").post(f"{BOARD}kainuu/", {"aika": "2024-04-16T14:00"})
    assert BookingRequest.objects.get().state == "accepted"


def test_a_meeting_whose_time_is_none_any_more_gets_another_and_reads_why(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    operations.book_meeting(discussion(round_, "kainuu"), moment(16, "14:00"), by=cast["kainuu"])
    wish = [moment(16, "15:30")]
    operations.wish_times(discussion(round_, "pohjois-savo"), wish, by=cast["pohjois-savo"])
    move_discussion(discussion(round_, "ita"), moment(30, "09:00"), by=cast["koordinaattori"])
    client = client_for("koordinaattori")
    client.post(TIMETABLE, {"teko": "ehdota", "pysyvat": "1"})
    shown = read(client, TIMETABLE)
    assert now_at(round_, "kainuu")[0] == moment(16, "14:00")
    assert "Toivotut ajat ovat poistuneet: niiden päivänä ei ole enää keskustelua." in shown
    row = shown.partition("Kainuu ti 16.4. klo 14 ")[2].partition("Aseta")[0]
    assert row.startswith(("to 18.4. klo", "ti 30.4. klo"))
    assert "Aika ti 16.4. klo 14 on poistunut: sen päivänä ei ole enää keskustelua." in shown
    assert "18/18" in shown
    pk = discussion(round_, "kainuu").pk
    client.post(TIMETABLE, {"teko": "aseta", "kokous": "kainuu", "aika": "2024-04-16T14:00"})
    assert TimetableProposal.objects.get().places[str(pk)].startswith("2024-04-16T14:00")
