"""The round's pages: timeline, readiness, findings; moving dates with a preview."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alke.base import clock
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.cancel_operations import cancel_discussion
from alke.domain.rounds.findings import findings_of
from alke.domain.rounds.models import Deadline, Discussion, Round
from alke.domain.rounds.operations import load_round, name_contact, publish_round
from tests.cast import ClientFor
from tests.conftest import SetClock

SYSTEM = Actor.system()
FORMAT = Path("rounds/2024.toml").read_text(encoding="utf-8")
SIDES = ("Läntinen", "Itäinen", "Pohjoinen", "Eteläinen")


@pytest.fixture
def round_2024(world: None) -> Round:
    """The 2024 round as the letter gives it, published."""
    made = load_round(FORMAT, by=SYSTEM)
    return publish_round(made.round, by=SYSTEM)


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return str(answer.content.decode()).replace("\u00a0", " ")


def token_of(answer: Any) -> str:
    """What the button of a preview sends along."""
    found = re.search(r'name="token" value="([^"]+)"', text(answer))
    assert found is not None
    return found[1]


def test_the_public_sees_the_timeline_but_no_findings_or_contacts(
    round_2024: Round, client: Client
) -> None:
    page = text(client.get("/2024/"))
    assert "ke 27.3." in page
    assert "Läntinen Suomi" in page
    assert "Pääsiäinen" in page
    assert "Tarkistuksen havainnot" not in page
    assert "ita-suomi@tem.example" not in page


def test_contacts_stand_with_the_body_that_they_speak_for(
    round_2024: Round, client_for: ClientFor
) -> None:
    name_contact(
        Discussion.objects.get(slug="ita"),
        Organisation.objects.get(slug="kainuu"),
        "Yhteyshenkilö",
        by=SYSTEM,
    )
    assert "Yhteyshenkilö, Kainuun liitto" in text(client_for("lvm").get("/2024/"))


def test_a_round_tells_how_many_meet_and_how_many_have_a_time(
    round_2024: Round, client: Client
) -> None:
    lapland, kainuu = (Discussion.objects.get(slug=slug) for slug in ("lappi", "kainuu"))
    move_discussion(lapland, dt.datetime(2024, 4, 18, 13, 15, tzinfo=clock.HELSINKI), by=SYSTEM)
    cancel_discussion(kainuu, by=SYSTEM, reason="Lakko.")
    page = text(client.get("/2024/"))
    assert "<dt>Keskustelut</dt><dd>4</dd>" in page  # the webinar is none
    assert "<dt>Maakuntakohtaiset tapaamiset</dt><dd>1/17 " in page


def test_groups_have_their_regions_first_and_then_those_that_also_take_part(
    round_2024: Round, client_for: ClientFor
) -> None:
    also = ' <span class="small muted">osallistuu myös</span>'
    north = ("Keski-Pohjanmaa", "Pohjois-Pohjanmaa", "Kainuu", "Lappi")
    for account in ("koordinaattori", "koordinaattori", "public"):  # with findings, and kept ones
        page = text(client_for(account).get("/2024/")).partition('id="ryh"')[2]
        groups = re.findall(r"<h3>([^<]+)</h3><ul[^>]*>(.*?)</ul>", page.partition("</section>")[0])
        members = {name: re.findall(r"<li>(.*?)</li>", rows) for name, rows in groups}
        assert list(members) == [f"{side} Suomi" for side in SIDES]
        assert members["Pohjoinen Suomi"] == list(north)
        assert members["Itäinen Suomi"][-2:] == ["Pohjois-Karjala", f"Kainuu{also}"]


def test_a_deadline_of_a_discussion_is_told_with_it(round_2024: Round, client: Client) -> None:
    row = Deadline.objects.get(discussion__slug="ita")
    page = text(client.get("/2024/aikataulu/")).partition('id="siirra"')[2]
    link = '<a href="/2024/ita/">Itäinen Suomi</a>'
    assert f"<strong>{row.name_fi}</strong>: {link}</p>" in page


@pytest.mark.parametrize(
    ("account", "chips"),
    [
        ("koordinaattori", {}),
        ("kainuu", {"Itäinen Suomi": "Osallistuu myös", "Pohjoinen Suomi": "Oma", "Kainuu": "Oma"}),
        ("lappi", {"Pohjoinen Suomi": "Oma", "Lappi": "Oma"}),
        ("public", {}),
    ],
)
def test_a_discussion_is_told_to_be_ones_own_where_others_are_not(
    round_2024: Round, client_for: ClientFor, account: str, chips: dict[str, str]
) -> None:
    page = text(client_for(account).get("/2024/keskustelut/"))
    found = re.findall(r'<strong>([^<]+)</strong></a> <span class="tag">([^<]+)</span>', page)
    assert dict(found) == chips


def test_an_unpublished_round_is_not_found_by_the_public(world: None, client: Client) -> None:
    load_round(FORMAT, by=SYSTEM)
    assert client.get("/2024/").status_code == 404


def test_only_the_coordinator_moves_dates(round_2024: Round, client_for: ClientFor) -> None:
    address = "/2024/aikataulu/keskustelu/ita/siirra/"
    assert client_for("koordinaattori").get(address).status_code == 200
    for account in ("kainuu", "okm", "vastuuhenkilo-ita", "aune"):
        assert client_for(account).get(address).status_code == 403, account
    assert client_for("yllapito").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_move_is_previewed_and_then_done(round_2024: Round, client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    address = "/2024/aikataulu/keskustelu/ita/siirra/"
    wish = {"day": "2024-04-17", "starts": "09:00", "ends": "11:30"}
    answer = client.post(address, wish)
    page = text(answer)
    assert "Mitä siirrosta seuraa" in page
    assert "ke 3.4.2024" in page  # the agenda's deadline, two weeks before
    due = Deadline.objects.get(round=round_2024, discussion__slug="ita", purpose="agenda")
    assert due.day.isoformat() == "2024-04-02"
    token = token_of(answer)
    assert client.post(address, wish | {"token": token}).status_code == 302
    due.refresh_from_db()
    assert due.day.isoformat() == "2024-04-03"
    assert Discussion.objects.get(round=round_2024, slug="ita").day.isoformat() == "2024-04-17"  # type: ignore[union-attr]


def test_a_preview_has_an_address_and_a_visit_there_moves_nothing(
    round_2024: Round, client_for: ClientFor
) -> None:
    """One comes back to it without sending anything again."""
    client = client_for("koordinaattori")
    address = "/2024/aikataulu/asialista-ita/siirra/"
    assert '<form novalidate method="get"' in text(client.get(address))
    answer = client.get(f"{address}?day=2024-04-01")
    assert answer.status_code == 200
    assert "Mitä siirrosta seuraa" in text(answer)
    due = Deadline.objects.get(round=round_2024, key="asialista-ita")
    again = client.get(f"{address}?day=2024-04-01&token={token_of(answer)}")
    assert again.status_code == 200
    due.refresh_from_db()
    assert due.day == dt.date(2024, 4, 2)
    (form,) = re.findall(r'<form[^>]*method="post"[^>]*siirra.*?</form>', text(answer), re.DOTALL)
    fields = dict(re.findall(r'name="(day|token)" value="([^"]*)"', form))
    assert client.post(address, fields).status_code == 302
    due.refresh_from_db()
    assert due.day == dt.date(2024, 4, 1)


def test_a_reason_that_is_too_long_stays_with_the_preview(
    round_2024: Round, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    address, reason = "/2024/aikataulu/asialista-ita/siirra/", "Sali on varattu. " * 20
    token = token_of(client.get(f"{address}?day=2024-04-01"))
    answer = client.post(address, {"day": "2024-04-01", "token": token, "reason": reason})
    assert answer.status_code == 422
    assert f'value="{reason}"' in text(answer)
    assert "Mitä siirrosta seuraa" in text(answer)
    assert Deadline.objects.get(key="asialista-ita").day == dt.date(2024, 4, 2)


def test_a_move_other_than_the_previewed_one_is_refused(
    round_2024: Round, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    address = "/2024/aikataulu/keskustelu/ita/siirra/"
    answer = client.post(address, {"day": "2024-04-17", "starts": "09:00", "ends": "11:30"})
    token = token_of(answer)
    other = {"day": "2024-04-19", "starts": "09:00", "ends": "11:30", "token": token}
    refused = client.post(address, other)
    assert refused.status_code == 422
    assert Discussion.objects.get(round=round_2024, slug="ita").day.isoformat() == "2024-04-16"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"day": "31.2.2024"}, "Anna päivä muodossa 16.4.2024 tai valitse se."),
        ({"day": "1850-01-01"}, "Anna päivä vuosien 2000 ja 2099 väliltä."),
        ({"day": "2024-04-17", "starts": "11:00", "ends": "09:00"}, "Päättymisajan on oltava"),
        ({"day": "2024-04-17", "starts": "25:99"}, "Anna kellonaika muodossa 9.00."),
    ],
)
def test_a_bad_date_is_explained_and_kept(
    round_2024: Round, client_for: ClientFor, wish: dict[str, str], words: str
) -> None:
    answer = client_for("koordinaattori").post("/2024/aikataulu/keskustelu/ita/siirra/", wish)
    page = text(answer)
    assert answer.status_code == 422
    assert words in page
    for typed in wish.values():
        assert typed in page


def test_forged_keys_are_not_found(round_2024: Round, client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    assert client.get("/2024/aikataulu/ei-ole/siirra/").status_code == 404
    assert client.get("/2024/aikataulu/keskustelu/ei-ole/siirra/").status_code == 404
    assert client.get("/2031/").status_code == 404


@pytest.mark.parametrize("page", ["/2024/", "/2024/aikataulu/", "/2024/keskustelut/"])
def test_pages_of_the_round_ask_few_questions(
    round_2024: Round,
    client_for: ClientFor,
    page: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(5):
        assert Client().get(page).status_code == 200
    client = client_for("kainuu")
    with django_assert_max_num_queries(15 if page == "/2024/" else 10):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_round_reads_in_swedish_and_english(
    round_2024: Round, client: Client, language: str
) -> None:
    page = text(client.get(f"/{language}/2024/"))
    assert f'<html lang="{language}">' in page
    assert {"sv": "Diskussionsgrupper", "en": "Discussion groups"}[language] in page


@pytest.fixture
def large_round(round_2024: Round) -> Round:
    """The same with forty more joint discussions and twelve meetings on one day."""
    day = dt.datetime(2024, 4, 10, 9, tzinfo=clock.HELSINKI)
    made = [
        Discussion(
            round=round_2024,
            slug=f"lisa-{n}",
            name_fi=f"Lisäkeskustelu {n}",
            kind="joint",
            position=500 + n,
            starts_at=day + dt.timedelta(days=n),
            max_topics=2,
        )
        for n in range(40)
    ]
    made += [
        Discussion(
            round=round_2024,
            slug=f"tapaaminen-{n}",
            name_fi=f"Tapaaminen {n}",
            kind="regional",
            position=900 + n,
            starts_at=day.replace(hour=13),
        )
        for n in range(12)
    ]
    east = Discussion.objects.get(round=round_2024, slug="ita")
    for row in made[40:]:
        row.parent = east
    Discussion.objects.bulk_create(made)
    return round_2024


def test_a_large_round_has_pages(large_round: Round, client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    first, last = text(client.get("/2024/")), text(client.get("/2024/?sivu=3"))
    assert "Itäinen Suomi" in first
    assert "Lisäkeskustelu 39" not in first
    assert "Lisäkeskustelu 39" in last
    assert 'href="?sivu=3"' in first


def test_a_round_shows_thirty_findings_until_one_asks_for_all(
    large_round: Round, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    found = len(findings_of(large_round))
    shown = text(client.get("/2024/"))
    assert found > 30
    assert shown.count('<li class="find">') == 30
    assert f"Näytä kaikki {found} havaintoa" in shown
    assert text(client.get("/2024/?havainnot=kaikki")).count('<li class="find">') == found


def test_the_meetings_of_a_crowded_day_stand_in_one_row(large_round: Round, client: Client) -> None:
    pages = [text(client.get(f"/2024/aikataulu/?sivu={n}")) for n in (1, 2)]
    rows = [page for page in pages if "12 maakunnan tapaamista" in page or "Tapaaminen 11" in page]
    assert len(rows) == 1
    assert "Tapaaminen 0, Tapaaminen 1" in rows[0]


def test_the_timetable_opens_where_the_next_date_stands(
    large_round: Round, client: Client, at: SetClock
) -> None:
    at("2024-05-10")
    page = text(client.get("/2024/aikataulu/"))
    assert "Lisäkeskustelu 31" in page
    assert "Ohjekirje" not in page.partition("Päivämäärät")[2]


def test_findings_are_worked_out_anew_after_a_change(
    round_2024: Round, client_for: ClientFor
) -> None:
    client = client_for("koordinaattori")
    assert "14.3.2023" in text(client.get("/2024/"))
    data = {"code": "weekday-mismatch", "subject": "discussion:webinaari", "correct": "1"}
    client.post("/2024/havainnot/", data)
    assert "14.3.2023" not in text(client.get("/2024/"))


def test_the_other_rounds_are_a_click_away_for_those_who_are_signed_in(
    round_2024: Round, round_2022: Round, client_for: ClientFor
) -> None:
    load_round(Path("rounds/follow-up-only.toml").read_text(encoding="utf-8"), by=SYSTEM)
    page = text(client_for("kainuu").get("/2024/")).partition("Muut kierrokset:")[2]
    line = re.sub(r"<[^>]+>", "", page.partition("</p>")[0]).strip()
    assert line == "2025 (valmistelussa), 2022"
    assert "Muut kierrokset" not in text(Client().get("/2024/"))


def test_dates_of_an_ended_round_have_no_buttons(round_2022: Round, client_for: ClientFor) -> None:
    client = client_for("koordinaattori")
    assert "Siirrä päivä" not in text(client.get("/2022/"))
    page = text(client.get("/2022/aikataulu/"))
    assert "/siirra/" not in page
    assert "Kierros on päättynyt, eikä sitä enää muuteta." in page


def test_contacts_of_the_regions_are_named_with_their_council(
    round_2024: Round, client_for: ClientFor
) -> None:
    name_contact(
        Discussion.objects.get(slug="ita"),
        Organisation.objects.get(slug="pohjois-savo"),
        "Yhteyshenkilö",
        by=SYSTEM,
    )
    contacts = text(client_for("kainuu").get("/2024/")).partition('id="yht"')[2]
    assert "Yhteyshenkilö, Pohjois-Savon liitto" in contacts
    assert "<li>TEM-vastuuhenkilö, Itä-Suomi<br>" in contacts


@pytest.fixture
def round_2022(world: None) -> Round:
    """The round of eighteen regional discussions with money, published."""
    file = Path("rounds/2022.toml").read_text(encoding="utf-8")
    return publish_round(load_round(file, by=SYSTEM).round, by=SYSTEM)


def test_the_round_of_2022_speaks_of_co_operation_documents_and_their_money(
    round_2022: Round, client_for: ClientFor
) -> None:
    pages = [text(client_for("koordinaattori").get("/2022/satakunta/"))]
    pages.append(text(Client().get("/2022/satakunta/")))
    assert "Yhteistyöasiakirja" in pages[0]
    assert "Yhteistyöasiakirjaan sidottu rahoitus: 866 000 €" in pages[0]
    for page in pages:
        assert "Johtopäätökset" not in page
        assert "Muistio" not in page
    outcome = text(client_for("koordinaattori").get("/2022/satakunta/johtopaatokset/"))
    assert "<h1>Yhteistyöasiakirja</h1>" in outcome


def test_the_regional_discussions_of_2022_stand_on_the_timeline_and_in_the_list(
    round_2022: Round, client: Client
) -> None:
    page = text(client.get("/2022/"))
    lanes = page.partition("Aikajana")[2].partition("</section>")[0]
    assert lanes.count("<span>Keskustelu</span>") == 18
    shown = text(client.get("/2022/keskustelut/"))
    assert "Maakuntien keskustelut" in shown
    assert "Yhteisen keskustelun päivänä" not in shown


def test_a_base_document_is_adopted_from_its_day_on(
    round_2024: Round, client_for: ClientFor, at: SetClock
) -> None:
    client = client_for("kainuu")
    assert "Odotetaan ke 27.3.2024" in text(client.get("/2024/"))
    at("2024-03-27")
    assert "Hyväksytty ke 27.3.2024" in text(client.get("/2024/"))
