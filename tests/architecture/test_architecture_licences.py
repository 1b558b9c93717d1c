"""Nothing is given away without its licence, and what is known of its parts is true."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest
import sqlcipher3
import uharfbuzz
from cryptography.hazmat.backends.openssl import backend
from lxml import etree
from PySide6.QtCore import qVersion

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(str(distribution("lxml").locate_file("")))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


components = script("components")
audit = script("audit")
INSTALLED = components.distributions(SITE)


def test_every_package_that_the_program_needs_has_a_licence_text() -> None:
    wanted = {asked.name for asked in audit.locked(LOCK)} & INSTALLED.keys()
    assert len(wanted) > 30
    assert components.without_text(INSTALLED[name] for name in wanted) == []


def test_a_package_without_a_text_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "nameless-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Name: nameless\nVersion: 1.0\nLicense: MIT\n", "utf-8")
    (folder / "RECORD").write_text("nameless/__init__.py,,\n", "utf-8")
    work = tmp_path / "work"
    work.mkdir()
    taken = [("nameless", f"{tmp_path}/site-packages/nameless/__init__.py", "PYMODULE")]
    (work / "PYZ-00.toc").write_text(repr(("PYZ-00.pyz", taken)), "utf-8")
    made = components.components(tmp_path, work)
    assert components.without_text(made)[0] == "nameless"
    assert components.main(str(tmp_path), str(work), str(tmp_path)) == 1
    assert not (tmp_path / "bom.cdx.json").exists()


def test_what_is_stated_of_the_libraries_inside_the_wheels_is_what_they_state_themselves() -> None:
    listed = {
        (name, inner.name): inner.version
        for name, component in INSTALLED.items()
        for inner in component.inner
        if inner.texts and inner.version
    }
    library = next(Path(sqlcipher3.__file__).parent.glob("_sqlite3*")).read_bytes()
    connection = sqlcipher3.connect(":memory:")
    (cipher,) = connection.execute("PRAGMA cipher_version").fetchone()
    openssl = re.search(rb"OpenSSL (\d+\.\d+\.\d+) ", library)
    assert openssl is not None
    dotted = ".".join
    assert listed == {
        ("sqlcipher3", "SQLCipher"): cipher.split()[0],
        ("sqlcipher3", "SQLite"): sqlcipher3.sqlite_version,
        ("sqlcipher3", "OpenSSL"): openssl[1].decode(),
        ("cryptography", "OpenSSL"): backend.openssl_version_text().split()[1],
        ("lxml", "libxml2"): dotted(map(str, etree.LIBXML_VERSION)),
        ("lxml", "libxslt"): dotted(map(str, etree.LIBXSLT_VERSION)),
        ("uharfbuzz", "HarfBuzz"): uharfbuzz.version_string(),
        ("shiboken6", "Shiboken"): qVersion(),
        ("pyside6-essentials", "Qt"): qVersion(),
    }


def test_the_list_of_components_is_the_same_each_time_and_names_what_is_inside(
    tmp_path: Path,
) -> None:
    made = [INSTALLED[name] for name in ("sqlcipher3", "pydantic-core", "cryptography")]
    written = []
    for order in (made, made[::-1]):
        components.write(order, tmp_path, "0.1.0")
        written.append((tmp_path / "bom.cdx.json").read_bytes())
    assert written[0] == written[1]
    bom = json.loads(written[0])
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    by_name = {one["name"]: one for one in bom["components"]}
    assert len(by_name["pydantic-core"]["components"]) > 50
    assert "SQLCipher" in {one["name"] for one in by_name["sqlcipher3"]["components"]}
    assert "ZETETIC" in (tmp_path / "licences" / "sqlcipher3" / "SQLCipher.txt").read_text("utf-8")


@contextmanager
def database(answer: bytes) -> Iterator[str]:
    """Serve one answer to anyone who asks."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def results(**vulnerable: str) -> bytes:
    known = tomllib.loads((ROOT / ".ci" / "inner.toml").read_text("utf-8"))
    asked = [*audit.locked(LOCK), *audit.inside(known)]
    return json.dumps(
        {
            "results": [
                {"vulns": [{"id": vulnerable[one.name]}]} if one.name in vulnerable else {}
                for one in asked
            ]
        }
    ).encode()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (results(), 0),
        (results(lxml="SYN-2026-1"), 1),
        (b"no JSON", 0),
        (b'{"results": []}', 0),
    ],
)
def test_a_known_vulnerability_ends_the_audit_and_a_database_that_does_not_answer_skips_it(
    answer: bytes, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with database(answer) as address:
        monkeypatch.setenv("REVIEWER_OSV", address)
        assert audit.main(str(ROOT / "requirements.lock")) == code
    output = capsys.readouterr()
    assert ("SYN-2026-1" in output.err) == bool(code)


def test_without_a_database_the_audit_says_why_it_was_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REVIEWER_OSV", "http://127.0.0.1:9")
    assert audit.main(str(ROOT / "requirements.lock")) == 0
    assert capsys.readouterr().out.startswith("Skipped: ")


def test_a_statement_holds_for_one_version_alone(tmp_path: Path) -> None:
    statement = {"component": "OpenSSL", "package": "sqlcipher3", "package_version": "0.6.4"}
    accepted = [{**statement, "vulnerabilities": ["SYN-1"]}]
    assert audit.stale([statement], LOCK) == []
    assert audit.stale([statement], LOCK.replace("sqlcipher3==0.6.4", "sqlcipher3==0.6.5")) != []
    found = {audit.Asked(name="OpenSSL", version="3.6.0", inside="sqlcipher3"): ["SYN-1", "SYN-2"]}
    assert audit.unaccepted(found, accepted) == ["OpenSSL 3.6.0 inside sqlcipher3: SYN-2"]
