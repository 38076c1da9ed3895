"""What is let in and what is not, whatever the bytes are."""

from functools import cache

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from alke.base.richtext import BadInput
from alke.base.uploads.inspection import Checked, inspect
from alke.base.uploads.kinds import DOCX, ODS
from alke.base.uploads.pdf_look import look
from tests.base.uploads.upload_files import (
    MISNAMED,
    NOT_TAKEN,
    office,
    open_document,
    pdf,
    picture,
    why,
    word,
)

PLACES = st.integers(0, 10**6)
CHANGES = st.lists(st.tuples(PLACES, st.binary(min_size=1, max_size=4)), min_size=1, max_size=6)
HEADS = (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xef\xbb\xbf")
PART_NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
NOT_UTF8 = "Teksti ei ole UTF-8-muodossa."


@cache
def samples() -> tuple[bytes, ...]:
    """A whole file of each sort but PDF, which another process looks into."""
    pictures = (picture(form, (30, 20)) for form in ("PNG", "JPEG", "WEBP"))
    return (word(), open_document(ODS), *pictures)


def changed(file: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    """Some bytes written over."""
    broken = bytearray(file)
    for place, found in changes:
        start = place % len(broken)
        broken[start : start + len(found)] = found
    return bytes(broken)


# Texts


@pytest.mark.parametrize(
    ("name", "kept", "media_type"),
    [
        ("a.txt", "a.txt", "text/plain"),
        ("a", "a.txt", "text/plain"),
        ("a.csv", "a.csv", "text/csv"),
        ("a.CSV", "a.csv", "text/csv"),
    ],
)
def test_a_text_is_kept_byte_by_byte(name: str, kept: str, media_type: str) -> None:
    for file in ("nimi;määrä\r\nÄetsä;1\r\n".encode(), "\ufeffnimi\n".encode()):
        assert inspect(name, file) == Checked(kept, media_type, file)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le"])
def test_a_text_in_another_encoding_is_told_to_be_saved_anew(encoding: str) -> None:
    said = why("a.csv", "\ufeffnimi;määrä".encode(encoding, errors="ignore"))
    assert said.startswith(NOT_UTF8)


@pytest.mark.parametrize(
    "file",
    [
        b"<!DOCTYPE html><html></html>",
        b" \n<HTML><body></body>",
        b"<?xml version='1.0'?><a/>",
        b"<svg></svg>",
        b"{\\rtf1 a}",
        b"%!PS-Adobe-3.0",
        b"#!/bin/sh\nrm -rf /",
        b"a\0b",
        b"a\x1b[2Jb",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a"])
def test_what_only_looks_like_text_is_not_taken(name: str, file: bytes) -> None:
    assert why(name, file).startswith(NOT_TAKEN)


@pytest.mark.parametrize("ending", [".bat", ".js", ".eml", ".pdf", ".docx"])
def test_a_text_under_another_name_is_refused(ending: str) -> None:
    assert why(f"a{ending}", b"echo 1").startswith(MISNAMED % (ending, ".txt"))


# Sizes


def test_an_empty_file_is_refused() -> None:
    assert why("a.txt", b"").startswith("Tiedosto on tyhjä.")


def test_a_file_over_50_megabytes_is_refused_before_it_is_looked_into() -> None:
    assert settings.UPLOAD_LIMIT == 50 * 1024 * 1024
    said = why("a.txt", b"a" * (settings.UPLOAD_LIMIT + 1))
    assert said.startswith("Tiedosto on suurempi kuin 50 Mt.")
    assert inspect("a.txt", b"a" * settings.UPLOAD_LIMIT).media_type == "text/plain"


def test_a_refusal_is_in_the_reader_s_language() -> None:
    with translation.override("sv"), pytest.raises(BadInput, match="Filer av detta slag"):
        inspect("a.exe", b"MZ\0")


# Any bytes at all


def let_in(name: str, data: bytes) -> Checked | None:
    """The file; None where it is refused."""
    try:
        return inspect(name, data)
    except BadInput:
        return None


@given(st.sampled_from(HEADS), st.binary(max_size=400), st.text(max_size=30))
def test_any_bytes_are_let_in_or_refused_and_nothing_else(
    head: bytes, rest: bytes, name: str
) -> None:
    if found := let_in(name, head + rest):
        assert found.media_type in {"text/plain", "text/csv"}
        assert found.data == head + rest


@runs(max_examples=200)
@given(st.integers(0, 4), CHANGES)
def test_changed_bytes_are_let_in_or_refused_and_nothing_else(
    which: int, changes: list[tuple[int, bytes]]
) -> None:
    if found := let_in("a", changed(samples()[which], changes)):
        assert inspect(found.name, found.data).media_type == found.media_type


@runs(max_examples=200)
@given(CHANGES)
def test_a_changed_pdf_gets_one_of_the_words(changes: list[tuple[int, bytes]]) -> None:
    assert look(changed(pdf(), changes)) in {"well", "damaged", "protected", "scripts"}


@runs(max_examples=60)
@given(st.dictionaries(PART_NAMES, st.binary(max_size=40), max_size=6))
def test_parts_of_any_name_in_an_office_file_are_let_in_or_refused(parts: dict[str, bytes]) -> None:
    if found := let_in("a.docx", office(added=parts)):
        assert found.media_type == DOCX.media_type
