"""The agenda's places: how many topics fit, in which order, what a published agenda takes (R4)."""

import pytest

from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.rounds.models import Discussion
from alke.domain.topics import operations
from alke.domain.topics.models import Topic
from tests.cast import Cast
from tests.factories.topics import make_meeting, make_owner, make_proposal, make_topic, publish

State = Topic.State


@pytest.fixture
def meeting(cast: Cast) -> Discussion:
    """The eastern discussion with its owner."""
    discussion = make_meeting()
    make_owner(discussion, cast.user("vastuuhenkilo-ita"))
    return discussion


def places(discussion: Discussion) -> list[tuple[int | None, str]]:
    """The agenda as it stands."""
    rows = discussion.topics.on_agenda().order_by("number")
    return list(rows.values_list("number", "title"))


def test_a_proposal_taken_to_the_agenda_is_a_draft_with_a_number(
    meeting: Discussion, cast: Cast
) -> None:
    proposal = make_proposal(meeting)
    topic = operations.take_topic_to_agenda(proposal, by=cast["vastuuhenkilo-ita"])
    assert (topic.number, topic.state, topic.disposition) == (1, State.DRAFT, "taken")


def test_a_third_topic_is_refused(meeting: Discussion, cast: Cast) -> None:
    make_topic(meeting, title="Yksi")
    make_topic(meeting, title="Kaksi")
    third = make_proposal(meeting, title="Kolme")
    with pytest.raises(Refused) as refusal:
        operations.take_topic_to_agenda(third, by=cast["vastuuhenkilo-ita"])
    assert str(refusal.value) == (
        "Asialistalle mahtuu enintään 2 asiakokonaisuutta. Siirrä yksi ensin takaisin ehdotuksiin."
    )
    assert places(meeting) == [(1, "Yksi"), (2, "Kaksi")]


def test_a_regional_meeting_takes_one_topic(cast: Cast) -> None:
    meeting = make_meeting(slug="kainuu", kind=Discussion.Kind.REGIONAL, max_topics=1)
    make_topic(meeting)
    with pytest.raises(Refused, match="enintään 1 asiakokonaisuus"):
        operations.take_topic_to_agenda(make_proposal(meeting), by=cast["system"])


def test_a_format_without_a_limit_takes_any_number(cast: Cast) -> None:
    meeting = make_meeting(max_topics=None)
    for number in range(1, 6):
        assert make_topic(meeting, title=f"Aihe {number}").number == number


def test_a_topic_taken_to_the_first_place_moves_the_other_down(
    meeting: Discussion, cast: Cast
) -> None:
    make_topic(meeting, title="Yksi")
    second = make_proposal(meeting, title="Kaksi")
    operations.take_topic_to_agenda(second, by=cast["system"], number=1)
    assert places(meeting) == [(1, "Kaksi"), (2, "Yksi")]


def test_only_who_runs_the_discussion_places_topics(meeting: Discussion, cast: Cast) -> None:
    proposal = make_proposal(meeting)
    for account in ("kainuu", "tem", "kainuu-valmistelija", "aune", "vastuuhenkilo-lansi"):
        with pytest.raises(Refused):
            operations.take_topic_to_agenda(proposal, by=cast[account])
    operations.take_topic_to_agenda(proposal, by=cast["koordinaattori"])


def test_topics_change_places(meeting: Discussion, cast: Cast) -> None:
    one, two = make_topic(meeting, title="Yksi"), make_topic(meeting, title="Kaksi")
    operations.reorder_topics(meeting, [two.pk, one.pk], by=cast["vastuuhenkilo-ita"])
    assert places(meeting) == [(1, "Kaksi"), (2, "Yksi")]
    numbers = AuditEvent.objects.filter(event="topic.renumbered").values_list("changes", flat=True)
    assert sorted(row["number"] for row in numbers) == [[1, 2], [2, 1]]


def test_an_order_that_does_not_name_every_topic_is_refused(
    meeting: Discussion, cast: Cast
) -> None:
    one, two = make_topic(meeting, title="Yksi"), make_topic(meeting, title="Kaksi")
    for order in ([one.pk], [one.pk, one.pk], [one.pk, two.pk, 999_999]):
        with pytest.raises(Refused, match="Asialista on muuttunut"):
            operations.reorder_topics(meeting, order, by=cast["vastuuhenkilo-ita"])
    assert places(meeting) == [(1, "Yksi"), (2, "Kaksi")]


def test_a_topic_moved_back_waits_among_the_proposals_and_the_rest_close_up(
    meeting: Discussion, cast: Cast
) -> None:
    one = make_topic(meeting, title="Yksi")
    make_topic(meeting, title="Kaksi")
    back = operations.remove_topic_from_agenda(
        one, by=cast["vastuuhenkilo-ita"], reason="Siirtyy syksyyn."
    )
    assert (back.number, back.state, back.disposition) == (None, State.PROPOSED, "open")
    assert back.disposition_reason == "Siirtyy syksyyn."
    assert places(meeting) == [(1, "Kaksi")]


def test_moving_back_ends_the_confirmations_and_keeps_the_sheet(
    meeting: Discussion, cast: Cast
) -> None:
    topic = make_topic(meeting)
    operations.save_text(topic, "goals", "fi", "Tavoite", by=cast["kainuu"], base_version=0)
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    operations.remove_topic_from_agenda(topic, by=cast["system"], reason="Syksyyn")
    row = topic.confirmations.get()
    assert row.withdrawn_because == "topic.removed"
    assert [text.text for text in topic.texts.all()] == ["Tavoite"]


def test_a_published_agenda_takes_a_topic_only_with_a_reason(
    meeting: Discussion, cast: Cast
) -> None:
    make_topic(meeting, title="Yksi")
    proposal = make_proposal(meeting, title="Kaksi")
    publish(meeting)
    with pytest.raises(Refused, match="Asialista on julkaistu"):
        operations.take_topic_to_agenda(proposal, by=cast["vastuuhenkilo-ita"])
    operations.take_topic_to_agenda(
        proposal, by=cast["vastuuhenkilo-ita"], late_reason="Hallituksen päätös 2.4."
    )
    event = AuditEvent.objects.filter(event="topic.changed-late").get()
    assert event.changes["event"] == [None, "topic.taken"]
    assert event.changes["late_reason"] == [None, "Hallituksen päätös 2.4."]


def test_a_draft_of_one_side_is_shared_when_it_gets_a_place(
    meeting: Discussion, cast: Cast
) -> None:
    draft = make_proposal(meeting, cast["kainuu"], draft_side="mk")
    topic = operations.take_topic_to_agenda(draft, by=cast["system"])
    assert topic.draft_side == ""
