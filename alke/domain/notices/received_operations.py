"""Takes what came into the mailbox: each message once, by the first handler that knows it."""

import hashlib
from collections.abc import Callable, Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.db import transaction

from alke.base import clock
from alke.base.returns import FAILED, read_return
from alke.domain.notices.models import Mail, Received
from alke.domain.notices.sending_operations import Followers, mark_bounced

Handler = Callable[[EmailMessage], bool]  # whether the message was its own


@transaction.atomic
def take_message(raw: bytes, handlers: Iterable[Handler]) -> bool:
    """Hands the message to the handlers in turn; says whether one knew it.

    It is noted in the same transaction: one that comes again, since it could not be moved, is
    known again and handled no second time.
    """
    digest = hashlib.sha256(raw).hexdigest()
    row, new = Received.objects.get_or_create(digest=digest, defaults={"at": clock.now()})
    if not new:
        return row.understood
    message = message_from_bytes(raw, policy=policy.default)
    row.understood = any(handler(message) for handler in handlers)
    row.save(update_fields=["understood"])
    return row.understood


def note_return(message: EmailMessage, follow: Followers) -> bool:
    """A report of a mail system: a mail that could not be delivered came back.

    A delay is known and changes nothing. A failure that names none of our mails is left to
    people: what it is about, its words may say. Only who has got the mail knows its Message-ID.
    """
    found = read_return(message)
    if found is None:
        return False
    if found.action != FAILED:
        return True
    ours = set(Mail.objects.filter(message_id__in=found.message_ids).values_list("message_id"))
    named = next((each for each in found.message_ids if (each,) in ours), None)
    if named is not None:
        mark_bounced(named, found.reason, follow)
    return named is not None
