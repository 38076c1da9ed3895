"""A timetable is proposed, changed by hand and made official in one act."""

import datetime as dt

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.bookings import (
    operations,
    timetable_operations,
    timetable_reason_operations,
)
from alke.domain.bookings.models import Booking, MinistryAnswer, TimetableProposal
from alke.domain.bookings.queries import board_of, open_proposal
from alke.domain.bookings.timetable_reasons import Why, why_not
from alke.domain.notices.models import Notice
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import move_discussion
from tests.cast import Cast
from tests.domain.bookings.test_bookings import moment, now_at, round_  # noqa: F401 - a fixture
from tests.factories.rounds import discussion

State = TimetableProposal.State


def proposed(row: TimetableProposal, slug: str) -> dt.datetime | None:
    """Where the proposal puts a region's meeting."""
    text = row.places.get(str(discussion(row.round, slug).pk))
    return dt.datetime.fromisoformat(text) if text else None


def test_the_silent_get_times_and_who_has_booked_stays(round_: Round, cast: Cast) -> None:  # noqa: F811
    at = moment(16, "14:00")
    operations.book_meeting(discussion(round_, "kainuu"), at, by=cast["kainuu"])
    row = operations.propose_timetable(round_, by=cast["koordinaattori"])
    assert (row.state, row.proven, len(row.places)) == (State.READY, True, 18)
    assert proposed(row, "kainuu") == at
    assert now_at(round_, "lappi") == (None, None)
    days = {line.meeting.slug: line.own_days for line in board_of(round_, cast["kainuu"]).lines}
    elsewhere = [slug for slug in days if proposed(row, slug).date() not in days[slug]]  # type: ignore[union-attr]
    assert elsewhere == []  # six regions of the West, of which Kanta-Häme may go to the South


def test_what_the_hand_has_set_may_be_left_to_the_others_again(
    round_: Round,  # noqa: F811
    cast: Cast,
) -> None:
    meeting, by = discussion(round_, "kainuu"), cast["koordinaattori"]
    operations.wish_times(meeting, [moment(16, "14:00")], by=cast["kainuu"])
    row = operations.propose_timetable(round_, by=by)
    row = operations.place_by_hand(row, meeting, moment(24, "14:00"), by=by)
    row = operations.free_from_hand(row, meeting, by=by)
    assert proposed(row, "kainuu") == moment(24, "14:00")  # until the others are placed
    row = operations.search_again(row, by=by)
    assert proposed(row, "kainuu") == moment(16, "14:00")
    with pytest.raises(Refused, match="ei ole asetettu käsin"):
        operations.free_from_hand(row, meeting, by=by)
    with pytest.raises(Refused):
        operations.free_from_hand(row, meeting, by=cast["kainuu"])


def test_a_wish_that_is_not_granted_is_explained(round_: Round, cast: Cast) -> None:  # noqa: F811
    at, okm = moment(16, "14:00"), cast.organisation("okm")
    operations.book_meeting(discussion(round_, "etela-savo"), at, by=cast["etela-savo"])
    operations.wish_times(discussion(round_, "pohjois-savo"), [at], by=cast["pohjois-savo"])
    row = operations.propose_timetable(round_, by=cast["koordinaattori"])
    why = row.reasons[str(discussion(round_, "pohjois-savo").pk)]
    assert (why["goal"], why["others"]) == ("unplaced", [discussion(round_, "etela-savo").pk])
    operations.drop_proposal(row, by=cast["koordinaattori"])
    meeting = discussion(round_, "pohjois-savo")
    operations.wish_times(meeting, [moment(16, "14:45")], by=cast["pohjois-savo"])
    operations.hope_for(meeting, by=cast["pohjois-savo"], theme="", wanted=[okm], language="fi")
    other = discussion(round_, "pohjois-karjala")
    operations.book_meeting(other, moment(16, "14:45"), by=cast["pohjois-karjala"])
    operations.answer_attendance(other, okm, MinistryAnswer.Answer.OTHER_TIME, by=cast["okm"])
    row = operations.propose_timetable(round_, by=cast["koordinaattori"], keep=False)
    assert proposed(row, "pohjois-karjala") != moment(16, "14:45")
    why = row.reasons[str(other.pk)]
    assert (why["goal"], why["bodies"]) == ("doubled", [[okm.pk, []]])


