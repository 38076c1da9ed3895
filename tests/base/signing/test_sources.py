"""Where a seal's key is, as the setting names it; tests/test_settings.py has what is malformed."""

from pathlib import Path

import pytest

from alke.base.signing.sources import FileSource, SecretSource, TokenSource, read_source
from tests.base.signing.conftest import written

HERE = Path(__file__)


@pytest.mark.parametrize("form", ["file:{}", "file://{}"])
def test_a_file_is_named_by_its_path(form: str, tmp_path: Path) -> None:
    path = written(tmp_path, "oma sinetti.p12", b"")
    assert read_source(form.format(path)) == FileSource(path)
    assert read_source(form.format(str(path).replace(" ", "%20"))) == FileSource(path)


def test_a_secret_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMA_SINETTI", "a")
    assert read_source("env:OMA_SINETTI") == SecretSource("OMA_SINETTI")


def test_a_token_is_named_as_in_rfc_7512() -> None:
    module = f"?module-path={HERE}"
    assert read_source(f"pkcs11:object=sinetti{module}") == TokenSource(HERE, label="sinetti")
    full = "pkcs11:token=Alke%20TEM;serial=01;slot-id=7;object=sinetti;id=%01%A2"
    assert read_source(full + module) == TokenSource(
        HERE, token="Alke TEM", serial="01", slot=7, label="sinetti", key_id=b"\x01\xa2"
    )
