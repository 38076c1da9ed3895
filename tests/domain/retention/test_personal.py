"""Every column that holds an address or a name has its rule of retention (R17)."""

import pytest
from django.apps import apps
from django.db import models

from alke.domain.retention.personal import PERSONAL, Rule
from alke.domain.retention.traces import TRACES

pytestmark = pytest.mark.either_database
OF_THINGS = {"DocumentFile.name", "JobRun.name", "Work.name"}
NAMES = {
    "name",
    "speaker",
    "by",
}  # columns with such a name hold a person's, a title stands for one


def columns() -> dict[str, models.Field]:  # type: ignore[type-arg]
    """All columns of our own tables."""
    return {
        f"{model.__name__}.{field.name}": field
        for model in apps.get_app_config("alke").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    }


def test_no_address_or_name_is_without_a_rule() -> None:
    personal = {
        key
        for key, field in columns().items()
        if isinstance(field, models.EmailField)
        or (field.name in NAMES and not field.is_relation)
        or "email" in field.name
    }
    assert personal - PERSONAL.keys() == OF_THINGS


def test_no_rule_is_about_a_column_that_is_gone() -> None:
    assert PERSONAL.keys() - columns().keys() == set()


def test_every_rule_of_rounds_and_papers_is_carried_out() -> None:
    erased = {column for trace in TRACES for column in trace.columns}
    wanted = {key for key, rule in PERSONAL.items() if rule in {Rule.ROUND, Rule.RECORD}}
    assert erased == wanted
