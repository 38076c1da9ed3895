"""Who a session belongs to: the account with the roles it holds, in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from alke.base.prepared import prepared
from alke.domain.people.models import Membership, User

BACKEND = "alke.web.people.backend.SessionBackend"


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as the library does; reads the account as every page needs it."""

    def get_user(self, user_id: Any) -> User | None:
        """The open account; its memberships are kept as `held`."""
        held = _held(user_id)
        if not held:
            user: User | None = super().get_user(user_id)
            return user
        user = held[0].user
        user.held = held
        return user if self.user_can_authenticate(user) else None


@prepared
def _held(user_id: int) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user=user_id)
    return rows.select_related("user", "organisation").order_by("pk")
