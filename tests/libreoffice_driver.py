"""Works in LibreOffice as a person does; started by tests/libreoffice.py.

Runs under the system's own Python, which alone has `uno`. Takes one request a line as JSON
({"source", "targets", "steps", "tracked"}), answers each with one line: {} or {"error": ...}.
LibreOffice is started here and ends with this program.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
import zipfile
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FILTERS = {".docx": "MS Word 2007 XML", ".odt": "writer8", ".pdf": "writer_pdf_Export"}
PARAGRAPH_BREAK = 0
PATIENCE = 60.0  # seconds until LibreOffice answers
EDITOR = "Maija Muokkaaja"  # the same as in libreoffice.py
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="givenname" oor:op="fuse">
<value>Maija</value></prop></item>
<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="sn" oor:op="fuse">
<value>Muokkaaja</value></prop></item>
</oor:items>
"""


def named(**values: Any) -> tuple[Any, ...]:
    """Values as UNO takes them."""
    made = []
    for name, value in values.items():
        row = PropertyValue()
        row.Name, row.Value = name, value
        made.append(row)
    return tuple(made)


def has_comments(file: Path) -> bool:
    """Whether a Word or OpenDocument file has any."""
    with zipfile.ZipFile(file) as members:
        names = members.namelist()
        inside = "content.xml" in names and b"<office:annotation" in members.read("content.xml")
    return inside or "word/comments.xml" in names


