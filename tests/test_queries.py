"""How many questions each page asks of the database, however much there is to show."""

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from alke.base import clock
from alke.domain.people.models import User
from alke.web.people.backend import BACKEND
from tests.access.growth import grow
from tests.access.places import PLACES
from tests.access.table import ROWS, Row
from tests.conftest import DEMO_DAY

pytestmark = pytest.mark.either_database
ACCOUNTS = ("public", "koordinaattori", "vastuuhenkilo-ita", "kainuu", "ely-lappi")
PUBLIC, SIGNED_IN, MANY_THINGS = 5, 10, 15
# Pages on which many things meet, and which.
MEETING: dict[str, str] = {
    "home": "tasks, deadlines, discussions, changes, follow-up",
    "booking_board": "meetings, members, bookings, ministries, answers, themes, requests",
    "meeting_booking": "the same, of which one is booked",
    "attendance_matrix": "the same",
    "timetable_detail": "the same, and the proposal",
    "document_deliver": "the paper, bodies on the list, their people, contacts and deputies",
    "participant_list": "people, bodies, who is missing, topics and openings, deadlines",
    "round_detail": "timeline, readiness, findings, groups, deadlines, contacts",
    "discussion_detail": "agenda, parties, regional meetings, checklist, contacts",
    "agenda_publish": "checklist and every recipient",
    "conclusions_detail": "items, decisions, confirmations, publications, bodies",
    "conclusions_document": "the same, and who was there",
    "topic_edit": "texts, actions, comments, confirmations, openings",
    "topic_changes": "the same, and who else has the sheet open",
    "action_edit": "fields, bodies of two sides, priorities, topics",
}
# many papers in one file, of which each asks for itself; the desks of all whom deadlines concern
PACKED = {"discussion_bundle", "reminder_list"}
PAGES = [
    row
    for row in ROWS
    if row.method == "GET" and 200 in row.statuses.values() and row.name not in PACKED
]
Counts = dict[tuple[str, str, str], list[str]]


def client_of(account: str) -> Client:
    """A client that is signed in as the account."""
    client = Client()
    if account != "public":
        client.force_login(User.objects.get(demo_account=account), backend=BACKEND)
    return client


def count(addresses: dict[tuple[str, str], str], visited: Counts | None = None) -> Counts:
    """The queries of every page as every account that may open it, or that `visited` it before."""
    found: Counts = {}
    clients = {account: client_of(account) for account in ACCOUNTS}
    for (name, place), address in addresses.items():
        for account, client in clients.items():
            key = (name, place, account)
            if key not in visited if visited else client.get(address).status_code != 200:
                continue  # the first visit may also write that it was opened
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                response = client.get(address)
            if response.status_code == 200:
                found[key] = [query["sql"] for query in captured.captured_queries]
    return found


@pytest.fixture(scope="module")
def counted(sample: None, django_db_blocker: DjangoDbBlocker) -> tuple[Counts, Counts]:
    """The queries with much of everything, and with much more."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(DEMO_DAY):
        addresses = {
            (row.name, row.place): reverse(row.name, kwargs=PLACES[row.place]()) for row in PAGES
        }
        grow(1)
        small = count(addresses)
        grow(2)
        large = count(addresses, visited=small)
        transaction.set_rollback(True)
    return small, large


def named(row: Row) -> str:
    """How a row is called in a report."""
    return f"{row.name} {row.place}"


@pytest.mark.parametrize("row", PAGES, ids=named)
def test_a_page_asks_few_questions(row: Row, counted: tuple[Counts, Counts], db: None) -> None:
    most = dict.fromkeys(ACCOUNTS, MANY_THINGS if row.name in MEETING else SIGNED_IN)
    most["public"] = PUBLIC
    for account in ACCOUNTS:
        queries = counted[0].get((row.name, row.place, account), [])
        assert len(queries) <= most[account], "\n".join([account, *queries])


@pytest.mark.parametrize("row", PAGES, ids=named)
def test_a_page_asks_no_more_when_there_is_more_to_show(
    row: Row, counted: tuple[Counts, Counts], db: None
) -> None:
    small, large = counted
    for account in ACCOUNTS:
        key = (row.name, row.place, account)
        before, after = small.get(key, []), large.get(key, [])
        assert len(after) <= len(before), "\n".join([account, *after])


def test_no_page_is_on_the_list_without_need(counted: tuple[Counts, Counts], db: None) -> None:
    most: dict[str, int] = {}
    for (name, _place, account), queries in counted[0].items():
        if account != "public":
            most[name] = max(most.get(name, 0), len(queries))
    assert {name for name in MEETING if most[name] <= SIGNED_IN} == set()


def test_nor_does_the_desk_of_a_council_that_has_a_table_to_read(sample: None, db: None) -> None:
    grow(1)
    PLACES["february-table"]()
    client = client_of("lappi")
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/").content.decode()
    assert "Tarkista taulukko" in page
    assert len(captured) <= MANY_THINGS, "\n".join(row["sql"] for row in captured.captured_queries)
