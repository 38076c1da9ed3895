"""The form of an action: its fields as people write them, each error with a sentence."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alke.base.richtext import BadInput, clean_line
from alke.domain.rounds.sheet_models import Priority
from alke.domain.topics.action_fields import LIMITS
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_rules import TRANSITIONS

REASON_LIMIT = 500


class Line(forms.CharField):
    """One line of text: its limit is told and counted, never cut by the browser."""

    def __init__(self, *, limit: int, **options: Any) -> None:
        super().__init__(**options)
        self.max_length = limit

    def clean(self, value: Any) -> str:
        """Normal spaces, no control characters, within the limit."""
        try:
            text = clean_line(str(value or ""), limit=self.max_length or 0)
        except BadInput as fault:
            raise ValidationError(str(fault)) from fault
        if self.required and not text:
            raise ValidationError(self.error_messages["required"], code="required")
        return text


class Euros(forms.CharField):
    """An amount of euros: 120 000, 120000,50."""

    def clean(self, value: Any) -> Any:
        """A decimal number, or nothing."""
        text = re.sub(r"[\s€]", "", str(value or "")).replace(",", ".")
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation:
            amount = Decimal(-1)
        if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 12:
            raise ValidationError(_("Give the amount in euros, such as 120 000."))
        return amount.quantize(Decimal("0.01"))


class Day(forms.DateField):
    """A day, as the browser's calendar gives it or as it is written in Finland."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            error_messages={"invalid": _("Give the day, such as 30.9.2024.")},
            **options,
        )
        self.widget.input_type = "date"

    def to_python(self, value: Any) -> dt.date | None:
        """Years that no one means are mistakes of writing."""
        day = super().to_python(value)
        if day is not None and not 2000 <= day.year <= 2100:
            raise ValidationError(_("Check the year of the due date."))
        return day


class ActionForm(forms.Form):
    """Everything but the responsible bodies, which `bodies.py` reads."""

    title = Line(
        label=_("Action"),
        limit=LIMITS["title"],
        widget=forms.Textarea,
        help_text=_("What is done, in one sentence."),
        error_messages={"required": _("Write what is to be done.")},
    )
    title_sv = Line(
        label=_("In Swedish"), limit=LIMITS["title_sv"], required=False, widget=forms.Textarea
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Action.Kind.choices, widget=forms.RadioSelect)
    next_step = Line(
        label=_("Next step"),
        limit=LIMITS["next_step"],
        required=False,
        widget=forms.Textarea,
        help_text=_("What happens next, and who does it."),
    )
    due_date = Day(label=_("Due"), required=False)
    money = forms.ChoiceField(
        label=_("Is the funding decided?"),
        choices=[("", _("Not said")), *Action.Money.choices],
        required=False,
    )
    money_amount = Euros(label=_("Amount, euros"), required=False)
    money_source = Line(label=_("Source of funding"), limit=LIMITS["money_source"], required=False)
    priorities = forms.MultipleChoiceField(
        label=_("Priorities of the decision"), required=False, widget=forms.CheckboxSelectMultiple
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    state_reason = Line(
        label=_("Reason"),
        limit=REASON_LIMIT,
        required=False,
        help_text=_("Needed when the action will not be carried out."),
    )
    draft = forms.BooleanField(label=_("Show it to our own side only for now"), required=False)
    perustelu = Line(
        label=_("Reason for the late change"),
        limit=REASON_LIMIT,
        required=False,
        help_text=_("The agenda is published: the reason is shown and told to the participants."),
    )

    def __init__(
        self,
        *args: Any,
        priorities: Iterable[Priority] = (),
        action: Action | None = None,
        asks_reason: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.known = {row.key: row for row in priorities}
        self._offer("priorities", [(key, row.name) for key, row in self.known.items()])
        if action is None:  # its state follows from its kind
            del self.fields["state"], self.fields["state_reason"]
        else:
            states = {action.state} | TRANSITIONS[action.state]
            self._offer("state", [row for row in Action.State.choices if row[0] in states])
        self.fields["perustelu"].required = asks_reason

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    def fields_for_action(self) -> dict[str, Any]:
        """The values as the operations take them."""
        data = dict(self.cleaned_data)
        keys = data.pop("priorities")
        for name in ("draft", "perustelu"):
            data.pop(name)
        return data | {"priorities": [self.known[key] for key in keys]}


def first_values(action: Action) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    names = ("title", "title_sv", "kind", "next_step", "due_date", "money", "money_source", "state")
    values = {name: getattr(action, name) for name in names}
    amount = action.money_amount
    values["money_amount"] = "" if amount is None else f"{amount:f}".replace(".", ",")
    return values | {"priorities": [row.key for row in action.priorities.all()]}
