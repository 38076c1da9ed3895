"""The accounts of the demo."""

import pytest
from django.conf import LazySettings

from alke.base.verdicts import Refused
from alke.domain.people.actors import Actor
from alke.domain.people.demo_accounts import demo_accounts
from alke.domain.people.models import Membership, Side, User
from alke.domain.people.operations import create_demo_accounts
from tests.cast import Cast

Role = Membership.Role


def test_every_account_of_the_contract_exists(cast: Cast) -> None:
    names = set(User.objects.values_list("demo_account", flat=True))
    assert {"koordinaattori", "vastuuhenkilo-ita", "vastuuhenkilo-lansi", "lvm", "tem"} <= names
    assert {"lappi", "kainuu", "pohjois-karjala", "lappi-valmistelija", "ely-lappi"} <= names
    assert {"aune", "yllapito"} <= names
    assert len(names) == 54


def test_ministries_outside_of_the_distribution_list_have_no_account(cast: Cast) -> None:
    assert not User.objects.filter(demo_account__in=["um", "om"]).exists()


def test_every_address_is_an_example_and_used_once() -> None:
    addresses = [account.email for account in demo_accounts()]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith(".example") for address in addresses)


def test_an_owner_has_the_address_that_the_letter_gives(cast: Cast) -> None:
    owner = cast["vastuuhenkilo-ita"]
    assert owner.user is not None
    assert owner.user.email == "ita-suomi@tem.example"
    assert owner.roles == {Role.OWNER}
    assert owner.sides == {Side.VN}


def test_the_contact_of_osterbotten_works_in_swedish(cast: Cast) -> None:
    assert cast.user("pohjanmaa").language == "sv"
    assert cast.user("pohjanmaa").title == "kontaktperson"
    assert cast.user("keski-pohjanmaa").language == "fi"


def test_a_council_contact_acts_for_its_council_on_the_regions_side(cast: Cast) -> None:
    kainuu = cast["kainuu"]
    assert kainuu.organisation == cast.organisation("kainuu")
    assert kainuu.sides == {Side.MK}


def test_guest_reader_and_administrator_stand_on_no_side(cast: Cast) -> None:
    assert [cast[name].sides for name in ("ely-lappi", "aune", "yllapito")] == [frozenset()] * 3


def test_accounts_are_made_once(cast: Cast) -> None:
    assert create_demo_accounts(by=Actor.system()) == 0


def test_no_demo_account_has_a_password(cast: Cast) -> None:
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_outside_of_the_demo_they_are_refused(world: None, settings: LazySettings) -> None:
    User.objects.filter(demo_account="lappi").delete()
    settings.DEMO = False
    with pytest.raises(Refused, match="demo mode only"):
        create_demo_accounts(by=Actor.system())
    assert not User.objects.filter(demo_account="lappi").exists()


def test_only_the_administrator_and_the_command_line_may_make_them(cast: Cast) -> None:
    with pytest.raises(Refused, match="administrator"):
        create_demo_accounts(by=cast["lappi"])
