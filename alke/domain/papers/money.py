"""Euros as documents write them."""

from decimal import Decimal

from alke.domain.topics.action_models import Action


def euros(amount: Decimal | str | None, money: str) -> str:
    """18 000 €, not decided; or that there is none. A frozen amount is text: "18000.00"."""
    word = str(Action.Money(money).label) if money else ""
    if amount is None:
        return word
    text = f"{Decimal(amount):,.2f}".removesuffix(".00").translate({44: "\u00a0", 46: ","})
    return ", ".join(filter(None, [f"{text}\u00a0€", word.lower()]))
