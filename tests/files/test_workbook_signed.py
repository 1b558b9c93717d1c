"""A workbook as it is sent: written, signed, verified from its bytes, and read back the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree
from package_signing import sign_package
from workbook_sample import FORM, complete_submission, register, submission

from reviewer.app.register import submission_standings
from reviewer.domain.case import WITHHELD
from reviewer.domain.submission import Submission
from reviewer.domain.verdict import SignatureStatus
from reviewer.figures.summary import summarise
from reviewer.signing.certificates import certificate_pem
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.parts import SIGNATURE
from reviewer.signing.trust import TrustList, combine_trust
from reviewer.signing.verifier import verify_package
from reviewer.workbook.reader import read_workbook
from reviewer.workbook.writer import write_workbook

NOW = datetime(2018, 11, 23, 14, 2, 11, tzinfo=UTC)
MOST_REFERENCES = 30
"""Beyond it the secure validation of Java, and of newer POI, refuses a signature."""


@pytest.fixture(scope="module")
def identity() -> Identity:
    return create_identity(name="A. Inspector", kind="ec", now=NOW)


@pytest.fixture
def trust(identity: Identity, tmp_path: Path) -> TrustList:
    (tmp_path / "signer.cer").write_bytes(certificate_pem(identity.certificate))
    return combine_trust(TrustList(), [tmp_path / "signer.cer"])


def workbook(content: Submission) -> bytes:
    """Write a workbook with every table and chart that its cases give."""
    standings = submission_standings(content)
    summary = summarise(FORM, standings, random_sample=False, today=date(2018, 11, 23))
    tables = {sheet.value: shown for sheet, shown in summary.tables.items()}
    return write_workbook(content, tables, with_references=True).content


def shown(content: Submission) -> Submission:
    """Take away the force's own grade where no review of the case has a blind grade."""
    graded = {review.case for review in (*content.reviews, *content.superseded)}
    cases = (c if c.id in graded else c.without(WITHHELD) for c in content.cases)
    return replace(content, cases=tuple(cases))


@pytest.mark.parametrize(
    "written",
    [submission(12, untouched=3), register(), complete_submission(8)],
    ids=["everything answered", "a register", "complete by the form's rules"],
)
def test_a_signed_workbook_is_trusted_and_comes_back_as_it_was(
    written: Submission, identity: Identity, trust: TrustList
) -> None:
    signed = sign_package(workbook(written), identity, NOW)
    verdict = verify_package(signed, trust=trust, now=NOW)
    assert verdict.status is SignatureStatus.TRUSTED, verdict.problems
    assert verdict.parts is not None
    assert read_workbook(verdict.parts) == shown(written)


def test_the_signature_has_no_more_references_than_every_program_takes(
    identity: Identity, trust: TrustList
) -> None:
    signed = sign_package(workbook(submission(12)), identity, NOW)
    verdict = verify_package(signed, trust=trust, now=NOW)
    assert verdict.parts is not None
    assert any(name.startswith("xl/charts/") for name in verdict.parts)
    part = etree.fromstring(verdict.parts[SIGNATURE])
    namespace = "http://www.w3.org/2000/09/xmldsig#"
    manifest = part.findall(f".//{{{namespace}}}Manifest/{{{namespace}}}Reference")
    content_parts = [n for n in verdict.parts if n.startswith("xl/") and not n.endswith(".rels")]
    assert len(content_parts) <= len(manifest) <= MOST_REFERENCES


def test_of_a_workbook_with_one_bit_changed_nothing_is_read(
    identity: Identity, trust: TrustList
) -> None:
    signed = bytearray(sign_package(workbook(submission(1)), identity, NOW))
    signed[len(signed) // 2] ^= 1
    verdict = verify_package(bytes(signed), trust=trust, now=NOW)
    assert verdict.status in {SignatureStatus.INVALID, SignatureStatus.UNREADABLE}
    assert verdict.parts is None
