"""What has been changed is never called whole, whatever way it was changed."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from alke.base.papers.pdf import writer
from alke.base.signing.demo import Authority
from alke.base.signing.examining import examine
from alke.base.signing.verification import Changes, Outcome
from tests.base.papers.sheet_sample import paper
from tests.base.signing import forging
from tests.base.signing.conftest import AT, House, issued, trust_in

PADES = SigSeedSubFilter.PADES


PLACES = st.floats(0, 1, exclude_max=True)  # from the first to the last of a stretch
MASKS = st.integers(1, 255)


@given(PLACES, MASKS)
@settings(max_examples=60)
def test_no_byte_of_a_dated_seal_s_revision_can_be_flipped(
    house: House, dated: bytes, place: float, mask: int
) -> None:
    """Not even within the seal's own value, which the timestamp over the file covers."""
    _, _, end = forging.covered(dated)
    changed = forging.flipped(dated, int(place * end), mask)
    assert not house.examined(changed).is_valid


@given(PLACES, MASKS)
@settings(max_examples=60)
def test_no_byte_that_an_undated_seal_covers_can_be_flipped(
    house: House, undated: bytes, place: float, mask: int
) -> None:
    start, end, whole = forging.covered(undated)
    covered = [*range(start + 1), *range(end - 1, whole)]  # the brackets of its value included
    changed = forging.flipped(undated, covered[int(place * len(covered))], mask)
    assert not house.examined(changed).is_valid


@given(PLACES, MASKS)
@settings(max_examples=40)
def test_a_seal_s_value_is_filled_up_with_nothing(
    house: House, undated: bytes, place: float, mask: int
) -> None:
    _, end, _ = forging.covered(undated)
    changed = forging.flipped(undated, end - 2 - int(place * 400), mask)
    assert not house.examined(changed).is_valid


@given(PLACES)
@settings(max_examples=40)
def test_a_cut_file_is_never_whole(house: House, dated: bytes, place: float) -> None:
    """Unless it is cut to what was sealed: then it is what was sealed, without its timestamp."""
    _, _, sealed = forging.covered(dated)
    length = int(place * len(dated))
    assert length == sealed or not house.examined(dated[:length]).is_valid


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "a page": forging.with_page,
    "a note": forging.with_note,
    "another title": lambda pdf: forging.with_title(pdf, "Toinen"),
    "a line break": lambda pdf: pdf + b"\n",
    "a remark": lambda pdf: pdf + b"%" + b"x" * 5000 + b"\n" + pdf[-1200:],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("name", ["dated", "undated"])
def test_what_is_saved_after_the_end_is_seen(
    house: House, name: str, change: Callable[[bytes], bytes], request: pytest.FixtureRequest
) -> None:
    found = house.examined(change(request.getfixturevalue(name)))
    assert found.outcome == Outcome.ALTERED
    assert found.checks[-1].changes == Changes.OTHER
    assert found.checks[0].is_ours  # the seal is, the file is not


def test_the_same_title_again_is_no_change(house: House, dated: bytes) -> None:
    again = forging.with_title(dated, "ALKE-keskustelut 2024")
    assert house.examined(again).outcome == Outcome.OURS


def test_signatures_that_were_taken_off_leave_a_file_without(house: House, dated: bytes) -> None:
    assert house.examined(forging.without_form(dated)).outcome == Outcome.UNSIGNED


def test_another_document_in_a_signature_s_gap_is_found(house: House, undated: bytes) -> None:
    forged = forging.wrapped(undated)
    found = house.examined(forged)
    assert (found.outcome, found.checks[0].changes) == (Outcome.ALTERED, Changes.OTHER)


def test_pyhanko_alone_would_not_find_it(house: House, undated: bytes) -> None:
    """If this fails, our own look at the gap has become a second one: good news."""
    reader = PdfFileReader(io.BytesIO(forging.wrapped(undated)))
    assert reader.root["/Pages"]["/Count"] == 1  # the original has two pages
    context = ValidationContext(list(house.trust.roots), moment=AT)
    status = validate_pdf_signature(reader.embedded_signatures[0], context)
    assert status.summary() == "INTACT:TRUSTED,UNTOUCHED"


def test_a_strangers_signature_on_a_sealed_file_spoils_it(house: House, undated: bytes) -> None:
    class Careless(signers.PdfSigner):
        def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
            """A forger does not ask."""

    own = issued(Authority("Juuri"))
    about = signers.PdfSignatureMetadata(field_name="B", md_algorithm="sha256")
    file = IncrementalPdfFileWriter(io.BytesIO(undated))
    forged = Careless(about, own.signer).sign_pdf(file).getvalue()
    assert house.examined(forged).outcome in {Outcome.ALTERED, Outcome.UNTRUSTED}


def test_a_field_that_is_filled_in_after_a_signature_is_a_change() -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(writer.write(paper()))) as pdf:
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T=pikepdf.String("summa"),
                V=pikepdf.String("100"),
                Rect=[0, 0, 90, 20],
                P=pdf.pages[0].obj,
            )
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        pdf.save(made)
    authority = Authority("Juuri")
    signed = forging.signed(made.getvalue(), issued(authority), "A", form=PADES)

    def change(file: IncrementalPdfFileWriter) -> None:
        filled = file.root["/AcroForm"]["/Fields"][0]
        filled["/V"] = generic.pdf_string("900")
        file.update_container(filled)

    trust = trust_in(authority)
    assert examine(signed, trust=trust, at=AT).outcome == Outcome.OTHER
    filled = forging.updated(signed, change)
    assert examine(filled, trust=trust, at=AT).outcome == Outcome.ALTERED
