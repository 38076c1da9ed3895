"""Looks into a PDF on the standard input and says in one word what is wrong with it, or "well".

Runs by itself, see pdf.py: knows no Django, and has little memory and time.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Final

import pikepdf
from pikepdf.settings import set_qpdf_limits

from alke.base.uploads.programs import starts_something

LARGEST_STREAM: Final = 200 * 1024 * 1024  # unpacked
MOST_IN_ONE: Final = 1_000_000  # items of an array

# qpdf writes names in one way only, and escapes the brackets inside a string.
_STRING = re.compile(rb"\((?:[^\\)]|\\.)*\)", re.DOTALL)
_ACTS = re.compile(rb"/(?:JavaScript|Launch|XFA)(?![^\s/<>\[\]()])")
# Ends of warnings about what every reader takes: a page without its resources, say.
_REPAIRED = ("; repairing", "; correcting", "most other applications")
_ATTACHED = re.compile(rb"/EF(?![^\s/<>\[\]()])")


@pikepdf.explicit_conversion()  # numbers and truths are objects, too
def look(data: bytes) -> str:
    """The word; after "carries" stands the name of what is attached."""
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return "protected"
            if "/Pages" not in pdf.Root:
                return "damaged"
            found = _found(pdf)  # reads all that there is
            return _doubted(pdf) if found == "well" else found
    except pikepdf.PasswordError:
        return "protected"
    except MemoryError:
        return "large"
    except Exception:  # noqa: BLE001 - a reader of foreign bytes may raise anything
        return "protected" if b"/Encrypt" in data else "damaged"


def _doubted(pdf: pikepdf.Pdf) -> str:
    """What qpdf cannot read is nothing to it, with a warning, and something to other readers."""
    warnings = [each for each in map(str, pdf.get_warnings()) if not each.endswith(_REPAIRED)]
    if not warnings:
        return "well"
    is_large = any("bad_alloc" in each or "limit exceeded" in each for each in warnings)
    return "large" if is_large else "damaged"


def _found(pdf: pikepdf.Pdf) -> str:
    things: Iterable[pikepdf.Object | None] = pdf.objects
    for thing in things:
        if thing is None:
            continue
        shown = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        written = _STRING.sub(b"", shown.unparse(resolved=True))
        if _ACTS.search(written):
            return "scripts"
        if _ATTACHED.search(written):
            for name, content in _attached(shown):
                if starts_something(name, content):
                    return f"carries {name}"
    return "well"


def _attached(thing: pikepdf.Object) -> Iterator[tuple[str, bytes]]:
    """The files that it names, or a dictionary inside it (ISO 32000, 7.11.4)."""
    left = [thing]
    while left:
        one = left.pop()
        if isinstance(one, pikepdf.Dictionary):
            if "/EF" in one:
                name = str(one.get("/UF", one.get("/F", "")))
                for stream in one["/EF"].as_dict().values():
                    yield name, stream.read_bytes()
            left += _direct(one.as_dict().values())
        elif isinstance(one, pikepdf.Array):
            left += _direct(one.as_list())


def _direct(things: Iterable[pikepdf.Object | None]) -> list[pikepdf.Object]:
    """Those that stand in the same place; the others are looked at by themselves."""
    return [thing for thing in things if thing is not None and not thing.is_indirect]


def main() -> None:
    """Reads, looks, says."""
    set_qpdf_limits(
        flate_max_memory=LARGEST_STREAM,
        run_length_max_memory=LARGEST_STREAM,
        png_max_memory=LARGEST_STREAM,
        tiff_max_memory=LARGEST_STREAM,
        parser_max_container_size=MOST_IN_ONE,
    )
    sys.stdout.write(look(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
