"""What a round's letter is made of: dates, discussions, contacts and the live distribution list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.db.models import JSONField, OuterRef, QuerySet, Subquery

from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES
from alke.base.prepared import prepared
from alke.domain.followup.models import FollowUpRound
from alke.domain.papers.ground import Ground, ground_of, with_ground
from alke.domain.papers.letter_models import LetterWording
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import (
    BasisDocument,
    Contact,
    Deadline,
    Discussion,
    Distribution,
    Round,
)
from alke.domain.rounds.sheet_models import SheetTemplate
from alke.domain.topics.topic_template import Template, parse_template

SHIPPED: Final = Path(__file__).parents[2] / "templates" / "documents"
_BODY: Final = ("kind", *(f"{name}_{code}" for name in ("name", "short") for code in CODES))


@dataclass(frozen=True)
class Listed:
    """A body on the distribution list, and how the letter words it where that differs."""

    purpose: str
    stated: str
    body: Organisation


@dataclass(frozen=True)
class LetterSource:
    """All that the letter needs, read once."""

    round: Any
    ground: Ground
    discussions: Sequence[Any]
    deadlines: Sequence[Deadline]
    distribution: Sequence[Listed]
    followups: Sequence[FollowUpRound]
    basis: Sequence[dict[str, Any]]
    sheet: Template
    wording: str
    version: int  # 0: no wording of the round's own


@prepared
def letter_round(actor: Actor, year: int, *, language: str) -> QuerySet[Any]:
    """The round, if `actor` may see it, with its base documents and the wording in force.

    A round without a wording of its own takes over that of the year before.
    """
    worded = LetterWording.objects.filter(language=language, round__year__lte=OuterRef("year"))
    worded = worded.order_by("-round__year", "-version")
    own = LetterWording.objects.filter(language=language, round=OuterRef("pk"))
    basis = BasisDocument.objects.filter(round=OuterRef("pk")).order_by("position")
    titles = [f"title_{code}" for code in CODES]
    listed = Distribution.objects.filter(round=OuterRef("pk"))
    listed = listed.order_by("purpose", "position", "pk")
    bodies = {name: f"organisation__{name}" for name in _BODY}
    sheets = SheetTemplate.objects.filter(round=OuterRef("pk")).order_by("-version")
    rows = with_ground(Round.objects.visible_to(actor), "pk").filter(year=year)
    found: QuerySet[Any] = rows.defer("format_text").annotate(
        wording=Subquery(worded.values("text")[:1]),
        wording_version=Subquery(own.order_by("-version").values("version")[:1]),
        sheet_fields=Subquery(sheets.values("fields")[:1], output_field=JSONField()),
        basis_rows=JsonRows(basis, *titles, "number", "adopted_date", "expected_date"),
        distribution_rows=JsonRows(listed, "purpose", "stated", **bodies),
    )
    return found


def letter_source(round_: Any, language: str) -> LetterSource:
    """Of a round that was read by `letter_round`. Three queries."""
    return LetterSource(
        round=round_,
        ground=ground_of(round_),
        discussions=_discussions(round_.pk),
        deadlines=_deadlines(round_.pk),
        distribution=[_listed(row) for row in round_.distribution_rows],
        followups=_followups(round_.pk),
        basis=round_.basis_rows,
        sheet=parse_template(round_.sheet_fields),
        wording=round_.wording or shipped(language),
        version=round_.wording_version or 0,
    )


def _listed(row: dict[str, Any]) -> Listed:
    body = Organisation(**{name: row[name] for name in _BODY})
    return Listed(row["purpose"], row["stated"], body)


@lru_cache
def shipped(language: str) -> str:
    """The wording that comes with the product."""
    return (SHIPPED / f"letter.{language}.md").read_text("utf-8").strip()


@prepared
def _discussions(round_id: int) -> QuerySet[Any]:
    contacts = Contact.objects.filter(discussion=OuterRef("pk")).order_by("-side", "-duty", "id")
    rows: QuerySet[Any] = Discussion.objects.filter(round=round_id, cancelled_at=None)
    contact_rows = JsonRows(contacts, "side", "duty", "title", "title_sv", "title_en", "email")
    found: QuerySet[Any] = rows.annotate(contact_rows=contact_rows)
    return found.order_by("starts_at", "position", "pk")


@prepared
def _deadlines(round_id: int) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(round=round_id, discussion__cancelled_at=None)
    return rows.order_by("due_at", "position")


@prepared
def _followups(round_id: int) -> QuerySet[FollowUpRound]:
    rows = FollowUpRound.objects.filter(round=round_id).select_related("deadline", "previous")
    return rows.order_by("opens_date", "pk")
