"""What signs of symbol fonts stand for (`w:sym`)."""

from typing import Final

from alke.base.papers.word.names import Element, w

UNKNOWN: Final = "□"
_OWN: Final = range(0xF000, 0xF100)  # where fonts keep signs that Unicode does not know
_FONTS: Final = {
    "symbol": dict(zip(b"\x2d\xa3\xac\xae\xb1\xb3\xb7\xde", "\u2212≤←→±≥•⇒", strict=True)),
    "wingdings": dict(
        zip(b"\x4a\x9f\xa7\xa8\xd8\xdf\xe0\xe8\xf0\xfb\xfc\xfe", "☺•▪◻➢←→➔⇨✗✓☑", strict=True)
    ),
}


def letter(symbol: Element) -> str:
    """The letter that means the same, or `UNKNOWN`."""
    try:
        code = int(symbol.get(w("char"), ""), 16)
    except ValueError:
        return UNKNOWN
    letters = _FONTS.get(symbol.get(w("font"), "").lower())
    if letters is not None or code in _OWN:
        return (letters or {}).get(code & 0xFF, UNKNOWN)
    return chr(code) if 0 <= code < _OWN.start and chr(code).isprintable() else UNKNOWN
