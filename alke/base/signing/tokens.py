"""Opens a key in a device or key service through its PKCS#11 module."""

from collections.abc import Iterator
from contextlib import contextmanager

import pkcs11
from pyhanko.sign.pkcs11 import PKCS11Signer

from alke.base.signing.sources import TokenSource
from alke.base.signing.trouble import SealTrouble


@contextmanager
def open_token(source: TokenSource, pin: str) -> Iterator[PKCS11Signer]:
    """The key within an open session; all certificates of the token come along."""
    try:
        with _token(source).open(user_pin=pin or None) as session:
            signer = PKCS11Signer(
                session,
                cert_label=source.label or None,
                key_id=source.key_id or None,
                other_certs_to_pull=None,
                embed_roots=False,
            )
            # Many tokens do not hash for ECDSA themselves; all take what has been hashed.
            signer.use_raw_mechanism = signer.signing_cert.public_key.algorithm == "ec"
            yield signer
    except pkcs11.PKCS11Error as why:
        raise SealTrouble(f"the seal's token says {type(why).__name__} {why}".strip()) from why


def _token(source: TokenSource) -> pkcs11.Token:
    """The only token that the source can mean."""
    try:
        module = pkcs11.lib(str(source.module))
    except RuntimeError as why:
        raise SealTrouble("the seal's PKCS#11 module cannot be loaded") from why
    slots = [
        slot
        for slot in module.get_slots(token_present=True)
        if source.slot is None or source.slot == slot.slot_id
    ]
    found = [token for token in (slot.get_token() for slot in slots) if _fits(token, source)]
    if len(found) != 1:
        raise SealTrouble(f"{len(found)} tokens fit ALKE_SEAL, one is wanted")
    return found[0]


def _fits(token: pkcs11.Token, source: TokenSource) -> bool:
    serial = token.serial.decode("ascii", "replace").strip()
    return (
        pkcs11.TokenFlag.TOKEN_INITIALIZED in token.flags
        and source.token in {"", token.label}
        and source.serial in {"", serial}
    )
