"""A round is loaded whole or not at all, and may be loaded again."""

import datetime as dt

import pytest

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.notices.models import Notice
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.formats import FormatFaults
from alke.domain.rounds.models import (
    BasisDocument,
    Contact,
    Deadline,
    Discussion,
    Distribution,
    GroupMember,
    Round,
)
from alke.domain.rounds.operations import (
    load_round,
    move_deadline,
    move_discussion,
    name_contact,
    publish_round,
    remove_contact,
)
from alke.domain.rounds.sheet_models import Priority, SheetTemplate
from tests.cast import Cast
from tests.factories.rounds import deadline, discussion, edited, make_round, shipped
from tests.factories.topics import make_proposal

SYSTEM = Actor.system()


def load(text: str) -> dict[str, object]:
    """Loads the text; returns what changed."""
    return dict(load_round(text, by=SYSTEM).changes)


def moment(text: str) -> dt.datetime:
    """A moment by Helsinki's clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.HELSINKI)


def test_the_round_of_the_letter_has_its_joint_discussions(letter: Round) -> None:
    rows = letter.discussions.filter(kind="joint")
    assert [
        (row.slug, row.starts_at, row.ends_at, row.max_topics, row.outcome) for row in rows
    ] == [
        (slug, moment(f"{day} 09:00"), moment(f"{day} 11:30"), 2, "conclusions")
        for slug, day in (
            ("lansi", "2024-04-10"),
            ("ita", "2024-04-16"),
            ("pohjoinen", "2024-04-18"),
            ("etela", "2024-04-24"),
        )
    ]


def test_the_webinar_of_the_letter_may_record_nothing(letter: Round) -> None:
    webinar = discussion(letter, "webinaari")
    assert (webinar.kind, webinar.outcome, webinar.max_topics) == ("webinar", "none", None)
    assert (webinar.starts_at, webinar.stated) == (
        moment("2024-03-14 09:30"),
        "to 14.3.2023 klo 9.30-11.30",
    )


def test_every_region_has_a_meeting_that_hangs_on_its_primary_discussion(letter: Round) -> None:
    meetings = letter.discussions.filter(kind="regional").select_related("parent")
    assert meetings.count() == 18
    parents = {row.slug: row.parent.slug for row in meetings if row.parent}
    assert (parents["kainuu"], parents["lappi"], parents["etela-karjala"]) == (
        "pohjoinen",
        "pohjoinen",
        "ita",
    )
    kainuu = discussion(letter, "kainuu")
    assert (kainuu.starts_at, kainuu.max_topics, kainuu.outcome) == (None, 1, "memo")


def test_kainuu_belongs_to_the_north_and_also_to_the_east(letter: Round) -> None:
    rows = GroupMember.objects.filter(round=letter, region__slug="kainuu")
    assert {row.group.slug: row.primary for row in rows} == {"pohjoinen": True, "ita": False}


def test_the_deadlines_of_the_letter_last_until_the_end_of_their_day(letter: Round) -> None:
    assert {row.key: (row.due_at, row.offset_days) for row in Deadline.objects.all()} == {
        "seuranta": (moment("2024-03-08 23:59:59.999999"), None),
        "varaukset": (moment("2024-03-20 23:59:59.999999"), None),
        "osallistuminen": (moment("2024-03-26 23:59:59.999999"), 6),
        "asialista-lansi": (moment("2024-03-27 23:59:59.999999"), -14),
        "asialista-ita": (moment("2024-04-02 23:59:59.999999"), -14),
        "asialista-pohjoinen": (moment("2024-04-04 23:59:59.999999"), -14),
        "asialista-etela": (moment("2024-04-10 23:59:59.999999"), -14),
    }
    agenda = deadline(letter, "asialista-ita")
    assert agenda.discussion == agenda.anchor_discussion == discussion(letter, "ita")
    assert agenda.reminders == [14, 7, 1]


def test_everything_else_of_the_letter_is_there(letter: Round) -> None:
    assert (letter.letter_number, letter.case_number) == ("VN/18234/2023-TEM-15", "VN/18234/2023")
    decision = BasisDocument.objects.get(round=letter, key="aluekehittamispaatos")
    assert (decision.adopted_date, decision.opened_by) == (
        dt.date(2024, 3, 27),
        discussion(letter, "webinaari"),
    )
    assert Distribution.objects.filter(round=letter, purpose="action").count() == 42
    assert Distribution.objects.get(organisation__slug="satakunta").stated == "Satakunnan liitto"
    assert Priority.objects.filter(round=letter).count() == 9
    sheet = SheetTemplate.objects.get(round=letter)
    assert [field["key"] for field in sheet.fields] == [
        "situation",
        "challenges",
        "goals",
        "questions",
    ]
    assert [section["key"] for section in sheet.sections] == ["topic", "actions", "followup"]
    assert letter.settings["agenda"]["opening_minutes"] == 10
    assert letter.settings["kinds"]["regional"]["must_attend"] == ["tem"]
    assert letter.settings["regional"]["from"] == "12:30"


def test_owners_become_the_people_who_have_their_addresses(letter: Round, cast: Cast) -> None:
    owner = Contact.objects.get(discussion__slug="ita", duty="owner")
    assert (owner.user, owner.side) == (cast.user("vastuuhenkilo-ita"), "vn")


def test_the_follow_up_hangs_on_its_deadline_and_follows_the_earlier_one(world: None) -> None:
    earlier = make_round("2023")
    found = make_round("2024").followups.get()
    assert (found.slug, found.scope_year) == ("helmikuu-2024", 2023)
    assert found.deadline == deadline(found.round, "seuranta")
    assert found.previous == earlier.followups.get()
    assert found.due_at == moment("2024-03-08 23:59:59.999999")


def test_a_follow_up_follows_another_of_the_same_file(world: None) -> None:
    spring, autumn = make_round("follow-up-only").followups.all()
    assert (spring.previous, autumn.previous) == (None, spring)


def test_a_follow_up_that_is_not_known_is_a_fault_once_its_actions_are(world: None) -> None:
    misspelt = edited("2024", ('previous = "syksy-2023"', 'previous = "syksi-2023"'))
    make_round("2023")
    with pytest.raises(FormatFaults) as caught:
        load_round(misspelt, by=SYSTEM)
    (fault,) = caught.value.faults
    assert (fault.line, fault.path) == (220, "followups[1].previous")
    assert fault.reason == "There is no follow-up “syksi-2023”."


def test_a_follow_up_finds_the_earlier_one_that_was_loaded_later(letter: Round) -> None:
    assert letter.followups.get().previous is None
    earlier = make_round("2023").followups.get()
    assert make_round("2024").followups.get().previous == earlier
    events = AuditEvent.objects.filter(event="followups.linked")
    assert [row.changes for row in events] == [
        {"followups:helmikuu-2024.previous": [None, earlier.pk]}
    ]
    make_round("2024")
    assert events.count() == 1


@pytest.mark.parametrize("name", ["2022", "2023", "2024", "follow-up-only"])
def test_loading_the_same_file_again_changes_nothing(world: None, name: str) -> None:
    make_round(name)
    events = AuditEvent.objects.count()
    again = load_round(shipped(name), by=SYSTEM)
    assert (again.created, again.changes) == (False, {})
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("name", ["2022", "2023", "2024", "follow-up-only"])
def test_a_comment_in_the_file_changes_no_row(world: None, name: str) -> None:
    make_round(name)
    assert load(shipped(name) + "\n# huomautus\n") == {}


def test_2022_is_set_up_without_code(world: None) -> None:
    round_ = make_round("2022")
    rows = Discussion.objects.filter(round=round_)
    assert rows.count() == 18
    assert {(row.kind, row.outcome, row.money) for row in rows} == {("regional", "agreement", True)}
    assert discussion(round_, "satakunta").day == dt.date(2022, 2, 3)
    assert discussion(round_, "satakunta").name == "Satakunta"
    assert round_.settings["money"]["satakunta"] == 866_000
    assert round_.state == Round.State.ENDED


def test_2023_is_set_up_without_code(world: None) -> None:
    round_ = make_round("2023")
    event = Discussion.objects.get(round=round_)
    assert (event.starts_at, event.ends_at) == (
        moment("2023-02-08 09:00"),
        moment("2023-02-09 16:00"),
    )
    assert (event.place, event.max_topics) == ("Helsinki", 3)
    themes = {theme["key"]: theme["regions"] for theme in round_.settings["themes"]}
    assert len(themes["osaaja"]) == 6
    assert [row.slug for row in round_.followups.all()] == ["syksy-2023"]


def test_a_year_of_follow_up_only_is_set_up_without_code(world: None) -> None:
    round_ = make_round("follow-up-only")
    assert not round_.discussions.exists()
    assert [(row.slug, row.due) for row in round_.followups.all()] == [
        ("kevat-2025", clock.end_of_day(dt.date(2025, 3, 14))),
        ("syksy-2025", clock.end_of_day(dt.date(2025, 10, 10))),
    ]


def test_a_faulty_file_changes_nothing(letter: Round) -> None:
    before = AuditEvent.objects.count()
    text = edited("2024", ("date = 2024-04-16", 'date = "16.4."'), ('"Teams"', '"Zoom"'))
    with pytest.raises(FormatFaults):
        load_round(text, by=SYSTEM)
    assert discussion(letter, "lansi").place == "Teams"
    assert AuditEvent.objects.count() == before


def test_a_changed_date_moves_its_discussion_and_deadline_only(letter: Round) -> None:
    changes = load(edited("2024", ("date = 2024-04-16", "date = 2024-04-17")))
    assert set(changes) == {"discussions:ita", "deadlines:asialista-ita"}
    assert deadline(letter, "asialista-ita").day == dt.date(2024, 4, 3)


def test_a_date_changed_in_the_file_is_told_once_the_round_is_public(
    letter: Round, cast: Cast
) -> None:
    later = ("date = 2024-03-20", "date = 2024-03-22")
    make_round("2024", ("date = 2024-03-08", "date = 2024-03-11"))
    assert not Notice.objects.exists()
    publish_round(letter, by=Actor.system())
    make_round("2024", ("date = 2024-03-08", "date = 2024-03-11"), later)
    line = Notice.objects.get(to=cast.user("okm"))
    assert (line.kind, line.text_fi.replace("\xa0", " ")) == (
        "dates-moved",
        "Päivämääriä on siirretty: Maakuntakohtaisen tapaamisen varaus: ke 20.3.2024 → "
        "pe 22.3.2024; Ministeriöiden osallistuminen tapaamisiin: ti 26.3.2024 → to 28.3.2024.",
    )


def test_a_new_discussion_is_added_and_one_that_the_file_gave_up_goes(letter: Round) -> None:
    start = shipped("2024").index('[[discussions]]\nslug = "webinaari"')
    end = shipped("2024").index('[[discussions]]\nslug = "lansi"')
    without = shipped("2024")[:start] + shipped("2024")[end:]
    load(without.replace('opened_by = "webinaari"\n', ""))
    assert not Discussion.objects.filter(round=letter, slug="webinaari").exists()
    load(shipped("2024"))
    assert discussion(letter, "webinaari").starts_at == moment("2024-03-14 09:30")


def test_a_discussion_with_work_is_not_taken_away(letter: Round) -> None:
    make_proposal(discussion(letter, "etela"))
    text = shipped("2024")
    start = text.index('[[discussions]]\nslug = "etela"')
    end = text.index("# Maakuntakohtaiset tapaamiset: yksi")
    with pytest.raises(FormatFaults) as caught:
        load_round(text[:start] + text[end:].replace('"Teams"', '"Zoom"'), by=SYSTEM)
    assert [fault.reason for fault in caught.value.faults] == [
        "“etela” is no longer in the file, but it has work on it: topics. "
        "Put it back, or move the work first."
    ]
    assert Discussion.objects.filter(round=letter, slug="etela").exists()
    assert discussion(letter, "kainuu").place == "Teams"


def test_a_region_can_change_its_primary_group(letter: Round) -> None:
    load(
        edited(
            "2024",
            ('["04", "05", "06", "13", "14", "15"]', '["04", "06", "13", "14", "15"]'),
            ('["01", "02", "07"]', '["01", "02", "05", "07"]'),
            ('["05", "08", "09"]', '["08", "09"]'),
            ('also = ["02"]', 'also = ["02", "05"]'),
        )
    )
    rows = GroupMember.objects.filter(round=letter, region__code="05")
    assert {row.group.slug: row.primary for row in rows} == {"etela": True, "lansi": False}
    meeting = discussion(letter, "kanta-hame")
    assert meeting.parent == discussion(letter, "etela")


def test_a_changed_sheet_is_a_new_version_and_the_earlier_one_stays(letter: Round) -> None:
    load(edited("2024", ("limit = 1500", "limit = 2000")))
    limits = SheetTemplate.objects.filter(round=letter).values_list("version", "fields")
    assert {version: fields[3]["limit"] for version, fields in limits} == {1: 1500, 2: 2000}


def test_a_date_that_was_moved_stays_when_the_file_changes_elsewhere(letter: Round) -> None:
    move_discussion(discussion(letter, "ita"), moment("2024-04-17 09:00"), by=SYSTEM)
    load(edited("2024", ("date = 2024-03-20", "date = 2024-03-21")))
    assert discussion(letter, "ita").day == dt.date(2024, 4, 17)
    assert deadline(letter, "varaukset").day == dt.date(2024, 3, 21)


def test_a_changed_distance_counts_from_where_the_discussion_stands_now(letter: Round) -> None:
    move_discussion(discussion(letter, "ita"), moment("2024-04-17 09:00"), by=SYSTEM)
    load(edited("2024", ("offset = -14", "offset = -21")))
    assert deadline(letter, "asialista-ita").day == dt.date(2024, 3, 27)
    assert deadline(letter, "asialista-lansi").day == dt.date(2024, 3, 20)


def test_a_deadline_that_was_moved_by_hand_keeps_its_own_distance(letter: Round) -> None:
    move_deadline(deadline(letter, "asialista-ita"), dt.date(2024, 4, 4), by=SYSTEM)
    load(edited("2024", ("date = 2024-04-16", "date = 2024-04-17")))
    assert deadline(letter, "asialista-ita").day == dt.date(2024, 4, 5)


def test_contacts_that_people_named_stay_and_those_taken_away_do_not_return(
    letter: Round, cast: Cast
) -> None:
    ita = discussion(letter, "ita")
    council = Organisation.objects.get(slug="pohjois-karjala")
    name_contact(ita, council, "Yhteyshenkilö", by=SYSTEM)
    remove_contact(Contact.objects.get(discussion__slug="lansi", duty="owner"), by=SYSTEM)
    load(edited("2024", ("date = 2024-03-20", "date = 2024-03-21")))
    assert Contact.objects.filter(discussion=ita, organisation=council).exists()
    assert not Contact.objects.filter(discussion__slug="lansi", duty="owner").exists()


def test_loading_is_one_event_that_says_what_changed(letter: Round) -> None:
    load(edited("2024", ("date = 2024-04-16", "date = 2024-04-17")))
    event = AuditEvent.objects.filter(event="round.loaded").latest("seq")
    assert event.subject == f"round:{letter.pk}"
    assert event.changes["discussions:ita"] == [
        {"starts_at": "2024-04-16T06:00:00+00:00", "ends_at": "2024-04-16T08:30:00+00:00"},
        {"starts_at": "2024-04-17T06:00:00+00:00", "ends_at": "2024-04-17T08:30:00+00:00"},
    ]


@pytest.mark.parametrize("account", ["vastuuhenkilo-ita", "lappi", "yllapito", "public"])
def test_only_the_coordinator_loads_rounds(cast: Cast, account: str) -> None:
    with pytest.raises(Refused):
        load_round(shipped("2024"), by=cast[account])
    assert not Round.objects.exists()


def test_a_weekend_rule_moves_a_deadline_off_easter(world: None) -> None:
    edits = (('weekends = "flag"', 'weekends = "move-before"'), ("offset = -14", "offset = -15"))
    round_ = make_round("2024", *edits)
    assert deadline(round_, "asialista-ita").day == dt.date(2024, 3, 28)
    assert deadline(round_, "asialista-lansi").day == dt.date(2024, 3, 26)
