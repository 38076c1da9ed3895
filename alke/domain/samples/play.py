"""Which function plays which kind of step."""

from collections.abc import Callable

from alke.domain.samples import play_actions as actions
from alke.domain.samples import play_bookings as bookings
from alke.domain.samples import play_followup as followup
from alke.domain.samples import play_outcomes as outcomes
from alke.domain.samples import play_participants as participants
from alke.domain.samples import play_rounds as rounds
from alke.domain.samples import play_topics as topics
from alke.domain.samples.script import Step
from alke.domain.samples.stage import Stage

Player = Callable[[Stage, Step], None]

PLAYERS: dict[str, Player] = {
    "round": rounds.load,
    "round-state": rounds.set_state,
    "contact": rounds.contact,
    "book": bookings.book,
    "booking": bookings.settle,
    "meeting-time": bookings.set_time,
    "attend": bookings.attend,
    "swap": bookings.swap,
    "ask-late": bookings.ask_late,
    "accept-request": bookings.accept,
    "participants": participants.register,
    "enrolment": participants.enrol,
    "propose": topics.propose,
    "share": topics.share,
    "take": topics.take,
    "text": topics.text,
    "edit": topics.edit,
    "opening": topics.opening,
    "comment": topics.comment,
    "resolve": topics.resolve,
    "stage": topics.comment_stage,
    "confirm": topics.confirm,
    "proposal": topics.decide,
    "agenda": topics.move_agenda,
    "publish-agenda": topics.publish_agenda,
    "action-new": actions.create,
    "origin": actions.add_origin,
    "answers": actions.answers,
    "action": actions.update,
    "outcome": outcomes.draw_up,
    "confirm-outcome": outcomes.confirm,
    "publish-outcome": outcomes.publish,
    "open-followup": followup.open_round,
    "reports": followup.report,
    "review": followup.review,
    "close-followup": followup.close_round,
    "publish-followup": followup.publish,
}
