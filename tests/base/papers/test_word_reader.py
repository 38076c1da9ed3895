"""Word files as Word itself and other programs write them: nothing that a reader sees is lost."""

from alke.base.papers.model import Heading, Paragraph, Run
from alke.base.papers.word.found import Note, WordCell
from alke.base.papers.word.names import R, W
from alke.base.papers.word.reader import read
from tests.base.papers.word_files import (
    cell,
    cells,
    lines,
    members,
    paragraph,
    root,
    row,
    run,
    style,
    styles,
    table,
    word_file,
    words,
    zipped,
)

BOLD = "<w:b/>"


# Paragraphs and runs


def test_headings_are_known_by_name_whatever_language_word_speaks() -> None:
    parts = styles(
        style("heading 2", "Otsikko2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        style("Oma", "Oma", '<w:basedOn w:val="Otsikko2"/>'),
        style(
            "TOC Heading",
            "Sis",
            '<w:basedOn w:val="Otsikko2"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>',
        ),
        style("Title", "Otsikko"),
    )
    body = "".join(
        paragraph(name, f'<w:pStyle w:val="{name}"/>')
        for name in ("Otsikko2", "Oma", "Sis", "Otsikko", "Tuntematon")
    ) + paragraph("Suora", '<w:outlineLvl w:val="0"/>')
    assert word_file(body, parts=parts).blocks == (
        Heading("Otsikko2", 2),
        Heading("Oma", 2),
        Paragraph((Run("Sis"),)),
        Heading("Otsikko", 0),
        Paragraph((Run("Tuntematon"),)),
        Heading("Suora", 1),
    )


def test_bold_and_italics_come_from_styles_too_and_twice_bold_is_not_bold() -> None:
    parts = styles(
        style("Strong", "Vahva", f"<w:rPr>{BOLD}</w:rPr>", "character"),
        style("Emphasis", "Korostus", "<w:rPr><w:i/></w:rPr>", "character"),
        style("Ingressi", "Ingressi", f"<w:rPr>{BOLD}</w:rPr>"),
    )
    strong, emphasis = '<w:rStyle w:val="Vahva"/>', '<w:rStyle w:val="Korostus"/>'
    plain = run("a", strong) + run("b", emphasis) + run("c", f'{strong}<w:b w:val="0"/>')
    lead = run("d") + run("e", strong) + run("f", '<w:b w:val="false"/>')
    found = word_file(
        paragraph(plain) + paragraph(lead, '<w:pStyle w:val="Ingressi"/>'), parts=parts
    )
    assert found.blocks == (
        Paragraph((Run("a", bold=True), Run("b", italic=True), Run("c"))),
        Paragraph((Run("d", bold=True), Run("ef"))),
    )


def test_breaks_tabs_hyphens_and_signs_of_symbol_fonts_are_words() -> None:
    body = paragraph(
        "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:cr/>"
        '<w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Oma" w:char="F041"/>'
        '<w:sym w:font="Arial" w:char="00E4"/></w:r>',
        "<w:tabs><w:tab w:val='left' w:pos='100'/></w:tabs>",
    )
    found = word_file(body)
    assert words(found) == ["a\nb\tc\u2011\n→□ä"]
    assert found.notes == (Note("sign", 1),)


def test_a_line_end_in_the_xml_is_a_space() -> None:
    assert words(word_file(paragraph(run("Kaksi\n   sanaa ") + run("ja")))) == ["Kaksi sanaa ja"]


def test_hidden_words_are_found_apart() -> None:
    found = word_file(paragraph(run("Näkyy") + run("piilossa", "<w:vanish/>")))
    assert words(found) == ["Näkyy"]
    assert [(one.place, lines(one.blocks)) for one in found.elsewhere] == [("hidden", ["piilossa"])]


def test_a_paragraph_in_another_language_names_it() -> None:
    swedish, english = '<w:lang w:val="sv-FI"/>', '<w:lang w:val="en-US"/>'
    defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='fi-FI'/></w:rPr></w:rPrDefault>"
    parts = {"styles": root("styles", f"{defaults}</w:docDefaults>")}
    body = paragraph(run("Mål", swedish)) + paragraph(run("a", swedish) + run("b", english))
    found = word_file(body + paragraph(run("c", "<w:lang w:val='fi-FI'/>")), parts=parts)
    assert [getattr(block, "language", None) for block in found.blocks] == ["sv", "", ""]


# What wraps text


def test_content_controls_smart_tags_and_insertions_are_looked_through() -> None:
    control = "<w:sdt><w:sdtPr><w:tag w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        control.format(paragraph("lohko"))
        + paragraph(run("a") + control.format(run("b")) + f"<w:smartTag>{run('c')}</w:smartTag>")
        + table(
            row(control.format(cell("solu")), cell(control.format(paragraph("sisällä")))),
            control.format(row(cell("rivi"), cell("x"))),
        )
    )
    found = word_file(body)
    assert words(found) == ["lohko", "abc"]
    assert cells(found.tables[0]) == [["solu", "sisällä"], ["rivi", "x"]]


def test_of_two_forms_of_the_same_one_is_read_and_text_boxes_stand_elsewhere() -> None:
    box = f"<w:txbxContent>{paragraph('laatikko')}{table(row(cell('taulu')))}</w:txbxContent>"
    body = paragraph(
        run("ennen")
        + f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>" + run(" jälkeen")
    )
    found = word_file(body)
    assert words(found) == ["ennen jälkeen"]
    assert [(one.place, lines(one.blocks)) for one in found.elsewhere] == [
        ("text box", ["laatikko", "taulu"])
    ]


