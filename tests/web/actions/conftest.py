"""An action on a sheet of the eastern discussion."""

import pytest

from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic
from tests.cast import Cast
from tests.factories.actions import make_action, make_eastern
from tests.factories.topics import make_topic


@pytest.fixture
def meeting(cast: Cast) -> Discussion:
    """On 16.4.2024."""
    return make_eastern(cast.user("vastuuhenkilo-ita"))


@pytest.fixture
def topic(meeting: Discussion) -> Topic:
    """For comment, the first on the agenda."""
    return make_topic(meeting)


@pytest.fixture
def action(topic: Topic) -> Action:
    """A proposal for which TEM and Pohjois-Savo are named, both leading."""
    return make_action(topic)
