"""Who was there is noted on the day, topic by topic, by who runs the discussion."""

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.outcomes import operations as outcomes
from alke.domain.papers.agenda_source import agenda_discussion
from alke.domain.papers.outcome_paper import outcome_paper
from alke.domain.papers.outcome_source import outcome_source
from alke.domain.participants.attendance_operations import WHOLE, take_attendance
from alke.domain.participants.queries import attendances, present_by_role
from alke.domain.rounds.models import Discussion
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.participants import make_participant
from tests.factories.topics import make_meeting, make_topic


@pytest.fixture
def east(world: None) -> Discussion:
    """The eastern joint discussion with two topics."""
    discussion = make_meeting()
    make_topic(discussion)
    make_topic(discussion, title="Saavutettavuus")
    return discussion


def test_who_was_there_is_noted_and_noted_anew(east: Discussion, cast: Cast, at: SetClock) -> None:
    head, mayor = make_participant(east), make_participant(east, "pohjois-savo", name="Etu Suku")
    at("2024-04-16 09:30")
    by = cast["koordinaattori"]
    assert take_attendance(east, {1: [head.pk, mayor.pk], 2: [head.pk]}, by=by) == 3
    assert take_attendance(east, {1: [head.pk], 2: [head.pk, mayor.pk]}, by=by) == 2
    assert take_attendance(east, {1: [head.pk], 2: [head.pk, mayor.pk]}, by=by) == 0
    assert attendances(east) == {(head.pk, 1), (head.pk, 2), (mayor.pk, 2)}
    event = AuditEvent.objects.filter(event="attendance.taken").latest("seq")
    assert event.changes == {
        "topic.1": [[head.pk, mayor.pk], [head.pk]],
        "topic.2": [[head.pk], [head.pk, mayor.pk]],
    }
    assert present_by_role(east)[0] == {
        "organisation": "kainuu",
        "represents": "",
        "side": "mk",
        "title": "Maakuntajohtaja",
    }


def test_a_discussion_without_topics_is_attended_as_a_whole(
    world: None, cast: Cast, at: SetClock
) -> None:
    webinar = make_meeting(slug="webinaari", kind="webinar", max_topics=None)
    row = make_participant(webinar)
    at("2024-04-16 09:30")
    take_attendance(webinar, {WHOLE: [row.pk]}, by=cast["koordinaattori"])
    assert attendances(webinar) == {(row.pk, WHOLE)}


def test_it_is_noted_from_the_day_on_and_by_who_runs_it(
    east: Discussion, cast: Cast, at: SetClock
) -> None:
    row = make_participant(east)
    at("2024-04-15 12:00")
    with pytest.raises(Refused, match="keskustelupäivänä"):
        take_attendance(east, {1: [row.pk]}, by=cast["koordinaattori"])
    at("2024-04-18 12:00")
    with pytest.raises(Refused):
        take_attendance(east, {1: [row.pk]}, by=cast["kainuu"])
    assert take_attendance(east, {1: [row.pk]}, by=cast["koordinaattori"]) == 1


def test_somebody_who_is_not_on_the_list_is_not_noted(
    east: Discussion, cast: Cast, at: SetClock
) -> None:
    other = make_participant(make_meeting(slug="pohjoinen"), "lappi")
    at("2024-04-16 09:30")
    with pytest.raises(BadInput, match="muuttunut"):
        take_attendance(east, {1: [other.pk]}, by=cast["koordinaattori"])


def test_the_conclusions_list_who_was_there_by_body_and_role_and_by_no_name(
    east: Discussion, cast: Cast, at: SetClock
) -> None:
    row = make_participant(east, name="Etu Suku")
    city = make_participant(east, title="Kaupunginjohtaja", email="", represents="Kajaani")
    make_participant(east, "okm", title="Opetusneuvos")
    at("2024-04-16 12:00")
    system = cast["system"]
    take_attendance(east, {1: [row.pk, city.pk]}, by=system)
    outcome = outcomes.draw_up_outcome(east, by=system)
    outcomes.record_item(outcome, by=system, kind="note", text="Jatketaan.")
    (discussion,) = agenda_discussion(system, 2024, "ita")
    source = outcome_source(discussion, system)
    assert source is not None
    said = str(outcome_paper(source, "fi").blocks)
    assert "Kainuun liitto: Maakuntajohtaja" in said
    assert "Kajaani: Kaupunginjohtaja" in said
    assert "Etu Suku" not in said
    assert "Opetusneuvos" not in said
