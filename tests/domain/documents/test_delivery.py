"""Delivery by the live distribution list: who gets a version, once, and what the record says."""

import datetime as dt
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from alke.base.verdicts import Refused
from alke.domain.documents import delivery_operations as operations
from alke.domain.documents.delivery_link import token_of
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.delivery_queries import deliveries_of, recipients_of
from alke.domain.documents.models import DocumentVersion
from alke.domain.documents.operations import register_version, renew_document
from alke.domain.notices import sending_operations
from alke.domain.notices.sending_operations import Sending
from alke.domain.people.absence_operations import note_absence
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.rounds.models import Contact, Discussion, Distribution, Round
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.deliveries import ROOT, delivered, registered, send, short_list
from tests.factories.documents import PAPER, filed, new_file
from tests.factories.rounds import discussion

Outbox = list[EmailMessage]
COORDINATOR = "koordinaattori"


@pytest.fixture
def round_(cast: Cast) -> Round:
    """The round of 2024 with four bodies on its distribution list, three of which have people."""
    return short_list()


@pytest.fixture
def version(round_: Round, cast: Cast) -> DocumentVersion:
    """A registered, public paper of the round."""
    return registered(round_, cast[COORDINATOR])


def reached(version: DocumentVersion) -> dict[str, list[str]]:
    """The addresses by body, as the live list gives them."""
    return {
        row.organisation.slug: [address.email for address in row.addresses]
        for row in recipients_of(version)
    }


def renewed(version: DocumentVersion, cast: Cast) -> DocumentVersion:
    """The next version of the paper, registered."""
    by = cast[COORDINATOR]
    newer = renew_document(version.document, new_file(PAPER + b"%"), by=by)
    register_version(newer, number="VN/1/2024-TEM-9", publicity="public", by=by)
    return newer


def states(version: DocumentVersion) -> dict[str, str]:
    return {row.organisation.slug: row.state for row in deliveries_of(version)}


class Refusing(EmailBackend):
    """A mail server that refuses one address."""

    refused = "vm@vm.example"

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if self.refused in message.to:
                raise SMTPRecipientsRefused({self.refused: (550, b"5.1.1 no such user")})
        return int(super().send_messages(messages))


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts another mail server in the place of the tests' own."""

    def use(backend: type[EmailBackend]) -> None:
        monkeypatch.setattr(sending_operations, "get_connection", backend)

    return use


def test_the_list_is_read_live_for_action_first(version: DocumentVersion) -> None:
    assert reached(version) == {
        "pohjanmaa": ["pohjanmaa@pohjanmaa.example"],
        "ely-hame": [],
        "vm": ["vm@vm.example"],
        "aune": ["aune@aune.example"],
    }
    Distribution.objects.filter(organisation__slug="vm").delete()
    assert "vm" not in reached(version)


def test_a_registry_is_written_to_before_the_people(version: DocumentVersion) -> None:
    Organisation.objects.filter(slug="vm").update(registry_email="kirjaamo@vm.example")
    assert reached(version)["vm"] == ["kirjaamo@vm.example", "vm@vm.example"]


def test_contacts_of_the_discussion_are_written_to_and_those_of_others_are_not(
    round_: Round, cast: Cast
) -> None:
    vm = cast.organisation("vm")
    for slug in ("ita", "lansi"):
        Contact.objects.create(
            discussion=discussion(round_, slug),
            organisation=vm,
            side="vn",
            duty="contact",
            title=slug,
            email=f"{slug}@vm.example",
        )
    east = registered(discussion(round_, "ita"), cast[COORDINATOR])
    assert reached(east)["vm"] == ["vm@vm.example", "ita@vm.example"]


def test_a_person_of_two_bodies_is_written_to_once(version: DocumentVersion, cast: Cast) -> None:
    Membership.objects.create(
        user=cast.user("vm"), organisation=cast.organisation("aune"), role="reader"
    )
    addresses = [address for rows in reached(version).values() for address in rows]
    assert addresses.count("vm@vm.example") == 1


def test_a_body_whose_only_person_is_anothers_is_still_written_to(
    version: DocumentVersion, cast: Cast
) -> None:
    Membership.objects.create(
        user=cast.user("vm"), organisation=cast.organisation("ely-hame"), role="reader"
    )
    assert reached(version)["ely-hame"] == ["vm@vm.example"]


def test_who_has_left_a_body_is_not_written_to(version: DocumentVersion, cast: Cast) -> None:
    Membership.objects.filter(user=cast.user("vm")).update(valid_to=dt.date(2024, 3, 3))
    assert reached(version)["vm"] == []


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (dt.date(2024, 3, 1), ["vm@vm.example", "valmistelija@vm.example"]),
        (dt.date(2024, 3, 5), ["vm@vm.example"]),  # tomorrow
    ],
)
def test_who_stands_in_for_one_that_is_away_is_written_to(
    version: DocumentVersion, cast: Cast, first: dt.date, expected: list[str]
) -> None:
    vm = cast.organisation("vm")
    deputy = User.objects.create(email="valmistelija@vm.example", language="sv")
    Membership.objects.create(user=deputy, organisation=vm, role="editor")
    assert reached(version)["vm"] == ["vm@vm.example"]
    own = Membership.objects.get(user=cast.user("vm"), organisation=vm)
    note_absence(own, deputy, first, dt.date(2024, 3, 10), by=Actor.system())
    assert reached(version)["vm"] == expected


