"""Office files: let in as they are, unless something in them runs by itself."""

import struct

import pytest

from alke.base.uploads import office as office_module
from alke.base.uploads.inspection import Checked, inspect
from alke.base.uploads.kinds import DOCX, MICROSOFT, ODP, ODS, ODT, OPEN_DOCUMENT, PPTX, XLSX, Kind
from alke.base.uploads.microsoft import is_elsewhere
from tests.base.papers.word_files import relations, zipped
from tests.base.uploads.upload_files import (
    CARRIES,
    DAMAGED,
    MACROS,
    MISNAMED,
    NOT_TAKEN,
    OLE,
    PASSWORD,
    TOO_MUCH,
    members,
    office,
    open_document,
    picture,
    why,
    with_external,
    word,
)

MEGABYTE = 1024 * 1024
PROGRAM = b"MZ\x90\x00" + bytes(100)
PACKED = OLE + "\x01Ole10Native".encode("utf-16-le") + bytes(40) + b"laske.exe"


def test_a_document_of_word_is_kept_byte_by_byte() -> None:
    file = word()
    assert inspect("Esitys.docx", file) == Checked("Esitys.docx", DOCX.media_type, file)


@pytest.mark.parametrize("kind", [*MICROSOFT, *OPEN_DOCUMENT], ids=lambda kind: kind.ending)
def test_the_main_part_says_what_an_office_file_is(kind: Kind) -> None:
    file = office(kind) if kind in MICROSOFT else open_document(kind)
    assert inspect("Esitys", file) == Checked(f"Esitys{kind.ending}", kind.media_type, file)


def test_office_files_are_not_taken_for_one_another() -> None:
    assert why("a.docx", office(XLSX)).startswith(MISNAMED % (".docx", ".xlsx"))
    assert why("a.odt", open_document(ODS)).startswith(MISNAMED % (".odt", ".ods"))


@pytest.mark.parametrize(
    "file",
    [
        PROGRAM,
        zipped({"a.txt": "a"}),
        zipped({"META-INF/MANIFEST.MF": "a", "a.class": "b"}),
        zipped({**members(), "[Content_Types].xml": "<Types/>"}),
        zipped({**members(), "_rels/.rels": relations({})}),
        zipped({**members(), "_rels/.rels": relations({"word/none.xml": "officeDocument"})}),
        zipped(members(main_type=DOCX.media_type.replace("document", "template") + ".main+xml")),
        zipped({"mimetype": "application/epub+zip", "content.xml": "a"}),
        zipped({"mimetype": ODT.media_type}),
    ],
    ids=["exe", "zip", "jar", "types", "rels", "no main", "other main", "epub", "no content"],
)
def test_what_is_no_office_file_is_not_taken_under_the_name_of_one(file: bytes) -> None:
    assert why("a.docx", file).startswith(NOT_TAKEN)


def test_old_files_and_those_with_a_password_are_told_apart() -> None:
    assert why("a.doc", OLE).startswith("Tämä on vanhanmallinen tiedosto")
    assert why("a.docx", OLE + "EncryptedPackage".encode("utf-16-le")).startswith(PASSWORD)
    entry = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    locked = open_document(added={"META-INF/manifest.xml": entry})
    assert why("a.odt", locked).startswith(PASSWORD)


# What runs by itself


