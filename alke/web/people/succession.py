"""Open actions of a body that has ended: successors are proposed, a person picks (S9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from alke.domain.people.models import Organisation
from alke.domain.topics.action_models import Action, Responsibility
from alke.web.numbers import whole

FIELD = "seuraaja-"
LISTED = "toimenpide"


@dataclass(frozen=True)
class Tried:
    """What was sent: successors by the action's number, and why some did not go over."""

    picked: dict[int, list[Organisation]] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SuccessorRow:
    """A responsibility with the successors that the action's regions speak for."""

    responsibility: Responsibility
    proposed: frozenset[str]
    picked: frozenset[str]
    fault: str

    @property
    def action(self) -> Action:
        """The action itself."""
        return self.responsibility.action

    @property
    def field(self) -> str:
        """The name of the row's boxes."""
        return f"{FIELD}{self.action.number}"


def picks_in(sent: QueryDict, successors: Sequence[Organisation]) -> dict[int, list[Organisation]]:
    """What was ticked for each listed action, in the order of the page; others are no picks."""
    found: dict[int, list[Organisation]] = {}
    for number in (whole(text, 9) for text in sent.getlist(LISTED)):
        if number:
            ticked = set(sent.getlist(f"{FIELD}{number}"))
            found[number] = [body for body in successors if body.slug in ticked]
    return found


def successor_rows(
    rows: Iterable[Responsibility],
    body: Organisation,
    successors: Sequence[Organisation],
    tried: Tried,
) -> list[SuccessorRow]:
    """Proposes for each action the successors of those of the body's regions that it concerns.

    Hämeen ELY has two: an action with Päijät-Häme goes to Kaakkois-Suomi, one with both to both.
    """
    rows = list(rows)
    areas = _areas([body, *successors])
    own = areas.pop(body.slug)
    beside = _regions_beside(rows)
    return [_row(row, areas, own & beside.get(row.action_id, set()), tried) for row in rows]


def _row(
    row: Responsibility, areas: Mapping[str, set[int]], regions: set[int], tried: Tried
) -> SuccessorRow:
    one = len(areas) == 1
    proposed = frozenset(slug for slug, area in areas.items() if one or area & regions)
    number = row.action.number
    sent = tried.picked.get(number)
    return SuccessorRow(
        responsibility=row,
        proposed=proposed,
        picked=proposed if sent is None else frozenset(other.slug for other in sent),
        fault=tried.faults.get(number, ""),
    )


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
