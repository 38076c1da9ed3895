"""Regional meetings get a time in the browser: from 12.30 on the joint discussion's day (R8)."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from alke.base import clock
from alke.domain.people.actors import Actor
from alke.domain.rounds.findings import findings_of
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.move_operations import move_discussion
from alke.domain.rounds.operations import publish_round
from tests.cast import ClientFor
from tests.conftest import SetClock
from tests.factories.rounds import discussion, make_round

ADDRESS = "/2024/aikataulu/keskustelu/lappi/siirra/"
NORTH = "2024-04-18"  # the day of Lapland's joint discussion


@pytest.fixture
def letter(world: None) -> Round:
    """The 2024 round as the letter gives it, published."""
    return publish_round(make_round("2024"), by=Actor.system())


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return str(answer.content.decode()).replace("\u00a0", " ")


def do(client: Client, **wish: str) -> Any:
    """The answer to the move after its preview."""
    seen = client.post(ADDRESS, wish)
    token = re.search(r'name="token" value="([^"]+)"', text(seen))
    assert token is not None, text(seen)
    return client.post(ADDRESS, wish | {"token": token[1]})


def span(round_: Round, slug: str = "lappi") -> list[str]:
    """The meeting's time by Helsinki's clock."""
    row = discussion(round_, slug)
    moments = [moment for moment in (row.starts_at, row.ends_at) if moment]
    return [f"{moment.astimezone(clock.HELSINKI):%d.%m. %H.%M}" for moment in moments]


def test_a_meeting_without_a_time_leads_the_coordinator_to_agree_on_one(
    letter: Round, client_for: ClientFor
) -> None:
    link = f'href="{ADDRESS}"'
    for page in ("/2024/lappi/", "/2024/aikataulu/"):
        assert link in text(client_for("koordinaattori").get(page))
        assert link not in text(client_for("lappi").get(page))
    undated = text(client_for("lappi").get("/2024/aikataulu/")).partition("Ilman aikaa")[2]
    assert "18 keskustelulla ei ole vielä aikaa." in undated
    assert 'href="/2024/lappi/"' in undated


def test_the_form_proposes_the_day_and_the_hour_of_the_letter(
    letter: Round, client_for: ClientFor
) -> None:
    page = text(client_for("koordinaattori").get(ADDRESS))
    assert "Sovi aika" in page
    assert f'value="{NORTH}"' in page
    assert 'value="12:30"' in page


def test_a_meeting_gets_its_time_and_the_length_of_its_kind(
    letter: Round, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    seen = text(client.post(ADDRESS, {"day": NORTH, "starts": "12:30"}))
    assert "ei päivää" in seen
    assert "to 18.4.2024 klo 12.30–13.10" in seen
    answer = do(client, day=NORTH, starts="12:30")
    assert answer.status_code == 302
    assert "Aika on sovittu." in text(client.get("/2024/aikataulu/"))
    assert span(letter) == ["18.04. 12.30", "18.04. 13.10"]
    assert "Siirrä aikaa" in text(client.get("/2024/lappi/"))


def test_an_empty_start_is_asked_for_and_becomes_no_time_of_its_own(
    letter: Round, client_for: ClientFor
) -> None:
    answer = client_for("koordinaattori").post(ADDRESS, {"day": NORTH, "starts": ""})
    assert answer.status_code == 422
    assert "Anna alkamisaika." in text(answer)
    assert span(letter) == []


def test_a_start_before_the_hour_needs_a_reason_and_is_a_finding(
    letter: Round, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    wish = {"day": NORTH, "starts": "12:29"}
    assert "Lappi: tapaaminen alkaa ennen tapaamisille varattua aikaa" in text(
        client.post(ADDRESS, wish)
    )
    refused = do(client, **wish)
    assert refused.status_code == 422
    assert "alkavat aikaisintaan klo 12.30" in text(refused)
    assert 'name="token"' in text(refused)  # the preview stands, a reason can be added
    assert span(letter) == []
    assert do(client, **wish, reason="Ministerin aikataulu").status_code == 302
    assert span(letter) == ["18.04. 12.29", "18.04. 13.09"]
    (found,) = [row for row in findings_of(letter) if row.code == "meeting-too-early"]
    assert (found.severity, found.subject) == ("info", "discussion:lappi")
    assert "Perustelu: Ministerin aikataulu" in found.message


def test_from_the_hour_on_no_reason_is_asked_for(letter: Round, client_for: ClientFor) -> None:
    assert do(client_for("koordinaattori"), day=NORTH, starts="12:30").status_code == 302
    codes = {row.code for row in findings_of(letter) if row.subject == "discussion:lappi"}
    assert codes == set()


def test_another_day_has_its_own_reason_and_no_hour(letter: Round, client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    wish = {"day": "2024-04-19", "starts": "9:00"}
    assert do(client, **wish).status_code == 422
    assert do(client, **wish, reason="Valtuuston kokous").status_code == 302
    codes = {row.code for row in findings_of(letter) if row.subject == "discussion:lappi"}
    assert codes == {"booking-on-other-day"}


def test_a_move_shows_the_end_too_before_and_after(letter: Round, client_for: ClientFor) -> None:
    address = "/2024/aikataulu/keskustelu/ita/siirra/"
    wish = {"day": "2024-04-17", "starts": "10:00", "ends": "13:00"}
    page = text(client_for("koordinaattori").post(address, wish))
    assert "<del>ti 16.4.2024 klo 9–11.30</del>" in page
    assert "<ins>ke 17.4.2024 klo 10–13</ins>" in page


def test_a_longer_end_alone_is_seen_in_the_preview(letter: Round, client_for: ClientFor) -> None:
    address = "/2024/aikataulu/keskustelu/ita/siirra/"
    wish = {"day": "2024-04-16", "starts": "9:00", "ends": "12:00"}
    page = text(client_for("koordinaattori").post(address, wish))
    assert "<ins>ti 16.4.2024 klo 9–12</ins>" in page


def test_tem_attends_every_regional_meeting_and_the_others_by_the_theme(
    letter: Round, client_for: ClientFor
) -> None:
    page = text(client_for("lappi").get("/2024/lappi/"))
    parties = page.partition('<div id="osapuolet">')[2].partition("</section>")[0]
    always, _said, others = parties.partition("Osallistuu jokaiseen maakuntakohtaiseen")
    assert ">TEM<" in always
    assert ">OKM<" not in always
    assert ">OKM<" in others.partition("Muut ministeriöt teeman mukaan")[0]
    assert ">TEM<" not in others
    assert "Osallistuu jokaiseen" not in text(client_for("lappi").get("/2024/pohjoinen/"))


@pytest.mark.parametrize(
    ("day", "body", "absent"),
    [
        ("2024-03-04", "Kainuun ELY-keskus", "Pohjois-Suomen elinvoimakeskus"),
        ("2026-03-04", "Kainuun ELY-keskus", "Pohjois-Suomen elinvoimakeskus"),
    ],
)
def test_a_meeting_without_a_time_has_the_bodies_of_its_joint_discussions_day(
    letter: Round, client_for: ClientFor, at: SetClock, day: str, body: str, absent: str
) -> None:
    at(day)
    page = text(client_for("kainuu").get("/2024/kainuu/"))
    assert body in page
    assert absent not in page


def test_one_without_any_day_has_the_bodies_of_today(
    letter: Round, client_for: ClientFor, at: SetClock
) -> None:
    Discussion.objects.filter(slug="kainuu").update(parent=None)
    at("2026-03-04")
    page = text(client_for("kainuu").get("/2024/kainuu/"))
    assert "Pohjois-Suomen elinvoimakeskus" in page
    assert "Kainuun ELY-keskus" not in page


def test_the_timetable_tells_by_the_hour_and_from_what_days_are_counted(
    letter: Round, client_for: ClientFor
) -> None:
    at = clock.at_time
    for slug, hour in (("lappi", 15), ("kainuu", 13)):
        day = discussion(letter, "pohjoinen").day
        assert day is not None
        meeting = discussion(letter, slug)
        move_discussion(meeting, at(day, dt.time(hour)), by=Actor.system(), reason="Sovittu.")
    page = client_for("koordinaattori").get("/2024/aikataulu/").text
    places = [page.rindex(f'href="/2024/{slug}/"') for slug in ("pohjoinen", "kainuu", "lappi")]
    assert places == sorted(places)
    assert "6 päivää tämän jälkeen: Maakuntakohtaisen tapaamisen varaus" in page
    assert "Osallistuminen" in page.partition('id="siirra"')[0]  # a word fits into the timeline
