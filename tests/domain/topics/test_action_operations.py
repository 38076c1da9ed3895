"""Actions: a number for life, fields, states, drafts, several discussions (R10, R13)."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.audit.models import AuditEvent
from alke.domain.rounds.sheet_models import Priority
from alke.domain.topics import action_operations as operations
from alke.domain.topics import operations as sheets
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_queries import actions_of_topic
from alke.domain.topics.models import Topic
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import body, confirm, make_action, make_ready_topic
from tests.factories.topics import make_meeting, make_sheet_round, make_topic


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic for comment."""
    return make_topic(make_meeting())


def test_each_action_gets_the_next_free_number(topic: Topic, cast: Cast) -> None:
    first = make_action(topic, by=cast["kainuu"])
    Action.objects.filter(pk=first.pk).update(number=412)
    second = make_action(topic, by=cast["lvm"])
    assert second.number == 413


def test_a_proposal_is_proposed_and_an_ongoing_action_under_way(topic: Topic) -> None:
    assert make_action(topic).state == "proposed"
    assert make_action(topic, kind="ongoing").state == "ongoing"


def test_all_fields_are_kept_and_recorded(topic: Topic, cast: Cast) -> None:
    elinvoima = Priority.objects.create(
        round=topic.discussion.round, key="elinvoima", kind="priority", name_fi="Elinvoima"
    )
    action = make_action(
        topic,
        by=cast["kainuu"],
        title="  Kantaverkon\n vahvistaminen ",
        next_step="Selvitys",
        due_date=dt.date(2024, 9, 30),
        money="open",
        money_amount=Decimal(120000),
        money_source="AKKE",
        priorities=[elinvoima],
    )
    action.refresh_from_db()
    assert action.title == "Kantaverkon vahvistaminen"
    assert (action.money_amount, action.due_date) == (Decimal("120000.00"), dt.date(2024, 9, 30))
    assert list(action.priorities.all()) == [elinvoima]
    event = AuditEvent.objects.get(subject=action.audit_key)
    assert event.event == "action.created"
    assert event.organisation == cast["kainuu"].organisation
    assert event.changes["due_date"] == [None, "2024-09-30"]
    assert event.changes["responsible.tem"] == [
        None,
        {"side": "vn", "lead": True, "answer": "open", "reason": ""},
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "Write what is to be done"),
        ({"title": "a" * 501}, "1 character too long"),
        ({"title": "a\x07b"}, "cannot be shown"),
        ({"next_step": "a" * 510}, "10 characters too long"),
        ({"kind": "wish"}, "kind of the action"),
        ({"money_amount": Decimal(-1)}, "0 or more"),
        ({"money_amount": Decimal("1e15")}, "0 or more"),
        ({"money_amount": Decimal("NaN")}, "0 or more"),
        ({"money": "none", "money_amount": Decimal(5)}, "remove the amount"),
        ({"due_date": dt.date(1024, 9, 30)}, "year of the due date"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    topic: Topic, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        make_action(topic, **fields)
    assert not Action.objects.exists()


@pytest.mark.parametrize("account", ["koordinaattori", "aune", "lappi", "ely-lappi", "yllapito"])
def test_who_does_not_write_the_sheet_adds_no_action(
    topic: Topic, cast: Cast, account: str
) -> None:
    with pytest.raises(Refused):
        make_action(topic, by=cast[account])


def test_a_proposal_in_the_pool_has_no_actions(topic: Topic, cast: Cast) -> None:
    waiting = sheets.propose_topic(topic.discussion, by=cast["kainuu"], title="Odottaa")
    with pytest.raises(Refused, match="not on the agenda"):
        make_action(waiting, by=cast["kainuu"])


def test_an_action_of_an_ended_round_is_not_edited(topic: Topic, cast: Cast) -> None:
    action = make_action(topic)
    topic.discussion.round.state = "ended"
    topic.discussion.round.save()
    with pytest.raises(Refused, match="The round has ended"):
        operations.edit_action(action, by=cast["lvm"], base_version=1, title="Uusi")


def test_an_edit_changes_what_is_given_and_withdraws_the_confirmations(cast: Cast) -> None:
    topic = make_ready_topic(make_meeting())
    action = make_action(topic)
    confirm(topic)
    edited = operations.edit_action(
        action, by=cast["kainuu"], base_version=1, next_step="Kysely maaliskuussa"
    )
    assert (edited.title, edited.next_step, edited.version) == (
        "Kantaverkon vahvistaminen",
        "Kysely maaliskuussa",
        2,
    )
    assert not topic.confirmations.filter(withdrawn_at=None).exists()
    event = AuditEvent.objects.get(event="action.edited")
    assert event.changes == {"next_step": ["", "Kysely maaliskuussa"]}


def test_an_edit_that_changes_nothing_is_no_event(topic: Topic, cast: Cast) -> None:
    action = make_action(topic)
    operations.edit_action(action, by=cast["lvm"], base_version=1, title=action.title)
    assert not AuditEvent.objects.filter(event="action.edited").exists()


def test_of_two_who_edit_at_once_the_later_one_gets_both_texts(topic: Topic, cast: Cast) -> None:
    action = make_action(topic)
    operations.edit_action(action, by=cast["lvm"], base_version=1, title="Lyhyempi")
    with pytest.raises(Stale) as caught:
        operations.edit_action(action, by=cast["kainuu"], base_version=1, title="Pidempi")
    assert caught.value.current.title == "Lyhyempi"
    assert caught.value.offered == {"title": "Pidempi"}


def test_a_whole_form_is_one_change(cast: Cast) -> None:
    topic = make_ready_topic(make_meeting())
    action = make_action(topic)
    confirm(topic)
    revised = operations.revise_action(
        action,
        by=cast["kainuu"],
        base_version=1,
        title="Uusi nimi",
        bodies=[body("lvm", lead=True), body("pohjois-savo")],
        state="ongoing",
    )
    assert (revised.title, revised.state, revised.version) == ("Uusi nimi", "ongoing", 2)
    event = AuditEvent.objects.get(event="action.edited")
    assert set(event.changes) == {
        *("title", "state", "responsible.tem", "responsible.lvm", "responsible.pohjois-savo")
    }
    assert not topic.confirmations.filter(withdrawn_at=None).exists()


def test_a_form_sent_twice_is_saved_once_and_an_old_one_is_stale(topic: Topic, cast: Cast) -> None:
    action = make_action(topic)
    form: dict[str, Any] = {"title": "Uusi nimi", "bodies": [body("lvm", lead=True)]}
    for _ in range(2):
        operations.revise_action(action, by=cast["kainuu"], base_version=1, **form)
    assert AuditEvent.objects.filter(event="action.edited").count() == 1
    with pytest.raises(Stale):
        operations.revise_action(
            action, by=cast["lvm"], base_version=1, title="Uusi nimi", bodies=[body("tem")]
        )


def test_a_form_that_changes_only_the_state_withdraws_nothing(cast: Cast) -> None:
    topic = make_ready_topic(make_meeting())
    action = make_action(topic)
    confirm(topic)
    operations.revise_action(action, by=cast["kainuu"], base_version=1, state="ongoing")
    assert topic.confirmations.filter(withdrawn_at=None).count() == 2


def test_a_draft_of_one_side_stays_on_it_until_it_is_shared(topic: Topic, cast: Cast) -> None:
    draft = make_action(topic, by=cast["kainuu"], draft_side="mk")
    assert actions_of_topic(topic, cast["lvm"]) == []
    assert actions_of_topic(topic, cast["public"]) == []
    assert actions_of_topic(topic, cast["pohjois-savo"]) == [draft]
    with pytest.raises(Refused, match="own side"):
        operations.share_action(draft, by=cast["lvm"])
    operations.share_action(draft, by=cast["pohjois-savo"])
    assert actions_of_topic(topic, cast["lvm"]) == [draft]


def test_nobody_drafts_for_the_other_side(topic: Topic, cast: Cast) -> None:
    with pytest.raises(Refused, match="own side"):
        make_action(topic, by=cast["kainuu"], draft_side="vn")


def test_an_edit_after_the_discussion_was_held_leaves_what_was_confirmed(
    cast: Cast, at: SetClock
) -> None:
    meeting = make_meeting()
    topic = make_ready_topic(meeting)
    action = make_action(topic)
    confirm(topic)
    at("2024-04-16 11:31")
    operations.edit_action(action, by=cast["kainuu"], base_version=1, next_step="Kysely")
    assert topic.confirmations.filter(withdrawn_at=None).count() == 2


def test_a_draft_withdraws_no_confirmation(cast: Cast) -> None:
    topic = make_ready_topic(make_meeting())
    make_action(topic, by=cast["kainuu"], draft_side="mk")
    assert topic.confirmations.filter(withdrawn_at=None).count() == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("proposed", "not-started"),
        ("proposed", "ongoing"),
        ("not-started", "delayed"),
        ("ongoing", "done"),
        ("delayed", "ongoing"),
        ("done", "ongoing"),
    ],
)
def test_states_follow_the_table(topic: Topic, cast: Cast, before: str, after: str) -> None:
    action = make_action(topic, state=before)
    assert operations.set_action_state(action, after, by=cast["lvm"]).state == after


