"""The empty Word file that every paper starts from: styles, numbering, page."""

import io
from functools import lru_cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor

from alke.base.papers.word.names import LOCALES, NUMBER_STYLE, W

FONT = "Arial"  # on every office machine; LibreOffice has one of the same widths
INK, QUIET = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x55, 0x5B, 0x66)
BULLETS = ("\u2013", "\u2022", "\u2013")
MODE = "15"  # of Word since 2013
DEEP = 3  # levels of lists
STEP = 284  # half a centimetre, by which each stands further in
# Names that python-docx's own file has, with size, weight, space before and after in points.
STYLES = {
    "Normal": (10, False, 0, 4),
    "Title": (17, True, 0, 4),
    "Subtitle": (12, False, 0, 8),
    "Heading 1": (13, True, 12, 5),
    "Heading 2": (11, True, 8, 3),
    "Heading 3": (10, True, 6, 2),
    "Header": (8.5, False, 0, 0),
    "Footer": (8.5, False, 0, 0),
}


@lru_cache
def empty(language: str, landscape: bool) -> bytes:  # noqa: FBT001 - one of two files kept
    """The file, in a language and an orientation; put together once."""
    document = docx.Document()
    turn(document.sections[0], landscape=landscape)
    for name, (size, bold, before, after) in STYLES.items():
        _style(document.styles[name], size, bold=bold, before=before, after=after)
    _own_styles(document)
    _defaults(document, LOCALES[language])
    _settings(document, LOCALES[language])
    _numbering(document)
    _drop_parts(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _drop_parts(document: Document) -> None:
    """What python-docx's file brings and no paper uses: nine tenths of its size."""
    for part in (document.part.package, document.part):
        for pk, row in list(part.rels.items()):
            if row.reltype.endswith(("/thumbnail", "/customXml", "/stylesWithEffects")):
                del part.rels[pk]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()


def turn(section: Section, *, landscape: bool) -> None:
    """Gives the pages of the section their size, orientation and margins."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    long, short = Cm(29.7), Cm(21)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = Cm(1.8 if landscape else 2.2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    section.header_distance = section.footer_distance = Cm(0.9)


def _style(style: Any, size: float, *, bold: bool, before: float, after: float) -> None:
    font, space = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = INK
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):  # a theme's font would win
            del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(f"{{{W}}}{name}", FONT)
    space.space_before, space.space_after = Pt(before), Pt(after)
    space.line_spacing = 1.1
    _drop(style.element, "pBdr")
    _drop(style.element, "spacing", inside="rPr")
    _drop(style.element, "contextualSpacing")
    _drop(style.element, "tabs")


def _drop(style: Any, name: str, inside: str = "pPr") -> None:
    for row in style.findall(f"{{{W}}}{inside}/{{{W}}}{name}"):
        row.getparent().remove(row)


def _own_styles(document: Document) -> None:
    number = document.styles.add_style(NUMBER_STYLE, WD_STYLE_TYPE.CHARACTER)
    number.font.color.rgb, number.font.size = QUIET, Pt(9)
    note = document.styles.add_style("Alke Small", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = document.styles["Normal"]
    note.font.size, note.font.color.rgb = Pt(8.5), QUIET
    note.paragraph_format.line_spacing, note.paragraph_format.space_after = 1.0, Pt(3)
    lead = document.styles.add_style("Alke Lead", WD_STYLE_TYPE.PARAGRAPH)
    lead.base_style = document.styles["Normal"]
    lead.font.size = Pt(11.5)
    item = document.styles.add_style("Alke List", WD_STYLE_TYPE.PARAGRAPH)
    item.base_style = document.styles["Normal"]
    item.paragraph_format.space_after = Pt(2)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x00, 0x4B, 0x9B)


def _defaults(document: Document, locale: str) -> None:
    """The language of all text that names no other."""
    defaults = document.styles.element.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{{{W}}}rPr")
    _drop_language(defaults)
    defaults.append(
        parse_xml(f'<w:lang xmlns:w="{W}" w:val="{locale}" w:eastAsia="{locale}" w:bidi="ar-SA"/>')
    )


def _settings(document: Document, locale: str) -> None:
    """As Word of today has them: with those of python-docx's file it opens in an older mode."""
    settings = document.settings.element
    for row in settings.iter(f"{{{W}}}compatSetting"):
        if row.get(f"{{{W}}}name") == "compatibilityMode":
            row.set(f"{{{W}}}val", MODE)
    for row in settings.findall(f"{{{W}}}compat/{{{W}}}useFELayout"):
        row.getparent().remove(row)
    for row in settings.findall(f"{{{W}}}zoom"):
        row.set(f"{{{W}}}percent", "100")
    for row in settings.findall(f"{{{W}}}themeFontLang"):
        row.set(f"{{{W}}}val", locale)
        row.attrib.pop(f"{{{W}}}eastAsia", None)


def _drop_language(defaults: Any) -> None:
    for row in defaults.findall(f"{{{W}}}lang"):
        defaults.remove(row)


def _numbering(document: Document) -> None:
    """Two kinds of lists; each numbered one starts anew with a `w:num` of its own."""
    element = document.part.numbering_part.element
    for row in list(element):
        element.remove(row)
    element.append(parse_xml(_kind(0, "bullet", list(BULLETS))))
    element.append(parse_xml(_kind(1, "decimal", [f"%{n + 1}." for n in range(DEEP)])))
    element.append(parse_xml(number_xml(1, 0)))


def _kind(number: int, form: str, marks: list[str]) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/><w:pPr><w:ind '
        f'w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
        for level, mark in enumerate(marks)
    )
    return (
        f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
    )


def number_xml(pk: int, kind: int, starts: dict[int, int] | None = None) -> str:
    """A list of the kind (0: bullets, 1: numbers), with the first number of each level."""
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level, start in sorted((starts or {}).items())
    )
    return (
        f'<w:num xmlns:w="{W}" w:numId="{pk}"><w:abstractNumId w:val="{kind}"/>{overrides}</w:num>'
    )
