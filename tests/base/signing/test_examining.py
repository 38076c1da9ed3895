"""What is said of a file's signatures: whose, when, how well, whole or not."""

import datetime as dt
import io

import pytest
from asn1crypto import crl
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, SigSeedSubFilter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError

from alke.base.papers.pdf import writer
from alke.base.signing import examining
from alke.base.signing.demo import Authority
from alke.base.signing.examining import examine
from alke.base.signing.sealing import seal
from alke.base.signing.timestamps import local
from alke.base.signing.trust import Trust
from alke.base.signing.verification import Changes, Outcome
from tests.base.papers.sheet_sample import paper
from tests.base.signing import forging
from tests.base.signing.conftest import AT, REASON, House, ListingAuthority, issued, trust_in

NAME = "Alke-esittely, ei oikea sinetti"
YEAR = dt.timedelta(days=365)
PADES, CMS = SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED


def test_a_sealed_and_dated_file_is_ours_and_whole(house: House, dated: bytes) -> None:
    found = house.examined(dated)
    assert (found.outcome, found.is_valid) == (Outcome.OURS, True)
    (seal_check,) = found.signatures
    assert (seal_check.by, seal_check.at, seal_check.reason) == (NAME, AT, REASON)
    assert (seal_check.is_dated, seal_check.level) == (True, "B-LTA")
    assert (seal_check.is_whole, seal_check.is_trusted, seal_check.is_ours) == (True, True, True)
    assert {seal_check.fingerprint} == house.trust.own
    assert seal_check.changes == Changes.PROOFS
    stamp = found.checks[-1]
    assert (stamp.is_timestamp, stamp.at, stamp.changes) == (True, AT, Changes.NONE)
    assert stamp.by == f"{NAME} (aikaleima), {NAME}"


def test_without_timestamps_its_moment_is_only_claimed(house: House, undated: bytes) -> None:
    found = house.examined(undated)
    (check,) = found.checks
    assert found.outcome == Outcome.OURS
    assert (check.at, check.is_dated, check.level) == (AT, False, "B-B")
    assert check.changes == Changes.NONE


def test_the_same_seal_is_another_s_where_it_is_not_known_as_ours(
    house: House, dated: bytes
) -> None:
    found = examine(dated, trust=Trust(house.trust.roots), at=AT)
    assert (found.outcome, found.signatures[0].is_ours) == (Outcome.OTHER, False)


def test_a_seal_of_an_unknown_authority_is_whole_but_not_trusted(
    house: House, stranger: House, original: bytes
) -> None:
    found = house.examined(stranger.sealed(original).pdf)
    assert (found.outcome, found.is_valid) == (Outcome.UNTRUSTED, False)
    (check,) = found.signatures
    assert (check.is_whole, check.is_trusted, check.is_dated) == (True, False, False)
    assert check.level == "B-B"  # nothing of what dates it is believed


def test_a_seal_whose_timestamps_are_not_believed_is_still_a_seal(
    stranger: House, original: bytes
) -> None:
    authority = Authority("Juuri")
    both = Trust((*trust_in(authority).roots, *stranger.trust.roots))
    clock = local(stranger.files.timestamps, AT)
    made = seal(original, seal=issued(authority), trust=both, at=AT, timestamps=clock).pdf
    assert examine(made, trust=both, at=AT).signatures[0].level == "B-LTA"
    found = examine(made, trust=trust_in(authority), at=AT)
    assert found.outcome == Outcome.OTHER
    assert [(check.is_dated, check.is_whole) for check in found.checks] == [
        (False, True),
        (False, True),
    ]


def test_a_dated_seal_outlives_its_certificate_an_undated_one_does_not(
    house: House, original: bytes
) -> None:
    authority = Authority("Juuri", first=AT - YEAR, last=AT + YEAR)
    own, trust = issued(authority), trust_in(authority)
    both = Trust((*trust.roots, *house.trust.roots))
    clock = local(house.files.timestamps, AT)
    made = seal(original, seal=own, trust=both, at=AT, timestamps=clock).pdf
    bare = seal(original, seal=own, trust=trust, at=AT).pdf
    later = AT + 9 * YEAR
    assert examine(made, trust=both, at=later).outcome == Outcome.OTHER
    assert examine(bare, trust=both, at=later).outcome == Outcome.UNTRUSTED
    assert examine(bare, trust=both, at=AT + YEAR / 2).outcome == Outcome.OTHER


def test_a_timestamp_within_a_signature_is_enough_to_outlive_its_certificate(
    house: House,
) -> None:
    authority = Authority("Juuri", first=AT - YEAR, last=AT + YEAR)
    clock = local(house.files.timestamps, AT)
    own = issued(authority)
    made = forging.signed(writer.write(paper()), own, "A", form=PADES, timestamps=clock)
    both = Trust((*trust_in(authority).roots, *house.trust.roots))
    found = examine(made, trust=both, at=AT + 9 * YEAR)
    assert found.outcome == Outcome.OTHER
    told = [(check.at, check.is_dated, check.level) for check in found.checks]
    assert told == [(AT, True, "B-T")]


