"""What stands in a calendar: events, tasks, and who is invited to an event."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Reply(StrEnum):
    """What an invited person has answered (PARTSTAT of RFC 5545)."""

    OPEN = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"
    DELEGATED = "DELEGATED"


class Method(StrEnum):
    """What a calendar object in a mail asks for (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    REPLY = "REPLY"
    COUNTER = "COUNTER"
    DECLINECOUNTER = "DECLINECOUNTER"


@dataclass(frozen=True)
class Organizer:
    """Who invites, and gets the replies."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Attendee:
    """Who is invited."""

    email: str
    name: str = ""
    reply: Reply = Reply.OPEN
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """What events and tasks have in common.

    `uid` stays the same for life; `sequence` grows with every change that matters to a calendar;
    `changed_at` is the moment of the last one, so that the same state is the same bytes. Addresses
    that are none on the web are left out.
    """

    uid: str
    summary: str
    changed_at: dt.datetime
    sequence: int = 0
    language: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class Event(Item):
    """Something that is held: `starts` a moment, or a day for one that lasts whole days.

    `ends`: the moment of the end, or the last day; none: a point in time, or one day.
    """

    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date | None = None
    place: str = ""
    conference: str = ""  # the address under which one takes part remotely
    busy: bool = True
    organizer: Organizer | None = None
    attendees: tuple[Attendee, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Task(Item):
    """Something to be done by a moment."""

    due: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A calendar that programs subscribe to, and how often they look."""

    name: str
    url: str = ""
    language: str = ""
    refresh: dt.timedelta = dt.timedelta(hours=1)
