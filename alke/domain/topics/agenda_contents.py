"""What an agenda's publication keeps: its contents, their hash, and changes between two."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import JSONField, Prefetch, Subquery

from alke.base import clock
from alke.base.dates import format_date
from alke.base.languages import CODES, Language
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.sheet_models import SheetTemplate
from alke.domain.topics.action_models import Action, ActionOrigin, Responsibility
from alke.domain.topics.agenda_times import frame_minutes
from alke.domain.topics.models import Opening, Topic, TopicText
from alke.domain.topics.topic_template import parse_template

Contents = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One difference between two publications; `what` is a key, `label` names the thing."""

    what: str  # "time", "place", "topic", "minutes", "text", "opening", "action", "responsible"
    topic: int | None  # number of the topic in the later contents, or in the earlier one
    label: dict[str, str]  # by language
    before: str
    after: str


def frozen_contents(discussion: Discussion) -> Contents:
    """The agenda as both sides share it now: texts, openings, actions. Six queries.

    One side's drafts are left out (R13), comments and confirmations too.
    """
    topics = _topics(discussion)
    labels = _labels(topics)
    actions = _actions(discussion)
    opening, closing = frame_minutes(discussion)
    return {
        "round": discussion.round.year,
        "discussion": discussion.slug,
        "kind": discussion.kind,
        "name": names_of(discussion),
        "starts_at": _moment(discussion.starts_at),
        "ends_at": _moment(discussion.ends_at),
        "place": discussion.place,
        "opening_minutes": opening,
        "closing_minutes": closing,
        "topics": [_topic(row, labels, actions.get(row.pk, [])) for row in topics],
        "actions": [_action(row) for row in actions.get(None, [])],
    }


