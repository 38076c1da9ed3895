"""A real mailbox: Dovecot, with one user whom only these tests know."""

import datetime as dt
import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from alke.base import clock
from alke.base.mailbox import Mailbox

USER, PASSWORD = "alke", "only-of-the-tests"
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_location = maildir:{folder}/mail/%u
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure_port}
    ssl = yes
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
"""


class ImapServer:
    """The mailbox as another program sees it: puts messages in, looks what is where."""

    def __init__(self, port: int, secure_port: int, certificate: Path) -> None:
        self.box = Mailbox("127.0.0.1", port, USER, PASSWORD, "INBOX", secure=False)
        self.protected = Mailbox("127.0.0.1", secure_port, USER, PASSWORD)
        self.certificate = certificate

    def talk(self) -> imaplib.IMAP4:
        """A conversation, signed in."""
        server = imaplib.IMAP4(self.box.host, self.box.port, timeout=30)
        server.login(USER, PASSWORD)
        return server

    def put(self, raw: bytes, folder: str = "INBOX") -> None:
        """A message arrives."""
        with self.talk() as server:
            server.create(f'"{folder}"')
            word, _data = server.append(f'"{folder}"', "", "", raw)
        assert word == "OK"

    def subjects(self, folder: str = "INBOX", which: str = "ALL") -> list[str]:
        """What lies in a folder."""
        with self.talk() as server:
            if server.select(folder, readonly=True)[0] != "OK":
                return []
            numbers = server.search(None, which)[1][0].decode().split()
            heads = (server.fetch(n, "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1][0] for n in numbers)
            return [
                row[1].decode().partition(":")[2].strip() for row in heads if isinstance(row, tuple)
            ]

    def empty(self) -> None:
        """Removes every message."""
        for folder in ("INBOX", "Alke-handled", "Alke-others"):
            with self.talk() as server:
                word, (count, *_rest) = server.select(folder)
                if word == "OK" and count not in {b"0", None}:
                    server.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
                    server.expunge()


@pytest.fixture(scope="session")
def dovecot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    """Starts with the first test that asks for it."""
    folder = tmp_path_factory.mktemp("dovecot")
    port, secure_port = _free_port(), _free_port()
    command = [_program(), "-F", "-c", str(_written(folder, port, secure_port))]
    daemon = subprocess.Popen(command)
    server = ImapServer(port, secure_port, folder / "certificate.pem")
    for _n in range(200):
        with suppress(OSError, imaplib.IMAP4.error):
            server.talk().logout()
            break
        with suppress(subprocess.TimeoutExpired):
            daemon.wait(0.05)
            pytest.fail(f"dovecot has ended:\n{_log(folder)}", pytrace=False)
    else:
        pytest.fail(f"dovecot does not answer:\n{_log(folder)}", pytrace=False)
    yield server
    daemon.terminate()
    daemon.wait(60)


@pytest.fixture
def imap(dovecot: ImapServer) -> ImapServer:
    """The mailbox, empty."""
    dovecot.empty()
    return dovecot


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _certify(folder: Path) -> None:
    """A certificate of this machine that nobody else has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = clock.real()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )


def _program() -> str:
    return shutil.which("dovecot") or "/usr/sbin/dovecot"


def _log(folder: Path) -> str:
    log = folder / "log"
    return log.read_text() if log.exists() else ""


def _written(folder: Path, port: int, secure_port: int) -> Path:
    """The configuration. As root, Dovecot wants other users for the mail and for signing in."""
    uid, gid = os.getuid(), os.getgid()
    internal = login = pwd.getpwuid(uid).pw_name
    if uid == 0:
        nobody = pwd.getpwnam("nobody")
        uid, gid, internal, login = nobody.pw_uid, nobody.pw_gid, "dovecot", "dovenull"
        for parent in [*folder.parents][:3]:
            if parent.owner() == "root" and parent.name.startswith(("pytest", "popen")):
                parent.chmod(0o711)  # the mail's user has to come through
        folder.chmod(0o711)
    _certify(folder)
    (folder / "mail").mkdir(mode=0o700)
    os.chown(folder / "mail", uid, gid)
    values = {
        "folder": folder,
        "port": port,
        "secure_port": secure_port,
        "password": PASSWORD,
        "uid": uid,
        "gid": gid,
        "internal": internal,
        "internal_group": grp.getgrgid(pwd.getpwnam(internal).pw_gid).gr_name,
        "login": login,
    }
    found = folder / "dovecot.conf"
    found.write_text(CONFIGURATION.format(**values))
    return found
