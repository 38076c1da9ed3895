"""Writing one field: saved as one types and with plain forms, refused, saved by two at once."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics import operations
from alke.domain.topics.models import Topic, TopicText
from alke.web.people.backend import BACKEND
from tests.cast import Cast, ClientFor
from tests.factories.topics import make_meeting, make_owner, make_proposal, make_topic, publish

SHEET = "/2024/ita/asialista/1/"
FIELD = f"{SHEET}kohta/goals/"
EDIT = f"{SHEET}muokkaa/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic whose goals have version 1."""
    discussion = make_meeting()
    make_owner(discussion, cast.user("vastuuhenkilo-ita"))
    topic = make_topic(discussion)
    operations.save_text(topic, "goals", "fi", "Ensin", by=cast["lvm"], base_version=0)
    return topic


def current(language: str = "fi") -> str:
    """The goals as they are now."""
    row = TopicText.objects.filter(field="goals", language=language, current=True).first()
    return row.text if row else ""


def typed(text: str, version: int = 1, **more: str) -> dict[str, str]:
    """The form of the field."""
    return {"text": text, "versio": str(version), "kieli": "fi", "alku": "Ensin"} | more


def plain(body: bytes) -> str:
    """The answer without tags, as it is read."""
    return " ".join(re.sub(r"<[^>]+>", " ", body.decode().replace("\u00a0", " ")).split())


def test_an_autosave_answers_with_the_time_and_the_next_version(
    topic: Topic, client_for: ClientFor
) -> None:
    response = client_for("kainuu").post(FIELD, typed("Toinen"), headers=HTMX)
    assert current() == "Toinen"
    assert plain(response.content).startswith("Tallennettu 9.00")
    assert 'id="versio-goals" value="2" hx-swap-oob="true"' in response.content.decode()
    assert "<textarea" not in response.content.decode()
    assert "HX-Retarget" not in response.headers


