"""Every write of bookings."""

from alke.domain.bookings.attendance_operations import answer_attendance
from alke.domain.bookings.booking_operations import (
    book_meeting,
    hope_for,
    release_meeting,
    wish_times,
)
from alke.domain.bookings.request_operations import (
    accept_request,
    ask_late,
    ask_swap,
    decline_request,
    settle_late_request,
    withdraw_request,
)
from alke.domain.bookings.timetable_operations import (
    drop_proposal,
    free_from_hand,
    make_official,
    place_by_hand,
    propose_timetable,
    search_again,
    stop_search,
)

__all__ = [
    "accept_request",
    "answer_attendance",
    "ask_late",
    "ask_swap",
    "book_meeting",
    "decline_request",
    "drop_proposal",
    "free_from_hand",
    "hope_for",
    "make_official",
    "place_by_hand",
    "propose_timetable",
    "release_meeting",
    "search_again",
    "settle_late_request",
    "stop_search",
    "wish_times",
    "withdraw_request",
]
