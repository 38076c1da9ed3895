"""The page on which the words of a round's papers are changed."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from alke.base.verdicts import Stale
from alke.domain.papers.letter_rules import can_word_letter
from alke.domain.papers.words_catalogue import GROUPS, LIMIT, catalogue
from alke.domain.papers.words_models import PaperWording
from alke.domain.papers.words_operations import FaultyWords, word_papers
from alke.domain.papers.words_queries import word_versions, words_of
from alke.domain.rounds.models import Round
from alke.web.access import Request, one_or_404, require, signed_in, status_of
from alke.web.documents.forms_of_files import asked_language
from alke.web.documents.place import find_place
from alke.web.numbers import whole

DIGITS = 4  # of a version's number
SHORT = 26  # characters of a word whose field may be a quarter of a line


@signed_in
def paper_words(request: Request, year: int) -> HttpResponse:
    """All words of one language; what is refused is said at its field, and stays in it."""
    language = asked_language(request)
    round_ = find_place(request, year).round
    require(request, can_word_letter(request.actor, round_))
    if request.method != "POST":
        return _page(request, round_, language)
    names = {_name(number): word for number, word in enumerate(catalogue())}
    texts = {word.key: request.POST[name] for name, word in names.items() if name in request.POST}
    version = whole(request.POST.get("versio", ""), DIGITS) or 0
    try:
        made = word_papers(round_, language, texts, by=request.actor, base_version=version)
    except (Stale, FaultyWords) as fault:
        return _page(request, round_, language, texts, fault)
    said = _("The words were saved.") if made else _("The words were the same already.")
    messages.success(request, said)
    response = redirect("paper_words", year)
    response["Location"] += f"?{urlencode({'kieli': language})}"
    return response


def _name(number: int) -> str:
    """Of the field of the word with that place in the catalogue."""
    return f"s{number}"


def _page(
    request: Request,
    round_: Round,
    language: str,
    texts: Mapping[str, str] | None = None,
    fault: Stale | FaultyWords | None = None,
) -> HttpResponse:
    versions = word_versions(round_)
    in_force = words_of(round_).get(language, {})
    shown = _asked(request, versions, language, in_force)
    faults = fault.faults if isinstance(fault, FaultyWords) else {}
    rows: list[dict[str, Any]] = []
    for number, word in enumerate(catalogue()):
        shipped = word.shipped(language)
        own = word.shown(shown[word.key]) if word.key in shown else ""
        now = word.shown(in_force[word.key]) if word.key in in_force else ""
        rows.append(
            {
                "name": _name(number),
                "word": word,
                "shipped": shipped,
                "text": texts[word.key] if texts and word.key in texts else own or shipped,
                "changed": bool(now),
                "now": now or shipped,
                "long": len(shipped) > SHORT,
                "error": faults.get(word.key, ""),
            }
        )
    context: dict[str, Any] = {
        "round": round_,
        "paper_language": language,
        "groups": [
            {"key": key, "name": GROUPS[key], "rows": list(found)}
            for key, found in groupby(rows, key=lambda row: row["word"].group)
        ],
        "faults": [(f"f-{row['name']}", row["error"]) for row in rows if row["error"]],
        "changed": sum(row["changed"] for row in rows),
        "words": len(rows),
        "version": versions[0].version if versions else 0,
        "versions": versions,
        "limit": LIMIT,
        "fault": fault,
        "stale": fault if isinstance(fault, Stale) else None,
    }
    status = status_of(fault) if fault else 200
    return render(request, "pages/documents/paper_words.html", context, status=status)


def _asked(
    request: Request, versions: list[PaperWording], language: str, in_force: Mapping[str, str]
) -> Mapping[str, str]:
    """The words in force, or those of an earlier version: ?pohja=2, ?pohja=0 the shipped ones."""
    number = whole(request.GET.get("pohja", ""), DIGITS)
    if number is None:
        return in_force
    if number == 0:
        return {}
    found = [row.words.get(language, {}) for row in versions if row.version == number]
    return one_or_404(found)
