"""What became of mails to participants: whoever can mend an address sees that it is wrong (B4)."""

from collections.abc import Iterable

from alke.domain.notices.models import Mail
from alke.domain.participants.models import Participant
from alke.domain.people.models import Organisation

LOST = (Mail.State.FAILED, Mail.State.BOUNCED)


def lost_mails(people: Iterable[Participant]) -> dict[int, Mail]:
    """By participant, the latest mail to the address of now if it did not arrive. One query."""
    keys = {row.audit_key: row for row in people if row.email}
    if not keys:
        return {}
    rows = Mail.objects.filter(about__in=keys).defer("text", "html", "calendar").order_by("pk")
    latest = {
        keys[mail.about].pk: mail
        for mail in rows
        if mail.to.casefold() == keys[mail.about].email.casefold()
    }
    return {pk: mail for pk, mail in latest.items() if mail.state in LOST}


def mailed_about(body: Organisation) -> list[str]:
    """What mails to the body's participants are about. One query."""
    rows = Participant.objects.filter(organisation=body).values_list("pk", flat=True)
    return [Participant(pk=pk).audit_key for pk in rows]
