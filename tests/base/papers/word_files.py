"""Word files made by hand, part by part, for what no program here writes."""

import io
import zipfile
from collections.abc import Mapping

from alke.base.papers.model import Heading, Items, Paragraph
from alke.base.papers.richtext import plain
from alke.base.papers.word.found import TextBlock, WordFile, WordTable
from alke.base.papers.word.names import M, R, W
from alke.base.papers.word.reader import read

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="{M}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
AUTHOR = 'w:id="1" w:author="Maija Muokkaaja" w:date="2024-03-04T09:00:00Z"'


def zipped(members: Mapping[str, str] | Mapping[str, bytes] | Mapping[str, str | bytes]) -> bytes:
    """A zip of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def relations(rows: Mapping[str, str], links: Mapping[str, str] | None = None) -> str:
    """A part's relationships: targets by kind, and addresses of links by id."""
    inside = "".join(
        f'<Relationship Id="p{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(rows.items())
    ) + "".join(
        f'<Relationship Id="{pk}" Type="{R}/hyperlink" Target="{address}" TargetMode="External"/>'
        for pk, address in (links or {}).items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def members(
    body: str,
    *,
    parts: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    kind: str = WORD,
) -> dict[str, str | bytes]:
    """The members of a file with that in its `w:body`; `parts` by the kind, as "styles"."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/word/document.xml" '
        f'ContentType="{kind}"/></Types>',
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            {f"{name}.xml": name for name in parts or {}}, links
        ),
    }
    for name, content in (parts or {}).items():
        found[f"word/{name}.xml"] = content
    return found


def root(name: str, content: str) -> str:
    """A part's only element of Word's namespace."""
    return f"<w:{name} {NAMES}>{content}</w:{name}>"


def word_file(
    body: str, *, parts: Mapping[str, str] | None = None, links: Mapping[str, str] | None = None
) -> WordFile:
    """What the reader finds in such a file."""
    return read(zipped(members(body, parts=parts, links=links)))


def run(words: str, properties: str = "") -> str:
    """A `w:r`."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A `w:p` of words, or of runs."""
    inside = content if content.startswith("<") else run(content)
    style = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{style}{inside}</w:p>"


def cell(content: str, properties: str = "") -> str:
    """A `w:tc` of words, or of paragraphs."""
    inside = content if content.startswith("<") else paragraph(content)
    style = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{style}{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A `w:tr`."""
    style = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{style}{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    """A `w:tbl`."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def style(name: str, pk: str, content: str = "", kind: str = "paragraph") -> str:
    """A `w:style`."""
    return f'<w:style w:type="{kind}" w:styleId="{pk}"><w:name w:val="{name}"/>{content}</w:style>'


def styles(*rows: str) -> dict[str, str]:
    """The part with these styles."""
    return {"styles": root("styles", "".join(rows))}


def lines(blocks: tuple[TextBlock, ...]) -> list[str]:
    """The words of each paragraph, item and heading."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Items(items):
                found += [plain(item.runs) for item in items]
            case Paragraph(runs):
                found.append(plain(runs))
            case Heading(words):
                found.append(words)
    return found


def words(file: WordFile) -> list[str]:
    """The words of the running text outside tables."""
    return [
        line
        for block in file.blocks
        if not isinstance(block, WordTable)
        for line in lines((block,))
    ]


def cells(found: WordTable) -> list[list[str]]:
    """The words of each cell, row by row."""
    return [["\n".join(lines(one.blocks)) for one in row_.cells] for row_ in found.rows]
