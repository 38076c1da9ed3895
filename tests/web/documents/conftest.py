"""The eastern discussion, of which the tests make documents."""

import pytest

from alke.domain.rounds.models import Discussion
from tests.cast import Cast
from tests.factories.actions import make_eastern

OWNER = "vastuuhenkilo-ita"


@pytest.fixture
def meeting(cast: Cast) -> Discussion:
    """On 16.4.2024; its agenda is due on 2.4."""
    return make_eastern(cast.user(OWNER))
