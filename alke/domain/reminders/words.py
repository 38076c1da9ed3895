"""What a reminder says, in the three languages; names of deadlines are known to all who work."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base.dates import format_date
from alke.base.languages import in_all, pick
from alke.domain.rounds.models import Deadline


def name_of(deadline: Deadline) -> str:
    """Its name, and whose discussion it is."""
    name = pick(deadline, "name")
    place = pick(deadline.discussion, "name") if deadline.discussion else ""
    return f"{name}, {place}" if place and place not in name else name


def reminder_line(deadline: Deadline) -> dict[str, str]:
    """Before it: the day, for what is read later would be wrong in days left."""
    return in_all(
        lambda: (
            _("%(name)s is due on %(day)s. Something of yours is still open.")
            % {"name": name_of(deadline), "day": format_date(deadline.due_at)}
        )
    )


def passed_line(deadline: Deadline) -> dict[str, str]:
    """After it, to whom it waits for and their deputies."""
    return in_all(
        lambda: (
            _("%(name)s was due on %(day)s and is still open.")
            % {"name": name_of(deadline), "day": format_date(deadline.due_at)}
        )
    )


def awaited_line(deadline: Deadline, count: int) -> dict[str, str]:
    """After it, to the coordinator."""
    return in_all(
        lambda: (
            ngettext(
                "%(name)s was due on %(day)s; one body has not done it.",
                "%(name)s was due on %(day)s; %(count)d bodies have not done it.",
                count,
            )
            % {"name": name_of(deadline), "day": format_date(deadline.due_at), "count": count}
        )
    )


def nudge_line(deadline: Deadline) -> dict[str, str]:
    """From the coordinator, by a click."""
    return in_all(
        lambda: (
            _("The coordinator asks you for it: %(name)s, due on %(day)s.")
            % {"name": name_of(deadline), "day": format_date(deadline.due_at)}
        )
    )
