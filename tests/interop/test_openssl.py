"""An organisation's identity, made by OpenSSL, signs; and OpenSSL opens what we make."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from package_signing import sign_package

from reviewer.domain.errors import WorldError
from reviewer.domain.verdict import SignatureStatus
from reviewer.signing.authority import (
    accept_certificate,
    create_authority,
    issue_certificate,
    read_request,
    write_request,
)
from reviewer.signing.certificates import certificate_pem, read_certificate
from reviewer.signing.identity import Identity, create_identity, load_identity, to_pkcs12
from reviewer.signing.trust import TrustList
from reviewer.signing.verifier import verify_package

pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl"),
]

PHRASE = "violet lantern gravel orchid thursday"
_KEYS = {
    "rsa": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    "ec": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
}
_WAYS = {
    "today's": (),
    "with AES and SHA-1": ("-keypbe", "AES-256-CBC", "-certpbe", "AES-256-CBC", "-macalg", "sha1"),
    "with triple DES": ("-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"),
    "as Windows 7 wrote it": ("-legacy",),
}
_EXTENSIONS = """
[middle]
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
[person]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,nonRepudiation
extendedKeyUsage=emailProtection
"""


def _openssl(folder: Path, *arguments: str) -> bytes:
    ran = subprocess.run(
        ["openssl", *arguments], cwd=folder, capture_output=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout


def _signed(identity: Identity) -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return sign_package(buffer.getvalue(), identity, datetime.now(UTC))


@pytest.fixture(scope="module", params=sorted(_KEYS))
def organisation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a synthetic root, an authority below it, and a person below that."""
    folder = tmp_path_factory.mktemp(f"organisation-{request.param}")
    (folder / "extensions").write_text(_EXTENSIONS)
    for name in ("root", "middle", "person"):
        _openssl(folder, "genpkey", *_KEYS[request.param], "-out", f"{name}.key")
    _openssl(
        folder,
        *("req", "-x509", "-key", "root.key", "-out", "root.cer", "-days", "400"),
        *("-subj", "/O=Synthetic Organisation/CN=Synthetic Root"),
        *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
    )
    for name, above in (("middle", "root"), ("person", "middle")):
        subject = f"/O=Synthetic Organisation/CN=Test {name.title()}"
        _openssl(
            folder, "req", "-new", "-key", f"{name}.key", "-out", f"{name}.csr", "-subj", subject
        )
        _openssl(
            folder,
            *("x509", "-req", "-in", f"{name}.csr", "-CA", f"{above}.cer"),
            *("-CAkey", f"{above}.key", "-CAcreateserial", "-days", "300"),
            *("-extfile", "extensions", "-extensions", name, "-out", f"{name}.cer"),
        )
    chain = (folder / "middle.cer").read_text() + (folder / "root.cer").read_text()
    (folder / "chain.pem").write_text(chain)
    return folder


@pytest.mark.parametrize("way", sorted(_WAYS))
def test_an_organisations_identity_signs_and_its_root_is_enough_to_trust(
    organisation: Path, way: str
) -> None:
    _openssl(
        organisation,
        *("pkcs12", "-export", "-inkey", "person.key", "-in", "person.cer", *_WAYS[way]),
        *("-certfile", "chain.pem", "-passout", f"pass:{PHRASE}", "-out", "person.p12"),
    )
    sealed = (organisation / "person.p12").read_bytes()
    identity = load_identity(sealed, PHRASE)
    assert identity.name == "Test Person"
    assert [c.subject.rfc4514_string() for c in identity.chain] == [
        "CN=Test Middle,O=Synthetic Organisation"
    ]
    with pytest.raises(WorldError):
        load_identity(sealed, PHRASE + "x")
    root = read_certificate((organisation / "root.cer").read_bytes())
    verdict = verify_package(
        _signed(identity), trust=TrustList(certificates=(root,)), now=datetime.now(UTC)
    )
    assert verdict.status is SignatureStatus.TRUSTED


def test_a_certificate_that_an_organisation_issued_on_request_is_accepted(
    organisation: Path,
) -> None:
    identity = create_identity(name="Test Person", kind="ec", now=datetime.now(UTC))
    (organisation / "asked.csr").write_bytes(write_request(identity))
    _openssl(
        organisation,
        *("x509", "-req", "-in", "asked.csr", "-CA", "middle.cer", "-CAkey", "middle.key"),
        *("-CAcreateserial", "-days", "300", "-extfile", "extensions", "-extensions", "person"),
        *("-out", "issued.cer"),
    )
    handed = (organisation / "issued.cer").read_bytes() + (organisation / "chain.pem").read_bytes()
    accepted = accept_certificate(identity, handed, now=datetime.now(UTC))
    root = read_certificate((organisation / "root.cer").read_bytes())
    verdict = verify_package(
        _signed(accepted), trust=TrustList(certificates=(root,)), now=datetime.now(UTC)
    )
    assert verdict.status is SignatureStatus.TRUSTED


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_openssl_verifies_what_a_lead_issues_and_opens_our_identities(
    kind: str, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    authority = create_authority(name="Test Lead", kind=kind, now=now)
    _openssl(tmp_path, "genpkey", *_KEYS[kind], "-out", "person.key")
    asked = ("req", "-new", "-key", "person.key", "-subj", "/CN=Test Person", "-out", "asked.csr")
    _openssl(tmp_path, *asked)
    request = read_request((tmp_path / "asked.csr").read_bytes())
    (tmp_path / "person.cer").write_bytes(issue_certificate(authority, request, now=now))
    (tmp_path / "lead.cer").write_bytes(certificate_pem(authority.certificate))
    result = _openssl(tmp_path, "verify", "-x509_strict", "-CAfile", "lead.cer", "person.cer")
    assert result.strip().endswith(b"OK")
    own = create_identity(name="Test Person", kind=kind, now=now)
    (tmp_path / "own.p12").write_bytes(to_pkcs12(own, PHRASE))
    (tmp_path / "own.csr").write_bytes(write_request(own))
    _openssl(tmp_path, "pkcs12", "-in", "own.p12", "-passin", f"pass:{PHRASE}", "-noenc")
    _openssl(tmp_path, "req", "-in", "own.csr", "-verify", "-noout")
