"""The round finds what is odd about it, and what was let be stays so until the facts change."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.finding_models import FindingAcceptance
from alke.domain.rounds.findings import Finding, findings_of
from alke.domain.rounds.models import (
    BasisDocument,
    Contact,
    Deadline,
    Discussion,
    DiscussionGroup,
    GroupMember,
    Round,
)
from alke.domain.rounds.operations import (
    accept_finding,
    correct_wording,
    move_basis,
    move_deadline,
    move_discussion,
    name_contact,
    new_round,
    remove_contact,
    reopen_finding,
)
from tests.cast import Cast
from tests.factories.rounds import deadline, discussion, make_round

SYSTEM = Actor.system()
WEBINAR = ("weekday-mismatch", "discussion:webinaari")

pytestmark = pytest.mark.either_database  # its reads are asked by others on both


def found(round: Round) -> dict[tuple[str, str], Finding]:
    """The findings by code and subject."""
    return {(row.code, row.subject): row for row in findings_of(round)}


def subjects(round: Round, code: str) -> list[str]:
    """What the findings with `code` are about."""
    return sorted(row.subject for row in findings_of(round) if row.code == code)


def at(text: str) -> dt.datetime:
    """A moment by Helsinki's clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.HELSINKI)


def test_the_letters_round_has_exactly_these_findings(letter: Round) -> None:
    assert [(row.severity, row.code, row.subject) for row in findings_of(letter)] == [
        ("error", "weekday-mismatch", "discussion:webinaari"),
        ("warning", "deadline-on-holiday", "deadline:asialista-ita"),
        ("warning", "basis-adopted-after-phase", "basis:aluekehittamispaatos"),
        ("warning", "deadlines-collide", "day:2024-03-27"),
        ("warning", "deadlines-collide", "day:2024-04-10"),
        ("warning", "contact-missing", "discussion:lansi"),
        ("warning", "contact-missing", "discussion:ita"),
        ("warning", "contact-missing", "discussion:pohjoinen"),
        ("warning", "contact-missing", "discussion:etela"),
        ("warning", "followup-without-actions", "followup:helmikuu-2024"),
        ("info", "distribution-missing", "round"),
    ]


@pytest.mark.parametrize("name", ["2022", "2023", "follow-up-only"])
def test_the_other_shipped_rounds_have_none_but_that_no_actions_came_before_them(
    world: None, name: str
) -> None:
    codes = {row.code for row in findings_of(make_round(name))}
    assert codes == (set() if name == "2022" else {"followup-without-actions"})


def test_the_misprinted_year_of_the_webinar_is_named(letter: Round) -> None:
    with translation.override("fi"):
        finding = found(letter)[WEBINAR]
    text = finding.message.replace("\u00a0", " ")
    assert text == (
        "Kirjeessä lukee ”to 14.3.2023”. 14.3.2023 on tiistai. Kierroksen päivä on to 14.3.2024."
    )
    assert "to\u00a014.3.2024" in finding.remedy


def test_the_late_decision_is_named_with_the_days_between(letter: Round) -> None:
    with translation.override("fi"):
        message = found(letter)["basis-adopted-after-phase", "basis:aluekehittamispaatos"].message
    assert "ke\u00a027.3.2024, 13 päivää tilaisuuden" in message


def test_the_easter_week_is_named_with_the_working_day_before(letter: Round) -> None:
    with translation.override("fi"):
        message = found(letter)["deadline-on-holiday", "deadline:asialista-ita"].message
    assert "(Pääsiäinen, 29.3.–1.4.2024)" in message
    assert message.endswith("on to\u00a028.3.2024.")


def test_a_deadline_and_a_discussion_on_one_day_collide(letter: Round) -> None:
    message = found(letter)["deadlines-collide", "day:2024-04-10"].message
    assert message == (
        "On the same day: deadline: Agenda, Southern Finland; discussion: Western Finland."
    )


def test_the_ministries_left_out_are_named(letter: Round) -> None:
    message = found(letter)["distribution-missing", "round"].message
    assert message == "Not on the list: Ministry of Justice, Ministry for Foreign Affairs."


