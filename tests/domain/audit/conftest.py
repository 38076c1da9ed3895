"""A way past the database's guards, as somebody with the database's password would have it."""

import pytest
from django.db import connection

from tests.flush import _guards


@pytest.fixture
def unguarded(cast: object) -> None:
    """The audit chain's rows can be changed; the test's end brings the guards back."""
    before, _after = _guards(connection)
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
