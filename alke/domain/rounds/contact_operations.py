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
ADDRESS = "address"


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
    if not created and found.email == email and found.user == user:
        return found
    before = None if created else who_of(found)
    found.user, found.email = user, email
    found.save(update_fields=["user", "email"])
    _record("contact.named", found, by, [before, who_of(found)])
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
    _record("contact.removed", contact, by, [who_of(contact), None])
    contact.delete()


def who_of(contact: Contact) -> str:
    """Who it is as the record of changes has it: an account, and no address, which is erased (R17).

    "address" stands for one that has no account.
    """
    if contact.user_id is not None:
        return f"user:{contact.user_id}"
    return ADDRESS if contact.email else ""


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
