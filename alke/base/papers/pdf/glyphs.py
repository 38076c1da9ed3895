"""Which characters the fonts can show; what they cannot is named, so that nothing is lost."""

import unicodedata
from functools import lru_cache
from pathlib import Path

COVERED = Path(__file__).parent / "fonts" / "covered.txt"
SYMBOLS = frozenset("←↑→↓↔⇒⇔■□▪●○◦✓✔✗✘≈≠≤≥")  # from a font that Typst brings
# They show nothing of their own: Typst and readers take them as they are.
SILENT = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f")


@lru_cache
def covered() -> frozenset[str]:
    """The characters that every one of the fonts has."""
    found: set[str] = set()
    for line in COVERED.read_text("ascii").split():
        first, last = (int(part, 16) for part in line.split("-"))
        found.update(map(chr, range(first, last + 1)))
    return frozenset(found | SYMBOLS)


def shown(text: str) -> str:
    """The text with each character that no font has as its name: “😀” is “[grinning face]”."""
    if text.isascii() or covered().issuperset(text):
        return text
    return "".join(map(_shown, text))


def _shown(letter: str) -> str:
    if letter in covered() or letter in SILENT:
        return "" if letter in "\ufe0e\ufe0f" else letter
    if unicodedata.category(letter) == "Zs":
        return " "
    name = unicodedata.name(letter, "") or f"U+{ord(letter):04X}"
    return f"[{name.lower()}]"
