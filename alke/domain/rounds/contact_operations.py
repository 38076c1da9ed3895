"""Writes of contacts: who answers for a discussion on which side."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alke.base.richtext import clean_line
from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.people.account_operations import clean_email
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side, User
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
    email: str = "",
    duty: str = Contact.Duty.CONTACT,
) -> Contact:
    """Names who answers for the discussion, on the organisation's side (letter 2024).

    The person is told by `user` or by `email`; an address becomes the account that has it, at
    once or when it is opened. Naming the same duty and title again changes the person only.
    """
    rules.can_name_contact(by, discussion, organisation, duty).require()
    title = clean_line(title, limit=TITLE_LIMIT)
    if not title:
        raise Refused(_("Give the contact's title."))
    if duty == Contact.Duty.OWNER and organisation.side != Side.VN:
        raise Refused(_("The owner of a discussion comes from a ministry."))
    user, email = _person(user, email)
    found, created = Contact.objects.get_or_create(
        discussion=discussion,
        organisation=organisation,
        duty=duty,
        title=title,
        defaults={"side": organisation.side},
    )
    before = None if created else found.email
    if before == email and found.user == user:
        return found
    found.user, found.email = user, email
    found.save(update_fields=["user", "email"])
    _record("contact.named", found, by, [before, email])
    return found


def _person(user: User | None, email: str) -> tuple[User | None, str]:
    """The open account of the address, or the address alone."""
    if user is not None:
        return user, user.email
    if not email.strip():
        return None, ""
    email = clean_email(email)
    return User.objects.filter(email=email, is_active=True).first(), email


@transaction.atomic
def remove_contact(contact: Contact, *, by: Actor) -> None:
    """Takes the duty away; who had it stays in the record of changes."""
    rules.can_name_contact(by, contact.discussion, contact.organisation, contact.duty).require()
    _record("contact.removed", contact, by, [contact.email, None])
    contact.delete()


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
