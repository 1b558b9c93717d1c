from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from functools import cache

import msoffcrypto
import olefile
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from package_signing import sign_package
from signing_sample import NOW, signer, trusting, workbook

from reviewer.domain.errors import RefusalError
from reviewer.domain.verdict import SignatureStatus
from reviewer.signing import protection
from reviewer.signing.archive import PackageError, is_protected
from reviewer.signing.protection import protect, unprotect
from reviewer.signing.verifier import verify_package

PASSWORD = "for the way to the lead"


@cache
def _signed() -> bytes:
    return sign_package(workbook(), signer(), NOW)


@cache
def _protected() -> bytes:
    return protect(_signed(), PASSWORD)


def _code(untrusted: bytes, password: str = PASSWORD) -> str:
    with pytest.raises(PackageError) as refusal:
        unprotect(untrusted, password)
    assert str(refusal.value).endswith(".")
    return refusal.value.code


def test_what_was_protected_comes_out_the_same_and_verifies() -> None:
    wrapped = _protected()
    assert is_protected(wrapped)
    assert not is_protected(_signed())
    assert unprotect(wrapped, PASSWORD) == _signed()
    verdict = verify_package(unprotect(wrapped, PASSWORD), trust=trusting(signer()), now=NOW)
    assert verdict.status is SignatureStatus.TRUSTED


def test_without_its_password_it_is_unreadable_and_says_so() -> None:
    verdict = verify_package(_protected(), trust=trusting(signer()), now=NOW)
    assert verdict.status is SignatureStatus.UNREADABLE
    assert [p.code for p in verdict.problems] == ["protected"]
    assert "password" in str(verdict.problems[0].text)


def test_it_is_what_excel_writes_aes_256_with_sha_512() -> None:
    office = msoffcrypto.OfficeFile(io.BytesIO(_protected()))
    assert office.type == "agile"
    assert office.info["passwordKeyBits"] == 256
    assert office.info["passwordHashAlgorithm"] == office.info["keyDataHashAlgorithm"] == "SHA512"
    assert office.info["spinValue"] == 100_000


def test_nothing_of_the_workbook_is_readable_in_it() -> None:
    assert b"sheet1" not in _protected()
    assert _protected() != protect(_signed(), PASSWORD)


def test_accents_typed_as_one_character_or_two_are_the_same_password() -> None:
    assert unprotect(protect(_signed(), "caf\u00e9"), "cafe\u0301") == _signed()


@pytest.mark.parametrize("password", ["", "x" * 256, "two\nlines", "\x00"])
def test_a_password_that_excel_would_not_take_is_refused(password: str) -> None:
    with pytest.raises(RefusalError):
        protect(_signed(), password)
    assert _code(_protected(), password) == "wrong-password"


def test_a_wrong_password_is_told_from_damage() -> None:
    assert _code(_protected(), PASSWORD.upper()) == "wrong-password"
    whole = bytearray(_protected())
    whole[-600] ^= 1
    assert _code(bytes(whole)) == "damaged"
    assert _code(bytes(whole[:-600])) == "damaged"


_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def _with_info(change: tuple[bytes, bytes]) -> bytes:
    """Rewrite the description of the encryption, the length kept."""
    old, new = change
    assert len(old) == len(new)
    assert _protected().count(old) >= 1
    return _protected().replace(old, new)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b'spinCount="100000"', b'spinCount="9999999"'[:18]), "damaged"),
        ((b'spinCount="100000"', b'spincount="100000"'), "damaged"),
        ((b'spinCount="100000"', b'spinCount="-10000"'), "damaged"),
        ((b'"SHA512"', b'"SHA256"'), "protection-kind"),
        ((b'keyBits="256"', b'keyBits="128"'), "protection-kind"),
        ((b"ChainingModeCBC", b"ChainingModeCFB"), "protection-kind"),
        ((_XML, b'<!DOCTYPE encryption [<!ENTITY a "b">]>'.ljust(len(_XML))), "damaged"),
        ((b"<keyEncryptors>", b"&keyEncryptors>"), "damaged"),
        ((b"<keyEncryptors>", b"<keyEncryptorz>"), "damaged"),
        ((b"saltValue", b"saltvalue"), "damaged"),
        ((b"\x04\x00\x04\x00\x40", b"\x03\x00\x02\x00\x40"), "protection-kind"),
    ],
)
def test_another_description_of_the_encryption_is_refused(
    change: tuple[bytes, bytes], code: str
) -> None:
    assert _code(_with_info(change)) == code


