"""Tasks are derived from the state of the round: who must do what, by when."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from alke.base import clock
from alke.domain.followup.models import FollowUpRound
from alke.domain.followup.operations import open_followup, submit_report
from alke.domain.insight.desk_queries import desk_of
from alke.domain.insight.task import Task
from alke.domain.insight.tasks import tasks_of
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.outcomes import operations as outcomes
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, Side
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.operations import load_round, name_contact, publish_round
from alke.domain.topics import operations as topics
from alke.domain.topics.action_operations import answer_responsibility, create_action
from alke.domain.topics.action_place_operations import merge_actions
from tests.cast import Cast
from tests.factories.followup import make_actions, put_on_vn
from tests.factories.people import make_organisation, make_person

SYSTEM = Actor.system()
FORMAT = Path("rounds/2024.toml").read_text(encoding="utf-8")


@pytest.fixture
def round_2024(world: None) -> Round:
    """The 2024 round as the letter gives it."""
    return publish_round(load_round(FORMAT, by=SYSTEM).round, by=SYSTEM)


def titles(actor: Actor) -> list[str]:
    """The titles of the actor's tasks, in order."""
    return [task.title for task in tasks_of(actor, desk_of(actor))]


def task(actor: Actor, title: str) -> Task:
    """The one task of that title."""
    (found,) = [row for row in tasks_of(actor, desk_of(actor)) if row.title == title]
    return found


def east(round_: Round) -> Discussion:
    """The eastern discussion."""
    return Discussion.objects.get(round=round_, slug="ita")


def test_a_council_sees_its_agendas_by_deadline(round_2024: Round, cast: Cast) -> None:
    assert titles(cast["kainuu"]) == [
        "Take part in the webinar",
        "Book the time of your regional meeting",
        "Propose the theme of your regional meeting",
        "Complete the agenda: Eastern Finland",
        "Name the regions’ contact: Northern Finland",
        "Complete the agenda: Northern Finland",
        "Register the participants: Northern Finland",
    ]


def test_the_regions_contact_is_asked_for_until_one_is_named(round_2024: Round, cast: Cast) -> None:
    asked = "Name the regions’ contact: Eastern Finland"
    asking = ["vastuuhenkilo-ita", "pohjois-savo", "pohjois-karjala"]
    others = ["kainuu", "lappi", "okm", "pohjois-savo-valmistelija", "vastuuhenkilo-lansi", "aune"]
    assert [name for name in (*asking, *others) if asked in titles(cast[name])] == asking
    found = task(cast["pohjois-savo"], asked)
    assert (found.page, found.args, found.days_left) == ("discussion_contacts", (2024, "ita"), 29)
    name_contact(east(round_2024), cast.organisation("pohjois-savo"), "Yhteyshenkilö", by=SYSTEM)
    assert not any(asked in titles(cast[name]) for name in asking)


def test_days_are_counted_to_the_day_of_the_deadline(round_2024: Round, cast: Cast) -> None:
    agenda = task(cast["kainuu"], "Complete the agenda: Eastern Finland")
    assert agenda.days_left == 29
    with clock.at(dt.datetime(2024, 4, 2, 23, 59, 58, tzinfo=clock.HELSINKI)):
        assert agenda.days_left == 0
    with clock.at(dt.date(2024, 4, 4)):
        assert agenda.days_left == -2


def test_a_ministry_prepares_all_four_agendas(round_2024: Round, cast: Cast) -> None:
    agendas = [title for title in titles(cast["okm"]) if title.startswith("Complete")]
    assert agendas == [
        "Complete the agenda: Western Finland",
        "Complete the agenda: Eastern Finland",
        "Complete the agenda: Northern Finland",
        "Complete the agenda: Southern Finland",
    ]


def test_the_agenda_task_tells_the_states_of_its_topics(round_2024: Round, cast: Cast) -> None:
    for title in ("Saavutettavuus", "Osaaminen"):
        topic = topics.propose_topic(east(round_2024), by=SYSTEM, title=title)
        topics.take_topic_to_agenda(topic, by=SYSTEM)
    agenda = task(cast["kainuu"], "Complete the agenda: Eastern Finland")
    assert agenda.states == (("draft", "Topic 1: draft"), ("draft", "Topic 2: draft"))


def test_an_owner_sees_the_agenda_of_the_own_discussion_only(round_2024: Round, cast: Cast) -> None:
    agendas = [title for title in titles(cast["vastuuhenkilo-ita"]) if "agenda" in title]
    assert agendas == ["Complete the agenda: Eastern Finland"]


def test_readers_guests_and_the_administrator_have_nothing_to_prepare(
    round_2024: Round, cast: Cast
) -> None:
    for account in ("aune", "ely-lappi", "yllapito"):
        assert [title for title in titles(cast[account]) if "agenda" in title] == [], account