@pytest.mark.parametrize(
    ("stated", "codes"),
    [
        ("to 14.3.2024 klo 9.30", []),
        ("to 14.3.", []),
        ("14.3.", []),
        ("ke 14.3.", ["discussion:webinaari"]),
        ("15.3.", ["discussion:webinaari"]),
        ("torsdag", []),
        ("31.2.2024", ["discussion:webinaari"]),
        ("TO 14.3.2023", ["discussion:webinaari"]),
        ("", []),
    ],
)
def test_a_wording_is_compared_with_the_day(letter: Round, stated: str, codes: list[str]) -> None:
    Discussion.objects.filter(slug="webinaari").update(stated=stated)
    assert subjects(letter, "weekday-mismatch") == codes


def test_a_wording_of_a_deadline_is_compared_too(letter: Round) -> None:
    Deadline.objects.filter(key="varaukset").update(stated="to 20.3.2024 mennessä")
    assert ("weekday-mismatch", "deadline:varaukset") in found(letter)


@pytest.mark.parametrize(
    "day",
    ["2024-03-29", "2024-03-30", "2024-04-01", "2024-04-02", "2024-03-16"],
)
def test_a_deadline_on_or_right_after_days_off_is_found(letter: Round, day: str) -> None:
    move_deadline(deadline(letter, "varaukset"), dt.date.fromisoformat(day), by=SYSTEM)
    assert "deadline:varaukset" in subjects(letter, "deadline-on-holiday")


@pytest.mark.parametrize("day", ["2024-03-28", "2024-03-18"])
def test_a_deadline_before_easter_or_after_a_weekend_is_fine(letter: Round, day: str) -> None:
    move_deadline(deadline(letter, "varaukset"), dt.date.fromisoformat(day), by=SYSTEM)
    assert "deadline:varaukset" not in subjects(letter, "deadline-on-holiday")


@pytest.mark.parametrize(
    ("day", "days", "subjects_found"),
    [
        ("2024-04-03", 13, ["deadline:asialista-ita"]),
        ("2024-04-15", 1, ["deadline:asialista-ita"]),
        ("2024-04-02", 14, []),
        ("2024-03-26", 21, []),
    ],
)
def test_an_agenda_due_less_than_two_weeks_before_its_discussion_is_found(
    letter: Round, day: str, days: int, subjects_found: list[str]
) -> None:
    move_deadline(deadline(letter, "asialista-ita"), dt.date.fromisoformat(day), by=SYSTEM)
    assert subjects(letter, "agenda-too-late") == subjects_found
    for finding in findings_of(letter):
        if finding.code == "agenda-too-late":
            assert finding.severity == "warning"
            assert f"is {days} day" in finding.message
            assert "14 days before it" in finding.message
            assert "Tue 2 Apr 2024 or earlier" in finding.remedy.replace("\u00a0", " ")
            assert finding.move == "deadline:asialista-ita"


def test_an_agenda_due_on_the_day_of_its_discussion_is_told_so(letter: Round) -> None:
    move_deadline(deadline(letter, "asialista-ita"), dt.date(2024, 4, 16), by=SYSTEM)
    message = found(letter)["agenda-too-late", "deadline:asialista-ita"].message
    assert "does not come before the day of the discussion" in message


def test_the_format_says_how_many_days_before_an_agenda_is_known(world: None) -> None:
    round_ = make_round("2024", ("days = 14", "days = 7"))
    move_deadline(deadline(round_, "asialista-ita"), dt.date(2024, 4, 9), by=SYSTEM)
    assert subjects(round_, "agenda-too-late") == []
    move_deadline(deadline(round_, "asialista-ita"), dt.date(2024, 4, 10), by=SYSTEM)
    assert subjects(round_, "agenda-too-late") == ["deadline:asialista-ita"]


def test_a_finding_names_the_date_whose_move_is_its_remedy(letter: Round) -> None:
    moves = {row.subject: row.move for row in findings_of(letter) if row.move}
    assert moves == {
        "deadline:asialista-ita": "deadline:asialista-ita",
        "basis:aluekehittamispaatos": "discussion:webinaari",
        "day:2024-03-27": "dates",
        "day:2024-04-10": "dates",
    }


def test_a_discussion_on_a_holiday_is_found(letter: Round) -> None:
    move_discussion(discussion(letter, "ita"), at("2024-05-01 09:00"), by=SYSTEM)
    assert subjects(letter, "discussion-on-holiday") == ["discussion:ita"]


def test_a_decision_before_the_webinar_is_no_finding(letter: Round) -> None:
    move_basis(
        BasisDocument.objects.get(key="aluekehittamispaatos"),
        dt.date(2024, 3, 14),
        by=SYSTEM,
        adopted=True,
        alone=True,
    )
    assert subjects(letter, "basis-adopted-after-phase") == []