def test_who_stands_in_for_a_contact_of_the_discussion_is_written_to(
    round_: Round, cast: Cast
) -> None:
    vm, east = cast.organisation("vm"), discussion(round_, "ita")
    people = [User.objects.create(email=f"{name}@vm.example") for name in ("oma", "sijainen")]
    own, _other = [
        Membership.objects.create(user=user, organisation=vm, role="editor") for user in people
    ]
    Contact.objects.create(
        discussion=east, organisation=vm, side="vn", duty="contact", title="x", user=people[0]
    )
    days = (dt.date(2024, 3, 4), dt.date(2024, 3, 4))
    note_absence(own, people[1], *days, by=Actor.system())
    paper = registered(east, cast[COORDINATOR])
    assert reached(paper)["vm"] == ["vm@vm.example", "oma@vm.example", "sijainen@vm.example"]


@pytest.mark.parametrize(
    ("publicity", "expected"), [("public", ["ely-lappi@ely-lappi.example"]), ("secret", [])]
)
def test_guests_get_public_papers_only(
    round_: Round, cast: Cast, publicity: str, expected: list[str]
) -> None:
    Distribution.objects.create(
        round=round_, organisation=cast.organisation("ely-lappi"), purpose="action", position=99
    )
    ground = "JulkL 24 § 1 mom. 20 k" if publicity == "secret" else ""
    assert (
        reached(registered(round_, cast[COORDINATOR], publicity, ground))["ely-lappi"] == expected
    )


def test_each_gets_one_mail_in_its_own_language(
    version: DocumentVersion, cast: Cast, mailoutbox: Outbox
) -> None:
    operations.deliver_version(version, by=cast[COORDINATOR])
    assert send() == Sending(sent=3)
    assert {mail.to[0]: mail.subject for mail in mailoutbox} == {
        "pohjanmaa@pohjanmaa.example": "Alke: ni har fått en handling",
        "vm@vm.example": "Alke: teille on toimitettu asiakirja",
        "aune@aune.example": "Alke: teille on toimitettu asiakirja",
    }
    assert all(len(mail.to) == 1 for mail in mailoutbox)
    assert states(version) == {"pohjanmaa": "sent", "vm": "sent", "aune": "sent"}


def test_the_mail_tells_what_was_delivered_and_leads_to_it(
    version: DocumentVersion, cast: Cast, mailoutbox: Outbox
) -> None:
    delivered(version, cast[COORDINATOR])
    (mail,) = (mail for mail in mailoutbox if mail.to == ["vm@vm.example"])
    row = Delivery.objects.get(address="vm@vm.example")
    assert str(mail.body).partition("\n-- \n")[0] == (
        "Vastaanottaja: Valtiovarainministeriö\n"
        "Lähettäjä: Työ- ja elinkeinoministeriö\n"
        "Asiakirja: Taustamuistio\n"
        "Numero: VN/1/2024-TEM-7\n"
        "Versio: 1\n"
        "\n"
        "Avaa asiakirja tästä linkistä:\n"
        f"{ROOT}/toimitus/{token_of(row)}/\n"
        "\n"
        "Linkki on vain teille ja toimii 31.8.2024 asti. "
        "Alke kirjaa, milloin se avattiin ensimmäisen kerran.\n"
        "Tunnuksia ei tarvita.\n"
    )
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mail.attachments == []


def test_the_swedish_link_leads_to_the_swedish_page(
    version: DocumentVersion, cast: Cast, mailoutbox: Outbox
) -> None:
    delivered(version, cast[COORDINATOR])
    (mail,) = (mail for mail in mailoutbox if "pohjanmaa" in mail.to[0])
    assert f"{ROOT}/sv/toimitus/" in str(mail.body)


def test_the_mail_of_a_secret_paper_does_not_tell_its_title(
    round_: Round, cast: Cast, mailoutbox: Outbox
) -> None:
    version = registered(round_, cast[COORDINATOR], "secret", "JulkL 24 § 1 mom. 20 k")
    delivered(version, cast[COORDINATOR])
    assert len(mailoutbox) == 3
    assert not any("Taustamuistio" in f"{mail.subject} {mail.body}" for mail in mailoutbox)


@pytest.mark.parametrize("account", ["vm", "kainuu", "aune", "vastuuhenkilo-ita", "public"])
def test_only_who_runs_the_place_delivers(
    version: DocumentVersion, cast: Cast, account: str
) -> None:
    with pytest.raises(Refused):
        operations.deliver_version(version, by=cast[account])
    with pytest.raises(Refused):
        operations.send_failed(version, by=cast[account])
    assert not Delivery.objects.exists()


