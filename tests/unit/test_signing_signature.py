from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from signing_sample import NOW, issue, new_key, signer, workbook

from reviewer.domain.errors import RefusalError
from reviewer.signing.package import canonical_package, read_package
from reviewer.signing.signature import (
    Algorithm,
    Reference,
    SignatureFormError,
    Statement,
    check_count,
    checked_comment,
    read_signature,
    references_to,
    signed_info,
    write_signature,
)

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_COMMENTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\r\n\t&<>\"']"),
    max_size=255,
)


def _statement(comment: str = "", at: datetime = NOW) -> Statement:
    contents = read_package(canonical_package(workbook())).parts
    return Statement(
        algorithm=Algorithm.ECDSA,
        certificates=(signer().certificate,),
        signed_at=at,
        comment=comment,
        references=references_to(contents),
    )


def _c14n(element: etree._Element) -> bytes:
    alone = etree.fromstring(etree.tostring(element, with_tail=False))
    return etree.tostring(alone, method="c14n")


@given(_COMMENTS, st.timedeltas(timedelta(0), timedelta(days=20_000)), st.binary(min_size=1))
def test_a_signature_part_is_read_back_as_it_was_stated(
    comment: str, later: timedelta, value: bytes
) -> None:
    statement = _PLAIN
    at = (NOW + later).replace(microsecond=0)
    statement = Statement(
        algorithm=statement.algorithm,
        certificates=statement.certificates,
        signed_at=at,
        comment=checked_comment(comment),
        references=statement.references,
    )
    assert read_signature(write_signature(statement, value)) == (statement, value)


@given(_COMMENTS)
def test_what_is_signed_is_canonical_xml_as_another_program_makes_it(comment: str) -> None:
    statement = _statement_with(comment)
    part = write_signature(statement, b"value")
    root = etree.fromstring(part)
    assert part.partition(b"?>\n")[2] == _c14n(root)
    info = root.find(f"{_DS}SignedInfo")
    assert _c14n(info) == signed_info(statement)
    by_id = {e.get("Id"): e for e in root.iter() if e.get("Id")}
    for reference in info.iterfind(f"{_DS}Reference"):
        target = by_id[reference.get("URI")[1:]]
        digest = hashlib.sha256(_c14n(target)).digest()
        assert base64.b64decode(reference.findtext(f"{_DS}DigestValue")) == digest


def test_every_part_but_the_list_and_the_signature_is_referred_to() -> None:
    contents = read_package(canonical_package(workbook())).parts
    references = references_to(contents)
    assert [r.part for r in references] == [n for n in contents if n != "[Content_Types].xml"]
    plain = [r for r in references if r.ids is None]
    assert all(r.digest == hashlib.sha256(contents[r.part]).digest() for r in plain)
    assert {r.part for r in references if r.ids is not None} == {
        name for name in contents if name.endswith(".rels")
    }


def test_relationships_are_signed_in_the_order_of_text_not_of_number() -> None:
    contents = read_package(canonical_package(workbook(sheets=11))).parts
    (book,) = (r for r in references_to(contents) if r.part == "xl/_rels/workbook.xml.rels")
    assert book.ids[:4] == ("rId1", "rId10", "rId11", "rId12")


def test_the_relationship_transform_gives_known_bytes() -> None:
    contents = read_package(canonical_package(workbook())).parts
    (root,) = (r for r in references_to(contents) if r.part == "_rels/.rels")
    text = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="xl/workbook.xml" TargetMode="Internal" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument">'
        "</Relationship></Relationships>"
    )
    assert root.digest == hashlib.sha256(text.encode()).digest()


@given(st.binary(max_size=300))
def test_any_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(SignatureFormError):
        read_signature(data)


@given(st.data())
def test_one_changed_byte_is_another_statement_or_refused(data: st.DataObject) -> None:
    part = write_signature(_PLAIN, b"value")
    at = data.draw(st.integers(0, len(part) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != part[at]))
    changed = part[:at] + bytes([byte]) + part[at + 1 :]
    try:
        statement, value = read_signature(changed)
    except SignatureFormError:
        return
    assert (statement, value) != (_PLAIN, b"value")


def test_a_part_that_is_too_large_or_has_no_certificate_is_refused() -> None:
    nobody = Statement(
        algorithm=Algorithm.RSA,
        certificates=(signer().certificate,) * 5,
        signed_at=NOW,
        comment="",
        references=(),
    )
    for part in (write_signature(nobody, b"v"), b"<" * 300_000):
        with pytest.raises(SignatureFormError):
            read_signature(part)


def test_a_hostile_part_of_many_references_is_refused_quickly() -> None:
    line = b'<Reference URI="/a?ContentType=b"><x></x>'
    with pytest.raises(SignatureFormError):
        read_signature(line * 6000)


def test_an_issuer_with_signs_of_xml_is_escaped() -> None:
    identity = issue('A & B <c> "d"', new_key())
    statement = _statement_of(identity.certificate)
    assert read_signature(write_signature(statement, b"v")) == (statement, b"v")
    assert etree.fromstring(write_signature(statement, b"v")) is not None


@pytest.mark.parametrize("comment", ["x" * 256, "a\x00b", "a\x0bb", "\ud800", "\uffff"])
def test_a_comment_that_a_signature_can_not_hold_is_refused(comment: str) -> None:
    with pytest.raises(RefusalError):
        checked_comment(comment)


def test_more_references_than_others_verify_are_refused() -> None:
    one = Reference(part="a", content_type="b", ids=None, digest=b"c")
    check_count((one,) * 30)
    with pytest.raises(RefusalError):
        check_count((one,) * 31)


def _statement_of(certificate: object) -> Statement:
    return Statement(
        algorithm=Algorithm.ECDSA,
        certificates=(certificate,),
        signed_at=NOW,
        comment="",
        references=_PLAIN.references,
    )


def _statement_with(comment: str) -> Statement:
    return Statement(
        algorithm=Algorithm.RSA,
        certificates=_PLAIN.certificates,
        signed_at=NOW,
        comment=comment,
        references=_PLAIN.references,
    )


_PLAIN = _statement()
