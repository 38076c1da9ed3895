"""Conclusions like the letter's annex, memos and co-operation documents as papers (R8, S7)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from alke.base.dates import format_date, format_span
from alke.base.papers import richtext
from alke.base.papers.model import (
    Block,
    Fact,
    Heading,
    Item,
    Items,
    Paper,
    Paragraph,
    Run,
    fact,
    facts,
    text,
)
from alke.base.papers.richtext import joined
from alke.base.papers.words import own_words
from alke.base.papers.words import printed as _
from alke.domain.outcomes.models import ActionDecision, OutcomeItem
from alke.domain.papers.action_tables import Line, legend, side_by_side
from alke.domain.papers.agenda_paper import checksum
from alke.domain.papers.ground import spoken, titled, worded
from alke.domain.papers.headings import letterhead, paper_title, whole_side
from alke.domain.papers.outcome_source import OutcomeSource
from alke.domain.papers.sheet_columns import SIDES
from alke.domain.papers.sheet_printed import theme
from alke.domain.rounds.models import Discussion

Kinds = Discussion.Outcome
PLACES = {Kinds.MEMO: "muistio"}  # the end of the code; all others stand at johtopaatokset/


def outcome_paper(source: OutcomeSource, language: str) -> Paper:
    """The paper in a language; texts that are not written in it stand in their own."""
    discussion, publication = source.discussion, source.publication
    place = PLACES.get(discussion.outcome, "johtopaatokset")
    with own_words(source.ground.own_words, language):
        kind = kind_name(discussion.outcome)
        day = publication.at if publication else source.state.at
        return Paper(
            title=paper_title(discussion, kind),
            language=language,
            blocks=tuple(_blocks(source)),
            moment=source.state.at,
            code=source.state.code(f"{discussion.round.year}/{discussion.slug}/{place}"),
            letterhead=letterhead(source.ground, discussion.round, kind, day),
            landscape=any(part["actions"] for part in source.contents["sections"]),
            mark="" if publication else _("Draft"),
            author=source.ground.sender_name,
            subject=discussion.round.name,
        )


def kind_name(outcome: str) -> str:
    """What the outcome of a discussion is called (B11)."""
    names = {Kinds.MEMO: _("Memo"), Kinds.AGREEMENT: _("Co-operation document")}
    return names.get(Kinds(outcome), _("Conclusions"))


def _blocks(source: OutcomeSource) -> Iterable[Block]:
    contents = source.contents
    memo = contents["kind"] == Kinds.MEMO
    yield facts(*_facts(source))
    if memo:
        yield text(
            _("A memo is drawn up of a regional meeting. No conclusions are drawn up from it.")
        )
    lines: list[Line] = []
    for part in contents["sections"]:
        yield _heading(part["topic"], contents["language"], memo=memo)
        yield from _items(part["items"], contents["language"], memo=memo)
        if part["actions"]:
            own = [_line(row, source) for row in part["actions"]]
            lines += own
            yield Heading(_("Actions"), 2)
            yield side_by_side(source.ground.sections, own)
    yield from legend(lines)
    yield from _present(source)
    yield checksum(source.hash)


def _facts(source: OutcomeSource) -> Iterable[Fact | None]:
    discussion, publication = source.discussion, source.publication
    yield fact(_("Discussion"), discussion.name)
    if discussion.starts_at:
        yield fact(_("Time"), format_span(discussion.starts_at, discussion.ends_at))
    yield fact(_("Place"), discussion.place)
    amount = (discussion.round.settings.get("money") or {}).get(discussion.slug)
    if discussion.money and amount:
        yield fact(_("Funding"), f"{amount:,} €".replace(",", "\u00a0"))
    if publication is None:
        yield fact(_("State"), _("Draft: the text has not been published."))
    else:
        version = _("Version %(number)d") % {"number": publication.number}
        yield fact(
            _("Published"), f"{format_date(publication.at)}, {version[:1].lower()}{version[1:]}"
        )
        own = source.contents["language"]
        yield fact(_("Reason for the correction"), publication.reason, language=spoken(own))
    yield fact(_("Confirmed"), *_confirmed(source))


def _present(source: OutcomeSource) -> Iterable[Block]:
    """Who was there, by body and role; nothing where it was not noted."""
    rows = source.contents.get("present", [])
    if not rows:
        return
    yield Heading(_("Present"))
    for side in SIDES:
        found: dict[str, list[str]] = {}
        for row in rows:
            if row["side"] == side:
                found.setdefault(_body(row, source), []).append(row["title"])
        if found:
            yield Heading(whole_side(side), 2)
            lines = [(name, ", ".join(titles)) for name, titles in found.items()]
            yield Items(tuple(Item((Run(f"{name}: {titles}"),)) for name, titles in lines))


def _body(row: dict[str, Any], source: OutcomeSource) -> str:
    body = source.bodies.get(row["organisation"])
    return row["represents"] or (body.name if body else row["organisation"])


def _confirmed(source: OutcomeSource) -> Iterable[str]:
    for side in SIDES:
        row = source.contents["confirmed"].get(side)
        if row:
            body = source.bodies.get(row["organisation"])
            day = format_date(dt.datetime.fromisoformat(row["at"]), "plain")
            yield f"{whole_side(side)}: {f'{body.name}, ' if body else ''}{day}"
        else:
            yield f"{whole_side(side)}: {_('Not confirmed').lower()}"


def _heading(topic: dict[str, Any] | None, own: str, *, memo: bool) -> Heading:
    if topic is None:
        return Heading(_("Notes of the meeting") if memo else _("Common conclusions"))
    title, mark = titled(topic, own)
    return Heading(theme(title), language=mark)


def _items(rows: list[dict[str, Any]], own: str, *, memo: bool) -> Iterable[Block]:
    """Numbered conclusions; each language of texts in a list of its own, the numbers going on."""
    items: list[Item] = []
    held = ""
    for number, row in enumerate(rows, start=1):
        words, mark = worded({"sv": row["text_sv"], own: row["text"]}, own)
        if items and mark != held:
            yield Items(tuple(items), held)
            items = []
        held = mark
        note = "" if memo or row["kind"] != OutcomeItem.Kind.NOTE else _("Note")
        items += _item(words, number, note)
    if items:
        yield Items(tuple(items), held)


def _item(words: str, number: int, note: str) -> list[Item]:
    """A text as an item: its paragraphs are lines of it, its lists stand below."""
    runs: list[Run] = [Run(f"{note}: ", italic=True)] if note else []
    below: list[Item] = []
    for block in richtext.blocks(words):
        match block:
            case Paragraph(found):
                runs += [*([Run("\n")] if runs and not note else []), *found]
                note = ""
            case Heading(found_text):
                runs += [*([Run("\n")] if runs else []), Run(found_text, bold=True)]
            case Items(found_items):
                below += [Item(row.runs, row.level + 1, row.number) for row in found_items]
    return [Item(joined(runs), number=number), *below]


def _line(row: dict[str, Any], source: OutcomeSource) -> Line:
    own = source.contents["language"]
    title, mark = titled(row, own)
    labels = dict(ActionDecision.Decision.choices)
    bodies = {
        side.value: [
            (source.bodies[b["organisation"]].short, b["lead"])
            for b in row["responsible"]
            if b["side"] == side and b["organisation"] in source.bodies
        ]
        for side in SIDES
    }
    return Line(
        row["number"],
        row["kind"],
        title,
        mark,
        decision=str(labels[row["decision"]]) if row["decision"] else "",
        reason=row["reason"],
        reason_language=spoken(own),
        bodies=bodies,
    )
