"""Who a session belongs to: the account with the roles it holds, in one query."""

import datetime as dt
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.people.models import Membership, User

BACKEND = "alke.web.people.backend.SessionBackend"


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as the library does; reads the account as every page needs it."""

    def get_user(self, user_id: Any) -> User | None:
        """The open account; its memberships, and those that it stands in for, are its `held`."""
        held = _held(user_id, clock.today())
        own = next((row.user for row in held if str(row.user_id) == str(user_id)), None)
        user: User | None = own or super().get_user(user_id)
        if user is None:
            return None
        user.held = held
        return user if self.user_can_authenticate(user) else None


@prepared
def _held(user_id: int, day: dt.date) -> QuerySet[Membership]:
    rows = Membership.objects.held_by(user_id, day)
    return rows.select_related("user", "organisation").order_by("pk")
