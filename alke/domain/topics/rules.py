"""Who may do what with topics, and when: agenda, sheet, confirmations, comments, pool."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.participation import council_ids, may, may_as, sides_in
from alke.domain.topics.models import Comment, Topic

Agenda = Discussion.Agenda
State = Topic.State
Disposition = Topic.Disposition
CONFIRMABLE = frozenset({State.COMMENTING, State.READY, State.PUBLISHED})
PLACED = frozenset({Disposition.MERGED, Disposition.SPLIT})
REASON_IS_MISSING = _(
    "The agenda is published. Give a reason for the change; participants are told."
)


def is_frozen(discussion: Discussion) -> bool:
    """Whether the agenda is published: from then on a change needs a reason (R5)."""
    return discussion.agenda in {Agenda.PUBLISHED, Agenda.ARCHIVED}


def is_under_way(discussion: Discussion) -> Verdict:
    """Whether anything may still be written in the discussion."""
    if discussion.cancelled_at:
        return refused(_("The discussion is cancelled."))
    if discussion.agenda == Agenda.ARCHIVED:
        return refused(_("The agenda is archived. It is no longer changed."))
    if discussion.round.state == Round.State.ENDED:
        return refused(_("The round has ended. Its topics are no longer changed."))
    return allowed()


def not_frozen(discussion: Discussion, late_reason: str = "") -> Verdict:
    """Whether the agenda's contents may change: freely before publication, then with a reason."""
    if is_frozen(discussion) and not late_reason.strip():
        return refused(REASON_IS_MISSING)
    return is_under_way(discussion)


def may_change_published(actor: Actor, discussion: Discussion) -> Verdict:
    """A published agenda is changed by those who confirm or run it: editors only draft (R5)."""
    allowed_to = may(actor, Power.RUN_DISCUSSION, discussion) or may(
        actor, Power.CONFIRM, discussion
    )
    if allowed_to or not is_frozen(discussion):
        return allowed()
    return refused(
        _(
            "The agenda is published. Now the contact of your organisation or the owner of the "
            "discussion makes the change."
        )
    )


def can_edit_topic(actor: Actor, topic: Topic, late_reason: str = "") -> Verdict:
    """Whether the actor may write the sheet's texts."""
    return first_refusal(
        _on_agenda(topic),
        may(actor, Power.EDIT_SHEET, topic.discussion),
        may_change_published(actor, topic.discussion),
        not_frozen(topic.discussion, late_reason),
    )


def can_edit_heading(actor: Actor, topic: Topic, late_reason: str = "") -> Verdict:
    """Whether the actor may change title and minutes: those who write or run the discussion."""
    return first_refusal(
        _on_agenda(topic),
        _writes_or_runs(actor, topic.discussion),
        may_change_published(actor, topic.discussion),
        not_frozen(topic.discussion, late_reason),
    )


def can_set_state(actor: Actor, topic: Topic, state: str) -> Verdict:
    """Whether the topic may go to draft or to comment; ready comes from confirmations."""
    if state not in Topic.STEPS[topic.state] or state not in {State.DRAFT, State.COMMENTING}:
        return refused(
            _("A topic that is “%(state)s” cannot be given this state.")
            % {"state": State(topic.state).label}
        )
    return can_edit_heading(actor, topic)


def can_set_opening(
    actor: Actor,
    topic: Topic,
    side: str,
    organisation: Organisation | None = None,
    late_reason: str = "",
) -> Verdict:
    """Whether the actor may say who opens the topic on `side`: only for its own side (R5)."""
    return first_refusal(
        _on_agenda(topic),
        _writes_or_runs(actor, topic.discussion),
        _own_side(actor, topic, side),
        _takes_part(organisation, side, topic.discussion),
        may_change_published(actor, topic.discussion),
        not_frozen(topic.discussion, late_reason),
    )


def can_confirm_topic(actor: Actor, topic: Topic, side: str) -> Verdict:
    """Whether the actor may confirm for `side` that the topic is ready (R5)."""
    return first_refusal(
        _on_agenda(topic),
        may(actor, Power.CONFIRM, topic.discussion),
        _confirms_for(actor, topic, side),
        is_under_way(topic.discussion),
        _can_be_confirmed(topic),
    )


def can_withdraw_confirmation(actor: Actor, topic: Topic, side: str) -> Verdict:
    """Whether the actor may take back its side's confirmation: before publication."""
    return first_refusal(
        may(actor, Power.CONFIRM, topic.discussion),
        _confirms_for(actor, topic, side),
        not_frozen(topic.discussion),
    )


def can_comment(actor: Actor, topic: Topic) -> Verdict:
    """Whether the actor may comment on the topic."""
    return first_refusal(
        may(actor, Power.COMMENT, topic.discussion), is_under_way(topic.discussion)
    )


def can_comment_privately(actor: Actor, topic: Topic) -> Verdict:
    """Whether the actor belongs to a side and may write for that side alone."""
    if not actor.sides and not actor.is_system:
        return refused(_("Only the two sides can comment among themselves."))
    return can_comment(actor, topic)


def can_resolve_comment(actor: Actor, comment: Comment) -> Verdict:
    """Whether the actor may close or reopen the thread."""
    if comment.parent_id:
        return refused(_("Only a whole thread can be resolved."))
    return can_comment(actor, comment.topic)


def can_propose_topic(actor: Actor, discussion: Discussion, draft_side: str = "") -> Verdict:
    """Whether the actor may propose a topic, shared or as a draft of its own side (B9)."""
    return first_refusal(
        may(actor, Power.PROPOSE_TOPIC, discussion),
        _takes_topics(discussion),
        _pool_open(discussion),
        _drafts_for(actor, discussion, draft_side),
    )


