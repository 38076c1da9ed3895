"""The sheet's rich text as blocks of a paper, and back (see alke/base/richtext.py)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it.token import Token

from alke.base import richtext
from alke.base.papers.model import Block, Heading, Item, Items, Paragraph, Run, Runs

DEEPEST = 2
# What would read as mark-up where a text stands for itself.
_SPECIAL = re.compile(r"([\\`*_\[\]])")
_START = re.compile(r"^(\s*)([-+*]|#{1,6}|\d{1,9}[.)])(?=\s|$)")
_BREAK = re.compile(r"[^\S\n]*\n\s*")


def blocks(text: str, *, level: int = 3, language: str = "") -> tuple[Block, ...]:
    """The text's paragraphs, lists and headings (of `level`)."""
    reader = Reader(level, language)
    for token in richtext.parse(text):
        if step := getattr(reader, token.type, None):
            step(token)
    return tuple(reader.blocks)


class Reader:
    """Has a method for each kind of token that means something, under the token's name."""

    def __init__(self, level: int, language: str) -> None:
        self.blocks: list[Block] = []
        self.level, self.language = level, language
        self.in_heading = False
        self.lists: list[int | None] = []  # for each open list the next number, or None
        self.items: list[Item] = []

    def heading_open(self, _token: Token) -> None:
        self.in_heading = True

    def heading_close(self, _token: Token) -> None:
        self.in_heading = False

    def bullet_list_open(self, _token: Token) -> None:
        self.lists.append(None)

    def ordered_list_open(self, token: Token) -> None:
        self.lists.append(int(token.attrs.get("start", 1)))

    def bullet_list_close(self, _token: Token) -> None:
        self.lists.pop()
        if not self.lists:
            self.blocks.append(Items(tuple(self.items), self.language))
            self.items = []

    ordered_list_close = bullet_list_close

    def list_item_open(self, _token: Token) -> None:
        number = self.lists[-1]
        self.items.append(Item((), min(len(self.lists) - 1, DEEPEST), number))
        if number is not None:
            self.lists[-1] = number + 1

    def inline(self, token: Token) -> None:
        runs = runs_of(token)
        if self.lists:
            self._into_item(runs)
        elif self.in_heading:
            self.blocks.append(Heading(plain(runs), self.level, self.language))
        else:
            self.blocks.append(Paragraph(runs, language=self.language))

    def _into_item(self, runs: Runs) -> None:
        """An item's second paragraph is a new line of it."""
        item = self.items[-1]
        both = joined((*item.runs, Run("\n"), *runs)) if item.runs else runs
        self.items[-1] = replace(item, runs=both)


def runs_of(inline: Token) -> Runs:
    """The runs of one paragraph."""
    found: list[Run] = []
    style = Run("")
    for token in inline.children or []:
        match token.type:
            case "strong_open" | "strong_close":
                style = replace(style, bold=token.type == "strong_open")
            case "em_open" | "em_close":
                style = replace(style, italic=token.type == "em_open")
            case "link_open":
                style = replace(style, link=str(token.attrs.get("href", "")))
            case "link_close":
                style = replace(style, link="")
            case "softbreak" | "hardbreak":
                found.append(Run("\n"))
            case _ if token.content:
                found.append(replace(style, text=token.content))
    return trimmed(joined(found))


def joined(runs: Iterable[Run]) -> Runs:
    """Neighbours of one style become one run; empty ones go."""
    styles = groupby((run for run in runs if run.text), key=lambda run: replace(run, text=""))
    return tuple(replace(style, text="".join(run.text for run in same)) for style, same in styles)


def trimmed(runs: Iterable[Run]) -> Runs:
    """Without space at the ends and around line breaks, and without empty lines."""
    found: list[Run] = []
    for run in runs:
        text = _BREAK.sub("\n", run.text)
        at_start = not found or found[-1].text.endswith("\n")
        found.append(replace(run, text=text.lstrip() if at_start else text))
    while found and not found[-1].text.rstrip():
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return joined(found)


def plain(runs: Iterable[Run]) -> str:
    """The words without style."""
    return "".join(run.text for run in runs)


