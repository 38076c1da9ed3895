"""What every official document says in the same words, in the three languages."""

from typing import Final

SIGNATURES: Final = {"fi": "Allekirjoitukset", "sv": "Underskrifter", "en": "Signatures"}
# Letter 2024, the signature page: all three, in this order, whatever the paper's language is.
SIGNED: Final = {
    "fi": "Seuraavat henkilöt ovat allekirjoittaneet tämän asiakirjan sähköisesti /",
    "sv": "Följande personer har undertecknat denna handling elektroniskt /",
    "en": "This document has been signed electronically by the following persons:",
}
SEAL: Final = {"fi": "Sähköinen sinetti", "sv": "Elektronisk stämpel", "en": "Electronic seal"}
SEALED: Final = {
    "fi": "Sinetöity sähköisesti",
    "sv": "Elektroniskt stämplad",
    "en": "Sealed electronically",
}
