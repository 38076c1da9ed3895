"""What an answer of the follow-up says, in words that stand on paper and in tables."""

from alke.base.papers.words import printed as _
from alke.domain.followup.cell_queries import Cell
from alke.domain.followup.models import ProgressReport
from alke.domain.topics.action_models import Action

Answer, State = ProgressReport.Answer, ProgressReport.State


def answer_words(cell: Cell, *, public: bool) -> str:
    """What sort of answer it is: nothing new, done, missing; empty where the text says it."""
    if cell.state == State.RETURNED:
        return _("Returned to be completed")
    if cell.is_waiting:
        if public:
            return _("No answer")
        return _("Missing answer") if cell.closed else str(State.MISSING.label)
    if cell.answer and cell.answer != Answer.TEXT:
        return str(Answer(cell.answer).label)
    return ""


def state_words(status: str) -> str:
    """How far the action is, as a body or the product says."""
    return str(Action.State(status).label) if status else ""
