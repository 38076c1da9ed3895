"""Tasks of responsible bodies: own answers, a council's stakeholders, those without anybody."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, cast

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
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


def work_of_bodies(actor: Actor, followups: Iterable[FollowUpRound]) -> list[Task]:
    """What waits for the own bodies, and for the stakeholders of the actor's councils (R9).

    Of each of these one task for each of the open `followups`, and one for the actions in which it
    has not answered to its responsibility (B1); of the own bodies only that. One query.
    """
    mine = actor.organisations_as(roles_with(Power.ANSWER_ACTION))
    others = {body.pk: body for body in actor.stakeholders}
    by_id = {row.pk: row for row in followups}
    if not mine and not others:
        return []
    reports: list[Task] = []
    owed: list[Task] = []
    answered = list(others) if mine else []  # by who answers for its own body, too
    rows = _waiting(list(by_id), list(mine), list(others), answered)
    for followup, body, slug, total, left in sorted(rows, key=_by_followup):
        if followup is not None:
            if left:
                reports.append(_report_for(by_id[followup], others[body], total, left))
        elif body in mine:
            owed.insert(0, _answer_owed(slug, total))
        else:
            owed.append(_answer_for(others[body], total))
    return [*reports, *owed]


def _by_followup(row: tuple[int | None, int, str, int, int]) -> tuple[int, int]:
    return row[0] or 0, row[1]


@prepared
def _waiting(
    followups: Collection[int],
    mine: Collection[int],
    others: Collection[int],
    answered: Collection[int],
) -> QuerySet[Any, Any]:
    cells = ProgressReport.objects.filter(
        followup__in=followups, organisation__in=others, side=Side.MK
    )
    rows = open_responsibilities().filter(
        Q(organisation__in=mine) | Q(organisation__in=answered, side=Side.MK),
        answer=Responsibility.Answer.OPEN,
    )
    waiting = Count("pk", filter=Q(state__in=ProgressReport.UNANSWERED))
    body = ("organisation", "organisation__slug")
    nothing = Value(None, output_field=IntegerField())
    reported = cells.order_by().values_list("followup", *body).annotate(n=Count("pk"), left=waiting)
    owed = rows.order_by().values_list(nothing, *body).annotate(n=Count("pk"), left=Count("pk"))
    return cast("QuerySet[Any, Any]", reported.union(owed, all=True))


def _report_for(row: FollowUpRound, body: Organisation, total: int, left: int) -> Task:
    return Task(
        title=_("Report for a stakeholder: %(name)s") % {"name": body.short},
        text=_("The council answers for the stakeholders of its region. Follow-up: %(name)s.")
        % {"name": row.name},
        button=_("Start reporting") if left == total else _("Continue reporting"),
        page="followup_detail",
        args=(row.round.year, row.slug),
        due_at=row.due,
        purpose="followup",
        done=total - left,
        total=total,
        query=f"?taho={body.slug}",
    )


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
