"""The place of a signature in a PDF file, tagged so that the file stays accessible (PDF/UA)."""

import io
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, append_signature_field

from alke.base.papers.pdf.place import BELOW, HEIGHT, NAME, WIDTH

FIELD: Final = "AlkeSeal"
# An invisible field has no place on a page; a hidden one needs no tag either.
HIDDEN: Final = InvisSigSettings(set_hidden_flag=True)


@dataclass(frozen=True)
class Place:
    """Where on which page, in points from its lower left corner."""

    page: int
    left: int
    top: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Its corners, as PDF has them."""
        return self.left, self.top - HEIGHT, self.left + WIDTH, self.top


def find_place(pdf: IncrementalPdfFileWriter) -> Place | None:
    """The room that a signature page keeps (papers.model.Signatures), if there is one."""
    try:
        names = pdf.root["/Names"]["/Dests"]["/Names"]
    except KeyError:
        return None
    rows = list(names)
    if NAME not in rows:
        return None
    target = rows[rows.index(NAME) + 1].get_object()
    page, _, left, top, _ = (target.raw_get(part) for part in range(5))
    pages = (pdf.find_page_for_modification(n)[0] for n in range(pdf.root["/Pages"]["/Count"]))
    number = next(n for n, ref in enumerate(pages) if ref.idnum == page.idnum)
    return Place(number, round(left), round(float(top) - BELOW))


def add_hidden_field(pdf: IncrementalPdfFileWriter, words: str) -> None:
    """An empty field that is not to be seen."""
    spec = SigFieldSpec(FIELD, invis_sig_settings=HIDDEN, readable_field_name=words)
    append_signature_field(pdf, spec)


def add_field(pdf: IncrementalPdfFileWriter, place: Place, words: str, stamp: bytes) -> None:
    """An empty field with its looks; `words` say to a screen reader what it is."""
    spec = SigFieldSpec(FIELD, on_page=place.page, box=place.box, readable_field_name=words)
    append_signature_field(pdf, spec)
    page, _ = pdf.find_page_for_modification(place.page)
    field_ref = pdf.root["/AcroForm"]["/Fields"].raw_get(-1)
    field = field_ref.get_object()
    looks = pdf.import_page_as_xobject(PdfFileReader(io.BytesIO(stamp)))
    field["/AP"] = _dictionary(N=looks)
    field["/Border"] = ArrayObject([NumberObject(0)] * 3)  # the looks have their own
    field["/Contents"] = pdf_string(words)
    page.get_object()["/Tabs"] = NameObject("/S")
    pdf.update_container(field)
    pdf.mark_update(page)
    _tag(pdf, field_ref, page, words)


def _tag(
    pdf: IncrementalPdfFileWriter, field: IndirectObject, page: IndirectObject, words: str
) -> None:
    """Puts the field at the end of what is read, and its tag into the list that leads back."""
    tree = pdf.root["/StructTreeRoot"]
    top = tree["/K"]
    whole_ref = top.raw_get(0) if isinstance(top, ArrayObject) else tree.raw_get("/K")
    whole = whole_ref.get_object()
    number = int(tree["/ParentTreeNextKey"])
    object_of = _dictionary(Type=NameObject("/OBJR"), Obj=field, Pg=page)
    element = pdf.add_object(
        _dictionary(
            Type=NameObject("/StructElem"),
            S=NameObject("/Form"),
            P=whole_ref,
            Pg=page,
            Alt=pdf_string(words),
            K=object_of,
        )
    )
    whole["/K"].append(element)
    tree["/ParentTree"]["/Nums"].extend([NumberObject(number), element])
    tree["/ParentTreeNextKey"] = NumberObject(number + 1)
    field.get_object()["/StructParent"] = NumberObject(number)
    for changed in (whole["/K"], tree["/ParentTree"]["/Nums"], tree, whole):
        pdf.update_container(changed)


def _dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})
