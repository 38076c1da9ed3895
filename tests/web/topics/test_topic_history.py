"""Versions of the sheet: listed with what they changed, compared, brought back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alke.domain.topics import operations
from alke.domain.topics.models import Topic, TopicText
from tests.cast import Cast, ClientFor
from tests.factories.topics import make_meeting, make_topic, publish

URL = "/2024/ita/asialista/1/versiot/"
RESTORE = f"{URL}palauta/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic whose goals have three versions."""
    topic = make_topic(make_meeting())
    for version, (account, text) in enumerate(
        [("kainuu", "yksi kaksi"), ("lvm", "yksi kolme"), ("kainuu", "yksi kolme neljä")]
    ):
        operations.save_text(topic, "goals", "fi", text, by=cast[account], base_version=version)
    return topic


def test_each_version_shows_what_it_changed(topic: Topic, client_for: ClientFor) -> None:
    page = client_for("kainuu").get(URL).content.decode()
    assert "yksi<del> kaksi</del><ins> kolme</ins>" in page
    assert "yksi kolme<ins> neljä</ins>" in page
    assert "3 versiota" in page


def test_a_difference_shows_lists_and_headings_without_their_signs(
    topic: Topic, cast: Cast, client_for: ClientFor
) -> None:
    text = "- Yksi\n\n### Muut\n\n- Kaksi"
    later = text.replace("Kaksi", "Kolme")
    operations.save_text(topic, "goals", "fi", text, by=cast["lvm"], base_version=3)
    operations.save_text(topic, "goals", "fi", later, by=cast["kainuu"], base_version=4)
    page = client_for("kainuu").get(URL).content.decode()
    assert "– Yksi<br><br>Muut<br><br>–<del> Kaksi</del><ins> Kolme</ins>" in page


def test_any_two_versions_are_compared(topic: Topic, client_for: ClientFor) -> None:
    page = client_for("kainuu").get(URL, {"kohta": "goals", "vertaa": "3", "versio": "1"})
    text = page.content.decode().replace("\u00a0", " ")
    assert "Versiosta 1 versioon 3" in text
    assert "yksi<del> kaksi</del><ins> kolme neljä</ins>" in text


@pytest.mark.parametrize(
    "query",
    [
        {"kohta": "goals", "vertaa": "1", "versio": "99"},
        {"kohta": "goals", "vertaa": "x", "versio": "²"},
        {"kohta": "salainen"},
        {"sivu": "99"},
        {"sivu": "x"},
    ],
)
def test_a_strange_question_shows_the_list(
    topic: Topic, client_for: ClientFor, query: dict[str, str]
) -> None:
    response = client_for("kainuu").get(URL, query)
    assert response.status_code == 200
    assert "3 versiota" in response.content.decode()


def test_an_earlier_version_is_brought_back(topic: Topic, client_for: ClientFor) -> None:
    form = {"kohta": "goals", "kieli": "fi", "versio": "1", "nykyinen": "3"}
    response = client_for("kainuu").post(RESTORE, form)
    assert response.headers["Location"] == URL
    assert TopicText.objects.get(current=True).text == "yksi kaksi"


@pytest.mark.parametrize(
    ("over", "status", "reason"),
    [
        ({"nykyinen": "2"}, 409, "Joku muu tallensi tämän kohdan"),
        ({"versio": "77"}, 403, "Tätä versiota ei enää ole."),
        ({"kohta": "salainen"}, 403, "ei ole tällaista kohtaa"),
    ],
)
def test_a_refused_restore_says_why(
    topic: Topic, client_for: ClientFor, over: dict[str, str], status: int, reason: str
) -> None:
    form = {"kohta": "goals", "kieli": "fi", "versio": "1", "nykyinen": "3"} | over
    response = client_for("kainuu").post(RESTORE, form)
    assert response.status_code == status
    assert reason in response.content.decode()
    assert TopicText.objects.get(current=True).text == "yksi kolme neljä"


def test_a_published_text_comes_back_only_with_a_reason(
    topic: Topic, client_for: ClientFor
) -> None:
    publish(topic.discussion)
    form = {"kohta": "goals", "kieli": "fi", "versio": "1", "nykyinen": "3"}
    client = client_for("kainuu")
    assert "Asialista on julkaistu." in client.post(RESTORE, form).content.decode()
    client.post(RESTORE, form | {"perustelu": "Väärä teksti"})
    assert TopicText.objects.get(current=True).text == "yksi kaksi"


def test_a_reader_reads_versions_and_restores_none(topic: Topic, client_for: ClientFor) -> None:
    client = client_for("aune")
    assert "Palauta" not in client.get(URL).content.decode()
    client.post(RESTORE, {"kohta": "goals", "kieli": "fi", "versio": "1", "nykyinen": "3"})
    assert TopicText.objects.get(current=True).text == "yksi kolme neljä"


def test_the_public_sees_no_versions(topic: Topic, client_for: ClientFor) -> None:
    publish(topic.discussion)
    assert client_for("public").get(URL).headers["Location"].startswith("/kirjaudu/")


@pytest.mark.parametrize("count", [5, 60])
def test_the_page_costs_at_most_ten_queries(
    topic: Topic, cast: Cast, client_for: ClientFor, count: int
) -> None:
    for number in range(count):
        by = cast["lvm"] if number % 2 else cast["kainuu"]
        operations.save_text(topic, "situation", "fi", f"t{number}", by=by, base_version=number)
    client = client_for("kainuu")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(URL, {"kohta": "situation"}).status_code == 200
    assert len(queries) <= 10
