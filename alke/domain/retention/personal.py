"""Which columns hold personal data, and how long each is kept (R17, GDPR): the one table.

`traces.py` says what becomes of each. A test holds the table against all models: a new address or
name without a rule fails it, and so does a rule that nothing carries out.
"""

from enum import StrEnum
from typing import Final


class Rule(StrEnum):
    """How long a personal column is kept."""

    ACCOUNT = "account"  # as long as the account; then the row goes
    ROUND = "round"  # emptied when the round's retention ends; role, body and counts stay
    RECORD = "record"  # with the document that it belongs to, by its retention
    OFFICE = "office"  # a body's or an office's, no person's


PERSONAL: Final[dict[str, Rule]] = {
    "User.email": Rule.ACCOUNT,
    "User.title": Rule.ACCOUNT,
    "Organisation.registry_email": Rule.OFFICE,
    "Round.format_text": Rule.ROUND,  # the file names the contacts' addresses; the rest of it stays
    "Contact.email": Rule.ROUND,
    "Contact.title": Rule.OFFICE,
    "Contact.title_sv": Rule.OFFICE,
    "Contact.title_en": Rule.OFFICE,
    "Delivery.address": Rule.RECORD,
    "Delivery.reason": Rule.RECORD,  # a mail server's words, which quote the address
    "NoticeRecipient.user": Rule.ROUND,  # the body and its role stay
    "NoticeRecipient.notice": Rule.ROUND,  # a line is somebody's
    "DocumentFile.digest": Rule.RECORD,  # by its kind: lists of contacts for two years
    "Work.digest": Rule.ROUND,  # a bundle holds the lists of contacts
    "WordImport.returned": Rule.ROUND,  # emptied at the latest then; when decided, at once
    "Approval.title": Rule.OFFICE,
    "Approval.reason": Rule.RECORD,
    "Seal.by": Rule.OFFICE,
    "Signature.by": Rule.RECORD,  # whom the certificate names; the file names them, too
    "Invitation.email": Rule.ROUND,
    "InvitationReply.sender": Rule.ROUND,
    "InvitationReply.comment": Rule.ROUND,
    "InvitationReply.deputy": Rule.ROUND,
    "Mail.to": Rule.ROUND,  # what belongs to no round, such as a digest, for 90 days
    "Mail.user": Rule.ROUND,
    "Mail.text": Rule.ROUND,  # with the links of its person
    "Mail.html": Rule.ROUND,
    "Mail.calendar": Rule.ROUND,  # an invitation names whom it invites
    "Mail.headers": Rule.ROUND,  # the link that stops a person's digests
    "Mail.fault": Rule.ROUND,  # a mail server's words, which quote the address
    "MinistryAnswer.attendee": Rule.OFFICE,
    "Opening.speaker": Rule.OFFICE,
    "Participant.name": Rule.ROUND,
    "Participant.email": Rule.ROUND,
    "Participant.title": Rule.OFFICE,
}