class Office:
    """One LibreOffice with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(PROFILE, "utf-8")
        pipe = f"alke{os.getpid()}"
        self.process = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
        )
        self.manager = self._connected(pipe).ServiceManager
        self.context = self.manager.DefaultContext
        self.desktop = self._made("com.sun.star.frame.Desktop")

    def _connected(self, pipe: str) -> Any:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except NoConnectException:
                if time.monotonic() > until or self._has_ended_within(0.1):
                    raise

    def _has_ended_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _made(self, service: str) -> Any:
        return self.manager.createInstanceWithContext(service, self.context)

    def close(self) -> None:
        """Ends what was started here, if need be by force."""
        try:
            self.desktop.terminate()
            self.process.wait(20)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def work(self, request: dict[str, Any]) -> None:
        """Opens the source, takes the steps, saves under each target in turn, opening it anew."""
        source = request["source"]
        for number, target in enumerate(request["targets"]):
            document = self._opened(Path(source), request["steps"] if number == 0 else [])
            try:
                if number == 0:
                    document.RecordChanges = request["tracked"]
                    for name, *values in request["steps"]:
                        getattr(Editor(self, document), name)(*values)
                kind = FILTERS[Path(target).suffix]
                document.storeToURL(Path(target).as_uri(), named(FilterName=kind))
            finally:
                document.close(True)
            source = target

    def _opened(self, source: Path, steps: list[list[Any]]) -> Any:
        """The document in a window that nobody sees.

        A LibreOffice without a graphical interface falls over when it should show a comment: a
        file with comments gets no window, and so neither search, selection nor commands.
        """
        if not has_comments(source) and "comment" not in (step[0] for step in steps):
            found = self.desktop.loadComponentFromURL(
                source.as_uri(), "_blank", 0, named(Hidden=True)
            )
        else:
            files = self._made("com.sun.star.ucb.SimpleFileAccess")
            found = self._made("com.sun.star.text.TextDocument")
            stream = files.openFileRead(source.as_uri())
            kind = FILTERS[source.suffix]
            found.load(named(URL=source.as_uri(), InputStream=stream, FilterName=kind))
        if found is None:
            raise RuntimeError("LibreOffice does not open the file")
        return found

    def dispatch(self, document: Any, command: str, **values: Any) -> None:
        """A command of the menu, on what is selected."""
        frame = document.CurrentController.Frame
        helper = self._made("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(frame, f".uno:{command}", "", 0, named(**values))


class Editor:
    """The steps, each under the name by which tests ask for it; cells are named "A2"."""

    def __init__(self, office: Office, document: Any) -> None:
        self.office, self.document = office, document

    def _table(self, number: int) -> Any:
        return self.document.TextTables.getByIndex(number)

    def _end_of(self, table: int, cell: str) -> tuple[Any, Any]:
        text = self._table(table).getCellByName(cell)
        cursor = text.createTextCursor()
        cursor.gotoEnd(False)
        return text, cursor

    def _select(self, words: str) -> None:
        wanted = self.document.createSearchDescriptor()
        wanted.SearchString = words
        found = self.document.findFirst(wanted)
        if found is None:
            raise LookupError(words)
        self.document.CurrentController.select(found)

    def replace(self, old: str, new: str) -> None:
        """Find and replace everywhere."""
        wanted = self.document.createReplaceDescriptor()
        wanted.SearchString, wanted.ReplaceString = old, new
        if not self.document.replaceAll(wanted):
            raise LookupError(old)

    def append(self, table: int, cell: str, words: str) -> None:
        """Types at the end of a cell."""
        text, cursor = self._end_of(table, cell)
        text.insertString(cursor, words, False)

    def add_paragraph(self, table: int, cell: str, words: str) -> None:
        """Presses enter at the end of a cell and types."""
        text, cursor = self._end_of(table, cell)
        text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        text.insertString(cursor, words, False)

    def write_below(self, words: str) -> None:
        """Types a paragraph at the end of the document."""
        text = self.document.Text
        cursor = text.createTextCursor()
        cursor.gotoEnd(False)
        text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        text.insertString(cursor, words, False)

    def overtype(self, table: int, cell: str, words: str) -> None:
        """Selects all of a cell and types."""
        text = self._table(table).getCellByName(cell)
        view = self.document.CurrentController.ViewCursor
        view.gotoRange(text.Start, False)
        view.gotoRange(text.End, True)
        self.office.dispatch(self.document, "InsertText", Text=words)

    def insert_row(self, table: int, before: int, words: list[str]) -> None:
        """A new row before the row of that number, counted from 0."""
        found = self._table(table)
        found.Rows.insertByIndex(before, 1)
        for letter, text in zip("ABCDEFGH", words, strict=False):
            found.getCellByName(f"{letter}{before + 1}").setString(text)

    def delete_row(self, table: int, row: int) -> None:
        """Puts the cursor into the row of that number and deletes it from the menu."""
        cell = self._table(table).getCellByName(f"A{row + 1}")
        self.document.CurrentController.ViewCursor.gotoRange(cell.Start, False)
        self.office.dispatch(self.document, "DeleteRows")

    def delete(self, words: str) -> None:
        """Selects words and presses delete."""
        self._select(words)
        self.office.dispatch(self.document, "Delete")

    def join(self, table: int, cell: str) -> None:
        """Presses delete at the end of a cell's first line: the next paragraph joins."""
        view = self.document.CurrentController.ViewCursor
        view.gotoRange(self._table(table).getCellByName(cell).Start, False)
        view.gotoEndOfLine(False)
        self.office.dispatch(self.document, "Delete")

    def bold(self, words: str) -> None:
        """Selects words and makes them bold."""
        self._select(words)
        self.office.dispatch(self.document, "Bold", Bold=True)

    def comment(self, table: int, cell: str, said: str) -> None:
        """Comments on all of a cell's words."""
        text = self._table(table).getCellByName(cell)
        cursor = text.createTextCursor()
        cursor.gotoStart(False)
        cursor.gotoEnd(True)
        comment = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        comment.Author, comment.Content = EDITOR, said
        text.insertTextContent(cursor, comment, True)

    def drop_bookmarks(self) -> None:
        """Removes all of them, as pasting into another file does."""
        marks = self.document.Bookmarks
        for name in marks.ElementNames:
            mark = marks.getByName(name)
            mark.Anchor.Text.removeTextContent(mark)


def main() -> None:
    """Answers requests until there are no more."""
    office = Office(Path(sys.argv[1]))
    try:
        for line in sys.stdin:
            answer: dict[str, str] = {}
            try:
                office.work(json.loads(line))
            except Exception:  # noqa: BLE001 - whatever it is, the test shall say it
                answer = {"error": traceback.format_exc()}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:
        office.close()


main()