def test_overlapping_discussions_of_one_region_are_found(letter: Round) -> None:
    move_discussion(discussion(letter, "pohjoinen"), at("2024-04-16 11:00"), by=SYSTEM)
    finding = found(letter)["region-overlap", "discussions:ita/pohjoinen"]
    assert finding.severity == "error"
    assert finding.message.endswith("Both concern: Kainuu.")


def test_one_discussion_may_begin_when_another_ends(letter: Round) -> None:
    move_discussion(discussion(letter, "pohjoinen"), at("2024-04-16 11:30"), by=SYSTEM)
    assert subjects(letter, "region-overlap") == []


def test_discussions_of_different_regions_may_be_at_one_time(letter: Round) -> None:
    move_discussion(discussion(letter, "lansi"), at("2024-04-16 09:00"), by=SYSTEM)
    assert subjects(letter, "region-overlap") == []


def test_a_webinar_for_all_overlaps_with_any_discussion(letter: Round) -> None:
    move_discussion(discussion(letter, "webinaari"), at("2024-04-24 08:00"), by=SYSTEM)
    assert subjects(letter, "region-overlap") == ["discussions:webinaari/etela"]


def test_a_region_in_no_group_and_without_a_meeting_is_found(letter: Round) -> None:
    GroupMember.objects.filter(region__slug="lappi").delete()
    assert subjects(letter, "region-without-discussion") == []  # it has its own meeting
    Discussion.objects.filter(slug="lappi").delete()
    assert subjects(letter, "region-without-discussion") == ["region:lappi"]


def test_a_group_without_a_discussion_covers_nobody(letter: Round) -> None:
    Discussion.objects.filter(kind="regional").delete()
    Deadline.objects.filter(discussion__slug="etela").delete()
    Discussion.objects.filter(slug="etela").delete()
    assert DiscussionGroup.objects.filter(slug="etela").exists()
    assert subjects(letter, "region-without-discussion") == [
        "region:paijat-hame",
        "region:uusimaa",
    ]


def test_a_discussion_without_an_owner_is_found(letter: Round) -> None:
    remove_contact(Contact.objects.get(discussion__slug="ita", duty="owner"), by=SYSTEM)
    assert subjects(letter, "owner-missing") == ["discussion:ita"]


def test_a_named_contact_ends_the_finding(letter: Round) -> None:
    council = Organisation.objects.get(slug="pohjois-karjala")
    name_contact(discussion(letter, "ita"), council, "Yhteyshenkilö", by=SYSTEM)
    assert "discussion:ita" not in subjects(letter, "contact-missing")


def test_a_meeting_on_the_day_of_any_joint_discussion_of_its_region_is_fine(letter: Round) -> None:
    move_discussion(discussion(letter, "kainuu"), at("2024-04-16 12:30"), by=SYSTEM)
    assert subjects(letter, "booking-on-other-day") == []


def test_a_meeting_on_another_day_is_found_with_its_reason(letter: Round) -> None:
    move_discussion(
        discussion(letter, "lappi"), at("2024-04-19 12:30"), by=SYSTEM, reason="Valtuuston kokous"
    )
    finding = found(letter)["booking-on-other-day", "discussion:lappi"]
    assert finding.severity == "info"
    assert finding.message.endswith("Reason: Valtuuston kokous")


def test_a_body_that_has_ended_is_found_with_its_successors(world: None) -> None:
    round_ = new_round(2026, make_round("2024"), by=SYSTEM).round
    finding = found(round_)["organisation-ended", "round"]
    hame = finding.remedy.partition("Häme")[2].partition(";")[0]
    assert "Inland Finland" in hame
    assert "Southeast Finland" in hame


def test_all_bodies_that_have_ended_are_one_finding(world: None) -> None:
    round_ = new_round(2026, make_round("2024"), by=SYSTEM).round
    (finding,) = [row for row in findings_of(round_) if row.code == "organisation-ended"]
    over = Organisation.objects.filter(valid_to__lt=dt.date(2026, 1, 1))
    named = [body.name for body in over if body.name in finding.message]
    assert finding.title == f"{len(named)} bodies have ended"
    assert len(named) > 10
    gone = over.get(slug="ely-hame")
    accept_finding(round_, finding.code, finding.subject, by=SYSTEM)
    gone.successions.all().delete()
    (finding,) = [row for row in findings_of(round_) if row.code == "organisation-ended"]
    assert not finding.accepted  # the facts are others
    assert finding.remedy.partition("Take off")[2].endswith(f", {gone.name}.")


