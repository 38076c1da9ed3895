"""Makes the accounts of the demo; refused everywhere else."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.people.demo_accounts import DemoAccount, demo_accounts
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.people.rules import can_manage_organisations


@transaction.atomic
def create_demo_accounts(*, by: Actor) -> int:
    """Makes those accounts of the demo that are missing; returns how many.

    They have no password: in demo mode one signs in by the account's name.
    """
    can_manage_organisations(by).require()
    if not settings.DEMO:
        raise Refused(_("Demo accounts exist in demo mode only."))
    there = set(User.objects.exclude(demo_account=None).values_list("demo_account", flat=True))
    wanted = [account for account in demo_accounts() if account.name not in there]
    if not wanted:
        return 0
    users = User.objects.bulk_create([_user(account) for account in wanted])
    bodies = dict(Organisation.objects.values_list("slug", "pk"))
    Membership.objects.bulk_create(
        [
            Membership(user=user, organisation_id=bodies[account.organisation], role=account.role)
            for user, account in zip(users, wanted, strict=True)
        ]
    )
    audit.record(
        "accounts.created-for-demo",
        "accounts",
        by=by,
        changes={account.name: [None, account.role] for account in wanted},
    )
    return len(wanted)


def _user(account: DemoAccount) -> User:
    return User(
        email=account.email,
        title=account.title,
        language=account.language,
        demo_account=account.name,
        password=make_password(None),
    )
