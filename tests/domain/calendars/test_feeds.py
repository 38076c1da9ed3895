"""What stands in a person's calendar, and the address under which programs read it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from icalendar import Calendar, Component

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.bookings import operations as bookings
from alke.domain.calendars.contents import feed_contents, round_contents
from alke.domain.calendars.models import CalendarFeed
from alke.domain.calendars.operations import open_feed, renew_feed, revoke_feed
from alke.domain.calendars.queries import feed_of, hash_of
from alke.domain.calendars.rules import shows
from alke.domain.participants.operations import cancel_participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import (
    cancel_discussion,
    move_deadline,
    move_discussion,
    publish_round,
    restore_discussion,
)
from alke.domain.rounds.time_record import set_time
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.participants import make_participant
from tests.factories.rounds import deadline, discussion, make_round

Scope, Deadlines = CalendarFeed.Scope, CalendarFeed.Deadlines
ROOT = "https://alke.example"
SYSTEM = Actor.system()
EAST = "Maakuntien yhteinen keskustelu: Itäinen Suomi"


@pytest.fixture
def round_2024(world: None) -> Round:
    """The round of the letter."""
    return make_round()


def contents(cast: Cast, account: str, **values: object) -> Any:
    """The account's calendar as another program reads it."""
    feed = open_feed(by=cast[account], **{"scope": Scope.OWN, **values}).feed  # type: ignore[arg-type]
    return Calendar.from_ical(feed_contents(feed, cast[account], ROOT))


def titles(parts: Iterable[Component]) -> list[str]:
    """What the parts are called."""
    return [str(part["summary"]) for part in parts]


def found(calendar: Component, title: str) -> Any:
    """The one part of that title."""
    [part] = [part for part in calendar.walk() if str(part.get("summary", "")) == title]
    return part


def east(cast: Cast) -> Any:
    """The East's discussion in the calendar of Kainuu."""
    return found(contents(cast, "kainuu"), EAST)


def test_a_council_has_its_own_discussions_and_what_concerns_its_side(
    round_2024: Round, cast: Cast
) -> None:
    made = contents(cast, "lappi")
    assert titles(made.events) == [
        "Aluekehittämispäätöstä avaava webinaari",
        "Maakuntien yhteinen keskustelu: Pohjoinen Suomi",
        "Määräaika: Vuoden 2023 keskustelujen seuranta",
        "Määräaika: Maakuntakohtaisen tapaamisen varaus",
        "Määräaika: Asialista: Pohjoinen Suomi",
    ]
    assert str(made["name"]) == "Omat aluekehittämisen keskustelut"


def test_who_is_registered_has_that_discussion_too(round_2024: Round, cast: Cast) -> None:
    meeting = discussion(round_2024, "kainuu")
    starts = clock.at_time(dt.date(2024, 4, 16), dt.time(12, 30))
    meeting.save(update_fields=set_time(meeting, starts, starts + dt.timedelta(hours=1)))
    title = "Maakuntakohtainen tapaaminen: Kainuu"
    assert title not in titles(contents(cast, "lvm").events)
    make_participant(meeting, "lvm", email=cast.user("lvm").email)
    assert title in titles(contents(cast, "lvm").events)


@pytest.mark.either_database
def test_who_is_taken_back_sees_the_discussion_as_cancelled(round_2024: Round, cast: Cast) -> None:
    meeting = discussion(round_2024, "kainuu")
    meeting.link = "https://teams.example/l/salainen"
    meeting.save(update_fields=["link"])
    starts = clock.at_time(dt.date(2024, 4, 16), dt.time(12, 30))
    meeting.save(update_fields=set_time(meeting, starts, starts + dt.timedelta(hours=1)))
    row = make_participant(meeting, "lvm", email=cast.user("lvm").email)
    title = "Maakuntakohtainen tapaaminen: Kainuu"
    assert str(found(contents(cast, "lvm"), title)["status"]) == "CONFIRMED"
    cancel_participant(row, by=SYSTEM)
    gone = found(contents(cast, "lvm"), title)
    assert (str(gone["status"]), gone["dtstart"].dt) == ("CANCELLED", starts)
    assert "Sinua ei ole enää ilmoitettu osallistujaksi." in str(gone["description"])
    assert "salainen" not in str(gone.to_ical())
    assert str(found(contents(cast, "kainuu"), title)["status"]) == "CONFIRMED"


