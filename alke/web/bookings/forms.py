"""The form of a booking; the operations check what is asked."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import clock
from alke.base.dates import format_span, moment_key
from alke.domain.bookings.booking_operations import REASON_LIMIT
from alke.domain.bookings.models import MOST_WISHES
from alke.domain.bookings.queries import Board, Line
from alke.domain.rounds.regional import Slot

Choices = list[tuple[str, str]]
PLACES = {"starts_at": "aika", "reason": "perustelu", "theme": "teema", "wishes": "toive1"}


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
        wished_keys = [moment_key(wish) for wish in wishes]
        super().__init__(_with_wishes(data, wished_keys), initial=initial)
        free = times(board, line)
        none = [("", _("No time yet"))] if meeting.starts_at is None else []  # else it is given up
        self.fields["aika"].choices = [*none, *free]  # type: ignore[attr-defined]
        self.fields["aika"].error_messages["invalid_choice"] = _taken(board, data)
        self.is_away = _is_another_day(board, line, str(self["aika"].value() or ""))
        self._had_theme = bool(initial["teema"])
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
                initial=wished_keys[number] if number < len(wishes) else "",
            )

    def clean_teema(self) -> str:
        """A theme that was given is reworded, not taken away: a meeting has one (R8)."""
        theme: str = self.cleaned_data["teema"].strip()
        if not theme and "teema" in self.data and self._had_theme:
            raise forms.ValidationError(_("Write the theme. Each meeting has one."))
        return theme

    def wishes(self) -> list[dt.datetime]:
        """The times wished, the best first."""
        names = (f"toive{number + 1}" for number in range(MOST_WISHES))
        found = (moment_of(self.cleaned_data.get(name, "")) for name in names)
        return [at for at in found if at is not None]


def _with_wishes(data: Any, wished: list[str]) -> Any:
    """What was sent; wishes that the form did not show are not taken for none."""
    if data is None or "toive1" in data:
        return data
    kept = {f"toive{number + 1}": key for number, key in enumerate(wished)}
    return MultiValueDict({**dict(data.lists()), **{name: [key] for name, key in kept.items()}})


def _taken(board: Board, data: Any) -> str:
    """Why the time that was sent is not to be had."""
    at = moment_of(data.get("aika", "")) if data is not None else None
    slot = next((row for row in board.slots if row.starts_at == at), None)
    if slot is None:
        return _("There is no such time for regional meetings.")
    said = format_span(slot.starts_at, slot.ends_at, "short")
    return _("The time %(time)s has just been taken. Choose another one.") % {"time": said}


def _is_another_day(board: Board, line: Line, key: str) -> bool:
    """Whether the time that is chosen needs a reason: it is not on an own day."""
    at = moment_of(key)
    slot = next((row for row in board.slots if row.starts_at == at), None)
    return slot is not None and _is_away(slot, line)


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


def all_times(board: Board, line: Line) -> Choices:
    """All times, the meeting's own days first; of those that are full, who is there."""
    slots = sorted(board.slots, key=lambda row: (_is_away(row, line), row.starts_at))
    return [(moment_key(row.starts_at), _said(row, line) + _who(board, row, line)) for row in slots]


def _who(board: Board, slot: Slot, line: Line) -> str:
    there = [row for row in board.overlapping(slot.starts_at, slot.ends_at) if row is not line]
    if len(there) < slot.tracks:
        return ""
    return f": {', '.join(row.meeting.name for row in there)}"


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
