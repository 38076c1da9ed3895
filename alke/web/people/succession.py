"""Open actions of a body that has ended: a successor is proposed, a person picks (S9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alke.base.verdicts import Refused
from alke.domain.people.models import Organisation
from alke.domain.people.queries import kin_of
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import may
from alke.domain.topics.action_models import Action, Responsibility
from alke.domain.topics.action_operations import replace_responsible
from alke.web.access import Request, require, signed_in
from alke.web.numbers import whole

FIELD = "seuraaja-"


@dataclass(frozen=True)
class SuccessorRow:
    """A responsibility with the successor that its other bodies speak for."""

    responsibility: Responsibility
    field: str
    proposed: str

    @property
    def action(self) -> Action:
        """The action itself."""
        return self.responsibility.action


def successor_rows(
    rows: Iterable[Responsibility], successors: Sequence[Organisation]
) -> list[SuccessorRow]:
    """Proposes for each action the successor whose regions its other bodies share.

    Hämeen ELY has two: an action with Päijät-Häme goes to Kaakkois-Suomi.
    """
    rows = list(rows)
    areas = _areas(successors)
    beside = _regions_beside(rows)
    return [
        SuccessorRow(
            responsibility=row,
            field=f"{FIELD}{row.action.number}",
            proposed=_best(areas, beside.get(row.action_id, set())),
        )
        for row in rows
    ]


def _areas(bodies: Sequence[Organisation]) -> dict[str, set[int]]:
    areas: dict[str, set[int]] = {body.slug: set() for body in bodies}
    links = Organisation.regions.through.objects.filter(organisation__in=bodies)
    for slug, region in links.values_list("organisation__slug", "region_id"):
        areas[slug].add(region)
    return areas


def _regions_beside(rows: list[Responsibility]) -> dict[int, set[int]]:
    """Regions of the councils that answer for the same actions."""
    links = Responsibility.objects.filter(
        action__in=[row.action_id for row in rows], organisation__kind=Organisation.Kind.COUNCIL
    ).values_list("action_id", "organisation__regions")
    found: dict[int, set[int]] = {}
    for action, region in links:
        found.setdefault(action, set()).add(region)
    return found


def _best(areas: dict[str, set[int]], regions: set[int]) -> str:
    """The one that shares most; nobody when two are alike, so that a person decides."""
    if len(areas) == 1:
        return next(iter(areas))
    shares = sorted(((len(area & regions), slug) for slug, area in areas.items()), reverse=True)
    (most, slug), (second, _other) = shares[0], shares[1]
    return slug if most > second else ""


@require_POST
@signed_in
def organisation_hand_over(request: Request, slug: str) -> HttpResponse:
    """Hands the actions for which a successor was picked to that successor."""
    body = get_object_or_404(Organisation, slug=slug)
    require(request, may(request.actor, Power.RUN_ROUND))
    successors = {row.slug: row for row in kin_of(body).successors}
    picked = {
        number: successors[value]
        for key, value in request.POST.items()
        if value in successors and (number := _number(key))
    }
    done = _hand_over(request, body, picked)
    if not picked:
        messages.warning(request, _("Choose a successor for at least one action."))
    elif done:
        text = ngettext("%(n)d action was handed over.", "%(n)d actions were handed over.", done)
        messages.success(request, text % {"n": done})
    return redirect("organisation_detail", slug=slug)


def _number(key: str) -> int:
    """The action's number in a field's name; 0 for other fields and forged ones."""
    text = key.removeprefix(FIELD)
    return (whole(text, 9) or 0) if key != text else 0


def _hand_over(request: Request, body: Organisation, picked: dict[int, Organisation]) -> int:
    """How many went over; why others did not is told one by one."""
    done = 0
    seen = Action.objects.visible_to(request.actor).filter(number__in=picked)
    for action in seen:
        try:
            replace_responsible(action, body, picked[action.number], by=request.actor)
        except Refused as fault:
            messages.error(
                request,
                _("Action %(number)d: %(reason)s") % {"number": action.number, "reason": fault},
            )
        else:
            done += 1
    return done
