"""Numbers that come from addresses and forms; whoever sends them may write anything."""


def whole(text: str, digits: int = 6) -> int | None:
    """A whole number of at most `digits` digits, 0 to 9 and nothing else; or None."""
    text = text.strip()
    fits = len(text) <= digits and text.isascii() and text.isdecimal()
    return int(text) if fits else None
