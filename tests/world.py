"""The organisations and accounts on which every test stands."""

from alke.domain.people.actors import Actor
from alke.domain.people.models import User
from alke.domain.people.operations import create_demo_accounts, load_organisations


def make_world() -> None:
    """Loads organisations and accounts, unless they are there."""
    if not User.objects.exists():
        load_organisations(by=Actor.system())
        create_demo_accounts(by=Actor.system())
