"""The front page, pages about the service, the demo's page and date switch."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alke.domain.people.actors import Actor
from alke.domain.rounds.cancel_operations import cancel_discussion
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import load_round, publish_round
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock

SYSTEM = Actor.system()


@pytest.fixture
def round_2024(world: None) -> Round:
    """The 2024 round as the letter gives it, published."""
    made = load_round(Path("rounds/2024.toml").read_text(encoding="utf-8"), by=SYSTEM)
    return publish_round(made.round, by=SYSTEM)


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return str(answer.content.decode().replace("\u00a0", " "))


def test_the_public_sees_the_days_of_the_newest_round(client: Client, round_2024: Round) -> None:
    page = text(client.get("/"))
    assert page.index("to 14.3.") < page.index("ke 10.4.") < page.index("ke 24.4.")
    assert "10 pv jäljellä" in page
    assert "18 maakuntakohtaista tapaamista" in page


def test_a_region_that_also_takes_part_is_told_with_the_discussion(
    client: Client, round_2024: Round
) -> None:
    page = text(client.get("/"))
    parts = {
        slug: page.partition(f'href="/2024/{slug}/"')[2].partition("</div></li>")[0]
        for slug in ("lansi", "ita", "pohjoinen", "etela")
    }
    also = {
        slug: part.partition("Osallistuu myös: ")[2].partition("</p>")[0]
        for slug, part in parts.items()
    }
    assert also == {
        "lansi": "Varsinais-Suomi",
        "ita": "Kainuu",
        "pohjoinen": "",
        "etela": "Kanta-Häme, Kymenlaakso, Etelä-Karjala",
    }


def test_the_round_of_regional_discussions_has_its_days_on_the_front_page(
    client: Client, world: None
) -> None:
    made = load_round(Path("rounds/2022.toml").read_text(encoding="utf-8"), by=SYSTEM)
    publish_round(made.round, by=SYSTEM)
    page = text(client.get("/"))
    assert page.count('<time datetime="2022-02-') == 12
    assert "Kaikki 18 keskustelua" in page
    assert "maakuntakohtai" not in page.partition("</h2>")[2].partition("<aside")[0]


def test_a_long_list_of_days_begins_two_before_the_next_one(
    client: Client, world: None, at: SetClock
) -> None:
    made = load_round(Path("rounds/2022.toml").read_text(encoding="utf-8"), by=SYSTEM)
    publish_round(made.round, by=SYSTEM)
    at("2022-02-04 08:00")
    rows = text(client.get("/")).split("<li")
    days = [row.partition('datetime="')[2][:13] for row in rows if 'datetime="2022-02-' in row]
    assert days[:3] == ["2022-02-03T09", "2022-02-03T13", "2022-02-04T09"]
    assert len(days) == 12
    assert [row.partition('datetime="')[2][:13] for row in rows if "tänään</strong>" in row] == [
        "2022-02-04T09"
    ]


def test_a_cancelled_meeting_is_not_counted(client: Client, round_2024: Round) -> None:
    meeting = Discussion.objects.get(round=round_2024, slug="lappi")
    cancel_discussion(meeting, by=SYSTEM, reason="Lakko.")
    assert "17 maakuntakohtaista tapaamista" in text(client.get("/"))


def test_nothing_that_is_not_published_stands_on_it(client: Client, world: None) -> None:
    load_round(Path("rounds/2024.toml").read_text(encoding="utf-8"), by=SYSTEM)
    page = text(client.get("/"))
    assert "Kierrosta ei ole vielä julkaistu" in page
    assert "Läntinen Suomi" not in page


def test_those_signed_in_come_to_their_desk(client_for: ClientFor, round_2024: Round) -> None:
    assert "Tehtävät nyt" in text(client_for("kainuu").get("/"))


def test_the_front_page_takes_few_queries_and_is_kept(
    client: Client, round_2024: Round, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(5):
        answer = client.get("/")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies
    again = client.get("/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/saavutettavuus/", "Saavutettavuusseloste"),
        ("/sv/saavutettavuus/", "Tillgänglighetsutlåtande"),
        ("/tietosuoja/", "Tietosuoja"),
        ("/sv/tietosuoja/", "Dataskydd"),
        ("/en/tietosuoja/", "Privacy"),
        ("/tyyliopas/", "Tyyliopas"),
    ],
)
def test_pages_about_the_service_are_public(
    client: Client, db: None, address: str, heading: str
) -> None:
    assert f"<h1>{heading}</h1>" in text(client.get(address))


def test_the_accessibility_statement_has_what_the_law_asks_for(client: Client, db: None) -> None:
    page = text(client.get("/saavutettavuus/"))
    assert "osittain vaatimusten mukainen" in page
    assert 'href="/saavutettavuus/palaute/"' in page
    assert "Traficom" in page
    assert "24.11.2026" in page


def test_the_demos_page_offers_the_days_of_the_round(client: Client, round_2024: Round) -> None:
    page = text(client.get("/esittely/"))
    for day in ("2024-03-08", "2024-03-20", "2024-03-27", "2024-04-16", "2026-01-02"):
        assert f'name="day" value="{day}"' in page


def test_without_a_round_it_says_how_one_is_loaded(client: Client, db: None) -> None:
    assert "alke round load rounds/2024.toml" in text(client.get("/esittely/"))


def test_the_day_changes_for_this_browser_only(client: Client, cast: Cast) -> None:
    answer = client.post("/esittely/paiva/", {"day": "2024-04-16", "next": "/roolit/?a=b"})
    assert answer["Location"] == "/roolit/?a=b"
    assert "ti 16.4.2024" in text(client.get("/roolit/"))
    assert "ma 4.3.2024" in text(Client().get("/roolit/"))


def test_no_day_means_the_day_of_the_start_again(client: Client, cast: Cast) -> None:
    client.post("/esittely/paiva/", {"day": "2024-04-16"})
    client.post("/esittely/paiva/", {})
    assert "ma 4.3.2024" in text(client.get("/roolit/"))


@pytest.mark.parametrize(
    "day", ["2023-08-31", "2031-01-01", "16.4.2024", "2024-02-30", "x" * 500, "\x00", "99999-1-1"]
)
def test_a_day_that_is_none_is_refused_in_words(client: Client, cast: Cast, day: str) -> None:
    page = text(client.post("/esittely/paiva/", {"day": day}, follow=True))
    assert "Valitse päivä väliltä 1.9.2023–31.12.2030." in page
    assert "demo_day" not in client.session


def test_the_switch_leads_to_no_other_site(client: Client, cast: Cast) -> None:
    form = {"day": "2024-04-16", "next": "https://evil.example/"}
    assert client.post("/esittely/paiva/", form)["Location"] == "/esittely/"


def test_outside_of_the_demo_neither_exists(
    client: Client, cast: Cast, settings: LazySettings
) -> None:
    settings.DEMO = False
    assert client.get("/esittely/").status_code == 404
    assert client.post("/esittely/paiva/", {"day": "2024-04-16"}).status_code == 404
    assert "Esittelypäivä" not in text(client.get("/roolit/"))


def test_the_first_and_the_last_day_are_taken(client: Client, cast: Cast) -> None:
    for day in (dt.date(2023, 9, 1), dt.date(2030, 12, 31)):
        client.post("/esittely/paiva/", {"day": day.isoformat()})
        assert client.session["demo_day"] == day.isoformat()


def test_a_meeting_that_is_over_is_not_the_next_one(
    client: Client, round_2024: Round, at: SetClock
) -> None:
    at("2024-03-14 11:31")
    page = text(client.get("/"))
    assert page.count("jäljellä") == 1
    assert page.index("Läntinen Suomi") < page.index("jäljellä") < page.index("Itäinen Suomi")
