"""The fields of an action as people write them: cleaned, limited, compared."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base.languages import CODES
from alke.base.richtext import BadInput, clean_line
from alke.domain.people.models import Organisation
from alke.domain.rounds.sheet_models import Priority
from alke.domain.topics.action_models import Action

LIMITS = {"title": 500, "title_sv": 500, "next_step": 500, "money_source": 200}
MOST_MONEY = Decimal("999999999999.99")
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Named(NamedTuple):
    """A body named responsible; without a side it is on its usual one."""

    organisation: Organisation
    side: str = ""
    lead: bool = False


class ActionFields(TypedDict, total=False):
    """What can be written of an action; what is not given stays."""

    title: str
    title_sv: str
    language: str
    kind: str
    next_step: str
    due_date: dt.date | None
    money: str
    money_amount: Decimal | None
    money_source: str
    priorities: Iterable[Priority]


def clean_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in the form in which they are kept; priorities as a sorted list of keys.

    Raises `BadInput` with a sentence for what cannot be taken.
    """
    values: dict[str, Any] = {}
    for name, value in given.items():
        values[name] = _clean(name, value)
    if values.get("title") == "":
        raise BadInput(_("Write what is to be done."))
    if values.get("money") == Action.Money.NONE and values.get("money_amount"):
        raise BadInput(_("There is an amount. Say whether it is decided, or remove the amount."))
    return values


def current_values(action: Action, names: Iterable[str]) -> dict[str, Any]:
    """The same fields of the action as it is."""
    return {
        name: sorted(row.key for row in action.priorities.all())
        if name == "priorities"
        else getattr(action, name)
        for name in names
    }


def _clean(name: str, value: Any) -> Any:
    if name in LIMITS:
        return clean_line(value or "", limit=LIMITS[name])
    if name == "priorities":
        return sorted(row.key for row in value)
    return _CHECKS[name](value)


def _one_of(values: Iterable[str], sentence: Promise) -> Any:
    known = set(values)

    def check(value: str) -> str:
        if value not in known:
            raise BadInput(str(sentence))
        return value

    return check


def _due(value: dt.date | None) -> dt.date | None:
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BadInput(_("Check the year of the due date."))
    return value


def _amount(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if not value.is_finite() or not 0 <= value <= MOST_MONEY:
        raise BadInput(_("Give the amount in euros, 0 or more."))
    return value.quantize(Decimal("0.01"))


_CHECKS: dict[str, Any] = {
    "kind": _one_of(Action.Kind.values, gettext_lazy("Choose the kind of the action.")),
    "language": _one_of(CODES, gettext_lazy("Choose the language of the action.")),
    "money": _one_of(
        ["", *Action.Money.values], gettext_lazy("Choose whether the money is decided.")
    ),
    "state": _one_of(Action.State.values, gettext_lazy("Choose the state of the action.")),
    "due_date": _due,
    "money_amount": _amount,
}
