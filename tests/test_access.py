"""Every address, asked for by every role, answers as the written table says."""

from collections.abc import Iterable, Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alke.domain.audit.queries import head
from alke.domain.people.models import User
from alke.web.people.backend import BACKEND
from tests.access.places import AFTER, LATER, PLACES, SENT
from tests.access.table import COLUMNS, ROWS, Row
from tests.conftest import DEMO_DAY, SetClock
from tests.factories.people import make_former

Cookies = dict[str, str]
KINDS = {"public", "koordinaattori", "okm", "kainuu", "ely-lappi"}  # who read other rows each
NOBODY = "nobody"  # made for these tests: every demo account has a role
NAMES = {row.name for row in ROWS}
WITHOUT_FORM = sorted(NAMES - {row.name for row in ROWS if row.method == "POST"})


def names(resolver: URLResolver) -> Iterator[str]:
    """The name of every address, those that a library brings included."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern)
        else:
            yield from names(entry)


@pytest.fixture(scope="module")
def cookies(sample: None, django_db_blocker: object) -> Iterator[Cookies]:
    """The cookie with which each account is signed in; the sample ends with its sessions."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        former = make_former()
        yield {account: _cookie(account, former) for account in (*COLUMNS.values(), NOBODY)}
        former.delete()


def _cookie(account: str, former: User) -> str:
    client = Client()
    if account != "public":
        user = former if account == NOBODY else User.objects.get(demo_account=account)
        client.force_login(user, backend=BACKEND)
    return client.cookies.output(header="", sep=";")


def statuses(
    row: Row, accounts: Iterable[str], cookies: Cookies, method: str = ""
) -> dict[str, int]:
    """What each account is answered; whatever it did is undone before the next one asks."""
    point = transaction.savepoint()
    try:
        address = reverse(row.name, kwargs=PLACES[row.place]())
        sent = None if (method or row.method) == "GET" else SENT.get(row.name, {})
        form = sent() if callable(sent) else sent
        return {account: _status(address, form, cookies[account]) for account in accounts}
    finally:
        transaction.savepoint_rollback(point)


def _status(address: str, form: dict[str, Any] | None, cookie: str) -> int:
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(cookie)
    point = transaction.savepoint()
    try:
        if form is None:
            return client.get(address).status_code
        return client.post(address, form).status_code
    finally:
        transaction.savepoint_rollback(point)


def _asked(row: Row) -> dict[str, int]:
    """Everybody; on the second database one of each kind of reader, and one for each other answer.

    Rules stop the others there in the same lines of ours as on the first.
    """
    if connection.vendor == "sqlite":
        return row.statuses
    firsts = {status: account for account, status in reversed(row.statuses.items())}
    return {
        account: status
        for account, status in row.statuses.items()
        if (account in KINDS and status == 200) or firsts[status] == account
    }


def test_every_address_has_its_row() -> None:
    assert set(names(get_resolver())) - NAMES == set()


def test_every_row_has_its_address() -> None:
    assert NAMES - set(names(get_resolver())) == set()


def test_every_address_says_what_a_mere_visit_gets() -> None:
    assert NAMES - {row.name for row in ROWS if row.method == "GET"} == set()


def test_no_row_stands_twice() -> None:
    keys = [(row.name, row.place, row.method) for row in ROWS]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.name} {row.place}")
def test_each_role_is_answered_as_the_table_says(
    row: Row, sample: None, cookies: Cookies, db: None, at: SetClock
) -> None:
    at(AFTER if row.place in LATER else DEMO_DAY)
    # who has no role left gets what neither reads nor administers
    without = max(row.statuses[account] for account in ("aune", "yllapito"))
    expected = {**_asked(row), NOBODY: without}
    assert statuses(row, expected, cookies) == expected


@pytest.mark.either_database  # no statement is asked
@pytest.mark.parametrize("name", WITHOUT_FORM)
def test_a_page_without_a_row_for_forms_takes_none(
    name: str, sample: None, cookies: Cookies, db: None, at: SetClock
) -> None:
    rows = [row for row in ROWS if row.name == name]
    before = head()
    for row in rows:
        at(AFTER if row.place in LATER else DEMO_DAY)
        accounts = ("public", "koordinaattori", "kainuu", "yllapito")
        expected = {account: row.statuses[account] for account in accounts}
        if expected["public"] == 302 and not name.startswith("account_"):
            expected["public"] = 401  # a visit leads to signing in; a form is handed back
        assert statuses(row, accounts, cookies, "POST") == expected
    assert head() == before
