"""Every forgery of a signed workbook ends as one, and none makes the verifier stumble."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache

import hostile_archives
import hostile_packages
import hostile_signatures
import openpyxl
import pytest
from hostile_material import Material, repack
from openpyxl.chart import BarChart, Reference
from package_signing import sign_package

from reviewer.domain.verdict import SignatureStatus, Verdict
from reviewer.signing.archive import read_archive
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.trust import TrustList
from reviewer.signing.verifier import verify_package

NOW = datetime(2018, 1, 12, 14, 2, 11, tzinfo=UTC)
REFUSED = {SignatureStatus.INVALID, SignatureStatus.UNSIGNED, SignatureStatus.UNREADABLE}


@cache
def _identity(name: str) -> Identity:
    return create_identity(name=name, kind="ec", now=NOW)


def _book(grade: str) -> bytes:
    """Make a synthetic workbook of three sheets and a chart."""
    book = openpyxl.Workbook()
    cover = book.worksheets[0]
    cover.title = "Cover"
    cover["A1"] = grade
    summary = book.create_sheet("Summary")
    for row in (("below good", 191), ("sampled", 214), ("of them", grade)):
        summary.append(row)
    chart = BarChart()
    chart.add_data(Reference(summary, min_col=2, min_row=1, max_row=2))
    summary.add_chart(chart, "E5")
    book.create_sheet("Cases")["A1"] = "NCPI-TST-2018Q1-0001"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def _signed(grade: str, name: str) -> bytes:
    return sign_package(_book(grade), _identity(name), NOW, "Export 3")


def _parts(signed: bytes) -> dict[str, bytes]:
    return {entry.name: entry.content for entry in read_archive(signed)}


@cache
def _variants() -> dict[str, bytes]:
    material = Material(
        signed=_parts(_signed("Inadequate", "Test Signer")),
        other=_parts(_signed("Requires improvement", "Test Signer")),
        strangers=_parts(_signed("Inadequate", "Test Stranger")),
        signer=_identity("Test Signer"),
        stranger=_identity("Test Stranger"),
    )
    made = {}
    for maker in (*hostile_packages.MAKERS, *hostile_signatures.MAKERS):
        for name, data in maker(material):
            made[f"{maker.__name__}: {name}"] = data
    for maker in hostile_archives.MAKERS:
        for name, data in maker(material.signed):
            made[f"{maker.__name__}: {name}"] = data
    return made


def _verify(data: bytes) -> Verdict:
    trust = TrustList(certificates=(_identity("Test Signer").certificate,))
    return verify_package(data, trust=trust, now=NOW)


def test_the_genuine_workbook_is_trusted_and_repacking_it_changes_nothing() -> None:
    signed = _signed("Inadequate", "Test Signer")
    assert _verify(signed).status is SignatureStatus.TRUSTED
    assert _verify(repack(_parts(signed))).status is SignatureStatus.TRUSTED


def test_the_suite_is_large_and_its_variants_differ() -> None:
    variants = _variants()
    assert len(variants) >= 120
    assert len(set(variants.values())) == len(variants)


@pytest.mark.parametrize("name", sorted(_variants()))
def test_a_hostile_variant_is_refused_with_a_reason(name: str) -> None:
    verdict = _verify(_variants()[name])
    assert verdict.status in REFUSED
    assert verdict.parts is None
    assert verdict.digest is None
    assert verdict.problems
    assert all(p.code and str(p.text).endswith(".") for p in verdict.problems)


def _flip(data: bytes, bit: int) -> bytes:
    flipped = bytearray(data)
    flipped[bit // 8] ^= 1 << bit % 8
    return bytes(flipped)


def _assert_flips_are_found(bits: range) -> None:
    """A flip that still verifies must leave every part what it was: packing has such bits."""
    signed = _signed("Inadequate", "Test Signer")
    genuine = _parts(signed)
    for bit in bits:
        verdict = _verify(_flip(signed, bit))
        assert verdict.status in REFUSED or verdict.parts == genuine, bit


def test_a_flipped_bit_never_changes_what_is_read() -> None:
    size = 8 * len(_signed("Inadequate", "Test Signer"))
    _assert_flips_are_found(range(0, size, 7))


@pytest.mark.faults
def test_no_flipped_bit_at_all_changes_what_is_read() -> None:
    _assert_flips_are_found(range(8 * len(_signed("Inadequate", "Test Signer"))))
