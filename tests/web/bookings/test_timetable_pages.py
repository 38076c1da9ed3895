"""A timetable of many meetings: pages of rows, and one form at the row that is changed."""

import re

import pytest

from alke.domain.bookings import operations
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round
from alke.domain.rounds.operations import publish_round
from alke.web.bookings import timetable_views
from tests.cast import Cast, ClientFor
from tests.domain.bookings.test_bookings import moment
from tests.factories.rounds import discussion, make_round

TIMETABLE = "/2024/varaukset/aikataulu/"


@pytest.fixture
def round_(cast: Cast) -> Round:
    """The published round of 2024."""
    return publish_round(make_round(), by=Actor.system())


def test_a_long_timetable_has_pages_and_one_form_at_the_row_that_is_changed(
    round_: Round, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timetable_views, "ROWS", 10)
    client = client_for("koordinaattori")
    client.post(TIMETABLE, {"teko": "ehdota"})

    def rows(query: str) -> list[str]:
        return re.findall(r'id="miksi-([a-z-]+)"', client.get(TIMETABLE + query).content.decode())

    first, second = rows(""), rows("?sivu=2")
    assert (len(first), len(second)) == (10, 8)
    assert "<select" not in client.get(TIMETABLE).content.decode()
    last = second[-1]
    shown = client.get(f"{TIMETABLE}?muuta={last}").content.decode()
    assert re.findall(r'<select[^>]* id="([^"]+)"', shown) == [f"aika-{last}"]
    sent = {"teko": "aseta", "kokous": last, "aika": "2024-04-17T14:00"}
    refused = client.post(f"{TIMETABLE}?muuta={last}", sent).content.decode()
    assert 'aria-invalid="true"' in refused
    sent["aika"] = ""
    back = client.post(TIMETABLE, sent)["Location"]
    assert back == f"{TIMETABLE}?kohta={last}#muuta-{last}"
    assert last in rows(f"?kohta={last}")
    assert "vapauta" in client.get(f"{TIMETABLE}?muuta={last}").content.decode()
    client.post(TIMETABLE, {"teko": "vapauta", "kokous": last})
    assert "vapauta" not in client.get(f"{TIMETABLE}?muuta={last}").content.decode()


def test_who_chooses_a_time_by_hand_sees_whose_it_is_and_on_which_day(
    round_: Round, cast: Cast, client_for: ClientFor
) -> None:
    operations.book_meeting(discussion(round_, "lappi"), moment(18, "14:00"), by=cast["lappi"])
    client = client_for("koordinaattori")
    client.post(TIMETABLE, {"teko": "ehdota", "pysyvat": "1"})
    shown = client.get(f"{TIMETABLE}?muuta=kainuu").content.decode().replace("\u00a0", " ")
    times = re.findall(r"<option[^>]*>([^<]+)</option>", shown)
    assert len(times) == 21
    assert "to 18.4. klo 14–14.40: Lappi" in times
    western = {text.partition(":")[0] for text in times if text.startswith("ke 10.4. klo 15.30")}
    assert western == {"ke 10.4. klo 15.30–16.10, muu päivä"}
