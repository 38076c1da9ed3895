"""A date moves with all that hangs on it: shown first, then done, told once."""

import datetime as dt

import pytest

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import BasisDocument, Deadline, Discussion, Round
from alke.domain.rounds.operations import (
    load_round,
    move_basis,
    move_deadline,
    move_discussion,
    preview_basis_move,
    preview_deadline_move,
    preview_discussion_move,
)
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.rounds import deadline, discussion, edited, make_round

SYSTEM = Actor.system()
CHAIN = """
[[deadlines]]
key = "ilmoittautuminen"
name = { fi = "Ilmoittautuminen" }
anchor = "deadline:asialista-ita"
offset = 5

[[deadlines]]
key = "webinaarin-aineisto"
name = { fi = "Webinaarin aineisto" }
anchor = "discussion:webinaari"
offset = -7

[[deadlines]]
key = "paatoksen-esittely"
name = { fi = "Päätöksen esittely" }
anchor = "basis:aluekehittamispaatos"
offset = 2
"""


def at(text: str) -> dt.datetime:
    """A moment by Helsinki's clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.HELSINKI)


def decision() -> BasisDocument:
    """The decision as it is now."""
    return BasisDocument.objects.select_related("round").get(key="aluekehittamispaatos")


@pytest.fixture
def chained(world: None) -> Round:
    """The letter's round with dates that hang on one another, and the decision only expected."""
    text = edited(
        "2024", ("adopted = 2024-03-27\n", ""), ("[[followups]]\n", f"{CHAIN}\n[[followups]]\n")
    )
    return load_round(text, by=SYSTEM).round


def test_a_discussion_takes_its_agenda_deadline_along(letter: Round) -> None:
    move_discussion(discussion(letter, "ita"), at("2024-04-17 10:00"), by=SYSTEM)
    moved = discussion(letter, "ita")
    assert (moved.starts_at, moved.ends_at) == (at("2024-04-17 10:00"), at("2024-04-17 12:30"))
    assert deadline(letter, "asialista-ita").due_at == at("2024-04-03 23:59:59.999999")
    assert deadline(letter, "asialista-lansi").due_at == at("2024-03-27 23:59:59.999999")


def test_deadlines_that_hang_on_deadlines_move_too(chained: Round) -> None:
    move_discussion(discussion(chained, "ita"), at("2024-04-17 09:00"), by=SYSTEM)
    assert deadline(chained, "ilmoittautuminen").day == dt.date(2024, 4, 8)


def test_a_moved_deadline_takes_along_what_hangs_on_it_and_keeps_counting(chained: Round) -> None:
    move_deadline(deadline(chained, "asialista-ita"), dt.date(2024, 4, 4), by=SYSTEM)
    assert deadline(chained, "asialista-ita").offset_days == -12
    assert deadline(chained, "ilmoittautuminen").day == dt.date(2024, 4, 9)
    move_discussion(discussion(chained, "ita"), at("2024-04-23 09:00"), by=SYSTEM)
    assert deadline(chained, "asialista-ita").day == dt.date(2024, 4, 11)


def test_the_decision_slips_and_one_change_moves_what_hangs_on_it(chained: Round) -> None:
    preview = move_basis(decision(), dt.date(2024, 3, 14), by=SYSTEM)
    assert [(change.subject, change.after) for change in preview.changes] == [
        ("basis:aluekehittamispaatos", dt.date(2024, 3, 14)),
        ("discussion:webinaari", at("2024-03-28 09:30")),
        ("deadline:webinaarin-aineisto", at("2024-03-21 23:59:59.999999")),
        ("deadline:paatoksen-esittely", at("2024-03-16 23:59:59.999999")),
    ]
    assert discussion(chained, "webinaari").starts_at == at("2024-03-28 09:30")
    assert AuditEvent.objects.filter(event="basis.moved").count() == 1


def test_the_document_alone_can_get_another_date(chained: Round) -> None:
    move_basis(decision(), dt.date(2024, 3, 27), by=SYSTEM, adopted=True, alone=True)
    assert decision().adopted_date == dt.date(2024, 3, 27)
    assert discussion(chained, "webinaari").starts_at == at("2024-03-14 09:30")


def test_an_occasion_that_has_been_held_does_not_move_with_its_document(
    chained: Round, at: SetClock
) -> None:
    at("2024-03-20")
    preview = move_basis(decision(), dt.date(2024, 3, 27), by=SYSTEM)
    assert [change.subject for change in preview.changes] == [
        "basis:aluekehittamispaatos",
        "deadline:paatoksen-esittely",
    ]


