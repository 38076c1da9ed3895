"""What an operation did not take, shown in the form from which it came."""

from collections.abc import Mapping
from types import MappingProxyType

from django.forms import Form

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused

SAME: Mapping[str, str] = MappingProxyType({})


def add_fault(form: Form, fault: Refused | BadInput, places: Mapping[str, str] = SAME) -> None:
    """At its field where the form has one, else at the top.

    `places`: the form's names of fields that operations name otherwise.
    """
    place = places.get(fault.field, fault.field)
    form.add_error(place if place in form.fields else None, str(fault))
