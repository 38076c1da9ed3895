"""When what is known of persons in a round may be erased (R17)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from alke.base.dates import format_date
from alke.base.verdicts import Verdict, allowed, refused
from alke.domain.retention.terms import Term


def can_erase_personal(term: Term, at: dt.datetime) -> Verdict:
    """Not before its time, and not while a follow-up of the round is open."""
    if term.end is None or term.until is None:
        return refused(_("The round has no dates yet."))
    if at <= term.until:
        day = format_date(term.until, "plain")
        return refused(_("Personal data of the round is kept until %(day)s.") % {"day": day})
    if term.followup is not None:
        name = term.followup.name
        return refused(_("A follow-up of the round is open: %(name)s.") % {"name": name})
    return allowed()
