"""Makes the actions of 2023 and the follow-up of them: autumn 2023 and February 2024."""

import datetime as dt
from typing import Any

from alke.base import clock
from alke.domain.followup import operations
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.rounds.models import Deadline, Discussion, Round
from alke.domain.topics.action_models import Action, ActionOrigin, Responsibility

SYSTEM = Actor.system()
DUE = dt.datetime(2024, 3, 8, 23, 59, 59, tzinfo=clock.HELSINKI)
AUTUMN = dt.datetime(2023, 11, 6, 10, 0, tzinfo=clock.HELSINKI)


def make_year(year: int, **over: Any) -> Round:
    """A published round, or the one that there is."""
    values: dict[str, Any] = {"name_fi": f"Kierros {year}", "published_at": clock.now()}
    return Round.objects.get_or_create(year=year, defaults=values | over)[0]


def make_event(slug: str = "osaaminen", name: str = "Osaaminen") -> Discussion:
    """A theme of the event of 2023."""
    round_ = make_year(2023)
    values = {"name_fi": name, "kind": Discussion.Kind.EVENT, "position": len(slug)}
    return Discussion.objects.get_or_create(round=round_, slug=slug, defaults=values)[0]


def make_actions(
    count: int = 1,
    bodies: tuple[str, ...] = ("lvm", "kainuu"),
    discussion: Discussion | None = None,
    **over: Any,
) -> list[Action]:
    """Actions under way from the event; the first body of each side leads."""
    discussion = discussion or make_event()
    found = [Organisation.objects.get(slug=slug) for slug in bodies]
    leads = {body.side: body for body in reversed(found)}
    first = (Action.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    values: dict[str, Any] = {
        "kind": "ongoing",
        "state": "ongoing",
        "created_at": clock.now(),
        "published_at": clock.now(),
    }
    actions = Action.objects.bulk_create(
        Action(number=first + n, **({"title": f"Toimenpide {first + n}"} | values | over))
        for n in range(count)
    )
    ActionOrigin.objects.bulk_create(
        ActionOrigin(action=action, discussion=discussion, position=n)
        for n, action in enumerate(actions)
    )
    Responsibility.objects.bulk_create(
        Responsibility(
            action=action, organisation=body, side=body.side, lead=leads[body.side] == body
        )
        for action in actions
        for body in found
    )
    return actions


def put_on_vn(actions: list[Action], slug: str) -> None:
    """Names the body on the Government's side of the actions, before they are followed up."""
    rows = Responsibility.objects.filter(action__in=actions, organisation__slug=slug)
    rows.update(side=Side.VN, lead=False)


def make_followup(slug: str = "helmikuu-2024", **over: Any) -> FollowUpRound:
    """A planned follow-up of the actions of 2023, due on 8.3.2024."""
    values: dict[str, Any] = {
        "round": over.pop("round", None) or make_year(2024),
        "name_fi": "Helmikuu 2024",
        "name_sv": "Februari 2024",
        "name_en": "February 2024",
        "scope_year": 2023,
        "opens_date": dt.date(2024, 2, 14),
        "due_at": DUE,
    }
    return FollowUpRound.objects.create(slug=slug, **values | over)


def make_open(**over: Any) -> FollowUpRound:
    """The same, open for answers."""
    followup = make_followup(**over)
    operations.open_followup(followup, by=SYSTEM)
    return followup


def make_autumn(*, answered: tuple[str, ...] = ("lvm", "kainuu")) -> FollowUpRound:
    """Autumn 2023, closed: the bodies named have told something of each of their actions."""
    autumn = make_followup(
        "syksy-2023",
        round=make_year(2023),
        name_fi="Syksy 2023",
        name_sv="Hösten 2023",
        name_en="Autumn 2023",
        opens_date=dt.date(2023, 10, 2),
        due_at=clock.end_of_day(dt.date(2023, 11, 10)),
    )
    with clock.at(AUTUMN):
        operations.open_followup(autumn, by=SYSTEM)
        for cell in autumn.reports.filter(organisation__slug__in=answered):
            text = f"Syksyn teksti {cell.action.number}, {cell.organisation.slug}."
            operations.submit_report(cell, by=SYSTEM, text=text, base_version=1)
        operations.close_followup(autumn, by=SYSTEM)
    return autumn


def make_february(count: int = 1, **over: Any) -> FollowUpRound:
    """February 2024, open, with what was told in autumn 2023 as the earlier texts."""
    if not Action.objects.exists():
        make_actions(count)
    return make_open(previous=make_autumn(), **over)


def make_hard(followup: FollowUpRound) -> Deadline:
    """Hangs the round on a final deadline of the same moment."""
    deadline = Deadline.objects.create(
        round=followup.round,
        key=f"seuranta-{followup.pk}",
        purpose="followup",
        name_fi="Seuranta",
        due_at=followup.due_at,
        hard=True,
    )
    FollowUpRound.objects.filter(pk=followup.pk).update(deadline=deadline)
    followup.refresh_from_db()
    return deadline


def cell(followup: FollowUpRound, slug: str, number: int | None = None) -> ProgressReport:
    """A body's cell of the action of that number, or of the first one."""
    rows = followup.reports.filter(organisation__slug=slug).order_by("action__number")
    rows = rows.select_related("followup", "organisation", "action")
    found = rows.filter(action__number=number) if number else rows
    return found[:1].get()
