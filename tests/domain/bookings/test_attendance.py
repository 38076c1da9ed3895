"""The ministries' answers: who attends which regional meeting, and what collides (B8)."""

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.bookings import operations
from alke.domain.bookings.models import MinistryAnswer
from alke.domain.bookings.queries import board_of
from alke.domain.notices.models import Notice
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import set_reply
from alke.domain.people.actors import Actor
from alke.domain.reminders.operations import remind
from alke.domain.reminders.queries import OpenTasks
from alke.domain.rounds.models import Deadline, Round
from alke.web.bookings.words import overlap_words, reason_words
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.domain.bookings.test_bookings import moment, round_  # noqa: F401 - a fixture
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round

Answer = MinistryAnswer.Answer


def test_a_ministry_answers_and_takes_its_answer_back(round_: Round, cast: Cast) -> None:  # noqa: F811
    meeting, okm = discussion(round_, "kainuu"), cast.organisation("okm")
    given = operations.answer_attendance(
        meeting, okm, Answer.ATTENDS, by=cast["okm"], attendee="opetusneuvos"
    )
    assert given is not None
    assert (given.answer, given.attendee) == ("attends", "opetusneuvos")
    event = AuditEvent.objects.latest("seq")
    assert event.changes == {"okm": ["", "attends"], "attendee": [False, True]}
    operations.answer_attendance(meeting, okm, "", by=cast["okm"])
    assert not MinistryAnswer.objects.exists()


@pytest.mark.either_database
@pytest.mark.parametrize("who", ["lvm", "kainuu", "koordinaattori", "vastuuhenkilo-ita"])
def test_a_ministry_is_answered_for_by_its_own_contact(
    round_: Round,  # noqa: F811
    cast: Cast,
    who: str,
) -> None:
    meeting, okm = discussion(round_, "kainuu"), cast.organisation("okm")
    with pytest.raises(Refused):
        operations.answer_attendance(meeting, okm, Answer.WRITTEN, by=cast[who])


def test_who_attends_every_meeting_need_not_answer(round_: Round, cast: Cast) -> None:  # noqa: F811
    board = board_of(round_, cast["okm"])
    tem = board.ministries[0]
    assert (tem.slug, set(board.always)) == ("tem", {tem.pk})
    with pytest.raises(Refused, match="osallistuu jokaiseen"):
        operations.answer_attendance(
            discussion(round_, "kainuu"), tem, Answer.WRITTEN, by=cast["koordinaattori"]
        )


def test_a_ministry_in_two_tracks_and_one_that_cannot_be_there_are_shown(cast: Cast) -> None:
    round_ = make_round("2024", ("tracks = 1", "tracks = 2"))  # noqa: F811
    okm = cast.organisation("okm")
    rows = {slug: discussion(round_, slug) for slug in ("etela-savo", "pohjois-savo")}
    for slug, row in rows.items():
        operations.book_meeting(row, moment(16, "14:00"), by=cast[slug])
        operations.answer_attendance(row, okm, Answer.ATTENDS, by=cast["okm"])
    board = board_of(round_, cast["okm"])
    assert [(o.kind, o.line.meeting.slug) for o in board.overlaps] == [
        ("doubled", "etela-savo"),
        ("doubled", "pohjois-savo"),
    ]
    operations.answer_attendance(rows["etela-savo"], okm, Answer.OTHER_TIME, by=cast["okm"])
    overlaps = board_of(round_, cast["okm"]).overlaps
    kinds = [o.kind for o in overlaps if o.line.meeting.slug == "etela-savo"]
    assert kinds == ["away", "doubled"]
    operations.book_meeting(rows["etela-savo"], moment(16, "14:45"), by=cast["etela-savo"])
    assert board_of(round_, cast["okm"]).overlaps == []


def test_staff_for_one_of_two_tracks_is_in_one_place_at_a_time(cast: Cast) -> None:
    round_ = make_round(  # noqa: F811
        "2024", ("tracks = 1", "tracks = 2\nstaff = 1")
    )
    for slug in ("kainuu", "etela-savo"):
        operations.book_meeting(discussion(round_, slug), moment(16, "14:00"), by=cast[slug])
    found = {
        (row.kind, row.body.short if row.body else "", row.line.meeting.slug)
        for row in board_of(round_, cast["koordinaattori"]).overlaps
    }
    assert found == {("doubled", "TEM", "etela-savo"), ("doubled", "TEM", "kainuu")}
    row = operations.propose_timetable(round_, by=cast["koordinaattori"], keep=False)
    assert len(set(row.places.values())) == len(row.places) == 18
    without = make_round("2024", ("tracks = 1", "tracks = 2"))
    assert board_of(without, cast["koordinaattori"]).overlaps == []


