"""Plays the steps of regional meetings: bookings, wishes, answers, requests, places on agendas."""

import datetime as dt

from alke.base import clock
from alke.domain.bookings import operations
from alke.domain.bookings.models import BookingRequest
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.regional import minutes_of
from alke.domain.samples.script import Step
from alke.domain.samples.stage import Stage
from alke.domain.topics import operations as topics
from alke.domain.topics.models import Topic


def book(stage: Stage, step: Step) -> None:
    """A council takes a time, names its theme and the ministries that it hopes to meet."""
    meeting = stage.discussion(step.data["region"])
    if at := step.data.get("starts"):
        reason = step.data.get("reason", "")
        operations.book_meeting(meeting, _moment(at), by=stage.actor(step.by), reason=reason)
    if wishes := step.data.get("wishes"):
        operations.wish_times(meeting, list(map(_moment, wishes)), by=stage.actor(step.by))
    if "theme" in step.data:
        operations.hope_for(
            meeting,
            by=stage.actor(step.by),
            theme=step.data["theme"],
            wanted=[stage.body(slug) for slug in step.data.get("wanted", ())],
            language=step.data.get("language", "fi"),
        )


def set_time(stage: Stage, step: Step) -> None:
    """The coordinator gives a meeting its time by hand."""
    meeting, at = stage.discussion(step.data["region"]), _moment(step.data["starts"])
    ends = at + dt.timedelta(minutes=minutes_of(meeting.round))
    move_discussion(meeting, at, ends, by=stage.actor(step.by))


def attend(stage: Stage, step: Step) -> None:
    """A ministry's answers to meetings: the region with the answer, and who attends."""
    for region, answer, *who in step.data["answers"]:
        operations.answer_attendance(
            stage.discussion(region),
            stage.body(step.by),
            answer,
            by=stage.actor(step.by),
            attendee=who[0] if who else "",
        )


def swap(stage: Stage, step: Step) -> None:
    """A council asks another one for its time."""
    one, other = (stage.discussion(step.data[key]) for key in ("region", "other"))
    operations.ask_swap(one, other, by=stage.actor(step.by), reason=step.data.get("reason", ""))


def ask_late(stage: Stage, step: Step) -> None:
    """A council asks the coordinator for a time after the deadline."""
    meeting, at = stage.discussion(step.data["region"]), _moment(step.data["starts"])
    operations.ask_late(meeting, at, by=stage.actor(step.by), reason=step.data["reason"])


def accept(stage: Stage, step: Step) -> None:
    """A region's request is granted."""
    meeting = stage.discussion(step.data["region"])
    waiting = meeting.booking_requests.get(state=BookingRequest.State.OPEN)
    operations.accept_request(waiting, by=stage.actor(step.by))


def settle(stage: Stage, step: Step) -> None:
    """A council books its time, and its one theme gets a place on the agenda."""
    meeting = stage.discussion(step.data["region"])
    council = stage.actor(step.data["region"])
    operations.book_meeting(meeting, _moment(step.data["starts"]), by=council)
    topic = meeting.topics.in_pool().first() or _propose(stage, meeting, step)
    topics.take_topic_to_agenda(topic, by=stage.actor(step.by))
    stage.remember("topic", step.data["region"], topic)


def _propose(stage: Stage, meeting: Discussion, step: Step) -> Topic:
    council = stage.actor(step.data["region"])
    return topics.propose_topic(meeting, by=council, title=step.data["title"])


def _moment(naive: dt.datetime) -> dt.datetime:
    return naive.replace(tzinfo=clock.HELSINKI)
