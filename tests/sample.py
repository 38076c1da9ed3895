"""The sample round as the demo starts with it, for all tests that look at it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from alke.base import clock
from alke.domain.people.actors import Actor
from alke.domain.samples.operations import load_sample
from tests import databases, settings
from tests.conftest import DEMO_DAY

DATABASE = {"db", "transactional_db", "django_db_setup"}  # fixtures of tests that use it


def load() -> None:
    """Loads it into the database as it stands."""
    with clock.at(DEMO_DAY):
        load_sample(by=Actor.system())


class _Stage:
    """Where the sample stands, from one test to the next.

    On SQLite it is brought from a file that one process of the run has made. On PostgreSQL each
    process loads it, within a transaction that ends when the sample is taken away.
    """

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self.blocker = blocker
        self.stack = ExitStack()
        self.stands = False

    def open(self) -> None:
        """Loads the sample unless it stands."""
        if self.stands:
            return
        with self.blocker.unblock(), ExitStack() as stack:
            if connection.vendor == "sqlite":
                bare = settings.FOLDER / "bare"
                databases.keep(bare)
                stack.callback(databases.bring, bare)
                databases.bring(databases.made_once("sample", load))
            else:
                stack.enter_context(transaction.atomic())
                stack.callback(transaction.set_rollback, True)
                load()
            self.stack, self.stands = stack.pop_all(), True

    def close(self) -> None:
        """Takes it away."""
        with self.blocker.unblock():
            self.stack.close()
        self.stands = False


STAGE = pytest.StashKey[_Stage]()


@pytest.fixture(scope="session")
def _stage(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[_Stage]:
    stage = request.config.stash[STAGE] = _Stage(django_db_blocker)
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def sample(_stage: _Stage) -> None:
    """The sample of 4.3.2024; what a test does to it is undone after the test."""
    _stage.open()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Takes the sample away before a test that expects the bare world, and brings it back."""
    names = set(getattr(item, "fixturenames", ()))
    uses_database = bool(DATABASE & names) or item.get_closest_marker("django_db") is not None
    stage = item.config.stash.get(STAGE, None)
    if stage is None or not uses_database:
        return
    if "sample" in names:
        stage.open()
    else:
        stage.close()
