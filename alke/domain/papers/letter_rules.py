"""Who may change the wording of a round's letter, and when the letter is one."""

from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.people.actors import Actor
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Round
from alke.domain.rounds.participation import may


def can_word_letter(actor: Actor, round: Round) -> Verdict:
    """Who sets up and runs the round; its letter is content, so no administrator's work."""
    ended = round.state == Round.State.ENDED
    return first_refusal(
        may(actor, Power.RUN_ROUND),
        refused(_("The round has ended; it is not changed any more.")) if ended else allowed(),
    )


def is_sent(round: Round) -> bool:
    """Whether the letter's day has come; until then it is a draft."""
    return round.letter_date is not None and round.letter_date <= clock.today()
