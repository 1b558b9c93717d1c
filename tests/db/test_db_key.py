"""The key comes from the passphrase and the file's salt, or from the recovery code."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.key import (
    FileKey,
    check_strength,
    derive_key,
    key_of_recovery_code,
    new_salt,
    read_salt,
    recovery_code,
)
from reviewer.domain.errors import RefusalError, WorldError

SALT = bytes(range(16))


def test_a_passphrase_gives_the_same_key_however_it_is_composed(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    path.write_bytes(SALT + b"the rest of the file")
    composed, apart = (unicodedata.normalize(form, "Caffè corretto 7") for form in ("NFC", "NFD"))
    assert composed != apart
    assert derive_key(SALT, composed) == derive_key(path, apart)


def test_the_derivation_is_that_of_format_version_1() -> None:
    # Made once by another implementation of Argon2id, the reference one.
    key = derive_key(SALT, "correct horse battery staple")
    assert key.raw.hex() == "446539bd5c5b1ecce56f2120d87c64925395b4bb2016d9369e17e67a0a2cd8db"


def test_a_file_without_salt_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"short")
    with pytest.raises(WorldError) as world:
        read_salt(tmp_path / "a")
    assert world.value.code == "not-a-review-file"
    with pytest.raises(WorldError) as world:
        derive_key(tmp_path / "b", "x")
    assert world.value.code == "no-such-file"


def test_a_key_has_32_bytes_and_never_shows_itself() -> None:
    key = FileKey(raw=b"s" * 32)
    assert "s" * 8 not in f"{key!r} {key} {[key]}"
    with pytest.raises(ValueError, match="32"):
        FileKey(raw=b"short")
    assert len(new_salt()) == 16
    assert new_salt() != new_salt()


@given(raw=st.binary(min_size=32, max_size=32))
def test_a_recovery_code_gives_the_key_back(raw: bytes) -> None:
    code = recovery_code(FileKey(raw=raw))
    assert [len(group) for group in code.split("-")] == [7] * 8
    assert key_of_recovery_code(code).raw == raw
    typed = code.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8")
    assert key_of_recovery_code(f" {typed}\n").raw == raw


@given(
    raw=st.binary(min_size=32, max_size=32),
    place=st.integers(0, 55),
    letter=st.sampled_from("ACDEFGHJ234567"),
)
def test_one_slip_in_a_recovery_code_is_found(raw: bytes, place: int, letter: str) -> None:
    letters = list(recovery_code(FileKey(raw=raw)).replace("-", ""))
    if letters[place] == letter:
        letter = "Z"
    letters[place] = letter
    with pytest.raises(RefusalError) as refusal:
        key_of_recovery_code("".join(letters))
    assert refusal.value.code == "bad-recovery-code"


@pytest.mark.parametrize("typed", ["", "A", "ÄÖ", "A" * 55, "A" * 57, "\ud800", "A" * 10_000])
def test_what_is_no_recovery_code_is_refused(typed: str) -> None:
    with pytest.raises(RefusalError):
        key_of_recovery_code(typed)


@pytest.mark.parametrize(
    "passphrase",
    ["gravel-oboe-tundra-41", "a by ox me up", "orbit camel sandwich frost pylon", "x9!Kq" * 40],
)
def test_strong_passphrases_pass(passphrase: str) -> None:
    check_strength(passphrase)


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [
        ("", "short-passphrase"),
        ("tr0ub4dor&3", "short-passphrase"),
        ("four words are few"[:13], "short-passphrase"),
        ("passwordpassword", "weak-passphrase"),
        ("aaaaaaaaaaaaaaaaaaaa", "weak-passphrase"),
    ],
)
def test_weak_passphrases_are_refused_with_advice(passphrase: str, code: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        check_strength(passphrase)
    assert refusal.value.code == code
    assert "words" in str(refusal.value)


@pytest.mark.parametrize("phrase", ["Sample Constabulary NCPI", "Reader SAMPLE 2018 NCPI"])
def test_words_of_the_inspection_count_for_nothing(phrase: str) -> None:
    known = ["Sample Constabulary", "NCPI", "Reader A"]
    check_strength(phrase)
    with pytest.raises(RefusalError):
        check_strength(phrase, known)
    check_strength(f"{phrase} walnut ferry oblique tundra", known)