def test_deadlines_of_a_round_stand_there_before_any_discussion_has_a_time(
    round_2024: Round, cast: Cast
) -> None:
    publish_round(round_2024, by=SYSTEM)
    Discussion.objects.update(starts_at=None, ends_at=None)
    assert titles(contents(cast, "lappi").events) == [
        "Määräaika: Vuoden 2023 keskustelujen seuranta",
        "Määräaika: Maakuntakohtaisen tapaamisen varaus",
    ]


def test_the_coordinator_has_the_deadlines_of_all(round_2024: Round, cast: Cast) -> None:
    made = titles(contents(cast, "koordinaattori").events)
    assert "Määräaika: Maakuntakohtaisen tapaamisen varaus" in made


def test_a_ministry_has_the_joint_discussions_of_all_regions(round_2024: Round, cast: Cast) -> None:
    made = contents(cast, "lvm", scope=Scope.ORGANISATION, organisation=cast.organisation("lvm"))
    assert [title for title in titles(made.events) if "keskustelu:" in title] == [
        f"Maakuntien yhteinen keskustelu: {name}"
        for name in ("Läntinen Suomi", "Itäinen Suomi", "Pohjoinen Suomi", "Eteläinen Suomi")
    ]
    assert "Määräaika: Maakuntakohtaisen tapaamisen varaus" not in titles(made.events)
    assert str(made["name"]) == "Aluekehittämisen keskustelut: LVM"


def test_a_ministry_has_the_regional_meetings_that_it_attends(
    round_2024: Round, cast: Cast
) -> None:
    publish_round(round_2024, by=SYSTEM)
    for slug, time in (("kainuu", dt.time(14)), ("lappi", dt.time(15, 30))):
        at = clock.at_time(dt.date(2024, 4, 18), time)
        bookings.book_meeting(discussion(round_2024, slug), at, by=cast[slug])
    okm = cast.organisation("okm")
    for slug, answer in (("kainuu", "attends"), ("lappi", "written")):
        meeting = discussion(round_2024, slug)
        bookings.answer_attendance(meeting, okm, answer, by=cast["okm"], attendee="Johtaja")
    for values in ({}, {"scope": Scope.ORGANISATION, "organisation": okm}):
        regional = [t for t in titles(contents(cast, "okm", **values).events) if "kohtainen" in t]
        assert regional == ["Maakuntakohtainen tapaaminen: Kainuu"]


def test_a_guest_has_no_discussion_to_which_it_is_not_invited(
    round_2024: Round, cast: Cast
) -> None:
    made = contents(cast, "ely-lappi", scope=Scope.ROUND, round=round_2024)
    assert [title for title in titles(made.events) if "keskustelu:" in title] == [
        "Maakuntien yhteinen keskustelu: Pohjoinen Suomi"
    ]


@pytest.mark.either_database
def test_deadlines_are_whole_days_or_tasks_or_left_out(round_2024: Round, cast: Cast) -> None:
    name = "Määräaika: Maakuntakohtaisen tapaamisen varaus"
    day = found(contents(cast, "kainuu", deadlines=Deadlines.DAYS), name)
    assert (day.name, day["dtstart"].dt) == ("VEVENT", dt.date(2024, 3, 20))
    assert str(day["transp"]) == "TRANSPARENT"
    assert str(day["description"]).splitlines() == ["Maakuntien liitot", str(day["url"])]
    task = found(contents(cast, "kainuu", deadlines=Deadlines.TASKS), name)
    due = deadline(round_2024, "varaukset").due_at.replace(microsecond=0)
    assert (task.name, task["due"].dt) == ("VTODO", due)
    assert task["uid"] != day["uid"]
    without = contents(cast, "kainuu", deadlines=Deadlines.NONE)
    assert not [title for title in titles(without.walk("VEVENT")) if "Määräaika" in title]


