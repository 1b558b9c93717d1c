from __future__ import annotations

import json
import stat
import sys
from datetime import date
from pathlib import Path

import pytest
from signing_sample import NOW, issue, new_key, signer

from reviewer.app.trusting import (
    ALIKE,
    AUTHORITY,
    Acknowledged,
    Decider,
    alike,
    distrust_certificate,
    limit_trust,
    trust_certificate,
)
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.signing.trust import load_trust
from reviewer.signing.trust_log import LOG_NAME, Terms, TrustAct, read_decisions

BY = Decider(who="tester", now=NOW)


def test_every_decision_is_a_line_of_the_log(tmp_path: Path) -> None:
    folder = tmp_path / "trust"
    root = issue("Root", new_key(), authority=True)
    assert read_decisions(folder) == ()
    trust_certificate(folder, signer().certificate_der, BY, issued_by="T. Signer")
    trust_certificate(folder, root.certificate_der, BY, acknowledged=Acknowledged(authority=True))
    limit_trust(folder, signer().fingerprint, BY, until=date(2018, 6, 30))
    distrust_certificate(folder, signer().fingerprint.lower(), BY)
    decisions = read_decisions(folder)
    assert [(d.act, d.name, str(d.detail)) for d in decisions] == [
        (TrustAct.TRUSTED, "Test Signer", "issued by T. Signer"),
        (TrustAct.TRUSTED, "Root", "as an authority"),
        (TrustAct.LIMITED, "Test Signer", "until 2018-06-30"),
        (TrustAct.REMOVED, "Test Signer", ""),
    ]
    assert {d.who for d in decisions} == {"tester"}
    assert {d.at for d in decisions} == {"2018-01-12T14:02:11.000Z"}
    assert decisions[0].fingerprint == signer().fingerprint
    assert [c.subject for c in load_trust(folder).certificates] == [root.certificate.subject]
    lines = (folder / LOG_NAME).read_text().splitlines()
    assert [json.loads(line)["act"] for line in lines] == [d.act for d in decisions]
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / LOG_NAME).stat().st_mode) == 0o600


def test_a_limit_keeps_the_bound_name_and_a_new_decision_lifts_it(tmp_path: Path) -> None:
    trust_certificate(tmp_path, signer().certificate_der, BY, issued_by="T. Signer")
    limit_trust(tmp_path, signer().fingerprint, BY, until=date(2018, 6, 30))
    terms = load_trust(tmp_path).terms_of(signer().certificate)
    assert terms == Terms(issued_by="T. Signer", until="2018-06-30")
    trust_certificate(tmp_path, signer().certificate_der, BY)
    assert load_trust(tmp_path).terms_of(signer().certificate) == Terms()


def test_what_is_refused_is_not_logged(tmp_path: Path) -> None:
    root = issue("Root", new_key(), authority=True)
    for refused in (
        lambda: trust_certificate(tmp_path, b"text", BY),
        lambda: trust_certificate(tmp_path, root.certificate_der, BY),
        lambda: trust_certificate(tmp_path, root.certificate_der, BY, issued_by="Somebody"),
        lambda: trust_certificate(tmp_path, signer().certificate_der, BY, issued_by="a\u202eb"),
        lambda: limit_trust(tmp_path, signer().fingerprint, BY, until=date(2018, 6, 30)),
        lambda: distrust_certificate(tmp_path, signer().fingerprint, BY),
        lambda: distrust_certificate(tmp_path, "nonsense", BY),
    ):
        with pytest.raises(RefusalError):
            refused()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_trusted_where_it_can_not_be_logged(tmp_path: Path) -> None:
    (tmp_path / LOG_NAME).mkdir()
    with pytest.raises(WorldError):
        trust_certificate(tmp_path, signer().certificate_der, BY)
    assert not list(tmp_path.glob("*.cer"))
    for read in (read_decisions, load_trust):
        with pytest.raises(WorldError):
            read(tmp_path)


@pytest.mark.parametrize("line", [b"x", b"[]", b'{"at": 1}', b"\xff", b"", b"[" * 100_000])
def test_a_damaged_log_is_named_with_its_line(tmp_path: Path, line: bytes) -> None:
    trust_certificate(tmp_path, signer().certificate_der, BY)
    with (tmp_path / LOG_NAME).open("ab") as log:
        log.write(line + b"\n")
    with pytest.raises(RefusalError) as refusal:
        read_decisions(tmp_path)
    assert "line 2" in str(refusal.value)
    assert str(tmp_path / LOG_NAME) in str(refusal.value)
    with pytest.raises(RefusalError):
        load_trust(tmp_path)


def test_a_value_of_another_kind_is_damage_too(tmp_path: Path) -> None:
    trust_certificate(tmp_path, signer().certificate_der, BY)
    log = tmp_path / LOG_NAME
    log.write_bytes(log.read_bytes().replace(b'"tester"', b"7"))
    with pytest.raises(RefusalError):
        read_decisions(tmp_path)


def test_an_authority_is_trusted_only_knowingly(tmp_path: Path) -> None:
    root = issue("Root", new_key(), authority=True)
    with pytest.raises(RefusalError) as refusal:
        trust_certificate(tmp_path, root.certificate_der, BY)
    assert refusal.value.code == AUTHORITY
    trust_certificate(tmp_path, root.certificate_der, BY, acknowledged=Acknowledged(authority=True))
    assert load_trust(tmp_path).certificates == (root.certificate,)


@pytest.mark.parametrize(
    "name",
    [
        "Jane Inspector",
        "jane  inspector",
        "J\u0430ne Inspector",
        "Jane lnspector",
        "Inspector, Jane",
        "Ja\u0301ne Inspector",
        "Jane In\u00adspector",
        "\uff2aane Inspector",
        "J\u0336a\u0336n\u0336e Inspector",
        "Jane lnspect0r",
    ],
)
def test_a_name_like_a_trusted_one_is_shown_before_it_is_trusted(tmp_path: Path, name: str) -> None:
    jane, other = signer(name="Jane Inspector"), issue(name, new_key())
    trust_certificate(tmp_path, jane.certificate_der, BY)
    trust_certificate(tmp_path, jane.certificate_der, BY)
    with pytest.raises(RefusalError) as refusal:
        trust_certificate(tmp_path, other.certificate_der, BY)
    assert refusal.value.code == ALIKE
    assert jane.fingerprint[:19] in str(refusal.value)
    assert alike(load_trust(tmp_path), other.certificate) == (jane.certificate,)
    trust_certificate(tmp_path, other.certificate_der, BY, acknowledged=Acknowledged(alike=True))
    assert len(load_trust(tmp_path).certificates) == 2


def test_a_name_under_which_workbooks_are_issued_is_compared_too(tmp_path: Path) -> None:
    jane, other = signer(name="Jane Inspector"), signer(name="J. Inspector")
    trust_certificate(tmp_path, jane.certificate_der, BY, issued_by="J. Inspector")
    with pytest.raises(RefusalError) as refusal:
        trust_certificate(tmp_path, other.certificate_der, BY)
    assert refusal.value.code == ALIKE


def test_other_names_are_trusted_without_a_question(tmp_path: Path) -> None:
    for name in ("Jane Inspector", "Jan Inspector", "Janet Inspector", "J. Inspektor"):
        trust_certificate(tmp_path, signer(name=name).certificate_der, BY)
    assert len(load_trust(tmp_path).certificates) == 4
