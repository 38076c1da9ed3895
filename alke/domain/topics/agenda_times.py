"""The times of an agenda: opening, topics and closing, one after the other."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from alke.base import clock
from alke.domain.rounds.models import Discussion
from alke.domain.topics.models import Topic

FRAME_MINUTES = 10  # opening and closing, where the round's format does not say
SHORT_FRAME = 5  # in a meeting of an hour or less
SHORT_MEETING = 60
MOST_FRAME = 60
Span = tuple[dt.datetime | None, dt.datetime | None]


@dataclass(frozen=True)
class Slot:
    """A piece of the agenda with its time."""

    key: str  # "opening", "topic", "closing"
    start: dt.datetime | None
    end: dt.datetime | None
    minutes: int | None
    topic: Any = None  # a Topic, or its frozen contents

    @property
    def minor(self) -> bool:
        """Whether it is opening or closing."""
        return self.topic is None


def frame_minutes(discussion: Discussion) -> tuple[int, int]:
    """Minutes of opening and closing, from the round's format; short in a short meeting."""
    said = discussion.round.settings.get("agenda") or {}
    length = _length((discussion.starts_at, discussion.ends_at))
    most = SHORT_FRAME if length is not None and length <= SHORT_MEETING else MOST_FRAME
    opening, closing = (
        min(most, int(said.get(key, FRAME_MINUTES)))
        for key in ("opening_minutes", "closing_minutes")
    )
    return opening, closing


def days_of_agenda(discussion: Discussion, due_at: dt.datetime | None) -> int:
    """So many days before the discussion its agenda is due; as its round says, without a date."""
    if due_at is None or discussion.day is None:
        return discussion.round.agenda_days
    days = (discussion.day - due_at.astimezone(clock.HELSINKI).date()).days
    return days if days > 0 else discussion.round.agenda_days


def timetable(discussion: Discussion, topics: Sequence[Topic]) -> list[Slot]:
    """The agenda with its times; topics without minutes share what is left of the time."""
    span = (discussion.starts_at, discussion.ends_at)
    return slots(span, frame_minutes(discussion), [(topic, topic.minutes) for topic in topics])


def published_timetable(contents: dict[str, Any]) -> list[Slot]:
    """The same of a publication, from its contents alone; topics as they stand in them."""
    span = span_of(contents["starts_at"], contents["ends_at"])
    frame = (contents["opening_minutes"], contents["closing_minutes"])
    return slots(span, frame, [(row, row["minutes"]) for row in contents["topics"]])


def span_of(*moments: str | None) -> Span:
    """Start and end as published contents write them."""
    start, end = (dt.datetime.fromisoformat(text) if text else None for text in moments)
    return start, end


def slots(
    span: Span,
    frame: tuple[int, int],
    topics: Sequence[tuple[Any, int | None]],
) -> list[Slot]:
    """Opening, topics and closing one after the other; the closing lasts until the end.

    An occasion of several days has no hours here: nobody has said when its days end.
    """
    if len({moment.astimezone(clock.HELSINKI).date() for moment in span if moment}) > 1:
        span = (None, None)
    lengths = _topic_minutes(span, [minutes for _topic, minutes in topics], sum(frame))
    plan: list[tuple[str, int | None, Any]] = [("opening", frame[0], None)]
    plan += [("topic", length, topic) for (topic, _), length in zip(topics, lengths, strict=True)]
    plan.append(("closing", frame[1], None))
    found, (at, last) = [], span
    for key, minutes, topic in plan:
        end = at + dt.timedelta(minutes=minutes) if at and minutes is not None else None
        if key == "closing" and at and last and last > at:
            end = last
        found.append(Slot(key, at, end, minutes, topic))
        at = end
    return found


def _length(span: Span) -> int | None:
    start, end = span
    return int((end - start).total_seconds()) // 60 if start and end else None


def _topic_minutes(
    span: Span,
    given: Sequence[int | None],
    frame: int,
) -> list[int | None]:
    length, open_places = _length(span), list(given).count(None)
    if length is None or not open_places:
        return list(given)
    share = max(0, length - frame - sum(filter(None, given))) // open_places
    return [share if minutes is None else minutes for minutes in given]
