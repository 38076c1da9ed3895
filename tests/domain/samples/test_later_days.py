"""How the sample goes on when the demo's day moves, and what stops it or does not."""

import datetime as dt

import pytest

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.queries import head
from alke.domain.outcomes.models import Outcome
from alke.domain.people.actors import Actor
from alke.domain.people.models import User
from alke.domain.samples import queries
from alke.domain.samples.operations import SampleFault, continue_sample, load_sample
from alke.domain.samples.script import Step
from alke.domain.topics.action_models import Action
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.models import Topic
from alke.domain.topics.operations import confirm_topic, save_text

SYSTEM = Actor.system()


def evening(month: int, day: int) -> dt.datetime:
    """Late on a day of 2024."""
    return clock.end_of_day(dt.date(2024, month, day))


def topic(discussion: str, number: int) -> Topic:
    """A topic of 2024 by its place."""
    rows = Topic.objects.select_related("discussion__round")
    return rows.get(discussion__round__year=2024, discussion__slug=discussion, number=number)


def test_the_whole_rest_of_the_round_is_played(sample: None, db: None) -> None:
    left = sum(step.at > clock.now() for step in queries.script())

    assert continue_sample(by=SYSTEM, until=evening(5, 31)) == left
    assert Action.objects.count() == 33 + 40
    assert set(Outcome.objects.values_list("state", flat=True)) == {"published"}
    assert set(Outcome.objects.values_list("discussion__slug", "kind")) == {
        ("yhteistilaisuus", "conclusions"),
        *((slug, "conclusions") for slug in ("lansi", "ita", "pohjoinen", "etela")),
        ("pohjanmaa", "memo"),
        ("kainuu", "memo"),
    }


def test_agendas_are_published_in_time_and_one_changes_later(sample: None, db: None) -> None:
    continue_sample(by=SYSTEM, until=evening(4, 9))

    rows = AgendaPublication.objects.filter(discussion__kind="joint").order_by("at")
    assert [(row.discussion.slug, row.number, f"{row.at:%d.%m.}") for row in rows] == [
        ("lansi", 1, "27.03."),
        ("ita", 1, "28.03."),
        ("pohjoinen", 1, "28.03."),
        ("ita", 2, "08.04."),
        ("etela", 1, "09.04."),
    ]
    assert not rows.filter(number=1, late=True).exists()
    assert "aluekehittämispäätöksen" in rows.get(number=2).reason


def test_the_cross_reference_names_the_other_action(sample: None, db: None) -> None:
    continue_sample(by=SYSTEM, until=evening(3, 15))

    programme = Action.objects.get(title__startswith="Itäisen Suomen ohjelman valmistelu")
    border = Action.objects.get(title="Kaakon raja-alueen turvallisuus ja elinvoima")
    assert f"(toimenpide {programme.number})" in border.next_step


def test_each_day_is_played_once(sample: None, db: None) -> None:
    assert continue_sample(by=SYSTEM, until=evening(3, 5)) > 0
    assert continue_sample(by=SYSTEM, until=evening(3, 5)) == 0
    assert continue_sample(by=SYSTEM, until=evening(3, 4)) == 0


def test_own_work_overtakes_the_sample_and_stays(sample: None, db: None) -> None:
    okm = Actor.of(User.objects.get(demo_account="okm"))
    with clock.at(evening(3, 4)):
        row = topic("ita", 2).texts.get(field="goals", current=True)
        save_text(row.topic, "goals", "fi", "- Oma.", by=okm, base_version=row.version)

    continue_sample(by=SYSTEM, until=evening(3, 8))

    assert topic("ita", 2).texts.get(field="goals", current=True).text == "- Oma."
    assert topic("ita", 2).texts.filter(field="questions").exists()  # the next step was played


def test_a_confirmation_given_meanwhile_is_not_given_twice(sample: None, db: None) -> None:
    lappi = Actor.of(User.objects.get(demo_account="lappi"))
    with clock.at(evening(3, 4)):
        confirm_topic(topic("pohjoinen", 2), "mk", by=lappi)

    continue_sample(by=SYSTEM, until=evening(3, 6))

    held = topic("pohjoinen", 2).confirmations.filter(withdrawn_at=None)
    assert sorted(held.values_list("side", flat=True)) == ["mk", "vn"]


def test_what_was_never_loaded_does_not_go_on(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "played", queries.Played)

    assert continue_sample(by=SYSTEM, until=evening(5, 31)) == 0


def test_a_faulty_step_stops_the_first_load_and_leaves_nothing(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = Step(evening(3, 1), "take", "koordinaattori", {"topic": "X9", "place": 1})
    script = [*queries.script()[:1], bad]
    monkeypatch.setattr(queries, "played", queries.Played)
    monkeypatch.setattr(queries, "script", lambda: script)
    before = head()

    with (
        clock.at(evening(3, 4)),
        pytest.raises(SampleFault, match="take by koordinaattori X9: no topic X9"),
    ):
        load_sample(by=SYSTEM)

    assert head() == before


def test_a_load_that_is_not_allowed_is_refused(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "played", queries.Played)
    before = head()

    with pytest.raises(Refused):
        load_sample(by=Actor.public())

    assert head() == before
