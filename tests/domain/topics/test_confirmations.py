"""Both sides' confirmation of a topic, its state, heading and openings (R5)."""

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.rounds.models import Discussion
from alke.domain.topics import action_operations, operations
from alke.domain.topics.models import Topic
from tests.cast import Cast
from tests.factories.actions import make_action
from tests.factories.topics import make_meeting, make_owner, make_proposal, make_topic, publish


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic for comment, with one text."""
    discussion = make_meeting()
    make_owner(discussion, cast.user("vastuuhenkilo-ita"))
    topic = make_topic(discussion)
    operations.save_text(topic, "goals", "fi", "Tavoite", by=cast["system"], base_version=0)
    return topic


def test_when_both_sides_have_confirmed_the_topic_is_ready(topic: Topic, cast: Cast) -> None:
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    topic.refresh_from_db()
    assert topic.state == "commenting"
    operations.confirm_topic(topic, "vn", by=cast["vastuuhenkilo-ita"])
    topic.refresh_from_db()
    assert topic.state == "ready"


def test_confirming_twice_is_confirming_once(topic: Topic, cast: Cast) -> None:
    first = operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    again = operations.confirm_topic(topic, "mk", by=cast["pohjois-savo"])
    assert again == first


def test_no_side_confirms_for_the_other(topic: Topic, cast: Cast) -> None:
    for account, side in (("kainuu", "vn"), ("lvm", "mk"), ("vastuuhenkilo-ita", "mk")):
        with pytest.raises(Refused, match="omasta puolestaan"):
            operations.confirm_topic(topic, side, by=cast[account])


@pytest.mark.parametrize("account", ["kainuu-valmistelija", "koordinaattori", "aune", "lappi"])
def test_editors_and_outsiders_confirm_nothing(topic: Topic, cast: Cast, account: str) -> None:
    for side in ("vn", "mk"):
        with pytest.raises(Refused):
            operations.confirm_topic(topic, side, by=cast[account])


def test_a_draft_is_not_confirmed(topic: Topic, cast: Cast) -> None:
    operations.set_topic_state(topic, "draft", by=cast["vastuuhenkilo-ita"])
    with pytest.raises(Refused, match="Avaa se kommentoitavaksi"):
        operations.confirm_topic(topic, "mk", by=cast["kainuu"])


def test_an_empty_sheet_is_not_confirmed(topic: Topic, cast: Cast) -> None:
    empty = make_topic(topic.discussion, title="Tyhjä")
    with pytest.raises(Refused, match="Sapluuna on tyhjä"):
        operations.confirm_topic(empty, "mk", by=cast["kainuu"])


def test_a_sheet_that_changed_while_it_was_read_is_not_confirmed(topic: Topic, cast: Cast) -> None:
    seen = operations.sheet_mark(topic)
    operations.save_text(topic, "goals", "fi", "Muuttui", by=cast["lvm"], base_version=1)
    with pytest.raises(Refused, match="muuttui"):
        operations.confirm_topic(topic, "mk", by=cast["kainuu"], seen=seen)
    fresh = Topic.objects.get(pk=topic.pk)
    operations.confirm_topic(topic, "mk", by=cast["kainuu"], seen=operations.sheet_mark(fresh))


def test_a_side_takes_its_confirmation_back_with_a_reason(topic: Topic, cast: Cast) -> None:
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    operations.confirm_topic(topic, "vn", by=cast["lvm"])
    row = operations.withdraw_confirmation(topic, "mk", by=cast["kainuu"], reason="Luvut")
    assert row.withdrawn_because == "Luvut"
    topic.refresh_from_db()
    assert topic.state == "commenting"
    assert topic.confirmations.get(withdrawn_at=None).side == "vn"
    with pytest.raises(Refused, match="ei ole voimassa"):
        operations.withdraw_confirmation(topic, "mk", by=cast["kainuu"])


def test_back_to_draft_ends_the_confirmations(topic: Topic, cast: Cast) -> None:
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    operations.set_topic_state(topic, "draft", by=cast["kainuu"])
    assert topic.confirmations.get().withdrawn_because == "topic.state-set"


@pytest.mark.parametrize("state", ["ready", "published", "proposed"])
def test_ready_and_published_are_not_given_by_hand(topic: Topic, cast: Cast, state: str) -> None:
    with pytest.raises(Refused):
        operations.set_topic_state(topic, state, by=cast["vastuuhenkilo-ita"])


def test_a_new_title_withdraws_the_confirmations(topic: Topic, cast: Cast) -> None:
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    topic = operations.edit_topic(
        topic, by=cast["vastuuhenkilo-ita"], base_version=1, title=" Uusi  otsikko ", minutes=60
    )
    assert (topic.title, topic.minutes, topic.version) == ("Uusi otsikko", 60, 2)
    assert topic.confirmations.get().withdrawn_because == "topic.edited"


def test_a_stale_heading_carries_both(topic: Topic, cast: Cast) -> None:
    operations.edit_topic(topic, by=cast["kainuu"], base_version=1, title="A")
    with pytest.raises(Stale) as stale:
        operations.edit_topic(topic, by=cast["lvm"], base_version=1, title="B")
    assert (stale.value.current.title, stale.value.offered) == ("A", {"title": "B"})


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_minutes_are_sensible(topic: Topic, cast: Cast, minutes: int) -> None:
    with pytest.raises(BadInput, match="kokonaislukuna"):
        operations.edit_topic(topic, by=cast["kainuu"], base_version=1, minutes=minutes)


def test_each_side_names_its_own_opening(topic: Topic, cast: Cast) -> None:
    kainuu, lvm = cast.organisation("kainuu"), cast.organisation("lvm")
    opening = operations.set_opening(
        topic, "mk", by=cast["kainuu"], organisation=kainuu, speaker="maakuntajohtaja"
    )
    assert (opening.organisation, opening.minutes) == (kainuu, 5)
    with pytest.raises(Refused, match="oman avauksensa"):
        operations.set_opening(topic, "vn", by=cast["kainuu"], organisation=lvm, speaker="x")


def test_an_opening_replaces_the_sides_earlier_one(topic: Topic, cast: Cast) -> None:
    for speaker in ("johtava asiantuntija", "osastopäällikkö"):
        operations.set_opening(
            topic, "vn", by=cast["lvm"], organisation=cast.organisation("lvm"), speaker=speaker
        )
    assert topic.openings.get().speaker == "osastopäällikkö"
    operations.remove_opening(topic, "vn", by=cast["tem"])
    assert not topic.openings.exists()


@pytest.mark.parametrize("slug", ["lappi", "lvm"])
def test_an_opening_is_held_by_a_body_that_takes_part_on_that_side(
    topic: Topic, cast: Cast, slug: str
) -> None:
    with pytest.raises(Refused, match="ei osallistu"):
        operations.set_opening(
            topic, "mk", by=cast["kainuu"], organisation=cast.organisation(slug), speaker="x"
        )


def test_a_published_heading_changes_only_with_a_reason(topic: Topic, cast: Cast) -> None:
    publish(topic.discussion)
    with pytest.raises(Refused, match="julkaistu"):
        operations.edit_topic(topic, by=cast["kainuu"], base_version=1, title="Uusi")
    topic = operations.edit_topic(
        topic, by=cast["kainuu"], base_version=1, title="Uusi", late_reason="Kirjoitusvirhe"
    )
    assert topic.title == "Uusi"


def test_a_proposal_has_no_heading_to_edit(cast: Cast) -> None:
    proposal = make_proposal(make_meeting())
    with pytest.raises(Refused, match="ei ole asialistalla"):
        operations.edit_topic(proposal, by=cast["system"], base_version=1, title="x")


def test_nothing_is_confirmed_in_a_cancelled_discussion(topic: Topic, cast: Cast) -> None:
    Discussion.objects.update(cancelled_at="2024-03-01T12:00:00+02:00")
    with pytest.raises(Refused, match="peruttu"):
        operations.confirm_topic(topic, "mk", by=cast["kainuu"])


@pytest.mark.parametrize("change", ["new", "edited", "named", "declined", "moved", "opening"])
def test_a_sheet_whose_actions_or_openings_changed_after_it_was_read_is_not_confirmed(
    topic: Topic, cast: Cast, change: str
) -> None:
    action = make_action(topic)
    tem, lvm = cast.organisation("tem"), cast.organisation("lvm")
    seen = operations.sheet_mark(topic)
    match change:
        case "new":
            make_action(topic, title="Toinen")
        case "edited":
            action_operations.edit_action(
                action, by=cast["lvm"], base_version=action.version, title="Uusi nimi"
            )
        case "named":
            action_operations.add_responsible(action, lvm, by=cast["lvm"])
        case "declined":
            action_operations.answer_responsibility(
                action, tem, "declined", "LVM hoitaa", by=cast["tem"]
            )
        case "moved":
            action_operations.move_action(action, topic.discussion, None, by=cast["lvm"])
        case "opening":
            operations.set_opening(
                topic, "vn", by=cast["lvm"], organisation=lvm, speaker="osastopäällikkö"
            )
    with pytest.raises(Refused, match="Sapluuna muuttui"):
        operations.confirm_topic(topic, "mk", by=cast["kainuu"], seen=seen)
    again = operations.sheet_mark(Topic.objects.get(pk=topic.pk))
    assert operations.confirm_topic(topic, "mk", by=cast["kainuu"], seen=again).side == "mk"


def test_one_sides_draft_action_does_not_hinder_the_other_sides_confirmation(
    topic: Topic, cast: Cast
) -> None:
    seen = operations.sheet_mark(topic)
    make_action(topic, by=cast["lvm"], draft_side="vn")
    assert operations.confirm_topic(topic, "mk", by=cast["kainuu"], seen=seen).side == "mk"
