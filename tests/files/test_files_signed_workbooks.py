"""A signed workbook of each rule is kept here, and verifies for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reviewer.domain.verdict import SignatureStatus
from reviewer.signing.parts import PACKAGE_RULE
from reviewer.signing.trust import TrustList, combine_trust
from reviewer.signing.verifier import verify_package

_KEPT = Path(__file__).parent / "signed"
_SIGNED_AT = datetime(2018, 1, 12, 14, 2, 11, tzinfo=UTC)


@pytest.mark.parametrize("rule", range(1, PACKAGE_RULE + 1))
def test_a_workbook_of_an_older_rule_is_still_trusted(rule: int) -> None:
    trust = combine_trust(TrustList(), [_KEPT / f"rule-{rule}.cer"])
    data = (_KEPT / f"rule-{rule}.xlsx").read_bytes()
    verdict = verify_package(data, trust=trust, now=datetime(2040, 1, 1, tzinfo=UTC))
    assert verdict.status is SignatureStatus.TRUSTED
    assert verdict.signed_at == _SIGNED_AT
    assert verdict.signer is not None
    assert verdict.signer.name == "Synthetic Signer"
    assert verdict.parts is not None
    assert b"Inadequate" in verdict.parts["xl/worksheets/sheet1.xml"]