def test_margins_and_notes_stand_elsewhere_and_their_lines_do_not() -> None:
    line = '<w:footnote w:type="separator" w:id="0">' + paragraph("viiva") + "</w:footnote>"
    note = f'<w:footnote w:id="2">{paragraph("Alaviite")}</w:footnote>'
    parts = {
        "header": root("hdr", paragraph("Ylätunniste")),
        "footer": root("ftr", table(row(cell("Alke 1"), cell("1 / 2")))),
        "footnotes": root("footnotes", line + note),
        "endnotes": root("endnotes", f"<w:endnote w:id='3'>{paragraph('Loppuviite')}</w:endnote>"),
    }
    found = word_file(paragraph("Teksti"), parts=parts)
    assert [(one.place, lines(one.blocks)) for one in found.elsewhere] == [
        ("header", ["Ylätunniste"]),
        ("footer", ["Alke 1", "1 / 2"]),
        ("footnote", ["Alaviite"]),
        ("endnote", ["Loppuviite"]),
    ]


def test_pictures_charts_and_embedded_files_are_counted() -> None:
    chart = '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    body = (
        paragraph(
            "<w:r><w:drawing><a:graphicData uri='x'><pic:pic/></a:graphicData></w:drawing></w:r>"
            f"<w:r><w:drawing>{chart}</w:drawing></w:r>"
            "<w:r><w:object><v:imagedata/></w:object></w:r><w:r><w:pict><v:imagedata/></w:pict></w:r>"
        )
        + "<w:altChunk/>"
    )
    found = word_file(body)
    assert found.notes == (Note("picture", 2), Note("object", 3))
    assert [str(note) for note in found.notes] == [
        "2 kuvaa jätettiin pois.",
        "3 upotettua kohdetta, kuten kaaviota tai tiedostoa, jätettiin pois.",
    ]


def test_the_words_of_a_formula_stay() -> None:
    assert words(word_file(paragraph("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"))) == ["x+1"]


# Tables


def test_merged_cells_stand_in_columns_of_the_grid() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = word_file(
        table(
            row(cell("a", down), cell("b", '<w:gridSpan w:val="2"/>')),
            row(cell("jatkuu", on), cell("c"), cell("d")),
            row(
                cell("e", properties='<w:gridSpan w:val="2"/>'),
                properties='<w:gridBefore w:val="1"/>',
            ),
            row(cell("f", on)),
        )
    )
    rows = found.tables[0].rows
    assert [[(c.column, c.span, c.rows, lines(c.blocks)) for c in row_.cells] for row_ in rows] == [
        [(0, 1, 2, ["a", "jatkuu"]), (1, 2, 1, ["b"])],
        [(1, 1, 1, ["c"]), (2, 1, 1, ["d"])],
        [(1, 2, 1, ["e"])],
        [(0, 1, 1, ["f"])],
    ]


def test_only_the_first_rows_are_header_rows() -> None:
    head = "<w:tblHeader/>"
    found = word_file(
        table(
            row(cell("a"), properties=head),
            row(cell("b"), properties='<w:tblHeader w:val="0"/>'),
            row(cell("c"), properties=head),
        )
    )
    assert [one.header for one in found.tables[0].rows] == [True, False, False]


def test_a_table_in_a_cell_gives_its_text() -> None:
    inner = table(row(cell("b"), cell("c")), row(cell("d")))
    found = word_file(table(row(cell(paragraph("a") + inner + paragraph("e")), cell("f"))))
    assert cells(found.tables[0]) == [["a\nb\nc\nd\ne", "f"]]
    assert len(found.tables) == 1


def test_bookmarks_belong_to_the_cell_that_they_start_in_or_before() -> None:
    def mark(name: str) -> str:
        return f'<w:bookmarkStart w:id="1" w:name="{name}"/><w:bookmarkEnd w:id="1"/>'

    inside = paragraph(mark("alke_1") + run("x") + mark("_GoBack")) + paragraph(mark("alke_1"))
    body = (
        mark("alke_0")
        + f"<w:tbl><w:tr>{cell(inside)}{mark('alke_2')}{cell('y')}</w:tr>"
        + f"{mark('alke_3')}<w:tr>{cell('z')}</w:tr>{mark('alke_4')}</w:tbl>"
        + mark("alke_5")
        + paragraph(mark("alke_6") + run("väli"))
        + table(row(cell("w")))
    )
    found = word_file(body)
    names = [[c.names for c in row_.cells] for one in found.tables for row_ in one.rows]
    assert names == [
        [("alke_0", "alke_1"), ("alke_2",)],
        [("alke_3", "alke_4")],
        [()],
    ]


def test_a_cell_without_text_has_no_blocks() -> None:
    found = word_file(table(row(cell("<w:p/>"), cell(paragraph("  ")))))
    assert found.tables[0].rows[0].cells == (WordCell(0), WordCell(1))


def test_every_block_is_listed_with_its_place() -> None:
    found = word_file(
        paragraph("a") + table(row(cell("b"))), parts={"header": root("hdr", paragraph("c"))}
    )
    assert [(place, *lines((block,))) for place, block in found.paragraphs()] == [
        ("text", "a"),
        ("table", "b"),
        ("header", "c"),
    ]


def test_a_file_without_styles_or_properties_is_read() -> None:
    found = word_file(paragraph("a"))
    assert words(found) == ["a"]
    assert (found.identifier, found.data, found.tracked.authors) == ("", "", ())


def test_the_strict_form_of_the_standard_is_read() -> None:
    """Word can save it: "Strict Open XML Document"."""
    usual = members(
        paragraph("a", '<w:pStyle w:val="Otsikko"/>'), parts=styles(style("Title", "Otsikko"))
    )
    strict = {
        name: str(content)
        .replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace(R, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, content in usual.items()
    }
    assert read(zipped(strict)).blocks == (Heading("a", 0),)
