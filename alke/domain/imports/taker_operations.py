"""Takes over what was chosen of a returned file, through the operations of topics and actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.imports.queries import actions_by_number, bodies_by_slug
from alke.domain.imports.returned import Returned
from alke.domain.imports.word_compare import Choice, Comparison, Difference, Kind
from alke.domain.papers.sheet_source import SheetSource
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.topics import action_operations as actions
from alke.domain.topics import operations as topics
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import Named
from alke.domain.topics.action_queries import named_bodies

WHOLE_SHEET = "sheet"
MOST_COMMENT = 2000


@dataclass(frozen=True)
class Decision:
    """What somebody chose for one difference; `version` is the one that was seen."""

    choice: str
    text: str = ""  # of a merge
    version: int = 0
    bodies: Mapping[str, Sequence[tuple[str, bool]]] = field(default_factory=dict)  # slug, leads
    reason: str = ""  # why an action is dropped


class NotTaken(Refused):
    """Nothing was taken over; `key` is the difference that could not be."""

    def __init__(self, key: str, fault: Refused | BadInput) -> None:
        super().__init__(fault.reason if isinstance(fault, Refused) else str(fault))
        self.key = key
        self.is_stale = isinstance(fault, Stale)


class Taker:
    """Applies decisions to one sheet."""

    def __init__(
        self, source: SheetSource, returned: Returned, by: Actor, late_reason: str
    ) -> None:
        self.source, self.returned, self.by, self.late = source, returned, by, late_reason

    def take(self, found: Comparison, decisions: Mapping[str, Decision]) -> list[str]:
        """Each chosen difference; an action's text and bodies are one change."""
        chosen = [
            (row, decisions[row.key])
            for row in found.differences
            if row.key in decisions and decisions[row.key].choice != Choice.KEEP
        ]
        by_action: dict[int, list[tuple[Difference, Decision]]] = {}
        for row, decision in chosen:
            if row.number is not None and row.kind is not Kind.REMOVED:
                by_action.setdefault(row.number, []).append((row, decision))
            else:
                self._one(row, decision)
        known = actions_by_number(by_action)
        for number, rows in by_action.items():
            self._action(known[number], rows)
        return [row.key for row, _decision in chosen]

    def bring_comments(self) -> None:
        """The file's comments; one whose place is gone is about the whole sheet."""
        for row in self.returned.comments:
            quoted = f"”{row.quoted}”\n\n" if row.quoted else ""
            target = row.target if self._has(row.target) else WHOLE_SHEET
            for text in _pieces(quoted + row.text):
                topics.add_comment(self.source.topic, target, text, by=self.by)

    def _has(self, target: str) -> bool:
        """Whether the sheet still has what was commented on."""
        fields = {row.key for row in self.source.sheet.fields}
        return target in fields | {f"action:{row.number}" for row in self.source.actions}

    def _one(self, row: Difference, decision: Decision) -> None:
        try:
            if row.field:
                topics.save_text(
                    self.source.topic,
                    row.field,
                    row.language,
                    decision.text if decision.choice == Choice.MERGE else row.word,
                    by=self.by,
                    base_version=decision.version,
                    late_reason=self.late,
                )
            elif row.kind is Kind.NEW:
                self._new(row, decision)
            elif row.kind is Kind.REMOVED:
                self._drop(row, decision)
            else:
                self._title(row, decision)
        except (Refused, BadInput) as fault:
            raise NotTaken(row.key, fault) from fault

    def _title(self, row: Difference, decision: Decision) -> None:
        topic = self.source.topic
        swedish = row.system == topic.title_sv != topic.title
        title = decision.text or row.word
        topics.edit_topic(
            topic,
            by=self.by,
            base_version=decision.version,
            title=None if swedish else title,
            title_sv=title if swedish else None,
            late_reason=self.late,
        )

    def _new(self, row: Difference, decision: Decision) -> None:
        given = self.returned.actions[row.row or 0]
        named = [name for side in Side for name in self._named(side.value, decision)]
        actions.create_action(
            self.source.topic,
            by=self.by,
            title=decision.text or given.text,
            kind=given.kind,
            language=self.source.topic.language,
            responsibles=named,
            late_reason=self.late,
        )

    def _drop(self, row: Difference, decision: Decision) -> None:
        action = actions_by_number([row.number or 0])[row.number or 0]
        actions.set_action_state(action, Action.State.DROPPED, by=self.by, reason=decision.reason)

    def _action(self, action: Action, rows: list[tuple[Difference, Decision]]) -> None:
        given: dict[str, Any] = {}
        bodies = {
            side.value: [
                Named(row.organisation, row.side, row.lead)
                for row in named_bodies(action)
                if row.side == side
            ]
            for side in Side
        }
        for row, decision in rows:
            if row.side:
                bodies[row.side] = self._named(row.side, decision)
                given["bodies"] = [name for side in Side for name in bodies[side.value]]
            else:
                swedish = row.system == action.title_sv != action.title
                given["title_sv" if swedish else "title"] = decision.text or row.word
        first, decision = rows[0]
        try:
            actions.revise_action(
                action,
                by=self.by,
                base_version=decision.version,
                late_reason=self.late,
                **given,
            )
        except (Refused, BadInput) as fault:
            raise NotTaken(first.key, fault) from fault

    def _named(self, side: str, decision: Decision) -> list[Named]:
        rows = decision.bodies.get(side, ())
        known = bodies_by_slug([slug for slug, _leads in rows])
        for slug, _leads in rows:
            if slug not in known:
                raise Refused(_("There is no such organisation: %(name)s.") % {"name": slug})
        return [Named(known[slug], side, leads) for slug, leads in rows]


def _pieces(text: str) -> list[str]:
    """A long comment becomes several: nothing of it is lost."""
    return [text[at : at + MOST_COMMENT] for at in range(0, len(text), MOST_COMMENT)]