def test_the_ministries_answer_six_days_after_the_booking(round_: Round, cast: Cast) -> None:  # noqa: F811
    due = board_of(round_, cast["okm"]).answers_due
    assert due is not None
    assert (due.key, str(due.day)) == ("osallistuminen", "2024-03-26")


def test_a_format_may_leave_the_ministries_without_a_date(cast: Cast) -> None:
    without = make_round("2024", ('purpose = "attendance"', 'purpose = "other"'))
    assert board_of(without, cast["okm"]).answers_due is None


def test_who_has_not_answered_is_reminded_until_the_last_meeting_is_answered(
    round_: Round,  # noqa: F811
    cast: Cast,
    at: SetClock,
) -> None:
    def told() -> set[str]:
        rows = Notice.objects.filter(kind="reminder", text_fi__contains="osallistuminen")
        return {row.to.demo_account or "" for row in rows.select_related("to")}

    for line in board_of(round_, cast["lvm"]).lines:
        operations.answer_attendance(
            line.meeting, cast.organisation("lvm"), Answer.NOT_CONCERNED, by=cast["lvm"]
        )
    at("2024-03-20 12:00")
    remind()
    assert {"okm", "vm"} <= told()
    assert told().isdisjoint({"lvm", "koordinaattori", "kainuu"})
    deadline = Deadline.objects.get(round=round_, purpose="attendance")
    left = OpenTasks().of(cast.user("okm"), deadline)
    assert left is not None
    assert left.path == "/2024/varaukset/osallistuminen/okm/"


@pytest.fixture
def beside(cast: Cast) -> Round:
    """Two meetings at one time: a lawyer of the ministry in charge comes to both."""
    round_ = make_round("2024", ("tracks = 1", "tracks = 2"))  # noqa: F811
    for slug in ("etela-savo", "pohjois-savo"):
        row = discussion(round_, slug)
        operations.book_meeting(row, moment(16, "14:00"), by=cast[slug])
        make_participant(row, "tem", title="Hallitusneuvos", email="neuvos@tem.example")
        make_participant(row, slug)
    return round_


def test_a_person_who_is_registered_for_two_meetings_at_once_is_shown(
    beside: Round, cast: Cast
) -> None:
    overlaps = board_of(beside, cast["okm"]).overlaps
    found = [(row.kind, row.line.meeting.slug) for row in overlaps]
    assert found == [("person", "etela-savo"), ("person", "pohjois-savo")]
    assert overlap_words(overlaps[0]) == (
        "TEM, Hallitusneuvos: sama henkilö on samaan aikaan myös tapaamisessa: Pohjois-Savo."
    )
    assert board_of(beside, cast["public"]).overlaps == []
    row = Participant.objects.filter(email="neuvos@tem.example").latest("pk")
    set_reply(row, Participant.Reply.DECLINED, by=Actor.system(), how=Participant.How.CONTACT)
    assert board_of(beside, cast["okm"]).overlaps == []


def test_a_person_of_a_ministry_that_is_in_two_places_is_told_once(
    beside: Round, cast: Cast
) -> None:
    okm = cast.organisation("okm")
    for slug in ("etela-savo", "pohjois-savo"):
        row = discussion(beside, slug)
        operations.answer_attendance(
            row, okm, Answer.ATTENDS, by=cast["okm"], attendee="Johtaja", email="j@okm.example"
        )
    found = [(row.kind, row.line.meeting.slug) for row in board_of(beside, cast["okm"]).overlaps]
    assert sorted(found) == [
        ("doubled", "etela-savo"),
        ("doubled", "pohjois-savo"),
        ("person", "etela-savo"),
        ("person", "pohjois-savo"),
    ]


def test_the_timetable_keeps_a_person_out_of_two_places_and_says_so(
    beside: Round, cast: Cast
) -> None:
    other = discussion(beside, "pohjois-savo")
    operations.release_meeting(other, by=cast["pohjois-savo"])
    operations.wish_times(other, [moment(16, "14:00")], by=cast["pohjois-savo"])
    row = operations.propose_timetable(beside, by=cast["koordinaattori"])
    assert row.places[str(other.pk)] != moment(16, "14:00").isoformat()
    why = row.reasons[str(other.pk)]
    assert why["goal"] == "doubled"
    words = reason_words(board_of(beside, cast["koordinaattori"]), why).replace("\u00a0", " ")
    assert words == "ti 16.4. klo 14: TEM: sama henkilö on silloin tapaamisessa Etelä-Savo."


