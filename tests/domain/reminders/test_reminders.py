"""Reminders: each due occurrence once, whatever nights are missed, and not what is done (B6)."""

import datetime as dt
import random
from collections import Counter
from typing import Any

import pytest

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.insight.desk_queries import current_round
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.notices.gathering_operations import gather_urgent, write_digests
from alke.domain.notices.models import Mail, Notice
from alke.domain.notices.sending_operations import send_waiting
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, User
from alke.domain.reminders import operations
from alke.domain.reminders.models import PASSED, Occurrence, Reminder
from alke.domain.reminders.operations import nudge, remind
from alke.domain.reminders.queries import OpenTasks, people_of
from alke.domain.reminders.schedule import occurrences_of
from alke.domain.rounds.models import Deadline, Discussion, Round
from alke.domain.rounds.operations import new_round, publish_round
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round
from tests.factories.topics import make_topic

pytestmark = pytest.mark.either_database
KEPT = ("koordinaattori", "vastuuhenkilo-ita", "vm", "kainuu", "kainuu-valmistelija", "lappi")


@pytest.fixture
def round_(cast: Cast) -> Round:
    """The round of 2024, in which a few people work."""
    User.objects.exclude(demo_account__in=KEPT).update(is_active=False)
    return make_round("2024")


def booking(round_: Round) -> Deadline:
    return Deadline.objects.select_related("round", "discussion").get(round=round_, key="varaukset")


def told(deadline: Deadline, step: int) -> dict[str, str]:
    """What the occurrence was to each: "" when told, else why not."""
    rows = Reminder.objects.filter(occurrence__deadline=deadline, occurrence__step=step)
    return {row.user.demo_account or "": row.reason for row in rows.select_related("user")}


def reason(deadline: Deadline, step: int) -> str:
    return Occurrence.objects.get(deadline=deadline, step=step, due_at=deadline.due_at).reason


def book(round_: Round, slug: str) -> Discussion:
    """The council's meeting has its time; its theme is still open."""
    meeting = discussion(round_, slug)
    meeting.starts_at = clock.at_time(dt.date(2024, 4, 18), dt.time(12, 30))
    meeting.save()
    return meeting


def theme(round_: Round, slug: str) -> None:
    """The council's part of the booking is done: the meeting's time, and its theme."""
    make_topic(book(round_, slug), title="Kärki")


def test_a_reminder_is_due_on_a_working_morning_by_helsinkis_clock(round_: Round) -> None:
    moments = {row.step: row.moment for row in occurrences_of(booking(round_))}
    expected = {14: "2024-03-06", 7: "2024-03-13", 1: "2024-03-19", PASSED: "2024-03-21"}
    assert {step: f"{moment:%Y-%m-%d}" for step, moment in moments.items()} == expected
    assert {moment.hour for moment in moments.values()} == {6}
    east = Deadline.objects.get(round=round_, key="asialista-ita")  # 2.4., the day after Easter
    days = [row.moment.date() for row in occurrences_of(east)]
    assert days == [dt.date(2024, n, day) for n, day in ((3, 19), (3, 26), (3, 28), (4, 3))]


def test_who_has_it_open_is_told_once_and_who_has_done_it_is_not(
    round_: Round, cast: Cast, at: SetClock
) -> None:
    deadline = booking(round_)
    theme(round_, "lappi")
    book(round_, "kainuu")
    at("2024-03-13 05:59")
    remind()
    assert told(deadline, 7) == {}
    at("2024-03-13 06:00")
    remind()
    remind()
    assert told(deadline, 7) == {"kainuu": "", "lappi": "done"}
    notice = Notice.objects.get(to=cast.user("kainuu"), reminder__occurrence__step=7)
    assert notice.text_fi == (
        "Maakuntakohtaisen tapaamisen varaus: määräaika on ke\xa020.3.2024. "
        "Jotakin teiltä on vielä kesken."
    )
    assert (notice.path, notice.urgent) == ("/2024/kainuu/ehdotukset/", False)


def test_who_has_registered_is_not_reminded_of_registering(
    round_: Round, cast: Cast, at: SetClock
) -> None:
    deadline = Deadline.objects.create(
        round=round_,
        discussion=discussion(round_, "pohjoinen"),
        key="ilmoittautuminen",
        purpose="participants",
        owner="councils",
        name_fi="Osallistujat",
        due_at=clock.at_time(dt.date(2024, 3, 20), dt.time(16)),
        reminders=[7],
    )
    make_participant(discussion(round_, "pohjoinen"), "lappi")
    at("2024-03-13 06:00")
    remind()
    assert told(deadline, 7) == {"kainuu": "", "lappi": "done"}


