"""Reads of topics for pages: the sheet as it is and as it stood, its confirmations, the agenda."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from alke.base.languages import CODES
from alke.base.prepared import prepared
from alke.domain.audit.queries import values_as_of
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.rounds.sheet_models import SheetTemplate
from alke.domain.topics.models import Opening, Topic, TopicConfirmation, TopicText
from alke.domain.topics.topic_template import Template, TemplateField, parse_template

_NAMES = ("name", "short")
Confirmations = dict[int, dict[str, TopicConfirmation]]


@dataclass(frozen=True)
class SheetField:
    """A field of the sheet with its current text in each language."""

    template: TemplateField
    language: str  # the topic's own
    texts: dict[str, TopicText] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The field's key."""
        return self.template.key

    @property
    def label(self) -> str:
        """The field's label in the active language."""
        return self.template.label

    def text(self, language: str = "") -> str:
        """The text in `language` (the topic's own); empty where there is none."""
        row = self.texts.get(language or self.language)
        return row.text if row else ""

    def version(self, language: str = "") -> int:
        """The version on which a save in `language` rests; 0 where there is no text."""
        row = self.texts.get(language or self.language)
        return row.version if row else 0

    def shown(self, reader: str) -> tuple[str, str]:
        """The language and text to show a reader: theirs where written, else the topic's own."""
        for language in (reader, self.language):
            if text := self.text(language):
                return language, text
        return next(((code, row.text) for code, row in self.texts.items() if row.text), ("", ""))

    @property
    def languages(self) -> list[str]:
        """The languages in which there is a text, the topic's own first."""
        written = [code for code, row in self.texts.items() if row.text]
        return sorted(written, key=lambda code: (code != self.language, code))

    @property
    def last(self) -> TopicText | None:
        """The latest of its current texts."""
        return max(self.texts.values(), key=lambda row: row.at, default=None)


@dataclass(frozen=True)
class SheetOpening:
    """One side's opening, as it is or as it stood."""

    organisation: Organisation
    speaker: str
    minutes: int


@dataclass(frozen=True)
class Sheet:
    """A topic's sheet: its fields, openings and confirmations, in force and withdrawn."""

    topic: Topic
    fields: tuple[SheetField, ...]
    openings: dict[str, SheetOpening]
    confirmations: tuple[TopicConfirmation, ...] = ()

    def get(self, key: str) -> SheetField | None:
        """The field with `key`."""
        return next((row for row in self.fields if row.key == key), None)

    @property
    def confirmed(self) -> dict[str, TopicConfirmation]:
        """Each side's confirmation in force."""
        return {row.side: row for row in self.confirmations if row.withdrawn_at is None}

    @property
    def withdrawn(self) -> dict[str, TopicConfirmation]:
        """Each side's latest withdrawn confirmation, where none is in force."""
        rows = {row.side: row for row in self.confirmations if row.withdrawn_at is not None}
        return {side: row for side, row in rows.items() if side not in self.confirmed}

    @property
    def last(self) -> TopicText | None:
        """The latest saved text of the sheet."""
        rows = [row for each in self.fields if (row := each.last) is not None]
        return max(rows, key=lambda row: row.at, default=None)


