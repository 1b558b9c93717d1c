"""SoftHSM stands for a smart card: a token with a person's key, which is nowhere else."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

_MODULES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
)
MODULE = next((path for path in _MODULES if path.exists()), None)
PIN = "246813"

needs_soft_token = pytest.mark.skipif(
    MODULE is None or shutil.which("softhsm2-util") is None, reason="no SoftHSM (softhsm2) here"
)


def make_token(
    identity: Path, passphrase: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Move an identity's key onto a new token, whose PIN is `PIN`; its file is removed."""
    (folder / "tokens").mkdir()
    (folder / "softhsm.conf").write_text(f"directories.tokendir = {folder}/tokens\n", "utf-8")
    monkeypatch.setenv("SOFTHSM2_CONF", str(folder / "softhsm.conf"))
    held = pkcs12.load_key_and_certificates(identity.read_bytes(), passphrase.encode())
    assert held[0] is not None
    key = folder / "key.pem"
    key.write_bytes(
        held[0].private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    importing = ("--import", str(key), "--token", "reader", "--label", "a", "--id", "01")
    for arguments in (
        ("--init-token", "--free", "--label", "reader", "--so-pin", "1357"),
        importing,
    ):
        subprocess.run(["softhsm2-util", *arguments, "--pin", PIN], check=True, capture_output=True)
    key.unlink()
    identity.unlink()


def forget_tokens() -> None:
    """Let the library read the next test's folder of tokens."""
    ctypes.CDLL(str(MODULE)).C_Finalize(None)
