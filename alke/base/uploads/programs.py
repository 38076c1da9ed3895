"""What starts something when somebody opens it, as a file inside another one.

Knows no Django: pdf_look.py, which uses it, runs in a process of its own.
"""

from typing import Final

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the files of Office before 2007; also objects
ZIP: Final = b"PK\x03\x04"

_ENDINGS = tuple(
    f".{ending}"
    for ending in (
        "apk app application appref-ms bat bin.exe chm cmd com cpl desktop diagcab dll dmg docm "
        "dotm exe gadget hta html htm img inf iso jar js jse library-ms lnk msc msi msix msp mst "
        "one pif pkg potm ppam ppsm pptm ps1 py rb reg scf scr settingcontent-ms sh shtml sldm svg "
        "sys url vb vbe vbs vhd vhdx wll ws wsc wsf wsh xhtml xlam xll xlsm xltm"
    ).split()
)
_HEADS = (
    b"MZ",  # Windows
    b"\x7fELF",  # Linux
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),  # macOS
    b"\xca\xfe\xba\xbe",  # macOS, Java
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a shortcut of Windows
)
# Names inside a compound file are in UTF-16, those inside a zip in small or mixed letters.
_IN_OLE = tuple(
    name.encode("utf-16-le") for name in ("Ole10Native", "_VBA_PROJECT", "EncryptedPackage")
)
_IN_ZIP = (b"vbaproject", b"macrosheets/", b"activex/", b"basic/script")


def starts_something(name: str, content: bytes) -> bool:
    """Whether a file of the name and with the content is one; the head is enough of a program.

    Of an object or office file it has to be the whole content: macros, and files that are packed
    into it once more, are found by the names that it lists.
    """
    if name.lower().rstrip(". ").endswith(_ENDINGS) or content.startswith(_HEADS):
        return True
    if content.startswith(OLE):
        return any(mark in content for mark in _IN_OLE)
    if content.startswith(ZIP):
        small = content.lower()
        return any(mark in small for mark in _IN_ZIP)
    return False
