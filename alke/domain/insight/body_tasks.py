"""Tasks of responsible bodies: own answers, a council's stakeholders, those without anybody."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.insight.task import Task
from alke.domain.people.actors import Actor
from alke.domain.people.models import ALONE, Membership, Organisation, Side
from alke.domain.people.queries import without_contact
from alke.domain.people.roles import Power, roles_with
from alke.domain.topics.action_models import Action, Responsibility

Role = Membership.Role


def reports_for_stakeholders(actor: Actor, followups: Iterable[FollowUpRound]) -> list[Task]:
    """What waits in them for the stakeholders of the actor's councils, one task for each (R9)."""
    bodies = {body.pk: body for body in actor.stakeholders}
    if not bodies:
        return []
    found = _reports_of([row.pk for row in followups], list(bodies))
    by_id = {row.pk: row for row in followups}
    return [
        _report_for(by_id[followup], bodies[body], total, left)
        for followup, body, total, left in found
        if left
    ]


@prepared
def _reports_of(followups: Collection[int], bodies: Collection[int]) -> QuerySet[Any, Any]:
    rows = ProgressReport.objects.filter(
        followup__in=followups, organisation__in=bodies, side=Side.MK
    ).order_by("followup", "organisation")
    waiting = Count("pk", filter=Q(state__in=ProgressReport.UNANSWERED))
    found = rows.values_list("followup", "organisation").annotate(n=Count("pk"), left=waiting)
    return cast("QuerySet[Any, Any]", found)


def _report_for(row: FollowUpRound, body: Organisation, total: int, left: int) -> Task:
    return Task(
        title=_("Report for a stakeholder: %(name)s") % {"name": body.short},
        text=_("The council answers for the stakeholders of its region. Follow-up: %(name)s.")
        % {"name": row.name},
        button=_("Start reporting") if left == total else _("Continue reporting"),
        page="followup_detail",
        args=(row.round.year, row.slug),
        due_at=row.due,
        done=total - left,
        total=total,
        query=f"?taho={body.slug}",
    )


def answers_owed(actor: Actor) -> list[Task]:
    """Actions in which the own body, or the council's stakeholder, has not answered (B1)."""
    mine = actor.organisations_as(roles_with(Power.ANSWER_ACTION))
    if not mine:
        return []
    others = {body.pk: body for body in actor.stakeholders}
    told = sorted(_owed(mine, list(others)), key=lambda row: row[0] not in mine)
    return [
        _answer_owed(slug, count) if pk in mine else _answer_for(others[pk], count)
        for pk, slug, count in told
    ]


@prepared
def _owed(mine: Collection[int], others: Collection[int]) -> QuerySet[Any, Any]:
    rows = open_responsibilities().filter(
        Q(organisation__in=mine) | Q(organisation__in=others, side=Side.MK),
        answer=Responsibility.Answer.OPEN,
    )
    found = (
        rows.order_by("organisation")
        .values_list("organisation", "organisation__slug")
        .annotate(n=Count("pk"))
    )
    return cast("QuerySet[Any, Any]", found)


def open_responsibilities() -> QuerySet[Responsibility]:
    """Of open actions, but for those that come from cancelled discussions only."""
    actions = Action.objects.open().filter(draft_side="", merged_into=None)
    actions = actions.filter(origins__discussion__cancelled_at=None, pk=OuterRef("action"))
    return Responsibility.objects.filter(Exists(actions))  # asked of few: never of all actions


def _answer_owed(slug: str, count: int) -> Task:
    text = ngettext(
        "Your organisation is named responsible for %(count)d action. Accept or decline.",
        "Your organisation is named responsible for %(count)d actions. Accept or decline.",
        count,
    )
    return _answer_task(_("Answer to responsibilities"), text % {"count": count}, slug)


def _answer_for(body: Organisation, count: int) -> Task:
    text = ngettext(
        "The stakeholder is named responsible for %(count)d action. The council answers for it.",
        "The stakeholder is named responsible for %(count)d actions. The council answers for it.",
        count,
    )
    title = _("Answer for a stakeholder: %(name)s") % {"name": body.short}
    return _answer_task(title, text % {"count": count}, body.slug)


def _answer_task(title: str, text: str, slug: str) -> Task:
    return Task(title, text, _("Go through the actions"), "organisation_detail", (slug,))


def bodies_to_settle(actor: Actor) -> list[Task]:
    """Bodies named for open actions that have ended (R12, S9), or for which nobody answers (B13).

    For who names others, and for who opens accounts. One query.
    """
    if not actor.has_role(Role.COORDINATOR, Role.ADMINISTRATOR):
        return []
    ended = actor.has_role(Role.COORDINATOR)
    return [
        _choose_successors(body) if body.open_actions else _nobody_answers(body)
        for body in _to_settle(actor, clock.today(), ended=ended)
    ]


@prepared
def _to_settle(actor: Actor, day: dt.date, *, ended: bool) -> QuerySet[Any]:
    named = open_responsibilities().exclude(answer=Responsibility.Answer.DECLINED)
    named = named.filter(Q(side=Side.MK) | Q(organisation__kind__in=ALONE))  # see stand_in_tasks
    bodies = Organisation.objects.valid_on(day).filter(
        Exists(named.filter(organisation=OuterRef("pk")))
    )
    silent = without_contact(bodies, day).annotate(open_actions=Value(0))
    if not ended:
        return silent
    both = _ended_and_answering(actor, day).order_by().union(silent.order_by(), all=True)
    return both.order_by("kind", "name_fi")


def _ended_and_answering(actor: Actor, day: dt.date) -> QuerySet[Any]:
    """From the few bodies that have ended to their actions: never from all open actions."""
    waiting = Action.objects.visible_to(actor).open().filter(merged_into=None)
    own = Responsibility.objects.filter(
        Exists(waiting.filter(pk=OuterRef("action"))), organisation=OuterRef("pk")
    )
    number = own.order_by().values("organisation").annotate(n=Count("pk")).values("n")
    rows = Organisation.objects.ended_by(day).filter(Exists(own))
    return rows.annotate(open_actions=Subquery(number))


def _choose_successors(body: Any) -> Task:
    return Task(
        title=_("Choose successors: %(name)s") % {"name": body.short},
        text=ngettext(
            "The body has ended, and %(count)d open action waits for a successor.",
            "The body has ended, and %(count)d open actions wait for a successor.",
            body.open_actions,
        )
        % {"count": body.open_actions},
        button=_("Choose successors"),
        page="organisation_detail",
        args=(body.slug,),
    )


def _nobody_answers(body: Organisation) -> Task:
    return Task(
        title=_("Nobody answers: %(name)s") % {"name": body.short},
        text=_("It is responsible for open actions. Name a contact, or choose another body."),
        button=_("Open the organisation"),
        page="organisation_detail",
        args=(body.slug,),
    )
