"""Tells bodies that they were named responsible for an action, once both sides may know (R13)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.languages import in_all, pick
from alke.domain.notices.operations import write_notices
from alke.domain.people.actors import Actor
from alke.domain.people.queries import people_for
from alke.domain.people.roles import Power
from alke.domain.topics.action_models import Action, Responsibility


def tell_named(action: Action, rows: Iterable[Responsibility], by: Actor) -> None:
    """Asks those who answer for the bodies to accept or decline; nobody while it is a draft."""
    if action.draft_side:
        return
    for row in rows:
        if row.answer == Responsibility.Answer.OPEN:
            _tell(action, row, by)


def _tell(action: Action, row: Responsibility, by: Actor) -> None:
    body, number = row.organisation, action.number
    line = in_all(
        lambda: (
            _("%(body)s has been named responsible for action %(number)d. Accept or decline.")
            % {"body": pick(body, "short"), "number": number}
        )
    )
    write_notices(
        people_for(body, row.side, Power.ANSWER_ACTION, clock.today()),
        but=by.user,
        kind="responsibility-asked",
        about=action.audit_key,
        line=line,
        path=f"/toimenpiteet/{number}/",
    )
