"""Texts: complete in Finnish and Swedish, and fit to be filled in."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.utils.translation import gettext, override

from scripts import messages

LANGUAGES = messages.LANGUAGES
TEMPLATES = messages.ROOT / "alke" / "templates"
# Words that are the same in both languages; a text of others that is equal was forgotten.
SAME = {
    "fi": set[str](),
    "sv": {
        *("Administration", "Format", "Information", "Organisation", "Region", "Start", "Status"),
        *("Person", "Text", "Version", "organisation", "person", "version"),
    },
}
WORD = re.compile(r"[^\W\d_]{4,}")
NAMES = {"Alke", "Word"}  # the same in every language
JINJA = re.compile(
    r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{%-?\s*raw\b.*?endraw\s*-?%\}"
    r"|\{%-?\s*set \w+\s*-?%\}\s*[\w-]+=.*?endset\s*-?%\}"  # a variable with attributes
    r"|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<style>.*?</style>|&\w+;",
    re.DOTALL,
)
NO_WORDS = re.compile(r"[\w-]+=\S*|[#/]\S+|\S+@\S+|\w+(?:\.\w+)+")  # attributes, addresses
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r"""\s(?:alt|aria-label|placeholder|title)\s*=\s*["'](?P<text>[^"']*)""")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language that is translated into."""
    return str(request.param)


def entries(language: str) -> Iterator[Message]:
    """The translated texts."""
    for _key, message in messages.entries(messages.translations(language)):
        yield message


def placeless(text: str) -> str:
    """The text without what is filled in."""
    return messages.BRACES.sub("", messages.PLACEHOLDER.sub("", text))


def test_every_text_is_translated() -> None:
    """`scripts/messages.py missing` names them as well."""
    found = list(messages.untranslated())
    assert not found, "\n".join(f"{language}: {text}" for language, text in found)


def test_no_translation_is_left_over() -> None:
    """`make messages` drops what no source has any more."""
    found = list(messages.left_over())
    assert not found, "\n".join(f"{language}: {text}" for language, text in found)


def test_translations_are_filled_in_like_their_texts(language: str) -> None:
    """The same placeholders, line breaks and number of forms."""
    found = [
        f"{message.id!r}: {why}"
        for message in entries(language)
        if messages.is_translated(message) and (why := messages.disagreement(*forms(message)))
    ]
    assert not found, "\n".join(found)


def forms(message: Message) -> tuple[messages.Forms, messages.Forms]:
    """What is translated, and its translation."""
    return messages.source_forms(message), messages.translated_forms(message)


def test_no_english_is_left_in_a_translation(language: str) -> None:
    """A translation that equals its text was forgotten, unless it is known to be the same."""
    found = [
        source
        for message in entries(language)
        for source, target in zip(*forms(message), strict=False)
        if source == target and set(WORD.findall(placeless(source))) - SAME[language] - NAMES
    ]
    assert not found, "\n".join(found)


def test_no_finnish_is_left_in_the_swedish_texts() -> None:
    """Two words or more are never the same in both."""
    finnish = {message.id: messages.translated_forms(message) for message in entries("fi")}
    found = [
        target
        for message in entries("sv")
        for target in messages.translated_forms(message)
        if target in finnish.get(message.id, ()) and len(WORD.findall(placeless(target))) > 1
    ]
    assert not found, "\n".join(found)


def test_the_pages_read_the_translations_as_they_stand_here(language: str) -> None:
    """The compiled catalogue is the one of this checkout."""
    with override(language):
        found = [
            message.id
            for message in entries(language)
            if isinstance(message.id, str)
            and messages.is_translated(message)
            and not message.context
            and gettext(message.id) != message.string
        ]
    assert not found, "\n".join(found)


def test_templates_hold_no_text_that_nobody_translates() -> None:
    """Every word stands in `_()` or `{% trans %}`; the style guide's samples need not."""
    found = [
        f"{path.relative_to(messages.ROOT)}: {text}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        if path.stem != "styleguide"
        for text in bare_texts(path)
    ]
    assert not found, "\n".join(found)


def bare_texts(path: Path) -> Iterator[str]:
    """Words between tags, and in attributes that are read out."""
    text = JINJA.sub(" ", path.read_text("utf-8"))
    yield from (match["text"] for match in SPOKEN.finditer(text) if WORD.search(match["text"]))
    for line in TAG.sub("\n", text).splitlines():
        if set(WORD.findall(NO_WORDS.sub("", line))) - NAMES:
            yield line.strip()


def test_a_run_compiles_the_texts_before_django_reads_any() -> None:
    code = (
        "import pytest\n"
        "from django.utils.translation import trans_real\n"
        "from scripts import messages\n"
        "read = []\n"
        "messages.compile_all = lambda: read.append(sorted(trans_real._translations))\n"
        "pytest.main(['--collect-only', '-q', 'tests/test_wsgi.py'])\n"
        "print(read)\n"
    )
    environment = {key: value for key, value in os.environ.items() if "XDIST" not in key}
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=messages.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.splitlines()[-1] == "[[]]", run.stderr
