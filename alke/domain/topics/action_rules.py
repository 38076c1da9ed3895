"""Who may write actions, answer for them and hand them on, and when (R10, B1, S9)."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Succession
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.participation import may, may_for
from alke.domain.topics.action_models import Action, Responsibility
from alke.domain.topics.agenda_rules import wants_reason
from alke.domain.topics.rules import REASON_IS_MISSING, may_change_published

State = Action.State
Answer = Responsibility.Answer

TRANSITIONS: dict[str, frozenset[str]] = {
    State.PROPOSED: frozenset({State.NOT_STARTED, State.ONGOING, State.DROPPED}),
    State.NOT_STARTED: frozenset({State.ONGOING, State.DELAYED, State.DONE, State.DROPPED}),
    State.ONGOING: frozenset({State.DELAYED, State.DONE, State.DROPPED}),
    State.DELAYED: frozenset({State.ONGOING, State.DONE, State.DROPPED}),
    State.DONE: frozenset({State.ONGOING}),
    State.DROPPED: frozenset({State.PROPOSED, State.NOT_STARTED, State.ONGOING}),
}
CLOSED = frozenset({State.DONE, State.DROPPED})


def discussions_of(action: Action) -> list[Discussion]:
    """The discussions from which the action comes; kept on the object. One query at most."""
    kept: list[Discussion] | None = action.__dict__.get("_discussions")
    if kept is None:
        rows = action.origins.select_related("discussion__round").order_by("pk")
        kept = [row.discussion for row in rows]
        action.__dict__["_discussions"] = kept
    return kept


def asks_reason(action: Action) -> bool:
    """Whether a change is a late one: it stands on a published agenda (R5)."""
    return not action.draft_side and any(map(wants_reason, discussions_of(action)))


def can_write_actions(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether the actor writes actions in the discussion at all, whatever the moment."""
    return first_refusal(may(actor, Power.EDIT_SHEET, discussion), _is_running(discussion))


def can_create_action(
    actor: Actor, discussion: Discussion, late_reason: str | None = "", draft_side: str = ""
) -> Verdict:
    """Those who write the sheet add actions; on a published agenda with a reason.

    `late_reason` None leaves the reason out of account: whether the form can be opened.
    """
    needed = wants_reason(discussion) and not draft_side
    return first_refusal(
        can_write_actions(actor, discussion),
        _drafts_for_own_side(actor, draft_side),
        may_change_published(actor, discussion) if needed else allowed(),
        _given(late_reason, needed=needed),
    )


def can_edit_action(actor: Actor, action: Action, late_reason: str | None = "") -> Verdict:
    """Those who write the sheet of one of its discussions; late with a reason."""
    return first_refusal(
        _in_force(action),
        _drafts_for_own_side(actor, action.draft_side),
        _writes_somewhere(actor, discussions_of(action)),
        _may_change_late(actor, action),
        _given(late_reason, needed=asks_reason(action)),
    )


def _may_change_late(actor: Actor, action: Action) -> Verdict:
    late = [row for row in discussions_of(action) if wants_reason(row)]
    if action.draft_side or not late:
        return allowed()
    verdicts = [may_change_published(actor, discussion) for discussion in late]
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def can_set_action_state(actor: Actor, action: Action, state: str) -> Verdict:
    """Editors of the sheet and those who report for a responsible body."""
    if state not in TRANSITIONS[action.state]:
        return refused(
            _("An action that is “%(state)s” cannot be given this state.")
            % {"state": State(action.state).label}
        )
    return first_refusal(
        _in_force(action),
        _drafts_for_own_side(actor, action.draft_side),
        _edits_or_reports(actor, action),
    )


def can_share_action(actor: Actor, action: Action, late_reason: str | None = "") -> Verdict:
    """The side that drafted it shows it to the other one."""
    if not action.draft_side:
        return refused(_("The action is already shared between the sides."))
    needed = any(map(wants_reason, discussions_of(action)))
    return first_refusal(
        can_edit_action(actor, action, late_reason), _given(late_reason, needed=needed)
    )