def markdown(found: Iterable[Block]) -> str:
    """Blocks as the rich text of a field: the reverse of `blocks`.

    The words always come back as they are. So do styles, but for what this mark-up cannot say,
    such as a bold sign in the middle of a word: there the paragraph loses its bold and italics.
    """
    parts: list[str] = []
    previous: Block | None = None
    other = False  # marks of a list that follows another one, so that the two stay apart
    for block in found:
        other = isinstance(previous, Items) and not other
        parts.append(_markdown(block, other=other))
        previous = block
    return "\n\n".join(part for part in parts if part.strip())


def _markdown(block: Block, *, other: bool) -> str:
    match block:
        case Paragraph(runs):
            return "\n".join(_guarded(line) for line in _inline(runs).split("\n"))
        case Heading(words):
            return "### " + _escaped(words.replace("\n", " "))
        case Items(items):
            return _list(items, other=other)
        case _:
            raise TypeError(f"no rich text of {type(block).__name__}")


def _guarded(line: str) -> str:
    """A line that only looks like the start of a list or heading."""

    def guard(found: re.Match[str]) -> str:
        mark = found[2]
        return found[1] + (f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}")

    return _START.sub(guard, line.strip())


def _list(items: Iterable[Item], *, other: bool) -> str:
    lines: list[str] = []
    open_items: list[_Open] = []
    for item in items:
        level = min(item.level, len(open_items))
        before = open_items[level] if level < len(open_items) else None
        del open_items[level:]
        opened = _opened(item, before, other=other)
        indent = "".join(" " * len(row.mark) for row in open_items)
        open_items.append(opened)
        first, *more = _inline(item.runs).strip().split("\n")
        lines.append(indent + opened.mark + _guarded(first))
        deeper = indent + " " * len(opened.mark)
        lines += [deeper + _guarded(line) for line in more if line.strip()]
    return "\n".join(lines)


@dataclass(frozen=True)
class _Open:
    """The item of a level that was written last."""

    mark: str
    number: int | None
    other: bool


def _opened(item: Item, before: _Open | None, *, other: bool) -> _Open:
    """A number that does not go on from the one before begins a list of its own."""
    if before is not None:
        goes_on = before.number is None or item.number in {None, before.number + 1}
        other = before.other if goes_on else not before.other
    if item.number is None:
        return _Open("* " if other else "- ", None, other)
    return _Open(f"{item.number}) " if other else f"{item.number}. ", item.number, other)


def _inline(runs: Runs) -> str:
    """One paragraph's runs, line by line."""
    wanted = trimmed(runs)
    if not any(run.bold or run.italic or run.link for run in wanted):
        return _escaped(plain(wanted))
    styled = _styled(wanted)
    if _read(styled) == trimmed(_unstyled_breaks(wanted)):
        return styled
    return _styled(tuple(replace(run, bold=False, italic=False) for run in wanted))


def _read(line: str) -> Runs:
    """What the mark-up of one paragraph says, if it is one."""
    match blocks("\n".join(map(_guarded, line.split("\n")))):
        case (Paragraph(runs),):
            return runs
    return ()


def _unstyled_breaks(runs: Runs) -> Iterable[Run]:
    """A line break has no style, and neither has the space around styled words."""
    for run in runs:
        for part in re.split(r"(\n)", run.text):
            words = part.strip()
            before, after = part.partition(words)[::2] if words else (part, "")
            yield from (Run(before), replace(run, text=words), Run(after))


def _styled(runs: Runs) -> str:
    """Opens and closes what changes from one run to the next; marks stand close to words."""
    made, held = "", Run("")
    for run in joined(_unstyled_breaks(runs)):
        made += _change(held, run) + _linked(run)
        held = run
    return made + _change(held, Run(""))


def _change(held: Run, run: Run) -> str:
    """The marks between two runs; italics stand inside bold."""
    closing = "*" * (held.italic and (not run.italic or held.bold != run.bold))
    closing += "**" * (held.bold and not run.bold)
    opening = "**" * (run.bold and not held.bold)
    opening += "*" * (run.italic and (not held.italic or held.bold != run.bold))
    return closing + opening


def _linked(run: Run) -> str:
    words = _escaped(run.text)
    return f"[{words}](<{run.link}>)" if run.link else words


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def words_of(found: Iterable[Block]) -> str:
    """The words of blocks without style, a line for each paragraph and item."""
    lines: list[str] = []
    for block in found:
        match block:
            case Paragraph(runs):
                lines.append(plain(runs))
            case Heading(words):
                lines.append(words)
            case Items(items):
                lines += [plain(item.runs) for item in items]
    return "\n".join(lines)
