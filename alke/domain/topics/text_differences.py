"""Differences between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\n+|[^\S\n]*\S+|[^\S\n]+")  # line breaks, or a word with the spaces before it
AROUND = 8  # words of unchanged text that an excerpt keeps beside a change
GAP = " … "


@dataclass(frozen=True)
class Part:
    """A run of text: unchanged (""), added ("ins") or removed ("del")."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Part]:
    """What must be removed from and added to `before` to make `after`, as runs in order.

    Without the added runs they read `before`, without the removed ones `after`.
    """
    old, new = _words(before), _words(after)
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part("", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            parts.append(Part("del", "".join(old[i1:i2])))
        if j2 > j1:
            parts.append(Part("ins", "".join(new[j1:j2])))
    return parts


def excerpts(parts: list[Part]) -> list[Part]:
    """The changes with some words around each; the rest of the text is left out."""
    return [
        Part("", _shortened(part.text, first=n == 0, last=n == len(parts) - 1))
        if not part.kind
        else part
        for n, part in enumerate(parts)
    ]


def combined(theirs: str, mine: str) -> str:
    """Both texts in one, for a person to finish: what they share once, then each one's own."""
    return "".join(part.text for part in _in_lines(theirs, mine))


def _in_lines(theirs: str, mine: str) -> Iterator[Part]:
    old, new = theirs.splitlines(keepends=True), mine.splitlines(keepends=True)
    old = [line if line.endswith("\n") else f"{line}\n" for line in old]
    new = [line if line.endswith("\n") else f"{line}\n" for line in new]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield Part("", "".join(old[i1:i2]))
        if tag != "equal":
            yield Part("ins", "".join(new[j1:j2]))


def _words(text: str) -> list[str]:
    return WORDS.findall(text)


def _shortened(text: str, *, first: bool, last: bool) -> str:
    words = _words(text)
    keep = AROUND * (1 if first or last else 2)
    if len(words) <= keep + 2:
        return text
    head = "" if first else "".join(words[:AROUND])
    tail = "" if last else "".join(words[-AROUND:])
    return f"{head}{GAP}{tail.lstrip(' ')}"
