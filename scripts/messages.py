"""Texts and their translations: collects, fills, checks and compiles the catalogues.

    messages.py collect         bring alke/locale/*/LC_MESSAGES/django.po up to date
    messages.py fill FILE.json  collect, take translations from FILE.json, compile
    messages.py missing         name what is not translated or not collected; exit status 1
    messages.py compile         write the .mo files that the pages read

FILE.json maps a text to its translations; a plural is "one|||many" with a list of both
forms, a text with a context is "context\\u0004text":

    {"Save": {"fi": "Tallenna", "sv": "Spara"},
     "%(n)s day|||%(n)s days": {"fi": ["%(n)s päivä", "%(n)s päivää"], "sv": [...]}}
"""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fi", "sv")
SOURCES = (
    ("alke/**/*.py", "python"),
    ("alke/templates/**/*.html", "jinja2"),
    ("alke/templates/**/*.txt", "jinja2"),
)
JINJA = {
    "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
    "newstyle_gettext": "true",
    "silent": "false",
    "trimmed": "true",
}
EXTRACTORS: dict[str, Any] = {"python": "python", "jinja2": babel_extract}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# Translations of Alke; written by scripts/messages.py, the texts by people.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\))?[#0\- +]*[\d.*]*(?P<kind>[a-zA-Z%]?)")
BRACES = re.compile(r"\{(\w*)\}")

# A text is known by its context and its source form, a pair when it has a plural.
Key = tuple[str | None, str | tuple[str, ...]]
Forms = tuple[str, ...]


class Fault(Exception):
    """Something the caller has to mend; printed as one line."""


def po_file(language: str) -> Path:
    """Where the translations into `language` are kept."""
    return ROOT / "alke" / "locale" / language / "LC_MESSAGES" / "django.po"


def collected() -> Catalog:
    """All texts that the code and the templates hold."""
    catalog = Catalog()
    for pattern, method in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            for _line, text, comments, context in _texts(path, method):
                catalog.add(text, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def _texts(
    path: Path, method: str
) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    options = JINJA if method == "jinja2" else {}
    with path.open("rb") as source:
        try:
            yield from extract(
                EXTRACTORS[method],
                source,
                keywords=KEYWORDS,
                comment_tags=("Translators:",),
                options=options,
                strip_comment_tags=True,
            )
        except Exception as fault:
            name = path.relative_to(ROOT)
            raise Fault(f"{name}:{getattr(fault, 'lineno', '?')}: {fault}") from fault


def translations(language: str) -> Catalog:
    """The catalogue of `language` as it is kept; empty when there is none yet."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def entries(catalog: Catalog) -> Iterator[tuple[Key, Message]]:
    """Every text of the catalogue but its header."""
    for message in catalog:
        if message.id:
            yield _key(message), message


def _key(message: Message) -> Key:
    text = message.id
    return message.context or None, text if isinstance(text, str) else tuple(text)


def source_forms(message: Message) -> Forms:
    """The English form, or both when the text has a plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translated_forms(message: Message) -> Forms:
    """The translation in as many forms as it has; empty where there is none."""
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ())


def is_translated(message: Message) -> bool:
    """Whether every form has a translation."""
    forms = translated_forms(message)
    return len(forms) >= len(source_forms(message)) and all(forms) and not message.fuzzy


def placeholders(text: str) -> set[str] | None:
    """What is put into the text; None when it is no valid pattern, as a lone percent sign."""
    found = set(BRACES.findall(text))
    for match in PLACEHOLDER.finditer(text):
        if not match["kind"] or (match["name"] is None and match["kind"] not in "sd%"):
            return None
        if match["kind"] != "%":
            found.add(match["name"] or match["kind"])
    return found


def disagreement(source: Forms, target: Forms) -> str:
    """Why a translation does not fit its text; empty when it does.

    The first of two forms may leave out the number ("one day left").
    """
    if len(source) != len(target):
        return f"has {len(target)} forms instead of {len(source)}"
    wanted = placeholders(source[-1])
    for number, (before, after) in enumerate(zip(source, target, strict=True)):
        have = placeholders(after)
        may_lack = number == 0 and len(source) > 1
        if have != wanted and not (may_lack and have is not None and have <= (wanted or set())):
            return f"“{after}” has other placeholders than “{before}”"
        if (before[:1] == "\n", before[-1:] == "\n") != (after[:1] == "\n", after[-1:] == "\n"):
            return f"“{after}” begins or ends with another line break than “{before}”"
    return ""