@pytest.mark.parametrize(
    ("kind", "type_of_main"),
    [
        (DOCX, "application/vnd.ms-word.document.macroEnabled.main+xml"),
        (XLSX, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        (XLSX, "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        (PPTX, "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
    ],
)
def test_a_file_with_macros_is_refused_under_either_name_with_a_remedy(
    kind: Kind, type_of_main: str
) -> None:
    file = zipped(members(kind, main_type=type_of_main))
    for name in (f"a{kind.ending}", f"a{kind.ending[:-1]}m"):
        said = why(name, file)
        assert said.startswith(MACROS)
        assert f"Tallenna se {kind.ending}-tiedostona ilman makroja" in said


@pytest.mark.parametrize(
    "added",
    [
        {"word/VBAProject.bin": OLE},
        {"word/vbaData.xml": "<a/>"},
        {"word/activeX/activeX1.xml": "<a/>"},
        {"xl/macrosheets/sheet1.xml": "<a/>"},
        {"word/_rels/document.xml.rels": relations({"a.bin": "vbaProject"})},
        {"word/_rels/document.xml.rels": relations({"a.xml": "control"})},
        {"xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd"/></a>'},
    ],
    ids=["part", "its data", "control", "old macros", "relation", "related control", "dde"],
)
def test_macros_and_controls_are_found_wherever_they_are(added: dict[str, str | bytes]) -> None:
    assert why("a.docx", office(added=added)).startswith(MACROS)


def test_macros_are_found_by_their_content_type_under_any_name() -> None:
    types = {"word/kuva.png": "application/vnd.ms-office.vbaProject"}
    file = zipped({**members(types=types), "word/kuva.png": b"a"})
    assert why("a.docx", file).startswith(MACROS)


@pytest.mark.parametrize(
    "added",
    [
        {"Basic/script-lc.xml": "<a/>"},
        {"Scripts/python/a.py": "a"},
        {"content.xml": '<a xlink:href="vnd.sun.star.script:a.py$b?language=Python"/>'},
    ],
    ids=lambda added: next(iter(added)),
)
def test_macros_of_open_document_are_refused(added: dict[str, str | bytes]) -> None:
    said = why("a.odp", open_document(ODP, added))
    assert said.startswith(MACROS)
    assert "Tallenna se .odp-tiedostona ilman makroja" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("laske.exe", b"a"),
        ("oleObject1.bin", PACKED),
        ("oleObject2.bin", OLE + "_VBA_PROJECT_CUR".encode("utf-16-le")),
        ("image1.png", PROGRAM),
        ("a.bin", b"\x7fELF"),
        ("a.docm", b"a"),
        ("a.docx", zipped({"word/vbaProject.bin": "a"})),
    ],
)
def test_a_packed_program_is_refused_and_named(name: str, content: bytes) -> None:
    said = why("a.docx", office(added={f"word/embeddings/{name}": content}))
    assert said.startswith(CARRIES % name.lower())
    said = why("a.odt", open_document(added={f"Object 1/{name}": content}))
    assert said.startswith(CARRIES % name.lower())


def test_tables_charts_and_pictures_may_be_packed_in() -> None:
    added = {
        "word/embeddings/a.xlsx": office(XLSX),
        "word/embeddings/oleObject1.bin": OLE + "Equation Native".encode("utf-16-le"),
        "word/media/image1.png": picture(),
    }
    assert inspect("a.docx", office(added=added)).name == "a.docx"


# What is fetched from elsewhere


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "frame", "subDocument"])
def test_a_template_or_object_from_elsewhere_is_refused_with_its_address(kind: str) -> None:
    said = why("a.docx", with_external(kind, "https://a.example/malli.dotm"))
    assert said.startswith("Kun tiedosto avataan, se hakee mallin tai muun osan muualta: ”https:")
    assert "”https://a.example/malli.dotm”" in said


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "file:///C:\\Users\\maija\\Templates\\Kirje.dotx"),
        ("hyperlink", "https://a.example/"),
        ("image", "https://a.example/kuva.png"),
    ],
)
def test_a_template_on_the_own_disk_and_links_are_let_in(kind: str, target: str) -> None:
    assert inspect("a.docx", with_external(kind, target)).name == "a.docx"


@pytest.mark.parametrize(
    "target",
    [
        "https://a.example/a.dotx",
        "HTTP://a.example",
        "mhtml:https://a.example!x",
        "\\\\palvelin\\mallit\\a.dotx",
        "file:///\\\\palvelin\\mallit\\a.dotx",
        "file://palvelin/mallit/a.dotx",
        "file:%2f%2f%2f%2fpalvelin/a.dotx",
        " //palvelin/a.dotx",
    ],
)
def test_addresses_that_lead_over_the_network(target: str) -> None:
    assert is_elsewhere(target)


@pytest.mark.parametrize(
    "target",
    [
        "file://C:/a.dotx",
        "file:///C:/a.dotx",
        "C:\\a.dotx",
        "file:///home/maija/a.dotx",
        "a.dotx",
        "../a.dotx",
    ],
)
def test_addresses_that_lead_to_the_own_disk(target: str) -> None:
    assert not is_elsewhere(target)


# What is too much, or broken


def test_a_bomb_is_refused_by_how_much_it_grows() -> None:
    file = office(added={"word/media/a.bmp": bytes(30 * MEGABYTE)})
    assert len(file) < MEGABYTE
    assert why("a.docx", file).startswith(TOO_MUCH)
    half = office(added={"word/media/a.bmp": bytes(15 * MEGABYTE)})
    assert inspect("a.docx", half).data == half


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    file = office(added={"word/media/a.bmp": bytes(30 * MEGABYTE)})
    lying = file.replace(struct.pack("<L", 30 * MEGABYTE), struct.pack("<L", 1000))
    assert why("a.docx", lying).startswith(DAMAGED)


def test_more_parts_than_an_office_file_has_are_refused() -> None:
    parts = {f"word/{n}": b"" for n in range(office_module.TERMS.most_members)}
    assert why("a.docx", office(added=parts)).startswith(TOO_MUCH)


def test_half_a_file_is_refused_wherever_it_ends() -> None:
    file = word()
    for length in range(10, len(file), 997):
        assert why("a.docx", file[:length]).startswith(DAMAGED)


def test_a_byte_that_changed_on_the_way_is_found() -> None:
    file = bytearray(office(added={"word/media/a.bin": bytes(range(256)) * 40}))
    file[file.index(b"word/media/a.bin") + 60] ^= 0xFF
    assert why("a.docx", bytes(file)).startswith(DAMAGED)


def test_definitions_in_xml_are_refused() -> None:
    types = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert why("a.docx", office(added={"[Content_Types].xml": types})).startswith(DAMAGED)
