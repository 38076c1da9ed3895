"""Every write of topics, by name; actions and agenda publication have modules of their own."""

from alke.domain.topics.comment_operations import add_comment, reopen_comment, resolve_comment
from alke.domain.topics.pool_operations import (
    dispose_topic,
    edit_proposal,
    merge_topics,
    propose_topic,
    share_topic,
    split_topic,
)
from alke.domain.topics.pool_place_operations import (
    remove_topic_from_agenda,
    reorder_topics,
    take_topic_to_agenda,
)
from alke.domain.topics.text_operations import restore_text, save_text
from alke.domain.topics.topic_operations import (
    KEEP,
    confirm_topic,
    edit_topic,
    remove_opening,
    set_opening,
    set_topic_state,
    sheet_mark,
    withdraw_confirmation,
    withdraw_confirmations,
)

__all__ = [
    "KEEP",
    "add_comment",
    "confirm_topic",
    "dispose_topic",
    "edit_proposal",
    "edit_topic",
    "merge_topics",
    "propose_topic",
    "remove_opening",
    "remove_topic_from_agenda",
    "reopen_comment",
    "reorder_topics",
    "resolve_comment",
    "restore_text",
    "save_text",
    "set_opening",
    "set_topic_state",
    "share_topic",
    "sheet_mark",
    "split_topic",
    "take_topic_to_agenda",
    "withdraw_confirmation",
    "withdraw_confirmations",
]
