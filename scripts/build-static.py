"""Makes what is generated under alke/static: the icon sprite and the percent classes.

Usage: scripts/build-static.py LUCIDE
LUCIDE is the `icons` directory of the unpacked package lucide-static (version below).
Without it only the percent classes are written. The results are committed; running it again
with the same version changes nothing.
"""

import re
import sys
from pathlib import Path

LUCIDE_VERSION = "1.62.0"
STATIC = Path(__file__).resolve().parent.parent / "alke" / "static"
BEGIN, END = "/* percent classes: scripts/build-static.py */", "/* end of percent classes */"

ICONS = """
arrow-down arrow-left arrow-up calendar calendar-clock check check-check chevron-down chevron-left
chevron-right circle-alert circle-help circle-user-round external-link eye file-down file-text
file-up flag git-compare-arrows git-merge history info languages link list list-checks loader-circle
lock log-out menu message-square mic minus octagon-alert pencil plus rotate-ccw search shield-check
split table triangle-alert undo-2 user user-plus users x
""".split()

TICK = '<path d="m4.8 8.2 2.2 2.2 4.2-4.6"'
GLYPHS = {  # 16 px, drawn for Alke: the shape says the state
    "draft": '<circle cx="8" cy="8" r="6" stroke-dasharray="2.6 2.1"/>',
    "commenting": '<path d="M2.5 3.5h11v7.5H7.5l-3 2.5V11h-2z"/>',
    "done": '<circle cx="8" cy="8" r="7" fill="currentColor" stroke="none"/>'
    + TICK
    + ' stroke="var(--paper)"/>',
    "published": '<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c2.2 1.8 2.6 4 2.6 6S10.2 12.2 8'
    ' 14C5.8 12.2 5.4 10 5.4 8S5.8 3.8 8 2z"/>',
    "open": '<circle cx="8" cy="8" r="6"/>',
    "half": '<circle cx="8" cy="8" r="6"/>'
    '<path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" stroke="none"/>',
    "struck": '<circle cx="8" cy="8" r="6"/><path d="m3.9 12.1 8.2-8.2"/>',
    "late": '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.8"/>',
    "proposed": '<circle cx="8" cy="8" r="6" stroke-dasharray="2.6 2.1"/>'
    '<path d="M8 5.5v5M5.5 8h5"/>',
    "archived": '<path d="M2.5 2.5h11v3.2h-11zM3.5 5.7v7.8h9V5.7M6.5 8.5h3"/>',
    "tick": '<path d="m2.5 8.4 3.6 3.6 7.4-8"/>',
    "back": '<path d="M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H6"/>',
    "error": '<path d="M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2z"/>'
    '<path d="M8 4.8v3.6M8 11v.1"/>',
    "warning": '<path d="M8 2 14.6 13.6H1.4z"/><path d="M8 6.4v3.2M8 11.6v.1"/>',
    "info": '<circle cx="8" cy="8" r="6"/><path d="M8 7.4v3.6M8 5v.1"/>',
}


def lucide(folder: Path, name: str) -> str:
    text = (folder / f"{name}.svg").read_text(encoding="utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if inner is None:
        raise ValueError(f"{name}.svg has no content")
    return re.sub(r"\s+", " ", inner[1]).replace(" />", "/>").replace("> <", "><").strip()


def sprite(folder: Path) -> str:
    symbols = [
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{lucide(folder, name)}</symbol>'
        for name in ICONS
    ]
    symbols += [
        f'<symbol id="s-{name}" viewBox="0 0 16 16">{shape}</symbol>'
        for name, shape in GLYPHS.items()
    ]
    head = (
        f"<!-- Lucide {LUCIDE_VERSION}, ISC and MIT, see LICENSES.md; s-: made for Alke -->"
        '<svg xmlns="http://www.w3.org/2000/svg">'
    )
    return "\n".join([head, *symbols, "</svg>", ""])


def percents() -> str:
    """`.p-0` to `.p-200`: half percent steps, since style attributes are forbidden."""
    rules = [f".p-{step}{{--p:{step / 2:g}%}}" for step in range(201)]
    lines = ["".join(rules[i : i + 10]) for i in range(0, len(rules), 10)]
    return "\n".join([BEGIN, *lines, END])


def main() -> None:
    css = STATIC / "css" / "alke.css"
    before, rest = css.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    css.write_text(before + percents() + after, encoding="utf-8")
    if len(sys.argv) > 1:
        (STATIC / "icons.svg").write_text(sprite(Path(sys.argv[1])), encoding="utf-8")


if __name__ == "__main__":
    main()
