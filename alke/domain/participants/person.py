"""What is said of a person when somebody registers: checked here, whoever brings it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from alke.base.languages import Language
from alke.base.mailaddress import is_mail_address
from alke.base.richtext import BadInput, clean_line
from alke.domain.participants.models import (
    BODY_LIMIT,
    NAME_LIMIT,
    TITLE_LIMIT,
    Participant,
)
from alke.domain.people.account_operations import EMAIL_LIMIT
from alke.domain.rounds.models import Discussion
from alke.domain.topics.models import Topic

PERSONAL: Final = frozenset({"name", "email"})  # never in the record of changes (R17)


@dataclass(frozen=True)
class Person:
    """A person by role; the name may be left out (R17). `topic`: which one the person opens."""

    title: str
    email: str = ""
    name: str = ""
    represents: str = ""
    language: str = ""  # "" is the body's own
    mode: str = Participant.Mode.REMOTE
    mandate: str = ""
    gives_opening: bool = False
    topic: Topic | None = None

    @classmethod
    def of(cls, row: Participant) -> "Person":
        """As the person is registered."""
        return cls(**{field.name: getattr(row, field.name) for field in fields(cls)})

    @property
    def values(self) -> dict[str, Any]:
        """By the table's columns."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def clean_title(text: str) -> str:
    """A title on one line; each person has one."""
    title = clean_line(text, limit=TITLE_LIMIT, field="title")
    if not title:
        raise BadInput(_("Give the person’s role or title."), "title")
    return title


def clean_address(text: str) -> str:
    """A work address in small letters, or none; the field is named."""
    email = clean_line(text, limit=EMAIL_LIMIT, field="email").lower()
    if email and not is_mail_address(email):
        raise BadInput(_("Write a whole e-mail address, such as contact@region.example."), "email")
    return email


# what is typed freely, each with its check
TYPED: Final[dict[str, Callable[[str], str]]] = {
    "title": clean_title,
    "email": clean_address,
    "name": partial(clean_line, limit=NAME_LIMIT, field="name"),
    "represents": partial(clean_line, limit=BODY_LIMIT, field="represents"),
}


class BadPerson(BadInput):
    """What is said of a person cannot be taken: `parts` has each fault, with its field."""

    def __init__(self, parts: Sequence[BadInput]) -> None:
        super().__init__(" ".join(str(part) for part in parts), parts[0].field)
        self.parts = tuple(parts)


def cleaned(person: Person, discussion: Discussion, language: str) -> Person:
    """The person as it is kept. Raises `BadPerson` with all that cannot be taken."""
    found, faults = checked(person, discussion, language)
    if faults:
        raise BadPerson(faults)
    return found


def checked(person: Person, discussion: Discussion, language: str) -> tuple[Person, list[BadInput]]:
    """The person as it is kept, and what cannot be taken; such a part stays as it was said."""
    kept: dict[str, Any] = {"gives_opening": person.gives_opening or person.topic is not None}
    faults = []
    for field, clean_part in _parts(person, discussion, language).items():
        try:
            kept[field] = clean_part()
        except BadInput as fault:
            faults.append(fault)
    return replace(person, **kept), faults


def _parts(
    person: Person, discussion: Discussion, language: str
) -> dict[str, Callable[[], str | Topic | None]]:
    """How each part is checked, in the order of the forms."""
    mode = person.mode or Participant.Mode.REMOTE
    mandates = ["", *Participant.Mandate.values]
    return {
        **{name: partial(clean_part, getattr(person, name)) for name, clean_part in TYPED.items()},
        "language": lambda: _one_of(person.language or language, Language.values, "language"),
        "mode": lambda: _one_of(mode, Participant.Mode.values, "mode"),
        "mandate": lambda: _one_of(person.mandate, mandates, "mandate"),
        "topic": lambda: _topic(person.topic, discussion),
    }


def recorded(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What changed, as the record of changes keeps it: of names and addresses only that they did.

    The record outlives the persons (R14, R17).
    """
    found: dict[str, list[Any]] = {}
    for key, new in after.items():
        old = before.get(key)
        if old == new:
            continue
        found[key] = [_kept(key, old, "before"), _kept(key, new, "after")]
    return found


def _kept(key: str, value: Any, mark: str) -> Any:
    if key in PERSONAL:
        return f"({mark})" if value else ""
    return value.number if isinstance(value, Topic) else value


def _one_of(value: str, known: list[str], field: str) -> str:
    if value not in known:
        raise BadInput(_("Choose one of the alternatives."), field)
    return value


def _topic(topic: Topic | None, discussion: Discussion) -> Topic | None:
    if topic is not None and (topic.discussion_id != discussion.pk or topic.number is None):
        raise BadInput(_("Choose a topic on the agenda of this discussion."), "topic")
    return topic
