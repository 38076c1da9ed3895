"""Rich text: a small Markdown subset, cleaned on the way in, sanitised on the way out."""

import re
import unicodedata
from functools import lru_cache

import nh3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "h3", "h4"}
# also what turns the direction of the text around it, and the mark of a broken encoding
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff]"
)
_BULLET = re.compile(r"^[-*+](?=\s|$)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}(?:\s|$)", re.MULTILINE)
_LINK = re.compile(r"https?://|mailto:|/(?!/)", re.IGNORECASE)
# one paragraph without any mark-up, as most texts are: a twentieth of the work
_PLAIN = re.compile(r"(?![-+*#\s]|\d{1,9}[.)])[^*_\[\]\\`\n]+(?<!\s)")
RULES = ("list", "emphasis", "link", "escape", "newline", "heading")


def parser(*more: str) -> MarkdownIt:
    """Reads the mark-up of rich text, and what `more` rules of Markdown name."""
    made = MarkdownIt("zero", {"breaks": True}).enable([*RULES, *more])
    made.validateLink = lambda url: can_link(url)  # type: ignore[method-assign]
    return made


_markdown = parser()


class BadInput(ValueError):
    """A text that cannot be taken as it is; the message says why and what to do.

    `field`: the part of a form that it is about, where the form has several.
    """

    def __init__(self, message: object, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def clean(text: str, *, limit: int, field: str = "") -> str:
    """Text with normal line ends and composed letters, trimmed at its ends.

    Raises `BadInput` when it is longer than `limit` characters or has control characters.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if bad := _CONTROL.search(text):
        raise BadInput(
            _(
                "The text has a character that cannot be shown (U+%(code)s, after “%(before)s”). "
                "Remove it and save again."
            )
            % {
                "code": f"{ord(bad[0]):04X}",
                "before": text[max(0, bad.start() - 15) : bad.start()],
            },
            field,
        )
    text = text.strip()
    if (over := len(text) - limit) > 0:
        raise BadInput(
            ngettext(
                "The text is %(over)d character too long; the limit is %(limit)d.",
                "The text is %(over)d characters too long; the limit is %(limit)d.",
                over,
            )
            % {"over": over, "limit": limit},
            field,
        )
    return text


def clean_line(text: str, *, limit: int, field: str = "") -> str:
    """Like `clean`, for one line: line breaks and runs of spaces become one space."""
    return re.sub(r"\s+", " ", clean(text, limit=limit, field=field))


def can_link(address: str) -> bool:
    """Whether a link of the rich text may lead there: to the web, to mail, within the site."""
    return _LINK.match(address) is not None


def parse(text: str) -> list[Token]:
    """The text's mark-up as markdown-it's tokens, for those who write it in another form."""
    return _markdown.parse(text)


@lru_cache(maxsize=4096)  # follow-up shows the same hundreds of texts again and again
def render(text: str, level: int = 4) -> Markup:
    """The text as safe HTML; a heading of any level becomes one of `level`, 3 or 4."""
    if _PLAIN.fullmatch(text):
        return Markup("<p>{}</p>").format(text)
    html = re.sub(r"(</?)h[1-6]>", rf"\1h{level}>", _markdown.render(text))
    return Markup(  # noqa: S704 - sanitised on the same line
        nh3.clean(
            html,
            tags=TAGS,
            # a line may begin with a date: “20. maaliskuuta”
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes={"http", "https", "mailto"},
        )
    )


def readable(text: str) -> str:
    """The text by itself, where it cannot be rendered: lists with dashes, headings without signs.

    For differences: a piece of a text is taken as well, as long as it is cut between words.
    """
    return _HEADING.sub("", _BULLET.sub("–", text))