def test_a_finding_that_was_let_be_is_marked_with_the_reason(letter: Round, cast: Cast) -> None:
    accept_finding(letter, *WEBINAR, by=cast["koordinaattori"], reason="Painovirhe")
    finding = found(letter)[WEBINAR]
    assert (finding.accepted, finding.accepted_because) == (True, "Painovirhe")
    accepted = FindingAcceptance.objects.get()
    assert accepted.by is not None
    assert (finding.accepted_by, finding.accepted_at) == (accepted.by.title, accepted.at)
    assert sum(row.accepted for row in findings_of(letter)) == 1


def test_letting_be_twice_is_one_event(letter: Round, cast: Cast) -> None:
    for _time in range(2):
        accept_finding(letter, *WEBINAR, by=cast["koordinaattori"])
    assert AuditEvent.objects.filter(event="finding.accepted").count() == 1


def test_a_finding_shows_again_when_the_facts_change(letter: Round) -> None:
    subject = "deadline:asialista-ita"
    accept_finding(letter, "deadline-on-holiday", subject, by=SYSTEM)
    move_deadline(deadline(letter, "asialista-ita"), dt.date(2024, 3, 29), by=SYSTEM)
    assert not found(letter)["deadline-on-holiday", subject].accepted
    accept_finding(letter, "deadline-on-holiday", subject, by=SYSTEM)
    assert found(letter)["deadline-on-holiday", subject].accepted


def test_an_accepted_finding_is_accepted_in_every_language(letter: Round) -> None:
    accept_finding(letter, "deadlines-collide", "day:2024-04-10", by=SYSTEM)
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            assert found(letter)["deadlines-collide", "day:2024-04-10"].accepted


def test_a_finding_can_be_shown_again(letter: Round) -> None:
    accept_finding(letter, *WEBINAR, by=SYSTEM)
    reopen_finding(letter, *WEBINAR, by=SYSTEM)
    reopen_finding(letter, *WEBINAR, by=SYSTEM)
    assert not found(letter)[WEBINAR].accepted
    assert AuditEvent.objects.filter(event="finding.reopened").count() == 1


def test_a_finding_that_is_not_there_cannot_be_let_be(letter: Round) -> None:
    with pytest.raises(Refused, match="not there any more"):
        accept_finding(letter, "owner-missing", "discussion:ita", by=SYSTEM)


@pytest.mark.parametrize("account", ["vastuuhenkilo-ita", "lappi", "vm", "public"])
def test_only_the_coordinator_lets_findings_be(letter: Round, cast: Cast, account: str) -> None:
    with pytest.raises(Refused):
        accept_finding(letter, *WEBINAR, by=cast[account])
    with pytest.raises(Refused):
        correct_wording(letter, WEBINAR[1], by=cast[account])
    assert not FindingAcceptance.objects.exists()


def test_a_corrected_wording_ends_the_finding_and_stays_on_record(letter: Round) -> None:
    correct_wording(letter, WEBINAR[1], by=SYSTEM)
    assert WEBINAR not in found(letter)
    event = AuditEvent.objects.get(event="wording.corrected")
    assert event.changes["stated"] == ["to 14.3.2023 klo 9.30-11.30", ""]
    with pytest.raises(Refused):
        correct_wording(letter, WEBINAR[1], by=SYSTEM)


def test_the_check_takes_as_many_queries_for_any_round(letter: Round) -> None:
    small = make_round("2023")
    counts = []
    for round_ in (letter, small, make_round("2022")):
        with CaptureQueriesContext(connection) as queries:
            findings_of(Round.objects.get(pk=round_.pk))
        counts.append(len(queries) - 1)
    assert max(counts) <= 8


def test_every_finding_has_its_texts_in_three_languages(letter: Round) -> None:
    by_language = []
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            by_language.append([(f.title, f.message, f.remedy) for f in findings_of(letter)])
    for finnish, swedish, english in zip(*by_language, strict=True):
        assert len({finnish, swedish, english}) == 3
        assert all(len({*texts}) == 3 for texts in zip(finnish, swedish, english, strict=True))
