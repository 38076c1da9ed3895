"""What is said of a person when somebody registers: checked here, whoever brings it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
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


def cleaned(person: Person, discussion: Discussion, language: str) -> Person:
    """The person as it is kept. Raises `BadInput` that names the field which cannot be taken."""
    title = clean_line(person.title, limit=TITLE_LIMIT, field="title")
    if not title:
        raise BadInput(_("Give the person’s role or title."), "title")
    opens = person.gives_opening or person.topic is not None
    return replace(
        person,
        title=title,
        email=clean_address(person.email),
        name=clean_line(person.name, limit=NAME_LIMIT, field="name"),
        represents=clean_line(person.represents, limit=BODY_LIMIT, field="represents"),
        language=_one_of(person.language or language, Language.values, "language"),
        mode=_one_of(person.mode or Participant.Mode.REMOTE, Participant.Mode.values, "mode"),
        mandate=_one_of(person.mandate, ["", *Participant.Mandate.values], "mandate"),
        gives_opening=opens,
        topic=_topic(person.topic, discussion),
    )


def clean_address(text: str) -> str:
    """A work address in small letters, or none; the field is named."""
    email = clean_line(text, limit=EMAIL_LIMIT, field="email").lower()
    if email and not is_mail_address(email):
        raise BadInput(_("Write a whole e-mail address, such as contact@region.example."), "email")
    return email


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