def test_rules_that_collide_are_named(round_: Round, cast: Cast) -> None:  # noqa: F811
    coordinator, at = cast["koordinaattori"], moment(16, "14:00")
    row = operations.propose_timetable(round_, by=coordinator)
    rows = [discussion(round_, slug) for slug in ("kainuu", "etela-savo")]
    for meeting in rows:
        operations.place_by_hand(row, meeting, at, by=coordinator)
    row = operations.search_again(row, by=coordinator)
    kinds = sorted(rule["kind"] for rule in row.collision)
    assert kinds == ["pinned", "pinned", "room"]
    assert {rule["meeting"] for rule in row.collision} == {-1, *(meeting.pk for meeting in rows)}
    assert len(row.places) == 17


def test_the_hand_is_the_reason_of_a_meeting_that_it_set(round_: Round, cast: Cast) -> None:  # noqa: F811
    coordinator, meeting = cast["koordinaattori"], discussion(round_, "kainuu")
    operations.book_meeting(meeting, moment(16, "14:00"), by=cast["kainuu"])
    row = operations.propose_timetable(round_, by=coordinator)
    operations.place_by_hand(row, meeting, moment(16, "15:30"), by=coordinator)
    row = operations.search_again(row, by=coordinator)
    assert (proposed(row, "kainuu"), row.reasons) == (moment(16, "15:30"), {})


def test_one_act_makes_all_times_official(round_: Round, cast: Cast) -> None:  # noqa: F811
    coordinator = cast["koordinaattori"]
    operations.book_meeting(discussion(round_, "kainuu"), moment(16, "14:00"), by=cast["kainuu"])
    row = operations.propose_timetable(round_, by=coordinator)
    operations.make_official(row, by=coordinator)
    held = Discussion.objects.filter(round=round_, kind="regional").exclude(starts_at=None)
    assert held.count() == 18
    assert Booking.objects.exclude(official_at=None).count() == 18
    events = AuditEvent.objects.filter(event="discussion.timed")
    assert (events.count(), events.values("subject").distinct().count()) == (18, 18)
    assert open_proposal(round_) is None
    with pytest.raises(Refused, match="on vahvistettu"):
        operations.release_meeting(discussion(round_, "kainuu"), by=cast["kainuu"])


def test_a_meeting_without_a_place_gives_up_the_time_it_has(round_: Round, cast: Cast) -> None:  # noqa: F811
    coordinator, at = cast["koordinaattori"], moment(16, "14:00")
    for slug in ("kainuu", "lappi"):
        operations.book_meeting(
            discussion(round_, slug), at if slug == "kainuu" else moment(18, "14:00"), by=cast[slug]
        )
    row = operations.propose_timetable(round_, by=coordinator)
    row.places.pop(str(discussion(round_, "kainuu").pk))  # as where there is no room for all
    row.save()
    operations.make_official(row, by=coordinator)
    assert now_at(round_, "kainuu") == (None, None)
    assert now_at(round_, "lappi") == (moment(18, "14:00"), 1)
    official = Booking.objects.exclude(official_at=None).values_list("discussion__slug", flat=True)
    assert "kainuu" not in official
    told = Notice.objects.filter(about=f"discussion:{discussion(round_, 'kainuu').pk}").last()
    assert told is not None
    assert told.text_fi.startswith("Maakuntakohtaisella tapaamisella ei ole nyt aikaa: Kainuu.")


def test_a_time_taken_meanwhile_refuses_the_whole(round_: Round, cast: Cast) -> None:  # noqa: F811
    coordinator = cast["koordinaattori"]
    row = operations.propose_timetable(round_, by=coordinator)
    outside = Discussion.objects.create(
        round=round_,
        slug="ylimaarainen",
        name_fi="Ylimääräinen",
        kind="regional",
        region=discussion(round_, "lappi").region,
    )
    taken = proposed(row, "lappi")
    assert taken is not None
    operations.book_meeting(outside, taken, by=cast["system"], reason="Toinen tapaaminen")
    with pytest.raises(Refused, match="sillä välin varattu: Lappi"):
        operations.make_official(row, by=coordinator)
    assert now_at(round_, "kainuu") == (None, None)
    assert not AuditEvent.objects.filter(event="discussion.timed").exists()


def test_who_books_after_the_proposal_keeps_its_time(round_: Round, cast: Cast) -> None:  # noqa: F811
    coordinator = cast["koordinaattori"]
    row = operations.propose_timetable(round_, by=coordinator)
    free = {moment(18, time) for time in ("12:30", "13:15", "14:00", "14:45", "15:30")}
    held = {proposed(row, slug) for slug in ("lappi", "kainuu", "keski-pohjanmaa")}
    held.add(proposed(row, "pohjois-pohjanmaa"))
    at = min(free - held)
    operations.book_meeting(discussion(round_, "lappi"), at, by=cast["lappi"])
    with pytest.raises(Refused, match="muuttunut sillä välin: Lappi"):
        operations.make_official(row, by=coordinator)
    row = operations.search_again(row, by=coordinator)
    operations.make_official(row, by=coordinator)
    assert now_at(round_, "lappi") == (at, 1)


