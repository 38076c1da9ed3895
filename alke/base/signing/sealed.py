"""What comes of sealing."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Sealed:
    """A sealed file: it begins with the file that was given, byte for byte."""

    pdf: bytes
    by: str  # whom the seal's certificate names
    fingerprint: str  # the certificate's: keep it, the seal is known as ours by it
    at: dt.datetime
    level: str  # PAdES: "B-LTA", or "B-B" without timestamps
