"""Files that are no Word documents, or are made to do harm: refused with a clear line."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from alke.base import package
from alke.base.papers.word import container
from alke.base.papers.word.beside import MOST_PARAGRAPHS, MOST_ROWS
from alke.base.papers.word.reader import Refusal, read
from alke.base.papers.word.writer import write
from alke.base.richtext import BadInput
from tests.base.papers.sheet_sample import paper
from tests.base.papers.word_files import (
    WORD,
    cell,
    cells,
    members,
    paragraph,
    relations,
    root,
    row,
    table,
    words,
    zipped,
)

NO_WORD = "Tämä ei ole Word-asiakirja. Tallenna se Word-asiakirjana (.docx) ja tuo se tiedosto."
OLD = "Tämä on vanhanmallinen tiedosto (.doc)."
PASSWORD = "Tiedosto on suojattu salasanalla."
MACROS = "Tiedostossa on makroja"
DAMAGED = "Tiedosto on vioittunut, tai siitä on tullut perille vain osa."
TOO_MUCH = "Tiedostossa on enemmän kuin voidaan lukea kerralla."
TOO_LARGE = "Tiedosto on suurempi kuin 10 Mt."
DTD = "Tiedostossa on omia määrittelyjä (DTD)"
SENTENCES = (NO_WORD, OLD, PASSWORD, MACROS, DAMAGED, TOO_MUCH, TOO_LARGE, DTD)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MEGABYTE = 1024 * 1024
BOMB = 60 * MEGABYTE
PLACES = st.integers(0, 10**6)


@cache
def sample() -> bytes:
    """A whole sheet."""
    return write(paper())


def why(file: bytes) -> str:
    """The sentence with which a file is refused, as one of those above."""
    with pytest.raises(Refusal) as refusal:
        read(file)
    found = [one for one in SENTENCES if str(refusal.value).startswith(one)]
    assert len(found) == 1, str(refusal.value)
    return found[0]


def changed(**parts: str | bytes) -> bytes:
    """A small file with some members written over: `document` is word/document.xml."""
    names = {"document": "word/document.xml", "types": "[Content_Types].xml", "rels": "_rels/.rels"}
    return zipped({**members(paragraph("a")), **{names[key]: one for key, one in parts.items()}})


def peak(work: Callable[[], object]) -> int:
    """The most memory that Python itself holds while it works, in megabytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] // MEGABYTE
    finally:
        tracemalloc.stop()


# What is no Word document


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"PK",
        b"%PDF-1.7 ...",
        b"{\\rtf1 ...}",
        b"<html></html>",
        "Pelkkää tekstiä".encode(),
        zipped({"a.txt": "a"}),
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        changed(
            types=WORD.replace("wordprocessingml.document", "spreadsheetml.sheet").join(
                ['<Types><Override PartName="/word/document.xml" ContentType="', '"/></Types>']
            )
        ),
        changed(types="<Types/>"),
        changed(rels=relations({})),
    ],
    ids=["empty", "two bytes", "pdf", "rtf", "html", "text", "zip", "odt", "xlsx", "types", "rels"],
)
def test_what_is_no_word_document_is_told_to_be_saved_as_one(file: bytes) -> None:
    assert why(file) == NO_WORD


def test_old_files_and_those_with_a_password_are_told_apart() -> None:
    assert why(OLE) == OLD
    assert why(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(50)) == PASSWORD


def test_a_template_is_read_like_a_document() -> None:
    kind = WORD.replace("document.main", "template.main")
    assert words(read(zipped(members(paragraph("a"), kind=kind)))) == ["a"]


def test_macros_are_refused_under_either_name() -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert why(zipped(members(paragraph("a"), kind=kind))) == MACROS
    hidden: dict[str, str | bytes] = {**members(paragraph("a")), "word/VBAProject.bin": b"x"}
    assert why(zipped(hidden)) == MACROS


def test_a_refusal_is_a_bad_input_in_the_reader_s_language() -> None:
    with translation.override("sv"), pytest.raises(BadInput, match="inget Word-dokument"):
        read(b"%PDF")


# What is too large


def test_a_file_of_50_megabytes_is_refused_before_it_is_opened() -> None:
    file = zipped(members(paragraph("a"))) + bytes(50 * MEGABYTE)
    assert peak(lambda: why(file)) < 1
    assert why(file) == TOO_LARGE


def test_a_bomb_is_refused_with_little_memory() -> None:
    """60 MB of text in 60 kB."""
    file = zipped({**members(""), "word/document.xml": b" " * BOMB})
    assert len(file) < MEGABYTE
    assert peak(lambda: why(file)) < 1
    assert why(file) == TOO_MUCH


def test_members_that_together_say_they_are_large_are_refused() -> None:
    pictures = {f"word/media/{n}.bmp": bytes(1000) for n in range(4)}
    file = zipped({**members(paragraph("a")), **pictures})
    large = file.replace(struct.pack("<L", 1000), struct.pack("<L", BOMB))
    assert words(read(file)) == ["a"]
    assert why(large) == TOO_MUCH


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    file = zipped({**members(""), "word/document.xml": b" " * BOMB})
    size, lie = struct.pack("<L", BOMB), struct.pack("<L", 1000)
    assert file.count(size) == 2
    lying = file.replace(size, lie)
    assert peak(lambda: why(lying)) < 1
    assert why(lying) == DAMAGED


def test_what_is_packed_inside_is_never_unpacked() -> None:
    inner = zipped({"a": b" " * (20 * MEGABYTE)})
    for _step in range(3):
        inner = zipped({"a.zip": inner, "b.zip": inner})
    file = zipped({**members(paragraph("a")), "word/embeddings/a.zip": inner})
    assert words(read(file)) == ["a"]
    assert peak(lambda: read(file)) < 2


