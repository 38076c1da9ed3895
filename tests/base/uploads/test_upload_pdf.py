"""PDF files: let in as they are, unless something in them runs by itself."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

from alke.base.uploads import pdf as pdf_module
from alke.base.uploads.inspection import Checked, inspect
from alke.base.uploads.pdf_look import look
from tests.base.uploads.upload_files import CARRIES, DAMAGED, NOT_TAKEN, TOO_MUCH, office, pdf, why

SCRIPTS = "PDF:ssä on komentosarjoja, se käynnistää ohjelmia tai se on dynaaminen lomake (XFA)"
PROTECTED = "PDF on suojattu salasanalla tai muutoksilta."
PACKED = {"object_stream_mode": ObjectStreamMode.generate}


def alert() -> Dictionary:
    """A script."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def opens(new: pikepdf.Pdf) -> None:
    """Runs a script as soon as it is opened."""
    new.Root.OpenAction = alert()


def names(new: pikepdf.Pdf) -> None:
    """Has a script by name."""
    tree = Dictionary(Names=Array([String("a"), new.make_indirect(alert())]))
    new.Root.Names = Dictionary(JavaScript=tree)


def follows(new: pikepdf.Pdf) -> None:
    """Runs a script after a link."""
    action = Dictionary(S=Name.URI, URI=String("https://a.example/"), Next=Array([alert()]))
    new.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, A=action)])


def launches(new: pikepdf.Pdf) -> None:
    """Starts a program when its page is shown."""
    new.pages[0].AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("cmd.exe")))


def hides(new: pikepdf.Pdf) -> None:
    """Says in another object what the action is."""
    new.Root.OpenAction = Dictionary(S=new.make_indirect(Name.Launch), F=String("cmd.exe"))


def is_dynamic(new: pikepdf.Pdf) -> None:
    """A form of XFA."""
    new.Root.AcroForm = Dictionary(Fields=Array(), XFA=new.make_stream(b"<xdp/>"))


def test_a_pdf_is_kept_byte_by_byte() -> None:
    file = pdf()
    assert inspect("Muistio.pdf", file) == Checked("Muistio.pdf", "application/pdf", file)


@pytest.mark.parametrize("change", [opens, names, follows, launches, hides, is_dynamic])
def test_a_pdf_that_does_something_by_itself_is_refused(change: object) -> None:
    assert callable(change)
    for file in (pdf(change), pdf(change, **PACKED)):
        said = why("a.pdf", file)
        assert said.startswith(SCRIPTS)
        assert said.endswith("Tulosta se uudeksi PDF:ksi ja tuo se tiedosto.")


def test_an_action_under_an_escaped_name_is_found() -> None:
    file, usual, escaped = pdf(opens), b"/S /JavaScript >>", b"/S/J#61vaScript>>"
    assert file.count(usual) == 1
    assert why("a.pdf", file.replace(usual, escaped)).startswith(SCRIPTS)


def test_words_and_links_in_a_pdf_are_no_scripts() -> None:
    def writes(new: pikepdf.Pdf) -> None:
        new.docinfo["/Title"] = String("Miten /JavaScript (ja /Launch) toimii \\) /XFA ")
        action = Dictionary(S=Name.URI, URI=String("https://a.example/JavaScript"))
        new.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, A=action)])
        new.Root.JavaScripts = Name.Launching

    assert inspect("a.pdf", pdf(writes, **PACKED)).name == "a.pdf"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("laske.exe", b"a"),
        ("kuva.png", b"MZ\x90\x00"),
        ("a.docx", office(added={"word/vbaProject.bin": "a"})),
        ("a.js", b"a"),
    ],
)
def test_an_attached_program_is_refused_and_named(name: str, content: bytes) -> None:
    def attaches(new: pikepdf.Pdf) -> None:
        new.attachments[name] = content

    assert why("a.pdf", pdf(attaches, **PACKED)).startswith(CARRIES % name)


