"""Participants are registered, changed, taken back and replaced; by whom, until when (R9)."""

import datetime as dt
from typing import Any

import pytest

from alke.base import clock
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.audit.models import AuditEvent
from alke.domain.participants import rules
from alke.domain.participants.enrolment_operations import decline_for_body, take_part_after_all
from alke.domain.participants.models import Enrolment, Participant
from alke.domain.participants.operations import (
    AskFirst,
    cancel_participant,
    edit_participant,
    pass_on,
    register_participant,
    restore_participant,
    set_reply,
)
from alke.domain.participants.person import Person
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Deadline, Discussion
from alke.domain.topics.models import Opening
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.participants import make_participant
from tests.factories.people import make_organisation, make_person
from tests.factories.topics import make_meeting, make_topic

HEAD = Person("Maakuntajohtaja", "johtaja@kainuu.example")
How = Participant.How


@pytest.fixture
def east(world: None) -> Discussion:
    """The eastern joint discussion."""
    return make_meeting()


def registered(discussion: Discussion) -> list[tuple[str, str]]:
    """Body and title of everybody who is registered."""
    rows = Participant.objects.registered().filter(discussion=discussion).order_by("pk")
    return [(row.organisation.slug, row.title) for row in rows]


@pytest.mark.parametrize(
    ("account", "body", "allowed"),
    [
        ("kainuu", "kainuu", True),
        ("kainuu", "ely-kainuu", True),  # the council answers for its stakeholders
        ("kainuu", "ely-pohjois-savo", False),
        ("kainuu", "pohjois-savo", False),
        ("kainuu", "okm", False),
        ("lappi", "lappi", False),  # not a region of this discussion
        ("okm", "okm", True),
        ("okm", "vm", False),
        ("koordinaattori", "okm", True),
        ("koordinaattori", "ely-kainuu", True),
        ("vastuuhenkilo-ita", "kainuu", False),  # owns nothing here
        ("lappi-valmistelija", "lappi", False),
        ("ely-lappi", "ely-lappi", False),
        ("aune", "aune", False),
        ("public", "kainuu", False),
    ],
)
def test_who_registers_for_whom(
    account: str, body: str, *, allowed: bool, east: Discussion, cast: Cast
) -> None:
    assert bool(rules.can_register(cast[account], east, cast.organisation(body))) is allowed


def test_a_guest_registers_for_the_own_body_where_it_is_invited(east: Discussion) -> None:
    city = make_organisation("kuopio")
    guest = Actor.of(make_person("kuopio", "guest"))
    assert not rules.can_register(guest, Discussion.objects.get(pk=east.pk), city)
    east.participants_from.add(city)
    row = register_participant(
        Discussion.objects.get(pk=east.pk), city, Person("Kaupunginjohtaja"), by=guest
    )
    assert (row.organisation, row.side, row.language) == (city, "mk", "fi")


def test_bodies_register_until_the_discussion_begins_and_its_owner_till_the_day_is_over(
    east: Discussion, cast: Cast, at: SetClock
) -> None:
    kainuu, tem = cast.organisation("kainuu"), cast.organisation("tem")
    at("2024-04-16 08:59")
    assert rules.can_register(cast["kainuu"], east, kainuu)
    at("2024-04-16 09:00")
    assert str(rules.can_register(cast["kainuu"], east, kainuu).reason) == (
        "Ilmoittautuminen päättyi 16.4.2024. Ota yhteyttä keskustelun vastuuhenkilöön."
    )
    assert rules.can_register(cast["koordinaattori"], east, tem)
    at("2024-04-17 00:00")
    assert not rules.can_register(cast["koordinaattori"], east, tem)


def test_a_deadline_of_the_format_ends_registration_earlier(
    east: Discussion, cast: Cast, at: SetClock
) -> None:
    due = east.starts_at
    assert due is not None
    Deadline.objects.create(
        round=east.round,
        key="ilmoittautuminen",
        purpose="participants",
        name_fi="Osallistujat",
        due_at=due.replace(day=9),
    )
    at("2024-04-10 09:00")
    fresh = Discussion.objects.get(pk=east.pk)
    assert not rules.can_register(cast["kainuu"], fresh, cast.organisation("kainuu"))
    assert rules.can_register(cast["koordinaattori"], fresh, cast.organisation("kainuu"))


