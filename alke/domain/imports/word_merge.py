"""Two people's changes of one text in one, where they do not touch."""

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s]+")
Edit = tuple[int, int, list[str]]  # words of the base from, to, and what stands there instead


def merged(base: str, ours: str, theirs: str) -> str:
    """Both changes of `base`, or "" where they overlap: then a person joins them."""
    words = _WORD.findall(base)
    edits = sorted(_edits(words, ours) + _edits(words, theirs), key=lambda row: row[:2])
    kept: list[Edit] = []
    for edit in edits:
        if kept and edit == kept[-1]:
            continue  # both made the same change
        if kept and (edit[0] < kept[-1][1] or edit[0] == kept[-1][0]):
            return ""
        kept.append(edit)
    made: list[str] = []
    at = 0
    for start, end, instead in kept:
        made += words[at:start] + instead
        at = end
    return "".join(made + words[at:])


def _edits(words: list[str], text: str) -> list[Edit]:
    other = _WORD.findall(text)
    steps = SequenceMatcher(None, words, other, autojunk=False).get_opcodes()
    return [(a, b, other[c:d]) for tag, a, b, c, d in steps if tag != "equal"]
