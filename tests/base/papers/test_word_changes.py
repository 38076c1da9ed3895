"""Tracked changes are read as accepted, comments with where they hang."""

import datetime as dt

from alke.base.papers.model import Heading, Item, Items, Paragraph, Run
from alke.base.papers.word.found import Position, Tracked, WordComment
from alke.base.papers.word.reader import read
from tests.base.papers.word_files import (
    AUTHOR,
    cell,
    cells,
    members,
    paragraph,
    relations,
    root,
    row,
    run,
    table,
    word_file,
    words,
    zipped,
)

DELETED_MARK = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"
EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def inserted(content: str, name: str = "ins", author: str = AUTHOR) -> str:
    """Something that was put there."""
    return f"<w:{name} {author}>{content}</w:{name}>"


def deleted(text: str, name: str = "del", author: str = AUTHOR) -> str:
    """Words that were taken away."""
    kind = "delText" if name == "del" else "t"
    return f"<w:{name} {author}><w:r><w:{kind}>{text}</w:{kind}></w:r></w:{name}>"


def test_insertions_stay_deletions_go_and_their_authors_are_named() -> None:
    other = AUTHOR.replace("Maija Muokkaaja", "Matti Meikäläinen")
    both = inserted(run("b") + deleted("c", author=other))
    found = word_file(paragraph(run("a") + both + deleted("d")))
    assert words(found) == ["ab"]
    assert found.tracked == Tracked(1, 2, ("Maija Muokkaaja", "Matti Meikäläinen"))


def test_moved_words_stand_where_they_were_moved_to() -> None:
    body = paragraph(run("a") + deleted(" siirtyi", "moveFrom")) + paragraph(
        run("b") + inserted(run(" siirtyi"), "moveTo")
    )
    assert words(word_file(body)) == ["a", "b siirtyi"]


HEADING = '<w:outlineLvl w:val="0"/>'


def test_a_deleted_mark_joins_a_paragraph_with_the_next() -> None:
    body = paragraph("Alku ", DELETED_MARK) + paragraph("jatkuu", HEADING)
    assert word_file(body).blocks == (Paragraph((Run("Alku jatkuu"),)),)


def test_of_joined_paragraphs_the_first_with_words_of_its_own_decides() -> None:
    body = (
        paragraph("Otsikko", HEADING + DELETED_MARK)
        + paragraph(deleted("pois"))
        + paragraph(deleted("pois"), HEADING + DELETED_MARK)
        + paragraph(inserted(run("Uusi ")) + run("teksti"))
    )
    assert word_file(body).blocks == (Heading("Otsikko", 1), Paragraph((Run("Uusi teksti"),)))


def test_typed_over_as_a_whole_paragraphs_look_like_the_first() -> None:
    old = paragraph(deleted("a"), DELETED_MARK)
    body = old + paragraph(deleted("b") + inserted(run("uusi")), HEADING)
    assert word_file(body).blocks == (Paragraph((Run("uusi"),)),)


def test_a_new_paragraph_after_a_deleted_one_looks_as_it_says() -> None:
    new = paragraph(inserted(run("uusi")), f"{HEADING}<w:rPr><w:ins {AUTHOR}/></w:rPr>")
    assert word_file(paragraph(deleted("a"), DELETED_MARK) + new).blocks == (Heading("uusi", 1),)


def test_a_paragraph_deleted_whole_is_gone() -> None:
    body = paragraph("a") + paragraph(deleted("pois"), DELETED_MARK) + paragraph("b")
    assert words(word_file(body)) == ["a", "b"]


def test_a_deleted_mark_never_joins_over_the_end_of_a_cell() -> None:
    body = table(row(cell(paragraph("a", DELETED_MARK)), cell("b"))) + paragraph("c", DELETED_MARK)
    found = word_file(body + table(row(cell("d"))))
    assert [cells(one) for one in found.tables] == [[["a", "b"]], [["d"]]]
    assert words(found) == ["c"]


def test_deleted_rows_and_cells_are_gone_inserted_ones_stay() -> None:
    gone, new = f"<w:del {AUTHOR}/>", f"<w:ins {AUTHOR}/>"
    first = table(
        row(cell("a"), cell("b")),
        row(cell("pois"), cell("pois"), properties=gone),
        row(cell("uusi"), cell(paragraph(inserted(run("c")))), properties=new),
        row(cell("pois", f"<w:cellDel {AUTHOR}/>"), cell("d")),
    )
    found = word_file(first + table(row(cell("pois"), properties=gone)) + table(row(cell("e"))))
    assert [cells(one) for one in found.tables] == [
        [["a", "b"], ["uusi", "c"], ["d"]],
        [["e"]],
    ]
    assert found.tracked == Tracked(2, 3, ("Maija Muokkaaja",))


def test_what_is_inserted_and_then_deleted_is_gone() -> None:
    both = f"<w:ins {AUTHOR}/><w:del {AUTHOR}/>"
    body = paragraph("a ", f"<w:rPr>{both}</w:rPr>") + paragraph("b")
    found = word_file(body + table(row(cell("pois"), properties=both)))
    assert (words(found), found.tables) == (["a b"], ())


