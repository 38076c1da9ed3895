"""A follow-up of a year without actions is a finding."""

from django.utils import translation

from alke.base import clock
from alke.domain.followup.models import FollowUpRound
from alke.domain.people.actors import Actor
from alke.domain.rounds.findings import findings_of
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import new_round
from alke.domain.topics.action_operations import create_action
from tests.conftest import SetClock
from tests.factories.rounds import discussion, make_round

SYSTEM = Actor.system()


def found(round_: Round) -> list[str]:
    """The follow-ups that have nothing to follow up."""
    rows = findings_of(round_)
    return [row.subject for row in rows if row.code == "followup-without-actions"]


def test_a_light_year_after_a_light_year_follows_up_a_year_without_actions(world: None) -> None:
    light = make_round("follow-up-only")
    after = new_round(2026, light, by=SYSTEM).round
    scopes = FollowUpRound.objects.filter(round=after).values_list("scope_year", flat=True)
    assert list(scopes) == [2025, 2025]  # as far from its year as before
    assert found(after) == ["followup:kevat-2026", "followup:syksy-2026"]
    with translation.override("fi"):
        (finding, _other) = [row for row in findings_of(after) if row.code.startswith("followup")]
    assert (finding.severity, finding.title) == (
        "warning",
        "Seuranta kevät 2026: ei seurattavaa",
    )
    assert "Vuodella 2025, jonka toimenpiteitä seurataan, ei ole toimenpiteitä." in finding.message


def test_a_year_whose_discussions_are_to_come_is_none(world: None, at: SetClock) -> None:
    letter, light = make_round("2024"), make_round("follow-up-only")
    assert found(light) == []
    assert found(letter) == ["followup:helmikuu-2024"]  # 2023 is not there at all
    at("2025-01-15")
    Discussion.objects.filter(starts_at=None).update(cancelled_at=clock.now())
    assert found(light) == ["followup:kevat-2025", "followup:syksy-2025"]


def test_one_shared_action_is_enough(world: None, at: SetClock) -> None:
    letter, light = make_round("2024"), make_round("follow-up-only")
    create_action(discussion(letter, "ita"), by=SYSTEM, kind="proposed", title="Rata kuntoon")
    Discussion.objects.filter(starts_at=None).update(cancelled_at=clock.now())
    at("2025-01-15")
    assert found(light) == []


def test_a_closed_follow_up_is_not_asked_about(world: None) -> None:
    light = make_round("follow-up-only")
    FollowUpRound.objects.update(state="closed", closed_at=clock.now())
    assert found(light) == []
