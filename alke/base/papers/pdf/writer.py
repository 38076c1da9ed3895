"""Writes a paper as a PDF file, through Typst; its contents go there as JSON, never as mark-up."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from alke.base.papers.formulas import SEAL, UNSEALED
from alke.base.papers.model import (
    Annex,
    Block,
    Fact,
    Facts,
    Heading,
    Item,
    Items,
    Levels,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    Run,
    Runs,
    Signatures,
    Table,
)
from alke.base.papers.pdf.glyphs import shown
from alke.base.papers.pdf.place import HEIGHT, NAME, WIDTH
from alke.base.papers.pdf.typesetting import typeset
from alke.base.papers.richtext import plain
from alke.base.papers.signatures import page

LINE: Final = 84  # characters across the narrower of pages
LONG_CELL: Final = 16  # lines, roughly; a row with a longer cell may go on overleaf

_BREAKS = re.compile(r"[\s/\u2013-]+")  # where a line ends without a hyphen


def write(paper: Paper) -> bytes:
    """The file's bytes; the same for the same paper."""
    said = json.dumps(_paper(paper), ensure_ascii=False)
    return typeset("paper", said, standards=["a-2a", "ua-1"])


def _paper(paper: Paper) -> dict[str, Any]:
    head = paper.letterhead
    found: dict[str, Any] = {
        "title": shown(paper.title),
        "language": paper.language,
        "author": shown(paper.author),
        "subject": shown(paper.subject),
        "code": shown(paper.code),
        "landscape": paper.landscape,
        "indented": paper.indented,
        "mark": shown(paper.mark),
        "moment": _moment(paper.moment),
        "blocks": [*_spread(paper)],
    }
    if paper.annex is not None:
        found["annex"] = [*_annex(paper.annex)]
    if head is not None:
        found["letterhead"] = {
            "sender": shown(head.sender),
            "lines": [shown(line) for line in (head.kind, head.date, *head.numbers) if line],
            "to": shown(head.to),
        }
    return found


def _moment(moment: dt.datetime) -> dict[str, int]:
    """In UTC, as Typst takes it."""
    utc = moment.astimezone(dt.UTC)
    return {n: getattr(utc, n) for n in ("year", "month", "day", "hour", "minute", "second")}


def _spread(paper: Paper) -> Iterator[dict[str, Any]]:
    """The blocks of the paper, those of a signature page among them."""
    levels = Levels()
    for block in paper.blocks:
        if not isinstance(block, Signatures):
            yield _block(block, levels)
            continue
        sealed = bool(block.approvals)
        yield from _blocks(tuple(page(block, paper.language, sealed=sealed)), levels)
        if sealed:
            yield _seal(paper.language)


def _seal(language: str) -> dict[str, Any]:
    words = {"title": SEAL[language], "note": UNSEALED[language]}
    return {"is": "seal", "name": NAME, "width": WIDTH, "height": HEIGHT} | words


def _annex(annex: Annex) -> Iterator[dict[str, Any]]:
    levels = Levels()
    yield _block(Heading(annex.title), levels)
    yield from _blocks(annex.blocks, levels)


def _blocks(blocks: tuple[Block, ...], levels: Levels) -> list[dict[str, Any]]:
    return [_block(block, levels) for block in blocks]


def _block(block: Block, levels: Levels) -> dict[str, Any]:
    match block:
        case Paragraph():
            words = {"is": "paragraph", "runs": _runs(block.runs), "style": block.style}
            return words | _spoken(block.language)
        case Heading():
            return {
                "is": "heading",
                "text": shown(block.text),
                "level": levels.of(block),
                **_spoken(block.language),
            }
        case Items():
            return {"is": "items", "items": _items(list(block.items))} | _spoken(block.language)
        case Table():
            return {
                "is": "table",
                "title": shown(block.title),
                "widths": block.widths,
                "head": [_row(row, levels, block.widths) for row in block.head],
                "body": [_row(row, levels, block.widths) for row in block.body],
            }
        case Facts():
            return {"is": "facts", "rows": [_fact(row) for row in block.rows]}
        case PageBreak():
            return {"is": "break"}


def _fact(row: Fact) -> dict[str, Any]:
    lines = [_runs(runs) for runs in row.lines]
    return {"label": shown(row.label), "lines": lines} | _spoken(row.language)


def _spoken(language: str) -> dict[str, str]:
    return {"language": language} if language else {}


def _items(items: list[Item], level: int = 0) -> list[dict[str, Any]]:
    """Items with those below them inside; a first item may stand deeper than it should."""
    found: list[dict[str, Any]] = []
    while items and items[0].level >= level:
        item = items.pop(0)
        made: dict[str, Any] = {"runs": _runs(item.runs)}
        if item.number is not None:
            made["number"] = item.number
        if items and items[0].level > level:
            made["items"] = _items(items, level + 1)
        found.append(made)
    return found


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [_run(run) for run in runs]


def _run(run: Run) -> dict[str, Any]:
    styles = {name: True for name in ("bold", "italic", "number") if getattr(run, name)}
    more = {"link": run.link, "change": run.change}
    return {"text": shown(run.text), **styles} | {key: said for key, said in more.items() if said}


def _row(row: Row, levels: Levels, widths: tuple[int, ...]) -> list[dict[str, Any]]:
    """One cell that stays whole would keep its whole row from going on overleaf."""
    found, column, is_long = [], 0, False
    for cell in row.cells:
        share = sum(widths[column : column + cell.columns]) / sum(widths)  # of the table's width
        column += cell.columns
        said = _said(cell.blocks)
        is_long |= sum(1 + len(words) / (share * LINE) for words in said) > LONG_CELL
        found.append(
            {
                "blocks": _blocks(cell.blocks, levels),
                "columns": cell.columns,
                "rows": cell.rows,
                "side": cell.side,
                "share": share,
                "word": max(
                    (len(word) for words in said for word in _BREAKS.split(words)), default=0
                ),
            }
        )
    return [made | {"long": is_long} for made in found]


def _said(blocks: tuple[Block, ...]) -> list[str]:
    """All words of a cell, a text a paragraph."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(runs):
                found.append(plain(runs))
            case Items(items):
                found += [plain(item.runs) for item in items]
    return found
