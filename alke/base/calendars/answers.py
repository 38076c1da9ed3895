"""Reads what calendar programs answer to an invitation (RFC 5546, 3.2.3); anyone may send it.

Only the lines that are needed are looked at: a time zone from outside, whose rules a program would
work out, is none of our business.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Parameters
from icalendar.parser import Contentline, Contentlines
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from alke.base.calendars.items import Method, Reply
from alke.base.richtext import BadInput

LARGEST: Final = 64_000  # bytes; a reply has some thousands
MOST_LINES: Final = 2_000
DEEPEST: Final = 5
MOST_ATTENDEES: Final = 20
LONGEST: Final = 500  # characters of one value
STAMP: Final = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
MOMENT: Final = re.compile(r"(\d{8}T\d{6})(Z?)", re.ASCII)
EVENT: Final = ("VCALENDAR", "VEVENT")
ANSWERS: Final = frozenset({Method.REPLY, Method.COUNTER})


@dataclass(frozen=True)
class Answered:
    """What one attendee says."""

    email: str  # in lower case
    reply: Reply
    delegated_to: str = ""


@dataclass
class Answer:
    """A reply to one invitation: to which, in which of its versions, and what it says."""

    method: Method
    uid: str = ""
    sequence: int = 0
    stamp: str = ""  # when it was written, "20240304T070000Z"
    comment: str = ""
    starts_at: dt.datetime | None = None  # another time that is proposed, where it can be read
    attendees: list[Answered] = field(default_factory=list)

    def of(self, email: str) -> Answered | None:
        """What the person of this address says."""
        return next((each for each in self.attendees if each.email == email.lower()), None)


def read_answer(data: bytes) -> Answer:
    """The one reply that a calendar object holds. Raises `BadInput` with what is wrong with it."""
    if len(data) > LARGEST:
        raise BadInput(_("The calendar object is too large to be a reply."))
    answer, events = Answer(Method.REPLY), 0
    method = ""
    for place, name, params, value in _lines(data):
        if (place, name) == (EVENT[:1], "METHOD"):
            method = value.strip().upper()
        elif place == EVENT:
            events += name == "BEGIN"
            _take(answer, name, params, value)
    if method not in ANSWERS:
        raise BadInput(_("The calendar object is no reply to an invitation."))
    answer.method = Method(method)
    if events != 1:
        raise BadInput(_("The reply must be about one event."))
    if not answer.uid or not answer.attendees:
        raise BadInput(_("The reply does not say who answers to what."))
    return answer


def _lines(data: bytes) -> Iterator[tuple[tuple[str, ...], str, Parameters, str]]:
    """Each line with where it stands; the first of a component is its BEGIN."""
    place: tuple[str, ...] = ()
    for name, params, value in map(_parts, _split(data)):
        if name == "BEGIN":
            place = (*place, value.strip().upper())
        if not place or len(place) > DEEPEST:
            raise _unreadable()
        yield place, name, params, value
        if name == "END" and place[-1] != value.strip().upper():
            raise _unreadable()
        if name == "END":
            place = place[:-1]
    if place:
        raise _unreadable()


def _split(data: bytes) -> list[Contentline]:
    try:
        lines = Contentlines.from_ical(data.decode())  # type: ignore[no-untyped-call]
    except ValueError as fault:
        raise _unreadable() from fault
    if len(lines) > MOST_LINES:
        raise BadInput(_("The calendar object is too large to be a reply."))
    return [line for line in lines if line]


def _parts(line: Contentline) -> tuple[str, Parameters, str]:
    try:
        name, params, value = line.parts()
    except ValueError as fault:
        raise _unreadable() from fault
    return name.upper(), params, value


def _take(answer: Answer, name: str, params: Parameters, value: str) -> None:
    value = value.strip()[:LONGEST]
    match name:
        case "UID":
            if answer.uid:
                raise _unreadable()
            answer.uid = value
        case "SEQUENCE":
            answer.sequence = _number(value)
        case "DTSTAMP":
            answer.stamp = value if STAMP.fullmatch(value) else ""
        case "COMMENT":
            answer.comment = answer.comment or _plain(value)
        case "DTSTART":
            answer.starts_at = _moment(params, value)
        case "ATTENDEE":
            _take_attendee(answer, params, value)


def _take_attendee(answer: Answer, params: Parameters, value: str) -> None:
    if len(answer.attendees) == MOST_ATTENDEES:
        raise _unreadable()
    said = _answered(params, value)
    if said.email:
        answer.attendees.append(said)


def _answered(params: Parameters, value: str) -> Answered:
    said = _one(params, "PARTSTAT").upper() or Reply.OPEN
    try:
        reply = Reply(said)
    except ValueError as fault:
        raise BadInput(_("The reply says neither yes nor no.")) from fault
    return Answered(_mail_of(value), reply, _mail_of(_one(params, "DELEGATED-TO")))


def _one(params: Parameters, name: str) -> str:
    """A parameter, the first of a list."""
    value = params.get(name, "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value)[:LONGEST]


def _mail_of(value: str) -> str:
    scheme, _colon, address = value.partition(":")
    return address.strip().lower() if scheme.strip().lower() == "mailto" else ""


def _plain(value: str) -> str:
    """A text on one line, without what cannot be seen."""
    return "".join(each for each in " ".join(value.split()) if each.isprintable())


def _moment(params: Parameters, value: str) -> dt.datetime | None:
    """A moment by a zone that is known by its name, such as Outlook's "FLE Standard Time"."""
    found = MOMENT.fullmatch(value)
    if found is None:
        return None
    name = "UTC" if found[2] else _one(params, "TZID")
    try:
        zone = ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
        return dt.datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    except (KeyError, ValueError, OSError):  # no such zone, no such moment, no name of a zone
        return None


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise _unreadable()
    return int(value)


def _unreadable() -> BadInput:
    return BadInput(_("The calendar object cannot be read."))
