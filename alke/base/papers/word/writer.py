"""Writes a paper as a Word file: real headings, header rows, languages, stable bookmarks."""

import io
import zipfile
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.section import Section

from alke.base.papers.model import Paper
from alke.base.papers.word.body import Body
from alke.base.papers.word.names import DATA, LOCALES, W, writable
from alke.base.papers.word.styles import empty, number_xml, turn

FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of every member of the file: the bytes stay the same
CUSTOM_XML: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STORE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
STORE_ID: Final = "{7B0B4F5E-6D0C-4C43-9A57-5A1C5D3B2A11}"  # Word keeps a part that has one


def write(paper: Paper) -> bytes:
    """The file's bytes; the same for the same paper."""
    document = docx.Document(io.BytesIO(empty(paper.language, paper.landscape)))
    _properties(document, paper)
    body = Body(paper, document.part)
    _add(document, body.xml())
    _footer(document.sections[0], paper)
    if paper.mark:
        _header(document.sections[0], paper.mark)
    if paper.annex:
        section = document.add_section(WD_SECTION.NEW_PAGE)
        turn(section, landscape=True)
        _add(document, body.annex(paper.annex))
        _footer(section, paper)
    numbering = document.part.numbering_part.element
    for pk, starts in body.numbered:
        numbering.append(parse_xml(number_xml(pk, 1, starts)))
    if paper.data:
        _data(document, paper.data)
    made = io.BytesIO()
    document.save(made)
    return _same_bytes(made.getvalue())


def _properties(document: Document, paper: Paper) -> None:
    core = document.core_properties
    core.title, core.subject = writable(paper.title)[:255], writable(paper.subject)[:255]
    core.author = core.last_modified_by = writable(paper.author)[:255]
    core.identifier, core.language = paper.code, LOCALES[paper.language]
    core.created = core.modified = paper.moment.replace(microsecond=0)
    core.comments, core.keywords, core.category = "", "", ""
    core.revision = 1


def _add(document: Document, blocks: str) -> None:
    """At the end, before what says how its last pages are."""
    last = document.element.body.sectPr
    for element in parse_xml(f'<w:body xmlns:w="{W}">{blocks}</w:body>'):
        last.addprevious(element)


def _footer(section: Section, paper: Paper) -> None:
    """The code, and the page of how many."""
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    fields = " / ".join(
        f'</w:t></w:r><w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve">'
        for name in ("PAGE", "NUMPAGES")
    )
    xml = (
        f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:tabs><w:tab w:val="right" w:pos="{width // 635}"/></w:tabs></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(writable(paper.code))}</w:t></w:r>'
        f'<w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">{fields}</w:t></w:r></w:p>'
    )
    _fill(section.footer, xml)


def _header(section: Section, mark: str) -> None:
    """What the paper is, to the right of every page: a draft."""
    xml = (
        f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="Header"/><w:jc w:val="right"/></w:pPr>'
        f"<w:r><w:rPr><w:b/></w:rPr><w:t>{escape(writable(mark))}</w:t></w:r></w:p>"
    )
    _fill(section.header, xml)


def _fill(part: Any, xml: str) -> None:
    part.is_linked_to_previous = False
    element: Any = part._element  # noqa: SLF001 - python-docx has no public way to XML
    for row in list(element):
        element.remove(row)
    element.append(parse_xml(xml))


def _data(document: Document, data: str) -> None:
    """A part of our own; whoever edits the file leaves it alone."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><data xmlns={quoteattr(DATA)}>{escape(data)}</data>'
    )
    package = document.part.package
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", xml.encode(), package)
    document.part.relate_to(part, f"{CUSTOM_XML}/customXml")
    about = (
        '<?xml version="1.0" encoding="UTF-8"?><ds:datastoreItem xmlns:ds='
        f'{quoteattr(STORE)} ds:itemID="{STORE_ID}"><ds:schemaRefs/></ds:datastoreItem>'
    )
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    named = Part(PackURI("/customXml/itemProps1.xml"), kind, about.encode(), package)
    part.relate_to(named, f"{CUSTOM_XML}/customXmlProps")


def _same_bytes(made: bytes) -> bytes:
    """The file's members with one time for all."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            new.writestr(member, old.read(name))
    return packed.getvalue()