@pytest.fixture
def lost(round_: Round, cast: Cast) -> Round:  # noqa: F811
    """Kainuu has booked on the East's day, which then moved; its meeting hangs on the North's."""
    operations.book_meeting(discussion(round_, "kainuu"), moment(16, "14:00"), by=cast["kainuu"])
    east = discussion(round_, "ita")
    move_discussion(east, moment(17, "09:00"), by=cast["koordinaattori"], reason="Tila varattu.")
    assert now_at(round_, "kainuu")[0] == moment(16, "14:00")
    return round_


@pytest.mark.parametrize("keep", [True, False])
def test_a_time_that_is_none_any_more_is_sought_anew(
    lost: Round, cast: Cast, *, keep: bool
) -> None:
    coordinator = cast["koordinaattori"]
    row = operations.propose_timetable(lost, by=coordinator, keep=keep)
    at = proposed(row, "kainuu")
    assert at is not None
    assert at.date() in {moment(17, "09:00").date(), moment(18, "09:00").date()}
    assert (row.proven, len(row.places)) == (True, 18)
    operations.make_official(row, by=coordinator)
    assert now_at(lost, "kainuu") == (at, 1)


def test_the_hand_may_leave_a_meeting_at_a_time_that_is_none_any_more(
    lost: Round, cast: Cast
) -> None:
    coordinator, at = cast["koordinaattori"], moment(16, "14:00")
    row = operations.propose_timetable(lost, by=coordinator)
    row = operations.place_by_hand(row, discussion(lost, "kainuu"), at, by=coordinator)
    row = operations.search_again(row, by=coordinator)
    assert proposed(row, "kainuu") == at
    operations.make_official(row, by=coordinator)
    assert now_at(lost, "kainuu")[0] == at


def test_a_time_that_was_set_by_hand_with_a_reason_stays(lost: Round, cast: Cast) -> None:
    coordinator, at = cast["koordinaattori"], moment(19, "10:00")
    move_discussion(discussion(lost, "kainuu"), at, by=coordinator, reason="Vierailu.")
    row = operations.propose_timetable(lost, by=coordinator, keep=False)
    assert str(discussion(lost, "kainuu").pk) not in row.places
    assert len(row.places) == 17


def test_meetings_on_another_day_want_a_reason(round_: Round, cast: Cast) -> None:  # noqa: F811
    coordinator, at = cast["koordinaattori"], moment(24, "15:30")
    row = operations.propose_timetable(round_, by=coordinator)
    operations.place_by_hand(row, discussion(round_, "lappi"), at, by=coordinator)
    there = Discussion.objects.filter(round=round_, kind="regional").exclude(slug="lappi")
    for meeting in [meeting for meeting in there if proposed(row, meeting.slug) == at]:
        operations.place_by_hand(row, meeting, None, by=coordinator)
    with pytest.raises(BadInput, match="Perustele"):
        operations.make_official(row, by=coordinator)
    operations.make_official(row, by=coordinator, reason="Kuntaliitos")
    assert discussion(round_, "lappi").other_day_reason == "Kuntaliitos"


@pytest.mark.either_database
@pytest.mark.parametrize("who", ["kainuu", "okm", "vastuuhenkilo-ita", "aune"])
def test_only_the_coordinator_makes_timetables(round_: Round, cast: Cast, who: str) -> None:  # noqa: F811
    with pytest.raises(Refused):
        operations.propose_timetable(round_, by=cast[who])


