"""The kinds of notices: what each tells, and whether a person may do without it by mail."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind; `subject` is all that a mail's subject line tells of it."""

    subject: Promise
    label: Promise  # in the preferences
    required: bool = False  # by rule or law it is told by mail


DIGEST: Final = "digest"  # the kind of a mail that has the day's notices
URGENT: Final = "urgent"  # and of one that has what could not wait
OTHER: Final = Kind(_("There is news"), _("Other news"))
KINDS: Final[dict[str, Kind]] = {
    # R5: the agenda is known to the participants; changes are told
    "agenda-published": Kind(
        _("An agenda has been published"), _("Published agendas"), required=True
    ),
    "agenda-changed": Kind(
        _("A published agenda has changed"), _("Changes of published agendas"), required=True
    ),
    "dates-moved": Kind(_("Dates have been moved"), _("Moved dates"), required=True),
    "discussion-cancelled": Kind(
        _("A discussion has been cancelled"), _("Cancelled discussions"), required=True
    ),
    "discussion-restored": Kind(
        _("A discussion is held after all"), _("Discussions held after all"), required=True
    ),
    "discussion-placed": Kind(
        _("Where a discussion is held"), _("Places of discussions and links for joining")
    ),
    "meeting-times": Kind(
        _("The time of a regional meeting"), _("Times of regional meetings and requests for them")
    ),
    "invitation-reply": Kind(
        _("A reply to an invitation asks for a decision"), _("Replies to invitations")
    ),
    "mail-lost": Kind(
        _("A mail to a participant did not arrive"), _("Addresses of participants to be corrected")
    ),
    "outcome-published": Kind(_("An outcome has been published"), _("Published outcomes")),
    "confirmation-asked": Kind(
        _("Your confirmation is asked for"), _("Confirmations that are asked for")
    ),
    "responsibility-asked": Kind(
        _("An action asks for your answer"), _("Responsibilities that are asked for")
    ),
    "report-returned": Kind(_("A report has been returned to be completed"), _("Returned reports")),
    "reminder": Kind(_("A deadline is near"), _("Reminders of deadlines")),
    "escalation": Kind(_("A deadline has passed"), _("Deadlines that have passed")),
    "deputy": Kind(_("Who stands in for whom"), _("Absences and standing in")),
    "nudge": Kind(_("You are awaited"), _("Requests by the coordinator"), required=True),
}


def kind_of(name: str) -> Kind:
    """The kind; one without a line above is other news."""
    return KINDS.get(name, OTHER)