def test_a_task_is_not_late_for_good(round_2024: Round, cast: Cast, at: SetClock) -> None:
    name = "Määräaika: Maakuntakohtaisen tapaamisen varaus"  # by 20.3.2024
    shown = {}
    for day in ("2024-04-19", "2024-04-20"):
        at(day)
        for form in (Deadlines.TASKS, Deadlines.DAYS):
            calendar = contents(cast, "kainuu", deadlines=form)
            shown[day, form] = name in titles(calendar.walk("VTODO") + calendar.walk("VEVENT"))
    assert [key for key, value in shown.items() if not value] == [("2024-04-20", Deadlines.TASKS)]


def test_a_moved_discussion_is_the_same_event_at_its_new_time(
    round_2024: Round, cast: Cast, at: SetClock
) -> None:
    before = east(cast)
    at("2024-03-05 10:00")
    later = clock.at_time(dt.date(2024, 4, 17), dt.time(10))
    move_discussion(discussion(round_2024, "ita"), later, by=SYSTEM)
    after = east(cast)
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after["dtstart"].dt == later
    assert after["dtend"].dt == later + dt.timedelta(hours=2, minutes=30)
    changed = clock.at_time(dt.date(2024, 3, 5), dt.time(10))
    assert after["last-modified"].dt == after["dtstamp"].dt == changed
    agenda = found(contents(cast, "kainuu"), "Määräaika: Asialista: Itäinen Suomi")
    assert agenda["dtstart"].dt == dt.date(2024, 4, 3)
    move_deadline(deadline(round_2024, "varaukset"), dt.date(2024, 3, 21), by=SYSTEM)
    booking = found(contents(cast, "kainuu"), "Määräaika: Maakuntakohtaisen tapaamisen varaus")
    assert (booking["dtstart"].dt, booking["sequence"]) == (dt.date(2024, 3, 21), 1)


def test_a_cancelled_discussion_stays_as_cancelled_until_it_is_restored(
    round_2024: Round, cast: Cast
) -> None:
    title = "Määräaika: Asialista: Itäinen Suomi"
    before, due = east(cast), found(contents(cast, "kainuu"), title)
    cancel_discussion(discussion(round_2024, "ita"), by=SYSTEM, reason="Este.")
    gone = east(cast)
    assert (str(gone["status"]), str(gone["transp"])) == ("CANCELLED", "TRANSPARENT")
    assert (gone["uid"], gone["sequence"]) == (before["uid"], before["sequence"] + 1)
    agenda = found(contents(cast, "kainuu"), title)
    assert (str(agenda["status"]), agenda["sequence"]) == ("CANCELLED", due["sequence"] + 1)
    restore_discussion(discussion(round_2024, "ita"), by=SYSTEM)
    back = east(cast)
    assert (str(back["status"]), back["sequence"]) == ("CONFIRMED", before["sequence"] + 2)


def test_a_time_that_is_given_up_stays_as_cancelled(round_2024: Round, cast: Cast) -> None:
    meeting = discussion(round_2024, "kainuu")
    starts = clock.at_time(dt.date(2024, 4, 16), dt.time(12, 30))
    for time in ((starts, starts + dt.timedelta(hours=1)), (None, None)):
        meeting.save(update_fields=set_time(meeting, *time))
    gone = found(contents(cast, "kainuu"), "Maakuntakohtainen tapaaminen: Kainuu")
    assert (str(gone["status"]), gone["dtstart"].dt) == ("CANCELLED", starts)


@pytest.mark.either_database
def test_the_meeting_s_door_is_told_to_who_takes_part_not_to_the_public(
    round_2024: Round, cast: Cast
) -> None:
    door = "https://teams.example/l/salainen"
    Discussion.objects.filter(round=round_2024, slug="ita").update(link=door)
    Round.objects.update(published_at=clock.now())
    assert (east(cast)["conference"], east(cast)["url"]) == (door, door)
    public = round_contents(Round.objects.get(), ROOT, "fi")
    assert "Itäinen Suomi".encode() in public
    assert b"salainen" not in public