def test_a_program_pinned_to_a_page_is_found() -> None:
    def pins(new: pikepdf.Pdf) -> None:
        files = Dictionary(F=new.make_stream(b"MZ\x90\x00"))
        file = Dictionary(Type=Name.Filespec, F=String("muistio.txt"), EF=files)
        pin = Dictionary(Subtype=Name.FileAttachment, FS=file)
        new.pages[0].Annots = Array([pin])

    assert why("a.pdf", pdf(pins)).startswith(CARRIES % "muistio.txt")


def test_attached_documents_are_let_in() -> None:
    def attaches(new: pikepdf.Pdf) -> None:
        new.attachments["taulukko.docx"] = office()

    assert inspect("a.pdf", pdf(attaches)).name == "a.pdf"


@pytest.mark.parametrize("user", ["salasana", ""])
def test_a_protected_pdf_is_refused(user: str) -> None:
    lock = pikepdf.Encryption(owner="omistaja", user=user)
    assert why("a.pdf", pdf(encryption=lock)).startswith(PROTECTED)


def test_a_page_without_its_resources_and_empty_objects_are_no_damage() -> None:
    def leaves(new: pikepdf.Pdf) -> None:
        del new.pages[0].obj.Resources
        new.Root.Nothing = new.make_indirect(Dictionary(A=1))

    file, written = pdf(leaves), b"<< /A 1 >>"
    assert file.count(written) == 1
    empty = file.replace(written, b"null".ljust(len(written)))
    assert inspect("a.pdf", empty).data == empty


def test_half_a_pdf_is_refused_wherever_it_ends() -> None:
    def fills(new: pikepdf.Pdf) -> None:
        new.Root.Filling = new.make_stream(bytes(range(256)) * 8)

    file = pdf(fills, compress_streams=False)
    for length in range(6, len(file) - 10, 31):
        assert look(file[:length]) == "damaged"
    assert why("a.pdf", file[: len(file) // 2]).startswith(DAMAGED)


def test_what_only_calls_itself_a_pdf_is_refused() -> None:
    assert why("a.pdf", b"<!doctype html><title>%PDF-1.7</title>").startswith(NOT_TAKEN)
    assert why("a.pdf", b"%PDF-1.7\nhello").startswith(DAMAGED)


def bomb() -> bytes:
    """A PDF with 60 MB of lists in one stream of objects, packed twice."""
    content = b"9 0 [" + (b"[" + b"0 " * 900_000 + b"]") * 33 + b"]"
    for _step in range(2):
        content = zlib.compress(content)
    made = io.BytesIO()
    rows = [
        b"<</Type/Catalog/Pages 2 0 R/A 9 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n"
        b"%b\nendstream" % (len(content), content),
    ]
    made.write(b"%PDF-1.7\n")
    table = b"\x00\x00\x00\xff"
    for number, row in enumerate(rows, 1):
        table += b"\x01" + made.tell().to_bytes(2, "big") + b"\x00"
        made.write(b"%d 0 obj %b endobj\n" % (number, row))
    table += b"\x01" + made.tell().to_bytes(2, "big") + b"\x00" + b"\x00\x00\x00\xff" * 3
    table += b"\x02\x00\x04\x00"
    start = made.tell()
    made.write(
        b"5 0 obj <</Type/XRef/Root 1 0 R/Size 10/W[1 2 1]/Length %d>>stream\n%b\nendstream endobj"
        b"\nstartxref\n%d\n%%%%EOF\n" % (len(table), table, start)
    )
    return made.getvalue()


def test_a_pdf_that_unpacks_to_anything_ends_the_process_that_looks_and_nothing_else() -> None:
    file = bomb()
    assert len(file) < 65_536
    assert why("a.pdf", file).startswith(TOO_MUCH)


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "SECONDS", 0.001)
    assert why("a.pdf", pdf()).startswith(TOO_MUCH)