def test_timestamps_may_be_renewed(house: House, dated: bytes) -> None:
    later = AT + 5 * YEAR
    file = IncrementalPdfFileWriter(io.BytesIO(dated))
    hidden = InvisSigSettings(set_hidden_flag=True)
    dater = PdfTimeStamper(local(house.files.timestamps, later), invis_settings=hidden)
    renewed = dater.timestamp_pdf(file, "sha256").getvalue()
    found = house.examined(renewed, at=later)
    assert found.outcome == Outcome.OURS
    assert [check.at for check in found.checks] == [AT, AT, later]
    assert found.checks[1].changes == Changes.PROOFS


@pytest.mark.parametrize(("days", "outcome"), [(-1, Outcome.UNTRUSTED), (1, Outcome.OTHER)])
def test_a_revocation_that_the_file_carries_counts_from_its_day(
    original: bytes, days: int, outcome: Outcome
) -> None:
    authority = ListingAuthority("http://127.0.0.1:9/")
    own = issued(authority)
    made = seal(original, seal=own, trust=trust_in(authority), at=AT).pdf
    revoked = authority.revoked(own, since=AT + dt.timedelta(days=days))

    def change(file: IncrementalPdfFileWriter) -> None:
        known = crl.CertificateList.load(revoked)
        DocumentSecurityStore.supply_dss_in_writer(file, None, crls=[known])

    with_list = forging.updated(made, change)
    assert examine(with_list, trust=trust_in(authority), at=AT).outcome == outcome


def test_two_who_sign_are_both_looked_at(house: House, stranger: House) -> None:
    first, second = Authority("Ensimmäinen"), Authority("Toinen")
    once = forging.signed(writer.write(paper()), issued(first, "A"), "A", form=PADES)
    twice = forging.signed(once, issued(second, "B"), "B", form=CMS)
    both = Trust((*trust_in(first).roots, *trust_in(second).roots))
    found = examine(twice, trust=both, at=AT + 3 * YEAR)
    assert found.outcome == Outcome.OTHER
    told = [(check.by.split(",")[0], check.level, check.changes) for check in found.checks]
    assert told == [("A", "B-B", Changes.SIGNATURES), ("B", "CMS", Changes.NONE)]
    half = examine(twice, trust=trust_in(first), at=AT + 3 * YEAR)
    assert half.outcome == Outcome.UNTRUSTED
    assert [check.is_trusted for check in half.checks] == [True, False]


def test_what_office_programs_write_is_verified_while_a_signature_covers_all_of_it() -> None:
    authority = Authority("Juuri")
    once = forging.signed(forging.hybrid(writer.write(paper())), issued(authority), "A", form=PADES)
    with pytest.raises(SignatureValidationError, match="hybrid"):
        PdfFileReader(io.BytesIO(once)).embedded_signatures[0].compute_integrity_info()
    assert examine(once, trust=trust_in(authority), at=AT).outcome == Outcome.OTHER
    twice = forging.signed(once, issued(authority), "B", form=PADES)
    assert examine(twice, trust=trust_in(authority), at=AT).outcome == Outcome.UNREADABLE
    changed = forging.flipped(once, once.index(b"stream") + 20)
    assert examine(changed, trust=trust_in(authority), at=AT).outcome == Outcome.ALTERED


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", Outcome.NO_PDF),
        (b"PK\x03\x04", Outcome.NO_PDF),
        (b"\n%PDF-1.7\n", Outcome.NO_PDF),
        (b"%PDF-1.7\n", Outcome.UNREADABLE),
        (b"%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF", Outcome.UNREADABLE),
    ],
)
def test_what_is_no_pdf_and_what_is_broken(house: House, content: bytes, outcome: Outcome) -> None:
    assert house.examined(content).outcome == outcome


def test_a_file_without_signatures_a_half_one_and_a_locked_one(
    house: House, original: bytes, dated: bytes
) -> None:
    assert house.examined(original).outcome == Outcome.UNSIGNED
    assert house.examined(dated[: len(dated) // 2]).outcome == Outcome.UNREADABLE
    assert house.examined(forging.encrypted(original)).outcome == Outcome.UNREADABLE


def test_a_form_of_signature_that_is_not_known_is_not_passed_over(
    house: House, undated: bytes
) -> None:
    old = undated.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha11")
    assert old != undated
    assert house.examined(old).outcome == Outcome.UNREADABLE


def test_more_signatures_than_anybody_sets_are_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(examining, "MOST", 2)
    pdf, authority = writer.write(paper()), Authority("Juuri")
    outcomes = []
    for name in ("A", "B", "C"):
        pdf = forging.signed(pdf, issued(authority), name, form=PADES)
        outcomes.append(examine(pdf, trust=trust_in(authority), at=AT).outcome)
    assert outcomes == [Outcome.OTHER, Outcome.OTHER, Outcome.UNREADABLE]
