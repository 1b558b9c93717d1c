"""The container of exchange: whole or refused, and opened only by whom it is sealed for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.case import ListStamp
from reviewer.domain.errors import RefusalError, ReviewerError, WorldError
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.untrusted_json import write_json
from reviewer.exchange import container, sealing
from reviewer.exchange.assignment import PackedSigner
from reviewer.exchange.case_pack import CasePack
from reviewer.exchange.container import (
    Container,
    ContainerPurpose,
    check_head,
    new_head,
    read_container,
    write_container,
)
from reviewer.exchange.mark import MARK
from reviewer.exchange.sealing import Opener, Recipients
from reviewer.forms.library import bundled_form
from reviewer.signing.identity import Identity, create_identity, key_usage
from reviewer.signing.trust import TrustList

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEAD = create_identity(name="Synthetic Lead", kind="ec", now=NOW)
OTHER = create_identity(name="Synthetic Other", kind="ec", now=NOW)
RSA = create_identity(name="Synthetic Reader", kind="rsa", now=NOW)
EC = create_identity(name="Synthetic Second", kind="ec", now=NOW)
HEAD = new_head(
    ContainerPurpose.ASSIGNMENT, "p1", inspection="NCPI-SYN", issuer="f1", number=2, now=NOW
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A content."""

    text: str
    cases: tuple[str, ...] = ()


CONTENT = Words(text="Ünïcode “words”", cases=("NCPI-SYN-0001", "NCPI-SYN-0002"))


def _packed(recipients: Recipients | None, identity: Identity = LEAD) -> bytes:
    return write_container(HEAD, CONTENT, Words, identity, now=NOW, recipients=recipients)


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_MEMORY_KIB", 64)


def _code(what: object) -> str:
    assert isinstance(what, ReviewerError)
    return what.code


def test_what_is_packed_comes_out_with_its_head_and_signer() -> None:
    found = read_container(_packed(None))
    assert found.head == HEAD
    assert found.signer.fingerprint == LEAD.fingerprint
    assert found.content(Words, Opener()) == CONTENT
    assert found.trusted_by(TrustList(certificates=(LEAD.certificate,)), NOW)
    assert not found.trusted_by(TrustList(certificates=(OTHER.certificate,)), NOW)


@pytest.mark.parametrize("reader", [RSA, EC], ids=["rsa", "ec"])
def test_each_recipient_opens_it_and_nobody_else(reader: Identity) -> None:
    certificates = (RSA.certificate, EC.certificate)
    found = read_container(_packed(Recipients(certificates=certificates)))
    assert b"words" not in found.packed
    assert found.content(Words, Opener(identity=reader)) == CONTENT
    for opener in (Opener(identity=OTHER), Opener(), Opener(passphrase="some words")):
        with pytest.raises(RefusalError) as refusal:
            found.content(Words, opener)
        assert refusal.value.code == "container-other-holder"


def test_a_passphrase_opens_it_however_its_accents_were_typed() -> None:
    found = read_container(_packed(Recipients(passphrase="caf\u00e9 and four more words")))
    assert found.content(Words, Opener(passphrase="cafe\u0301 and four more words")) == CONTENT
    with pytest.raises(WorldError) as wrong:
        found.content(Words, Opener(passphrase="other"))
    assert wrong.value.code == "wrong-passphrase"
    with pytest.raises(RefusalError) as refusal:
        found.content(Words, Opener())
    assert refusal.value.code == "container-passphrase"


def test_a_certificate_for_signatures_alone_receives_nothing() -> None:
    builder = (
        x509.CertificateBuilder()
        .subject_name(EC.certificate.subject)
        .issuer_name(EC.certificate.subject)
        .public_key(EC.certificate.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW.replace(year=2027))
        .add_extension(key_usage(digital_signature=True), critical=True)
    )
    only_signs = builder.sign(EC.private_key, hashes.SHA256())
    with pytest.raises(RefusalError) as refusal:
        _packed(Recipients(certificates=(only_signs,)))
    assert refusal.value.code == "cannot-receive"


def test_case_data_for_nobody_is_refused() -> None:
    with pytest.raises(RefusalError) as refusal:
        _packed(Recipients())
    assert refusal.value.code == "no-recipient"


WHOLE = _packed(Recipients(certificates=(EC.certificate,)))


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_no_byte_can_be_changed(place: int, by: int) -> None:
    changed = bytearray(WHOLE)
    changed[place] ^= by
    try:
        found = read_container(bytes(changed))
    except RefusalError:
        return
    assert found == read_container(WHOLE)  # a byte of the signature that says nothing


def test_every_byte_can_be_wrong_without_an_error_of_ours() -> None:
    for place in range(len(WHOLE)):
        for by in (1, 0x80):
            changed = bytearray(WHOLE)
            changed[place] ^= by
            with suppress(RefusalError):
                assert read_container(bytes(changed)) == read_container(WHOLE)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=9))
