"""The coordinator's page of reminders: who gets what when, whom it waits for, asking at once."""

import pytest

from alke.domain.notices.models import Notice
from alke.domain.reminders.operations import remind
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.either_database]
PAGE = "/2024/muistutukset/"


def text(client_for: ClientFor) -> str:
    return client_for("koordinaattori").get(PAGE).content.decode().replace("\xa0", " ")


def test_it_tells_who_is_awaited_and_when_who_is_told(client_for: ClientFor) -> None:
    page = text(client_for)
    booking = page.partition('id="maara-varaukset"')[2].partition("</section>")[0]
    days = "ke 6.3. (14 päivää ennen), ke 13.3. (7 päivää ennen), ti 19.3. (1 päivä ennen), "
    assert days + "to 21.3. (määräajan jälkeen)" in booking
    assert "Kainuun liitto" in booking
    assert "Valtiovarainministeriö" not in booking


def test_a_click_asks_a_person_and_the_page_says_so(client_for: ClientFor, cast: Cast) -> None:
    client = client_for("koordinaattori")
    sent = {"henkilo": str(cast.user("kainuu").pk)}
    answer = client.post(f"{PAGE}varaukset/muistuta/", sent, follow=True)
    assert "Pyydetty tänään" in answer.content.decode()
    assert Notice.objects.get(kind="nudge").to == cast.user("kainuu")
    again = client.post(f"{PAGE}varaukset/muistuta/", sent, follow=True).content.decode()
    assert "Henkilöä on pyydetty jo tänään." in again


def test_what_was_told_stands_behind(client_for: ClientFor, at: SetClock) -> None:
    at("2024-03-06 06:10")
    remind()
    behind = text(client_for).partition('id="takana"')[2]
    assert "Maakuntakohtaisen tapaamisen varaus" in behind
    assert "14 päivää ennen" in behind