def test_thousands_of_members_are_refused_without_listing_them() -> None:
    """A list of 100,000 members: the last of a small file's, again and again."""
    file = zipped(members(paragraph("a")))
    start, end = file.rindex(b"PK\x01\x02"), file.rindex(b"PK\x05\x06")
    listed = file[start:end] * 100_000
    size, place = struct.unpack("<LL", file[end + 12 : end + 20])
    ending = struct.pack("<HHLL", 65535, 65535, size - (end - start) + len(listed), place)
    many = file[:start] + listed + file[end : end + 8] + ending + file[end + 20 :]
    assert len(many) < container.LARGEST_FILE
    assert peak(lambda: why(many)) < 1
    assert why(many) == TOO_MUCH


def test_thousands_of_rows_are_read_and_more_are_refused() -> None:
    rows = [row(cell("a"))] * MOST_ROWS
    found = read(zipped(members(table(*rows))))
    assert cells(found.tables[0]) == [["a"]] * MOST_ROWS
    inside = table(row(cell(table(*rows))))
    assert why(zipped(members(inside))) == TOO_MUCH


def test_a_hundred_thousand_paragraphs_are_too_many() -> None:
    assert why(zipped(members("<w:p/>" * (MOST_PARAGRAPHS + 1)))) == TOO_MUCH


def test_a_wide_row_and_a_crowd_of_elements_are_refused() -> None:
    wide = table(row(cell("a", '<w:gridSpan w:val="999999"/>')))
    assert why(zipped(members(wide))) == TOO_MUCH
    crowd = paragraph("<w:r/>" * package.MOST_MARKS)
    assert why(zipped(members(crowd))) == TOO_MUCH


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    ],
    ids=["tables", "text boxes", "content controls"],
)
def test_deep_nesting_is_read_or_refused(before: str, after: str) -> None:
    inside = paragraph("a")
    read(zipped(members(before * 80 + inside + after * 80)))
    assert why(zipped(members(before * 200 + inside + after * 200))) == DAMAGED


# What is made to do harm


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "definition",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;">]>',
    ],
    ids=["file", "net", "laughs"],
)
def test_definitions_and_entities_are_refused(definition: str, encoding: str) -> None:
    content = str(members(paragraph("&x;"))["word/document.xml"])
    prolog = f'<?xml version="1.0" encoding="{encoding}"?>{definition}'
    assert why(changed(document=(prolog + content).encode(encoding))) == DTD


def test_definitions_are_refused_before_they_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lxml.etree.fromstring", None)
    with pytest.raises(Refusal, match="DTD"):
        container.parsed(b"<!DOCTYPE a><a/>")


def test_an_entity_without_a_definition_is_a_broken_file() -> None:
    assert why(zipped(members(paragraph("&x;")))) == DAMAGED


@pytest.mark.parametrize("name", ["../../etc/cron.d/a", "/etc/passwd", "word\\..\\..\\a", "C:/a"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert why(zipped({**members(paragraph("a")), name: "x"})) == DAMAGED


def test_a_part_that_stands_twice_is_refused() -> None:
    """Programs differ in which of the two they show."""
    other = members(paragraph("b"))["word/document.xml"]
    assert why(zipped({**members(paragraph("a")), "Word/Document.xml": other})) == DAMAGED


def test_targets_that_lead_out_are_not_followed() -> None:
    rows = relations({"../../../../etc/passwd": "styles", "http://127.0.0.1:9/": "footer"})
    file = zipped({**members(paragraph("a")), "word/_rels/document.xml.rels": rows})
    assert words(read(file)) == ["a"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(method: int) -> None:
    """Their unpacking cannot be stopped at a size, and no Word document uses them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members(paragraph("a")).items():
            archive.writestr(name, content)
    assert why(made.getvalue()) == DAMAGED


# What has broken on the way


def test_half_a_file_is_refused_wherever_it_ends() -> None:
    assert {why(sample()[:length]) for length in range(4, len(sample()), 97)} == {DAMAGED}


@pytest.mark.parametrize(
    "document",
    ["", "<w:document", "<a/>", root("document", ""), "\xff\xfe", root("body", paragraph("a"))],
)
def test_a_document_that_is_none_is_refused(document: str) -> None:
    assert why(changed(document=document)) == DAMAGED


@settings(max_examples=150)
@given(st.lists(st.tuples(PLACES, st.binary(min_size=1, max_size=3)), min_size=1, max_size=5))
def test_changed_bytes_give_a_refusal_or_a_file_and_nothing_else(
    changes: list[tuple[int, bytes]],
) -> None:
    broken = bytearray(sample())
    for place, found in changes:
        start = place % len(broken)
        broken[start : start + len(found)] = found
    with suppress(Refusal):
        read(bytes(broken))


@settings(max_examples=60)
@given(st.lists(st.tuples(PLACES, PLACES, PLACES), min_size=1, max_size=30))
def test_elements_in_the_wrong_place_give_a_file(moves: list[tuple[int, int, int]]) -> None:
    """Whatever is nested in whatever: the words are read, and nothing falls over."""
    with zipfile.ZipFile(io.BytesIO(sample())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = etree.fromstring(parts["word/document.xml"])
    elements = list(document[0].iterdescendants())
    for moved, into, place in moves:
        one, other = elements[moved % len(elements)], elements[into % len(elements)]
        if one not in (other, *other.iterancestors()):
            other.insert(place % (len(other) + 1), one)
    read(zipped({**parts, "word/document.xml": etree.tostring(document)}))
