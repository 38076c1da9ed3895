"""No word is lost, in whatever order people save one field."""

import datetime as dt
import threading
import unicodedata
from collections.abc import Callable

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alke.base import clock
from alke.base.verdicts import Stale
from alke.domain.audit.models import AuditEvent
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from alke.domain.topics import operations
from alke.domain.topics.models import Topic, TopicText
from tests.cast import Cast
from tests.factories.topics import make_meeting, make_topic

START = dt.datetime(2024, 3, 4, 9, 0, tzinfo=clock.HELSINKI)
WRITERS = ("kainuu", "lvm")
# A step: who saves what, how many minutes later, and whether they looked at the field first.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(WRITERS),
        st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8),
        st.integers(0, 15),
        st.booleans(),
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(steps=STEPS)
def test_every_offered_text_is_kept_or_handed_back(
    cast: Cast, steps: list[tuple[str, str, int, bool]]
) -> None:
    Topic.objects.all().delete()
    topic = make_topic(Discussion.objects.first() or make_meeting())
    seen = dict.fromkeys(WRITERS, 0)
    moment, last = START, ""
    for who, offered, minutes, looks in steps:
        text = unicodedata.normalize("NFC", offered)
        moment += dt.timedelta(minutes=minutes)
        row = TopicText.objects.filter(topic=topic, current=True).first()
        if looks:
            seen[who] = row.version if row else 0
        with clock.at(moment):
            saved, stale = offer(topic, cast[who], offered, seen[who])
        if saved is None:
            assert stale is not None
            assert (stale.offered, stale.current.text) == (text, last)
            continue
        seen[who] = saved.version
        last = text
        assert TopicText.objects.get(topic=topic, current=True).text == text
        assert text in kept(topic)
    versions = list(TopicText.objects.filter(topic=topic).order_by("version"))
    assert [row.version for row in versions] == sorted({row.version for row in versions})
    assert [row.text for row in versions if row.current] == ([last] if last else [])


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_one_wins_and_the_other_gets_both_texts(cast: Cast) -> None:
    topic = make_topic(make_meeting())
    barrier = threading.Barrier(len(WRITERS))
    results: dict[str, str] = {}

    def write(who: str) -> Callable[[], None]:
        actor = cast[who]

        def run() -> None:
            try:
                barrier.wait(timeout=10)
                with clock.at(START):
                    operations.save_text(topic, "goals", "fi", who, by=actor, base_version=0)
                results[who] = "saved"
            except Stale as stale:
                results[who] = f"stale: {stale.current.text}, {stale.offered}"
            finally:
                connection.close()

        return run

    threads = [threading.Thread(target=write(who)) for who in WRITERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    winner = TopicText.objects.get().text
    loser = next(who for who in WRITERS if who != winner)
    assert results == {winner: "saved", loser: f"stale: {winner}, {loser}"}


def offer(
    topic: Topic, by: Actor, text: str, base_version: int
) -> tuple[TopicText | None, Stale | None]:
    """What came of a save: the row, or the refusal with both texts."""
    try:
        return operations.save_text(
            topic, "goals", "fi", text, by=by, base_version=base_version
        ), None
    except Stale as stale:
        return None, stale


def kept(topic: Topic) -> list[str]:
    """Every text that the chain of changes has of the field."""
    rows = AuditEvent.objects.filter(subject=topic.audit_key).values_list("changes", flat=True)
    return [row["text.goals.fi"][1] for row in rows if "text.goals.fi" in row]
