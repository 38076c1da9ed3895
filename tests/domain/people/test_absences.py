"""Who is away has a deputy, whom tasks, powers and notices reach from day to day (B13)."""

import datetime as dt

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.notices.models import Notice
from alke.domain.notices.operations import write_notice
from alke.domain.people.actors import Actor
from alke.domain.people.models import Absence, Membership, User
from alke.domain.people.operations import end_absence, note_absence
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import may, owns
from alke.web.people.backend import SessionBackend
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.people import make_person
from tests.factories.topics import make_meeting, make_owner

FIRST, LAST = dt.date(2024, 3, 11), dt.date(2024, 3, 15)
LINE = {"fi": "Ilmoita osallistujat", "sv": "Anmäl deltagarna", "en": "Register"}


def role(cast: Cast, account: str) -> Membership:
    """The account's first role."""
    return Membership.objects.select_related("organisation").filter(user=cast.user(account))[0]


@pytest.fixture
def deputy(cast: Cast) -> User:
    """The editor of Kainuu's council, who confirms nothing by its own role."""
    return cast.user("kainuu-valmistelija")


@pytest.fixture
def absence(cast: Cast, deputy: User) -> Absence:
    """Kainuu's contact is away for a week."""
    return note_absence(role(cast, "kainuu"), deputy, FIRST, LAST, by=cast["kainuu"])


def test_the_deputy_has_the_role_on_these_days_and_on_no_other(
    absence: Absence, deputy: User, at: SetClock
) -> None:
    east = make_meeting()
    held = {}
    for day in ("2024-03-10", "2024-03-11", "2024-03-15", "2024-03-16"):
        at(day)
        held[day[-2:]] = bool(may(Actor.of(deputy), Power.CONFIRM, east))
    assert held == {"10": False, "11": True, "15": True, "16": False}


def test_the_session_of_the_deputy_brings_the_role_along(
    absence: Absence, deputy: User, at: SetClock
) -> None:
    at("2024-03-12")
    user = SessionBackend().get_user(deputy.pk)
    assert user == deputy
    assert Actor.of(user).roles == {"council-contact", "editor"}


def test_a_deputy_of_an_owner_runs_the_discussion(cast: Cast, at: SetClock) -> None:
    east = make_meeting()
    owner = cast.user("vastuuhenkilo-ita")
    make_owner(east, owner)
    deputy = make_person("tem", "editor", email="sijainen@tem.example")
    note_absence(role(cast, "vastuuhenkilo-ita"), deputy, FIRST, LAST, by=cast["vastuuhenkilo-ita"])
    assert not owns(Actor.of(deputy), east)
    at("2024-03-12")
    assert owns(Actor.of(deputy), east)


def test_a_notice_reaches_the_deputy_too(
    absence: Absence, cast: Cast, deputy: User, at: SetClock
) -> None:
    write_notice(to=cast.user("kainuu"), kind="nudge", about="discussion:1", line=LINE)
    at("2024-03-12")
    write_notice(to=cast.user("kainuu"), kind="nudge", about="discussion:1", line=LINE)
    told = Notice.objects.order_by("pk").values_list("to", flat=True)
    assert list(told) == [cast.user("kainuu").pk, cast.user("kainuu").pk, deputy.pk]


def test_who_comes_back_early_ends_it(absence: Absence, cast: Cast, at: SetClock) -> None:
    at("2024-03-13")
    end_absence(absence, by=cast["kainuu"])
    absence.refresh_from_db()
    assert absence.last_date == dt.date(2024, 3, 12)
    events = AuditEvent.objects.filter(event__startswith="absence").values_list("event", flat=True)
    assert list(events) == ["absence.noted", "absence.ended"]


def test_who_does_not_go_leaves_no_trace_of_days(absence: Absence, cast: Cast) -> None:
    end_absence(absence, by=cast["kainuu"])
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(LAST, FIRST, "last"), (FIRST, dt.date(2025, 3, 15), "last"), (LAST, LAST, "first")],
)
def test_days_that_cannot_be_are_refused(
    first: dt.date, last: dt.date, field: str, absence: Absence, cast: Cast, deputy: User
) -> None:
    with pytest.raises(BadInput) as fault:
        note_absence(role(cast, "kainuu"), deputy, first, last, by=cast["kainuu"])
    assert fault.value.field == field


def test_only_somebody_of_the_same_body_stands_in(cast: Cast) -> None:
    with pytest.raises(BadInput, match="same organisation"):
        note_absence(role(cast, "kainuu"), cast.user("lappi"), FIRST, LAST, by=cast["kainuu"])


def test_nobody_gives_away_the_role_of_another_nor_that_of_an_administrator(
    cast: Cast, deputy: User
) -> None:
    with pytest.raises(Refused):
        note_absence(role(cast, "kainuu"), deputy, FIRST, LAST, by=cast["lappi"])
    admin = cast.user("yllapito")
    with pytest.raises(Refused, match="administrator"):
        note_absence(
            role(cast, "yllapito"), cast.user("koordinaattori"), FIRST, LAST, by=Actor.of(admin)
        )


def test_a_closed_account_lends_its_role_to_nobody(
    absence: Absence, cast: Cast, deputy: User, at: SetClock
) -> None:
    User.objects.filter(pk=cast.user("kainuu").pk).update(is_active=False)
    at("2024-03-12")
    assert Actor.of(deputy).roles == {"editor"}
