"""Pictures: shown as they were, without what cameras note."""

import io

import pytest
from PIL import Image

from alke.base.uploads.inspection import inspect
from alke.base.uploads.kinds import PICTURES, Kind
from tests.base.uploads.upload_files import DAMAGED, NOT_TAKEN, large_png, picture, shown, why

PLACE = "Kuvasta poistettiin sijaintitiedot."
CAMERA = "Kuvasta poistettiin se, minkä kamera oli merkinnyt (kuten aika ja laite)."
TOO_LARGE = "Kuvassa on yli %d miljoonaa kuvapistettä. Pienennä sitä ja tuo se uudelleen."
MOVES = "Kuva liikkuu."
FORMS = ("PNG", "JPEG", "WEBP")


def noted(*, place: bool = False, camera: bool = False, turned: bool = False) -> Image.Exif:
    """What a camera notes."""
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6  # held so that its top is on the right
    if camera:
        exif[0x010F], exif[0x0132] = "Kamera Oy", "2024:03:04 09:00:00"
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (62.0, 36.0, 0.0), 3: "E", 4: (29.0, 45.0, 0.0)})
    return exif


@pytest.mark.parametrize("kind", PICTURES, ids=lambda kind: kind.ending)
def test_a_picture_stays_one_of_its_kind(kind: Kind) -> None:
    form = "JPEG" if kind.ending == ".jpg" else kind.ending[1:].upper()
    found = inspect("kartta", picture(form, (40, 20)))
    assert (found.name, found.media_type) == (f"kartta{kind.ending}", kind.media_type)
    assert found.notes == ()
    image = shown(found.data)
    assert (image.format, image.size) == (form, (40, 20))
    red, green, blue = image.convert("RGB").getpixel((4, 4))  # type: ignore[misc]
    assert (red > 240, green < 15, blue < 15) == (True, True, True)


@pytest.mark.parametrize("form", FORMS)
def test_place_time_and_device_are_removed_and_told(form: str) -> None:
    before = picture(form, exif=noted(place=True, camera=True))
    assert b"Kamera Oy" in before
    found = inspect("kuva", before)
    assert found.notes == (PLACE, CAMERA)
    assert b"Kamera Oy" not in found.data
    assert dict(shown(found.data).getexif()) == {}
    assert inspect("kuva", found.data).notes == ()


def test_only_what_was_there_is_told() -> None:
    assert inspect("a", picture("JPEG", exif=noted(place=True))).notes == (PLACE,)
    assert inspect("a", picture("JPEG", exif=noted(camera=True))).notes == (CAMERA,)
    assert inspect("a", picture("JPEG", exif=noted(turned=True))).notes == ()


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_a_place_in_xmp_is_removed_and_told(form: str) -> None:
    xmp = b'<x:xmpmeta exif:GPSLatitude="62,36.0N"/>'
    found = inspect("a", picture(form, xmp=xmp))
    assert found.notes == (PLACE, CAMERA)
    assert b"GPSLatitude" not in found.data


def test_a_comment_is_removed_and_told() -> None:
    found = inspect("a", picture("JPEG", comment="Maija otti"))
    assert found.notes == (CAMERA,)
    assert b"Maija" not in found.data


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_notes_that_nobody_can_read_are_removed_and_told(form: str) -> None:
    file = picture(form, (40, 20), exif=noted(camera=True, turned=True))
    assert file.count(b"MM\x00*") == 1
    found = inspect("a", file.replace(b"MM\x00*", b"M?\x00*"))
    assert found.notes == (CAMERA,)
    assert b"Kamera Oy" not in found.data


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_stands_as_it_was_held(form: str) -> None:
    found = shown(inspect("a", picture(form, (40, 20), exif=noted(turned=True))).data)
    assert found.size == (20, 40)
    top, bottom = (found.convert("RGB").getpixel((10, y)) for y in (4, 36))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[1] < 15 < 240 < bottom[1]  # the red half was on the left and is above


def test_transparency_and_colours_are_kept() -> None:
    for mode in ("RGBA", "LA"):
        made = io.BytesIO()
        Image.new(mode, (4, 4)).save(made, "PNG", icc_profile=b"profile")
        image = shown(inspect("a", made.getvalue()).data)
        assert image.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
        assert image.info["icc_profile"] == b"profile"
    few = Image.new("P", (4, 4), 1)
    few.putpalette([0, 0, 0, 10, 20, 30])
    made = io.BytesIO()
    few.save(made, "PNG", transparency=1)
    assert shown(inspect("a", made.getvalue()).data).convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_a_png_is_kept_point_by_point() -> None:
    image = Image.effect_noise((50, 50), 80).convert("RGB")
    made = io.BytesIO()
    image.save(made, "PNG")
    assert shown(inspect("a", made.getvalue()).data).tobytes() == image.tobytes()


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(form: str) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    made = io.BytesIO()
    frames[0].save(made, form, save_all=True, append_images=frames[1:], duration=100)
    said = why("a", made.getvalue())
    assert said.startswith(MOVES)


def test_of_a_telephone_s_two_pictures_the_first_is_kept() -> None:
    first, second = (Image.new("RGB", size, "red") for size in ((40, 20), (4, 2)))
    made = io.BytesIO()
    first.save(made, "MPO", save_all=True, append_images=[second])
    found = inspect("a", made.getvalue())
    assert (found.name, shown(found.data).format) == ("a.jpg", "JPEG")
    assert shown(found.data).size == (40, 20)


@pytest.mark.parametrize(
    ("size", "millions"),
    [((10_000, 7_000), 40), ((60_000, 60_000), 20), ((2**31 - 1, 2**31 - 1), 20)],
)
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int], millions: int) -> None:
    assert why("a.png", large_png(*size)) == TOO_LARGE % millions


@pytest.mark.parametrize("form", FORMS)
def test_half_a_picture_is_refused(form: str) -> None:
    image = Image.effect_noise((60, 60), 80)
    made = io.BytesIO()
    image.convert("RGB").save(made, form)
    file = made.getvalue()
    for length in range(16, len(file) - 12, len(file) // 20):
        assert why("a", file[:length]).startswith((DAMAGED, NOT_TAKEN))


@pytest.mark.parametrize(
    "file",
    [
        picture("GIF"),
        picture("TIFF"),
        picture("BMP"),
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
    ],
    ids=["gif", "tiff", "bmp", "svg", "wave"],
)
def test_other_pictures_are_not_taken(file: bytes) -> None:
    assert why("a.png", file).startswith(NOT_TAKEN)
