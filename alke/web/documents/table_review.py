"""The review of a follow-up's Word table as the page shows it, and what its form says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from alke.domain.followup.models import ProgressReport
from alke.domain.followup.report_record import limit_of
from alke.domain.imports.returned_table import ReturnedRow
from alke.domain.imports.spots import Spot
from alke.domain.imports.statements import SURE
from alke.domain.imports.table_compare import ASKED, Kind, Said
from alke.domain.imports.table_import_operations import BOTH, KEEP, TAKE, TableDecision
from alke.web.numbers import whole

Answer = ProgressReport.Answer
TITLE = 60  # letters of an action's name in the list of cells


@dataclass(frozen=True)
class StatementRow:
    """One statement with its choices."""

    said: Said
    choices: list[tuple[str, str]]
    chosen: str
    options: list[tuple[int, str]]  # the cells to choose from
    cell: int | None  # chosen among them
    text: str = ""  # as it is to be taken over
    fault: str = ""

    @property
    def key(self) -> str:
        """Of the statement."""
        return self.said.key

    @property
    def version(self) -> int:
        """Of the cell, as it is seen."""
        return self.said.spot.version if self.said.spot is not None else 0

    @property
    def answer(self) -> str:
        """What sort of answer it is, where it is more than a text."""
        return _answer(self.said.answer)

    @property
    def answer_now(self) -> str:
        """The same of what stands in Alke."""
        return _answer(self.said.spot.entry.answer) if self.said.spot is not None else ""

    @property
    def limit(self) -> int:
        """The most characters that its cell takes."""
        return limit_of(self.said.answer)

    @property
    def is_edited(self) -> bool:
        """Whether its text is edited here: what no cell takes as it is, and what was refused."""
        longer = len(self.said.text) > self.limit
        return bool(self.said.text) and (longer or bool(self.fault) or self.text != self.said.text)

    @property
    def waits(self) -> bool:
        """Whether nothing is chosen."""
        return not self.chosen


def _answer(code: str) -> str:
    return str(Answer(code).label) if code and code != Answer.TEXT else ""


def rows_of(
    found: Iterable[Said], typed: QueryDict | None = None, faults: Mapping[str, str] | None = None
) -> list[StatementRow]:
    """All that is to be decided on; what a person must choose comes first."""
    form = typed if typed is not None else QueryDict()
    asked = [said for said in found if said.kind in ASKED]
    asked.sort(key=lambda said: said.kind is Kind.NEW)
    return [_row(said, form, (faults or {}).get(said.key, "")) for said in asked]


def _row(said: Said, form: QueryDict, fault: str) -> StatementRow:
    return StatementRow(
        said=said,
        choices=_choices(said),
        chosen=form.get(f"valinta.{said.key}", said.default),
        options=[(spot.report.pk, _name(spot)) for spot in said.near],
        cell=whole(form.get(f"kohta.{said.key}", "")) or _likeliest(said),
        text=form.get(f"teksti.{said.key}", said.text),
        fault=fault,
    )


def _choices(said: Said) -> list[tuple[str, str]]:
    if said.kind is Kind.CONFLICT:
        return [
            (KEEP, _("Keep Alke’s text")),
            (TAKE, _("Take Word’s text")),
            (BOTH, _("Take both, one after the other")),
        ]
    found = [(TAKE, _("Take as a draft"))] if said.spot is not None or said.near else []
    return [*found, (KEEP, _("Leave it out"))]


def _name(spot: Spot) -> str:
    report = spot.report
    title = report.action.heading
    short = title if len(title) <= TITLE else f"{title[:TITLE].rstrip()}…"
    return f"{report.action.number} {report.organisation.short}: {short}"


def _likeliest(said: Said) -> int | None:
    """The one own cell of the row's action, where there is just one."""
    own = [spot.report.pk for spot in said.near if spot.report.action.number == said.row.number]
    return own[0] if len(own) == 1 else None


def unknown_in(row: ReturnedRow) -> list[str]:
    """Responsible bodies that the row names and nobody knows for sure."""
    names = (name for side in row.bodies.values() for name in side)
    return [name.text for name in names if name.certainty not in SURE]


def table_decisions(form: QueryDict, found: Iterable[Said]) -> dict[str, TableDecision]:
    """What the form says of each statement."""
    return {
        said.key: TableDecision(
            choice=form.get(f"valinta.{said.key}", ""),
            report=whole(form.get(f"kohta.{said.key}", "")) or 0,
            version=whole(form.get(f"versio.{said.key}", "")) or 0,
            text=form.get(f"teksti.{said.key}"),
        )
        for said in found
    }
