"""The round's guidance letter as a file, and the page on which its wording is changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from alke.base.papers.model import Heading
from alke.base.papers.signatures import written_out
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.papers.letter_operations import WORDING_LIMIT, word_letter
from alke.domain.papers.letter_paper import letter_paper
from alke.domain.papers.letter_queries import wordings
from alke.domain.papers.letter_rules import can_word_letter, is_sent
from alke.domain.papers.letter_source import (
    LetterSource,
    letter_round,
    letter_source,
    shipped,
)
from alke.domain.papers.letter_values import MEANINGS
from alke.web.access import (
    Request,
    one_or_404,
    public_part,
    reader,
    require,
    signed_in,
    status_of,
)
from alke.web.documents.forms_of_files import asked_language, file_of
from alke.web.documents.preview import preview
from alke.web.numbers import whole

DIGITS = 4  # of a version's number


@public_part
def letter_document(request: Request, year: int, form: str) -> HttpResponse:
    """The letter from its day on; before it a draft for those who read all that is shared."""
    language = asked_language(request)
    round_ = one_or_404(letter_round(reader(request), year, language=language))
    if not (is_sent(round_) or request.actor.reads_all):
        raise Http404
    try:
        paper = letter_paper(letter_source(round_, language), language)
    except BadInput as fault:  # the round has changed since the wording was saved
        raise Refused(_("The letter cannot be made: %(why)s") % {"why": fault}) from fault
    return file_of(paper, form, f"alke-{year}-kirje{'' if is_sent(round_) else '-luonnos'}")


@signed_in
def letter_wording(request: Request, year: int) -> HttpResponse:
    """The wording with a preview; saving one that cannot be filled in says on which line why."""
    language = asked_language(request)
    round_ = one_or_404(letter_round(reader(request), year, language=language))
    require(request, can_word_letter(request.actor, round_))
    source = letter_source(round_, language)
    if request.method != "POST":
        return _page(request, source, language, _asked_text(request, source, language))
    text = request.POST.get("text", "")
    if request.POST.get("teko") != "tallenna":
        return _page(request, source, language, text)
    version = whole(request.POST.get("versio", ""), DIGITS) or 0
    try:
        made = word_letter(round_, language, text, by=request.actor, base_version=version)
    except (Refused, BadInput) as fault:
        return _page(request, source, language, text, fault=fault)
    said = _("The wording was saved.") if made else _("The wording was the same already.")
    messages.success(request, said)
    response = redirect("letter_wording", year)
    response["Location"] += f"?{urlencode({'kieli': language})}"
    return response


def _asked_text(request: Request, source: LetterSource, language: str) -> str:
    """The wording in force, or an earlier one to go back to: ?pohja=2, ?pohja=0 the shipped one."""
    number = whole(request.GET.get("pohja", ""), DIGITS)
    if number is None:
        return source.wording
    if number == 0:
        return shipped(language)
    rows = [row.text for row in wordings(source.round, language) if row.version == number]
    return one_or_404(rows)


def _page(
    request: Request,
    source: LetterSource,
    language: str,
    text: str,
    fault: Refused | BadInput | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "round": source.round,
        "letter_language": language,
        "text": text,
        "changed": text.strip() != source.wording,
        "version": source.version,
        "limit": WORDING_LIMIT,
        "versions": wordings(source.round, language),
        "meanings": MEANINGS,
        "sent": is_sent(source.round),
        "stale": fault if isinstance(fault, Stale) else None,
        "fault": fault,
        "paper": None,
        "preview": "",
        "annex": "",
    }
    try:
        paper = letter_paper(source, language, text or " ")
    except BadInput as why:
        context["fault"] = fault or why
    else:
        context |= {"paper": paper, "preview": preview(written_out(paper))}
        if paper.annex:
            context["annex"] = preview((Heading(paper.annex.title), *paper.annex.blocks))
    status = status_of(context["fault"]) if context["fault"] else 200
    return render(request, "pages/documents/letter_wording.html", context, status=status)