def test_a_million_rounds_are_the_most_that_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    derived: list[object] = []
    _protected()
    monkeypatch.setattr(ECMA376Agile, "makekey_from_password", lambda *a: derived.append(a))
    spun = _with_info((b'spinCount="100000" ', b'spinCount="1000001"'))
    assert _code(spun) == "damaged"
    assert derived == []


def test_limits_come_before_the_file_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped = _protected()
    monkeypatch.setattr(olefile, "OleFileIO", None)
    monkeypatch.setattr(protection, "MAX_PROTECTED_BYTES", 1000)
    assert _code(wrapped) == "too-large"


def test_a_description_larger_than_any_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped = _protected()
    monkeypatch.setattr(protection, "MAX_INFO_BYTES", 1000)
    assert _code(wrapped) == "damaged"


def test_a_container_that_other_programs_would_mend_is_refused() -> None:
    container = bytearray(_protected())
    assert container[0x1C:0x1E] == b"\xfe\xff"
    container[0x1C:0x1E] = b"\xff\xfe"
    assert _code(bytes(container)) == "damaged"


@pytest.mark.parametrize("behind", [b"\0", bytes(512), b"PK\x05\x06" + bytes(18)])
def test_nothing_may_follow_the_container(behind: bytes) -> None:
    assert _code(_protected() + behind) == "damaged"


def test_nothing_may_be_in_the_container_that_is_not_one_of_its_streams() -> None:
    # The last sector of the package is longer than what is left of it.
    container = bytearray(_protected())
    assert container[-1] == 0
    container[-1] = 1
    assert _code(bytes(container)) == "damaged"


@pytest.mark.parametrize(
    "decoy",
    [
        b'<keyEncryptors><q spinCount="1"/>',
        b"<keyEncryptors><!-- -->",
        b"<keyEncryptors><p:encryptedKey spinCount='1'/>",
    ],
)
def test_no_second_description_hides_the_first(decoy: bytes) -> None:
    info, package = protection._streams(_protected())
    spun = info.replace(b'spinCount="100000"', b"spinCount='90000000'")
    hidden = spun.replace(b"<keyEncryptors>", decoy)
    assert _code(protection._container(hidden, package)) == "damaged"
    assert _code(protection._container(spun, package)) == "damaged"


def test_the_container_does_not_say_when_it_was_made() -> None:
    info, package = protection._streams(_protected())
    assert protection._container(info, package) == _protected()
    with olefile.OleFileIO(io.BytesIO(_protected())) as container:
        assert container.getmtime("EncryptedPackage") is None


def test_a_loop_in_the_container_ends() -> None:
    """Every sector follows itself, and the package claims to be a terabyte."""
    container = bytearray(_protected())
    name = container.index("EncryptedPackage".encode("utf-16-le"))
    container[name + 0x78 : name + 0x80] = (1 << 40).to_bytes(8, "little")
    assert _code(bytes(container)) == "damaged"
    for sector in range(4):
        at = 512 + 4 * sector
        container[at : at + 4] = sector.to_bytes(4, "little")
    assert _code(bytes(container)) == "damaged"


@given(st.data())
def test_no_change_of_the_container_makes_it_stumble(data: st.DataObject) -> None:
    container = bytearray(_protected())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, 4096))
        container[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(PackageError):
        assert unprotect(bytes(container), PASSWORD) == _signed()


@given(st.binary(max_size=600))
def test_no_bytes_at_all_make_it_stumble(tail: bytes) -> None:
    assert _code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail) in {"damaged", "protection-kind"}


_WATCHED = """
import io, sys
from pathlib import Path
written = []
def watch(event, arguments):
    if event == "open" and arguments[1] and set(str(arguments[1])) & set("wax+"):
        written.append(arguments[0])
    if event.startswith(("tempfile", "os.mkdir", "shutil")):
        written.append(event)
from reviewer.signing.protection import protect, unprotect
data = Path(sys.argv[1]).read_bytes()
unprotect(protect(data, "first, to import"), "first, to import")
sys.addaudithook(watch)
assert unprotect(protect(data, "a password"), "a password") == data
print(written)
"""


def test_everything_happens_in_memory(tmp_path: pytest.TempPathFactory) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(_signed())
    ran = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(book)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_other_programs_open_it_with_the_password() -> None:
    opened = io.BytesIO()
    office = msoffcrypto.OfficeFile(io.BytesIO(_protected()))
    office.load_key(password=PASSWORD)
    office.decrypt(opened)
    assert openpyxl.load_workbook(opened).sheetnames[0] == "Cover"
