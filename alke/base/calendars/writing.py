"""Writes calendars: feeds, invitations and their cancelling. The same state is the same bytes."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache, singledispatch
from typing import Final

from icalendar import (
    STATUS,
    TRANSP,
    Calendar,
    Component,
    Parameters,
    Todo,
    vCalAddress,
    vDuration,
    vUri,
)
from icalendar import Event as CalendarEvent

from alke.base import clock
from alke.base.calendars.items import Attendee, Event, Feed, Item, Method, Organizer, Task
from alke.base.calendars.timezone import HELSINKI

PRODUCT: Final = "-//Alke//Alke//FI"
END: Final = b"END:VCALENDAR\r\n"
KEPT: Final = 4096  # items; a round has some dozens
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\"<>\\]+", re.IGNORECASE)


def feed_bytes(feed: Feed, items: Iterable[Item]) -> bytes:
    """A whole calendar, as programs subscribe to it (RFC 7986)."""
    head = _head()
    head.add("name", _text(feed.name), _in(feed.language))
    head.add("refresh-interval", feed.refresh, {"value": "DURATION"})
    if url := _address(feed.url):
        head.add("url", url)
    # older programs' names for the same
    head.add("x-wr-calname", _text(feed.name))
    head.add("x-wr-timezone", clock.HELSINKI.key)
    head.add("x-published-ttl", vDuration(feed.refresh))
    return _calendar(head, items)


def request_bytes(event: Event) -> bytes:
    """An invitation, or the news that one has changed (RFC 5546, 3.2.2)."""
    return _calendar(_head(Method.REQUEST), [event])


def cancel_bytes(event: Event) -> bytes:
    """The news that a person is not invited any more, or that it is not held (3.2.5)."""
    return _calendar(_head(Method.CANCEL), [event])


def keep_time_bytes(event: Event) -> bytes:
    """The answer to whoever proposed another time: it stays as it is (3.2.8)."""
    return _calendar(_head(Method.DECLINECOUNTER), [event])


def _head(method: Method | None = None) -> Calendar:
    """The library would give each a random identifier, and an object another one each time."""
    head = Calendar()
    head.add("prodid", PRODUCT)
    head.add("version", "2.0")
    if method is not None:
        head.add("method", method.value)
    return head


def _calendar(head: Calendar, items: Iterable[Item]) -> bytes:
    start = head.to_ical().removesuffix(END)
    return b"".join([start, HELSINKI, *map(_item_bytes, items), END])


@lru_cache(maxsize=KEPT)
def _item_bytes(item: Item) -> bytes:
    """One item; feeds consist of the same ones again and again."""
    return bytes(_made(item).to_ical())


@singledispatch
def _made(item: Item) -> Component:
    raise TypeError(f"no calendar item: {item!r}")


@_made.register
def _made_event(item: Event) -> Component:
    starts, ends = _when(item.starts), _when(item.ends)
    if ends is not None and not isinstance(ends, dt.datetime):
        ends += dt.timedelta(days=1)  # the first day that is not meant any more
    made = CalendarEvent.new(
        start=starts,
        end=ends,
        location=_text(item.place) or None,
        transparency=TRANSP.OPAQUE if item.busy else TRANSP.TRANSPARENT,
        status=STATUS.CANCELLED if item.cancelled else STATUS.CONFIRMED,
        organizer=_organizer(item.organizer),
        attendees=[_attendee(each) for each in item.attendees],
        stamp=_stamp(item),
        uid=item.uid,
    )
    if conference := _address(item.conference):
        params = Parameters({"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]})
        made.add("conference", vUri(conference, params=params))
    return _described(made, item)


@_made.register
def _made_task(item: Task) -> Component:
    made = Todo.new(
        status=STATUS.CANCELLED if item.cancelled else STATUS.NEEDS_ACTION,
        stamp=_stamp(item),
        uid=item.uid,
    )
    made.add("due", _when(item.due))
    return _described(made, item)


def _described(made: Component, item: Item) -> Component:
    made.add("last-modified", _stamp(item))
    made.add("sequence", item.sequence)
    made.add("summary", _text(item.summary), _in(item.language))
    if description := _text(item.description):
        made.add("description", description, _in(item.language))
    if url := _address(item.url):
        made.add("url", url)
    return made


def _in(language: str) -> dict[str, str]:
    return {"language": language} if language else {}


def _when(moment: dt.datetime | dt.date | None) -> dt.datetime | dt.date | None:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(clock.HELSINKI).replace(microsecond=0)
    return moment


def _stamp(item: Item) -> dt.datetime:
    return item.changed_at.astimezone(dt.UTC).replace(microsecond=0)


def _organizer(whom: Organizer | None) -> vCalAddress | None:
    return None if whom is None else vCalAddress.new(whom.email, cn=_name(whom.name))


def _attendee(whom: Attendee) -> vCalAddress:
    return vCalAddress.new(
        whom.email,
        cn=_name(whom.name),
        cutype="INDIVIDUAL",
        language=whom.language or None,
        partstat=whom.reply.value,
        role="REQ-PARTICIPANT",
        rsvp=True,
    )


def _name(text: str) -> str | None:
    """As a parameter, where no double quotes and line ends can stand."""
    return " ".join(_text(text).replace('"', "'").split()) or None


def _text(text: str) -> str:
    """Without what is no text: it would end a line, or turn the direction of what follows."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()


def _address(text: str) -> str:
    """One on the web; nothing else gets into an address's line."""
    return text if _ADDRESS.fullmatch(text) else ""