def test_a_preview_shows_every_date_before_and_after_and_changes_nothing(letter: Round) -> None:
    preview = preview_discussion_move(discussion(letter, "ita"), at("2024-04-23 09:00"))
    assert [(c.subject, c.before, c.after) for c in preview.changes] == [
        ("discussion:ita", at("2024-04-16 09:00"), at("2024-04-23 09:00")),
        (
            "deadline:asialista-ita",
            at("2024-04-02 23:59:59.999999"),
            at("2024-04-09 23:59:59.999999"),
        ),
    ]
    assert discussion(letter, "ita").day == dt.date(2024, 4, 16)
    assert not AuditEvent.objects.filter(event="discussion.moved").exists()


def test_a_preview_tells_which_findings_come_and_go(letter: Round) -> None:
    preview = preview_discussion_move(discussion(letter, "ita"), at("2024-05-01 09:00"))
    assert [(f.code, f.subject) for f in preview.appearing] == [
        ("discussion-on-holiday", "discussion:ita")
    ]
    assert [(f.code, f.subject) for f in preview.going] == [
        ("deadline-on-holiday", "deadline:asialista-ita")
    ]


def test_a_finding_in_which_only_dates_change_stays(letter: Round) -> None:
    then = preview_deadline_move(deadline(letter, "varaukset"), dt.date(2024, 3, 23))
    assert [f.code for f in then.appearing] == ["deadline-on-holiday", "deadline-on-holiday"]
    move_deadline(deadline(letter, "varaukset"), dt.date(2024, 3, 23), by=SYSTEM)
    preview = preview_deadline_move(deadline(letter, "varaukset"), dt.date(2024, 3, 24))
    assert [(f.code, f.subject) for f in preview.staying] == [
        ("deadline-on-holiday", "deadline:varaukset"),
        ("deadline-on-holiday", "deadline:osallistuminen"),
    ]
    assert (preview.appearing, preview.going) == ((), ())


def test_a_preview_warns_of_a_deadline_on_a_holiday(letter: Round) -> None:
    preview = preview_deadline_move(deadline(letter, "varaukset"), dt.date(2024, 4, 1))
    assert [(f.code, f.subject) for f in preview.appearing] == [
        ("deadline-on-holiday", "deadline:varaukset"),
        ("deadline-on-holiday", "deadline:osallistuminen"),  # counted from it: a Sunday
    ]


def test_a_preview_says_that_the_agenda_would_be_due_too_late(letter: Round) -> None:
    preview = preview_deadline_move(deadline(letter, "asialista-etela"), dt.date(2024, 4, 12))
    assert [(f.code, f.subject) for f in preview.appearing] == [
        ("agenda-too-late", "deadline:asialista-etela")
    ]


@pytest.mark.parametrize(
    ("key", "day", "expected"),
    [
        ("varaukset", "2024-04-09", ["deadline-after-meetings deadline:osallistuminen"]),
        ("osallistuminen", "2024-03-20", ["answers-before-bookings deadline:osallistuminen"]),
        ("osallistuminen", "2024-03-21", []),
        ("osallistuminen", "2024-04-10", ["deadline-after-meetings deadline:osallistuminen"]),
    ],
)
def test_a_preview_says_that_bookings_or_answers_would_be_due_at_an_odd_time(
    letter: Round, key: str, day: str, expected: list[str]
) -> None:
    preview = preview_deadline_move(deadline(letter, key), dt.date.fromisoformat(day))
    codes = {"deadline-after-meetings", "answers-before-bookings"}
    assert [f"{f.code} {f.subject}" for f in preview.appearing if f.code in codes] == expected


def test_the_rounds_rule_moves_a_deadline_off_a_holiday_and_says_so(world: None) -> None:
    round_ = make_round("2024", ('weekends = "flag"', 'weekends = "move-after"'))
    preview = preview_deadline_move(deadline(round_, "varaukset"), dt.date(2024, 3, 29))
    change, hanging = preview.changes
    assert change.after == at("2024-04-02 23:59:59.999999")
    assert change.counted == dt.date(2024, 3, 29)
    assert hanging.after == at("2024-04-08 23:59:59.999999")


