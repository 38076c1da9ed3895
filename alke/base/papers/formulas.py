"""What every official document says in the same words, in the three languages."""

from typing import Final

SIGNATURES: Final = {"fi": "Allekirjoitukset", "sv": "Underskrifter", "en": "Signatures"}
# Letter 2024, the signature page: all three, in this order, whatever the paper's language is. It is
# true of what has its seal; what stays true of a file that nobody has signed yet is said of others.
SIGNED: Final = {
    "fi": "Seuraavat henkilöt ovat allekirjoittaneet tämän asiakirjan sähköisesti /",
    "sv": "Följande personer har undertecknat denna handling elektroniskt /",
    "en": "This document has been signed electronically by the following persons:",
}
SIGN: Final = {
    "fi": "Seuraavat henkilöt allekirjoittavat tämän asiakirjan sähköisesti /",
    "sv": "Följande personer undertecknar denna handling elektroniskt /",
    "en": "This document is signed electronically by the following persons:",
}
IS_SIGNED: Final = {
    "fi": "Tämä asiakirja allekirjoitetaan sähköisesti. /",
    "sv": "Denna handling undertecknas elektroniskt. /",
    "en": "This document is signed electronically.",
}
SEAL: Final = {"fi": "Sähköinen sinetti", "sv": "Elektronisk stämpel", "en": "Electronic seal"}
SEALED: Final = {
    "fi": "Sinetöity sähköisesti",
    "sv": "Elektroniskt stämplad",
    "en": "Sealed electronically",
}
UNSEALED: Final = {
    "fi": "Ilman sinettiä asiakirjaa ei ole allekirjoitettu.",
    "sv": "Utan stämpeln är handlingen inte undertecknad.",
    "en": "Without the seal the document has not been signed.",
}
