"""Writes of contacts: who answers for a discussion on which side."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alke.base.richtext import clean_line
from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, User
from alke.domain.rounds import rules
from alke.domain.rounds.models import Contact, Discussion

TITLE_LIMIT = 120


@transaction.atomic
def name_contact(
    discussion: Discussion,
    organisation: Organisation,
    title: str,
    *,
    by: Actor,
    user: User | None = None,
    duty: str = Contact.Duty.CONTACT,
) -> Contact:
    """Names who answers for the discussion, on the organisation's side (letter 2024).

    Naming the same duty and title again changes the person only.
    """
    rules.can_name_contact(by, discussion, organisation).require()
    title = clean_line(title, limit=TITLE_LIMIT)
    if not title:
        raise Refused(_("Give the contact's title."))
    found, created = Contact.objects.get_or_create(
        discussion=discussion,
        organisation=organisation,
        duty=duty,
        title=title,
        defaults={"side": organisation.side},
    )
    before = found.user
    if not created and before == user:
        return found
    found.user, found.email = user, user.email if user is not None else ""
    found.save(update_fields=["user", "email"])
    _record("contact.named", found, by, [None if created else _who(before), _who(user)])
    return found


@transaction.atomic
def remove_contact(contact: Contact, *, by: Actor) -> None:
    """Takes the duty away; who had it stays in the record of changes."""
    rules.can_name_contact(by, contact.discussion, contact.organisation).require()
    _record("contact.removed", contact, by, [_who(contact.user), None])
    contact.delete()


def _who(user: User | None) -> str:
    return user.email if user is not None else ""


def _record(event: str, contact: Contact, by: Actor, person: list[str | None]) -> None:
    key = f"{contact.organisation.slug}/{contact.duty}/{contact.title}"
    audit.record(
        event,
        f"discussion:{contact.discussion_id}",
        by=by,
        changes={key: person},
        round_id=contact.discussion.round_id,
        discussion_id=contact.discussion_id,
    )
