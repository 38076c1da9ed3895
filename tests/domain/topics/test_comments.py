"""Comments on the sheet: whom they reach, what they are about, threads."""

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.topics import comment_queries, operations
from alke.domain.topics.action_models import Action, ActionOrigin
from alke.domain.topics.models import Comment, Topic
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.topics import make_meeting, make_topic


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic with one action."""
    topic = make_topic(make_meeting())
    action = Action.objects.create(
        number=12, kind="ongoing", state="ongoing", title="Radat", created_at=topic.created_at
    )
    ActionOrigin.objects.create(action=action, discussion=topic.discussion, topic=topic)
    return topic


@pytest.mark.parametrize("target", ["goals", "action:12", "sheet"])
def test_a_field_an_action_and_the_sheet_take_comments(
    topic: Topic, cast: Cast, target: str
) -> None:
    row = operations.add_comment(topic, target, "Aikataulu?", by=cast["kainuu"])
    assert (row.target, row.side, row.draft_side) == (target, "mk", "")


@pytest.mark.parametrize("target", ["nothing", "action:13", "action:", "action:x", "", "action:²"])
def test_what_is_not_on_the_sheet_takes_no_comment(topic: Topic, cast: Cast, target: str) -> None:
    with pytest.raises(Refused, match="kommentoitavaa"):
        operations.add_comment(topic, target, "x", by=cast["kainuu"])


def test_a_comment_for_ones_own_side_is_hidden_from_the_other(topic: Topic, cast: Cast) -> None:
    row = operations.add_comment(topic, "goals", "Vain meille", by=cast["lvm"], own_side_only=True)
    assert row.draft_side == "vn"
    for account, sees in (("plm", True), ("kainuu", False), ("aune", False), ("public", False)):
        assert (row in Comment.objects.visible_to(cast[account])) is sees
    event = AuditEvent.objects.get(event="topic.comment-added")
    assert event not in AuditEvent.objects.visible_to(cast["kainuu"])


def test_a_reply_stays_in_its_thread_and_its_side(topic: Topic, cast: Cast) -> None:
    root = operations.add_comment(topic, "goals", "Vain meille", by=cast["lvm"], own_side_only=True)
    reply = operations.add_comment(topic, "sheet", "Selvä", by=cast["plm"], parent=root)
    assert (reply.target, reply.draft_side, reply.parent) == ("goals", "vn", root)
    with pytest.raises(Refused, match="sapluunalla"):
        operations.add_comment(topic, "goals", "Kurkistus", by=cast["kainuu"], parent=root)


def test_a_reply_to_another_sheets_comment_is_refused(topic: Topic, cast: Cast) -> None:
    other = make_topic(topic.discussion, title="Toinen")
    root = operations.add_comment(other, "goals", "x", by=cast["kainuu"])
    with pytest.raises(Refused, match="sapluunalla"):
        operations.add_comment(topic, "goals", "y", by=cast["kainuu"], parent=root)


def test_the_same_comment_pressed_twice_is_one(topic: Topic, cast: Cast, at: SetClock) -> None:
    first = operations.add_comment(topic, "goals", "Sama", by=cast["kainuu"])
    assert operations.add_comment(topic, "goals", "Sama", by=cast["kainuu"]) == first
    at("2024-03-04 09:01:01")
    assert operations.add_comment(topic, "goals", "Sama", by=cast["kainuu"]) != first


def test_a_thread_is_resolved_and_reopened(topic: Topic, cast: Cast) -> None:
    root = operations.add_comment(topic, "goals", "Kysymys", by=cast["kainuu"])
    reply = operations.add_comment(topic, "goals", "Vastaus", by=cast["lvm"], parent=root)
    operations.resolve_comment(root, by=cast["lvm"])
    found = comment_queries.threads(topic, cast["kainuu"])
    assert ([], [[root, reply]]) == (found.open, [thread.comments for thread in found.resolved])
    operations.reopen_comment(root, by=cast["kainuu"])
    assert comment_queries.threads(topic, cast["kainuu"]).counts == {"goals": 2}
    with pytest.raises(Refused, match="koko keskustelu"):
        operations.resolve_comment(reply, by=cast["lvm"])


@pytest.mark.parametrize("account", ["aune", "lappi", "yllapito", "public"])
def test_readers_and_outsiders_do_not_comment(topic: Topic, cast: Cast, account: str) -> None:
    with pytest.raises(Refused):
        operations.add_comment(topic, "goals", "x", by=cast[account])


@pytest.mark.parametrize(
    ("text", "message"), [("  ", "Kirjoita"), ("a" * 2001, "liian pitkä"), ("\x1b", "U\\+001B")]
)
def test_a_bad_comment_is_refused(topic: Topic, cast: Cast, text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        operations.add_comment(topic, "goals", text, by=cast["kainuu"])
