"""What was published is held against the hashes that the audit chain keeps (R14)."""

from typing import Any

import pytest

from alke.domain.insight.evidence import altered_publications
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_contents import contents_hash
from alke.domain.topics.agenda_models import AgendaPublication
from tests.conftest import SetClock
from tests.factories.actions import make_published
from tests.factories.topics import make_meeting

ALTERED = ["agenda 2024/ita version 1"]


@pytest.fixture
def published(world: None, at: SetClock) -> Discussion:
    """A discussion with its agenda published."""
    at("2024-03-20 12:00")
    meeting = make_meeting()
    make_published(meeting)
    return meeting


def alter(discussion: Discussion, **over: Any) -> None:
    """Changes the kept contents past the application."""
    row = discussion.publications.get()
    contents = row.contents | {"place": "Muualla"}
    values = {"contents": contents} | over
    AgendaPublication.objects.filter(pk=row.pk).update(**values)


def test_publications_that_nobody_touched_are_whole(published: Discussion) -> None:
    assert list(altered_publications()) == []


def test_altered_contents_are_named(published: Discussion) -> None:
    alter(published)
    assert list(altered_publications()) == ALTERED


def test_a_hash_made_to_fit_does_not_help(published: Discussion) -> None:
    contents = published.publications.get().contents | {"place": "Muualla"}
    alter(published, hash=contents_hash(contents))
    assert list(altered_publications()) == ALTERED
