"""The fields of recorded changes in words; what has none stands under its own name."""

import re
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "state": _("State"),
    "status": _("State"),
    "text": _("Text"),
    "draft": _("Draft"),
    "version": _("Version"),
    "answer": _("Answer"),
    "title": _("Title"),
    "title_sv": _("Title in Swedish"),
    "language": _("Language"),
    "number": _("Number"),
    "kind": _("Kind"),
    "next_step": _("Next step"),
    "due_date": _("Deadline"),
    "due_at": _("Deadline"),
    "deadline": _("Deadline"),
    "deadlines": _("Deadline"),
    "starts_at": _("Time"),
    "ends_at": _("Time"),
    "place": _("Place"),
    "at": _("When"),
    "by": _("Who"),
    "late": _("After the deadline"),
    "money": _("Funding"),
    "money_amount": _("Funding"),
    "money_source": _("Funding"),
    "priorities": _("Priorities of the decision"),
    "origin": _("Comes from"),
    "predecessor": _("Earlier action"),
    "action": _("Actions"),
    "responsible": _("Responsible bodies"),
    "replaced": _("Successors"),
    "successors": _("Successors"),
    "confirmed": _("Confirmations"),
    "confirmations": _("Confirmations"),
    "opening": _("Openings"),
    "comment": _("Comments"),
    "resolved": _("Comments"),
    "disposition": _("Decision on the proposal"),
    "disposition_reason": _("Reason of the decision"),
    "carried_to": _("Decision on the proposal"),
    "target": _("About"),
    "reason": _("Reason"),
    "late_reason": _("Reason"),
    "return_comment": _("Reason"),
    "item": _("Note"),
    "agenda": _("Agenda"),
    "published_at": _("Published"),
    "agenda_published_at": _("Published"),
    "hash": _("Checksum (SHA-256)"),
    "recipient": _("Recipients"),
    "told": _("Recipients"),
    "draft_side": _("Who sees it"),
    "discussion": _("Discussions"),
    "discussions": _("Discussions"),
    "basis": _("Base documents"),
    "followups": _("Follow-up"),
    "reports": _("Answers given"),
    "opened_at": _("Opened"),
    "closed_at": _("Closed"),
    "contacts": _("Contacts"),
    "groups": _("Discussion groups"),
    "members": _("Discussion groups"),
    "region": _("Regions"),
    "regions": _("Regions"),
    "organisation": _("Organisations"),
    "aliases": _("Other spellings"),
    "email": _("E-mail"),
}


def fields_in_words(keys: Iterable[str]) -> tuple[list[str], list[str]]:
    """Words for the recorded `keys` ("text.goals.sv"), each once, and the keys that have none."""
    heads = {re.split("[.:/]", key, maxsplit=1)[0] for key in keys if key != "*"}
    words = {str(WORDS[head]) for head in heads if head in WORDS}
    return sorted(words), sorted(head for head in heads if head not in WORDS)
