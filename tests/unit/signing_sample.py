"""Synthetic workbooks, identities and authorities for the tests of signing."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache

import openpyxl
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from openpyxl.chart import BarChart, Reference

from reviewer.signing.identity import Identity, PrivateKey, create_identity
from reviewer.signing.trust import TrustList

NOW = datetime(2018, 1, 12, 14, 2, 11, tzinfo=UTC)
DAY = timedelta(days=1)


def workbook(sheets: int = 3, charts: int = 1, text: str = "Inadequate") -> bytes:
    """Write a workbook whose second sheet has the charts."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Cover"
    book.worksheets[0]["A1"] = text
    for number in range(2, sheets + 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in (("below good", 191), ("sampled", 214)):
            sheet.append(row)
    for number in range(charts):
        chart = BarChart()
        sheet = book.worksheets[1]
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
        sheet.add_chart(chart, f"E{5 + 20 * number}")
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def signer(kind: str = "ec", name: str = "Test Signer") -> Identity:
    """Make an identity once for the whole run."""
    return create_identity(name=name, kind="rsa" if kind == "rsa" else "ec", now=NOW)


def trusting(*identities: Identity) -> TrustList:
    return TrustList(certificates=tuple(i.certificate for i in identities))


def issue(
    name: str,
    key: PrivateKey,
    *,
    above: Identity | None = None,
    authority: bool = False,
    path_length: int | None = None,
    start: datetime = NOW - DAY,
    end: datetime = NOW + 300 * DAY,
    more: tuple[tuple[x509.ExtensionType, bool], ...] = (),
    digest: hashes.HashAlgorithm | None = None,
) -> Identity:
    """Issue a certificate of any kind, good or bad; without `above` it is self-made."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = above.certificate.subject if above else subject
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )
    if authority:
        limits = x509.BasicConstraints(ca=True, path_length=path_length)
        builder = builder.add_extension(limits, critical=True)
        builder = builder.add_extension(usage(key_cert_sign=True), critical=True)
    for extension, critical in more:
        builder = builder.add_extension(extension, critical=critical)
    signing = above.private_key if above else key
    certificate = builder.sign(signing, digest or hashes.SHA256())
    chain = (above.certificate, *above.chain) if above and above.chain else ()
    if above and above.certificate.issuer != above.certificate.subject:
        chain = (above.certificate, *above.chain)
    return Identity(certificate=certificate, chain=chain, private_key=key)


def usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())
