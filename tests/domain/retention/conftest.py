"""A round of which everything is known, and the moment from which on it is not."""

import datetime as dt

import pytest

from alke.base import clock
from alke.domain.rounds.models import Round
from tests.conftest import SetClock
from tests.factories.known import make_known

DUE = dt.datetime(2026, 4, 17, 0, 0, tzinfo=clock.HELSINKI)  # the East was held on 16.4.2024


@pytest.fixture
def known(world: None, at: SetClock) -> Round:
    """The round of 2024, long over."""
    at("2024-03-20 12:00")
    round_ = make_known()
    at(DUE)
    return round_
