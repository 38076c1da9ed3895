"""Gives and takes away access: accounts, their roles in organisations, passwords."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.languages import Language
from alke.base.mailaddress import is_mail_address
from alke.base.richtext import BadInput, clean_line
from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.people.rules import (
    can_close_account,
    can_end_membership,
    can_give_role,
    can_manage_organisations,
)

Role = Membership.Role
EMAIL_LIMIT = 254
TITLE_LIMIT = 120


@transaction.atomic
def give_access(
    organisation: Organisation,
    *,
    by: Actor,
    email: str,
    role: Role,
    title: str = "",
    language: Language = Language.FI,
) -> Membership:
    """Gives the person with `email` a role in the organisation; makes the account if need be.

    An account that exists keeps its title and language. `title` is a duty, not a name (R17).
    """
    can_give_role(by, organisation, role).require()
    user = _account(clean_email(email), by=by, title=title, language=language)
    row, made = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, defaults={"valid_from": clock.today()}
    )
    if not made and row.is_valid_on(clock.today()):
        raise Refused(_("%(email)s has this role already.") % {"email": user.email})
    before = None if made else [row.valid_from, row.valid_to]
    if not made:
        row.valid_from, row.valid_to = clock.today(), None
        row.save(update_fields=["valid_from", "valid_to"])
    audit.record(
        "membership.given",
        f"user:{user.pk}",
        by=by,
        changes={f"{organisation.slug}:{role}": [before, [row.valid_from, None]]},
    )
    return row


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor) -> Membership:
    """Ends a role at once; that it was held stays to be seen."""
    can_end_membership(by, membership).require()
    if not membership.is_valid_on(clock.today()):
        raise Refused(_("The role has ended already."))
    before = [membership.valid_from, membership.valid_to]
    membership.valid_to = clock.today() - dt.timedelta(days=1)
    membership.save(update_fields=["valid_to"])
    audit.record(
        "membership.ended",
        f"user:{membership.user_id}",
        by=by,
        changes={
            f"{membership.organisation.slug}:{membership.role}": [
                before,
                [membership.valid_from, membership.valid_to],
            ]
        },
    )
    return membership


@transaction.atomic
def close_account(user: User, *, by: Actor) -> User:
    """Nobody signs in with it any more; open sessions end with the next request."""
    can_close_account(by, user).require()
    return _set_active(user, by=by, active=False)


@transaction.atomic
def reopen_account(user: User, *, by: Actor) -> User:
    """The account signs in again."""
    can_manage_organisations(by).require()
    return _set_active(user, by=by, active=True)


@transaction.atomic
def set_password(user: User, password: str, *, by: Actor) -> User:
    """A new password; older sessions end. What it was or is, is never recorded."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(
        "account.password-set", f"user:{user.pk}", by=by, changes={"password": [None, "set"]}
    )
    return user


@transaction.atomic
def note_visit(user: User) -> dt.datetime | None:
    """Notes that the person came, and returns when they came last; not a change of content."""
    before = user.seen_at
    user.seen_at = clock.now()
    user.save(update_fields=["seen_at"])
    return before


def clean_email(text: str) -> str:
    """A work address in small letters; raises `BadInput` when it is none."""
    email = clean_line(text, limit=EMAIL_LIMIT).lower()
    if not is_mail_address(email):
        raise BadInput(_("Write a whole e-mail address, such as contact@region.example."))
    return email


def _account(email: str, *, by: Actor, title: str, language: Language) -> User:
    title = clean_line(title, limit=TITLE_LIMIT)
    user, made = User.objects.get_or_create(
        email=email,
        defaults={"title": title, "language": language, "password": make_password(None)},
    )
    if not made:
        return user
    audit.record(
        "account.created",
        f"user:{user.pk}",
        by=by,
        changes={**audit.CREATED, "email": [None, email], "title": [None, title]},
    )
    return user


def _set_active(user: User, *, by: Actor, active: bool) -> User:
    if user.is_active == active:
        raise Refused(
            _("The account is open already.") if active else _("The account is closed already.")
        )
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(
        "account.reopened" if active else "account.closed",
        f"user:{user.pk}",
        by=by,
        changes={"is_active": [not active, active]},
    )
    return user
