"""Names in three languages, shown in the reader's, Finnish where one is missing."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import get_language, override

CODES = ("fi", "sv", "en")


class Language(models.TextChoices):
    """Languages of texts and of people."""

    FI = "fi", "suomi"
    SV = "sv", "svenska"
    EN = "en", "English"


def active() -> str:
    """The active language's code, "fi" where none is active."""
    code = (get_language() or "fi")[:2]
    return code if code in CODES else "fi"


def pick(thing: Any, field: str, language: str | None = None) -> str:
    """`thing.<field>_<language>`, or its Finnish form where that is empty."""
    text = getattr(thing, f"{field}_{language or active()}", "")
    return text or getattr(thing, f"{field}_fi")


def picked(thing: Any, field: str) -> tuple[str, str]:
    """`thing.<field>_<language>` with its language, or `thing.<field>`, which is Finnish."""
    text = getattr(thing, f"{field}_{active()}", "")
    return (text, active()) if text else (getattr(thing, field), CODES[0])


def in_all(say: Callable[[], str]) -> dict[str, str]:
    """What `say` says in each language."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = say()
    return found


class Trilingual(models.Model):
    """A row with a name in Finnish, Swedish and English."""

    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_fi

    @property
    def name(self) -> str:
        """The name in the active language."""
        return pick(self, "name")
