"""The page on which the sheet is written: heading, openings, state, confirmations, comments."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alke.domain.topics import operations
from alke.domain.topics.action_operations import create_action
from alke.domain.topics.models import Comment, Topic
from tests.cast import Cast, ClientFor
from tests.factories.topics import make_meeting, make_owner, make_topic, publish

SHEET = "/2024/ita/asialista/1/"
EDIT = f"{SHEET}muokkaa/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic for comment with one text."""
    discussion = make_meeting()
    make_owner(discussion, cast.user("vastuuhenkilo-ita"))
    topic = make_topic(discussion)
    operations.save_text(topic, "goals", "fi", "Tavoite", by=cast["lvm"], base_version=0)
    return topic


def read(client_for: ClientFor, account: str, url: str = EDIT) -> str:
    """The page as the account reads it."""
    response = client_for(account).get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_a_reader_is_told_why_there_is_nothing_to_write(
    topic: Topic, client_for: ClientFor
) -> None:
    response = client_for("aune").get(EDIT)
    assert response.status_code == 403
    assert "Roolisi ei salli tätä." in response.content.decode()


def test_who_is_not_signed_in_is_asked_to(topic: Topic, client_for: ClientFor) -> None:
    response = client_for("public").get(EDIT)
    assert response.headers["Location"].startswith("/kirjaudu/?next=")


@pytest.mark.parametrize("count", [5, 60])
def test_the_page_costs_at_most_fifteen_queries(
    topic: Topic, cast: Cast, client_for: ClientFor, count: int
) -> None:
    bodies = [(cast.organisation(slug), "", True) for slug in ("lvm", "kainuu")]
    for number in range(count):
        create_action(topic, by=cast["system"], title=f"Toimi {number}", responsibles=bodies)
        operations.add_comment(topic, "goals", f"Kommentti {number}", by=cast["lvm"])
    for account in ("kainuu", "vastuuhenkilo-ita"):
        client = client_for(account)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{EDIT}?kohta=goals").status_code == 200
        assert len(queries) <= 15


def test_the_heading_is_saved_with_its_minutes(topic: Topic, client_for: ClientFor) -> None:
    form = {"title": "Uusi otsikko", "title_sv": "Ny rubrik", "minutes": "60", "versio": "1"}
    response = client_for("kainuu").post(f"{SHEET}otsikko/", form)
    assert response.headers["Location"] == EDIT
    topic.refresh_from_db()
    assert (topic.title, topic.title_sv, topic.minutes) == ("Uusi otsikko", "Ny rubrik", 60)


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"title": ""}, "Anna asiakokonaisuudelle otsikko."),
        ({"title": "x" * 201}, "1 merkin liian pitkä"),
        ({"minutes": "-5"}, "Anna minuutit kokonaislukuna"),
        ({"minutes": "tunti"}, "Anna minuutit kokonaislukuna"),
    ],
)
def test_a_refused_heading_comes_back_as_it_was_typed(
    topic: Topic, client_for: ClientFor, over: dict[str, str], reason: str
) -> None:
    form = {"title": "Uusi", "title_sv": "Ny", "minutes": "60", "versio": "1"} | over
    page = client_for("kainuu").post(f"{SHEET}otsikko/", form).content.decode()
    assert page.count(reason) == page.count('aria-invalid="true"') == 1  # beside its field
    assert 'value="Ny"' in page


def test_a_heading_saved_by_two_shows_both(topic: Topic, cast: Cast, client_for: ClientFor) -> None:
    operations.edit_topic(topic, by=cast["lvm"], base_version=1, title="LVM:n otsikko")
    form = {"title": "Kainuun otsikko", "title_sv": "", "minutes": "", "versio": "1"}
    response = client_for("kainuu").post(f"{SHEET}otsikko/", form)
    assert response.status_code == 409
    page = response.content.decode()
    assert "<p>LVM:n otsikko</p>" in page
    assert 'value="Kainuun otsikko"' in page
    assert '<input type="hidden" name="versio" value="2">' in page


def test_a_published_heading_needs_its_reason(topic: Topic, client_for: ClientFor) -> None:
    publish(topic.discussion)
    client = client_for("kainuu")
    form = {"title": "Uusi", "title_sv": "", "minutes": "", "versio": "1"}
    page = client.post(f"{SHEET}otsikko/", form).content.decode()
    assert 'id="p-heading-e"' in page
    assert page.count("Kirjoita muutoksen perustelu.") == 1
    client.post(f"{SHEET}otsikko/", form | {"perustelu": "Kirjoitusvirhe"})
    topic.refresh_from_db()
    assert topic.title == "Uusi"


