"""Pictures: written anew from what they show, without what cameras note beside it.

What is kept is the picture itself, its transparency and its colour profile; the way in which it
was held becomes the way in which it stands. Gone are place, time, device, words and thumbnails.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from alke.base.richtext import BadInput
from alke.base.uploads import refusal
from alke.base.uploads.kinds import JPEG, PNG, WEBP, Kind

# Pixels, by how long it takes to write them anew (some seconds): telephones take up to 50 million,
# a scanned A4 page at 600 dots an inch has 35.
MOST_MILLIONS: Final = {PNG: 40, JPEG: 60, WEBP: 20}
FEW: Final = 1_000_000  # pixels, small enough to be packed well
LARGEST_PROFILE: Final = 1024 * 1024

_READ: Final = ("PNG", "JPEG", "WEBP")
_FORMATS: Final = {"PNG": PNG, "JPEG": JPEG, "MPO": JPEG, "WEBP": WEBP}  # MPO: several JPEGs
_HEADS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_PLACE: Final = 0x8825  # the part of EXIF with the coordinates
_ORIENTATION: Final = 0x0112


@dataclass(frozen=True)
class Picture:
    """As it is kept."""

    kind: Kind
    data: bytes
    notes: tuple[str, ...]


def is_picture(data: bytes) -> bool:
    """Whether it begins like one."""
    return data.startswith(_HEADS) and (data[:4] != b"RIFF" or data[8:12] == b"WEBP")


def redone(data: bytes) -> Picture:
    """The picture written anew; raises `BadInput` for what cannot be, or moves."""
    try:
        with Image.open(io.BytesIO(data), formats=_READ) as source:
            kind = _FORMATS[source.format or ""]
            _refuse_large_or_moving(source, kind)
            source.load()
            notes = tuple(_notes(source))
            return Picture(kind, _written(source, kind, data), notes)
    except BadInput:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise refusal.too_many_pixels(min(MOST_MILLIONS.values())) from fault
    except Exception as fault:
        raise refusal.damaged() from fault


def _refuse_large_or_moving(source: Image.Image, kind: Kind) -> None:
    most = MOST_MILLIONS[kind]
    if source.width * source.height > most * 1_000_000:
        raise refusal.too_many_pixels(most)
    if kind is not JPEG and getattr(source, "n_frames", 1) > 1:  # telephones add small ones
        raise refusal.moves()


def _written(source: Image.Image, kind: Kind, data: bytes) -> bytes:
    profile = source.info.get("icc_profile") or b""
    transparent = source.info.get("transparency")
    if _noted(source) is not None:
        ImageOps.exif_transpose(source, in_place=True)
    source.info = {} if transparent is None else {"transparency": transparent}
    options: dict[str, Any] = {}
    if kind is PNG:
        is_small = source.width * source.height <= FEW
        options |= {"optimize": True} if is_small else {"compress_level": 3}
    elif kind is JPEG:
        options["quality"] = 92
    else:
        options |= {"lossless": data[12:16] == b"VP8L", "quality": 90}
    if len(profile) <= LARGEST_PROFILE:
        options["icc_profile"] = profile
    made = io.BytesIO()
    source.save(made, "JPEG" if kind is JPEG else kind.ending[1:].upper(), **options)
    return made.getvalue()


def _noted(source: Image.Image) -> Image.Exif | None:
    """What the camera noted, None where it cannot be read: no reason to refuse the picture."""
    try:
        exif = source.getexif()
        exif.get_ifd(_PLACE)
    except Exception:  # noqa: BLE001 - see above
        return None
    return exif


def _notes(source: Image.Image) -> Iterator[str]:
    """What is removed, for whoever has brought the picture."""
    exif: Mapping[int, Any] = _noted(source) or {}
    told = str(source.info.get("xmp") or source.info.get("XML:com.adobe.xmp") or "")
    if _PLACE in exif or "GPSL" in told:
        yield _("Location data was removed from the picture.")
    others = {"comment", "photoshop"} & set(source.info)
    is_unreadable = not exif and "exif" in source.info
    if set(exif) - {_PLACE, _ORIENTATION} or told or others or is_unreadable:
        yield _("What the camera had noted (such as time and device) was removed from the picture.")
