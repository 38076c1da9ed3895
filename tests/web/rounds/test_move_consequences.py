"""Before a date moves, the page says what besides dates hangs on it (S10)."""

import pytest

from alke.domain.bookings.attendance_operations import answer_attendance
from alke.domain.documents.models import Document
from alke.domain.documents.operations import make_document, register_version
from alke.domain.invitations.operations import send_invitations
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.documents import new_file
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round

pytestmark = pytest.mark.either_database
EAST = "/2024/aikataulu/keskustelu/ita/siirra/"
WISH = {"day": "2024-04-17", "starts": "09:00", "ends": "11:30"}


@pytest.fixture
def letter(world: None) -> Round:
    """The 2024 round as the letter gives it."""
    return make_round("2024")


def test_invited_people_reminders_and_papers_are_told(letter: Round, client_for: ClientFor) -> None:
    east = discussion(letter, "ita")
    make_participant(east)
    send_invitations(east, by=Actor.system())
    series = Document(
        kind="agenda", folder="agenda", round=east.round, discussion=east, language="fi"
    )
    version = make_document(series, lambda: [new_file()], "", "", by=Actor.system())
    page = client_for("koordinaattori").get(EAST, WISH).content.decode()
    assert "1 henkilö saa uuden ajan kalenterikutsun päivityksenä." in page
    assert "Tee niistä uudet versiot:" not in page  # nobody rests on what is not registered yet
    register_version(version, number="VN/1", publicity="public", by=Actor.system())
    page = client_for("koordinaattori").get(EAST, WISH).content.decode()
    assert f'href="/asiakirjat/{version.document_id}/"' in page
    assert "Muistutukset lähtevät näinä päivinä:" in page
    assert ".." not in page.partition("näinä päivinä:")[2].partition("</li>")[0]


def test_answers_of_ministries_to_the_old_time_are_counted(
    letter: Round, cast: Cast, client_for: ClientFor
) -> None:
    meeting = discussion(letter, "lappi")
    wish = {"day": "2024-04-18", "starts": "14:00"}
    address = "/2024/aikataulu/keskustelu/lappi/siirra/"
    before = client_for("koordinaattori").get(address, wish).content.decode()
    assert "Ministeriöt ovat ilmoittaneet" not in before
    answer_attendance(meeting, cast.organisation("okm"), "attends", by=cast["okm"])
    answer_attendance(meeting, cast.organisation("lvm"), "not-concerned", by=cast["lvm"])
    page = client_for("koordinaattori").get(address, wish).content.decode()
    assert "Ministeriöt ovat ilmoittaneet osallistuvansa nykyisenä aikana: 1 vastaus." in page


def test_a_document_that_is_still_expected_is_not_taken_for_adopted(
    letter: Round, client_for: ClientFor, at: SetClock
) -> None:
    address = "/2024/aikataulu/asiakirja/aluekehittamispaatos/siirra/"
    client, box = client_for("koordinaattori"), 'name="adopted" value="1"'
    assert f"{box}>" in client.get(address).content.decode()
    at("2024-03-28")
    assert f"{box} checked>" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("key", "sent", "field", "said"),
    [
        ("varaukset", "day=2023-03-29", "day", "Uusi aika on jo mennyt."),
        ("keskustelu/lansi", "day=2024-04-10&starts=9.00&ends=8.00", "ends", "Päättymisajan on"),
        ("keskustelu/lansi", "day=2024-01-10&starts=9.00&ends=11.00", "day", "Uusi aika on jo"),
    ],
)
def test_what_refuses_a_move_is_told_at_its_field(
    letter: Round, client_for: ClientFor, key: str, sent: str, field: str, said: str
) -> None:
    answer = client_for("koordinaattori").get(f"/2024/aikataulu/{key}/siirra/?{sent}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page.partition(f'id="id_{field}-e">')[2].partition("</span>")[0]
    assert 'name="token"' not in page


def test_a_meeting_moved_without_a_reason_is_told_at_the_reason(
    letter: Round, client_for: ClientFor
) -> None:
    client, page = client_for("koordinaattori"), "/2024/aikataulu/keskustelu/kainuu/siirra/"
    sent = {"day": "2024-04-17", "starts": "13.00", "ends": ""}
    shown = client.get(page, sent).content.decode()
    token = shown.partition('name="token" value="')[2].partition('"')[0]
    answer = client.post(page, sent | {"token": token, "reason": ""})
    assert answer.status_code == 422
    told = answer.content.decode().partition('id="id_reason-e">')[2].partition("</span>")[0]
    assert "yhteinen keskustelu on toisena päivänä" in told


def test_a_document_that_stays_where_it_is_expected_moves_nothing(
    letter: Round, client_for: ClientFor
) -> None:
    address = "/2024/aikataulu/asiakirja/aluekehittamispaatos/siirra/?day=2024-03-27"
    page = client_for("koordinaattori").get(address).content.decode()
    assert "Mikään ei muutu. Valitse toinen päivä tai aika." in page
    assert 'name="token"' not in page