def test_a_counted_deadline_is_moved_off_a_holiday_by_the_rounds_rule(world: None) -> None:
    round_ = make_round("2024", ('weekends = "flag"', 'weekends = "move-before"'))
    move_discussion(discussion(round_, "ita"), at("2024-04-15 09:00"), by=SYSTEM)
    agenda = deadline(round_, "asialista-ita")
    assert (agenda.day, agenda.offset_days) == (dt.date(2024, 3, 28), -14)


def test_those_concerned_are_the_ministries_and_the_councils_of_the_regions(letter: Round) -> None:
    preview = preview_discussion_move(discussion(letter, "pohjoinen"), at("2024-04-19 09:00"))
    slugs = {body.slug for body in preview.concerned}
    councils = {body.slug for body in preview.concerned if body.kind == "council"}
    assert councils == {"lappi", "kainuu", "pohjois-pohjanmaa", "keski-pohjanmaa"}
    assert {"vm", "okm", "lvm", "tem"} <= slugs
    assert {"om", "um"}.isdisjoint(slugs)


def test_a_date_of_the_whole_round_concerns_all_councils(letter: Round) -> None:
    preview = preview_deadline_move(deadline(letter, "varaukset"), dt.date(2024, 3, 21))
    assert sum(body.kind == "council" for body in preview.concerned) == 18


def test_a_move_is_one_event_that_names_every_date_and_who_is_told(
    letter: Round, cast: Cast
) -> None:
    ita = discussion(letter, "ita")
    move_discussion(ita, at("2024-04-17 09:00"), by=cast["koordinaattori"], reason="Tilavaraus")
    (event,) = AuditEvent.objects.filter(event__endswith=".moved")
    assert (event.subject, event.discussion_id) == (f"discussion:{ita.pk}", ita.pk)
    assert event.changes["deadline:asialista-ita.due_at"] == [
        "2024-04-02T20:59:59.999999+00:00",
        "2024-04-03T20:59:59.999999+00:00",
    ]
    assert event.changes["reason"] == [None, "Tilavaraus"]
    assert "kainuu" in event.changes["told"][1]


def test_meetings_booked_on_the_day_follow_their_joint_discussion(letter: Round) -> None:
    move_discussion(discussion(letter, "lappi"), at("2024-04-18 12:30"), by=SYSTEM)
    move_discussion(
        discussion(letter, "kainuu"), at("2024-04-16 13:15"), by=SYSTEM
    )  # on the East's day, which is Kainuu's too
    move_discussion(discussion(letter, "pohjoinen"), at("2024-04-25 09:00"), by=SYSTEM)
    assert discussion(letter, "lappi").starts_at == at("2024-04-25 12:30")
    assert discussion(letter, "kainuu").starts_at == at("2024-04-16 13:15")


def test_a_meeting_without_an_end_is_as_long_as_its_kind(letter: Round) -> None:
    move_discussion(discussion(letter, "lappi"), at("2024-04-18 12:30"), by=SYSTEM)
    assert discussion(letter, "lappi").ends_at == at("2024-04-18 13:10")


def test_a_meeting_on_another_day_needs_a_reason_and_keeps_it(letter: Round) -> None:
    lappi = discussion(letter, "lappi")
    with pytest.raises(Refused, match="joint discussion is on another day"):
        move_discussion(lappi, at("2024-04-19 12:30"), by=SYSTEM)
    move_discussion(lappi, at("2024-04-19 12:30"), by=SYSTEM, reason="Valtuuston kokous")
    assert discussion(letter, "lappi").other_day_reason == "Valtuuston kokous"
    move_discussion(discussion(letter, "lappi"), at("2024-04-18 12:30"), by=SYSTEM)
    assert discussion(letter, "lappi").other_day_reason == ""


def test_a_move_to_where_it_is_changes_nothing(letter: Round) -> None:
    preview = move_discussion(discussion(letter, "ita"), at("2024-04-16 09:00"), by=SYSTEM)
    assert preview.changes == ()
    assert not AuditEvent.objects.filter(event="discussion.moved").exists()


def test_a_move_after_someone_elses_move_asks_to_look_again(letter: Round) -> None:
    ita = discussion(letter, "ita")
    seen = preview_discussion_move(ita, at("2024-04-17 09:00"))
    move_deadline(deadline(letter, "asialista-ita"), dt.date(2024, 4, 4), by=SYSTEM)
    with pytest.raises(Refused, match="have changed since you looked"):
        move_discussion(ita, at("2024-04-17 09:00"), by=SYSTEM, token=seen.token)
    assert discussion(letter, "ita").day == dt.date(2024, 4, 16)


