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
    "Delivery.address": Rule.RECORD,
    "Mail.to": Rule.ROUND,
    "Mail.text": Rule.ROUND,  # with the links of its person
    "Mail.html": Rule.ROUND,
    "Opening.speaker": Rule.OFFICE,
    "Participant.name": Rule.ROUND,
    "Participant.email": Rule.ROUND,
    "Participant.title": Rule.OFFICE,
}
