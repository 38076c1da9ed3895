"""A way past the database's guards, as somebody with its password would have it; English."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import translation

from tests.flush import _guards


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def unguarded(cast: object) -> None:
    """The audit chain's rows can be changed; the test's end brings the guards back."""
    before, _after = _guards(connection)
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