def can_share_topic(actor: Actor, topic: Topic) -> Verdict:
    """Whether the actor may show its side's draft to the other side."""
    return can_propose_topic(actor, topic.discussion, topic.draft_side)


def can_edit_proposal(actor: Actor, topic: Topic) -> Verdict:
    """Whether the actor may rewrite the proposal: its proposer, while it waits."""
    return first_refusal(
        _in_pool(topic),
        may_as(actor, Power.PROPOSE_TOPIC, topic.proposed_by_id),
        _waits(topic),
        _pool_open(topic.discussion),
    )


def can_place_topics(actor: Actor, discussion: Discussion, late_reason: str = "") -> Verdict:
    """Whether the actor may order the agenda and decide on proposals."""
    return first_refusal(
        may(actor, Power.RUN_DISCUSSION, discussion), not_frozen(discussion, late_reason)
    )


def can_take_topic(actor: Actor, topic: Topic, late_reason: str = "") -> Verdict:
    """Whether the proposal may be given a place: the agenda's limit holds (R4)."""
    return first_refusal(
        _in_pool(topic),
        can_place_topics(actor, topic.discussion, late_reason),
        _takes_topics(topic.discussion),
        _not_placed(topic),
        has_room(topic.discussion),
    )


def can_dispose_topic(actor: Actor, topic: Topic) -> Verdict:
    """Whether the actor may decide what becomes of a proposal that gets no place (B9)."""
    return first_refusal(
        _in_pool(topic),
        may(actor, Power.RUN_DISCUSSION, topic.discussion),
        is_under_way(topic.discussion),
        _not_placed(topic),
        _is_shared(topic),
    )


def can_merge_topic(actor: Actor, source: Topic, target: Topic) -> Verdict:
    """Whether the proposal may be merged into another topic of the same discussion."""
    if source.pk == target.pk or source.discussion_id != target.discussion_id:
        return refused(_("Choose another topic of the same discussion to merge into."))
    if target.disposition in PLACED:
        return refused(_("The topic to merge into is itself merged or split."))
    return first_refusal(can_dispose_topic(actor, source), _is_shared(target))


def has_room(discussion: Discussion) -> Verdict:
    """Whether one more topic fits on the agenda (R4)."""
    limit = discussion.max_topics
    if limit is None or discussion.topics.on_agenda().count() < limit:
        return allowed()
    return refused(
        ngettext_lazy(
            "At most %(limit)d topic fits on this agenda. Move it back to the proposals first.",
            "At most %(limit)d topics fit on this agenda. Move one back to the proposals first.",
            "limit",
        )
        % {"limit": limit}
    )


def _on_agenda(topic: Topic) -> Verdict:
    if topic.number is None:
        return refused(_("The topic is not on the agenda. Its sheet opens when it gets a place."))
    return allowed()


def _in_pool(topic: Topic) -> Verdict:
    if topic.number is not None:
        return refused(_("The topic is on the agenda. Move it back to the proposals first."))
    return allowed()


def _waits(topic: Topic) -> Verdict:
    if topic.disposition == Disposition.OPEN:
        return allowed()
    return refused(_("The proposal has been decided on. It is no longer changed."))


def _not_placed(topic: Topic) -> Verdict:
    if topic.disposition in PLACED:
        return refused(_("The proposal has been merged or split. Its place is in the new topic."))
    return allowed()


def _is_shared(topic: Topic) -> Verdict:
    if topic.draft_side:
        return refused(_("The proposal is a draft of one side. Share it first."))
    return allowed()


def _takes_topics(discussion: Discussion) -> Verdict:
    if not discussion.max_topics and discussion.outcome == Discussion.Outcome.NONE:
        return refused(_("No topics are taken to the agenda of this occasion."))
    return allowed()


def _pool_open(discussion: Discussion) -> Verdict:
    if is_frozen(discussion):
        return refused(
            _("The agenda is published. Propose the topic for the next round or another meeting.")
        )
    return is_under_way(discussion)


def _writes_or_runs(actor: Actor, discussion: Discussion) -> Verdict:
    return may(actor, Power.EDIT_SHEET, discussion) or may(actor, Power.RUN_DISCUSSION, discussion)


def _own_side(actor: Actor, topic: Topic, side: str) -> Verdict:
    discussion = topic.discussion
    sides = sides_in(actor, discussion, Power.EDIT_SHEET)
    if actor.is_system or side in sides | sides_in(actor, discussion, Power.RUN_DISCUSSION):
        return allowed()
    return refused(_("Each side names its own opening."))


def _confirms_for(actor: Actor, topic: Topic, side: str) -> Verdict:
    if actor.is_system or side in sides_in(actor, topic.discussion, Power.CONFIRM):
        return allowed()
    return refused(_("Each side confirms for itself."))


def _drafts_for(actor: Actor, discussion: Discussion, side: str) -> Verdict:
    if not side or actor.is_system or side in sides_in(actor, discussion, Power.PROPOSE_TOPIC):
        return allowed()
    return refused(_("A draft can only be one’s own side’s."))


def _takes_part(organisation: Organisation | None, side: str, discussion: Discussion) -> Verdict:
    if organisation is None or (
        organisation.side == side
        and (side == Side.VN or organisation.pk in council_ids(discussion))
    ):
        return allowed()
    return refused(_("The organisation does not take part in this discussion on that side."))


def _can_be_confirmed(topic: Topic) -> Verdict:
    if topic.state not in CONFIRMABLE:
        return refused(_("The topic is a draft. Open it for comment before it is confirmed."))
    if not any(row.text for row in topic.current_texts):
        return refused(_("The sheet is empty. Write at least one field before confirming."))
    return allowed()
