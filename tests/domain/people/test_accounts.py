"""Giving and taking away access."""

import datetime as dt

import pytest

from alke.base.languages import Language
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, User
from alke.domain.people.operations import (
    close_account,
    end_membership,
    give_access,
    reopen_account,
    set_password,
)
from alke.domain.people.rules import roles_of
from tests.cast import Cast
from tests.conftest import SetClock

Role = Membership.Role


def _given(cast: Cast, email: str = "uusi@kainuu.example") -> Membership:
    return give_access(
        cast.organisation("kainuu"),
        by=cast["yllapito"],
        email=email,
        role=Role.COUNCIL_CONTACT,
        title="  toinen   yhteyshenkilö ",
        language=Language.SV,
    )


def test_a_new_address_gets_an_account_and_the_role_from_today(cast: Cast) -> None:
    row = _given(cast, " Uusi@Kainuu.example ")
    assert row.user.email == "uusi@kainuu.example"
    assert row.user.title == "toinen yhteyshenkilö"
    assert row.user.language == "sv"
    assert not row.user.has_usable_password()
    assert (row.valid_from, row.valid_to) == (dt.date(2024, 3, 4), None)
    assert Actor.of(row.user).roles == {Role.COUNCIL_CONTACT}


def test_account_and_role_are_recorded_with_who_gave_them(cast: Cast) -> None:
    row = _given(cast)
    made, given = AuditEvent.objects.of(f"user:{row.user_id}")
    assert (made.event, given.event) == ("account.created", "membership.given")
    assert given.user == cast["yllapito"].user
    assert given.changes == {"kainuu:council-contact": [None, ["2024-03-04", None]]}


def test_an_address_that_is_known_gets_the_role_beside_its_others(cast: Cast) -> None:
    row = give_access(
        cast.organisation("aune"), by=cast["yllapito"], email="lvm@lvm.example", role=Role.READER
    )
    assert row.user == cast.user("lvm")
    assert row.user.title == "yhteyshenkilö"
    assert Actor.of(row.user).roles == {Role.MINISTRY_CONTACT, Role.READER}


def test_the_same_role_is_not_given_twice(cast: Cast) -> None:
    _given(cast)
    with pytest.raises(Refused, match="has this role already"):
        _given(cast)


@pytest.mark.parametrize(
    "email", ["", "kainuu", "a@b", "two@kainuu.example, three@kainuu.example", "x\x00@y.example"]
)
def test_what_is_no_address_is_not_taken(cast: Cast, email: str) -> None:
    with pytest.raises(BadInput):
        _given(cast, email)
    assert not User.objects.filter(demo_account=None).exists()


def test_an_over_long_title_is_not_taken(cast: Cast) -> None:
    with pytest.raises(BadInput, match="1 character too long; the limit is 120"):
        give_access(
            cast.organisation("kainuu"),
            by=cast["yllapito"],
            email="uusi@kainuu.example",
            role=Role.EDITOR,
            title="x" * 121,
        )


def test_a_council_has_no_ministry_contact(cast: Cast) -> None:
    with pytest.raises(Refused, match="does not have this role"):
        give_access(
            cast.organisation("kainuu"),
            by=cast["yllapito"],
            email="uusi@kainuu.example",
            role=Role.MINISTRY_CONTACT,
        )


def test_coordinators_and_administrators_are_of_the_convening_ministry_only(cast: Cast) -> None:
    assert Role.COORDINATOR in roles_of(cast.organisation("tem"))
    assert Role.COORDINATOR not in roles_of(cast.organisation("vm"))
    assert Role.ADMINISTRATOR not in roles_of(cast.organisation("lappi"))


def test_a_body_that_has_ended_gets_no_new_people(cast: Cast, at: SetClock) -> None:
    at("2026-01-01")
    with pytest.raises(Refused, match="has ended"):
        give_access(
            cast.organisation("ely-lappi"),
            by=cast["yllapito"],
            email="uusi@ely.example",
            role=Role.GUEST,
        )


def test_a_role_that_ends_is_over_at_once_and_can_be_given_again(cast: Cast, at: SetClock) -> None:
    row = _given(cast)
    at("2024-05-02")
    end_membership(row, by=cast["yllapito"])
    assert row.valid_to == dt.date(2024, 5, 1)
    assert Actor.of(row.user).roles == frozenset()
    at("2024-05-10")
    again = _given(cast)
    assert again.pk == row.pk
    assert (again.valid_from, again.valid_to) == (dt.date(2024, 5, 10), None)


def test_a_role_ends_once(cast: Cast) -> None:
    row = end_membership(_given(cast), by=cast["yllapito"])
    with pytest.raises(Refused, match="has ended already"):
        end_membership(row, by=cast["yllapito"])


def test_an_account_is_closed_and_reopened_once(cast: Cast) -> None:
    user = close_account(cast.user("lappi"), by=cast["yllapito"])
    assert not user.is_active
    with pytest.raises(Refused, match="closed already"):
        close_account(user, by=cast["yllapito"])
    assert reopen_account(user, by=cast["yllapito"]).is_active
    with pytest.raises(Refused, match="open already"):
        reopen_account(user, by=cast["yllapito"])


def test_administrators_do_not_lock_themselves_out(cast: Cast) -> None:
    me = cast["yllapito"]
    assert me.user is not None
    with pytest.raises(Refused, match="your own account"):
        close_account(me.user, by=me)
    with pytest.raises(Refused, match="your own administrator"):
        end_membership(me.memberships[0], by=me)


def test_nobody_else_gives_access(cast: Cast) -> None:
    for account in ("koordinaattori", "vastuuhenkilo-ita", "kainuu", "aune", "public"):
        with pytest.raises(Refused, match="Only the administrator"):
            give_access(
                cast.organisation("kainuu"),
                by=cast[account],
                email="uusi@kainuu.example",
                role=Role.EDITOR,
            )


def test_a_new_password_is_recorded_without_what_it_is(cast: Cast) -> None:
    user = set_password(cast.user("lappi"), "pitkä salasana 2024", by=cast["lappi"])
    assert user.check_password("pitkä salasana 2024")
    event = AuditEvent.objects.latest("seq")
    assert (event.event, event.changes) == ("account.password-set", {"password": [None, "set"]})
