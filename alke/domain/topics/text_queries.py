"""Reads of the sheet's history: versions of its fields and what each changed."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from alke.domain.topics.models import Topic, TopicText
from alke.domain.topics.text_differences import Part, differences, excerpts


@dataclass(frozen=True)
class TextChange:
    """A version and the text before it."""

    row: TopicText
    before: str

    @cached_property
    def parts(self) -> list[Part]:
        """What the version changed, with some words around."""
        return excerpts(differences(self.before, self.row.text))


def versions(topic: Topic, field: str = "", language: str = "") -> "QuerySet[TopicText]":
    """The versions of the sheet (of one field, in one language), newest first."""
    rows = TopicText.objects.filter(topic=topic)
    if field:
        rows = rows.filter(field=field)
    if language:
        rows = rows.filter(language=language)
    return rows.select_related("organisation", "by").order_by("-at", "-pk")


def text_changes(rows: list[TopicText]) -> list[TextChange]:
    """Each of a page of versions beside the text that it replaced. One query."""
    fields = {(row.topic_id, row.field, row.language) for row in rows}
    all_rows = TopicText.objects.filter(topic__in={row.topic_id for row in rows})
    earlier: dict[tuple[int, str, str], list[tuple[int, str]]] = {key: [] for key in fields}
    for topic, field, language, version, text in all_rows.order_by("version").values_list(
        "topic_id", "field", "language", "version", "text"
    ):
        if (topic, field, language) in earlier:
            earlier[topic, field, language].append((version, text))
    return [TextChange(row, _before(earlier[_key(row)], row.version)) for row in rows]


def version_of(topic: Topic, field: str, language: str, version: int) -> TopicText | None:
    """One version, if it still stands by itself."""
    rows = versions(topic, field, language)
    return rows.filter(version=version).first()


def _key(row: TopicText) -> tuple[int, str, str]:
    return row.topic_id, row.field, row.language


def _before(rows: list[tuple[int, str]], version: int) -> str:
    return next((text for number, text in reversed(rows) if number < version), "")