def updated(language: str, source: Catalog, new: dict[Key, Forms] | None = None) -> Catalog:
    """The texts of `source` with the translations that are kept, and with `new` ones."""
    kept = {key: translated_forms(message) for key, message in entries(translations(language))}
    kept |= new or {}
    catalog = Catalog(locale=language)
    for key, message in entries(source):
        forms = kept.get(key, ())
        plural = not isinstance(message.id, str)
        catalog.add(
            message.id,
            (forms or ("", "")) if plural else (forms[0] if forms else ""),
            [(name, 0) for name in sorted({name for name, _line in message.locations})],
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return catalog


def save(language: str, catalog: Catalog) -> None:
    """Writes the catalogue: sorted, no line numbers, no dates, so that changes read well."""
    path = po_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as target:
        target.write(HEADER.format(language=language).encode())
        write_po(target, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    part.replace(path)


def collect() -> int:
    """Brings the catalogues up to date."""
    source = collected()
    for language in LANGUAGES:
        save(language, updated(language, source))
    return 0


def fill(path: Path) -> int:
    """Takes translations from a JSON file; what does not fit is named and not taken."""
    source = collected()
    known = {key: source_forms(message) for key, message in entries(source)}
    new: dict[str, dict[Key, Forms]] = {language: {} for language in LANGUAGES}
    faults = []
    for text, by_language in _json(path).items():
        context, _, rest = text.rpartition("\x04")
        parts = tuple(rest.split("|||"))
        key: Key = context or None, parts if len(parts) > 1 else rest
        if key not in known:
            faults.append(f"not in the sources: {text!r}")
            continue
        for language, value in by_language.items():
            forms = (value,) if isinstance(value, str) else tuple(value)
            if language not in new:
                faults.append(f"{text!r}: no language {language!r}")
            elif why := disagreement(known[key], forms):
                faults.append(f"{language}: {text!r}: {why}")
            else:
                new[language][key] = forms
    for language in LANGUAGES:
        save(language, updated(language, source, new[language]))
    compile_all()
    left = sum(1 for _ in untranslated())
    sys.stdout.write(f"{sum(map(len, new.values()))} translations taken, {left} still missing\n")
    return _report(faults)


def _json(path: Path) -> dict[str, dict[str, str | list[str]]]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise Fault(f"{path}: {fault}") from fault
    if not isinstance(content, dict) or not all(isinstance(v, dict) for v in content.values()):
        raise Fault(f"{path}: wants texts, each with its translations by language")
    return content


def untranslated() -> Iterator[tuple[str, str]]:
    """Language and text of everything in the sources that has no translation."""
    source = dict(entries(collected()))
    for language in LANGUAGES:
        kept = dict(entries(translations(language)))
        for key, message in sorted(source.items(), key=str):
            if key not in kept or not is_translated(kept[key]):
                context = f"{key[0]}\\u0004" if key[0] else ""
                yield language, context + "|||".join(source_forms(message))


def left_over() -> Iterator[tuple[str, str]]:
    """Language and text of everything in the catalogues that the sources no longer have."""
    source = dict(entries(collected()))
    for language in LANGUAGES:
        for key, message in entries(translations(language)):
            if key not in source:
                yield language, "|||".join(source_forms(message))


def missing() -> int:
    """Names what has no translation, and what the catalogues hold in vain."""
    return _report(
        [
            *(f"{language}: not translated: {text}" for language, text in untranslated()),
            *(f"{language}: no longer in the sources: {text}" for language, text in left_over()),
        ]
    )


def compile_all() -> int:
    """Writes the .mo files; needs no gettext programs."""
    for language in LANGUAGES:
        path = po_file(language).with_suffix(".mo")
        part = path.with_suffix(f".{os.getpid()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as target:
            write_mo(target, translations(language))
        part.replace(path)
    return 0


def _report(faults: Iterable[str]) -> int:
    lines = list(faults)
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


def main(arguments: list[str]) -> int:
    """Runs one command; exit status 0 done, 1 something to mend, 2 usage."""
    match arguments:
        case ["collect"]:
            return collect()
        case ["fill", path]:
            return fill(Path(path))
        case ["missing"]:
            return missing()
        case ["compile"]:
            return compile_all()
    sys.stderr.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Fault as fault:
        sys.exit(f"messages: {fault}")
