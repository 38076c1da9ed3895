"""Calendars as programs fetch them: without a session, with tags, in few statements."""

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alke.domain.calendars.models import CalendarFeed
from alke.domain.calendars.operations import open_feed, revoke_feed
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import cancel_discussion
from tests.cast import Cast, ClientFor

Scope = CalendarFeed.Scope
MOST = 5  # statements


def address(cast: Cast, account: str = "kainuu") -> str:
    """A new one, of the account's own calendar."""
    return f"/kalenteri/{open_feed(by=cast[account], scope=Scope.OWN).token}.ics"


def test_a_program_reads_the_calendar_without_a_session(cast: Cast, sample: None) -> None:
    answer = Client().get(address(cast))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Itäinen Suomi" in answer.content.decode()
    assert not answer.cookies


def test_a_browser_keeps_nothing_of_it(cast: Cast, client_for: ClientFor, sample: None) -> None:
    answer = client_for("kainuu").get(address(cast))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


def test_what_is_known_is_not_sent_again_until_it_changes(cast: Cast, sample: None) -> None:
    path, client = address(cast), Client()
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    east = Discussion.objects.get(round__year=2024, slug="ita")
    cancel_discussion(east, by=cast["system"], reason="Este.")
    changed = client.get(path, headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert "STATUS:CANCELLED" in changed.content.decode()


def test_an_ended_address_says_so_and_a_wrong_one_is_not_there(cast: Cast, sample: None) -> None:
    path, client = address(cast), Client()
    revoke_feed(CalendarFeed.objects.get(), by=cast["kainuu"])
    assert client.get(path).status_code == 410
    assert client.get("/kalenteri/vaara.ics").status_code == 404
    assert client.get(f"/sv{path}").status_code == 404


def statements(client: Client, path: str) -> list[str]:
    """What it asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


def test_a_calendar_asks_few_questions(cast: Cast, sample: None) -> None:
    client = Client()
    for path in (address(cast, "vastuuhenkilo-ita"), "/2024/aikataulu.ics"):
        client.get(path)
        caches["pages"].clear()
        made, kept = statements(client, path), statements(client, path)
        assert (len(made) <= MOST, len(kept) <= 2) == (True, True), made + kept


def test_the_public_calendar_of_a_round_is_kept_with_its_tag(db: None, sample: None) -> None:
    client = Client()
    first = client.get("/2024/aikataulu.ics")
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "public, max-age=60")
    assert ":Aluekehittämisen keskustelut 2024\r\n" in first.content.decode()
    known = {"if-none-match": first.headers["ETag"]}
    assert client.get("/2024/aikataulu.ics", headers=known).status_code == 304
    swedish = client.get("/sv/2024/aikataulu.ics").content.decode()
    assert "Diskussioner om regionutveckling 2024" in swedish
    Round.objects.filter(year=2024).update(published_at=None)
    caches["pages"].clear()
    assert client.get("/2024/aikataulu.ics").status_code == 404
