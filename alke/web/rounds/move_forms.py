"""Format checks of the dates that the move pages take."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.domain.rounds.move_operations import REASON_LIMIT


class MoveForm(forms.Form):
    """A day and a reason; `token` says which preview the person saw."""

    day = forms.DateField(
        label=_("New day"), error_messages={"invalid": _("Give the day as 16.4.2024 or pick it.")}
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=REASON_LIMIT)
    adopted = forms.BooleanField(label=_("Already adopted"), required=False)
    alone = forms.BooleanField(
        label=_("Leave the occasion that opens it where it is"), required=False
    )
    token = forms.CharField(required=False, max_length=64)

    def clean_day(self) -> dt.date:
        """A day within sight."""
        day: dt.date = self.cleaned_data["day"]
        if not 2000 <= day.year <= 2099:
            raise forms.ValidationError(_("Give a day between the years 2000 and 2099."))
        return day


class DiscussionMoveForm(MoveForm):
    """The same for a discussion, which begins at a time of day."""

    starts = forms.TimeField(
        label=_("Begins"),
        error_messages={
            "invalid": _("Give the time as 9.00."),
            "required": _("Give the time when it begins."),
        },
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"],
    )
    ends = forms.TimeField(
        label=_("Ends at"),
        required=False,
        error_messages={"invalid": _("Give the time as 11.30.")},
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"],
    )

    def clean(self) -> dict[str, Any]:
        """The end comes after the start."""
        data: dict[str, Any] = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end must come after the beginning."))
        return data

    def starts_at(self) -> dt.datetime:
        """The moment of the beginning."""
        return clock.at_time(self.cleaned_data["day"], self.cleaned_data["starts"])

    def ends_at(self) -> dt.datetime | None:
        """The moment of the end, if given."""
        ends = self.cleaned_data["ends"]
        return clock.at_time(self.cleaned_data["day"], ends) if ends else None
