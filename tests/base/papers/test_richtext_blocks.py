"""Rich text as blocks of a paper, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alke.base.papers.model import Block, Heading, Item, Items, Paragraph, Run
from alke.base.papers.richtext import blocks, joined, markdown, plain

TEXTS = st.text(alphabet="aäö 1.)-+*_#[]()\\`\n<>&", max_size=60)


def test_paragraphs_lists_and_headings_become_blocks() -> None:
    text = (
        "Kuvaus **lihava**\ntoinen rivi\n\n### Haasteet\n\n- Yksi\n- Kaksi\n  1. sisä\n\n3. kolmas"
    )
    assert blocks(text) == (
        Paragraph((Run("Kuvaus "), Run("lihava", bold=True), Run("\ntoinen rivi"))),
        Heading("Haasteet", 3),
        Items((Item((Run("Yksi"),)), Item((Run("Kaksi"),)), Item((Run("sisä"),), 1, 1))),
        Items((Item((Run("kolmas"),), 0, 3),)),
    )


def test_links_and_joined_styles_are_kept() -> None:
    text = "Katso [päätös](https://tem.example/a_b) ja ***tärkeä***."
    assert blocks(text) == (
        Paragraph(
            (
                Run("Katso "),
                Run("päätös", link="https://tem.example/a_b"),
                Run(" ja "),
                Run("tärkeä", bold=True, italic=True),
                Run("."),
            )
        ),
    )
    assert blocks(markdown(blocks(text))) == blocks(text)


@pytest.mark.parametrize("line", ["20. maaliskuuta", "- viiva", "# risuaita", "1) kohta", "+ plus"])
def test_a_line_that_only_looks_like_mark_up_stays_a_line(line: str) -> None:
    assert blocks(markdown([Paragraph((Run(line),))])) == (Paragraph((Run(line),)),)


def test_a_space_at_a_style_s_edge_does_not_end_it() -> None:
    runs = (Run("Alku"), Run(" lihava ", bold=True), Run("loppu"))
    assert markdown([Paragraph(runs)]) == "Alku **lihava** loppu"


def words_of(found: tuple[Block, ...]) -> list[str]:
    """The words of every paragraph, item and heading."""
    lines: list[str] = []
    for block in found:
        match block:
            case Items(items):
                lines += [plain(item.runs) for item in items]
            case Paragraph(runs):
                lines.append(plain(runs))
            case Heading(words):
                lines.append(words)
    return lines


@given(TEXTS)
def test_no_word_is_lost_on_a_round_trip(text: str) -> None:
    once = blocks(text)
    assert words_of(blocks(markdown(once))) == words_of(once)


@given(TEXTS)
def test_a_second_round_trip_changes_nothing(text: str) -> None:
    once = markdown(blocks(text))
    assert markdown(blocks(once)) == once


@given(st.lists(st.tuples(st.sampled_from(["sana", "Ähtäri", "2024:12"]), *[st.booleans()] * 2)))
def test_styles_of_whole_words_come_back(found: list[tuple[str, bool, bool]]) -> None:
    runs = [Run(word, bold=bold, italic=italic) for word, bold, italic in found]
    spaced = [part for run in runs for part in (run, Run(" "))]
    expected = (Paragraph(joined(spaced[:-1])),) if runs else ()
    assert blocks(markdown([Paragraph(joined(spaced))])) == expected


@given(st.lists(st.text(alphabet="aä1.)-+*_#[]\\` ", max_size=20), min_size=1, max_size=4))
def test_plain_words_come_back_as_they_were(lines: list[str]) -> None:
    """What somebody types in Word is no mark-up, whatever it looks like."""
    words = "\n".join(line.strip() for line in lines if line.strip())
    paragraph = Paragraph((Run(words),)) if words else None
    assert blocks(markdown([paragraph] if paragraph else [])) == ((paragraph,) if paragraph else ())
