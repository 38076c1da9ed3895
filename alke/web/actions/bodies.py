"""Responsible bodies in the form of an action: who may be named, who is, who leads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput
from alke.domain.people.models import Organisation, Side
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import council_ids
from alke.domain.topics.action_fields import Named
from alke.domain.topics.action_models import Responsibility

LEAD, TAKES_PART, OTHER = "vastaa", "osallistuu", "muu"


@dataclass(frozen=True)
class BodyChoice:
    """A body that can be named on one side, and whether it is."""

    organisation: Organisation
    named: bool
    answer: str = ""


@dataclass(frozen=True)
class SideChoices:
    """One side of the form."""

    side: str
    bodies: list[BodyChoice]  # those of the discussion and those named already
    others: list[Organisation]  # all others, one at a time
    lead: str
    other: str = ""


def side_choices(
    discussions: Iterable[Discussion],
    rows: Sequence[Responsibility],
    typed: QueryDict | None = None,
) -> dict[str, SideChoices]:
    """Both sides of the form; what was typed stands before what is saved."""
    day = clock.today()
    known = list(Organisation.objects.valid_on(day).order_by("kind", "name_fi"))
    near = frozenset().union(*(council_ids(found) for found in discussions))
    return {side: _choices(side, known, near, rows, typed) for side in Side}


def _choices(
    side: Side,
    known: Sequence[Organisation],
    near: frozenset[int],
    rows: Sequence[Responsibility],
    typed: QueryDict | None,
) -> SideChoices:
    saved = {row.organisation_id: row for row in rows if row.side == side}
    bodies = {row.organisation_id: row.organisation for row in saved.values()}
    bodies |= {
        row.pk: row for row in known if row.side == side and (side == Side.VN or row.pk in near)
    }
    named = {row.organisation.slug for row in saved.values()}
    lead = next((row.organisation.slug for row in saved.values() if row.lead), "")
    other = ""
    if typed is not None:
        lead, named = typed.get(f"{LEAD}-{side}", ""), set(typed.getlist(f"{TAKES_PART}-{side}"))
        other = typed.get(f"{OTHER}-{side}", "")
    ordered = sorted(bodies.values(), key=lambda body: (body.kind != "council", str(body.short)))
    return SideChoices(
        side=side,
        bodies=[
            BodyChoice(
                body,
                named=body.slug in named or body.slug == lead,
                answer=saved[body.pk].answer if body.pk in saved else "",
            )
            for body in ordered
        ],
        others=[row for row in known if row.pk not in bodies and row.may_stand_on(side)],
        lead=lead,
        other=other,
    )


def read_bodies(form: QueryDict, rows: Sequence[Responsibility] = ()) -> list[Named]:
    """The bodies that were chosen; `BadInput` for one that is not on the list."""
    wanted: dict[str, dict[str, bool]] = {}
    for side in Side:
        lead, other = form.get(f"{LEAD}-{side}", ""), form.get(f"{OTHER}-{side}", "")
        slugs = [*form.getlist(f"{TAKES_PART}-{side}"), *filter(None, (other, lead))]
        wanted[side] = {slug: slug == lead for slug in slugs}
    return [
        Named(body, side, leads)
        for side, slugs in wanted.items()
        for body, leads in _found(slugs, rows)
    ]


def _found(
    slugs: Mapping[str, bool], rows: Sequence[Responsibility]
) -> list[tuple[Organisation, bool]]:
    named = {row.organisation.slug: row.organisation for row in rows}
    valid = Organisation.objects.valid_on(clock.today())
    named |= {row.slug: row for row in valid.filter(slug__in=list(slugs))}
    if unknown := slugs.keys() - named.keys():
        raise BadInput(
            _("There is no such body: %(name)s. Choose one from the list.")
            % {"name": min(unknown)[:60]}
        )
    return [(named[slug], leads) for slug, leads in slugs.items()]
