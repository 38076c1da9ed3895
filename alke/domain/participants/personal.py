"""Which columns hold personal data, and how long each is kept (R17, GDPR): the one table.

What is erased when is done by the retention of a round; here stands what it has to do. A test
holds the table against all models: a new address or name without a rule fails it.
"""

from enum import StrEnum
from typing import Final


class Rule(StrEnum):
    """How long a personal column is kept."""

    ACCOUNT = "account"  # as long as the account; then the row goes
    ROUND = "round"  # emptied two years after the round has ended; role, body and counts stay
    RECORD = "record"  # with the document that it belongs to, by its retention
    OFFICE = "office"  # a body's or an office's, no person's


PERSONAL: Final[dict[str, Rule]] = {
    "User.email": Rule.ACCOUNT,
    "User.title": Rule.ACCOUNT,
    "Organisation.registry_email": Rule.OFFICE,
    "Contact.email": Rule.ROUND,
    "Contact.title": Rule.OFFICE,
    "Contact.title_sv": Rule.OFFICE,
    "Contact.title_en": Rule.OFFICE,
    "Delivery.address": Rule.RECORD,
    "Delivery.reason": Rule.RECORD,  # a mail server's words, which quote the address
    "NoticeRecipient.user": Rule.ROUND,  # the body and its role stay
    "DocumentFile.digest": Rule.RECORD,  # by its kind: lists of contacts for two years
    "Work.digest": Rule.ROUND,  # a bundle holds the lists of contacts
    "WordImport.returned": Rule.ROUND,  # emptied at the latest then; when decided, at once
    "Approval.title": Rule.OFFICE,
    "Approval.reason": Rule.RECORD,
    "Seal.by": Rule.OFFICE,
    "Signature.by": Rule.RECORD,  # whom the certificate names; the file names them, too
    "Invitation.email": Rule.ROUND,
    "InvitationReply.sender": Rule.ROUND,
    "Mail.to": Rule.ROUND,
    "Mail.text": Rule.ROUND,  # with the links of its person
    "Mail.html": Rule.ROUND,
    "MinistryAnswer.attendee": Rule.OFFICE,
    "Opening.speaker": Rule.OFFICE,
    "Participant.name": Rule.ROUND,
    "Participant.email": Rule.ROUND,
    "Participant.title": Rule.OFFICE,
}