@pytest.mark.either_database
def test_a_calendar_is_in_the_language_of_its_person(round_2024: Round, cast: Cast) -> None:
    made = contents(cast, "pohjanmaa")
    assert str(made["name"]) == "Mina diskussioner om regionutveckling"
    assert "Tidsfrist: Bokning av landskapsvist möte" in titles(made.events)


@pytest.mark.either_database
def test_the_same_state_is_the_same_bytes(round_2024: Round, cast: Cast, at: SetClock) -> None:
    feed = open_feed(by=cast["kainuu"], scope=Scope.OWN).feed
    first = feed_contents(feed, cast["kainuu"], ROOT)
    at("2024-03-06")
    assert feed_contents(feed, cast["kainuu"], ROOT) == first


@pytest.mark.either_database
def test_an_address_is_kept_as_a_hash_and_nowhere_else(round_2024: Round, cast: Cast) -> None:
    opened = open_feed(by=cast["kainuu"], scope=Scope.ROUND, round=round_2024)
    assert [row.pk for row in feed_of(opened.token)] == [opened.feed.pk]
    assert opened.feed.token_hash == hash_of(opened.token)
    assert feed_of(opened.token[:-1]) == []
    assert not [row for row in AuditEvent.objects.all() if opened.token in str(vars(row))]


@pytest.mark.either_database
def test_a_new_address_replaces_the_old_one(round_2024: Round, cast: Cast) -> None:
    first = open_feed(by=cast["kainuu"], scope=Scope.OWN)
    second = open_feed(by=cast["kainuu"], scope=Scope.OWN, deadlines=Deadlines.TASKS)
    third = renew_feed(second.feed, by=cast["kainuu"])
    assert first.feed.pk == second.feed.pk == third.feed.pk
    assert feed_of(first.token) == feed_of(second.token) == []
    assert feed_of(third.token)[0].deadlines == Deadlines.TASKS


@pytest.mark.either_database
def test_an_ended_one_can_be_opened_anew_but_not_ended_twice(round_2024: Round, cast: Cast) -> None:
    opened = open_feed(by=cast["kainuu"], scope=Scope.OWN)
    with pytest.raises(Refused, match="jonkun muun"):
        revoke_feed(opened.feed, by=cast["lappi"])
    revoke_feed(opened.feed, by=cast["kainuu"])
    with pytest.raises(Refused, match="jo lopetettu"):
        renew_feed(opened.feed, by=cast["kainuu"])
    assert open_feed(by=cast["kainuu"], scope=Scope.OWN).feed.pk != opened.feed.pk


@pytest.mark.either_database
def test_nobody_subscribes_to_what_is_not_his(round_2024: Round, cast: Cast) -> None:
    lappi = cast.organisation("lappi")
    with pytest.raises(Refused, match="ei ole roolia"):
        open_feed(by=cast["kainuu"], scope=Scope.ORGANISATION, organisation=lappi)
    with pytest.raises(Refused, match="Et näe"):
        open_feed(by=cast["yllapito"], scope=Scope.ROUND, round=round_2024)
    with pytest.raises(Refused, match="Kirjaudu"):
        open_feed(by=Actor.public(), scope=Scope.OWN)


def test_a_role_that_has_ended_takes_its_calendar_along(round_2024: Round, cast: Cast) -> None:
    body = cast.organisation("kainuu")
    opened = open_feed(by=cast["kainuu"], scope=Scope.ORGANISATION, organisation=body)
    [feed] = feed_of(opened.token)
    assert shows(feed, Actor.of(feed.user))
    Membership.objects.filter(user=feed.user).update(valid_to=dt.date(2024, 3, 3))
    assert not shows(feed, Actor.of(feed.user))
    mine = open_feed(by=cast["lappi"], scope=Scope.OWN)
    type(feed.user).objects.update(is_active=False)
    [feed] = feed_of(mine.token)
    assert not shows(feed, Actor.of(feed.user))
