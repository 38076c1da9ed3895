"""The signature page of an official document, in the words of the letter of 2024."""

from collections.abc import Iterator

from alke.base.papers.formulas import SIGNATURES, SIGNED
from alke.base.papers.model import (
    Block,
    Heading,
    PageBreak,
    Paper,
    Signatures,
    text,
)


def written_out(paper: Paper) -> Iterator[Block]:
    """All of the paper as plain blocks; the room for a seal is not among them."""
    for block in paper.blocks:
        if isinstance(block, Signatures):
            yield from page(block, paper.language)
        else:
            yield block


def page(block: Signatures, language: str) -> Iterator[Block]:
    """The signature page as plain blocks."""
    yield PageBreak()
    yield Heading(SIGNATURES[language])
    if block.number:
        yield text(block.number, bold=True)
    for code, words in SIGNED.items():
        yield text(words, language=code)
    for approval in block.approvals:
        yield Heading(approval.role, level=2)
        yield text("\n".join(line for line in (approval.name, approval.date) if line))
