"""Requests whose meetings were cancelled, or got their agenda published, while they waited."""

import pytest

from alke.base.verdicts import Refused
from alke.domain.bookings import operations, rules
from alke.domain.bookings.models import BookingRequest
from alke.domain.bookings.queries import board_of
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import cancel_discussion
from tests.cast import Cast
from tests.conftest import SetClock
from tests.domain.bookings.test_bookings import (
    TOO_LATE,
    moment,
    now_at,
    round_,  # noqa: F401 - a fixture
)
from tests.factories.rounds import discussion

TIMES = {"etela-savo": "12:30", "pohjois-savo": "13:15"}


@pytest.fixture
def swap(round_: Round, cast: Cast) -> BookingRequest:  # noqa: F811
    """Etelä-Savo asks Pohjois-Savo to swap times."""
    for slug, time in TIMES.items():
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    one, two = (discussion(round_, slug) for slug in TIMES)
    return operations.ask_swap(one, two, by=cast["etela-savo"])


def cancel(meeting: Discussion, cast: Cast) -> None:
    """The coordinator cancels the meeting."""
    cancel_discussion(meeting, by=cast["koordinaattori"], reason="Lakko.")


def publish(meeting: Discussion, _cast: Cast) -> None:
    """The meeting's agenda is published."""
    Discussion.objects.filter(pk=meeting.pk).update(agenda=Discussion.Agenda.PUBLISHED)


@pytest.mark.parametrize("who", ["pohjois-savo", "koordinaattori"])
@pytest.mark.parametrize("slug", sorted(TIMES))
@pytest.mark.parametrize(
    ("happens", "words"),
    [(cancel, "on peruttu. Hylkää pyyntö"), (publish, "asialista on julkaistu. Hylkää pyyntö")],
)
def test_a_swap_is_not_accepted_when_either_meeting_cannot_move(
    swap: BookingRequest, cast: Cast, who: str, slug: str, happens: object, words: str
) -> None:
    assert callable(happens)
    happens(discussion(swap.discussion.round, slug), cast)
    with pytest.raises(Refused, match=words):
        operations.accept_request(swap, by=cast[who])
    for name, time in TIMES.items():
        row = discussion(swap.discussion.round, name)
        held = None if happens is cancel and name == slug else 1
        assert (row.starts_at, row.track) == (moment(16, time), held)
    operations.decline_request(swap, by=cast[who], reason="Ei voi enää vaihtaa")
    assert BookingRequest.objects.get().state == "declined"


@pytest.mark.parametrize("slug", sorted(TIMES))
def test_a_swap_is_not_offered_when_one_of_the_times_has_changed_since(
    swap: BookingRequest, cast: Cast, slug: str
) -> None:
    round_ = swap.discussion.round  # noqa: F811
    operations.book_meeting(discussion(round_, slug), moment(16, "15:30"), by=cast[slug])
    row = board_of(round_, cast["pohjois-savo"]).swaps[0]
    verdict = rules.can_accept_request(cast["pohjois-savo"], row)
    assert str(verdict.reason).startswith("Toinen ajoista on muuttunut pyynnön jälkeen.")
    with pytest.raises(Refused, match="Hylkää pyyntö"):
        operations.accept_request(swap, by=cast["pohjois-savo"])
    assert now_at(round_, slug) == (moment(16, "15:30"), 1)
    assert rules.can_answer_request(cast["pohjois-savo"], row)


def test_a_request_of_a_cancelled_meeting_waits_on_the_board_to_be_declined(
    swap: BookingRequest, cast: Cast
) -> None:
    cancel(swap.discussion, cast)
    round_ = swap.discussion.round  # noqa: F811
    board = board_of(round_, cast["pohjois-savo"])
    assert [(row.pk, row.discussion.cancelled_at is None) for row in board.swaps] == [
        (swap.pk, False)
    ]


@pytest.mark.parametrize("happens", [cancel, publish])
def test_a_late_request_is_not_accepted_when_the_meeting_cannot_move(
    round_: Round,  # noqa: F811
    cast: Cast,
    at: SetClock,
    happens: object,
) -> None:
    assert callable(happens)
    at(TOO_LATE)
    meeting, time = discussion(round_, "kainuu"), moment(16, "14:00")
    request = operations.ask_late(meeting, time, by=cast["kainuu"], reason="Myöhästyimme")
    happens(meeting, cast)
    with pytest.raises(Refused, match="Hylkää pyyntö"):
        operations.accept_request(request, by=cast["koordinaattori"])
    assert now_at(round_, "kainuu") == (None, None)
