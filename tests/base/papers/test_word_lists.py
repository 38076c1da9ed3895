"""Lists and links of Word files, in the ways that programs write them."""

from alke.base.papers.model import Items, Paragraph, Run
from alke.base.papers.word.found import Note
from tests.base.papers.word_files import (
    lines,
    paragraph,
    root,
    run,
    style,
    styles,
    word_file,
)


def in_list(number: int, level: int = 0) -> str:
    """A `w:numPr`."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def definition(pk: int, *kinds: str, more: str = "") -> str:
    """A `w:abstractNum` with levels of these kinds."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}</w:lvl>'
        for n, kind in enumerate(kinds)
    )
    return f'<w:abstractNum w:abstractNumId="{pk}">{levels}</w:abstractNum>'


def use(pk: int, kind: int, overrides: str = "") -> str:
    """A `w:num`."""
    return f'<w:num w:numId="{pk}"><w:abstractNumId w:val="{kind}"/>{overrides}</w:num>'


def marks(block: object) -> list[tuple[int, int | None, str]]:
    """Level, number and words of a list's items."""
    assert isinstance(block, Items)
    return [(item.level, item.number, item.runs[0].text) for item in block.items]


# Links


def test_hyperlinks_and_fields_of_that_kind_are_links() -> None:
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    field = (
        f"{begin}<w:r><w:instrText> HYPER</w:instrText></w:r><w:r><w:instrText>LINK "
        r'"https://tem.example/x" \l "kohta" \o "vihje" </w:instrText></w:r>' + separate
    )
    nested = f"{begin}<w:r><w:instrText>PAGE</w:instrText></w:r>{separate}{run('7')}{end}"
    simple = '<w:fldSimple w:instr="HYPERLINK &quot;mailto:a@tem.example&quot;">'
    body = paragraph(
        f'<w:hyperlink r:id="l1">{run("a")}</w:hyperlink>{field}{run("b")}{nested}{end}{run("c")}'
        f"{simple}{run('d')}</w:fldSimple>"
        f'<w:hyperlink r:id="l1" w:anchor="s">{run("e")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="tässä">{run("f")}</w:hyperlink>'
    )
    assert word_file(body, links={"l1": "https://tem.example/a"}).blocks == (
        Paragraph(
            (
                Run("a", link="https://tem.example/a"),
                Run("b7", link="https://tem.example/x#kohta"),
                Run("c"),
                Run("d", link="mailto:a@tem.example"),
                Run("e", link="https://tem.example/a#s"),
                Run("f"),
            )
        ),
    )


def test_a_link_to_no_web_address_leaves_its_words_and_a_note() -> None:
    body = paragraph(
        f'<w:hyperlink r:id="l1">{run("a")}</w:hyperlink>'
        f'<w:hyperlink r:id="l2">{run("b")}</w:hyperlink>'
    )
    links = {"l1": "file:///C:/a.docx", "l2": "https://tem.example/a b&lt;c&gt;"}
    found = word_file(body, links=links)
    assert found.blocks == (
        Paragraph((Run("a"), Run("b", link="https://tem.example/a%20b%3Cc%3E"))),
    )
    assert found.notes == (Note("link", 1),)


# Lists


def test_lists_are_counted_as_word_counts_them() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = root(
        "numbering",
        definition(0, "bullet", "bullet")
        + definition(1, "decimal", "lowerLetter")
        + definition(2, "none")
        + use(1, 0)
        + use(2, 1)
        + use(3, 1, start)
        + use(4, 2),
    )
    body = "".join(
        paragraph(name, in_list(number, level))
        for name, number, level in (
            *(("a", 2, 0), ("b", 2, 1), ("c", 2, 1), ("d", 2, 0), ("e", 2, 1)),
            *(("f", 3, 0), ("g", 3, 0), ("h", 1, 0), ("i", 1, 1), ("ei", 4, 0), ("j", 0, 0)),
        )
    )
    found = word_file(body, parts={"numbering": numbering}).blocks
    assert [marks(block) for block in found[:3]] == [
        [(0, 1, "a"), (1, 1, "b"), (1, 2, "c"), (0, 2, "d"), (1, 1, "e")],
        [(0, 5, "f"), (0, 6, "g")],
        [(0, None, "h"), (1, None, "i")],
    ]
    assert lines(found[3:]) == ["ei", "j"]  # type: ignore[arg-type]


def test_word_s_own_list_styles_are_lists_of_their_level() -> None:
    numbering = root(
        "numbering", definition(0, "bullet") + definition(1, "decimal") + use(7, 0) + use(8, 1)
    )
    parts = {
        "numbering": numbering,
        **styles(
            style("List Bullet", "Lb", f"<w:pPr>{in_list(7)}</w:pPr>"),
            style("List Bullet 2", "Lb2", f"<w:pPr>{in_list(7)}</w:pPr>"),
            style("List Number", "Ln", f"<w:pPr>{in_list(8)}</w:pPr>"),
            style("List Number 2", "Ln2"),  # as LibreOffice leaves it
            style("List Paragraph", "Lp"),
        ),
    }
    body = "".join(
        paragraph(name, f'<w:pStyle w:val="{name}"/>')
        for name in ("Lb", "Lb2", "Lb", "Ln", "Ln2", "Ln2", "Ln", "Lp")
    ) + paragraph("ulkona", f'<w:pStyle w:val="Lb"/>{in_list(0)}')
    found = word_file(body, parts=parts).blocks
    assert [marks(block) for block in found[:2]] == [
        [(0, None, "Lb"), (1, None, "Lb2"), (0, None, "Lb")],
        [(0, 1, "Ln"), (1, 1, "Ln2"), (1, 2, "Ln2"), (0, 2, "Ln")],
    ]
    assert found[2:] == (Paragraph((Run("Lp"),)), Paragraph((Run("ulkona"),)))


def test_a_list_may_be_defined_by_a_style() -> None:
    linked = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Oma"/></w:abstractNum>'
        + definition(2, "bullet", more='<w:pStyle w:val="Rivi"/>')
        + use(1, 1)
        + use(2, 2)
    )
    parts = {
        "numbering": root("numbering", linked),
        **styles(style("Oma", "Oma", f"<w:pPr>{in_list(2)}</w:pPr>", "numbering")),
    }
    (found,) = word_file(paragraph("a", in_list(1)), parts=parts).blocks
    assert marks(found) == [(0, None, "a")]