def test_each_side_saves_and_removes_its_opening(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    form = {"organisation": "kainuu", "speaker": "maakuntajohtaja", "minutes": "7"}
    client.post(f"{SHEET}avaus/mk/", form)
    opening = topic.openings.get()
    assert (opening.side, opening.speaker, opening.minutes) == ("mk", "maakuntajohtaja", 7)
    client.post(f"{SHEET}avaus/mk/", {"poista": "1"})
    assert not topic.openings.exists()


@pytest.mark.parametrize(
    ("side", "form", "reason"),
    [
        ("vn", {"organisation": "lvm"}, "Kumpikin puoli nimeää oman avauksensa."),
        ("mk", {"organisation": "lappi"}, "Organisaatio ei osallistu"),
        ("mk", {"organisation": "olematon"}, "Valitse organisaatio"),
        ("mk", {"speaker": ""}, "Kirjoita avauksen pitäjän tehtävä."),
        ("mk", {"minutes": "0"}, "Anna minuutit kokonaislukuna"),
    ],
)
def test_a_refused_opening_gives_its_reason(
    topic: Topic, client_for: ClientFor, side: str, form: dict[str, str], reason: str
) -> None:
    full = {"organisation": "kainuu", "speaker": "johtaja", "minutes": "5"} | form
    assert reason in client_for("kainuu").post(f"{SHEET}avaus/{side}/", full).content.decode()
    assert not topic.openings.exists()


def test_a_topic_goes_back_to_draft_and_to_comment(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("vastuuhenkilo-ita")
    for state in ("draft", "commenting"):
        client.post(f"{SHEET}tila/", {"state": state})
        topic.refresh_from_db()
        assert topic.state == state
    assert client.post(f"{SHEET}tila/", {"state": "nonsense"}).status_code == 403


def test_a_confirmation_is_given_and_taken_back(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("kainuu")
    mark = operations.sheet_mark(Topic.objects.get())
    client.post(f"{SHEET}vahvista/", {"side": "mk", "nahty": mark})
    assert "Kainuu, yhteyshenkilö, tänään 9.00" in read(client_for, "kainuu")
    client.post(f"{SHEET}vahvistus/peru/", {"side": "mk", "syy": "Luvut tarkistetaan"})
    page = read(client_for, "lvm")
    assert "<del>Vahvistettu Kainuu, tänään 9.00</del>" in page
    assert "Luvut tarkistetaan: Kainuu" in page


def test_a_sheet_that_changed_meanwhile_is_not_confirmed(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    mark = operations.sheet_mark(Topic.objects.get())
    operations.save_text(topic, "goals", "fi", "Muuttui", by=cast["lvm"], base_version=1)
    form = {"side": "mk", "nahty": mark}
    page = client_for("kainuu").post(f"{SHEET}vahvista/", form).content.decode()
    assert "Sapluuna muuttui sen jälkeen, kun avasit sen." in page
    assert not topic.confirmations.exists()


def test_a_blocked_confirmation_shows_its_reason_beforehand(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    assert "Roolisi ei salli tätä." in read(client_for, "kainuu-valmistelija")
    operations.set_topic_state(topic, "draft", by=cast["system"])
    page = read(client_for, "kainuu")
    assert 'aria-disabled="true" aria-describedby="vahvista-mk-r"' in page
    assert "Avaa se kommentoitavaksi ennen vahvistamista." in page


def test_a_comment_is_written_answered_and_resolved(topic: Topic, client_for: ClientFor) -> None:
    client_for("kainuu").post(f"{SHEET}kommentit/", {"target": "goals", "text": "Aikataulu?"})
    root = Comment.objects.get()
    client_for("lvm").post(f"{SHEET}kommentit/", {"vastaus": str(root.pk), "text": "Syksyllä."})
    page = read(client_for, "kainuu")
    assert page.index("Aikataulu?") < page.index("Syksyllä.")
    client_for("lvm").post(f"{SHEET}kommentit/{root.pk}/", {})
    page = read(client_for, "kainuu")
    assert "Ratkaistut (1)" in page
    client_for("lvm").post(f"{SHEET}kommentit/{root.pk}/", {"avaa": "1"})
    root.refresh_from_db()
    assert root.resolved_at is None


def test_a_comment_for_ones_own_side_stays_there(topic: Topic, client_for: ClientFor) -> None:
    form = {"target": "goals", "text": "Vain VN:lle", "own": "1"}
    client_for("lvm").post(f"{SHEET}kommentit/", form)
    assert "Vain VN:lle" in read(client_for, "plm")
    assert "Vain VN:lle" not in read(client_for, "kainuu")
    pk = Comment.objects.get().pk
    assert client_for("kainuu").post(f"{SHEET}kommentit/{pk}/", {}).status_code == 404
    form = {"vastaus": str(pk), "text": "x"}
    assert client_for("kainuu").post(f"{SHEET}kommentit/", form).status_code == 404


@pytest.mark.parametrize(
    ("text", "reason"), [("", "Kirjoita ensin kommentti."), ("y" * 2001, "1 merkin liian pitkä")]
)
def test_a_refused_comment_is_still_in_its_form(
    topic: Topic, client_for: ClientFor, text: str, reason: str
) -> None:
    form = {"target": "goals", "text": text}
    page = client_for("kainuu").post(f"{SHEET}kommentit/", form).content.decode()
    assert reason in page
    assert f"\n{text}</textarea>" in page


def test_a_get_changes_nothing(topic: Topic, client_for: ClientFor) -> None:
    for path in ("otsikko/", "avaus/mk/", "tila/", "vahvista/", "vahvistus/peru/", "kommentit/"):
        assert client_for("kainuu").get(f"{SHEET}{path}").status_code == 405


@pytest.mark.parametrize("mark", [{}, {"nahty": ""}, {"nahty": "arvattu"}])
def test_what_has_not_been_read_is_not_confirmed(
    topic: Topic, client_for: ClientFor, mark: dict[str, str]
) -> None:
    answer = client_for("kainuu").post(f"{SHEET}vahvista/", {"side": "mk"} | mark)
    assert answer.status_code == 403
    assert "Sapluuna muuttui sen jälkeen, kun avasit sen." in answer.content.decode()
    assert not topic.confirmations.exists()


def test_a_refused_withdrawal_keeps_its_reason(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    form = {"side": "mk", "syy": "Luvut " * 200}
    answer = client_for("kainuu").post(f"{SHEET}vahvistus/peru/", form)
    assert answer.status_code == 422
    assert f'value="{form["syy"]}"' in answer.content.decode()
    assert topic.confirmations.filter(withdrawn_at=None).exists()