def test_who_is_registered_may_still_be_replaced_after_the_deadline_until_the_beginning(
    east: Discussion, cast: Cast, at: SetClock
) -> None:
    user = cast.user("kainuu")
    own = make_participant(east, by=cast["kainuu"], email=user.email)
    other = make_participant(east, by=cast["kainuu"], email="muu@kainuu.example")
    due = clock.at_time(dt.date(2024, 4, 9), dt.time(12))
    Deadline.objects.create(
        round=east.round, key="i", purpose="participants", name_fi="Osallistujat", due_at=due
    )
    at("2024-04-10 09:00")
    fresh = Discussion.objects.get(pk=east.pk)
    assert not rules.can_register(cast["kainuu"], fresh, cast.organisation("kainuu"))
    set_reply(own, "declined", by=cast["kainuu"], how=Participant.How.SELF)
    cancel_participant(other, by=cast["kainuu"])
    restore_participant(other, by=cast["kainuu"])
    at("2024-04-16 09:00")
    for rule in (rules.can_reply, rules.can_edit_participant, rules.can_cancel_participant):
        verdict = rule(cast["kainuu"], Participant.objects.get(pk=own.pk))
        assert (bool(verdict), str(verdict.reason)) == (False, "Keskustelu on alkanut.")


def test_an_address_is_registered_once_for_a_body(east: Discussion, cast: Cast) -> None:
    make_participant(east, by=cast["kainuu"])
    with pytest.raises(BadInput, match="ilmoitettu jo"):
        make_participant(east, by=cast["kainuu"], title="Johtaja", email="JOHTAJA@kainuu.example")
    assert registered(east) == [("kainuu", "Maakuntajohtaja")]


def test_the_same_person_in_another_body_is_a_question(east: Discussion, cast: Cast) -> None:
    make_participant(east, by=cast["kainuu"])
    ely = cast.organisation("ely-kainuu")
    with pytest.raises(AskFirst, match="Kainuun liitto"):
        register_participant(east, ely, HEAD, by=cast["kainuu"])
    register_participant(east, ely, HEAD, by=cast["kainuu"], sure=True)
    assert [slug for slug, _title in registered(east)] == ["kainuu", "ely-kainuu"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"email": "maakuntajohtaja"}, "email"),
        ({"mode": "fax"}, "mode"),
        ({"mandate": "all"}, "mandate"),
        ({"language": "de"}, "language"),
    ],
)
@pytest.mark.either_database
def test_what_cannot_be_taken_is_named(
    values: dict[str, Any], field: str, east: Discussion
) -> None:
    with pytest.raises(BadInput) as fault:
        make_participant(east, **values)
    assert (fault.value.field, registered(east)) == (field, [])


def test_names_and_addresses_stay_out_of_the_record_of_changes(
    east: Discussion, cast: Cast
) -> None:
    row = make_participant(east, by=cast["kainuu"], name="Nimi Salainen")
    edit_participant(
        row, Person("Johtaja", "toinen@kainuu.example", "Uusi Salainen"), by=cast["kainuu"]
    )
    cancel_participant(row, by=cast["kainuu"])
    events = AuditEvent.objects.filter(subject=row.audit_key)
    assert [event.event for event in events] == [
        "participant.registered",
        "participant.edited",
        "participant.cancelled",
    ]
    said = str([event.changes for event in events])
    assert "Salainen" not in said
    assert "@" not in said
    assert events[1].changes == {
        "title": ["Maakuntajohtaja", "Johtaja"],
        "email": ["(before)", "(after)"],
        "name": ["(before)", "(after)"],
    }


def test_a_registration_is_taken_back_and_restored(east: Discussion, cast: Cast) -> None:
    row = make_participant(east, by=cast["kainuu"])
    cancelled = cancel_participant(row, by=cast["kainuu"])
    assert (registered(east), cancelled.sequence) == ([], 1)
    with pytest.raises(Refused, match="peruttu"):
        edit_participant(row, HEAD, by=cast["kainuu"])
    again = restore_participant(row, by=cast["kainuu"])
    assert (registered(east), again.uid, again.sequence) == (
        [("kainuu", "Maakuntajohtaja")],
        row.uid,
        2,
    )


