"""The round of the letter, loaded; and texts in English."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from alke.domain.rounds.models import Round
from tests.factories.rounds import make_round


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def letter(world: None) -> Round:
    """The round of 2024."""
    return make_round("2024")