def test_it_can_neither_be_cut_short_nor_go_on(length: int, more: bytes) -> None:
    for bad in (WHOLE[:length], WHOLE + more):
        with pytest.raises(RefusalError) as refusal:
            read_container(bad)
        assert refusal.value.code == ("container-damaged" if bad else "no-container")


@given(st.binary(max_size=400))
def test_bytes_from_anywhere_are_refused(content: bytes) -> None:
    for bad in (content, MARK + content):
        with pytest.raises(RefusalError):
            read_container(bad)


@pytest.mark.parametrize("version", [b"0", b"2"])
def test_another_version_is_told_from_damage(version: bytes) -> None:
    with pytest.raises(RefusalError) as refusal:
        read_container(MARK.replace(b"1", version) + WHOLE[len(MARK) :])
    assert refusal.value.code == "container-other-version"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (b'"assignment"', b'"timetable"'),
        (b'"purpose"', b'"colour": "red", "purpose"'),
        (b'"number"', b'"count"'),
    ],
)
def test_a_signed_head_that_only_another_version_can_read_is_not_called_damage(
    monkeypatch: pytest.MonkeyPatch, ours: bytes, theirs: bytes
) -> None:
    with monkeypatch.context() as other:
        other.setattr(
            container,
            "write_json",
            lambda value, kind: write_json(value, kind).replace(ours, theirs),
        )
        packed = _packed(None)
    with pytest.raises(RefusalError) as refusal:
        read_container(packed)
    assert refusal.value.code == "container-other-version"


def test_a_field_that_this_version_does_not_know_is_never_left_out_of_a_content() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class MoreWords(Words):
        colour: str

    more = MoreWords(**asdict(CONTENT), colour="red")
    packed = write_container(HEAD, more, MoreWords, LEAD, now=NOW, recipients=None)
    with pytest.raises(RefusalError) as refusal:
        read_container(packed).content(Words, Opener())
    assert refusal.value.code == "container-other-version"


def test_a_form_that_this_version_does_not_know_is_not_called_a_misfit() -> None:
    form = bundled_form("ncpi").to_json().replace('"title"', '"colour": "red", "title"', 1)
    listed = ListStamp(length=0, digest="", file_digest="", loaded_at="")
    about = Inspection(
        code="SYN-1",
        force="F",
        marking="",
        form=bundled_form("ncpi").stamp,
        kind=FileKind.REVIEW,
        person="A",
    )
    pack = CasePack(lead="L", inspection=about, form=form, listed=listed, cases=())
    with pytest.raises(RefusalError) as refusal:
        pack.read_form()
    assert refusal.value.code == "container-other-version"


def test_nobody_can_sign_what_another_sealed() -> None:
    mine = read_container(_packed(Recipients(certificates=(EC.certificate,)), OTHER))
    theirs = read_container(WHOLE)
    assert theirs.content(Words, Opener(identity=EC)) == CONTENT
    mixed = replace(mine, packed=theirs.packed, sealing=theirs.sealing)
    with pytest.raises(RefusalError) as refusal:
        mixed.content(Words, Opener(identity=EC))
    assert refusal.value.code == "container-changed"


def test_content_of_another_type_is_of_another_version() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Numbers:
        count: int

    with pytest.raises(RefusalError) as refusal:
        read_container(_packed(None)).content(Numbers, Opener())
    assert refusal.value.code == "container-other-version"


def test_a_container_has_to_be_the_one_that_belongs_here() -> None:
    found: Container = read_container(_packed(None))
    check_head(found.head, ContainerPurpose.ASSIGNMENT, inspection="ncpi-syn", newer_than=1)
    cases = {
        "container-purpose": lambda: check_head(found.head, ContainerPurpose.RECEIPT),
        "other-inspection": lambda: check_head(
            found.head, ContainerPurpose.ASSIGNMENT, inspection="OTHER"
        ),
        "container-issuer": lambda: check_head(
            found.head, ContainerPurpose.ASSIGNMENT, issuer="f2"
        ),
        "container-older": lambda: check_head(
            found.head, ContainerPurpose.ASSIGNMENT, newer_than=2
        ),
    }
    for code, check in cases.items():
        with pytest.raises(RefusalError) as refusal:
            check()
        assert _code(refusal.value) == code


@pytest.mark.parametrize("made_at", ["", "yesterday", "2026-03-02T09:00:00"])
def test_a_time_that_is_no_moment_is_damage(made_at: str) -> None:
    head = replace(HEAD, made_at=made_at)
    content = write_container(head, CONTENT, Words, LEAD, now=NOW, recipients=None)
    with pytest.raises(RefusalError) as refused:
        read_container(content)
    assert _code(refused.value) == "container-damaged"


@pytest.mark.parametrize("text", ["no base64", "Ünïcode"])
def test_a_signer_who_is_no_certificate_is_refused(text: str) -> None:
    with pytest.raises(RefusalError) as refused:
        PackedSigner(certificate=text, readers=()).read()
    assert _code(refused.value) == "pack-misfit"