def contents_hash(contents: Contents) -> str:
    """SHA-256 of the contents as canonical JSON."""
    text = json.dumps(contents, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def names_of(thing: Any, field: str = "name") -> dict[str, str]:
    """A name in the languages in which it is known."""
    found = {code: getattr(thing, f"{field}_{code}") for code in CODES}
    return {code: text for code, text in found.items() if text}


def changes_between(before: Contents, after: Contents) -> list[Change]:
    """What differs from one publication to the next, in the agenda's order."""
    found = [*_frame_changes(before, after)]
    old = {row["id"]: row for row in before["topics"]}
    new = {row["id"]: row for row in after["topics"]}
    for key, row in new.items():
        found += _topic_changes(old[key], row) if key in old else [_whole(row, "", row["title"])]
    found += [_whole(row, row["title"], "") for key, row in old.items() if key not in new]
    return [*found, *_action_changes(before["actions"], after["actions"], None)]


def _topics(discussion: Discussion) -> list[Topic]:
    texts = TopicText.objects.filter(current=True).exclude(text="").order_by("field", "language")
    openings = Opening.objects.select_related("organisation")
    template = SheetTemplate.objects.filter(round=discussion.round_id).order_by("-version")
    newest = Subquery(template.values("fields")[:1], output_field=JSONField())
    rows = Topic.objects.filter(discussion=discussion, draft_side="").on_agenda()
    return list(
        rows.annotate(template_rows=newest)
        .order_by("number")
        .prefetch_related(
            Prefetch("texts", texts, to_attr="frozen_texts"), Prefetch("openings", openings)
        )
    )


def _labels(topics: list[Topic]) -> dict[str, dict[str, str]]:
    """The sheet's headings by field, in the sheet's order."""
    rows = topics[0].template_rows if topics else []  # type: ignore[attr-defined]
    return {row.key: row.labels for row in parse_template(rows).fields}


def _actions(discussion: Discussion) -> dict[int | None, list[Action]]:
    named = Responsibility.objects.exclude(answer=Responsibility.Answer.DECLINED)
    origins = (
        ActionOrigin.objects.filter(
            discussion=discussion, action__draft_side="", action__merged_into=None
        )
        .select_related("action")
        .prefetch_related(
            Prefetch(
                "action__responsibilities",
                named.select_related("organisation"),
                to_attr="named",
            ),
            "action__priorities",
        )
        .order_by("position", "action__number")
    )
    found: dict[int | None, list[Action]] = {}
    for origin in origins:
        found.setdefault(origin.topic_id, []).append(origin.action)
    return found


def _topic(topic: Topic, labels: dict[str, dict[str, str]], actions: list[Action]) -> Contents:
    texts: list[TopicText] = topic.frozen_texts  # type: ignore[attr-defined]
    by_field: dict[str, dict[str, str]] = {}
    for row in texts:
        by_field.setdefault(row.field, {})[row.language] = row.text
    known = [key for key in labels if key in by_field]
    return {
        "id": topic.pk,
        "number": topic.number,
        "title": topic.title,
        "title_sv": topic.title_sv,
        "language": topic.language,
        "minutes": topic.minutes,
        "texts": [
            {"field": key, "label": labels.get(key, {"fi": key}), "text": by_field[key]}
            for key in [*known, *sorted(by_field.keys() - labels.keys())]
        ],
        "openings": [
            _body(row.organisation, row.side) | {"speaker": row.speaker, "minutes": row.minutes}
            for row in topic.openings.all()
        ],
        "actions": [_action(row) for row in actions],
    }


def _action(action: Action) -> Contents:
    named: list[Responsibility] = action.named  # type: ignore[attr-defined]
    return {
        "number": action.number,
        "kind": action.kind,
        "title": action.title,
        "title_sv": action.title_sv,
        "language": action.language,
        "next_step": action.next_step,
        "due_date": action.due_date.isoformat() if action.due_date else None,
        "money": action.money,
        "money_amount": None if action.money_amount is None else f"{action.money_amount:.2f}",
        "money_source": action.money_source,
        "priorities": sorted(row.key for row in action.priorities.all()),
        "responsible": [_body(row.organisation, row.side) | {"lead": row.lead} for row in named],
    }


def _body(organisation: Organisation, side: str) -> Contents:
    """A body with the names it bears now: what is published keeps them (R12)."""
    return {
        "organisation": organisation.slug,
        "side": side,
        "name": names_of(organisation),
        "short": names_of(organisation, "short"),
    }


def _moment(moment: Any) -> str | None:
    return moment.astimezone(clock.HELSINKI).isoformat() if moment else None


def _frame_changes(before: Contents, after: Contents) -> Iterator[Change]:
    times = [f"{row['starts_at'] or ''} {row['ends_at'] or ''}".strip() for row in (before, after)]
    if times[0] != times[1]:
        yield Change("time", None, {}, *times)
    if before["place"] != after["place"]:
        yield Change("place", None, {}, before["place"], after["place"])


def _whole(row: Contents, before: str, after: str) -> Change:
    return Change(
        "topic", row["number"], {"fi": row["title"], "sv": row["title_sv"]}, before, after
    )


def _topic_changes(old: Contents, new: Contents) -> list[Change]:
    number = new["number"]
    found: list[Change] = []
    for field in ("title", "title_sv", "number", "minutes"):
        if old[field] != new[field]:
            what = "topic" if field.startswith("title") else field
            found.append(Change(what, number, {}, _shown(old[field]), _shown(new[field])))
    found += _text_changes(old, new)
    found += _opening_changes(old, new)
    found += _action_changes(old["actions"], new["actions"], number)
    return found


def _text_changes(old: Contents, new: Contents) -> Iterator[Change]:
    before = {row["field"]: row for row in old["texts"]}
    after = {row["field"]: row for row in new["texts"]}
    for key, row in (before | after).items():
        for language in Language.values:
            texts = [_text(rows, key, language) for rows in (before, after)]
            if texts[0] != texts[1]:
                yield Change("text", new["number"], row["label"], *texts)


def _text(rows: dict[str, Contents], key: str, language: str) -> str:
    text: dict[str, str] = rows[key]["text"] if key in rows else {}
    return text.get(language, "")


def _opening_changes(old: Contents, new: Contents) -> Iterator[Change]:
    before = {row["side"]: row for row in old["openings"]}
    after = {row["side"]: row for row in new["openings"]}
    for side in sorted(before.keys() | after.keys(), reverse=True):
        texts = [_opening(rows.get(side)) for rows in (before, after)]
        if texts[0] != texts[1]:
            yield Change("opening", new["number"], {"side": side}, *texts)


def _opening(row: Contents | None) -> str:
    return f"{row['name']['fi']}, {row['speaker']}, {row['minutes']} min" if row else ""


def _action_changes(
    before: list[Contents], after: list[Contents], topic: int | None
) -> Iterator[Change]:
    old = {row["number"]: row for row in before}
    new = {row["number"]: row for row in after}
    for number in sorted(old.keys() | new.keys()):
        label = {"number": str(number)}
        texts = [_action_text(rows.get(number)) for rows in (old, new)]
        if texts[0] != texts[1]:
            yield Change("action", topic, label, *texts)
        bodies = [_bodies_text(rows.get(number)) for rows in (old, new)]
        if bodies[0] != bodies[1] and number in old and number in new:
            yield Change("responsible", topic, label, *bodies)


def _action_text(row: Contents | None) -> str:
    if row is None:
        return ""
    due = row["due_date"] and format_date(dt.date.fromisoformat(row["due_date"]), "plain")
    money = " ".join(filter(None, [_euros(row["money_amount"]), row["money_source"]]))
    parts = [row["title"], row["title_sv"], row["next_step"], due, money]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _euros(amount: str | None) -> str:
    """18 000 000 €, the cents only where there are any."""
    if amount is None:
        return ""
    return f"{Decimal(amount):,.2f} €".replace(".00 ", " ").translate(
        {44: "\u00a0", 46: ",", 32: "\u00a0"}
    )


def _bodies_text(row: Contents | None) -> str:
    if row is None:
        return ""
    ordered = sorted(row["responsible"], key=lambda body: (body["side"] == "mk", not body["lead"]))
    return ", ".join(body["short"]["fi"] + ("*" if body["lead"] else "") for body in ordered)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
