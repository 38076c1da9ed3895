"""The signature page of an official document, in the words of the letter of 2024."""

from collections.abc import Iterator

from alke.base.papers.formulas import IS_SIGNED, SIGN, SIGNATURES, SIGNED
from alke.base.papers.model import (
    Block,
    Heading,
    PageBreak,
    Paper,
    Signatures,
    text,
)


def written_out(paper: Paper) -> Iterator[Block]:
    """All of the paper as plain blocks, for files that nobody signs or seals."""
    for block in paper.blocks:
        if isinstance(block, Signatures):
            yield from page(block, paper.language)
        else:
            yield block


def page(block: Signatures, language: str, *, sealed: bool = False) -> Iterator[Block]:
    """The signature page as plain blocks; `sealed` where it counts with a seal only."""
    said = SIGNED if sealed else SIGN if block.approvals else IS_SIGNED
    yield PageBreak()
    yield Heading(SIGNATURES[language])
    if block.number:
        yield text(block.number, bold=True)
    for code, words in said.items():
        yield text(words, language=code)
    for approval in block.approvals:
        yield Heading(approval.role, level=2)
        yield text("\n".join(line for line in (approval.name, approval.date) if line))
