"""The cells of a follow-up as a Word table finds them: what they say now, who may write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from alke.base.verdicts import Verdict
from alke.domain.followup import rules
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.people.actors import Actor

State = ProgressReport.State


@dataclass(frozen=True)
class Spot:
    """One cell, with its draft where one sees it."""

    report: ProgressReport
    draft: ReportDraft | None
    may: Verdict  # whether one may write there

    @property
    def entry(self) -> ProgressReport | ReportDraft:
        """What stands there: the draft, else the answer."""
        return self.draft or self.report

    @property
    def version(self) -> int:
        """The version on which a write must rest."""
        return self.entry.version

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been said or begun."""
        return self.draft is None and self.report.state == State.MISSING


class Spots:
    """All cells of a follow-up that somebody sees."""

    def __init__(
        self,
        followup: FollowUpRound,
        reports: Iterable[Any],  # read with `with_drafts`
        actor: Actor,
    ) -> None:
        self.all: dict[int, Spot] = {}
        self._by_action: dict[tuple[int, str], dict[str, Spot]] = {}
        for report in reports:
            report.followup = followup
            may = rules.can_draft_report(actor, report)
            spot = self.all[report.pk] = Spot(report, getattr(report, "own_draft", None), may)
            place = (report.action.number, report.side)
            self._by_action.setdefault(place, {})[report.organisation.slug] = spot

    def get(self, number: int | None, slug: str, side: str) -> Spot | None:
        """The cell of a body on an action."""
        return self._by_action.get((number or 0, side), {}).get(slug)

    def of(self, number: int | None, side: str) -> list[Spot]:
        """The cells of one side on an action."""
        return list(self._by_action.get((number or 0, side), {}).values())

    def free(self, side: str) -> list[Spot]:
        """The empty cells of the side that one may fill."""
        return [
            spot
            for spot in self.all.values()
            if spot.report.side == side and spot.may and spot.is_empty
        ]

    def writes(self, side: str) -> bool:
        """Whether one writes in any cell of the side."""
        return any(spot.may for spot in self.all.values() if spot.report.side == side)
