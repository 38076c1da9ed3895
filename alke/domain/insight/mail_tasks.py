"""Mails that did not arrive, for who runs the round: nobody else would hear of it (B4)."""

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.insight.task import Task
from alke.domain.notices.models import Mail
from alke.domain.notices.rules import can_read_mails
from alke.domain.people.actors import Actor

DAYS: Final = 14  # after which nobody looks into it any more


def mails_to_look_into(actor: Actor) -> list[Task]:
    """One task for all addresses that mail of the last days did not reach. One query."""
    if not can_read_mails(actor):
        return []
    lost = list(_lost(clock.now() - dt.timedelta(days=DAYS)))
    if not lost:
        return []
    states = {state for _to, state in lost}
    count = len({to for to, _state in lost})
    text = ngettext(
        "Mail did not reach %(count)d address. Check it, and tell the person in another way.",
        "Mail did not reach %(count)d addresses. Check them, and tell the people in another way.",
        count,
    )
    return [
        Task(
            title=_("See which mails did not arrive"),
            text=text % {"count": count},
            button=_("See the mails"),
            page="mail_list",
            args=(),
            query=f"?tila={states.pop()}" if len(states) == 1 else "",
        )
    ]


@prepared
def _lost(since: dt.datetime) -> QuerySet[Mail, Any]:
    """Address and state; an address that has got a mail since then is well again.

    Not of strangers, to whom sign-in writes whatever address is typed there.
    """
    later = Mail.objects.filter(to=OuterRef("to"), pk__gt=OuterRef("pk"), state=Mail.State.SENT)
    lost = Mail.objects.filter(state__in=[Mail.State.FAILED, Mail.State.BOUNCED], at__gte=since)
    known = lost.exclude(user=None, about="").exclude(to="")
    return known.filter(~Exists(later)).values_list("to", "state").order_by()
