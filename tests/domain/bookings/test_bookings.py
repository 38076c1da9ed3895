"""Times of regional meetings: booked, given up, swapped, asked for late; and what is refused."""

import datetime as dt

import pytest

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.bookings import operations
from alke.domain.bookings.models import Booking, BookingRequest
from alke.domain.bookings.queries import board_of
from alke.domain.rounds.findings import findings_of
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import cancel_discussion, move_discussion, restore_discussion
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.rounds import discussion, make_round

LAST_DAY, TOO_LATE = "2024-03-20 23:30", "2024-03-21 00:10"


@pytest.fixture
def round_(cast: Cast) -> Round:
    """The round of 2024, in which the councils book until 20.3."""
    return make_round()


def moment(day: int, time: str) -> dt.datetime:
    """A time in April 2024."""
    return clock.at_time(dt.date(2024, 4, day), dt.time.fromisoformat(time))


def now_at(round_: Round, slug: str) -> tuple[dt.datetime | None, int | None]:
    """When a region's meeting is now, and on which track."""
    row = discussion(round_, slug)
    return row.starts_at, row.track


def test_a_council_books_a_time_of_its_day(round_: Round, cast: Cast) -> None:
    meeting = discussion(round_, "pohjois-savo")
    operations.book_meeting(meeting, moment(16, "14:00"), by=cast["pohjois-savo"])
    row = discussion(round_, "pohjois-savo")
    assert (row.starts_at, row.ends_at) == (moment(16, "14:00"), moment(16, "14:40"))
    event = AuditEvent.objects.latest("seq")
    assert (event.event, event.subject) == ("discussion.booked", f"discussion:{row.pk}")
    assert event.changes["discussion:pohjois-savo.track"] == [None, 1]


def test_who_comes_second_is_refused_and_keeps_its_own_time(round_: Round, cast: Cast) -> None:
    first, second = (discussion(round_, slug) for slug in ("etela-savo", "pohjois-savo"))
    operations.book_meeting(second, moment(16, "12:30"), by=cast["pohjois-savo"])
    operations.book_meeting(first, moment(16, "14:00"), by=cast["etela-savo"])
    with pytest.raises(Refused, match="ehdittiin juuri varata"):
        operations.book_meeting(second, moment(16, "14:00"), by=cast["pohjois-savo"])
    assert now_at(round_, "pohjois-savo") == (moment(16, "12:30"), 1)


def test_with_two_tracks_two_have_the_same_time(cast: Cast) -> None:
    round_ = make_round("2024", ("tracks = 1", "tracks = 2"))
    for slug in ("etela-savo", "pohjois-savo"):
        operations.book_meeting(discussion(round_, slug), moment(16, "14:00"), by=cast[slug])
    assert [now_at(round_, slug)[1] for slug in ("etela-savo", "pohjois-savo")] == [1, 2]
    meeting = discussion(round_, "pohjois-karjala")
    with pytest.raises(Refused):
        operations.book_meeting(meeting, moment(16, "14:00"), by=cast["pohjois-karjala"])


def test_another_day_needs_a_reason_and_is_a_finding(round_: Round, cast: Cast) -> None:
    meeting, at = discussion(round_, "pohjois-savo"), moment(18, "14:45")
    with pytest.raises(Refused, match="toisena päivänä"):
        operations.book_meeting(meeting, at, by=cast["pohjois-savo"])
    operations.book_meeting(meeting, at, by=cast["pohjois-savo"], reason="Hallitus kokoontuu 16.4.")
    assert discussion(round_, "pohjois-savo").other_day_reason == "Hallitus kokoontuu 16.4."
    found = [row for row in findings_of(round_) if row.code == "booking-on-other-day"]
    assert [(row.subject, row.severity) for row in found] == [("discussion:pohjois-savo", "info")]


