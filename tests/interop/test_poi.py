"""Two independent verifiers, Apache POI and the JDK alone, call our workbooks valid.

Their start scripts, `run.sh` and `run_jdk.sh`, lie in the folder that REVIEWER_VERIFIERS names.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from openpyxl.chart import BarChart, Reference
from package_signing import sign_package

from reviewer.signing.archive import deflated, read_archive, write_archive
from reviewer.signing.identity import Identity, create_identity

pytestmark = pytest.mark.interop

NOW = datetime.now(UTC)
_ROOT = Path(__file__).parents[2]
_VERIFIERS = Path(os.environ.get("REVIEWER_VERIFIERS", _ROOT / ".." / "shared/tools/verify-poi"))
_SCRIPTS = ("run.sh", "run_jdk.sh")
_PATIENCE = 300
"""Seconds for one run: a cold virtual machine that compiles the verifier first."""


def _workbook() -> bytes:
    """Make a synthetic workbook of the largest size: fifteen sheets, seven charts, 30 parts."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Cover"
    book.worksheets[0]["A1"] = "OFFICIAL-SENSITIVE – ŵ & <synthetic>"
    for number in range(14):
        book.create_sheet(f"Sheet {number}").append((f"NCPI-TST-2018Q1-{number:04d}", number))
    sheet = book.worksheets[1]
    for number in range(7):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
        sheet.add_chart(chart, f"E{1 + 20 * number}")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _organisations() -> Identity:
    """Make an identity whose certificate an intermediate authority of an organisation issued."""
    root = _issued("Synthetic Root", None)
    middle = _issued("Synthetic Authority", root)
    leaf = _issued("Test & Signer", middle)
    return Identity(
        certificate=leaf.certificate, chain=(middle.certificate,), private_key=leaf.private_key
    )


def _issued(name: str, above: Identity | None) -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    base = create_identity(name="Dates", kind="ec", now=NOW).certificate
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.certificate.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(base.not_valid_before_utc)
        .not_valid_after(base.not_valid_after_utc)
        .add_extension(
            x509.BasicConstraints(ca="Signer" not in name, path_length=None), critical=True
        )
        .sign(above.private_key if above else key, hashes.SHA256())
    )
    return Identity(certificate=certificate, private_key=key)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    identities = {
        "rsa": create_identity(name="Test Signer", organisation="Synthetic", now=NOW),
        "ec": create_identity(name="Test Signer", kind="ec", now=NOW),
        "chain": _organisations(),
    }
    folder = tmp_path_factory.mktemp("signed")
    for name, identity in identities.items():
        signed = sign_package(_workbook(), identity, NOW, "Export 3 of <synthetic> & others")
        (folder / f"{name}.xlsx").write_bytes(signed)
    return sorted(folder.iterdir())


def _verify(script: str, files: list[Path]) -> subprocess.CompletedProcess[str]:
    program = _VERIFIERS / script
    if not program.exists():
        pytest.skip(f"no {script}: set REVIEWER_VERIFIERS to the folder that holds it")
    if shutil.which("javac") is None:
        pytest.skip("no Java compiler: install default-jdk-headless and Apache POI")
    if script == "run.sh" and not Path("/usr/share/java/poi-ooxml.jar").exists():
        pytest.skip("no Apache POI: install libapache-poi-java")
    command = [str(program), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)


@pytest.mark.parametrize("script", _SCRIPTS)
def test_workbooks_signed_with_each_kind_of_key_are_valid(
    script: str, books: list[Path], workbooks: list[Path]
) -> None:
    """The largest we could make, and what a review file and a register really export."""
    result = _verify(script, [*books, *workbooks])
    assert result.returncode == 0, result.stdout + result.stderr
    lines = result.stdout.strip().splitlines()
    assert len(lines) == len([*books, *workbooks]) == 7
    assert all("valid=true" in line or "| VALID" in line for line in lines), result.stdout


@pytest.mark.parametrize("script", _SCRIPTS)
def test_the_same_verifiers_find_an_edited_cell(
    script: str, books: list[Path], tmp_path: Path
) -> None:
    entries = read_archive(books[0].read_bytes())
    edited = tmp_path / "edited.xlsx"
    edited.write_bytes(
        write_archive(
            deflated(e.name, e.content.replace(b"NCPI-TST-2018Q1-0003", b"NCPI-TST-2018Q1-0004"))
            for e in entries
        )
    )
    assert edited.read_bytes() != books[0].read_bytes()
    assert _verify(script, [edited]).returncode != 0
