"""The form of a booking; the operations check what is asked."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import clock
from alke.base.dates import format_span, moment_key
from alke.domain.bookings.booking_operations import REASON_LIMIT
from alke.domain.bookings.models import MOST_WISHES
from alke.domain.bookings.queries import Board, Line
from alke.domain.rounds.regional import Slot

Choices = list[tuple[str, str]]


class BookingForm(forms.Form):
    """Time, theme, ministries and wishes of one meeting."""

    aika = forms.ChoiceField(label=gettext_lazy("Time"), required=False)
    perustelu = forms.CharField(
        label=gettext_lazy("Reason for another day"), required=False, max_length=REASON_LIMIT
    )
    teema = forms.CharField(label=gettext_lazy("Theme"), required=False, max_length=200)
    ministeriot = forms.MultipleChoiceField(label=gettext_lazy("Ministries hoped for"))

    def __init__(
        self, board: Board, line: Line, *, data: Any = None, wished: dt.datetime | None = None
    ) -> None:
        meeting = line.meeting
        at = wished or meeting.starts_at
        wishes = line.booking.wished if line.booking is not None else []
        initial: dict[str, Any] = {
            "aika": moment_key(at) if at else "",
            "perustelu": meeting.other_day_reason,
            "teema": line.theme.title if line.theme is not None else "",
            "ministeriot": [row.slug for row in line.wanted],
        }
        super().__init__(data, initial=initial)
        self.fields["aika"].choices = [("", _("No time yet")), *times(board, line)]  # type: ignore[attr-defined]
        self.fields["ministeriot"].required = False
        self.bodies = {row.slug: row for row in board.ministries if row.pk not in board.always}
        self.fields["ministeriot"].choices = [  # type: ignore[attr-defined]
            (slug, row.short) for slug, row in self.bodies.items()
        ]
        every = [
            ("", _("No wish")),
            *((moment_key(s.starts_at), _said(s, line)) for s in board.slots),
        ]
        for number in range(MOST_WISHES):
            self.fields[f"toive{number + 1}"] = forms.ChoiceField(
                label=_("Wish %(n)d") % {"n": number + 1},
                required=False,
                choices=every,
                initial=moment_key(wishes[number]) if number < len(wishes) else "",
            )

    def wishes(self) -> list[dt.datetime]:
        """The times wished, the best first."""
        names = (f"toive{number + 1}" for number in range(MOST_WISHES))
        found = (moment_of(self.cleaned_data.get(name, "")) for name in names)
        return [at for at in found if at is not None]


def times(board: Board, line: Line) -> Choices:
    """The times that are free or the meeting's own, its own days first."""
    now = clock.now()
    own = line.meeting.starts_at
    slots = [row for row in board.slots if row.starts_at > now]
    slots = [row for row in slots if row.starts_at == own or board.free(row)]
    slots.sort(key=lambda row: (_is_away(row, line), row.starts_at))
    found = [(moment_key(row.starts_at), _said(row, line)) for row in slots]
    if own is not None and moment_key(own) not in dict(found):
        found.insert(0, (moment_key(own), format_span(own, line.meeting.ends_at, "short")))
    return found


def moment_of(text: str) -> dt.datetime | None:
    """The moment that was chosen; None of what is none."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=clock.HELSINKI)
    except ValueError:
        return None


def _said(slot: Slot, line: Line) -> str:
    said = format_span(slot.starts_at, slot.ends_at, "short")
    return f"{said}, {_('another day')}" if _is_away(slot, line) else said


def _is_away(slot: Slot, line: Line) -> bool:
    return bool(line.own_days) and slot.day not in line.own_days
