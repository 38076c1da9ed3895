"""Tells participants whom nobody else tells that their agenda is published or changed (R5, B4).

People with an account in a body that takes part are told with the publication itself.
"""

from django.db import transaction
from django.utils import translation

from alke.base.dates import format_span
from alke.base.languages import pick
from alke.base.links import link
from alke.base.mail import wording
from alke.base.site import absolute
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import write_mail
from alke.domain.participants.agenda_mail_queries import agendas_in_force, not_told
from alke.domain.participants.models import AgendaMail, Participant
from alke.domain.participants.participant_record import record_participant
from alke.domain.people.actors import Actor
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.topic_record import lock_discussion

MAIL_KIND = "participant-agenda"


def tell_agendas() -> int:
    """Mails every agenda in force to those who were not told of it; says to how many.

    Also to who is registered after the publication.
    """
    return sum(map(_tell, agendas_in_force()))


@transaction.atomic
def _tell(publication: AgendaPublication) -> int:
    rows = not_told(publication)
    if not rows:
        return 0
    publication.discussion = lock_discussion(publication.discussion)
    mails: dict[str, Mail] = {}
    for row in rows:
        row.discussion = publication.discussion
        if row.email not in mails:  # one mail to a person of two bodies
            mails[row.email] = _mail(row, publication)
        mail = mails[row.email]
        AgendaMail.objects.create(
            participant=row, publication=publication, mail=mail if mail.pk else None
        )
        changes = {"number": [None, publication.number]}
        record_participant("participant.agenda-told", row, by=Actor.system(), changes=changes)
    return len(rows)


def _mail(row: Participant, publication: AgendaPublication) -> Mail:
    discussion = publication.discussion
    with translation.override(row.language):
        starts, ends = discussion.starts_at, discussion.ends_at
        name = pick(discussion, "name", row.language)
        when = format_span(starts, ends) if starts else ""
        words = {
            "changed": publication.number > 1,
            "reason": publication.reason,
            "name": name,
            "title": ", ".join(part for part in (name, when) if part),
            "when": when,
            "place": discussion.place,
            "agenda": absolute(link("agenda_detail", discussion.round.year, discussion.slug)),
        }
        subject, text = wording("participant_agenda", row.language, words)
    return write_mail(
        to=row.email,
        language=row.language,
        kind=MAIL_KIND,
        subject=subject,
        text=text,
        about=row.audit_key,
    )
