"""The last page of a document that is signed electronically, as the letter of 2024 has it."""

from alke.base.papers.model import Block, PageBreak, Paragraph, Run, text

LINES = {
    "fi": "Seuraavat henkilöt ovat allekirjoittaneet tämän asiakirjan sähköisesti /",
    "sv": "Följande personer har undertecknat denna handling elektroniskt /",
    "en": "This document has been signed electronically by the following persons:",
}


def signature_page(number: str, language: str) -> tuple[Block, ...]:
    """The document's number and the sentence in three languages; the names come with signing."""
    return (
        PageBreak(),
        *((text(number, bold=True),) if number else ()),
        *(
            Paragraph((Run(line),), language="" if code == language else code)
            for code, line in LINES.items()
        ),
    )
