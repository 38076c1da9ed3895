"""Rich text: cleaned on the way in, harmless on the way out."""

from html.parser import HTMLParser

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from alke.base.richtext import TAGS, BadInput, clean, clean_line, readable, render

LONG = 10**6
PIECES = st.sampled_from(
    [
        *"*_[]()<>!#`\\&\"':/-+. \t\n",
        "<script>",
        "javascript:",
        "java\tscript:",
        "data:text/html,",
        "vbscript:",
        "](",
        " onload=",
        "style=",
        "&#106;avascript:",
        "%6Aavascript:",
        "https://a.example/",
        "1. ",
        "- ",
        "# ",
        "ä",
    ]
)
ATTACKS = st.lists(PIECES, max_size=40).map("".join)


class Parts(HTMLParser):
    """What a browser finds in a page: elements, attributes, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("yksi\nkaksi", "<p>yksi<br>\nkaksi</p>\n"),
        ("yksi\n\nkaksi", "<p>yksi</p>\n<p>kaksi</p>\n"),
        ("**vahva** ja *korostettu*", "<p><strong>vahva</strong> ja <em>korostettu</em></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("# Iso\n### pieni", "<h4>Iso</h4>\n<h4>pieni</h4>\n"),
        (
            "[kirje](https://a.example/?a=1&b=2)",
            '<p><a href="https://a.example/?a=1&amp;b=2" rel="noopener noreferrer">kirje</a></p>\n',
        ),
        (
            "[posti](mailto:kirjaamo@tem.example)",
            '<p><a href="mailto:kirjaamo@tem.example" rel="noopener noreferrer">posti</a></p>\n',
        ),
        (
            "[roolit](/roolit/)",
            '<p><a href="/roolit/" rel="noopener noreferrer">roolit</a></p>\n',
        ),
        (r"\*ei korostettu\*", "<p>*ei korostettu*</p>\n"),
    ],
)
def test_the_small_markdown_is_shown(text: str, html: str) -> None:
    assert render(text) == html


def test_headings_take_the_level_that_the_page_needs() -> None:
    assert render("# Iso", 3) == "<h3>Iso</h3>\n"


def test_a_line_that_begins_with_a_date_keeps_its_number() -> None:
    shown = render("20. maaliskuuta varaukset, joihin\n21. maaliskuuta vastataan")
    assert '<ol start="20">' in shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<b>lihava</b>",
        "<https://a.example>",
        "<!-- piilo -->",
        "`koodi`",
        "> lainaus",
        "| a | b |",
        "---",
        "a & b &lt; c &amp; d",
    ],
)
def test_what_is_not_in_the_subset_is_shown_as_it_was_written(text: str) -> None:
    parts = Parts(render(text))
    assert parts.text.strip() == text
    assert parts.tags == {"p"}


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.example/",
        "tel:112",
    ],
)
def test_a_link_to_anything_but_web_and_mail_is_shown_as_text(target: str) -> None:
    parts = Parts(render(f"[täältä]({target})"))
    assert parts.attributes == []
    assert parts.tags == {"p"}
    assert parts.text.strip() == f"[täältä]({target})"


def test_a_picture_from_elsewhere_is_only_linked() -> None:
    assert Parts(render("![kuva](https://a.example/k.png)")).tags == {"p", "a"}


@given(st.one_of(ATTACKS, st.text()))
@example("[x](java\nscript:alert(1))")
@example('[x](https://a.example "a\\" onload=alert(1) \\"")')
def test_whatever_is_written_only_harmless_elements_come_out(text: str) -> None:
    parts = Parts(render(text))
    assert parts.tags <= TAGS
    for tag, name, value in parts.attributes:
        assert (tag, name) in {("a", "href"), ("a", "rel"), ("a", "title"), ("ol", "start")}
        if name == "href" and ":" in value.split("/")[0]:
            assert value.lower().startswith(("http:", "https:", "mailto:"))


def test_line_ends_and_letters_become_uniform() -> None:
    assert clean(" a\r\nb\rc\n ", limit=10) == "a\nb\nc"
    assert clean("a\u0308", limit=1) == "ä"


@given(st.one_of(ATTACKS, st.text()))
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    try:
        once = clean(text, limit=LONG)
    except BadInput:
        return
    assert clean(once, limit=LONG) == once
    assert clean_line(clean_line(text, limit=LONG), limit=LONG) == clean_line(text, limit=LONG)


@given(st.text())
def test_a_clean_text_can_always_be_stored(text: str) -> None:
    try:
        kept = clean(text, limit=LONG)
    except BadInput:
        return
    assert "\x00" not in kept
    assert kept.encode().decode() == kept


def test_a_text_may_be_exactly_as_long_as_the_limit() -> None:
    assert clean("ä" * 200, limit=200) == "ä" * 200
    assert clean(" " + "ä" * 200 + "\n", limit=200) == "ä" * 200


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        (201, "The text is 1 character too long; the limit is 200."),
        (250, "The text is 50 characters too long; the limit is 200."),
    ],
)
def test_a_longer_text_is_refused_with_the_excess(length: int, reason: str) -> None:
    with override("en"), pytest.raises(BadInput) as fault:
        clean("x" * length, limit=200)
    assert str(fault.value) == reason


@pytest.mark.parametrize(
    ("character", "code"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\x0b", "U+000B"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028"),
        ("\uffff", "U+FFFF"),
        ("\ud800", "U+D800"),
        ("\u202e", "U+202E"),
        ("\u2067", "U+2067"),
        ("\ufffd", "U+FFFD"),
    ],
)
def test_a_control_character_is_refused_by_name_and_place(character: str, code: str) -> None:
    with override("en"), pytest.raises(BadInput) as fault:
        clean(f"Kantaverkon vahvistaminen{character} alkaa", limit=200)
    assert str(fault.value) == (
        f"The text has a character that cannot be shown ({code}, after “n vahvistaminen”). "
        "Remove it and save again."
    )


@pytest.mark.parametrize("character", ["\t", "\n", "\u00a0", "\u200d", "😀", "€", "Å"])
def test_other_characters_are_taken(character: str) -> None:
    assert clean(f"a{character}b", limit=10) == f"a{character}b"


def test_one_line_has_single_spaces() -> None:
    assert clean_line("  Itäinen\r\n \t Suomi\u00a0nyt ", limit=100) == "Itäinen Suomi nyt"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("### Haasteet\n\n- Pula osaajista", "Haasteet\n\n– Pula osaajista"),
        ("- ", "– "),
        ("alueella.\n-", "alueella.\n–"),
        ("1. Miten - ja milloin?", "1. Miten - ja milloin?"),
        ("-5 astetta, #1", "-5 astetta, #1"),
    ],
)
def test_a_text_is_readable_without_its_signs(written: str, read: str) -> None:
    assert readable(written) == read
