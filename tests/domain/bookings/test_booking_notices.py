"""Who is told of requests for times, of answers to them, and of a timetable that holds."""

import pytest

from alke.domain.bookings import operations
from alke.domain.notices.models import Notice
from alke.domain.rounds.models import Round
from tests.cast import Cast
from tests.conftest import SetClock
from tests.domain.bookings.test_bookings import TOO_LATE, moment, round_  # noqa: F401 - a fixture
from tests.factories.rounds import discussion

pytestmark = pytest.mark.either_database
GRANTED = "Pyyntönne maakuntakohtaisen tapaamisen ajasta hyväksyttiin"
DECLINED = "Pyyntöänne maakuntakohtaisen tapaamisen ajasta ei hyväksytty"


def told() -> list[tuple[str, str]]:
    """Who was told what, in their order, with plain spaces."""
    rows = Notice.objects.filter(kind="meeting-times").order_by("pk")
    return [(row.to.demo_account or "", row.text_fi.replace("\u00a0", " ")) for row in rows]


def test_the_other_council_hears_of_a_swap_and_the_first_one_of_the_answer(
    round_: Round,  # noqa: F811
    cast: Cast,
) -> None:
    slugs = ("etela-savo", "pohjois-savo")
    for slug, time in zip(slugs, ("12:30", "13:15"), strict=True):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    one, two = (discussion(round_, slug) for slug in slugs)
    request = operations.ask_swap(one, two, by=cast["etela-savo"])
    asked = ("pohjois-savo", "Etelä-Savo pyytää vaihtamaan maakuntakohtaisten tapaamisten ajat.")
    assert told() == [asked]
    operations.accept_request(request, by=cast["pohjois-savo"])
    assert told() == [
        asked,
        ("etela-savo", f"{GRANTED}: Etelä-Savo, ti 16.4.2024 klo 13.15–13.55."),
    ]


def test_the_coordinator_hears_of_a_late_request_and_the_council_why_it_was_declined(
    round_: Round,  # noqa: F811
    cast: Cast,
    at: SetClock,
) -> None:
    at(TOO_LATE)
    request = operations.ask_late(
        discussion(round_, "kainuu"), moment(16, "14:00"), by=cast["kainuu"], reason="Myöhästyimme"
    )
    operations.decline_request(request, by=cast["koordinaattori"], reason="Aika on jo varattu")
    assert told() == [
        ("koordinaattori", "Myöhässä tullut pyyntö maakuntakohtaisesta tapaamisesta: Kainuu."),
        ("kainuu", f"{DECLINED}: Kainuu. Perustelu: Aika on jo varattu"),
    ]


def test_nobody_is_told_of_a_request_that_is_taken_back(round_: Round, cast: Cast) -> None:  # noqa: F811
    slugs = ("etela-savo", "pohjois-savo")
    for slug, time in zip(slugs, ("12:30", "13:15"), strict=True):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    one, two = (discussion(round_, slug) for slug in slugs)
    request = operations.ask_swap(one, two, by=cast["etela-savo"])
    operations.withdraw_request(request, by=cast["etela-savo"])
    assert len(told()) == 1


def test_ministries_that_come_hear_of_another_time_and_the_council_of_what_others_did(
    round_: Round,  # noqa: F811
    cast: Cast,
) -> None:
    meeting = discussion(round_, "kainuu")
    operations.book_meeting(meeting, moment(16, "14:00"), by=cast["kainuu"])
    assert told() == []
    for slug, answer in (("okm", "attends"), ("vm", "not-concerned")):
        body = cast.organisation(slug)
        operations.answer_attendance(meeting, body, answer, by=cast[slug], attendee="Johtaja")
    operations.book_meeting(meeting, moment(16, "15:30"), by=cast["kainuu"])
    now = "Maakuntakohtaisen tapaamisen aika on nyt: Kainuu, ti 16.4.2024 klo 15.30–16.10."
    assert told() == [("okm", now)]
    operations.release_meeting(meeting, by=cast["koordinaattori"])
    gone = "Maakuntakohtaisella tapaamisella ei ole nyt aikaa: Kainuu."
    assert sorted(told()[1:]) == [("kainuu", gone), ("okm", gone)]


def test_a_swap_that_the_coordinator_grants_is_told_to_both_councils(
    round_: Round,  # noqa: F811
    cast: Cast,
) -> None:
    slugs = ("etela-savo", "pohjois-savo")
    for slug, time in zip(slugs, ("12:30", "13:15"), strict=True):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    one, two = (discussion(round_, slug) for slug in slugs)
    request = operations.ask_swap(one, two, by=cast["etela-savo"])
    operations.accept_request(request, by=cast["koordinaattori"])
    assert sorted(told()[1:]) == [
        ("etela-savo", f"{GRANTED}: Etelä-Savo, ti 16.4.2024 klo 13.15–13.55."),
        (
            "pohjois-savo",
            "Maakuntakohtaisen tapaamisen aika on nyt: Pohjois-Savo, ti 16.4.2024 klo 12.30–13.10.",
        ),
    ]


def test_a_late_time_is_told_to_the_council_once(
    round_: Round,  # noqa: F811
    cast: Cast,
    at: SetClock,
) -> None:
    at(TOO_LATE)
    meeting = discussion(round_, "kainuu")
    operations.ask_late(meeting, moment(16, "14:00"), by=cast["kainuu"], reason="Myöhästyimme")
    operations.book_meeting(meeting, moment(16, "15:30"), by=cast["koordinaattori"])
    operations.settle_late_request(meeting, by=cast["koordinaattori"])
    assert told()[1:] == [("kainuu", f"{GRANTED}: Kainuu, ti 16.4.2024 klo 15.30–16.10.")]


def test_a_council_whose_time_the_timetable_changed_hears_what_it_was(
    round_: Round,  # noqa: F811
    cast: Cast,
) -> None:
    for slug, time in (("kainuu", "14:00"), ("etela-savo", "14:45")):
        operations.book_meeting(discussion(round_, slug), moment(16, time), by=cast[slug])
    coordinator = cast["koordinaattori"]
    row = operations.propose_timetable(round_, by=coordinator)
    row = operations.place_by_hand(
        row, discussion(round_, "kainuu"), moment(16, "15:30"), by=coordinator
    )
    operations.make_official(operations.search_again(row, by=coordinator), by=coordinator)
    assert [line for line in told() if line[0] in {"kainuu", "etela-savo"}] == [
        (
            "etela-savo",
            "Maakuntakohtaisen tapaamisen aika on vahvistettu: Etelä-Savo, "
            "ti 16.4.2024 klo 14.45–15.25.",
        ),
        (
            "kainuu",
            "Maakuntakohtaisen tapaamisen aika on vahvistettu ja muuttunut: Kainuu, "
            "ti 16.4.2024 klo 15.30–16.10. Aiempi aika oli ti 16.4.2024 klo 14.",
        ),
    ]