def can_merge_actions(actor: Actor, source: Action, target: Action) -> Verdict:
    """Two different shared actions, both of which the actor may edit."""
    if source.pk == target.pk:
        return refused(_("Choose another action to merge into."))
    if source.draft_side or target.draft_side:
        return refused(_("A draft of one side cannot be merged. Share it first."))
    reason = "-"  # the merge itself carries one
    return first_refusal(
        can_edit_action(actor, source, reason), can_edit_action(actor, target, reason)
    )


def can_link_predecessor(actor: Actor, action: Action, predecessor: Action) -> Verdict:
    """An earlier action, never itself nor one that comes from it."""
    seen = {action.pk}
    step: Action | None = predecessor
    while step is not None:
        if step.pk in seen:
            return refused(_("An action cannot come from itself."))
        seen.add(step.pk)
        step = step.predecessor
    return can_edit_action(actor, action, None)


def can_answer(actor: Actor, responsibility: Responsibility) -> Verdict:
    """The named organisation itself answers, or who answers in its place (B1)."""
    action = responsibility.action
    return first_refusal(
        may_for(actor, Power.ANSWER_ACTION, responsibility.organisation, responsibility.side),
        _in_force(action),
        _is_shared(action),
        _is_open(action),
    )


def can_remove_responsible(actor: Actor, row: Responsibility) -> Verdict:
    """A body that has accepted is taken off by its own side, or by who runs the discussion."""
    if row.answer != Answer.ACCEPTED or actor.is_system or row.side in actor.sides:
        return allowed()
    if any(may(actor, Power.RUN_DISCUSSION, found) for found in discussions_of(row.action)):
        return allowed()
    return refused(
        _("The body has accepted its responsibility. Only its own side can take it off.")
    )


def can_replace_responsible(
    actor: Actor, action: Action, old: Organisation, successors: Sequence[Organisation]
) -> Verdict:
    """Successors go on with the work of a body that has ended (S9)."""
    keys, day = {new.pk for new in successors}, clock.today()
    if not keys:
        return refused(_("Choose at least one successor."))
    if old.pk in keys or not all(new.is_valid_on(day) for new in successors):
        return refused(_("Choose a body that exists today."))
    ended = old.has_ended(day)
    known = Succession.objects.filter(predecessor=old, successor__in=keys).count()
    if ended and known < len(keys):
        return refused(_("Choose one of the bodies that go on with its work."))
    takes = ended and all(may_for(actor, Power.ANSWER_ACTION, new) for new in successors)
    if takes or may(actor, Power.RUN_ROUND):
        return _in_force(action)
    return can_edit_action(actor, action, "-")


def _is_running(discussion: Discussion) -> Verdict:
    if discussion.cancelled_at:
        return refused(_("The discussion is cancelled."))
    if discussion.round.state == Round.State.ENDED:
        return refused(_("The round has ended. How its actions go on is told in the follow-up."))
    return allowed()


def _writes_somewhere(actor: Actor, discussions: Iterable[Discussion]) -> Verdict:
    if actor.is_system:
        return allowed()
    verdict = refused(_("The action belongs to no discussion in which you write."))
    for discussion in discussions:
        if verdict := can_write_actions(actor, discussion):
            return verdict
    return verdict


def _edits_or_reports(actor: Actor, action: Action) -> Verdict:
    writes = _writes_somewhere(actor, discussions_of(action))
    if writes:
        return writes
    rows = action.responsibilities.select_related("organisation")
    reports = (may_for(actor, Power.SUBMIT_REPORT, row.organisation, row.side) for row in rows)
    return next((verdict for verdict in reports if verdict), writes)


def _drafts_for_own_side(actor: Actor, side: str) -> Verdict:
    if not side or actor.is_system or side in actor.sides:
        return allowed()
    return refused(_("A draft can only be one’s own side’s."))


def _in_force(action: Action) -> Verdict:
    if action.merged_into_id is None:
        return allowed()
    return refused(_("The action has been merged into another one, which goes on in its place."))


def _is_shared(action: Action) -> Verdict:
    return refused(_("The action is still a draft.")) if action.draft_side else allowed()


def _is_open(action: Action) -> Verdict:
    if action.state in CLOSED:
        return refused(_("The action is closed. Responsibilities are no longer answered."))
    return allowed()


def _given(reason: str | None, *, needed: bool) -> Verdict:
    if not needed or reason is None or reason.strip():
        return allowed()
    return refused(REASON_IS_MISSING)