@pytest.mark.parametrize(
    ("before", "after"),
    [("proposed", "done"), ("done", "proposed"), ("ongoing", "proposed"), ("done", "nonsense")],
)
def test_other_steps_are_refused(topic: Topic, cast: Cast, before: str, after: str) -> None:
    action = make_action(topic, state=before)
    with pytest.raises(Refused, match="cannot be given this state"):
        operations.set_action_state(action, after, by=cast["lvm"])


def test_what_will_not_be_carried_out_needs_a_reason(topic: Topic, cast: Cast) -> None:
    action = make_action(topic)
    with pytest.raises(BadInput, match="Give the reason"):
        operations.set_action_state(action, "dropped", by=cast["lvm"])
    operations.set_action_state(action, "dropped", by=cast["lvm"], reason="Rahoitus puuttuu")
    event = AuditEvent.objects.get(event="action.state-set")
    assert event.changes["reason"] == [None, "Rahoitus puuttuu"]


def test_a_responsible_body_outside_the_discussion_can_report_the_state(
    topic: Topic, cast: Cast
) -> None:
    action = make_action(topic, kind="ongoing", responsibles=[body("lappi")])
    assert operations.set_action_state(action, "done", by=cast["lappi"]).state == "done"
    with pytest.raises(Refused):
        operations.set_action_state(action, "ongoing", by=cast["uusimaa"])


