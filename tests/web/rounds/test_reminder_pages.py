"""The coordinator's page of reminders: who gets what when, whom it waits for, asking at once."""

import datetime as dt

import pytest

from alke.base import clock
from alke.domain.notices.models import Notice
from alke.domain.people.actors import Actor
from alke.domain.people.operations import close_account
from alke.domain.reminders.operations import remind
from alke.domain.rounds.models import Discussion
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.topics import make_topic

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


def test_it_tells_to_whom_it_goes_on_and_who_is_not_reminded(
    client_for: ClientFor, cast: Cast
) -> None:
    meeting = Discussion.objects.get(round__year=2024, slug="lappi")
    meeting.starts_at = clock.at_time(dt.date(2024, 4, 12), dt.time(12, 30))
    meeting.save()
    make_topic(meeting, title="Kärki")
    page = text(client_for)
    booking = page.partition('id="maara-varaukset"')[2].partition("</section>")[0]
    late = booking.partition("Jos jotakin on vielä kesken to 21.3., tieto menee myös: ")[2]
    late, _so, done = late.partition("Ei muistuteta, koska on jo tehty: ")
    assert f"{cast.user('kainuu-valmistelija')}</span> (Kainuun liitto)" in late
    assert str(cast.user("koordinaattori")) in late
    assert "(Lapin liitto)" in done
    assert "(Kainuun liitto)" not in done


def test_a_body_for_which_nobody_answers_is_named(client_for: ClientFor, cast: Cast) -> None:
    close_account(cast.user("kainuu"), by=Actor.system())
    booking = text(client_for).partition('id="maara-varaukset"')[2].partition("</section>")[0]
    assert "1 taholla ei ole yhteyshenkilöä" in booking
    told = booking.partition("Kukaan ei saa muistutusta, koska yhteyshenkilöä ei ole: ")[2]
    assert told.startswith('<a href="/organisaatiot/kainuu/">Kainuun liitto</a>.')


def test_a_click_asks_a_person_and_the_page_says_so(client_for: ClientFor, cast: Cast) -> None:
    client = client_for("koordinaattori")
    sent = {"henkilo": str(cast.user("kainuu").pk)}
    answer = client.post(f"{PAGE}varaukset/muistuta/", sent, follow=True)
    page = answer.content.decode()
    assert f"Pyyntö on lähtenyt: {cast.user('kainuu')}, Kainuun liitto." in page
    assert "Pyydetty tänään" in page
    assert Notice.objects.get(kind="nudge").to == cast.user("kainuu")
    again = client.post(f"{PAGE}varaukset/muistuta/", sent, follow=True).content.decode()
    assert "Henkilöä on pyydetty jo tänään." in again


def test_what_was_told_stands_behind(client_for: ClientFor, at: SetClock) -> None:
    at("2024-03-06 06:10")
    remind()
    behind = text(client_for).partition('id="takana"')[2]
    assert "Maakuntakohtaisen tapaamisen varaus" in behind
    assert "14 päivää ennen" in behind
