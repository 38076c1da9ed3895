"""Who may draw up, edit, confirm and publish an outcome, and when."""

from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.outcomes.models import Outcome, OutcomeItem
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.participation import may, sides_in

State = Outcome.State
Kinds = Discussion.Outcome

TRANSITIONS: dict[str, set[str]] = {
    State.DRAFT: {State.COMMENTING},
    State.COMMENTING: {State.DRAFT, State.READY},
    State.READY: {State.COMMENTING, State.PUBLISHED},
    State.PUBLISHED: {State.DRAFT},
}


def _goes_on(discussion: Discussion) -> Verdict:
    if discussion.cancelled_at is not None:
        return refused(_("The discussion is cancelled."))
    if discussion.round.state == Round.State.ENDED:
        return refused(_("The round has ended. Its outcomes are no longer changed."))
    return allowed()


def can_draw_up_outcome(actor: Actor, discussion: Discussion) -> Verdict:
    """The owner draws it up, once the discussion has begun; a webinar records nothing (B11)."""
    if discussion.outcome == Kinds.NONE:
        return refused(_("Nothing is recorded of this kind of occasion."))
    if discussion.starts_at is None or clock.now() < discussion.starts_at:
        return first_refusal(
            may(actor, Power.RUN_DISCUSSION, discussion),
            refused(_("The outcome is drawn up when the discussion has begun.")),
        )
    return first_refusal(may(actor, Power.RUN_DISCUSSION, discussion), _goes_on(discussion))


def can_edit_outcome(actor: Actor, outcome: Outcome) -> Verdict:
    """Owner and both sides write together until it is published."""
    if outcome.state == State.PUBLISHED:
        return refused(
            _(
                "A published outcome is not altered. "
                "The owner can correct it with a new publication."
            )
        )
    discussion = outcome.discussion
    power = may(actor, Power.RUN_DISCUSSION, discussion)
    power = power or may(actor, Power.EDIT_SHEET, discussion)  # whose reason says more
    return first_refusal(power, _goes_on(discussion))


def can_record_kind(outcome: Outcome, kind: str) -> Verdict:
    """A regional meeting has a memo, never conclusions (letter 2024, Maakuntakohtaiset; R8)."""
    if outcome.is_memo and kind == OutcomeItem.Kind.CONCLUSION:
        return refused(_("A regional meeting has a memo. Conclusions are not drawn up from it."))
    return allowed()


def can_decide_action(actor: Actor, outcome: Outcome) -> Verdict:
    """Decisions on actions belong to conclusions."""
    if outcome.is_memo:
        return refused(_("A memo decides nothing on actions."))
    return can_edit_outcome(actor, outcome)


def can_change_outcome_state(actor: Actor, outcome: Outcome, state: str) -> Verdict:
    """The owner moves it on, one step at a time."""
    if state not in TRANSITIONS[outcome.state] or State.PUBLISHED in {
        state,
        outcome.state,
    }:
        return refused(_("The outcome cannot move to this state from the one it is in."))
    power = may(actor, Power.RUN_DISCUSSION, outcome.discussion)
    return first_refusal(power, _goes_on(outcome.discussion))


def can_confirm_outcome(actor: Actor, outcome: Outcome, side: Side) -> Verdict:
    """A contact confirms for the own side, when the text is ready for it."""
    if outcome.state == State.PUBLISHED:
        return refused(_("The outcome is already published."))
    if outcome.state == State.DRAFT:
        return refused(_("The outcome is a draft. It is confirmed once it has been for comment."))
    return _speaks_for(actor, outcome.discussion, side)


def can_withdraw_outcome_confirmation(actor: Actor, outcome: Outcome, side: Side) -> Verdict:
    """Who may confirm for a side may take its confirmation back, until it is published."""
    if outcome.state == State.PUBLISHED:
        return refused(_("The outcome is already published."))
    return _speaks_for(actor, outcome.discussion, side)


def _speaks_for(actor: Actor, discussion: Discussion, side: Side) -> Verdict:
    if actor.is_system:
        return allowed()
    power = may(actor, Power.CONFIRM, discussion)
    if power and side not in sides_in(actor, discussion, Power.CONFIRM):
        return refused(_("You can confirm for your own side only."))
    return first_refusal(power, _goes_on(discussion))


def can_publish_outcome(actor: Actor, outcome: Outcome, missing: list[str]) -> Verdict:
    """Both sides have confirmed, and nothing that must be there is `missing`."""
    if outcome.state == State.PUBLISHED:
        return refused(_("The outcome is already published."))
    power = may(actor, Power.PUBLISH, outcome.discussion)
    going_on = _goes_on(outcome.discussion)
    return first_refusal(power, going_on, *(refused(reason) for reason in missing))


def can_reopen_outcome(actor: Actor, outcome: Outcome) -> Verdict:
    """Only what is published can be corrected."""
    if outcome.state != State.PUBLISHED:
        return refused(_("The outcome has not been published yet."))
    return first_refusal(
        may(actor, Power.PUBLISH, outcome.discussion), _goes_on(outcome.discussion)
    )
