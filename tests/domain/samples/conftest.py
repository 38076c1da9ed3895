"""The sample as the demo begins with it, loaded once for this folder."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from alke.base import clock
from alke.domain.people.actors import Actor
from alke.domain.samples.operations import load_sample
from tests.conftest import DEMO_DAY

MORNING = clock.at_time(DEMO_DAY, clock.DEMO_TIME)


@pytest.fixture(scope="package")
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """How many steps were played up to the demo's first day; rolled back after this folder.

    Its tests use `db` too: what each of them does is undone after it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(MORNING):
            played = load_sample(by=Actor.system())
        yield played
        transaction.set_rollback(True)
