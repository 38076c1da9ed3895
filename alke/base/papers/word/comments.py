"""Comments and their answers (comments.xml, commentsExtended.xml), with where they hang."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from alke.base.papers.model import Heading, Items, Paragraph
from alke.base.papers.richtext import plain
from alke.base.papers.word.beside import Anchor, Beside
from alke.base.papers.word.found import TextBlock, WordComment
from alke.base.papers.word.names import W14, W15, Element, w
from alke.base.papers.word.story import Story

LONGEST_THREAD: Final = 50


@dataclass(frozen=True)
class _Raw:
    """A comment as it stands in its part."""

    element: Element
    pk: str
    key: str  # of its last paragraph, by which answers are told


def read_comments(
    root: Element | None, extended: Element | None, story: Story
) -> tuple[WordComment, ...]:
    """All of them in the order of the text, each followed by its answers."""
    if root is None:
        return ()
    beside = story.beside
    raw = [_raw(row) for row in root.iterchildren(w("comment"))]
    above, done = _extended(extended)
    by_key = {row.key: row for row in raw if row.key}
    order = _ordered(raw, by_key, above, beside)
    numbers = {row.pk: number for number, row in enumerate(order)}
    found = []
    for row in order:
        parent = by_key.get(above.get(row.key, ""))
        answers = None if parent is None or parent is row else numbers[parent.pk]
        found.append(_comment(row, story, answers=answers, done=row.key in done))
    return tuple(found)


def _raw(row: Element) -> _Raw:
    paragraphs = row.findall(w("p"))
    key = paragraphs[-1].get(f"{{{W14}}}paraId", "") if paragraphs else ""
    return _Raw(row, row.get(w("id"), ""), key)


def _extended(root: Element | None) -> tuple[dict[str, str], set[str]]:
    """Which comment each one answers, and which are marked as done (`w15:commentEx`)."""
    above: dict[str, str] = {}
    done: set[str] = set()
    for row in () if root is None else root.iterchildren(f"{{{W15}}}commentEx"):
        key = row.get(f"{{{W15}}}paraId", "")
        if parent := row.get(f"{{{W15}}}paraIdParent", ""):
            above[key] = parent
        if row.get(f"{{{W15}}}done") == "1":
            done.add(key)
    return above, done


def _ordered(
    raw: list[_Raw], by_key: Mapping[str, _Raw], above: Mapping[str, str], beside: Beside
) -> list[_Raw]:
    """By what they hang on, answers after the first comment of their thread."""
    place = {row.pk: number for number, row in enumerate(raw)}

    def thread(row: _Raw) -> tuple[int, int, bool, int]:
        first = _first(row, by_key, above)
        anchor = beside.anchors.get(first.pk)
        at = len(beside.pieces) if anchor is None else anchor.first
        return at, place[first.pk], row is not first, place[row.pk]

    return sorted(raw, key=thread)


def _first(row: _Raw, by_key: Mapping[str, _Raw], above: Mapping[str, str]) -> _Raw:
    """The comment that a thread begins with; broken files may answer in a circle."""
    for _step in range(LONGEST_THREAD):
        parent = by_key.get(above.get(row.key, ""))
        if parent is None:
            break
        row = parent
    return row


def _comment(row: _Raw, story: Story, *, answers: int | None, done: bool) -> WordComment:
    beside = story.beside
    anchor = beside.anchors.get(row.pk)
    cell = anchor.cell if anchor else None
    return WordComment(
        author=row.element.get(w("author"), ""),
        text="\n".join(_lines(story.read(row.element))),
        at=_moment(row.element.get(w("date"), "")),
        quoted=beside.quoted(anchor) if anchor else "",
        names=_names(anchor),
        position=cell.position if cell else None,
        answers=answers,
        done=done,
    )


def _names(anchor: Anchor | None) -> tuple[str, ...]:
    if anchor is None:
        return ()
    cell = anchor.cell
    return cell.found.names if cell and cell.found else anchor.names


def _lines(blocks: tuple[TextBlock, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Items(items):
                yield from (plain(item.runs) for item in items)
            case Paragraph(runs):
                yield plain(runs)
            case Heading(words):
                yield words


def _moment(text: str) -> dt.datetime | None:
    """The time on the writer's clock: the zone that stands there is not meant."""
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None  # LibreOffice writes 0-00-00 where it knows none