def test_a_named_body_is_asked_to_answer_until_it_does(round_2024: Round, cast: Cast) -> None:
    topic = topics.propose_topic(east(round_2024), by=SYSTEM, title="Saavutettavuus")
    topic = topics.take_topic_to_agenda(topic, by=SYSTEM)
    lvm = Organisation.objects.get(slug="lvm")
    action = create_action(
        topic, by=SYSTEM, title="Ratasuunnitelma", responsibles=[(lvm, "vn", True)]
    )
    assert "Answer to responsibilities" in titles(cast["lvm"])
    assert "Answer to responsibilities" not in titles(cast["okm"])
    answer_responsibility(action, lvm, "accepted", by=cast["lvm"])
    assert "Answer to responsibilities" not in titles(cast["lvm"])


def test_one_sides_draft_topic_is_no_state_on_the_other_sides_desk(
    round_2024: Round, cast: Cast
) -> None:
    topic = topics.propose_topic(
        east(round_2024), by=cast["kainuu"], title="Luonnos", draft_side="mk"
    )
    assert topic.draft_side == "mk"
    assert task(cast["okm"], "Complete the agenda: Eastern Finland").states == ()


def test_the_webinar_is_a_task_until_it_begins(round_2024: Round, cast: Cast) -> None:
    with clock.at(dt.datetime(2024, 3, 14, 9, 30, 1, tzinfo=clock.HELSINKI)):
        assert "Take part in the webinar" not in titles(cast["kainuu"])


def test_the_theme_of_a_meeting_without_a_time_is_asked_for_until_the_joint_discussion(
    round_2024: Round, cast: Cast
) -> None:
    with clock.at(dt.date(2024, 4, 18)):
        assert "Propose the theme of your regional meeting" in titles(cast["kainuu"])
    with clock.at(dt.date(2024, 4, 19)):
        assert "Propose the theme of your regional meeting" not in titles(cast["kainuu"])


def test_the_owner_draws_up_the_outcome_when_the_discussion_has_begun(
    round_2024: Round, cast: Cast
) -> None:
    with clock.at(dt.date(2024, 4, 17)):
        assert "Draw up the conclusions: Eastern Finland" in titles(cast["vastuuhenkilo-ita"])
        assert "Draw up the conclusions: Eastern Finland" not in titles(cast["kainuu"])


def test_the_coordinator_chooses_successors_of_a_body_that_ended(
    round_2024: Round, cast: Cast
) -> None:
    topic = topics.propose_topic(east(round_2024), by=SYSTEM, title="Luvitus")
    topic = topics.take_topic_to_agenda(topic, by=SYSTEM)
    hame = Organisation.objects.get(slug="ely-hame")
    create_action(topic, by=SYSTEM, title="Yhteyshenkilömalli", responsibles=[(hame, "mk", False)])
    coordinator = cast["koordinaattori"]
    with clock.at(dt.date(2025, 12, 31)):
        assert not [title for title in titles(coordinator) if title.startswith("Choose successors")]
    with clock.at(dt.date(2026, 1, 1)):
        assert "Choose successors: Häme ELY Centre" in titles(coordinator)


def test_an_owner_has_the_meetings_of_the_own_discussion(round_2024: Round, cast: Cast) -> None:
    karelia = Discussion.objects.get(round=round_2024, slug="pohjois-karjala")
    starts = dt.datetime(2024, 4, 16, 12, 30, tzinfo=clock.HELSINKI)
    move_discussion(karelia, starts, by=SYSTEM)
    agenda, memo = f"Complete the agenda: {karelia.name}", f"Draw up the memo: {karelia.name}"
    assert agenda in titles(cast["vastuuhenkilo-ita"])
    assert agenda not in titles(cast["vastuuhenkilo-lansi"])
    with clock.at(dt.date(2024, 4, 17)):
        assert memo in titles(cast["vastuuhenkilo-ita"])
        assert memo not in titles(cast["vastuuhenkilo-lansi"])


def test_the_owner_publishes_the_outcome_that_both_sides_have_confirmed(
    round_2024: Round, cast: Cast
) -> None:
    owner, publish = cast["vastuuhenkilo-ita"], "Publish the conclusions: Eastern Finland"
    with clock.at(dt.date(2024, 4, 17)):
        outcome = outcomes.draw_up_outcome(east(round_2024), by=owner)
        assert task(owner, "Draw up the conclusions: Eastern Finland").button == "Draw up"
        outcomes.set_outcome_state(outcome, "commenting", by=owner)
        outcomes.confirm_outcome(outcome, Side.VN, by=owner)
        assert publish not in titles(owner)
        assert "Confirm the conclusions: Eastern Finland" in titles(cast["kainuu"])
        outcomes.confirm_outcome(outcome, Side.MK, by=SYSTEM)
        found = task(owner, publish)
        assert (found.page, found.button) == ("conclusions_detail", "Read and publish")
        assert publish not in titles(cast["kainuu"])


