"""The sheet's template as the topics use it: fields with labels, limits and places (R6)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from alke.base.languages import active
from alke.base.prepared import prepared
from alke.domain.rounds.models import Round
from alke.domain.rounds.sheet_models import SheetTemplate

DEFAULT_LIMIT = 4000


@dataclass(frozen=True)
class TemplateField:
    """One field of the sheet."""

    key: str
    labels: dict[str, str]
    helps: dict[str, str]
    limit: int = DEFAULT_LIMIT
    place: int = 0  # column of the annex's first table; 0 stands below it

    @property
    def label(self) -> str:
        """The label in the active language."""
        return _in(self.labels, active()) or self.key

    @property
    def help(self) -> str:
        """What to write, in the active language."""
        return _in(self.helps, active())


@dataclass(frozen=True)
class Template:
    """The fields in the order in which the sheet shows them."""

    fields: tuple[TemplateField, ...] = ()

    def get(self, key: str) -> TemplateField | None:
        """The field with `key`, if the sheet has it."""
        return next((field for field in self.fields if field.key == key), None)


def parse_template(fields: list[dict[str, Any]] | None) -> Template:
    """The template from the rows of `SheetTemplate.fields`."""
    return Template(tuple(_field(row) for row in fields or []))


def sheet_template(round: Round) -> Template:
    """The newest template of the round; without fields when it has none. One query."""
    return parse_template(next(iter(_newest(round.pk)), None))


@prepared
def _newest(round_id: int) -> QuerySet[SheetTemplate, list[dict[str, Any]]]:
    rows = SheetTemplate.objects.filter(round=round_id).order_by("-version")
    return rows.values_list("fields", flat=True)[:1]


def _field(row: dict[str, Any]) -> TemplateField:
    return TemplateField(
        key=str(row["key"]),
        labels=_languages(row.get("label")),
        helps=_languages(row.get("help")),
        limit=int(row.get("limit") or DEFAULT_LIMIT),
        place=int(row.get("place") or 0),
    )


def _languages(value: Any) -> dict[str, str]:
    if isinstance(value, str):
        return {"fi": value}
    return {str(code): str(text) for code, text in (value or {}).items()}


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("fi", "")
