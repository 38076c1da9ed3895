"""Times of the agenda, and agenda and actions as of a date (B15)."""

import datetime as dt

import pytest

from alke.base import clock
from alke.domain.rounds.models import Discussion
from alke.domain.topics import action_operations, operations
from alke.domain.topics.agenda_past import action_list_as_of, agenda_as_of
from alke.domain.topics.agenda_times import timetable
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import make_action, make_published
from tests.factories.topics import make_meeting, make_topic


def moment(text: str) -> dt.datetime:
    """A moment in Helsinki."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.HELSINKI)


@pytest.fixture
def meeting(cast: Cast) -> Discussion:
    """150 minutes from nine o'clock."""
    return make_meeting()


def shown(discussion: Discussion) -> list[str]:
    """The slots as they read on the page."""
    topics = list(discussion.topics.on_agenda().order_by("number"))
    return [
        f"{slot.start:%H.%M}–{slot.end:%H.%M}"
        for slot in timetable(discussion, topics)
        if slot.start and slot.end
    ]


def test_two_topics_share_what_opening_and_closing_leave(meeting: Discussion) -> None:
    make_topic(meeting)
    make_topic(meeting, title="Saavutettavuus")
    assert shown(meeting) == ["09.00–09.10", "09.10–10.15", "10.15–11.20", "11.20–11.30"]


def test_a_topic_with_minutes_leaves_the_rest_to_the_other(meeting: Discussion, cast: Cast) -> None:
    first = make_topic(meeting)
    make_topic(meeting, title="Saavutettavuus")
    operations.edit_topic(first, by=cast["system"], base_version=first.version, minutes=40)
    assert shown(meeting) == ["09.00–09.10", "09.10–09.50", "09.50–11.20", "11.20–11.30"]


def test_a_short_meeting_has_a_short_frame(meeting: Discussion) -> None:
    meeting.ends_at = moment("2024-04-16T09:40")
    make_topic(meeting)
    assert shown(meeting) == ["09.00–09.05", "09.05–09.35", "09.35–09.40"]


def test_the_format_says_how_long_the_frame_is(meeting: Discussion) -> None:
    meeting.round.settings = {"agenda": {"opening_minutes": 20, "closing_minutes": 0}}
    make_topic(meeting)
    assert shown(meeting)[0] == "09.00–09.20"


def test_a_meeting_without_a_time_has_minutes_only(meeting: Discussion) -> None:
    meeting.starts_at = meeting.ends_at = None
    make_topic(meeting)
    slots = timetable(meeting, list(meeting.topics.all()))
    assert [(slot.start, slot.minutes) for slot in slots] == [(None, 10), (None, None), (None, 10)]


def test_the_published_agenda_is_read_as_it_stood(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    at("2024-03-20 12:00")
    first = make_published(meeting)
    at("2024-03-25 12:00")
    action = meeting.action_origins.get().action
    action_operations.edit_action(
        action, by=cast["lvm"], base_version=1, title="Uusi nimi", late_reason="Täsmennys"
    )
    before = agenda_as_of(meeting, moment("2024-03-21"), cast["public"])
    assert (before.publication, before.hash) == (first, first.hash)
    after = agenda_as_of(meeting, moment("2024-03-26"), cast["public"])
    assert after.publication is not None
    assert after.publication.number == 2


def test_before_publication_members_see_the_topics_and_the_public_nothing(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    topic = make_topic(meeting, title="Vanha nimi")
    at("2024-03-10 12:00")
    topic.refresh_from_db()
    operations.edit_topic(topic, by=cast["lvm"], base_version=topic.version, title="Uusi nimi")
    at("2024-03-15 12:00")
    past = agenda_as_of(meeting, moment("2024-03-08"), cast["aune"])
    assert [row.title for row in past.topics] == ["Vanha nimi"]
    assert len(past.hash) == 64
    assert agenda_as_of(meeting, moment("2024-03-08"), cast["public"]).topics == ()
    assert agenda_as_of(meeting, moment("2024-03-01"), cast["aune"]).topics == ()


def test_the_list_of_actions_is_read_as_it_stood(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    topic = make_topic(meeting)
    action = make_action(topic)
    at("2024-03-10 12:00")
    action_operations.edit_action(action, by=cast["lvm"], base_version=1, title="Uusi nimi")
    action_operations.add_responsible(action, cast.organisation("lvm"), by=cast["lvm"])
    make_action(topic, title="Myöhemmin lisätty")
    at("2024-03-15 12:00")
    past = action_list_as_of(meeting, moment("2024-03-08"), cast["kainuu"])
    assert [row.title for row in past.actions] == ["Kantaverkon vahvistaminen"]
    assert [row.organisation.slug for row in past.actions[0].bodies] == ["tem", "pohjois-savo"]
    now = action_list_as_of(meeting, moment("2024-03-15"), cast["kainuu"])
    assert [row.title for row in now.actions] == ["Uusi nimi", "Myöhemmin lisätty"]
    assert now.hash != past.hash


def test_what_was_the_other_sides_draft_then_stays_hidden(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    action = make_action(make_topic(meeting), by=cast["kainuu"], draft_side="mk")
    at("2024-03-10 12:00")
    action_operations.share_action(action, by=cast["kainuu"])
    past = moment("2024-03-08")
    assert action_list_as_of(meeting, past, cast["lvm"]).actions == ()
    assert len(action_list_as_of(meeting, past, cast["kainuu"]).actions) == 1
    assert len(action_list_as_of(meeting, moment("2024-03-11"), cast["lvm"]).actions) == 1