def test_a_newer_round_hides_nothing_that_is_open_in_the_one_before(
    round_: Round, cast: Cast, at: SetClock
) -> None:
    theme(round_, "lappi")
    publish_round(round_, by=Actor.system())
    later = new_round(2025, round_, by=Actor.system())
    Round.objects.filter(pk=later.round.pk).update(letter_date=dt.date(2024, 3, 1))
    publish_round(Round.objects.get(pk=later.round.pk), by=Actor.system())
    at("2024-03-13 06:00")
    remind()
    assert current_round(cast["kainuu"]) == later.round
    assert told(booking(round_), 7) == {"kainuu": "", "lappi": "done"}


def test_a_worker_that_looked_before_another_had_told_tells_nobody_again(
    round_: Round, at: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2024-03-13 06:10")
    remind()
    told = Notice.objects.count()
    monkeypatch.setattr(operations, "settled", lambda _deadlines: set())  # as it saw the ledger
    assert remind() == 0
    assert Notice.objects.count() == told > 0


def test_after_an_outage_the_latest_step_is_told_at_once_and_earlier_ones_are_not(
    round_: Round, at: SetClock
) -> None:
    at("2024-03-14 10:00")  # the worker did not run since before 6.3.
    remind()
    deadline = booking(round_)
    assert (reason(deadline, 14), reason(deadline, 7)) == ("late", "")
    assert told(deadline, 7) == {"kainuu": "", "lappi": ""}
    assert Notice.objects.filter(about=f"deadline:{deadline.pk}", urgent=True).count() == 2


def test_what_is_open_after_its_day_goes_on_to_deputy_and_coordinator(
    round_: Round, cast: Cast, at: SetClock
) -> None:
    theme(round_, "lappi")
    at("2024-03-21 06:05")
    remind()
    deadline = booking(round_)
    assert (reason(deadline, 1), reason(deadline, PASSED)) == ("late", "")
    assert told(deadline, PASSED) == {
        "kainuu": "",
        "lappi": "done",
        "kainuu-valmistelija": "",
        "koordinaattori": "",
    }
    line = Notice.objects.get(to=cast.user("koordinaattori"), about=f"deadline:{deadline.pk}")
    assert "yksi taho ei ole tehnyt sitä" in line.text_fi


def test_a_deadline_that_was_put_off_is_reminded_of_anew_but_not_a_few_days_later(
    round_: Round, cast: Cast, at: SetClock
) -> None:
    at("2024-04-02 06:30")
    deadline = Deadline.objects.get(round=round_, key="asialista-ita")
    east = discussion(round_, "ita")
    remind()  # it is due today
    first = Occurrence.objects.filter(deadline=deadline).count()
    assert first == 3
    move_discussion(
        east,
        clock.at_time(dt.date(2024, 4, 30), dt.time(9)),
        by=cast["koordinaattori"],
    )
    deadline.refresh_from_db()
    at("2024-04-09 08:00")  # a week before the new day
    remind()
    steps = {row.step: row.reason for row in Occurrence.objects.filter(due_at=deadline.due_at)}
    assert steps == {14: "late", 7: ""}


def test_a_step_is_not_repeated_for_a_day_more(round_: Round, at: SetClock) -> None:
    at("2024-03-13 06:10")
    remind()
    deadline = booking(round_)
    Deadline.objects.filter(pk=deadline.pk).update(due_at=deadline.due_at + dt.timedelta(days=1))
    at("2024-03-14 06:10")
    remind()
    assert reason(booking(round_), 7) == "recent"


def test_a_round_that_was_loaded_late_tells_nobody_of_what_is_long_past(
    round_: Round, at: SetClock
) -> None:
    at("2024-05-20 09:00")
    remind()
    assert set(Occurrence.objects.values_list("reason", flat=True)) == {"late"}
    assert not Notice.objects.exists()


def test_a_cancelled_discussions_deadline_reminds_nobody(round_: Round, at: SetClock) -> None:
    Discussion.objects.filter(round=round_, slug="ita").update(cancelled_at=clock.now())
    at("2024-03-26 06:10")
    remind()
    assert not Occurrence.objects.filter(deadline__key="asialista-ita").exists()


def test_a_whole_year_with_missed_nights_tells_each_thing_once(
    round_: Round, cast: Cast, at: SetClock
) -> None:
    """Every morning but those on which the worker did not run; both clock changes; one move."""
    chance = random.Random(2024)  # noqa: S311 - the same year in every run
    day, ran = dt.date(2024, 1, 1), list[dt.date]()
    while day.year == 2024:
        if chance.random() < 0.8:
            ran.append(day)
            at(clock.at_time(day, dt.time(6, 10)))
            remind()
            gather_urgent()
            at(clock.at_time(day, dt.time(7, 1)))
            write_digests()
            send_waiting({})
        if day == dt.date(2024, 3, 20):
            south = discussion(round_, "etela")
            later = clock.at_time(dt.date(2024, 5, 15), dt.time(9))
            move_discussion(south, later, by=cast["koordinaattori"])
        day += dt.timedelta(days=1)
    assert 280 < len(ran) < 310
    due = [one for row in Deadline.objects.filter(round=round_) for one in occurrences_of(row)]
    rows = Occurrence.objects.all()
    keys = Counter((row.deadline_id, row.due_at, row.step) for row in rows)
    assert {(one.deadline.pk, one.deadline.due_at, one.step) for one in due} <= set(keys)
    assert set(keys.values()) == {1}
    for row in rows.filter(reason=""):
        settled = row.at.astimezone(clock.HELSINKI).date()
        assert settled == next(day for day in ran if day >= row.day)  # the first morning it ran
    reminders = Reminder.objects.exclude(notice=None).select_related("notice__mail")
    assert reminders.count() > 30
    assert all(row.notice and row.notice.mail for row in reminders)
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    digests = Mail.objects.filter(kind="digest")
    per_day = Counter((mail.to, mail.at.astimezone(clock.HELSINKI).date()) for mail in digests)
    assert set(per_day.values()) == {1}
    assert {mail.at.astimezone(clock.HELSINKI).weekday() for mail in digests} <= set(range(7))


def test_the_desk_is_asked_once_for_all_contacts_of_a_body(
    round_: Round, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    deadline, tasks = booking(round_), OpenTasks()
    first = cast.user("kainuu")
    colleague = User.objects.create(email="toinen@kainuu.example")
    body = cast.organisation("kainuu")
    Membership.objects.create(user=colleague, organisation=body, role="council-contact")
    assert tasks.of(first, deadline) is not None
    with django_assert_max_num_queries(1):  # the colleague's roles
        assert tasks.of(colleague, deadline) == tasks.of(first, deadline)
    with django_assert_max_num_queries(0):
        assert tasks.of(colleague, deadline) is not None


def test_the_coordinator_asks_a_person_once_a_day_for_what_is_open(
    round_: Round, cast: Cast, at: SetClock
) -> None:
    deadline, by = booking(round_), cast["koordinaattori"]
    theme(round_, "lappi")
    nudge(deadline, cast.user("kainuu"), by=by)
    assert Notice.objects.get().urgent
    with pytest.raises(Refused, match="jo tänään"):
        nudge(deadline, cast.user("kainuu"), by=by)
    with pytest.raises(Refused, match="ei odota enää"):
        nudge(deadline, cast.user("lappi"), by=by)
    with pytest.raises(Refused, match="ei odota enää"):
        nudge(deadline, cast.user("vm"), by=by)
    with pytest.raises(Refused):
        nudge(deadline, cast.user("kainuu"), by=cast["vm"])
    at("2024-03-05 09:00")
    nudge(deadline, cast.user("kainuu"), by=by)
    assert Notice.objects.count() == 2


def test_the_owner_of_a_discussion_is_reminded_of_its_agenda_and_others_are_not(
    round_: Round, cast: Cast
) -> None:
    east = Deadline.objects.select_related("round", "discussion").get(key="asialista-ita")
    west = Deadline.objects.select_related("round", "discussion").get(key="asialista-lansi")
    owner = cast.user("vastuuhenkilo-ita")
    assert owner in {person.user for person in people_of(east)}
    assert owner not in {person.user for person in people_of(west)}
    assert OpenTasks().of(owner, east) is not None
    assert OpenTasks().of(owner, west) is None
