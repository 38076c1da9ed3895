"""Tells the recipients of a publication, and notes what became of it (R5, B4)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base.dates import format_span
from alke.base.languages import in_all, pick
from alke.base.mailaddress import is_mail_address
from alke.base.site import absolute, in_language
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import write_mail, write_notices
from alke.domain.people.actors import Actor
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient
from alke.domain.topics.agenda_queries import recipients_to_settle

State = NoticeRecipient.State
MAIL = "agenda"  # the kind of mails to bodies in which nobody has an account


def tell_publication(publication: AgendaPublication) -> None:
    """Each person gets a line that goes out at once; a body without one a mail to its registry.

    All of it is public from now on, the reason of a change included.
    """
    discussion, rows = publication.discussion, publication.told
    changed = publication.number > 1
    line = in_all(lambda: _sentence(publication))
    path = f"/{discussion.round.year}/{discussion.slug}/asialista/"
    notices = write_notices(
        [row.user for row in rows if row.user is not None],
        kind="agenda-changed" if changed else "agenda-published",
        about=f"discussion:{discussion.pk}",
        line=line,
        path=path,
        urgent=True,
    )
    by_user = {notice.to_id: notice for notice in notices if notice.pk}
    for row in rows:
        if row.user_id is None:
            row.mail = _to_registry(row, line[row.language], path)
        else:  # once, also a person of two bodies
            row.notice = by_user.get(row.user_id)
    NoticeRecipient.objects.bulk_update(rows, ["notice", "mail"])


@transaction.atomic
def note_results() -> int:
    """Notes at the recipients what became of the mails that told them; says of how many.

    One event for each publication. Who has opened the agenda has got it, whatever a mail did.
    """
    found: dict[AgendaPublication, dict[int, list[Any]]] = {}
    for row, mail in recipients_to_settle():
        if row.state == mail.state:
            continue
        found.setdefault(row.publication, {})[row.pk] = [mail.state, mail.settled_at]
        NoticeRecipient.objects.filter(pk=row.pk).update(state=mail.state)
    for publication, states in found.items():
        _record(publication, states)
    return sum(map(len, found.values()))


def _record(publication: AgendaPublication, states: dict[int, list[Any]]) -> None:
    changes: dict[str, list[Any]] = {
        "number": [None, publication.number],
        "served": [None, states],
    }
    record_discussion("agenda.served", publication.discussion, by=Actor.system(), changes=changes)


def _sentence(publication: AgendaPublication) -> str:
    discussion = publication.discussion
    when = format_span(discussion.starts_at, discussion.ends_at) if discussion.starts_at else ""
    name = ", ".join(part for part in (pick(discussion, "name"), when) if part)
    if publication.number == 1:
        return _("The agenda has been published: %(name)s.") % {"name": name}
    text = _("The published agenda has changed: %(name)s. Reason: %(reason)s")
    return text % {"name": name, "reason": publication.reason}


def _to_registry(row: NoticeRecipient, sentence: str, path: str) -> Mail | None:
    """Where the body has an address at all."""
    address = row.organisation.registry_email or _contact(row, row.publication.discussion)
    if not is_mail_address(address):
        return None
    mail = write_mail(
        to=address,
        language=row.language,
        kind=MAIL,
        subject="Alke: " + in_all(lambda: _("An agenda has been published"))[row.language],
        text=f"{sentence}\n\n{absolute(in_language(path, row.language))}\n",
        about=f"discussion:{row.publication.discussion_id}",
    )
    return mail if mail.pk else None


def _contact(row: NoticeRecipient, discussion: Discussion) -> str:
    """The address of the body's contact in the discussion who has no account."""
    contacts = discussion.contacts.filter(organisation=row.organisation_id, user=None)
    return next((contact.email for contact in contacts if contact.email), "")
