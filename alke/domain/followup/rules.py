"""Who may open, answer, return and close follow-up, and when (R11, B2, B3)."""

from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.dates import format_span
from alke.base.verdicts import Refused, Verdict, allowed, first_refusal, refused
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import may, may_for
from alke.domain.topics.action_rules import discussions_of

State = ProgressReport.State
Stage = FollowUpRound.State

STAGES: dict[str, frozenset[str]] = {
    Stage.PLANNED: frozenset({Stage.OPEN}),
    Stage.OPEN: frozenset({Stage.OPEN, Stage.CLOSED}),
    Stage.CLOSED: frozenset({Stage.OPEN}),
}
TRANSITIONS: dict[str, frozenset[str]] = {
    State.MISSING: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.MISSING, State.SUBMITTED, State.RETURNED, State.ACCEPTED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.ACCEPTED: frozenset({State.RETURNED}),
}


def require_step(table: dict[str, frozenset[str]], before: str, after: str) -> None:
    """The state table itself: whatever was asked, nothing moves where it does not lead."""
    if after not in table[before]:
        raise Refused(_("This is not possible in the state in which it is."))


def is_open(followup: FollowUpRound) -> Verdict:
    """Whether the round is open, whatever its deadline."""
    if followup.state == Stage.PLANNED:
        return refused(_("The follow-up has not been opened yet."))
    if followup.state == Stage.CLOSED:
        return refused(
            _(
                "The follow-up is closed, and its answers stay as they were. "
                "Tell what is new in the next one."
            )
        )
    return allowed()


def takes_answers(followup: FollowUpRound) -> Verdict:
    """Open; after the deadline an answer is taken and shown as late, unless it is a hard one."""
    if (verdict := is_open(followup)) and followup.is_hard and followup.is_late(clock.now()):
        return refused(
            _(
                "The deadline was %(moment)s, and it is final. Drafts stay where they are. "
                "Ask the coordinator to move the deadline."
            )
            % {"moment": format_span(followup.due)}
        )
    return verdict


def can_open_followup(actor: Actor, followup: FollowUpRound) -> Verdict:
    """The coordinator opens it, once the earlier one is closed: its answers are the ground."""
    if Stage.OPEN not in STAGES[followup.state] or followup.state == Stage.CLOSED:
        return refused(_("The follow-up has been closed."))
    return first_refusal(may(actor, Power.RUN_ROUND), _previous_is_closed(followup))


def _previous_is_closed(followup: FollowUpRound) -> Verdict:
    previous = followup.previous
    if previous is not None and previous.state != Stage.CLOSED:
        return refused(
            _("Close “%(name)s” first: this one shows its answers as the earlier ones.")
            % {"name": previous.name}
        )
    return allowed()


def can_close_followup(actor: Actor, followup: FollowUpRound) -> Verdict:
    """The coordinator closes an open one."""
    return first_refusal(may(actor, Power.RUN_ROUND), is_open(followup))


def can_reopen_followup(actor: Actor, followup: FollowUpRound) -> Verdict:
    """One closed by mistake, while nothing rests on its answers yet."""
    if followup.state != Stage.CLOSED:
        return refused(_("Only a closed follow-up can be opened again."))
    if followup.published_at is not None:
        return refused(_("The follow-up has been published, so its answers are not altered."))
    if followup.following.exclude(state=Stage.PLANNED).exists():
        return refused(_("A later follow-up already rests on these answers."))
    return may(actor, Power.RUN_ROUND)


def can_publish_followup(actor: Actor, followup: FollowUpRound) -> Verdict:
    """What is frozen can be published, once."""
    if followup.published_at is not None:
        return refused(_("The follow-up is already published."))
    if followup.state != Stage.CLOSED:
        return refused(_("Close the follow-up first: what is published no longer changes."))
    return may(actor, Power.RUN_ROUND)


def can_draft_report(actor: Actor, report: ProgressReport) -> Verdict:
    """Those who write for the body, while the round is open; what is accepted is settled."""
    return first_refusal(
        may_for(actor, Power.REPORT, report.organisation, report.side),
        is_open(report.followup),
        _is_not_accepted(report),
    )