def test_what_was_seen_is_what_is_done(letter: Round) -> None:
    ita = discussion(letter, "ita")
    seen = preview_discussion_move(ita, at("2024-04-17 09:00"))
    done = move_discussion(ita, at("2024-04-17 09:00"), by=SYSTEM, token=seen.token)
    assert [(c.subject, c.before, c.after) for c in done.changes] == [
        (c.subject, c.before, c.after) for c in seen.changes
    ]


def test_a_published_agenda_wants_a_reason(letter: Round) -> None:
    Discussion.objects.filter(slug="ita").update(agenda="published")
    ita = discussion(letter, "ita")
    with pytest.raises(Refused, match="agenda has been published"):
        move_discussion(ita, at("2024-04-17 09:00"), by=SYSTEM)
    move_discussion(ita, at("2024-04-17 09:00"), by=SYSTEM, reason="Tilavaraus")
    assert discussion(letter, "ita").day == dt.date(2024, 4, 17)


def test_a_discussion_that_has_begun_is_not_moved(letter: Round, at: SetClock) -> None:
    at("2024-04-16 09:00")
    later = dt.datetime(2024, 4, 17, 9, tzinfo=clock.HELSINKI)
    with pytest.raises(Refused, match="has begun already"):
        move_discussion(discussion(letter, "ita"), later, by=SYSTEM)


def test_a_discussion_is_not_moved_into_the_past(letter: Round) -> None:
    with pytest.raises(Refused, match="has passed already"):
        move_discussion(discussion(letter, "ita"), at("2024-03-04 09:00"), by=SYSTEM)


def test_an_end_before_the_start_is_refused(letter: Round) -> None:
    ita = discussion(letter, "ita")
    with pytest.raises(Refused, match="end must be after the start"):
        move_discussion(ita, at("2024-04-17 09:00"), at("2024-04-17 08:00"), by=SYSTEM)


def test_a_year_far_from_the_round_is_refused(letter: Round) -> None:
    with pytest.raises(Refused, match="The year 2042 does not fit a round of 2024"):
        move_deadline(deadline(letter, "varaukset"), dt.date(2042, 3, 20), by=SYSTEM)


def test_an_ended_round_is_not_changed(letter: Round) -> None:
    Round.objects.filter(pk=letter.pk).update(state="ended")
    with pytest.raises(Refused, match="The round has ended"):
        move_deadline(deadline(letter, "varaukset"), dt.date(2024, 3, 21), by=SYSTEM)


@pytest.mark.parametrize("account", ["vastuuhenkilo-ita", "lappi", "vm", "aune", "public"])
def test_only_the_coordinator_moves_dates(letter: Round, cast: Cast, account: str) -> None:
    with pytest.raises(Refused):
        move_deadline(deadline(letter, "varaukset"), dt.date(2024, 3, 21), by=cast[account])
    with pytest.raises(Refused):
        move_discussion(discussion(letter, "ita"), at("2024-04-17 09:00"), by=cast[account])
    with pytest.raises(Refused):
        move_basis(decision(), dt.date(2024, 3, 21), by=cast[account])
    assert Deadline.objects.get(key="varaukset").day == dt.date(2024, 3, 20)


def test_a_deadline_that_has_passed_may_be_put_off(letter: Round, at: SetClock) -> None:
    at("2024-03-21")
    move_deadline(deadline(letter, "varaukset"), dt.date(2024, 3, 25), by=SYSTEM)
    assert deadline(letter, "varaukset").day == dt.date(2024, 3, 25)


def test_a_deadline_lasts_as_long_as_its_day(letter: Round) -> None:
    due = deadline(letter, "varaukset").due_at
    assert at("2024-03-20 23:59:59.999") < due < at("2024-03-21 00:00:00")


def test_the_same_time_of_day_holds_over_the_change_of_clocks(letter: Round) -> None:
    move_discussion(discussion(letter, "webinaari"), at("2024-04-04 09:30"), by=SYSTEM)
    moved = discussion(letter, "webinaari")
    assert moved.starts_at is not None
    assert moved.starts_at.astimezone(clock.HELSINKI).time() == dt.time(9, 30)
    assert moved.ends_at == at("2024-04-04 11:30")


def test_a_preview_of_the_document_shows_the_webinar_before_easter(chained: Round) -> None:
    preview = preview_basis_move(decision(), dt.date(2024, 3, 14))
    webinar = preview.changes[1]
    assert (webinar.name, webinar.because) == (
        "Webinar on the regional development decision",
        decision(),
    )
