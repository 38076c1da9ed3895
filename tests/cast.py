"""The cast: organisations and demo accounts, as actors and as signed-in clients."""

from collections.abc import Callable

import pytest
from django.test import Client

from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, User
from alke.web.people.backend import BACKEND
from tests.world import make_world

ClientFor = Callable[[str], Client]


class Cast:
    """Actors by the name of their demo account: `cast["kainuu"]`; "public" and "system" too."""

    def __init__(self) -> None:
        self._actors = {"public": Actor.public(), "system": Actor.system()}

    def __getitem__(self, account: str) -> Actor:
        if account not in self._actors:
            self._actors[account] = Actor.of(self.user(account))
        return self._actors[account]

    @staticmethod
    def user(account: str) -> User:
        """The person behind an account."""
        return User.objects.get(demo_account=account)

    @staticmethod
    def organisation(slug: str) -> Organisation:
        """An organisation by its slug, such as "lvm" or "kainuu"."""
        return Organisation.objects.get(slug=slug)


@pytest.fixture
def world(db: None) -> None:
    """The organisations of the shipped file, and everybody of the demo.

    Made once with the database; made again after tests that really commit, which empty it.
    """
    make_world()


@pytest.fixture
def cast(world: None) -> Cast:
    """Everybody of the demo, by account."""
    return Cast()


@pytest.fixture
def client_for(cast: Cast) -> ClientFor:
    """Makes a client that is signed in as an account; "public" is nobody."""

    def make(account: str) -> Client:
        client = Client()
        if account != "public":
            client.force_login(cast.user(account), backend=BACKEND)
        return client

    return make