def test_a_merged_action_leaves_no_task(round_2024: Round, cast: Cast) -> None:
    topic = topics.propose_topic(east(round_2024), by=SYSTEM, title="Luvitus")
    topic = topics.take_topic_to_agenda(topic, by=SYSTEM)
    lvm, hame = (Organisation.objects.get(slug=slug) for slug in ("lvm", "ely-hame"))
    named = [(lvm, "vn", True), (hame, "mk", False)]
    merged = create_action(topic, by=SYSTEM, title="Ratasuunnitelma", responsibles=named)
    kept = create_action(topic, by=SYSTEM, title="Itäradan suunnittelu")
    merge_actions(merged, kept, by=SYSTEM, reason="Sama asia")
    for body in (lvm, hame):
        kept.responsibilities.filter(organisation=body).delete()
    assert "Answer to responsibilities" not in titles(cast["lvm"])
    with clock.at(dt.date(2026, 1, 1)):
        assert not [t for t in titles(cast["koordinaattori"]) if t.startswith("Choose successors")]


@pytest.fixture
def round_2022(world: None) -> Iterator[Round]:
    """Eighteen regional discussions that belong to no joint one, three weeks before the first."""
    file = Path("rounds/2022.toml").read_text(encoding="utf-8")
    file = file.replace('state = "ended"', 'state = "running"')
    with clock.at(dt.date(2022, 1, 10)):
        yield publish_round(load_round(file, by=SYSTEM).round, by=SYSTEM)


def test_a_round_of_regional_discussions_fills_every_desk(round_2022: Round, cast: Cast) -> None:
    satakunta = task(cast["satakunta"], "Complete the agenda: Satakunta")
    assert satakunta.days_left == 10
    assert titles(cast["satakunta"]) == [
        "Complete the agenda: Satakunta",
        "Register the participants: Satakunta",
    ]
    for account in ("okm", "koordinaattori"):
        assert sum(title.startswith("Complete") for title in titles(cast[account])) == 18
        assert len([line for line in desk_of(cast[account]).lines if line.mine]) == 18


def test_a_council_is_asked_for_its_stakeholders_one_by_one(round_2024: Round, cast: Cast) -> None:
    make_actions(2, ("lvm", "kainuu", "ely-kainuu"))
    followup = FollowUpRound.objects.get(round=round_2024)
    open_followup(followup, by=SYSTEM)
    report = task(cast["kainuu"], "Report for a stakeholder: Kainuu ELY Centre")
    assert (report.done, report.total, report.due_at) == (0, 2, followup.due)
    assert (report.page, report.query) == ("followup_detail", "?taho=ely-kainuu")
    answer = task(cast["kainuu"], "Answer for a stakeholder: Kainuu ELY Centre")
    assert answer.args == ("ely-kainuu",)
    assert "for 2 actions" in answer.text
    assert task(cast["kainuu"], "Update the follow-up of the year 2023").total == 2
    assert task(cast["kainuu"], "Answer to responsibilities").args == ("kainuu",)
    ely = cast.organisation("ely-kainuu")
    for cell in followup.reports.filter(organisation=ely):
        submit_report(cell, by=cast["kainuu"], text="Valmista.", base_version=1)
        answer_responsibility(cell.action, ely, "accepted", by=cast["kainuu"])
    assert [title for title in titles(cast["kainuu"]) if "stakeholder" in title] == []
    assert [title for title in titles(cast["lappi"]) if "stakeholder" in title] == []


def test_a_body_for_which_nobody_answers_is_a_task(round_2024: Round, cast: Cast) -> None:
    make_actions(1, ("um", "kainuu", "ely-kainuu"))
    wanted = "Nobody answers: MFA"
    for account in ("koordinaattori", "yllapito"):
        found = [title for title in titles(cast[account]) if title.startswith("Nobody")]
        assert found == [wanted]
    assert wanted not in titles(cast["okm"])
    make_person("um", Membership.Role.MINISTRY_CONTACT)
    assert wanted not in titles(cast["koordinaattori"])


def test_the_coordinator_is_asked_for_who_is_no_ministry_on_the_governments_side(
    round_2024: Round, cast: Cast
) -> None:
    make_organisation("ratavirasto", kind="agency")
    put_on_vn(make_actions(2, ("lvm", "kainuu", "ratavirasto")), "ratavirasto")
    followup = FollowUpRound.objects.get(round=round_2024)
    open_followup(followup, by=SYSTEM)
    by = cast["koordinaattori"]
    report = task(by, "Report for Ratavirasto")
    assert (report.done, report.total, report.due_at) == (0, 2, followup.due)
    assert (report.page, report.query) == ("followup_detail", "?taho=ratavirasto")
    answer = task(by, "Answer for Ratavirasto")
    assert answer.args == ("ratavirasto",)
    assert "of 2 actions" in answer.text
    assert "Nobody answers: Ratavirasto" not in titles(by)
    for account in ("kainuu", "lvm", "vastuuhenkilo-ita"):
        assert not [title for title in titles(cast[account]) if "Ratavirasto" in title]
    for cell in followup.reports.filter(organisation__slug="ratavirasto"):
        submit_report(cell, by=by, text="Valmista.", base_version=1)
        answer_responsibility(cell.action, cell.organisation, "accepted", by=by)
    assert not [title for title in titles(by) if "Ratavirasto" in title]