def test_a_paper_without_a_number_and_class_is_not_delivered(round_: Round, cast: Cast) -> None:
    with pytest.raises(Refused, match="Rekisteröi versio ensin"):
        operations.deliver_version(filed(round_, cast[COORDINATOR]), by=cast[COORDINATOR])


def test_nobody_gets_a_version_twice(
    version: DocumentVersion, cast: Cast, mailoutbox: Outbox
) -> None:
    delivered(version, cast[COORDINATOR])
    with pytest.raises(Refused, match="Kaikki jakelulistalla olevat"):
        operations.deliver_version(version, by=cast[COORDINATOR])
    assert send() == Sending()
    assert len(mailoutbox) == 3


def test_a_body_that_is_added_to_the_list_gets_the_version_alone(
    version: DocumentVersion, cast: Cast, mailoutbox: Outbox, round_: Round
) -> None:
    delivered(version, cast[COORDINATOR])
    Distribution.objects.create(
        round=round_, organisation=cast.organisation("lvm"), purpose="action", position=99
    )
    assert operations.deliver_version(version, by=cast[COORDINATOR]) == 1
    send()
    assert mailoutbox[3:][0].to == ["lvm@lvm.example"]


def test_an_address_that_the_server_refuses_does_not_stop_the_others(
    version: DocumentVersion, cast: Cast, mailoutbox: Outbox, mail_server: Any
) -> None:
    mail_server(Refusing)
    delivered(version, cast[COORDINATOR])
    assert states(version) == {"pohjanmaa": "sent", "vm": "failed", "aune": "sent"}
    row = Delivery.objects.get(state="failed")
    assert "5.1.1 no such user" in row.reason
    assert row.sent_at is None


def test_what_failed_is_sent_again_and_what_was_sent_is_not(
    version: DocumentVersion, cast: Cast, mailoutbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sending_operations, "get_connection", Refusing)
        delivered(version, cast[COORDINATOR])
    assert send() == Sending()
    assert operations.send_failed(version, by=cast[COORDINATOR]) == 1
    assert send() == Sending(sent=1)
    assert sorted(mail.to[0] for mail in mailoutbox) == [
        "aune@aune.example",
        "pohjanmaa@pohjanmaa.example",
        "vm@vm.example",
    ]
    assert Delivery.objects.get(address="vm@vm.example").reason == ""


def test_a_later_version_says_which_one_it_replaces(
    version: DocumentVersion, cast: Cast, mailoutbox: Outbox, at: SetClock
) -> None:
    first = delivered(version, cast[COORDINATOR])
    newer = renewed(version, cast)
    at("2024-03-12 10:00")
    rows = delivered(newer, cast[COORDINATOR])
    assert {row.renews_id for row in rows} == {row.pk for row in first}
    (mail,) = (mail for mail in mailoutbox[3:] if mail.to == ["vm@vm.example"])
    assert mail.subject == "Alke: teille toimitetusta asiakirjasta on uusi versio"
    assert "Tämä versio korvaa version 1, joka toimitettiin teille 4.3.2024." in str(mail.body)


def test_who_got_an_earlier_version_hears_of_the_later_one_though_off_the_list(
    version: DocumentVersion, cast: Cast
) -> None:
    delivered(version, cast[COORDINATOR])
    Distribution.objects.filter(organisation__slug="vm").delete()
    rows = delivered(renewed(version, cast), cast[COORDINATOR])
    assert {row.organisation.slug: row.purpose for row in rows}["vm"] == ""


def test_a_new_recipient_is_told_of_no_earlier_version(
    version: DocumentVersion, cast: Cast, round_: Round
) -> None:
    delivered(version, cast[COORDINATOR])
    Distribution.objects.create(
        round=round_, organisation=cast.organisation("lvm"), purpose="action", position=99
    )
    delivered(renewed(version, cast), cast[COORDINATOR])
    assert Delivery.objects.get(organisation__slug="lvm").renews is None


def test_an_earlier_version_is_not_delivered_after_a_later_one(
    version: DocumentVersion, cast: Cast
) -> None:
    delivered(renewed(version, cast), cast[COORDINATOR])
    with pytest.raises(Refused, match="Myöhempi versio on jo toimitettu"):
        operations.deliver_version(version, by=cast[COORDINATOR])


def test_discussions_papers_are_delivered_by_their_owner(round_: Round, cast: Cast) -> None:
    east: Discussion = discussion(round_, "ita")
    version = registered(east, cast["vastuuhenkilo-ita"])
    with pytest.raises(Refused):
        operations.deliver_version(version, by=cast["vastuuhenkilo-lansi"])
    assert len(delivered(version, cast["vastuuhenkilo-ita"])) == 3