def test_one_action_can_come_from_several_discussions(topic: Topic, cast: Cast) -> None:
    action = make_action(topic)
    other = make_topic(make_meeting(slug="etela", name_fi="Eteläinen Suomi"))
    operations.add_origin(action, other.discussion, other, by=cast["lvm"])
    operations.add_origin(action, other.discussion, other, by=cast["lvm"])
    assert actions_of_topic(other, cast["lvm"]) == [action]
    assert actions_of_topic(topic, cast["lvm"]) == [action]
    assert action.origins.count() == 2


def test_an_action_goes_to_no_topic_of_another_discussion(topic: Topic, cast: Cast) -> None:
    action = make_action(topic)
    other = make_topic(make_meeting(slug="etela"))
    with pytest.raises(Refused, match="another discussion"):
        operations.move_action(action, topic.discussion, other, by=cast["lvm"])


def test_actions_are_moved_and_put_in_order(topic: Topic, cast: Cast) -> None:
    other = make_topic(topic.discussion, title="Saavutettavuus")
    one, two, three = (make_action(topic, title=name) for name in ("Yksi", "Kaksi", "Kolme"))
    operations.move_action(one, topic.discussion, other, by=cast["kainuu"])
    operations.reorder_actions(topic, [three.number, two.number], by=cast["kainuu"])
    assert actions_of_topic(topic, cast["lvm"]) == [three, two]
    assert actions_of_topic(other, cast["lvm"]) == [one]


def test_an_action_never_comes_from_itself(topic: Topic, cast: Cast) -> None:
    first, second = make_action(topic), make_action(topic)
    operations.link_predecessor(second, first, by=cast["lvm"])
    with pytest.raises(Refused, match="come from itself"):
        operations.link_predecessor(first, second, by=cast["lvm"])


def test_of_two_merged_actions_one_goes_on_with_all_bodies(topic: Topic, cast: Cast) -> None:
    source = make_action(topic, responsibles=[body("lvm", lead=True)])
    target = make_action(topic)
    with pytest.raises(BadInput, match="reason"):
        operations.merge_actions(source, target, by=cast["lvm"], reason="")
    operations.merge_actions(source, target, by=cast["lvm"], reason="Sama asia")
    source.refresh_from_db()
    assert source.merged_into == target
    assert actions_of_topic(topic, cast["lvm"]) == [target]
    named = target.responsibilities.values_list("organisation__slug", flat=True)
    assert set(named) == {"tem", "pohjois-savo", "lvm"}
    with pytest.raises(Refused, match="merged into another"):
        operations.edit_action(source, by=cast["lvm"], base_version=2, title="Uusi")


def test_the_database_gives_a_number_only_once(topic: Topic) -> None:
    action = make_action(topic)
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.create(
            number=action.number,
            kind="ongoing",
            state="ongoing",
            title="Toinen",
            created_at=action.created_at,
        )


def test_an_action_of_an_earlier_round_keeps_its_number(topic: Topic, cast: Cast) -> None:
    early = make_meeting(make_sheet_round(2023), slug="kevat")
    action = make_action(early, kind="ongoing")
    operations.add_origin(action, topic.discussion, topic, by=cast["lvm"])
    assert [row.number for row in actions_of_topic(topic, cast["lvm"])] == [action.number]
