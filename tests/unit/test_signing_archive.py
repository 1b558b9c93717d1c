from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.signing import archive
from reviewer.signing.archive import (
    DEFLATED,
    STORED,
    ArchiveEntry,
    PackageError,
    deflated,
    inflate,
    kept,
    read_archive,
    stored,
    write_archive,
)

_NAMES = st.from_regex(r"[a-z]{1,8}(/[a-z0-9_]{1,8}\.xml)?", fullmatch=True)


@given(
    st.dictionaries(_NAMES, st.binary(max_size=500), max_size=8),
    st.sampled_from([stored, deflated]),
)
def test_what_is_written_is_read_back_and_written_the_same(
    parts: dict[str, bytes], make: Callable[[str, bytes], ArchiveEntry]
) -> None:
    data = write_archive(make(name, content) for name, content in parts.items())
    entries = read_archive(data)
    assert {e.name: e.content for e in entries} == parts
    assert write_archive(entries) == data


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise_anything_but_a_refusal(data: bytes) -> None:
    for untrusted in (data, b"PK" + data, data + b"PK\5\6" + bytes(18)):
        with contextlib.suppress(PackageError):
            read_archive(untrusted)


def test_other_programs_read_the_archive() -> None:
    data = write_archive([deflated("a.xml", b"<a/>" * 50), stored("b.xml", b"")])
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert other.testzip() is None
        assert other.read("a.xml") == b"<a/>" * 50
        assert {i.date_time for i in other.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(i.flag_bits, i.extra, i.comment) for i in other.infolist()} == {(0, b"", b"")}


def test_a_part_that_shrinks_too_well_is_stored_so_that_it_can_be_read_again() -> None:
    dense = deflated("a.xml", b"<a>" + b" " * 2_000_000)
    assert dense.method == STORED
    assert read_archive(write_archive([dense]))[0].content == dense.content


def test_a_part_that_would_grow_is_stored() -> None:
    assert deflated("a.xml", b"<a/>").method == STORED
    assert deflated("a.xml", b"<a/>" * 100).method == DEFLATED


def test_a_stream_is_copied_as_it_is() -> None:
    original = deflated("a.xml", b"<a/>" * 100)
    assert kept("b.xml", original.stream, original.content).stream is original.stream


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-workbook"),
        (b"hello, this is a text of some length", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-a-workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected",
        ),
        (write_archive([stored("a", b"<a/>")]) + b"x", "not-whole"),
    ],
)
def test_what_is_no_archive_is_refused_with_its_own_code(data: bytes, code: str) -> None:
    with pytest.raises(PackageError) as refusal:
        read_archive(data)
    assert refusal.value.code == code


def test_two_names_that_differ_by_case_are_refused() -> None:
    with pytest.raises(PackageError) as refusal:
        read_archive(write_archive([stored("a", b"<a/>"), stored("A", b"<a/>")]))
    assert (refusal.value.code, refusal.value.part) == ("duplicate", "A")


def test_limits_hold_before_anything_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_archive([deflated("a.xml", b"<a/>" * 1000)])
    monkeypatch.setattr(archive, "inflate", lambda *_: pytest.fail("inflated"))
    for name in ("MAX_ENTRY_BYTES", "MAX_TOTAL_BYTES", "MAX_ARCHIVE_BYTES"):
        with monkeypatch.context() as limits:
            limits.setattr(archive, name, 100)
            if name == "MAX_ARCHIVE_BYTES":
                limits.setattr(archive, name, len(data) - 1)
            with pytest.raises(PackageError) as refusal:
                read_archive(data)
            assert refusal.value.code == "too-large"


def test_too_many_parts_are_neither_written_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [stored(f"a{n}", b"<a/>") for n in range(archive.MAX_ENTRIES + 1)]
    with pytest.raises(PackageError) as refusal:
        write_archive(entries)
    assert refusal.value.code == "too-many-parts"
    monkeypatch.setattr(archive, "MAX_ENTRIES", 100)
    data = write_archive(entries)
    monkeypatch.undo()
    with pytest.raises(PackageError) as refusal:
        read_archive(data)
    assert refusal.value.code == "too-many-parts"


def test_inflating_gives_exactly_the_size_or_nothing() -> None:
    entry = deflated("a.xml", b"<a/>" * 100)
    assert inflate("a.xml", DEFLATED, entry.stream, 400) == entry.content
    for stream, size in ((entry.stream, 399), (entry.stream, 401), (entry.stream[:-1], 400)):
        with pytest.raises(PackageError):
            inflate("a.xml", DEFLATED, stream, size)
    with pytest.raises(PackageError):
        inflate("a.xml", DEFLATED, entry.stream + b"x", 400)
    with pytest.raises(PackageError) as refusal:
        inflate("a.xml", 12, entry.stream, 400)
    assert refusal.value.code == "compression"


def test_a_record_that_claims_gigabytes_is_refused() -> None:
    data = bytearray(write_archive([stored("a", b"<a/>"), stored("b", b"<b/>")]))
    at = data.index(b"PK\1\2") + 20
    data[at : at + 4] = struct.pack("<L", 2**32 - 1)
    with pytest.raises(PackageError) as refusal:
        read_archive(bytes(data))
    assert refusal.value.code == "not-whole"


def test_a_directory_that_lies_about_its_length_is_refused() -> None:
    data = bytearray(write_archive([stored("a", b"<a/>"), stored("b", b"<b/>")]))
    data[-10:-6] = struct.pack("<L", int.from_bytes(data[-10:-6], "little") - 1)
    with pytest.raises(PackageError) as refusal:
        read_archive(bytes(data))
    assert refusal.value.code == "not-whole"
