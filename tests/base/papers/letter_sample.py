"""A draft of a letter: texts beside their headings, facts in the margin, marked changes."""

from alke.base.papers.model import (
    Cell,
    Heading,
    Item,
    Items,
    Letterhead,
    Paper,
    Paragraph,
    Row,
    Run,
    Table,
    fact,
    facts,
    header,
    text,
)
from tests.base.papers.sheet_sample import MOMENT


def letter() -> Paper:
    """The letter, in Finnish."""
    changed = Paragraph((Run("ti 16.4. ", change="removed"), Run("ke 17.4.", change="added")))
    times = Table(
        "Ajat",
        (1, 1),
        (Row((header("Aika"), header("Keskustelu"))),),
        (Row((Cell((changed,)), Cell((text("Itäinen Suomi"),)))),),
    )
    return Paper(
        title="Keskusteluihin valmistautuminen",
        language="fi",
        blocks=(
            text("Keskustelut pidetään huhtikuussa."),
            Heading("Ajankohta"),
            Items((Item((Run("etänä"),)),)),
            times,
            text("Taulukon jälkeen."),
            facts(
                fact("Jakelu", "YM Ympäristöministeriö", "Lapin liitto", ""),
                fact("Tiedoksi"),
                fact("Liite", "Bilaga", language="sv"),
                None,
            ),
        ),
        moment=MOMENT,
        letterhead=Letterhead(
            "Työ- ja elinkeinoministeriö", "Ohje", "14.2.2024", ("VN/1/2023", "VN/1/2023-TEM-2")
        ),
        indented=True,
        mark="Luonnos",
    )
