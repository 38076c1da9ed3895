"""Calendars in programs that we did not write: subscribed to, invited by, answered from (S5)."""

import datetime as dt
import re
from email.message import EmailMessage

from django.conf import LazySettings
from icalendar import Calendar
from playwright.sync_api import Page, expect

from alke.base import clock
from alke.domain.calendars.models import CalendarFeed
from alke.domain.calendars.operations import open_feed
from alke.domain.people.actors import Actor
from alke.domain.people.models import User
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.operations import cancel_discussion, move_discussion
from alke.jobs.registry import JOBS
from tests.calendar_programs import CalendarServer, Person
from tests.imap import ImapServer
from tests.journeys.conftest import SignIn, assert_accessible
from tests.smtp import MailServer

SYSTEM = Actor.system()
PAGE = "/2024/ita/osallistujat/"
GUEST = "aluekehitysjohtaja@kainuu.example"
EAST = "Maakuntien yhteinen keskustelu: Itäinen Suomi"
NIGHT, NEXT_NIGHT = "20240415T210000Z", "20240416T210000Z"
FOLLOWING = [job for job in JOBS if job.name in {"invitations", "mailbox", "mails"}]


def east() -> Discussion:
    """The East's discussion as it is now."""
    return Discussion.objects.select_related("round").get(round__year=2024, slug="ita")


def on(day: int, hour: int) -> dt.datetime:
    """A moment in April."""
    return clock.at_time(dt.date(2024, 4, day), dt.time(hour))


def test_khal_sees_a_feed_that_vdirsyncer_fetches_and_what_changes_in_it(
    site: str, person: Person
) -> None:
    actor = Actor.of(User.objects.get(demo_account="kainuu"))
    token = open_feed(by=actor, scope=CalendarFeed.Scope.OWN).token
    person.subscribe(f"{site}/kalenteri/{token}.ics")
    person.sync()
    before = person.sees("2024-04-01")
    assert f"2024-04-16 09:00|2024-04-16 11:30|{EAST}|CONFIRMED" in before
    assert "2024-04-02|2024-04-02|Määräaika: Asialista: Itäinen Suomi|CONFIRMED" in before
    assert not [line for line in before if "Läntinen" in line]
    move_discussion(east(), on(17, 10), by=SYSTEM)
    north = Discussion.objects.select_related("round").get(round__year=2024, slug="pohjoinen")
    cancel_discussion(north, by=SYSTEM, reason="Este.")
    person.sync()
    after = person.sees("2024-04-01")
    assert f"2024-04-17 10:00|2024-04-17 12:30|{EAST}|CONFIRMED" in after
    assert not [line for line in after if line.startswith("2024-04-16 09:00")]
    gone = "Maakuntien yhteinen keskustelu: Pohjoinen Suomi"
    assert f"2024-04-18 09:00|2024-04-18 11:30|{gone}|CANCELLED" in after


def test_s5_participants_get_invitations_that_calendars_take_update_and_answer(
    desktop: Page,
    sign_in_as: SignIn,
    settings: LazySettings,
    person: Person,
    calendar_server: CalendarServer,
    mail_host: MailServer,
    imap: ImapServer,
) -> None:
    settings.MAILBOX = imap.box
    person.keep_in(calendar_server)

    # the owner sends them
    page = sign_in_as(desktop, "vastuuhenkilo-ita")
    page.goto(PAGE)
    page.get_by_role("link", name="Kutsut").click()
    row = page.get_by_role("row").filter(has_text=GUEST)
    expect(row).to_contain_text("Saa kutsun")
    assert_accessible(page)
    page.get_by_role("button", name=re.compile(r"Lähetä \d+ kutsua")).click()
    expect(row).to_contain_text("Kutsuttu")
    _work()

    # mail and calendar programs take it
    [mail] = mail_host.all_of(GUEST)
    invitation = _object(mail, "REQUEST")
    person.take(invitation)
    person.sync()
    [event] = calendar_server.events(NIGHT, NEXT_NIGHT)
    assert event["SUMMARY"] == EAST
    assert event["DTSTART"] == "20240416T090000"
    uid = event["UID"]

    # the person accepts in the calendar
    imap.put(_accepted(invitation).as_bytes())
    _work()
    page.reload()
    expect(row).to_contain_text("Tulee")
    expect(row).to_contain_text("kalenterista")

    # it is moved twice and told once
    move_discussion(east(), on(16, 12), by=SYSTEM)
    move_discussion(east(), on(16, 13), by=SYSTEM)
    _work()
    [_first, mail] = mail_host.all_of(GUEST)
    person.take(_object(mail, "REQUEST"))
    person.sync()
    [event] = calendar_server.events(NIGHT, NEXT_NIGHT)
    assert (event["UID"], event["SEQUENCE"]) == (uid, "1")
    assert event["DTSTART"] == "20240416T130000"
    assert person.sees("2024-04-16", 1)[0].startswith("2024-04-16 13:00|2024-04-16 15:30")

    # it is cancelled
    cancel_discussion(east(), by=SYSTEM, reason="Este.")
    _work()
    mail = mail_host.all_of(GUEST)[-1]
    person.take(_object(mail, "CANCEL"))
    person.sync()
    [event] = calendar_server.events(NIGHT, NEXT_NIGHT)
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (uid, "CANCELLED", "2")
    page.reload()
    expect(row).to_contain_text("Peruttu")


def _work() -> None:
    """The clock's jobs, as the worker starts them; each is due."""
    for job in FOLLOWING:
        job.run(lambda: True)


def _object(mail: EmailMessage, method: str) -> bytes:
    """The calendar object, where RFC 6047 wants it: an alternative beside the text."""
    assert mail.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    part = list(mail.iter_parts())[-1]
    assert part.get_param("method") == method
    assert str(part.get_content_charset()) == "utf-8"
    found = part.get_payload(decode=True)
    assert isinstance(found, bytes)
    return found


def _accepted(invitation: bytes) -> EmailMessage:
    """What the person's program answers (RFC 5546, 3.2.3)."""
    made = Calendar.from_ical(invitation)
    made["method"] = "REPLY"
    [event] = made.walk("VEVENT")
    event["attendee"].params["PARTSTAT"] = "ACCEPTED"
    mail = EmailMessage()
    mail["From"], mail["To"] = GUEST, str(event["organizer"]).removeprefix("mailto:")
    mail["Subject"] = f"Hyväksytty: {event['summary']}"
    mail.set_content("")
    mail.add_alternative(made.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    return mail