def test_without_script_the_same_form_leads_back_to_the_field(
    topic: Topic, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    response = client.post(FIELD, typed("Toinen", valmis="1"))
    address = response.headers["Location"]
    assert (response.status_code, address) == (302, f"{EDIT}?tallennettu=goals#kohta-goals")
    page = client.get(address).content.decode()
    start = page.index('id="kohta-goals"')
    assert "Tallennettu</span>" in page[start : page.index('id="kuka-goals"')]
    assert page.count("Tallennettu</span>") == 1
    assert current() == "Toinen"


def test_save_and_close_brings_the_text_to_read(topic: Topic, client_for: ClientFor) -> None:
    response = client_for("kainuu").post(FIELD, typed("Toinen", valmis="1"), headers=HTMX)
    assert response.headers["HX-Retarget"] == "#kohta-goals"
    assert "<p>Toinen</p>" in response.content.decode()


def test_a_double_submission_saves_once(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    for _time in range(2):
        assert client.post(FIELD, typed("Toinen", valmis="1")).status_code == 302
    assert TopicText.objects.filter(field="goals").count() == 2


def test_a_save_that_comes_second_shows_both_texts_and_three_ways_on(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    operations.save_text(topic, "goals", "fi", "LVM:n teksti", by=cast["lvm"], base_version=1)
    response = client_for("kainuu").post(FIELD, typed("Kainuun teksti"), headers=HTMX)
    page = plain(response.content)
    assert response.headers["HX-Retarget"] == "#kohta-goals"
    assert "LVM tallensi tämän kohdan tänään 9.00, kun kirjoitit." in page
    for word in ("Pidä tallennettu teksti", "Tallenna oma teksti", "Tallenna yhdistetty teksti"):
        assert word in page
    assert "<del>LVM:n</del>" in response.content.decode()
    assert "<ins>Kainuun</ins>" in response.content.decode()
    assert "LVM:n teksti\nKainuun teksti" in response.content.decode()
    assert current() == "LVM:n teksti"


def test_a_field_that_shows_both_texts_counts_as_open(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    operations.save_text(topic, "goals", "fi", "LVM:n teksti", by=cast["lvm"], base_version=1)
    response = client_for("kainuu").post(FIELD, typed("Kainuun teksti"), headers=HTMX)
    for part in ('name="avoinna" value="goals.fi"', 'id="muutos-goals"'):
        assert part in response.content.decode()


def test_without_script_the_conflict_stands_on_the_edit_page(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    operations.save_text(topic, "goals", "fi", "LVM:n teksti", by=cast["lvm"], base_version=1)
    response = client_for("kainuu").post(FIELD, typed("Kainuun teksti", valmis="1"))
    assert response.status_code == 409
    for text in ("LVM:n teksti", "Kainuun teksti", "<h1>Puhdas siirtymä</h1>"):
        assert text in response.content.decode()


@pytest.mark.parametrize("text", ["Kainuun teksti", "LVM:n teksti\nKainuun teksti"])
def test_each_choice_of_a_conflict_saves_on_the_newer_version(
    topic: Topic, cast: Cast, client_for: ClientFor, text: str
) -> None:
    client = client_for("kainuu")
    operations.save_text(topic, "goals", "fi", "LVM:n teksti", by=cast["lvm"], base_version=1)
    page = client.post(FIELD, typed("Kainuun teksti"), headers=HTMX).content.decode()
    found = re.search(r'name="versio" value="(\d+)"', page)
    assert found is not None
    client.post(FIELD, typed(text, int(found[1]), valmis="1"), headers=HTMX)
    assert current() == text


def test_a_text_over_the_limit_is_refused_beside_the_field(
    topic: Topic, client_for: ClientFor
) -> None:
    response = client_for("kainuu").post(FIELD, typed("a" * 201), headers=HTMX)
    assert plain(response.content).startswith("Teksti on 1 merkin liian pitkä; raja on 200.")
    assert current() == "Ensin"


@pytest.mark.parametrize(
    ("text", "reason"), [("a" * 201, "1 merkin liian pitkä"), ("kello\x07", "U+0007")]
)
def test_without_script_a_refused_text_is_still_in_the_field(
    topic: Topic, client_for: ClientFor, text: str, reason: str
) -> None:
    response = client_for("kainuu").post(FIELD, typed(text, valmis="1"))
    page = response.content.decode()
    assert reason in page
    assert f"\n{text}</textarea>" in page


def test_undo_goes_back_to_the_text_that_was_opened(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    client.post(FIELD, typed("Toinen"), headers=HTMX)
    client.post(FIELD, typed("Toinen vielä", 2, peru="1"), headers=HTMX)
    assert current() == "Ensin"


def test_changing_the_language_saves_first(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    response = client.post(FIELD, typed("Toinen", vaihda="sv"), headers=HTMX)
    assert current() == "Toinen"
    assert '<textarea class="in mine mt2" rows="6" id="teksti-goals" name="text" lang="sv"' in (
        response.content.decode()
    )
    client.post(FIELD, {"text": "Målet", "versio": "0", "kieli": "sv", "alku": ""}, headers=HTMX)
    assert (current(), current("sv")) == ("Toinen", "Målet")


def test_a_field_opens_where_it_stands(topic: Topic, client_for: ClientFor) -> None:
    response = client_for("kainuu").get(f"{FIELD}?muokkaa=1", headers=HTMX)
    page = response.content.decode()
    assert "\nEnsin</textarea>" in page
    assert 'hx-trigger="input delay:800ms, focusout, submit"' in page
    assert "Enintään 200 merkkiä" in page


def test_without_script_the_field_opens_on_the_edit_page(
    topic: Topic, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    response = client.get(f"{FIELD}?muokkaa=1&kieli=sv")
    assert response.headers["Location"] == f"{EDIT}?kohta=goals&kieli=sv#kohta-goals"
    assert 'lang="sv"' in client.get(f"{EDIT}?kohta=goals&kieli=sv").content.decode()


def test_a_field_written_only_in_swedish_opens_in_swedish(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    operations.save_text(topic, "goals", "fi", "", by=cast["lvm"], base_version=1)
    operations.save_text(topic, "goals", "sv", "Först", by=cast["lvm"], base_version=0)
    page = client_for("kainuu").get(EDIT).content.decode()
    opened = re.findall(r"\?kohta=goals&amp;kieli=(\w\w)", page)
    assert opened == ["sv", "fi"], "the heading opens what is read, the link the other version"


@pytest.mark.parametrize("account", ["aune", "lappi", "koordinaattori"])
def test_who_may_not_write_opens_and_saves_nothing(
    topic: Topic, client_for: ClientFor, account: str
) -> None:
    client = client_for(account)
    assert client.get(f"{FIELD}?muokkaa=1", headers=HTMX).status_code == 403
    client.post(FIELD, typed("Kaapattu"), headers=HTMX)
    assert current() == "Ensin"


@pytest.mark.parametrize(
    ("closed", "reason"),
    [
        ({"cancelled_at": "2024-03-04T08:00:00+02:00"}, "Keskustelu on peruttu."),
        ({"agenda": "archived"}, "Asialista on arkistoitu."),
    ],
)
def test_what_closed_meanwhile_refuses_and_keeps_the_text(
    topic: Topic, client_for: ClientFor, closed: dict[str, str], reason: str
) -> None:
    Discussion.objects.update(**closed)
    response = client_for("kainuu").post(FIELD, typed("Myöhässä", valmis="1", perustelu="Siksi"))
    page = response.content.decode()
    assert response.status_code == 403
    assert reason in page
    assert "\nMyöhässä</textarea>" in page
    assert current() == "Ensin"


def test_a_round_that_ended_meanwhile_refuses_and_keeps_the_text(
    topic: Topic, client_for: ClientFor
) -> None:
    Round.objects.update(state=Round.State.ENDED)
    response = client_for("kainuu").post(FIELD, typed("Myöhässä", valmis="1"))
    page = response.content.decode()
    assert response.status_code == 403
    assert "Kierros on päättynyt." in page
    assert "\nMyöhässä</textarea>" in page
    assert current() == "Ensin"


def test_a_session_that_ended_loses_no_text(topic: Topic, client_for: ClientFor) -> None:
    response = client_for("public").post(FIELD, typed("Toinen"), headers=HTMX)
    assert response.status_code == 401
    response = client_for("public").post(FIELD, typed("Toinen tavoite"))
    assert response.status_code == 401
    assert "Toinen tavoite" in response.content.decode()


def test_an_open_field_knows_what_to_say_when_the_session_ends(
    topic: Topic, client_for: ClientFor
) -> None:
    page = client_for("kainuu").get(f"{FIELD}?muokkaa=1", headers=HTMX).content.decode()
    assert 'data-ended="Istunto on päättynyt. Kopioi teksti, kirjaudu uudelleen' in page


@pytest.mark.parametrize("path", ["kohta/salainen/", "kohta/goals-fi/"])
def test_a_field_that_the_sheet_lacks_is_not_found(
    topic: Topic, client_for: ClientFor, path: str
) -> None:
    assert client_for("kainuu").post(f"{SHEET}{path}", typed("x")).status_code == 404


@pytest.mark.parametrize("version", ["", "-1", "x", "²", "9" * 30])
def test_a_forged_version_overwrites_nothing(
    topic: Topic, client_for: ClientFor, version: str
) -> None:
    form = typed("Kaapattu") | {"versio": version}
    response = client_for("kainuu").post(FIELD, form, headers=HTMX)
    assert response.headers["HX-Retarget"] == "#kohta-goals"
    assert current() == "Ensin"


def test_another_sides_draft_is_not_found(topic: Topic, cast: Cast, client_for: ClientFor) -> None:
    draft = make_proposal(topic.discussion, cast["lvm"], draft_side="vn")
    assert client_for("kainuu").get(f"/2024/ita/ehdotukset/{draft.pk}/").status_code == 404


def test_a_published_field_has_no_autosave_and_asks_for_a_reason(
    topic: Topic, client_for: ClientFor
) -> None:
    publish(topic.discussion)
    client = client_for("kainuu")
    page = client.get(f"{EDIT}?kohta=goals").content.decode()
    assert "delay:800ms" not in page
    # of several lines: Enter in a single one would press the first button, another language
    assert re.search(r'<textarea[^>]+name="perustelu"', page)
    refused = client.post(FIELD, typed("Uusi", valmis="1"))
    page = refused.content.decode()
    error = re.search(r'id="perustelu-goals-e">.*?</svg>(.+?)</span>', page)
    assert error is not None
    assert "Kirjoita muutoksen perustelu." in error[1]
    assert page.count('aria-invalid="true"') == 1
    assert "\nUusi</textarea>" in page
    client.post(FIELD, typed("Uusi", valmis="1", perustelu="Kirjoitusvirhe"))
    assert current() == "Uusi"


def test_the_form_is_guarded_against_forged_requests(cast: Cast, topic: Topic) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.user("kainuu"), BACKEND)
    assert client.post(FIELD, typed("Kaapattu")).status_code == 403
    assert current() == "Ensin"


def test_opening_a_field_costs_at_most_ten_queries(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{FIELD}?muokkaa=1", headers=HTMX)
    assert len(queries) <= 10
