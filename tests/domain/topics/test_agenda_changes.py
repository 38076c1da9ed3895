"""Changes after an agenda is published: with a reason, marked, kept and told (R5, S2)."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.rounds.models import Discussion
from alke.domain.topics import action_operations, agenda_operations, agenda_queries, operations
from alke.domain.topics.agenda_contents import changes_between
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import (
    confirm,
    make_action,
    make_eastern,
    make_published,
    make_ready,
)

OWNER = "vastuuhenkilo-ita"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def meeting(cast: Cast) -> Discussion:
    """The eastern discussion on 16.4.2024; its agenda is due on 2.4."""
    return make_eastern(cast.user(OWNER))


def test_a_change_after_publication_needs_a_reason_is_marked_and_notified(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    first = make_published(meeting)
    topic = meeting.topics.get()
    action = topic.action_origins.get().action
    with pytest.raises(Refused, match="Give a reason for the change"):
        action_operations.edit_action(
            action, by=cast["kainuu"], base_version=1, title="Kantaverkko itään"
        )
    at("2024-03-06 10:00")
    action_operations.edit_action(
        action,
        by=cast["kainuu"],
        base_version=1,
        title="Kantaverkko itään",
        late_reason="Nimi täsmentyi",
    )
    second = agenda_queries.latest_publication(meeting)
    assert second is not None
    assert (second.number, second.reason, second.late) == (2, "Nimi täsmentyi", False)
    changes = changes_between(first.contents, second.contents)
    assert [(row.what, row.before, row.after) for row in changes] == [
        ("action", "Kantaverkon vahvistaminen", "Kantaverkko itään")
    ]
    assert second.recipients.count() == first.recipients.count() > 0
    assert AuditEvent.objects.filter(event="agenda.changed").count() == 1


def test_a_changed_text_is_marked_under_its_heading(meeting: Discussion, cast: Cast) -> None:
    first = make_published(meeting)
    topic = meeting.topics.get()
    operations.save_text(
        topic,
        "goals",
        "fi",
        "Yhteinen tavoite 2025.",
        by=cast["lvm"],
        base_version=1,
        late_reason="Vuosi lisättiin",
    )
    second = agenda_queries.latest_publication(meeting)
    assert second is not None
    (change,) = changes_between(first.contents, second.contents)
    assert (change.what, change.topic, change.label["fi"]) == ("text", 1, "Tavoitteet")


def test_what_is_not_on_the_agenda_changes_without_a_reason(
    meeting: Discussion, cast: Cast
) -> None:
    make_published(meeting)
    action = meeting.action_origins.get().action
    action_operations.set_action_state(action, "ongoing", by=cast["kainuu"])
    make_action(meeting.topics.get(), by=cast["kainuu"], draft_side="mk")
    action_operations.answer_responsibility(
        action, cast.organisation("tem"), "accepted", by=cast["tem"]
    )
    assert meeting.publications.count() == 1


def test_a_body_that_declines_leaves_the_published_agenda(meeting: Discussion, cast: Cast) -> None:
    make_published(meeting)
    action = meeting.action_origins.get().action
    action_operations.answer_responsibility(
        action, cast.organisation("tem"), "declined", "LVM hoitaa", by=cast["tem"]
    )
    latest = agenda_queries.latest_publication(meeting)
    assert latest is not None
    assert latest.reason == f"The bodies responsible for action {action.number} changed."
    (row,) = latest.contents["topics"][0]["actions"][0]["responsible"]
    assert row["organisation"] == "pohjois-savo"


def test_after_the_discussion_actions_go_on_without_a_reason(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    make_published(meeting)
    action = meeting.action_origins.get().action
    at("2024-04-16 11:30:01")
    action_operations.edit_action(action, by=cast["lvm"], base_version=1, next_step="Aloitus")
    assert meeting.publications.count() == 1


def test_a_new_action_on_a_published_agenda_becomes_public_with_its_reason(
    meeting: Discussion, cast: Cast
) -> None:
    make_published(meeting)
    topic = meeting.topics.get()
    with pytest.raises(Refused, match="Give a reason"):
        make_action(topic, by=cast["kainuu"])
    action = make_action(topic, by=cast["kainuu"], late_reason="Sovittiin valmistelussa")
    action.refresh_from_db()
    assert action.published_at is not None
    assert meeting.publications.count() == 2


def test_reordering_is_one_late_change(meeting: Discussion, cast: Cast) -> None:
    topic = make_ready(meeting)
    more = [make_action(topic) for _ in range(3)]
    confirm(topic)
    agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    numbers = [row.number for row in reversed(more)]
    action_operations.reorder_actions(topic, numbers, by=cast["lvm"], late_reason="Järjestys")
    assert meeting.publications.count() == 2


def test_the_owner_publishes_what_changed_elsewhere(meeting: Discussion, cast: Cast) -> None:
    make_published(meeting)
    with pytest.raises(Refused, match="Nothing has changed"):
        agenda_operations.publish_change(meeting, by=cast[OWNER], reason="Turhaan")
    Discussion.objects.filter(pk=meeting.pk).update(place="Säätytalo")
    with pytest.raises(Refused, match="Give the reason"):
        agenda_operations.publish_change(meeting, by=cast[OWNER], reason=" ")
    with pytest.raises(Refused):
        agenda_operations.publish_change(meeting, by=cast["kainuu"], reason="Tila vaihtui")
    row = agenda_operations.publish_change(meeting, by=cast[OWNER], reason="Tila vaihtui")
    assert row.contents["place"] == "Säätytalo"


def test_a_late_change_without_a_reason_changes_nothing(meeting: Discussion, cast: Cast) -> None:
    make_published(meeting)
    Discussion.objects.filter(pk=meeting.pk).update(place="Säätytalo")
    with pytest.raises(BadInput, match="Give the reason"):
        agenda_operations.note_late_change(meeting, by=cast[OWNER], reason="")
    assert meeting.publications.count() == 1


def test_a_topic_that_leaves_a_published_agenda_takes_its_reason_with_it(
    meeting: Discussion, cast: Cast
) -> None:
    make_published(meeting)
    topic = meeting.topics.get()
    operations.remove_topic_from_agenda(topic, by=cast[OWNER], reason="Vain ehdottajalle")
    latest = agenda_queries.latest_publication(meeting)
    assert latest is not None
    assert latest.reason == f"Topic “{topic.title}” was taken off the agenda."
    topic.refresh_from_db()
    assert topic.disposition_reason == "Vain ehdottajalle"


def test_the_reason_of_a_merger_is_not_told_with_the_published_agenda(
    meeting: Discussion, cast: Cast
) -> None:
    make_published(meeting)
    topic = meeting.topics.get()
    target = topic.action_origins.get().action
    source = make_action(topic, title="Toinen", late_reason="Lisättiin")
    action_operations.merge_actions(source, target, by=cast[OWNER], reason="Vain puolille")
    latest = agenda_queries.latest_publication(meeting)
    assert latest is not None
    assert latest.reason == f"Action {source.number} was merged into action {target.number}."
    reasons = {row.reason for row in meeting.publications.all()}
    assert "Vain puolille" not in reasons
