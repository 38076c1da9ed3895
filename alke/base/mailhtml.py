"""A mail's plain text as simple HTML: paragraphs, lists and links, for the frame of all mails."""

import re

from markupsafe import Markup, escape

_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_LIST = "- "


def html_of(text: str) -> Markup:
    """The text's paragraphs; lines that begin with "- " are a list, addresses are links."""
    blocks = (block.strip("\n") for block in re.split(r"\n\s*\n", text.strip()))
    return Markup("\n").join(_block(block.splitlines()) for block in blocks if block)


def _block(lines: list[str]) -> Markup:
    """Lines before the first item are a paragraph; an item goes on in indented lines."""
    first = next((n for n, line in enumerate(lines) if line.startswith(_LIST)), len(lines))
    parts = []
    if lines[:first]:
        parts.append(Markup("<p>{}</p>").format(_lines(lines[:first])))
    if lines[first:]:
        items: list[list[str]] = []
        for line in lines[first:]:
            if line.startswith(_LIST) or not items:
                items.append([line.removeprefix(_LIST)])
            else:
                items[-1].append(line.strip())
        told = Markup("").join(Markup("<li>{}</li>").format(_lines(item)) for item in items)
        parts.append(Markup("<ul>{}</ul>").format(told))
    return Markup("\n").join(parts)


def _lines(lines: list[str]) -> Markup:
    return Markup("<br>\n").join(_linked(line.strip()) for line in lines)


def _linked(line: str) -> Markup:
    found, last = [], 0
    for match in _URL.finditer(line):
        found.append(escape(line[last : match.start()]))
        found.append(Markup('<a href="{0}">{0}</a>').format(match[0]))
        last = match.end()
    return Markup("").join([*found, escape(line[last:])])
