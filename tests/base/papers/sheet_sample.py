"""A paper with everything that papers have, as the annex of the letter looks."""

import datetime as dt

from alke.base.papers.model import (
    Cell,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Row,
    Run,
    Table,
    header,
    small,
    text,
)
from alke.base.papers.richtext import blocks
from alke.base.papers.word.names import bookmark

RICH = (
    "Kuvaus **lihava** ja [päätös](https://tem.example/a_b)\ntoinen rivi\n\n- Yksi\n- Kaksi\n\n3. C"
)
MOMENT = dt.datetime(2024, 3, 4, 9, 0, tzinfo=dt.UTC)


def action(number: int, words: str) -> tuple[Cell, ...]:
    """The three cells of an action."""
    key = str(number)
    numbered = Paragraph((Run(f"{number}\u2002", number=True), Run(words)))
    return (
        Cell((numbered,), bookmark("a", key, "text")),
        Cell((text("TEM, LVM"),), bookmark("a", key, "vn")),
        Cell((text("Lappi"),), bookmark("a", key, "mk")),
    )


def paper() -> Paper:
    """The paper, in Finnish, with a passage in Swedish."""
    fields = Table(
        "Teeman kuvaus",
        (1, 1),
        (Row((header("Tilanne"), header("Tavoitteet"))),),
        (
            Row(
                (
                    Cell(blocks(RICH), bookmark("f", "situation")),
                    Cell((text("Mål", language="sv"),), bookmark("f", "goals")),
                )
            ),
        ),
    )
    top = Row(
        (
            header("Käynnissä olevat toimenpiteet", rows=2),
            header("Vastuutahot", columns=2),
        )
    )
    sides = Row((header("VN", side="vn"), header("Maakunnat", side="mk")))
    actions = Table(
        "Käynnissä olevat toimenpiteet",
        (2, 1, 1),
        (top, sides),
        tuple(
            Row(action(n, f"Sähköverkko & luvitus <{n}>"), {0: bookmark("r", str(n))})
            for n in (12, 15)
        ),
    )
    return Paper(
        title="ALKE-keskustelut 2024",
        language="fi",
        blocks=(fields, Heading("Toimenpiteet"), actions, small("Loppu 😀 →")),
        moment=MOMENT,
        code="Alke 2024/ita/1 v. 7",
        letterhead=Letterhead("Työ- ja elinkeinoministeriö", "Ohje", "14.2.2024", ("VN/1/2023",)),
        landscape=True,
        data='{"a": "<ä>"}',
    )
