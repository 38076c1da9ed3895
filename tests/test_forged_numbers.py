"""Numbers that name nothing, put into every address: there is no such page, and no fault."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access.places import AFTER, LATER, PLACES, Arguments
from tests.access.table import ROWS, Row
from tests.conftest import DEMO_DAY, SetClock
from tests.test_bad_characters import account_of, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
# none; and beyond what a column, a database and a processor count to
FORGED = (0, 2**31, 2**63, 10**30)
SIGN_IN = {302, 401}  # asked of those who may not see whether there is such a thing
OPEN = [row for row in ROWS if set(row.statuses.values()) != {405}]
FIRST = {(row.name, row.method): row for row in reversed(OPEN)}.values()  # each page once


def forged(arguments: Arguments) -> Iterator[Arguments]:
    """The place with one of its numbers forged, each in turn."""
    for name, value in arguments.items():
        if isinstance(value, int):
            yield from (arguments | {name: number} for number in FORGED)


def found(row: Row) -> Iterator[str]:
    """Where something else than "there is no such page" is answered."""
    account = account_of(row)
    client, fair = client_of(account), {404} | (SIGN_IN if account == "public" else set())
    for arguments in forged(PLACES[row.place]()):
        address = reverse(row.name, kwargs=arguments)
        point = transaction.savepoint()
        answer = client.get(address) if row.method == "GET" else client.post(address)
        transaction.savepoint_rollback(point)
        if answer.status_code not in fair:
            yield f"{answer.status_code} {address}"


@pytest.mark.parametrize("row", FIRST, ids=lambda row: f"{row.method} {row.name}")
def test_a_forged_number_leads_nowhere(row: Row, at: SetClock) -> None:
    at(AFTER if row.place in LATER else DEMO_DAY)
    point = transaction.savepoint()
    try:
        assert list(found(row)) == []
    finally:
        transaction.savepoint_rollback(point)