def can_submit_report(actor: Actor, report: ProgressReport) -> Verdict:
    """The body's contact submits."""
    return first_refusal(
        may_for(actor, Power.SUBMIT_REPORT, report.organisation, report.side),
        takes_answers(report.followup),
        _is_not_accepted(report),
    )


def can_submit_drafts(actor: Actor, followup: FollowUpRound, organisation: Organisation) -> Verdict:
    """All of the body's drafts at once."""
    return first_refusal(_answers_for(actor, organisation), takes_answers(followup))


def _answers_for(actor: Actor, organisation: Organisation) -> Verdict:
    """On one of the sides; each cell is asked for its own."""
    power = Power.SUBMIT_REPORT
    return may_for(actor, power, organisation, Side.VN) or may_for(actor, power, organisation)


def can_report_nothing_new(
    actor: Actor, followup: FollowUpRound, organisation: Organisation
) -> Verdict:
    """The body's own act, for one action or all that wait (B2)."""
    return first_refusal(
        _answers_for(actor, organisation),
        takes_answers(followup),
        _allows_nothing_new(followup),
    )


def _allows_nothing_new(followup: FollowUpRound) -> Verdict:
    if followup.nothing_new_allowed:
        return allowed()
    return refused(_("This follow-up wants a text of each action."))


def can_say_nothing_new(report: ProgressReport, text: str = "") -> Verdict:
    """It stands on an earlier statement; where there is none, a text must be given."""
    if not report.followup.nothing_new_allowed:
        return _allows_nothing_new(report.followup)
    if report.since_id is not None and text:
        return refused(
            _(
                "You have written a text. Submit it as the progress, or empty the field: "
                "“nothing new” keeps the earlier text."
            )
        )
    if report.since_id is None and not text:
        return refused(
            _(
                "There is no earlier text that could stay in force. "
                "Write in a sentence how far the action is."
            )
        )
    return allowed()


def can_undo_report(actor: Actor, report: ProgressReport, *, has_draft: bool = False) -> Verdict:
    """The reporter takes back what was submitted, until the round closes or it is accepted."""
    if report.state == State.MISSING:
        return refused(_("Nothing has been submitted here."))
    if report.state == State.RETURNED:
        return refused(_("The answer has been returned to you already."))
    if has_draft:
        return refused(_("You are correcting this answer. Submit or discard the correction first."))
    return first_refusal(can_submit_report(actor, report), _can_be_completed(report))


def can_review_report(actor: Actor, report: ProgressReport, to: str) -> Verdict:
    """The coordinator, or the owner of a discussion of origin, returns or accepts."""
    if to not in TRANSITIONS[report.state] or to == report.state:
        return refused(_("There is no submitted answer here."))
    return first_refusal(
        is_open(report.followup),
        may_review(actor, report),
        _can_be_completed(report) if to == State.RETURNED else allowed(),
    )


def _can_be_completed(report: ProgressReport) -> Verdict:
    """Once an ended body has handed the action over, nobody gives its answer anew (S9)."""
    body = report.organisation
    named = report.action.responsibilities.filter(organisation=body)
    if not body.has_ended(clock.today()) or named.exists():
        return allowed()
    return refused(
        _(
            "%(body)s has ended, and its answer stays as it was given. "
            "Those who go on with its work tell what is new in the next follow-up."
        )
        % {"body": body.name}
    )


def may_review(actor: Actor, report: ProgressReport) -> Verdict:
    """Whether the actor reviews answers on this action at all."""
    verdict = may(actor, Power.RUN_ROUND)
    for discussion in discussions_of(report.action):
        verdict = verdict or may(actor, Power.RETURN_REPORT, discussion)
    return verdict


def _is_not_accepted(report: ProgressReport) -> Verdict:
    if report.state == State.ACCEPTED:
        return refused(_("The answer has been accepted. Ask the coordinator to return it."))
    return allowed()
