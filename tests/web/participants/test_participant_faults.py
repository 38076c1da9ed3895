"""What the forms and the preview of participants say of all that cannot be taken, at once."""

import re

import pytest
from django.test import Client

from alke.domain.participants.models import Participant
from alke.domain.rounds.models import Discussion
from tests.cast import ClientFor
from tests.factories.topics import make_meeting, make_topic

PAGE = "/2024/ita/osallistujat/"
TITLE = "Anna henkilön tehtävänimike tai rooli."
ADDRESS = "Kirjoita koko sähköpostiosoite, esimerkiksi yhteys@maakunta.example."


@pytest.fixture
def east(world: None) -> Discussion:
    """The eastern joint discussion with a topic."""
    discussion = make_meeting()
    make_topic(discussion)
    return discussion


def sent(client: Client, address: str, **said: str) -> str:
    """The page that comes back, with plain spaces."""
    return client.post(address, said).content.decode().replace("\u00a0", " ")


def test_the_form_tells_every_fault_at_its_field(east: Discussion, client_for: ClientFor) -> None:
    said = {"organisation": "kainuu", "title": "\u202e", "email": "a@b", "opening": ""}
    page = sent(client_for("kainuu"), f"{PAGE}lisaa/", **said)
    links = re.findall(r'<li><a href="#(id_\w+)">', page)
    assert links == ["id_title", "id_email"]
    assert ADDRESS in page.partition('id="id_email-e">')[2].partition("</span>")[0]
    assert not Participant.objects.exists()


def test_the_form_tells_the_missing_body_and_title_with_the_wrong_address(
    east: Discussion, client_for: ClientFor
) -> None:
    page = sent(client_for("koordinaattori"), f"{PAGE}lisaa/", title="", email="a@b")
    links = re.findall(r'<li><a href="#(id_\w+)">([^<]*):', page)
    assert links == [
        ("id_organisation", "Organisaatio"),
        ("id_title", "Tehtävänimike"),
        ("id_email", "Työsähköposti"),
    ]


def test_the_preview_tells_every_fault_of_a_row(east: Discussion, client_for: ClientFor) -> None:
    rows = "Organisaatio,Tehtävä,Sähköposti\nKainuu,,a@b"
    page = sent(client_for("kainuu"), f"{PAGE}tuo/", rivit=rows, teko="tarkista")
    row = page.partition("<tbody>")[2].partition("</tr>")[0]
    assert re.findall(r'<p class="small">([^<]+)</p>', row) == [TITLE, ADDRESS]


def test_who_saves_after_another_sees_both_texts_and_may_let_the_own_stay(
    east: Discussion, client_for: ClientFor
) -> None:
    client = client_for("kainuu")
    client.post(f"{PAGE}lisaa/", {"organisation": "kainuu", "title": "Sihteeri"})
    row = Participant.objects.get()
    page = f"{PAGE}{row.pk}/"
    said = {"title": "Sihteeri", "seen": str(row.sequence), "mode": "remote", "language": "fi"}
    client.post(page, said | {"mandate": "listens"})
    answer = client.post(page, said | {"title": "Pääsihteeri"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Pääsihteeri"' in shown
    assert re.findall(r'id="(id_\w+)-e">.*?Nyt siinä on: ([^<]+)<', shown, re.DOTALL) == [
        ("id_title", "Sihteeri"),
        ("id_mandate", "Kuuntelee"),
    ]
    seen = re.search(r'name="seen" value="(\d+)"', shown)
    assert seen is not None
    assert client.post(page, said | {"title": "Pääsihteeri", "seen": seen[1]}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.mandate) == ("Pääsihteeri", "")
