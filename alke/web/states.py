"""The fixed vocabulary of states: each has a shape and a word, never a colour of its own."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(NamedTuple):
    """How a state looks: its glyph in the sprite and its word."""

    glyph: str
    word: Promise


STATES: dict[str, State] = {
    # agenda, topic, outcome
    "draft": State("draft", _("Draft")),
    "commenting": State("commenting", _("For comment")),
    "ready": State("done", _("Ready")),
    "published": State("published", _("Published")),
    "archived": State("archived", _("Archived")),
    # action
    "proposed": State("proposed", _("Proposal")),
    "not-started": State("open", _("Not started")),
    "ongoing": State("half", _("Under way")),
    "delayed": State("late", _("Delayed")),
    "done": State("done", _("Done")),
    "dropped": State("struck", _("Will not be carried out")),
    # what became of a proposed topic or action
    "taken": State("done", _("Taken up")),
    "partly": State("half", _("Taken up in part")),
    "later": State("late", _("Considered later")),
    "not-taken": State("struck", _("Not taken up")),
    # follow-up round and its answers
    "planned": State("draft", _("Planned")),
    "open": State("open", _("Open")),
    "closed": State("archived", _("Closed")),
    "missing": State("open", _("Waiting for an update")),
    "submitted": State("done", _("Updated")),
    "nothing-new": State("tick", _("Nothing new to report")),
    "not-ours": State("struck", _("Not ours")),
    "returned": State("back", _("Returned")),
    "accepted": State("done", _("Accepted")),
    "declined": State("struck", _("Declined")),
    # booking
    "free": State("open", _("Free")),
    "tentative": State("draft", _("Tentative booking")),
    "confirmed": State("done", _("Confirmed")),
    # document
    "shared": State("half", _("Shared")),
    "registered": State("tick", _("Registered")),
    "public": State("published", _("Public")),
    # delivery
    "unsent": State("draft", _("Waiting to be sent")),
    "sending": State("half", _("Being sent")),
    "sent": State("tick", _("Sent")),
    "opened": State("done", _("Opened")),
    "send-failed": State("error", _("Not sent")),
    "bounced": State("back", _("Came back")),
    # long work; under way and done stand above
    "waiting": State("draft", _("Waiting")),
    "working": State("half", _("Under way")),
    "cancelled": State("struck", _("Cancelled")),
    "failed": State("error", _("Failed")),
    # finding
    "error": State("error", _("Error")),
    "warning": State("warning", _("Attention")),
    "info": State("info", _("For information")),
    # round
    "preparation": State("draft", _("In preparation")),
    "running": State("half", _("Under way")),
    "followup": State("half", _("In follow-up")),
    "ended": State("done", _("Ended")),
}
