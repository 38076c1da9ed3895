"""Plays the steps of follow-up: opening, answers of bodies, review, closing."""

from collections.abc import Iterable
from typing import Any

from alke.domain.followup import operations
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.samples.script import Step
from alke.domain.samples.stage import Stage
from alke.domain.topics.action_models import Action

Answer, State = ProgressReport.Answer, ProgressReport.State
SCOPE = 2023  # both follow-ups are of the actions of that year
Cell = list[str]  # [answer or status, text, "draft"]


def open_round(stage: Stage, step: Step) -> None:
    """A cell for each action in scope and each responsible body."""
    operations.open_followup(_followup(step), by=stage.actor(step.by))


def close_round(stage: Stage, step: Step) -> None:
    """The answers frozen."""
    operations.close_followup(_followup(step), by=stage.actor(step.by))


def publish(stage: Stage, step: Step) -> None:
    """The frozen answers shown to everybody."""
    operations.publish_followup(_followup(step), by=stage.actor(step.by))


def report(stage: Stage, step: Step) -> None:
    """One body's answers in one sitting; `rest` is said of all its cells that still wait."""
    followup = _followup(step)
    cells = {row.action_id: row for row in _cells(followup, stage, step.by)}
    quiet = []
    for key, cell in step.data.get("answers", {}).items():
        row = cells.get(stage.action(key).pk)
        if row is None:  # settled earlier as not theirs
            continue
        if cell[0] == Answer.NOTHING_NEW:
            quiet.append(row.pk)
        else:
            _answer(stage, step, row, cell)
    if "rest" in step.data:
        _nothing_new(stage, step, followup, None)
    elif quiet:
        _nothing_new(stage, step, followup, quiet)


def _answer(stage: Stage, step: Step, row: ProgressReport, cell: Cell) -> None:
    status = cell[0] if cell[0] in Action.State.values else ""
    said: dict[str, Any] = {
        "answer": cell[0] if cell[0] in Answer.values else Answer.TEXT,
        "status": status,
        "text": cell[1],
        "by": stage.actor(step.by),
    }
    draft = ReportDraft.objects.filter(report=row).first()
    version = draft.version if draft else row.version
    write = operations.save_draft if cell[2:] == ["draft"] else operations.submit_report
    write(row, base_version=version, **said)


def _nothing_new(
    stage: Stage, step: Step, followup: FollowUpRound, reports: list[int] | None
) -> None:
    operations.report_nothing_new(
        followup, by=stage.actor(step.by), organisation=stage.body(step.by), reports=reports
    )


def review(stage: Stage, step: Step) -> None:
    """Answers accepted or returned."""
    actor, followup = stage.actor(step.by), _followup(step)
    for key, body in step.data["accepted"]:
        for row in _named(followup, stage, key, body):
            operations.accept_report(row, by=actor)
    for key, body, comment in step.data["returned"]:
        for row in _named(followup, stage, key, body):
            operations.return_report(row, comment, by=actor)


def _followup(step: Step) -> FollowUpRound:
    rows = FollowUpRound.objects.select_related("round")
    return rows.get(slug=step.data["followup"], scope_year=SCOPE)


def _cells(followup: FollowUpRound, stage: Stage, body: str) -> Iterable[ProgressReport]:
    return followup.reports.filter(organisation=stage.body(body))


def _named(followup: FollowUpRound, stage: Stage, key: str, body: str) -> Iterable[ProgressReport]:
    rows = followup.reports.filter(action=stage.action(key), organisation=stage.body(body))
    return rows.filter(state=State.SUBMITTED)
