"""Sessions in the database; the one of each request is read by a statement that stands ready."""

import datetime as dt
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from alke.base import clock
from alke.base.prepared import prepared


class SessionStore(DatabaseStore):
    """Django's own, read as every page needs it."""

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        if key.isalnum() and (found := _session(key, clock.real())):
            return found[0]
        self._session_key: Any = None
        return None


@prepared
def _session(key: str, now: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