def test_a_region_of_two_discussions_has_two_days_of_its_own(round_: Round, cast: Cast) -> None:
    for at in (moment(16, "12:30"), moment(18, "12:30")):
        operations.book_meeting(discussion(round_, "kainuu"), at, by=cast["kainuu"])
        assert now_at(round_, "kainuu") == (at, 1)


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("at", "words"),
    [
        (moment(16, "13:00"), "ei ole sellaista aikaa"),
        (moment(17, "12:30"), "ei ole sellaista aikaa"),
        (moment(16, "09:00"), "ei ole sellaista aikaa"),
    ],
)
def test_only_the_rounds_own_times_are_booked(
    round_: Round, cast: Cast, at: dt.datetime, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        operations.book_meeting(discussion(round_, "kainuu"), at, by=cast["kainuu"], reason="Syy")


@pytest.mark.either_database
@pytest.mark.parametrize("who", ["lappi", "okm", "ely-lappi", "aune", "lappi-valmistelija"])
def test_nobody_books_for_another_region(round_: Round, cast: Cast, who: str) -> None:
    meeting = discussion(round_, "kainuu")
    with pytest.raises(Refused):
        operations.book_meeting(meeting, moment(16, "12:30"), by=cast[who])


def test_the_deadline_binds_councils_and_not_the_coordinator(
    round_: Round, cast: Cast, at: SetClock
) -> None:
    meeting = discussion(round_, "kainuu")
    at(LAST_DAY)
    operations.book_meeting(meeting, moment(16, "12:30"), by=cast["kainuu"])
    at(TOO_LATE)
    with pytest.raises(Refused, match="määräaika on päättynyt"):
        operations.release_meeting(meeting, by=cast["kainuu"])
    operations.book_meeting(meeting, moment(16, "13:15"), by=cast["koordinaattori"])
    assert now_at(round_, "kainuu") == (moment(16, "13:15"), 1)


def test_a_booking_that_is_given_up_frees_its_time(round_: Round, cast: Cast) -> None:
    operations.book_meeting(discussion(round_, "kainuu"), moment(16, "12:30"), by=cast["kainuu"])
    operations.release_meeting(discussion(round_, "kainuu"), by=cast["kainuu"])
    assert now_at(round_, "kainuu") == (None, None)
    meeting = discussion(round_, "etela-savo")
    operations.book_meeting(meeting, moment(16, "12:30"), by=cast["etela-savo"])
    assert now_at(round_, "etela-savo") == (moment(16, "12:30"), 1)


def test_a_meeting_that_is_not_held_frees_its_time(round_: Round, cast: Cast) -> None:
    coordinator = cast["koordinaattori"]
    operations.book_meeting(discussion(round_, "kainuu"), moment(16, "12:30"), by=cast["kainuu"])
    cancel_discussion(discussion(round_, "kainuu"), by=coordinator, reason="Ei tarvetta")
    meeting = discussion(round_, "etela-savo")
    operations.book_meeting(meeting, moment(16, "12:30"), by=cast["etela-savo"])
    restore_discussion(discussion(round_, "kainuu"), by=coordinator)
    assert [now_at(round_, slug)[1] for slug in ("etela-savo", "kainuu")] == [1, 2]
    kinds = {row.kind for row in board_of(round_, coordinator).overlaps}
    assert "same-slot" in kinds
    found = [row.subject for row in findings_of(round_) if row.code == "slot-shared"]
    assert found == ["discussion:kainuu"]
    operations.release_meeting(meeting, by=cast["etela-savo"])
    assert not [row for row in findings_of(round_) if row.code == "slot-shared"]


def test_meetings_move_with_their_day_and_keep_apart(round_: Round, cast: Cast) -> None:
    """The eastern discussion moves to the northern one's day, on which a time is taken."""
    operations.book_meeting(discussion(round_, "lappi"), moment(18, "12:30"), by=cast["lappi"])
    meeting = discussion(round_, "etela-savo")
    operations.book_meeting(meeting, moment(16, "12:30"), by=cast["etela-savo"])
    move_discussion(discussion(round_, "ita"), moment(18, "09:00"), by=cast["koordinaattori"])
    assert now_at(round_, "lappi") == (moment(18, "12:30"), 1)
    assert now_at(round_, "etela-savo") == (moment(18, "12:30"), 2)


def test_two_councils_swap_times(round_: Round, cast: Cast) -> None:
    slugs = ("etela-savo", "pohjois-savo")
    for slug, time in zip(slugs, ("12:30", "13:15"), strict=True):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    one, two = (discussion(round_, slug) for slug in slugs)
    request = operations.ask_swap(one, two, by=cast["etela-savo"])
    with pytest.raises(Refused):
        operations.accept_request(request, by=cast["etela-savo"])
    operations.accept_request(request, by=cast["pohjois-savo"])
    assert now_at(round_, "etela-savo") == (moment(16, "13:15"), 1)
    assert now_at(round_, "pohjois-savo") == (moment(16, "12:30"), 1)
    assert AuditEvent.objects.filter(event="discussion.swapped").count() == 2


def test_a_swap_of_times_that_have_changed_is_refused(round_: Round, cast: Cast) -> None:
    slugs = ("etela-savo", "pohjois-savo")
    for slug, time in zip(slugs, ("12:30", "13:15"), strict=True):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    one, two = (discussion(round_, slug) for slug in slugs)
    request = operations.ask_swap(one, two, by=cast["etela-savo"])
    operations.book_meeting(one, moment(16, "15:30"), by=cast["etela-savo"])
    with pytest.raises(Refused, match="muuttunut"):
        operations.accept_request(request, by=cast["pohjois-savo"])
    operations.decline_request(request, by=cast["pohjois-savo"], reason="Aika on hyvä")
    assert now_at(round_, "pohjois-savo") == (moment(16, "13:15"), 1)


def test_the_coordinator_decides_on_a_late_request(round_: Round, cast: Cast, at: SetClock) -> None:
    meeting, time = discussion(round_, "kainuu"), moment(16, "14:00")
    with pytest.raises(Refused, match="Varaa aika itse"):
        operations.ask_late(meeting, time, by=cast["kainuu"], reason="Myöhästyimme")
    at(TOO_LATE)
    request = operations.ask_late(meeting, time, by=cast["kainuu"], reason="Myöhästyimme")
    with pytest.raises(Refused, match="odottaa jo"):
        operations.ask_late(meeting, time, by=cast["kainuu"], reason="Myöhästyimme")
    with pytest.raises(Refused):
        operations.accept_request(request, by=cast["kainuu"])
    operations.accept_request(request, by=cast["koordinaattori"])
    assert now_at(round_, "kainuu") == (time, 1)
    assert BookingRequest.objects.get().state == "accepted"


def test_the_theme_is_a_proposal_of_the_council(round_: Round, cast: Cast) -> None:
    meeting = discussion(round_, "kainuu")
    okm, kainuu = cast.organisation("okm"), cast["kainuu"]
    for theme in ("Kaivosala", "Kaivosala ja osaajat"):
        operations.hope_for(meeting, by=kainuu, theme=theme, wanted=[okm], language="fi")
    topic = meeting.topics.get()
    assert (topic.title, topic.number, topic.draft_side) == ("Kaivosala ja osaajat", None, "")
    assert topic.proposed_by == cast.organisation("kainuu")
    line = board_of(round_, cast["okm"]).by_meeting[meeting.pk]
    assert line.theme == topic
    assert line.attends(okm)


def test_wishes_are_kept_in_their_order(round_: Round, cast: Cast) -> None:
    wishes = [moment(16, "14:00"), moment(16, "13:15")]
    operations.wish_times(discussion(round_, "kainuu"), wishes, by=cast["kainuu"])
    assert Booking.objects.get().wished == wishes
    line = board_of(round_, cast["kainuu"]).by_meeting[discussion(round_, "kainuu").pk]
    assert line.state == "wished"


def test_rounds_without_regional_meetings_have_no_times(cast: Cast) -> None:
    round_ = make_round("2022")
    meeting = Discussion.objects.filter(round=round_, kind="regional").first()
    assert board_of(round_, cast["koordinaattori"]).slots == []
    if meeting is not None:
        with pytest.raises(Refused):
            operations.book_meeting(meeting, moment(16, "14:00"), by=cast["koordinaattori"])