def test_who_was_taken_back_and_registered_anew_is_not_restored_beside(east: Discussion) -> None:
    row = make_participant(east)
    cancel_participant(row, by=Actor.system())
    make_participant(east)
    with pytest.raises(BadInput):
        restore_participant(row, by=Actor.system())


def test_two_who_edit_at_once_lose_nothing(east: Discussion, cast: Cast) -> None:
    row = make_participant(east, by=cast["kainuu"])
    edit_participant(row, Person("Johtaja", HEAD.email), by=cast["kainuu"], seen=0)
    with pytest.raises(Stale) as fault:
        edit_participant(row, Person("Aluejohtaja", HEAD.email), by=cast["koordinaattori"], seen=0)
    assert (fault.value.current.title, fault.value.offered.title) == ("Johtaja", "Aluejohtaja")


def test_a_deputy_takes_the_opening_and_the_mandate(east: Discussion, cast: Cast) -> None:
    topic = make_topic(east)
    row = make_participant(east, by=cast["kainuu"], topic=topic, mandate="position")
    deputy = pass_on(
        row,
        Person("Aluekehitysjohtaja", "aluekehitys@kainuu.example"),
        by=cast["kainuu"],
        how=How.CONTACT,
    )
    row.refresh_from_db()
    assert (row.reply, row.replied_how, row.is_coming) == ("declined", "contact", False)
    assert (deputy.deputy_for, deputy.topic, deputy.mandate, deputy.reply) == (
        row,
        topic,
        "position",
        "open",
    )
    assert list(Participant.objects.coming()) == [deputy]


def test_who_opens_a_topic_becomes_its_opening_on_the_agenda(east: Discussion, cast: Cast) -> None:
    topic = make_topic(east)
    make_participant(east, by=cast["kainuu"], topic=topic)
    make_participant(east, "pohjois-savo", by=cast["pohjois-savo"], topic=topic, title="Johtaja")
    opening = Opening.objects.get(topic=topic, side="mk")
    assert (opening.organisation.slug, opening.speaker) == ("kainuu", "Maakuntajohtaja")


def test_a_body_takes_no_part_until_it_registers_somebody(east: Discussion, cast: Cast) -> None:
    okm = cast.organisation("okm")
    decline_for_body(east, okm, by=cast["okm"], reason="Ei koske hallinnonalaa.")
    said = Enrolment.objects.get(discussion=east, organisation=okm)
    assert (said.reason, said.declined_at is None) == ("Ei koske hallinnonalaa.", False)
    make_participant(east, "okm", by=cast["okm"])
    said.refresh_from_db()
    assert (said.reason, said.declined_at) == ("", None)
    with pytest.raises(Refused, match="Osallistujia on ilmoitettu"):
        decline_for_body(east, okm, by=cast["okm"])


def test_that_a_body_takes_no_part_is_undone(east: Discussion, cast: Cast) -> None:
    okm = cast.organisation("okm")
    decline_for_body(east, okm, by=cast["okm"])
    take_part_after_all(east, okm, by=cast["okm"])
    assert Enrolment.objects.get().declined_at is None
    events = AuditEvent.objects.filter(event__startswith="enrolment")
    assert [row.event for row in events] == ["enrolment.declined", "enrolment.taken-back"]


def test_a_person_who_signs_in_answers_for_itself(east: Discussion, cast: Cast) -> None:
    user = cast.user("lappi-valmistelija")
    row = make_participant(east, email=user.email)
    set_reply(row, "accepted", by=cast["lappi-valmistelija"], how=How.SELF)
    row.refresh_from_db()
    assert (row.reply, row.replied_how) == ("accepted", "self")
    with pytest.raises(Refused):
        set_reply(row, "declined", by=cast["pohjois-savo"], how=How.CONTACT)


@pytest.mark.parametrize(
    ("account", "sees"),
    [
        ("koordinaattori", True),
        ("okm", True),
        ("kainuu", True),
        ("lappi", False),
        ("lappi-valmistelija", False),
        ("ely-lappi", False),
        ("aune", False),
        ("yllapito", False),
        ("public", False),
    ],
)
def test_persons_are_seen_by_those_who_take_part(
    account: str, *, sees: bool, east: Discussion, cast: Cast
) -> None:
    assert bool(rules.can_see_people(cast[account], east)) is sees
