"""A paper written as a Word file and read again: nothing is lost, nothing is added."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from alke.base.papers.model import (
    Block,
    Cell,
    Heading,
    Item,
    Items,
    Levels,
    Paper,
    Paragraph,
    Row,
    Run,
    Signatures,
    Table,
    header,
    text,
)
from alke.base.papers.richtext import blocks, joined
from alke.base.papers.word.found import TextBlock, WordBlock, WordCell, WordRow, WordTable
from alke.base.papers.word.reader import read
from alke.base.papers.word.writer import write
from tests.base.papers.sheet_sample import MOMENT, paper
from tests.base.papers.word_files import lines, words

LINKS = ("", "", "https://tem.example/a_b?x=1&y=2", "mailto:kirjaamo@tem.example", "/2024/ita/")
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe\uffff")
WORDS = st.text(
    st.one_of(st.sampled_from("aä \n\t<&\"'"), LETTERS), min_size=1, max_size=12
).filter(str.strip)
LANGUAGES = st.sampled_from(["", "", "sv", "en"])
RUNS = st.lists(
    st.builds(
        Run,
        WORDS,
        bold=st.booleans(),
        italic=st.booleans(),
        link=st.sampled_from(LINKS),
        number=st.booleans(),
    ),
    min_size=1,
    max_size=4,
).map(joined)
PARAGRAPHS = st.builds(
    Paragraph, RUNS, style=st.sampled_from(["text", "small", "lead"]), language=LANGUAGES
)
HEADINGS = st.builds(Heading, WORDS, level=st.integers(1, 3), language=LANGUAGES)


@st.composite
def lists(draw: st.DrawFn) -> Items:
    """A list as rich text has them: each numbered one, on any level, runs on without gaps."""
    found: list[Item] = []
    following: dict[int, int | None] = {}
    for _step in range(draw(st.integers(1, 6))):
        level = draw(st.integers(0, min(found[-1].level + 1, 2))) if found else 0
        following = {n: number for n, number in following.items() if n <= level}
        if level not in following:
            following[level] = draw(st.one_of(st.none(), st.integers(0, 30)))
        number = following[level]
        following[level] = None if number is None else number + 1
        found.append(Item(draw(RUNS), level, number))
    return Items(tuple(found), draw(LANGUAGES))


@st.composite
def texts(draw: st.DrawFn) -> tuple[TextBlock, ...]:
    """Blocks of text; two lists never stand side by side, as Word would make them one."""
    found = draw(st.lists(st.one_of(PARAGRAPHS, HEADINGS, lists()), max_size=4))
    apart: list[TextBlock] = found[:1]
    for before, block in pairwise(found):
        if isinstance(before, Items) and isinstance(block, Items):
            apart.append(text("väli"))
        apart.append(block)
    return tuple(apart)


@st.composite
def tables(draw: st.DrawFn, name: int) -> Table:
    """A table of the annex's kind, with a header over two rows."""
    top = Row((header("Toimet", rows=2), header("Vastuutahot", columns=2)))
    sides = Row((header("VN"), header("Maakunnat")))
    body = tuple(
        Row(
            tuple(Cell(draw(texts()), f"alke_{name}_{n}_{column}") for column in range(3)),
            {0: f"alke_r_{name}_{n}"},
        )
        for n in range(draw(st.integers(0, 2)))
    )
    return Table(draw(WORDS).strip(), (2, 1, 1), (top, sides), body)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper with tables between its texts."""
    blocks: list[Block] = list(draw(texts()))
    for name in range(draw(st.integers(0, 2))):
        blocks += [draw(tables(name)), *draw(texts())]
    return Paper("Otsikko", "fi", tuple(blocks), MOMENT, "Alke 1", data=draw(WORDS))


def expected(
    blocks: Iterable[Block | Signatures], levels: Levels | None = None
) -> tuple[WordBlock, ...]:
    """What the reader should find; headings skip no level, through texts and cells."""
    levels = levels or Levels()
    found: list[WordBlock] = []
    for one in blocks:
        match one:
            case Table():
                found.append(_table(one, levels))
            case Heading():
                found.append(replace(one, level=levels.of(one)))
            case Paragraph() | Items():
                found.append(one)
    return tuple(found)


def _table(found: Table, levels: Levels) -> WordTable:
    rows = [WordRow(_cells(one, levels), header=True) for one in found.head]
    if len(rows) > 1:  # the first column of the second header row is covered from above
        rows[1] = WordRow(tuple(replace(c, column=c.column + 1) for c in rows[1].cells), True)
    return WordTable((*rows, *(WordRow(_cells(one, levels)) for one in found.body)), found.title)


def _cells(found: Row, levels: Levels) -> tuple[WordCell, ...]:
    made, column = [], 0
    for number, one in enumerate(found.cells):
        names = tuple(name for name in (found.keys.get(number, ""), one.key) if name)
        inside = expected(one.blocks, levels)
        made.append(WordCell(column, inside, names, one.columns, one.rows))  # type: ignore[arg-type]
        column += one.columns
    return tuple(made)


@settings(max_examples=40)
@given(papers())
def test_every_block_cell_and_name_comes_back(made: Paper) -> None:
    found = read(write(made))
    assert found.blocks == (Heading("Otsikko", 0), *expected(made.blocks))
    assert found.data == made.data
    assert (found.elsewhere[0].place, found.notes, found.comments) == ("footer", (), ())


def test_lists_within_lists_keep_their_numbers() -> None:
    """Also where Word would count on by itself, or would not."""
    for rich in (
        "- a\n  1. x\n  2. y\n- b\n  1. z",
        "- a\n  1. x\n- b\n  2. y",
        "1. a\n   1. x\n2. b\n   1. y\n   - v\n   2. w\n3. c",
        "1. a\n   - v\n2. b",
    ):
        assert read(write(replace(paper(), blocks=blocks(rich)))).blocks[-1:] == blocks(rich)
    nested = tuple(Item((Run("a"),), level, n) for level, n in ((0, 1), (1, 1), (0, 2), (1, 2)))
    made = replace(paper(), blocks=(Items(nested),))
    assert read(write(made)).blocks[-1] == Items(nested)


def test_the_sample_sheet_comes_back() -> None:
    made = paper()
    found = read(write(made))
    assert found.identifier == "Alke 2024/ita/1 v. 7"
    assert found.properties.changed_at == MOMENT
    assert found.data == '{"a": "<ä>"}'
    assert found.blocks[-4:] == expected(made.blocks)
    assert words(found)[:4] == [
        "Työ- ja elinkeinoministeriö\tOhje",
        "\t14.2.2024",
        "\tVN/1/2023",
        "ALKE-keskustelut 2024",
    ]
    assert [lines(row.blocks) for row in found.elsewhere] == [["Alke 2024/ita/1 v. 7\t1 / 1"]]


def test_a_row_tells_the_cell_of_each_column() -> None:
    actions = read(write(paper())).tables[1]
    grid = [{column: lines(cell.blocks) for column, cell in row.items()} for row in actions.grid()]
    first = ["Käynnissä olevat toimenpiteet"]
    assert grid[:2] == [
        {0: first, 1: ["Vastuutahot"], 2: ["Vastuutahot"]},
        {0: first, 1: ["VN"], 2: ["Maakunnat"]},
    ]
    assert grid[2] == {
        0: ["12\u2002Sähköverkko & luvitus <12>"],
        1: ["TEM, LVM"],
        2: ["Lappi"],
    }
