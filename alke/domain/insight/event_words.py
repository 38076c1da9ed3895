"""Events of the record of changes in words, beyond those that the desk tells, and their kinds."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MORE_WORDS: dict[str, Promise] = {
    "account": _("changed an account"),
    "account.created": _("opened an account"),
    "account.closed": _("closed an account"),
    "accounts": _("opened the demo accounts"),
    "basis": _("moved a base document"),
    "contact": _("changed the contacts"),
    "contacts": _("changed the contacts"),
    "finding": _("handled a finding"),
    "wording": _("corrected the wording of the letter"),
    "followup.opened": _("opened the follow-up"),
    "followup.closed": _("closed the follow-up"),
    "followup.reopened": _("opened the follow-up again"),
    "followup.published": _("published the follow-up"),
    "followups": _("linked the follow-ups"),
    "membership.given": _("gave a role"),
    "membership.ended": _("ended a role"),
    "organisation": _("changed the organisation"),
    "organisation.created": _("added the organisation"),
    "organisations": _("loaded the organisations"),
    "report.draft-saved": _("saved a draft of the follow-up"),
    "report.draft-discarded": _("discarded a draft of the follow-up"),
    "report.submitted": _("submitted the follow-up"),
    "report.returned": _("returned the follow-up"),
    "report.accepted": _("accepted the follow-up"),
    "report.undone": _("took the follow-up back"),
    "round": _("changed the round"),
    "round.loaded": _("loaded the round"),
    "round.published": _("published the round"),
    "sample": _("played the sample"),
    "topic.confirmation-withdrawn": _("withdrew the confirmation of the topic"),
    "topics": _("changed the order of the topics"),
    "agenda": _("worked on the agenda"),
    "deadline": _("changed a deadline"),
}
# Kinds by which the list can be narrowed, and the beginnings of their events' names.
KINDS: dict[str, Promise] = {
    "round": _("Round"),
    "agenda": _("Agendas and discussions"),
    "topic": _("Topics"),
    "action": _("Actions"),
    "followup": _("Follow-up"),
    "outcome": _("Outcomes"),
    "people": _("Organisations and accounts"),
}
PREFIXES: dict[str, tuple[str, ...]] = {
    "round": ("round", "deadline", "basis", "finding", "wording", "followups"),
    "agenda": ("agenda", "discussion", "contact", "contacts"),
    "topic": ("topic", "topics"),
    "action": ("action",),
    "followup": ("followup", "report"),
    "outcome": ("outcome",),
    "people": ("account", "accounts", "membership", "organisation", "organisations"),
}