def invited(slug: str) -> list[tuple[str, str, bool]]:
    """Title, address and whether it holds, of the ministry's participants in the meeting."""
    rows = Participant.objects.filter(discussion__slug=slug, discussion__kind="regional")
    return [(row.title, row.email, row.cancelled_at is None) for row in rows.order_by("pk")]


@pytest.mark.either_database
def test_who_attends_is_registered_by_the_answer_and_taken_back_by_another(
    round_: Round,  # noqa: F811
    cast: Cast,
) -> None:
    meeting, okm = discussion(round_, "kainuu"), cast.organisation("okm")

    def answer(said: str, attendee: str = "", email: str = "") -> None:
        operations.answer_attendance(
            meeting, okm, said, by=cast["okm"], attendee=attendee, email=email
        )

    answer("attends", "Johtaja", " Johtaja@okm.example ")
    answer("attends", "Johtaja", "johtaja@okm.example")
    assert invited("kainuu") == [("Johtaja", "johtaja@okm.example", True)]
    answer("attends", "Ylijohtaja", "yli@okm.example")
    assert invited("kainuu") == [("Ylijohtaja", "yli@okm.example", True)]
    answer("written")
    assert invited("kainuu") == [("Ylijohtaja", "yli@okm.example", False)]
    answer("attends", "Johtaja")
    assert len(invited("kainuu")) == 1
    answer("attends", "Johtaja", "johtaja@okm.example")
    answer("")
    assert invited("kainuu")[1] == ("Johtaja", "johtaja@okm.example", False)


def test_who_was_registered_before_the_answer_stays_registered_after_another(
    round_: Round,  # noqa: F811
    cast: Cast,
) -> None:
    meeting, okm = discussion(round_, "kainuu"), cast.organisation("okm")
    make_participant(meeting, "okm", title="Johtaja", email="johtaja@okm.example")
    for answer, email in (("attends", "johtaja@okm.example"), ("written", "")):
        operations.answer_attendance(
            meeting, okm, answer, by=cast["okm"], attendee="Johtaja", email=email
        )
    assert invited("kainuu") == [("Johtaja", "johtaja@okm.example", True)]


@pytest.mark.parametrize(
    ("attendee", "email", "field"),
    [("", "johtaja@okm.example", "attendee"), ("Johtaja", "johtaja@okm", "email")],
)
def test_half_of_who_attends_is_refused_and_nothing_is_answered(
    round_: Round,  # noqa: F811
    cast: Cast,
    attendee: str,
    email: str,
    field: str,
) -> None:
    meeting, okm = discussion(round_, "kainuu"), cast.organisation("okm")
    with pytest.raises(BadInput) as fault:
        operations.answer_attendance(
            meeting, okm, "attends", by=cast["okm"], attendee=attendee, email=email
        )
    assert fault.value.field == field
    assert (MinistryAnswer.objects.count(), invited("kainuu")) == (0, [])


def test_an_answer_to_an_earlier_time_is_marked_until_it_is_given_again(
    round_: Round,  # noqa: F811
    cast: Cast,
    client_for: ClientFor,
) -> None:
    meeting, okm = discussion(round_, "kainuu"), cast.organisation("okm")
    operations.book_meeting(meeting, moment(16, "14:00"), by=cast["kainuu"])
    operations.answer_attendance(meeting, okm, "attends", by=cast["okm"], attendee="Johtaja")
    matrix = "/2024/varaukset/osallistuminen/"
    own, marked = f"{matrix}okm/", "aiempaan aikaan"
    client = client_for("okm")
    assert marked not in client.get(matrix).content.decode()
    operations.book_meeting(meeting, moment(16, "15:30"), by=cast["kainuu"])
    assert marked in client.get(matrix).content.decode()
    said = "Vastaus annettiin aikaan ti 16.4. klo 14."
    assert said in client.get(own).content.decode().replace("\u00a0", " ")
    sent = {"vastaus-kainuu": "attends", "kuka-kainuu": "Johtaja", "posti-kainuu": ""}
    assert "Tallennettuja vastauksia: 1." in client.post(own, sent, follow=True).content.decode()
    assert marked not in client.get(matrix).content.decode()
