"""A paper as HTML, to be looked at before it becomes a file."""

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

from alke.base.papers.model import (
    Block,
    Cell,
    Fact,
    Facts,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
)
from alke.web.tongues import lang

HEADINGS: Final = {1: "h4", 2: "h5", 3: "h6"}  # below the heading of the preview itself
BREAK: Final = Markup("<br>")


def preview(blocks: Iterable[Block]) -> Markup:
    """The blocks, one after the other."""
    return Markup("").join(map(_block, blocks))


def _block(block: Block) -> Markup:
    match block:
        case Paragraph():
            return Markup("<p{}>{}</p>").format(lang(block.language), _runs(block.runs))
        case Heading():
            tag = HEADINGS[block.level]
            shape = Markup("<{0}{1}>{2}</{0}>")
            return shape.format(Markup(tag), lang(block.language), block.text)  # noqa: S704 - ours
        case Items():
            return Markup('<ul class="bul"{}>{}</ul>').format(lang(block.language), _items(block))
        case Table():
            return _table(block)
        case Facts():
            return Markup('<dl class="side-by">{}</dl>').format(
                Markup("").join(map(_fact, block.rows))
            )
        case PageBreak():
            return Markup("<hr>")


def _runs(runs: Runs) -> Markup:
    return Markup("").join(map(_run, runs))


def _run(run: Run) -> Markup:
    made = BREAK.join(escape(line) for line in run.text.split("\n"))
    for wanted, tag in ((run.bold, "strong"), (run.italic, "em")):
        if wanted:
            made = Markup("<{0}>{1}</{0}>").format(Markup(tag), made)  # noqa: S704 - ours
    return Markup('<a href="{}">{}</a>').format(run.link, made) if run.link else made


def _items(block: Items) -> Markup:
    return Markup("").join(
        Markup("<li>{}{}</li>").format(
            "" if item.number is None else f"{item.number}. ", _runs(item.runs)
        )
        for item in block.items
    )


def _table(table: Table) -> Markup:
    shape = Markup(
        '<div class="wrap scroll" role="group" tabindex="0" aria-label="{0}">'
        '<table class="tbl"><caption class="vh">{0}</caption>'
        "<thead>{1}</thead><tbody>{2}</tbody></table></div>"
    )
    return shape.format(table.title, _rows(table.head, "th"), _rows(table.body, "td"))


def _rows(rows: Iterable[Row], tag: str) -> Markup:
    return Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(_cell(cell, tag) for cell in row.cells))
        for row in rows
    )


def _cell(cell: Cell, tag: str) -> Markup:
    said = [' scope="col"'] if tag == "th" else []
    spans = (("colspan", cell.columns), ("rowspan", cell.rows))
    said += [f' {name}="{width}"' for name, width in spans if width > 1]
    inside = preview(cell.blocks)
    parts = Markup(tag), Markup("".join(said)), inside  # noqa: S704 - ours
    return Markup("<{0}{1}>{2}</{0}>").format(*parts)


def _fact(row: Fact) -> Markup:
    lines = Markup("").join(Markup("<dd>{}</dd>").format(_runs(line)) for line in row.lines)
    return Markup("<dt>{}</dt>{}").format(row.label, lines)
