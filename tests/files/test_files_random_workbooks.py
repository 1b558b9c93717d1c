"""Whatever is done to a workbook at random, none is taken that shows or says something else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hostile_generator import insiders, strangers
from workbook_sample import register, submission

from reviewer.app.merge_base import NOTHING
from reviewer.app.merging import plan_merge
from reviewer.app.recounting import written_again
from reviewer.app.verifying import examine
from reviewer.domain.errors import RefusalError
from reviewer.domain.submission import Submission
from reviewer.signing.archive import PackageError
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.parts import relationships, rels_content, visible
from reviewer.signing.signer import sign_parts
from reviewer.signing.trust import TrustList
from reviewer.workbook.package import compressed

NOW = datetime(2018, 11, 24, 9, 0, tzinfo=UTC)
SHARE = range(60)
ALL = range(60, 700)
"""A share is drawn in each run of the tests; the rest with the faults."""


@cache
def signer() -> Identity:
    return create_identity(name="A. Inspector", kind="ec", now=NOW)


@cache
def genuine(kind: str) -> Mapping[str, bytes]:
    content: Submission = register(4) if kind == "register" else submission(4, seed=len(kind))
    return visible(written_again(content))


def signed(contents: Mapping[str, bytes]) -> bytes | None:
    """Sign what a trusted person made; None for what cannot even be signed."""
    try:
        derived = {name: rels_content(name, r) for name, r in relationships(contents).items()}
        return sign_parts(compressed({**contents, **derived}), signer(), NOW)
    except (PackageError, RefusalError, LookupError, ValueError):
        return None


def taken(path: Path, content: bytes) -> Mapping[str, bytes] | None:
    """Return what a person sees of a workbook that a register takes, None where none does."""
    path.write_bytes(content)
    book = examine(path, TrustList(certificates=(signer().certificate,)), now=NOW)
    assert all(p.code and str(p.text).endswith(".") for p in book.verdict.problems)
    plan = plan_merge(NOTHING, [book], lead="Lead", now=NOW)
    return visible(book.verdict.parts or {}) if plan.accepted else None


def look_at_insiders(seeds: range, tmp_path: Path) -> None:
    wrong, changed = [], 0
    for kind in ("own", "register"):
        original = genuine(kind)
        for name, parts in insiders(original, seeds):
            content = signed(parts)
            changed += parts != original
            if content is not None and taken(tmp_path / "a.xlsx", content) not in (None, original):
                wrong.append(f"{kind} {name}")
    assert wrong == []
    assert changed > len(seeds)


def look_at_strangers(seeds: range, tmp_path: Path) -> None:
    original, other = (signed(genuine(kind)) for kind in ("own", "another"))
    assert original is not None
    assert other is not None
    known = (None, genuine("own"), genuine("another"))
    wrong = [
        name
        for name, content in strangers(original, other, seeds)
        if taken(tmp_path / "a.xlsx", content) not in known
    ]
    assert wrong == []


def test_what_is_changed_before_it_is_signed_is_refused(tmp_path: Path) -> None:
    assert taken(tmp_path / "a.xlsx", signed(genuine("own")) or b"") == genuine("own")
    look_at_insiders(SHARE, tmp_path)


def test_what_is_changed_after_it_was_signed_is_refused(tmp_path: Path) -> None:
    look_at_strangers(SHARE, tmp_path)


@pytest.mark.faults
def test_no_change_at_all_before_the_signature_is_taken(tmp_path: Path) -> None:
    look_at_insiders(ALL, tmp_path)


@pytest.mark.faults
def test_no_change_at_all_after_the_signature_is_taken(tmp_path: Path) -> None:
    look_at_strangers(ALL, tmp_path)
