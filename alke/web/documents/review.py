"""The review of a returned file as the page shows it, and what its form says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from alke.domain.imports.returned import Name, Returned
from alke.domain.imports.taker_operations import Decision
from alke.domain.imports.word_compare import Choice, Comparison, Difference, Kind
from alke.domain.papers.sheet_source import SheetSource
from alke.domain.people.models import Organisation, Side
from alke.domain.people.recognition import Certainty
from alke.domain.topics.action_queries import named_bodies
from alke.domain.topics.models import TopicText
from alke.domain.topics.text_differences import Part, combined, differences
from alke.web.numbers import whole

SURE = {Certainty.CERTAIN.value, Certainty.GROUP.value}
LEFT_OUT = "-"


@dataclass(frozen=True)
class BodyRow:
    """A body as the file names it, and what a person chose where it is not sure."""

    name: str  # of the form's field, empty where nothing is asked
    text: str
    bodies: list[Organisation]
    sure: bool
    lead: bool
    chosen: str = ""


@dataclass(frozen=True)
class ReviewRow:
    """One difference with its choices."""

    difference: Difference
    label: str
    system: list[Part]
    word: list[Part]
    choices: list[tuple[str, str]]
    chosen: str
    merge: str = ""
    bodies: dict[str, list[BodyRow]] = field(default_factory=dict)
    now: dict[str, list[Organisation]] = field(default_factory=dict)
    version: int = 0
    reason: str = ""
    fault: str = ""
    edited: TopicText | None = None  # what stands in Alke, where that is asked about

    @property
    def asks(self) -> bool:
        """Whether a body is still to be chosen."""
        return any(row.name and not row.chosen for rows in self.bodies.values() for row in rows)

    @property
    def waits(self) -> bool:
        """Whether it cannot be taken over before a person has chosen."""
        return self.asks or (self.difference.is_open and not self.chosen)

    @property
    def key(self) -> str:
        """Of the difference."""
        return self.difference.key


class Review:
    """Makes rows of differences, with what has been typed."""

    def __init__(
        self,
        source: SheetSource,
        returned: Returned,
        organisations: Iterable[Organisation],
        typed: QueryDict | None = None,
        faults: Mapping[str, str] | None = None,
    ) -> None:
        self.source, self.returned = source, returned
        self.known = {row.slug: row for row in organisations}
        self.typed = typed if typed is not None else QueryDict()
        self.faults = faults or {}
        self.actions = {action.number: action for action in source.actions}

    def rows(self, found: Comparison) -> list[ReviewRow]:
        """All that is to be decided on."""
        return [self._row(row) for row in found.differences]

    def label(self, row: Difference) -> str:
        """What the row is about."""
        if row.key == "title":
            return _("Title")
        if row.field:
            template = self.source.template.get(row.field)
            return template.label if template else row.field
        if row.kind is Kind.NEW:
            given = self.returned.actions[row.row or 0]
            return _("New ongoing action") if given.kind == "ongoing" else _("New proposal")
        if row.side:
            side = _("VN") if row.side == Side.VN else _("Regions")
            return _("Action %(number)d, responsible bodies: %(side)s") % {
                "number": row.number or 0,
                "side": side,
            }
        return _("Action %(number)d") % {"number": row.number or 0}

    def _row(self, row: Difference) -> ReviewRow:
        base = row.system if row.base is None else row.base
        plain = bool(row.side)
        return ReviewRow(
            difference=row,
            label=self.label(row),
            system=[] if plain else differences(base, row.system),
            word=[] if plain else differences(base, row.word),
            choices=self._choices(row),
            chosen=self.typed.get(f"valinta.{row.key}", row.default),
            merge=self.typed.get(f"teksti.{row.key}", row.joined or _both(row)),
            bodies=self._bodies(row),
            now=self._now(row),
            version=row.version,
            reason=self.typed.get(f"syy.{row.key}", ""),
            fault=self.faults.get(row.key, ""),
            edited=self._edited(row),
        )

    def _edited(self, row: Difference) -> TopicText | None:
        """Who wrote the text that a person may overwrite."""
        if not (row.is_open and row.field):
            return None
        found = self.source.sheet.get(row.field)
        return found.texts.get(row.language) if found is not None else None

    @staticmethod
    def _choices(row: Difference) -> list[tuple[str, str]]:
        if row.kind is Kind.NEW:
            return [(Choice.TAKE, _("Add the row")), (Choice.KEEP, _("Do not add it"))]
        if row.kind is Kind.REMOVED:
            return [
                (Choice.KEEP, _("Keep the action")),
                (Choice.TAKE, _("Mark that it will not be carried out")),
            ]
        if row.side:
            return [(Choice.TAKE, _("Take Word’s bodies")), (Choice.KEEP, _("Keep Alke’s bodies"))]
        found = [(Choice.TAKE, _("Take Word’s text")), (Choice.KEEP, _("Keep Alke’s text"))]
        if row.is_open:
            found = [*reversed(found), (Choice.MERGE, _("Join and edit"))]
        return [(str(code), text) for code, text in found]

    def _bodies(self, row: Difference) -> dict[str, list[BodyRow]]:
        if row.kind is Kind.NEW:
            sides = self.returned.actions[row.row or 0].bodies
        elif row.side:
            sides = {row.side: row.names}
        else:
            return {}
        return {
            side: [self._body(row, side, n, name) for n, name in enumerate(names)]
            for side, names in sides.items()
        }

    def _body(self, row: Difference, side: str, number: int, name: Name) -> BodyRow:
        sure = name.certainty in SURE
        key = f"taho.{row.key}.{side}.{number}"
        bodies = [self.known[slug] for slug in name.slugs if slug in self.known]
        return BodyRow(
            "" if sure else key, name.text, bodies, sure, name.lead, self.typed.get(key, "")
        )

    def _now(self, row: Difference) -> dict[str, list[Organisation]]:
        if not row.side or row.number not in self.actions:
            return {}
        rows = named_bodies(self.actions[row.number])
        return {row.side: [body.organisation for body in rows if body.side == row.side]}


def decisions_of(form: QueryDict, found: Comparison, returned: Returned, source: SheetSource) -> (
    dict[str, Decision]
):  # fmt: skip
    """What the form says of each difference."""
    leads = {
        (action.number, row.side, row.organisation.slug): row.lead
        for action in source.actions
        for row in named_bodies(action)
    }
    return {
        row.key: Decision(
            choice=form.get(f"valinta.{row.key}", ""),
            text=form.get(f"teksti.{row.key}", "") if _merges(form, row) else "",
            version=whole(form.get(f"versio.{row.key}", "")) or 0,
            bodies=_chosen(form, row, returned, leads),
            reason=form.get(f"syy.{row.key}", ""),
        )
        for row in found.differences
    }


def _merges(form: QueryDict, row: Difference) -> bool:
    return form.get(f"valinta.{row.key}") == Choice.MERGE


def _chosen(
    form: QueryDict,
    row: Difference,
    returned: Returned,
    leads: Mapping[tuple[int, str, str], bool],
) -> dict[str, list[tuple[str, bool]]]:
    """The bodies of each side, those that a person had to choose included; each once."""
    if row.kind is Kind.NEW:
        sides: Mapping[str, Iterable[Name]] = returned.actions[row.row or 0].bodies
    else:
        sides = {row.side: row.names} if row.side else {}
    found: dict[str, list[tuple[str, bool]]] = {}
    for side, names in sides.items():
        listed = list(names)
        told = any(name.lead for name in listed)
        kept: dict[str, bool] = {}
        for number, name in enumerate(listed):
            for slug in _slugs(form, f"taho.{row.key}.{side}.{number}", name):
                now = leads.get((row.number or 0, side, slug), False)
                kept[slug] = kept.get(slug, False) or (name.lead if told else now)
        found[side] = list(kept.items())
    return found


def _slugs(form: QueryDict, key: str, name: Name) -> list[str]:
    if name.certainty in SURE:
        return list(name.slugs)
    chosen = form.get(key, "")
    return [] if chosen in {"", LEFT_OUT} else [chosen]


def unasked(form: QueryDict, rows: Iterable[ReviewRow]) -> dict[str, str]:
    """Rows to be taken in which a body is still to be chosen, with what to do."""
    return {
        row.key: _("Choose who “%(text)s” is, or leave it out.") % {"text": body.text}
        for row in rows
        if form.get(f"valinta.{row.key}") == Choice.TAKE
        for bodies in row.bodies.values()
        for body in bodies
        if body.name and not form.get(body.name)
    }


def _both(row: Difference) -> str:
    """Both texts in one, for a person to finish."""
    return combined(row.system, row.word) if row.is_open else ""
