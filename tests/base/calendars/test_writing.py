"""Calendar objects that we write: foreign programs read what we meant, and the same bytes again."""

import datetime as dt
import re

import pytest
from icalendar import Calendar

from alke.base import clock
from alke.base.calendars.items import Attendee, Event, Feed, Item, Organizer, Reply, Task
from alke.base.calendars.timezone import HELSINKI
from alke.base.calendars.writing import cancel_bytes, feed_bytes, request_bytes
from tests.calendars import read_back

CHANGED = dt.datetime(2024, 3, 1, 8, 30, 15, 999, tzinfo=clock.HELSINKI)
TEAMS = "https://teams.example/l/meetup-join/19%3a?context={1}&b=c;d"
TALK = Event(
    uid="4f6c7a9e-talk",
    summary="Itä-Suomen keskustelu; osa 1, ”alku”",
    description="Rivi yksi\nRivi kaksi, jossa \\ ja ; on",
    changed_at=CHANGED,
    sequence=3,
    language="fi",
    url="https://alke.example/2024/ita/",
    starts=clock.at_time(dt.date(2024, 4, 16), dt.time(9)),
    ends=clock.at_time(dt.date(2024, 4, 16), dt.time(11, 30)),
    place="Teams",
    conference=TEAMS,
    organizer=Organizer("alke@alke.example", "Työ- ja elinkeinoministeriö"),
    attendees=(Attendee("johtaja@kainuu.example", 'Johtaja "Ylin"\nB', Reply.TENTATIVE, "fi"),),
)
FEED = Feed(name="Aluekehittämisen keskustelut 2024", url="https://alke.example/2024/")


def test_an_invitation_is_read_back_as_it_was_meant() -> None:
    made = read_back(request_bytes(TALK))
    event = made.one("VEVENT")
    assert made["METHOD"] == "REQUEST"
    assert made.one("VTIMEZONE")["TZID"] == "Europe/Helsinki"
    assert (event["UID"], event["SEQUENCE"]) == ("4f6c7a9e-talk", "3")
    assert event["SUMMARY"] == TALK.summary
    assert event["DESCRIPTION"] == TALK.description
    assert event["DTSTART"] == "2024-04-16T09:00:00+03:00"
    assert event["DTEND"] == "2024-04-16T11:30:00+03:00"
    assert event["DTSTAMP"] == event["LAST-MODIFIED"] == "2024-03-01T06:30:15+00:00"
    assert (event["URL"], event["CONFERENCE"]) == (TALK.url, TEAMS)
    assert event.params("CONFERENCE") == {"FEATURE": ["AUDIO", "VIDEO"], "VALUE": ["URI"]}
    assert (event["STATUS"], event["TRANSP"], event["LOCATION"]) == ("CONFIRMED", "OPAQUE", "Teams")
    assert event["ORGANIZER"] == "mailto:alke@alke.example"
    assert event.params("ORGANIZER") == {"CN": ["Työ- ja elinkeinoministeriö"]}
    assert event["ATTENDEE"] == "mailto:johtaja@kainuu.example"
    assert event.params("ATTENDEE") == {
        "CN": ["Johtaja 'Ylin' B"],
        "CUTYPE": ["INDIVIDUAL"],
        "LANGUAGE": ["fi"],
        "PARTSTAT": ["TENTATIVE"],
        "ROLE": ["REQ-PARTICIPANT"],
        "RSVP": ["TRUE"],
    }


def test_what_is_cancelled_says_so_under_the_same_identifier() -> None:
    gone = Event(**{**vars(TALK), "cancelled": True, "sequence": 4})
    made = read_back(cancel_bytes(gone))
    event = made.one("VEVENT")
    assert made["METHOD"] == "CANCEL"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (TALK.uid, "4", "CANCELLED")


def test_a_feed_has_its_name_and_how_often_to_look() -> None:
    day = dt.date(2024, 3, 20)
    whole = Event(uid="day", summary="Päivä", changed_at=CHANGED, starts=day, ends=day, busy=False)
    due = clock.end_of_day(dt.date(2024, 3, 27))
    task = Task(uid="task", summary="Asialista", changed_at=CHANGED, due=due, cancelled=True)
    made = read_back(feed_bytes(FEED, [TALK, whole, task]))
    assert made["NAME"] == made["X-WR-CALNAME"] == FEED.name
    assert (made["REFRESH-INTERVAL"], made["X-PUBLISHED-TTL"]) == ("PT1H", "PT1H")
    assert made.params("REFRESH-INTERVAL") == {"VALUE": ["DURATION"]}
    assert "METHOD" not in made.lines
    talk, day_event = made.all("VEVENT")
    assert talk["UID"] == TALK.uid
    assert (day_event["DTSTART"], day_event["DTEND"]) == ("2024-03-20", "2024-03-21")
    assert day_event["TRANSP"] == "TRANSPARENT"
    todo = made.one("VTODO")
    assert (todo["DUE"], todo["STATUS"]) == ("2024-03-27T23:59:59+02:00", "CANCELLED")


def test_the_same_state_is_the_same_bytes() -> None:
    def made(item: Item) -> bytes:
        return feed_bytes(FEED, [item]) + request_bytes(TALK)

    again = Event(**vars(TALK))
    assert made(TALK) == made(again)


def test_lines_are_short_and_end_as_the_standard_says() -> None:
    data = request_bytes(TALK)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "hostile",
    ["a\r\nATTENDEE:mailto:x@y.example", "a\rMETHOD:CANCEL", "a\x0bb\x00c\u2028d\u202ee\ud800"],
)
def test_a_text_adds_no_lines(hostile: str) -> None:
    attendee = Attendee("a@b.example", hostile)
    whom = Organizer("alke@alke.example", hostile)
    values = {"summary": hostile, "description": hostile, "place": hostile}
    event = Event(**{**vars(TALK), **values, "attendees": (attendee,), "organizer": whom})
    lines = {line.split(":")[0].split(";")[0] for line in _unfolded(request_bytes(event))}
    assert lines == {line.split(":")[0].split(";")[0] for line in _unfolded(request_bytes(TALK))}
    assert len(_unfolded(request_bytes(event))) == len(_unfolded(request_bytes(TALK)))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a\r\nX:1", "https://a b", ""])
def test_what_is_no_address_on_the_web_is_left_out(address: str) -> None:
    event = Event(**{**vars(TALK), "url": address, "conference": address})
    made = read_back(request_bytes(event)).one("VEVENT")
    assert not {"URL", "CONFERENCE"} & made.lines.keys()


def test_the_time_zone_gives_the_hours_that_finland_has() -> None:
    data = b"BEGIN:VCALENDAR\r\n" + HELSINKI + b"END:VCALENDAR\r\n"
    [zone] = Calendar.from_ical(data).timezones
    ours = zone.to_tz(lookup_tzid=False)
    hour = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    while hour.year < 2032:
        assert hour.astimezone(ours).utcoffset() == hour.astimezone(clock.HELSINKI).utcoffset()
        hour += dt.timedelta(hours=11)


def _unfolded(data: bytes) -> list[str]:
    return re.sub("\r\n[ \t]", "", data.decode()).split("\r\n")