def test_many_meetings_are_left_to_the_worker_which_stops_when_it_is_dropped(
    round_: Round,  # noqa: F811
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coordinator = cast["koordinaattori"]
    monkeypatch.setattr(timetable_operations, "AT_ONCE", 5)
    row = operations.propose_timetable(round_, by=coordinator)
    assert (row.state, row.places) == (State.WAITING, {})
    with pytest.raises(Refused, match="lasketaan jo"):
        operations.propose_timetable(round_, by=coordinator)
    operations.drop_proposal(row, by=coordinator)
    timetable_operations.run_search(row.pk)
    row.refresh_from_db()
    assert (row.state, row.places) == (State.DROPPED, {})
    row = operations.propose_timetable(round_, by=coordinator)
    timetable_operations.run_search(row.pk)
    row.refresh_from_db()
    assert (row.state, row.done, len(row.places)) == (State.READY, row.total, 18)


@pytest.fixture
def unmet(round_: Round, cast: Cast) -> list[int]:  # noqa: F811
    """Three councils of the East wish the time that a fourth has booked; in the board's order."""
    at = moment(16, "14:00")
    operations.book_meeting(discussion(round_, "etela-savo"), at, by=cast["etela-savo"])
    slugs = ("pohjois-savo", "pohjois-karjala", "etela-karjala")
    for slug in slugs:
        operations.wish_times(discussion(round_, slug), [at], by=cast[slug])
    lines = board_of(round_, cast["koordinaattori"]).lines
    return [line.meeting.pk for line in lines if line.meeting.slug in slugs]


def sought_by_worker(round_: Round, cast: Cast) -> TimetableProposal:  # noqa: F811
    """A proposal of many meetings, as the worker leaves it."""
    row = operations.propose_timetable(round_, by=cast["koordinaattori"])
    timetable_operations.run_search(row.pk)
    row.refresh_from_db()
    return row


def test_the_worker_tells_the_same_reasons_of_many_bit_by_bit(
    round_: Round,  # noqa: F811
    unmet: list[int],
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = operations.propose_timetable(round_, by=cast["koordinaattori"])
    assert {int(key) for key in row.reasons} == set(unmet)
    operations.drop_proposal(row, by=cast["koordinaattori"])
    monkeypatch.setattr(timetable_operations, "AT_ONCE", 5)
    monkeypatch.setattr(timetable_reason_operations, "BATCH", 2)
    then = sought_by_worker(round_, cast)
    assert then.reasons == row.reasons
    assert (then.done, then.total, then.is_explaining) == (3, 3, False)


@pytest.mark.parametrize(("sooner", "by"), [("BATCH", 1), ("OFTEN", dt.timedelta(0))])
def test_what_the_hand_moves_meanwhile_gets_no_reason_and_a_drop_ends_it(
    round_: Round,  # noqa: F811
    unmet: list[int],
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    sooner: str,
    by: object,
) -> None:
    """Each reason is told at once: when so many are, or when it took so long."""
    coordinator, told = cast["koordinaattori"], []

    def meanwhile(*args: object) -> Why:
        """The coordinator looks at the proposal while it is being explained."""
        row = open_proposal(round_)
        if row is not None:
            told.append((row.done, row.total, row.is_explaining))
            if len(told) == 2:
                moved = Discussion.objects.get(pk=unmet[1])
                operations.place_by_hand(row, moved, moment(24, "15:30"), by=coordinator)
            if len(told) == 3:
                operations.drop_proposal(row, by=coordinator)
        return why_not(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(timetable_operations, "AT_ONCE", 5)
    monkeypatch.setattr(timetable_reason_operations, sooner, by)
    monkeypatch.setattr(timetable_reason_operations, "why_not", meanwhile)
    row = sought_by_worker(round_, cast)
    assert told == [(0, 3, True), (1, 3, True), (2, 3, True)]
    assert [int(key) for key in row.reasons] == unmet[:1]
    assert row.state == State.DROPPED


def test_who_stops_a_search_has_what_was_found_before_and_set_by_hand(
    round_: Round,  # noqa: F811
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coordinator, at = cast["koordinaattori"], moment(16, "14:00")
    monkeypatch.setattr(timetable_operations, "AT_ONCE", 5)
    first = operations.propose_timetable(round_, by=coordinator)
    assert operations.stop_search(first, by=coordinator).state == State.DROPPED
    row = sought_by_worker(round_, cast)
    row = operations.place_by_hand(row, discussion(round_, "kainuu"), at, by=coordinator)
    places = row.places
    assert operations.search_again(row, by=coordinator).state == State.WAITING
    operations.stop_search(row, by=coordinator)
    timetable_operations.run_search(row.pk)  # the worker comes to it too late
    row.refresh_from_db()
    assert (row.state, row.places, len(row.pins)) == (State.READY, places, 1)
    assert operations.stop_search(row, by=coordinator).state == State.READY
    with pytest.raises(Refused):
        operations.stop_search(row, by=cast["kainuu"])


def test_what_collides_is_told_of_many_too(
    round_: Round,  # noqa: F811
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coordinator, at = cast["koordinaattori"], moment(16, "14:00")
    monkeypatch.setattr(timetable_operations, "AT_ONCE", 5)
    row = sought_by_worker(round_, cast)
    for slug in ("kainuu", "etela-savo"):
        row = operations.place_by_hand(row, discussion(round_, slug), at, by=coordinator)
    operations.search_again(row, by=coordinator)
    timetable_operations.run_search(row.pk)
    row.refresh_from_db()
    assert sorted(rule["kind"] for rule in row.collision) == ["pinned", "pinned", "room"]
