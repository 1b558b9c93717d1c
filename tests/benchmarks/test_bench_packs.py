"""What an assignment pack of 400 cases costs to make and to open; numbers for a person."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from workbook_sample import complete_submission, inspection

from db.file import creating, open_file
from db.key import FileKey
from reviewer.app.assignment import allocate_evenly, assign_cases
from reviewer.app.pack_opening import begin_from_pack, open_pack
from reviewer.app.packs import PackOrder, make_pack
from reviewer.domain.case import ListStamp, list_digest
from reviewer.domain.ids import SessionId
from reviewer.domain.inspection import FileKind
from reviewer.exchange.container import read_container
from reviewer.exchange.sealing import Opener
from reviewer.signing.identity import create_identity
from reviewer.signing.trust import TrustList

pytestmark = pytest.mark.bench

NOW = datetime(2018, 11, 23, 14, 2, 11, tzinfo=UTC)
KEY = FileKey(raw=bytes(range(32)))
SALT = bytes(range(16))
CASES = 400
MOST = 1.0
"""Seconds, without the keys: the passphrase of the new file, or that of the pack."""


def test_a_pack_of_400_cases_opens_in_less_than_a_second(tmp_path: Path) -> None:
    lead = create_identity(name="T. Lead", now=NOW)
    ann = create_identity(name="Ann One", now=NOW)
    submission = complete_submission(CASES)
    about = replace(inspection(), kind=FileKind.REGISTER, person="T. Lead", file="lead")
    cases = submission.cases
    stamp = ListStamp(
        length=CASES, digest=list_digest(cases), file_digest="f", loaded_at="2018-11-01T09:00:00Z"
    )
    path = tmp_path / "team.review"
    with (
        creating(path, KEY, salt=SALT, person="lead", session_id=SessionId("lead")) as store,
        store.transaction(NOW) as unit,
    ):
        unit.begin(replace(about, form=submission.form.stamp), submission.form, stamp, cases)
    order = PackOrder(
        inspector="Ann One",
        out=tmp_path / "ann.pack",
        pack_id="p",
        certificates=(ann.certificate,),
    )
    with open_file(path, KEY, person="lead", session_id=SessionId("l2")) as store:
        assign_cases(store, allocate_evenly(store.cases(), ["Ann One", "Bea Two"]), now=NOW)
        begun = time.perf_counter()
        make_pack(store, order, lead, TrustList(), now=NOW)
        made = time.perf_counter() - begun
    content = order.out.read_bytes()
    begun, spent = time.perf_counter(), time.process_time()
    opened = open_pack(read_container(content), Opener(identity=ann))
    read = time.perf_counter() - begun
    with creating(
        tmp_path / "ann.review", KEY, salt=SALT, person="ann", session_id=SessionId("a")
    ) as store:
        begin_from_pack(store, opened, now=NOW)
    filled, spent = time.perf_counter() - begun, time.process_time() - spent
    sys.stdout.write(
        f"\npack of {CASES} cases, {len(content):,} bytes: made in {made:.3f} s, read in "
        f"{read:.3f} s, the file made from it in {filled:.3f} s altogether, {spent:.3f} s of the "
        "processor"
    )
    assert spent < MOST