@dataclass(frozen=True)
class SheetPast:
    """A topic's sheet as it stood at a moment (B15)."""

    moment: dt.datetime
    title: str
    title_sv: str
    number: int | None
    state: str
    minutes: int | None
    draft_side: str
    fields: tuple[SheetField, ...]
    openings: dict[str, SheetOpening]
    confirmations: tuple[TopicConfirmation, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256 of what it held, so that two prints can be told to be the same."""
        body = {
            "title": [self.title, self.title_sv],
            "number": self.number,
            "minutes": self.minutes,
            "texts": {row.key: {code: row.text(code) for code in row.texts} for row in self.fields},
            "openings": {
                side: [row.organisation.slug, row.speaker, row.minutes]
                for side, row in self.openings.items()
            },
        }
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@prepared
def topic_on_agenda(actor: Actor, year: int, slug: str, number: int) -> QuerySet[Any]:
    """The topic with that place on the agenda, if `actor` may see it, as `topic_rows`."""
    return _of_discussion(topic_rows(actor), year, slug).filter(number=number)


@prepared
def topic_by_id(actor: Actor, year: int, slug: str, pk: int) -> QuerySet[Any]:
    """The topic, if `actor` may see it, as `topic_rows`."""
    return _of_discussion(topic_rows(actor), year, slug).filter(pk=pk)


def _of_discussion(rows: QuerySet[Any], year: int, slug: str) -> QuerySet[Any]:
    return rows.filter(discussion__round__year=year, discussion__slug=slug)


def topic_rows(actor: Actor) -> QuerySet[Any]:
    """Topics that `actor` may see, with all that a sheet needs but its texts, in one query."""
    template = SheetTemplate.objects.filter(round=OuterRef("discussion__round"))
    newest = template.order_by("-version").values("fields")[:1]
    rows = Topic.objects.visible_to(actor).select_related("discussion__round", "proposed_by")
    return rows.annotate(
        template_rows=Subquery(newest, output_field=JSONField()),
        vn_opening=_opening_of(Side.VN),
        mk_opening=_opening_of(Side.MK),
    )


def template_of(topic: Topic) -> Template:
    """The sheet's template of a topic that was read by `topic_rows`."""
    return parse_template(getattr(topic, "template_rows", None))


def sheet(topic: Topic, actor: Actor) -> Sheet:
    """The sheet as it is; the public sees no confirmations."""
    confirmations: Iterable[TopicConfirmation] = ()
    if actor.reads:
        confirmations = _confirmations_of(topic.pk)
    return Sheet(
        topic=topic,
        fields=_fields(topic, topic.current_texts),
        openings=openings_of(topic),
        confirmations=tuple(confirmations),
    )


@prepared
def _confirmations_of(topic_id: int) -> QuerySet[TopicConfirmation]:
    rows = TopicConfirmation.objects.filter(topic=topic_id)
    return rows.select_related("organisation", "by", "withdrawn_by_organisation")


def openings_of(topic: Topic) -> dict[str, SheetOpening]:
    """The openings of a topic that was read by `topic_rows`, by side."""
    rows = {side.value: getattr(topic, f"{side.value}_opening", None) for side in Side}
    return {
        side: SheetOpening(Organisation(**row["organisation"]), row["speaker"], row["minutes"])
        for side, row in rows.items()
        if row
    }


@prepared
def openings_among(topics: Collection[int]) -> QuerySet[Opening]:
    """The openings of topics, by their ids, with who gives them."""
    return Opening.objects.filter(topic__in=topics).select_related("organisation")


def confirmations(topics: Iterable[Topic]) -> Confirmations:
    """For each topic the sides' confirmations in force. One query."""
    found: Confirmations = {}
    for row in _in_force([topic.pk for topic in topics]):
        found.setdefault(row.topic_id, {})[row.side] = row
    return found


@prepared
def _in_force(topics: Collection[int]) -> QuerySet[TopicConfirmation]:
    rows = TopicConfirmation.objects.filter(topic__in=topics, withdrawn_at=None)
    return rows.select_related("organisation")


def sheet_as_of(topic: Topic, moment: dt.datetime, actor: Actor) -> SheetPast | None:
    """The sheet as it stood at `moment`, undone from the audit chain; None when not yet made.

    One person's saves within one sitting share a version, so the chain is asked, not the
    versions. A draft that was the other side's then stays hidden; so does, from the public, what
    was not published then.
    """
    if not actor.reads and (topic.published_at is None or topic.published_at > moment):
        return None
    now = _values(topic)
    past = values_as_of({topic.audit_key: now}, moment)[topic.audit_key]
    if past is None or (past["draft_side"] and past["draft_side"] not in actor.sides):
        return None
    rows = topic.confirmations.filter(at__lte=moment).select_related("organisation", "by")
    held = [row for row in rows if row.withdrawn_at is None or row.withdrawn_at > moment]
    return SheetPast(
        moment=moment,
        title=past["title"],
        title_sv=past["title_sv"],
        number=past["number"],
        state=past["state"],
        minutes=past["minutes"],
        draft_side=past["draft_side"],
        fields=_fields(topic, _past_texts(topic, past)),
        openings=_past_openings(past),
        confirmations=tuple(held) if actor.reads else (),
    )


def sheet_fields(topic: Topic) -> tuple[SheetField, ...]:
    """The fields of a topic that was read by `topic_rows`, with their texts. One query."""
    return _fields(topic, topic.current_texts)


def _fields(topic: Topic, texts: Iterable[TopicText]) -> tuple[SheetField, ...]:
    by_field: dict[str, dict[str, TopicText]] = {}
    for row in texts:
        by_field.setdefault(row.field, {})[row.language] = row
    return tuple(
        SheetField(template, topic.language, by_field.get(template.key, {}))
        for template in template_of(topic).fields
    )


def _values(topic: Topic) -> dict[str, Any]:
    """The topic's current values under the names that its events use."""
    names = ("title", "title_sv", "number", "state", "minutes", "draft_side")
    values: dict[str, Any] = {name: getattr(topic, name) for name in names}
    for row in topic.current_texts:
        values[f"text.{row.field}.{row.language}"] = row.text
    for side, opening in openings_of(topic).items():
        values[f"opening.{side}"] = {
            "organisation": opening.organisation.pk,
            "speaker": opening.speaker,
            "minutes": opening.minutes,
        }
    return values


def _past_texts(topic: Topic, past: dict[str, Any]) -> list[TopicText]:
    texts = []
    for name, text in past.items():
        kind, _, rest = name.partition(".")
        if kind == "text" and text:
            key, _, language = rest.rpartition(".")
            texts.append(TopicText(topic=topic, field=key, language=language, text=text))
    return texts


def _past_openings(past: dict[str, Any]) -> dict[str, SheetOpening]:
    rows = {side: past.get(f"opening.{side.value}") for side in Side}
    known = Organisation.objects.in_bulk([row["organisation"] for row in rows.values() if row])
    return {
        side.value: SheetOpening(known[row["organisation"]], row["speaker"], row["minutes"])
        for side, row in rows.items()
        if row and row["organisation"] in known
    }


def _opening_of(side: Side) -> Subquery:
    names = ("id", "slug", "kind", *(f"{kind}_{code}" for kind in _NAMES for code in CODES))
    organisation = JSONObject(**{name: f"organisation__{name}" for name in names})
    row = JSONObject(organisation=organisation, speaker="speaker", minutes="minutes")
    rows = Opening.objects.filter(topic=OuterRef("pk"), side=side).order_by()
    return Subquery(rows.values(row=row)[:1], output_field=JSONField())