def test_a_bookmark_within_deleted_words_still_names_its_cell() -> None:
    """LibreOffice moves it there when somebody types over all of a cell."""
    mark = '<w:bookmarkStart w:id="5" w:name="alke_a"/>'
    gone = f"<w:del {AUTHOR}>{mark}<w:r><w:delText>pois</w:delText></w:r></w:del>"
    found = word_file(table(row(cell(paragraph(gone + inserted(run("uusi")))))))
    (one,) = found.tables[0].rows[0].cells
    assert one.names == ("alke_a",)
    assert cells(found.tables[0]) == [["uusi"]]


def test_pictures_and_files_that_are_deleted_are_not_counted() -> None:
    gone = f"<w:del {AUTHOR}><w:r><w:pict><v:imagedata/></w:pict><w:object/></w:r></w:del>"
    assert word_file(paragraph(gone)).notes == ()


def test_deleted_items_do_not_count_in_a_list() -> None:
    numbering = root(
        "numbering",
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    )
    place = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = paragraph("a", place) + paragraph(deleted("b"), place) + paragraph("c", place)
    assert word_file(body, parts={"numbering": numbering}).blocks == (
        Items((Item((Run("a"),), 0, 1), Item((Run("c"),), 0, 2))),
    )


# Comments


def comment(pk: int, author: str, *paragraphs: str, key: str = "", date: str = "") -> str:
    """A `w:comment`."""
    inside = "".join(f'<w:p w14:paraId="{key}">{run(text)}</w:p>' for text in paragraphs)
    moment = f' w:date="{date}"' if date else ""
    return f'<w:comment w:id="{pk}" w:author="{author}"{moment}>{inside}</w:comment>'


def commented(pk: int, content: str) -> str:
    """Words with a comment on them."""
    return (
        f'<w:commentRangeStart w:id="{pk}"/>{content}<w:commentRangeEnd w:id="{pk}"/>'
        f'<w:r><w:commentReference w:id="{pk}"/></w:r>'
    )


def test_comments_tell_their_author_time_words_and_place() -> None:
    mark = '<w:bookmarkStart w:id="{}" w:name="{}"/>'
    inside = commented(1, run("solu")) + mark.format(2, "alke_x")
    body = (
        paragraph(mark.format(1, "luku") + commented(0, run("Aloitus") + run(" tähän")))
        + '<w:bookmarkEnd w:id="1"/>'
        + table(
            row(cell("a")),
            row(cell("b"), cell(paragraph(inside))),
        )
        + paragraph(run("loppu") + '<w:r><w:commentReference w:id="2"/></w:r>')
    )
    comments = root(
        "comments",
        comment(2, "C", "Vain viite", date="0-00-00T00:00:00Z")
        + comment(0, "Maija Muokkaaja", "Eka", "Toka", date="2024-03-04T09:05:00Z")
        + comment(1, "B", "Soluun")
        + comment(9, "D", "Ilman paikkaa"),
    )
    assert word_file(body, parts={"comments": comments}).comments == (
        WordComment(
            "Maija Muokkaaja",
            "Eka\nToka",
            dt.datetime.fromisoformat("2024-03-04T09:05"),
            "Aloitus tähän",
            ("luku",),
        ),
        WordComment("B", "Soluun", None, "solu", ("alke_x",), Position(0, 1, 1)),
        WordComment("C", "Vain viite"),
        WordComment("D", "Ilman paikkaa"),
    )


def test_answers_follow_what_they_answer() -> None:
    comments = root(
        "comments",
        comment(2, "C", "Vastaus", key="0C")
        + comment(1, "B", "Toinen asia", key="0B")
        + comment(0, "A", "Kysymys", key="0A")
        + comment(3, "A", "Kiitos", key="0D")
        + comment(4, "E", "Kehä", key="0E"),
    )
    above = {"0C": "0A", "0D": "0C", "0E": "0E"}
    rows = "".join(
        f'<w15:commentEx w15:paraId="{key}" w15:paraIdParent="{parent}" w15:done="0"/>'
        for key, parent in above.items()
    )
    done = '<w15:commentEx w15:paraId="0B" w15:done="1"/>'
    made = members(
        paragraph(commented(0, commented(2, run("x"))) + commented(1, run("y"))),
        parts={"comments": comments},
    )
    made["word/_rels/document.xml.rels"] = relations({"comments.xml": "comments"}).replace(
        "</Relationships>",
        f'<Relationship Id="x" Type="{EXTENDED}" Target="/word/more.xml"/></Relationships>',
    )
    made["word/more.xml"] = root("more", rows + done).replace("w:more", "w15:commentsEx")
    found = read(zipped(made)).comments
    assert [(one.author, one.text, one.answers, one.done) for one in found] == [
        ("A", "Kysymys", None, False),
        ("C", "Vastaus", 0, False),
        ("A", "Kiitos", 1, False),
        ("B", "Toinen asia", None, True),
        ("E", "Kehä", None, False),
    ]


def test_a_comment_on_deleted_words_or_rows_stays() -> None:
    gone = table(row(cell(paragraph(commented(1, run("rivi")))), properties=f"<w:del {AUTHOR}/>"))
    body = paragraph(commented(0, deleted("pois"))) + gone
    comments = root("comments", comment(0, "A", "Miksi?") + comment(1, "B", "Ei!"))
    found = word_file(body, parts={"comments": comments}).comments
    assert found == (WordComment("A", "Miksi?"), WordComment("B", "Ei!"))
