"""Follow-ups and the record of changes of synthetic rounds."""

import datetime as dt

from alke.base import clock
from alke.domain.audit.models import AuditEvent, AuditHead
from alke.domain.audit.queries import GENESIS, event_hash
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.rounds.models import Round
from alke.domain.samples.synthetic_world import World, save
from alke.domain.topics.action_models import Action, Responsibility

FOLLOWUPS = 2  # a round is followed up twice in the year after it


def make_followups(world: World, round_: Round, scope: Round, *, newest: bool) -> None:
    """Both follow-ups of the year before, closed and full; the newest one half answered.

    The first round, before which there is none, follows up its own actions.
    """
    bodies = list(
        Responsibility.objects.filter(action__origins__discussion__round=scope)
        .order_by("action__number")
        .values_list("action_id", "organisation_id", "side")
    )
    earlier: FollowUpRound | None = None
    for n in range(FOLLOWUPS):
        due = clock.end_of_day(dt.date(round_.year, 2 + n * 6, 8))
        last = newest and n == FOLLOWUPS - 1
        followup = FollowUpRound.objects.create(
            round=round_,
            slug=f"seuranta-{n + 1}",
            name_fi=f"Seuranta {n + 1}",
            scope_year=scope.year,
            state="open" if last else "closed",
            opens_date=due.date() - dt.timedelta(days=40),
            due_at=due,
            previous=earlier,
            opened_at=due - dt.timedelta(days=40),
            closed_at=None if last else due,
            published_at=due,
        )
        save([_report(world, followup, row, half=last) for row in bodies])
        earlier = followup


def _report(
    world: World, followup: FollowUpRound, row: tuple[int, int, str], *, half: bool
) -> ProgressReport:
    action, organisation, side = row
    report = ProgressReport(
        followup=followup, action_id=action, organisation_id=organisation, side=side
    )
    if not half or world.dice.random() < 0.5:
        report.state, report.answer, report.status = "submitted", "text", "ongoing"
        report.text, report.at = world.text(14), followup.due_at
    return report


def make_audit() -> None:
    """One event an action, so that the record of changes has a believable length."""
    previous, rows = GENESIS, []
    actions = Action.objects.order_by("pk").values_list(
        "pk", "origins__discussion_id", "created_at"
    )
    for seq, (pk, discussion, at) in enumerate(actions, start=1):
        row = AuditEvent(
            seq=seq,
            at=at,
            event="action.created",
            subject=f"action:{pk}",
            discussion_id=discussion,
            changes={"*": [None, "created"]},
            previous_hash=previous,
        )
        row.hash = previous = event_hash(row)
        rows.append(row)
    save(rows)
    AuditHead.objects.update_or_create(pk=1, defaults={"seq": len(rows), "hash": previous})
