"""Makes the fonts of produced documents from Source Sans 3's subsets (needs fonttools, brotli).

Usage: scripts/build-fonts.py FILES
FILES is the `files` directory of the unpacked package @fontsource/source-sans-3 (version below).
The results are committed. The licence reserves the name for unmodified files, so the joined
ones are called Alke Sans.
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

VERSION = "5.3.1"
FAMILY = "Alke Sans"
SUBSETS = ("latin", "latin-ext", "cyrillic", "greek")
FONTS = Path(__file__).resolve().parent.parent / "alke" / "base" / "papers" / "pdf" / "fonts"
WEIGHTS = {400: "Regular", 600: "SemiBold"}


def join(files: Path, weight: int, style: str) -> None:
    with tempfile.TemporaryDirectory() as work:
        parts = []
        for subset in SUBSETS:
            font = TTFont(files / f"source-sans-3-{subset}-{weight}-{style}.woff2")
            font.flavor = None
            parts.append(str(Path(work) / f"{subset}.ttf"))
            font.save(parts[-1])
        font = Merger(options=Options(drop_tables=["vhea", "vmtx"])).merge(parts)
    name(font, WEIGHTS[weight] + (" Italic" if style == "italic" else ""))
    font.recalcTimestamp = False
    font.save(FONTS / f"alke-sans-{weight}-{style}.ttf")


def name(font: TTFont, style: str) -> None:
    for row in list(font["name"].names):
        if row.nameID in {1, 2, 3, 4, 6, 16, 17, 21, 22, 25}:
            font["name"].removeNames(nameID=row.nameID)
    full = f"{FAMILY} {style}"
    texts = {1: full, 2: "Regular", 3: full, 4: full, 16: FAMILY, 17: style}
    texts[6] = full.replace(f"{FAMILY} ", "AlkeSans-").replace(" ", "")
    for number, text in texts.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def covered() -> str:
    """What every one of the fonts can show, as ranges of code points."""
    fonts = [set(TTFont(path).getBestCmap()) for path in sorted(FONTS.glob("*.ttf"))]
    ranges: list[list[int]] = []
    for code in sorted(set.intersection(*fonts)):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{first:04X}-{last:04X}\n" for first, last in ranges)


if __name__ == "__main__":
    for weight in WEIGHTS:
        for style in ("normal", "italic"):
            join(Path(sys.argv[1]), weight, style)
    (FONTS / "covered.txt").write_text(covered(), encoding="ascii")
