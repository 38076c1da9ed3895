"""Contacts are named by their own organisation; a round moves on step by step."""

import pytest

from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.people.actors import Actor
from alke.domain.people.operations import close_account, end_membership
from alke.domain.rounds.findings import findings_of
from alke.domain.rounds.models import Contact, Discussion, Round
from alke.domain.rounds.operations import (
    load_round,
    name_contact,
    publish_round,
    remove_contact,
    set_round_state,
)
from tests.cast import Cast
from tests.factories.rounds import discussion, shipped

SYSTEM = Actor.system()


@pytest.mark.parametrize("account", ["koordinaattori", "vastuuhenkilo-ita", "pohjois-savo"])
def test_a_contact_is_named_by_those_who_may(letter: Round, cast: Cast, account: str) -> None:
    ita = discussion(letter, "ita")
    council = cast.organisation("pohjois-savo")
    person = cast.user("pohjois-savo")
    found = name_contact(ita, council, "Yhteyshenkilö", by=cast[account], user=person)
    assert (found.side, found.duty, found.user, found.email) == (
        "mk",
        "contact",
        person,
        "pohjois-savo@pohjois-savo.example",
    )


@pytest.mark.parametrize(
    "account",
    ["lappi", "pohjois-karjala", "vastuuhenkilo-lansi", "pohjois-savo-valmistelija", "vm"],
)
def test_a_contact_is_not_named_by_others(letter: Round, cast: Cast, account: str) -> None:
    council = cast.organisation("pohjois-savo")
    with pytest.raises(Refused):
        name_contact(discussion(letter, "ita"), council, "Yhteyshenkilö", by=cast[account])
    assert not Contact.objects.filter(organisation=council).exists()


def test_naming_the_same_duty_again_changes_the_person(letter: Round, cast: Cast) -> None:
    ita, council = discussion(letter, "ita"), cast.organisation("pohjois-savo")
    first = name_contact(ita, council, "Yhteyshenkilö", by=SYSTEM)
    person = cast.user("pohjois-savo")
    again = name_contact(ita, council, " Yhteyshenkilö ", by=SYSTEM, user=person)
    assert (again.pk, again.user) == (first.pk, person)
    name_contact(ita, council, "Yhteyshenkilö", by=SYSTEM, user=person)
    assert AuditEvent.objects.filter(event="contact.named").count() == 2


def test_a_contact_without_a_title_is_refused(letter: Round, cast: Cast) -> None:
    with pytest.raises(Refused, match="Give the contact's title"):
        name_contact(discussion(letter, "ita"), cast.organisation("vm"), " ", by=SYSTEM)


def test_a_contact_taken_away_stays_on_record(letter: Round, cast: Cast) -> None:
    owner = Contact.objects.get(discussion__slug="ita", duty="owner")
    remove_contact(owner, by=cast["koordinaattori"])
    event = AuditEvent.objects.get(event="contact.removed")
    who = f"user:{cast.user('vastuuhenkilo-ita').pk}"
    assert event.changes == {"tem/owner/TEM-vastuuhenkilö, Itä-Suomi": [who, None]}
    assert not Contact.objects.filter(discussion__slug="ita", duty="owner").exists()


def test_no_address_of_a_contact_stands_in_the_record_of_changes(letter: Round, cast: Cast) -> None:
    ita, council = discussion(letter, "ita"), cast.organisation("pohjois-savo")
    named = name_contact(ita, council, "Yhteyshenkilö", by=SYSTEM, email="uusi@savo.example")
    name_contact(ita, council, "Yhteyshenkilö", by=SYSTEM, user=cast.user("pohjois-savo"))
    moved = shipped("2024").replace("ita-suomi@tem.example", "muu@tem.example")
    load_round(moved, by=SYSTEM)
    remove_contact(named, by=SYSTEM)
    events = AuditEvent.objects.filter(round_id=letter.pk)
    assert {"round.loaded", "contacts.linked", "contact.named", "contact.removed"} <= set(
        events.values_list("event", flat=True)
    )
    assert [event.changes for event in events if "@" in str(event.changes)] == []
    named_first, named_again = events.filter(event="contact.named").order_by("seq")
    key = "pohjois-savo/contact/Yhteyshenkilö"
    who = f"user:{cast.user('pohjois-savo').pk}"
    assert (named_first.changes, named_again.changes) == (
        {key: [None, "address"]},
        {key: ["address", who]},
    )


def test_a_round_is_published_once(letter: Round, cast: Cast) -> None:
    public = Discussion.objects.visible_to(Actor.public())
    assert not public.exists()
    published = publish_round(letter, by=cast["koordinaattori"])
    again = publish_round(letter, by=cast["koordinaattori"])
    assert published.published_at == again.published_at is not None
    assert public.filter(slug="ita").exists()
    assert AuditEvent.objects.filter(event="round.published").count() == 1


def test_a_round_moves_on_step_by_step(letter: Round) -> None:
    for state in ("running", "followup", "ended"):
        assert set_round_state(letter, state, by=SYSTEM).state == state
    with pytest.raises(Refused, match="cannot move to this state"):
        set_round_state(letter, "preparation", by=SYSTEM)
    assert [e.changes["state"] for e in AuditEvent.objects.filter(event="round.state-set")] == [
        ["preparation", "running"],
        ["running", "followup"],
        ["followup", "ended"],
    ]


@pytest.mark.parametrize("account", ["vastuuhenkilo-ita", "lappi", "yllapito", "public"])
def test_only_the_coordinator_runs_a_round(letter: Round, cast: Cast, account: str) -> None:
    with pytest.raises(Refused):
        publish_round(letter, by=cast[account])
    with pytest.raises(Refused):
        set_round_state(letter, "running", by=cast[account])


def test_an_owner_who_has_left_is_found_missing(letter: Round, cast: Cast) -> None:
    for slug in ("ita", "lansi", "etela"):
        duty = Contact.objects.filter(discussion__slug=slug, duty="owner")
        duty.update(user=cast.user(f"vastuuhenkilo-{slug}"))
    close_account(cast.user("vastuuhenkilo-ita"), by=SYSTEM)
    end_membership(cast.user("vastuuhenkilo-lansi").memberships.get(), by=SYSTEM)
    missing = {row.subject for row in findings_of(letter) if row.code == "owner-missing"}
    assert missing == {"discussion:ita", "discussion:lansi"}
