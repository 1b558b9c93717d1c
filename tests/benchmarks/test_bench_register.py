"""What registers cost: 516 workbooks verified, merged and summarised; and the 517th addition.

Beside it, in the same run, what python-calamine and pandas take to read the same workbooks.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from workbook_sample import CODE, submission

from db.backup import backup_file
from db.file import creating, open_file
from db.key import FileKey
from reviewer.app import recounting
from reviewer.app.merge_base import NOTHING, merge_base
from reviewer.app.merging import begin_with, commit_merge, plan_merge
from reviewer.app.register import standings_of
from reviewer.app.store import StoredWorkbook
from reviewer.app.summarising import summarise_standings, summarise_submission
from reviewer.app.verifying import examine, read_examined
from reviewer.domain.case import WITHHELD
from reviewer.domain.ids import SessionId
from reviewer.domain.inspection import FileKind
from reviewer.domain.submission import Submission
from reviewer.register.case_ids import renamed
from reviewer.register.holdings import source_of
from reviewer.register.record import records_of
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.signer import sign_parts
from reviewer.signing.trust import TrustList
from reviewer.workbook.writer import write_workbook

pytestmark = pytest.mark.bench

NOW = datetime(2018, 11, 24, 14, 2, 11, tzinfo=UTC)
KEY = FileKey(raw=bytes(range(32)))
SESSION = SessionId("bench")
FORCES, TEAM, CASES = 43, 12, 60
WRITTEN = 3
"""Forces whose workbooks are written; the others have the same ones, read again from the disk."""
BY_PANDAS = 1
"""Forces whose workbooks pandas reads; the rest by proportion, because it takes minutes."""
LATE, EARLY = 517, 10
TIMES = 6
READ_BY_EACH = 2
"""Cases that each of the 517 readers has of one list."""


def say(line: str) -> None:
    sys.stdout.write(f"\n{line}")


class Stopwatch:
    """Adds up seconds of the processor."""

    def __init__(self) -> None:
        self.spent = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.spent += time.process_time() - begun


@pytest.fixture
def recounts(monkeypatch: pytest.MonkeyPatch) -> Stopwatch:
    """Time what comparing a workbook's tables with its cases takes: that is measured by itself."""
    watch, recount = Stopwatch(), recounting.recount

    def timed(*given: object) -> object:
        with watch.running():
            return recount(*given)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(recounting, "recount", timed)
    return watch


def of_reader(whole: Submission, number: int, cases: int) -> Submission:
    """Return one reader's workbook: so many of the cases, and the whole list."""
    name = f"Reader {number}"
    share = whole.reviews[number * cases : (number + 1) * cases]
    about = replace(whole.inspection, person=name, file=f"{whole.inspection.code} {number}")
    return replace(
        whole,
        inspection=about,
        reviews=tuple(replace(review, reviewer=name) for review in share),
        export=replace(whole.export, id=about.file, issued_by=name, log_head=f"{number:064x}"),
    )


def sign(content: Submission, identity: Identity, path: Path) -> Path:
    summary = summarise_submission(content, "", now=NOW).summary
    tables = {sheet.value: found for sheet, found in summary.tables.items()}
    written = write_workbook(content, tables, with_references=False)
    path.write_bytes(sign_parts(written.parts, identity, NOW))
    return path


@pytest.fixture(scope="module")
def readers() -> list[Identity]:
    return [create_identity(name=f"Reader {n}", kind="ec", now=NOW) for n in range(TEAM)]


@pytest.fixture(scope="module")
def forces(
    readers: Sequence[Identity], tmp_path_factory: pytest.TempPathFactory
) -> list[list[Path]]:
    """The workbooks of each force: of twelve readers, sixty cases each, with the whole list."""
    folder = tmp_path_factory.mktemp("forces")
    made = []
    for force in range(WRITTEN):
        whole = renamed(submission(TEAM * CASES, seed=force), f"{CODE}-{force}")
        made.append(
            [
                sign(of_reader(whole, n, CASES), readers[n], folder / f"{force}-{n}.xlsx")
                for n in range(TEAM)
            ]
        )
    return [made[force % WRITTEN] for force in range(FORCES)]


def register_of(books: Sequence[Path], trust: TrustList, path: Path) -> int:
    """Verify workbooks, merge them into a new register and summarise that; return its cases."""
    examined = [examine(book, trust, now=NOW) for book in books]
    plan = plan_merge(NOTHING, examined, lead="M. Lead", now=NOW)
    assert not plan.refused
    with creating(path, KEY, salt=bytes(16), person="M. Lead", session_id=SESSION) as store:
        begin_with(store, plan, now=NOW)
    with open_file(path, KEY, read_only=True) as store:
        summarised = summarise_standings(store, standings_of(store), now=NOW)
    return summarised.summary.headline.counts.reviewed.n


def test_516_workbooks_verified_merged_and_summarised(
    forces: Sequence[Sequence[Path]],
    readers: Sequence[Identity],
    recounts: Stopwatch,
    tmp_path: Path,
) -> None:
    trust = TrustList(certificates=tuple(reader.certificate for reader in readers))
    ours, calamine, by_pandas = Stopwatch(), Stopwatch(), Stopwatch()
    for number, books in enumerate(forces):
        with ours.running():
            assert register_of(books, trust, tmp_path / f"{number}.review") == TEAM * CASES
        with calamine.running():
            for book in books:
                read = CalamineWorkbook.from_path(book)
                for name in read.sheet_names:
                    read.get_sheet_by_name(name).to_python()
    for books in forces[:BY_PANDAS]:
        with by_pandas.running():
            for book in books:
                pd.read_excel(book, sheet_name=None, header=None, engine="openpyxl")
    mine = ours.spent - recounts.spent
    pandas_all = by_pandas.spent * FORCES / BY_PANDAS
    say(f"{FORCES * TEAM} workbooks verified, merged, summarised: {mine:.1f} s of the processor")
    say(f"python-calamine {calamine.spent:.1f} s, pandas {pandas_all:.1f} s (by proportion)")
    say(f"{mine / calamine.spent:.2f} x python-calamine (wanted: at most 2.5)")
    say(f"{pandas_all / mine:.1f} x faster than pandas (wanted: at least 7)")
    say(f"beside it, recounting every table: {recounts.spent:.1f} s")


def test_the_517th_addition_to_a_register(
    readers: Sequence[Identity], recounts: Stopwatch, tmp_path: Path
) -> None:
    """Open, verify, plan, commit and close; the backup before a merge copies the whole file."""
    whole = submission(LATE * READ_BY_EACH)
    handed = {}
    spent: dict[int, list[float]] = {EARLY: [], LATE: []}
    for place in (EARLY, LATE):
        path = tmp_path / f"{place}.review"
        coming = of_reader(whole, place - 1, READ_BY_EACH)
        signer = create_identity(name=coming.export.issued_by, kind="ec", now=NOW)
        trust = TrustList(certificates=(signer.certificate,))
        book = sign(coming, signer, tmp_path / f"{place}.xlsx")
        fill(path, whole, place - 1, book.read_bytes())
        handed[place] = path, book, trust
    for place in (EARLY, LATE) * TIMES:  # in turn, so that other work on the machine meets both
        spent[place].append(addition(*handed[place], recounts))
    for place, (path, _, _) in handed.items():
        backed_up = Stopwatch()
        with backed_up.running():
            backup_file(path, KEY, tmp_path / f"{place}.backup")
        say(f"addition {place}: {min(spent[place]):.3f} s of the processor")
        say(f"beside it, the backup of the whole register: {backed_up.spent:.3f} s")
    say(f"{min(spent[LATE]) / min(spent[EARLY]):.2f} x the {EARLY}th (wanted: at most 1.5)")


def fill(path: Path, whole: Submission, count: int, content: bytes) -> None:
    """Make a register of so many workbooks, as if each had been merged by itself.

    What each says is its own; the bytes kept of it are those of another of the same size.
    """
    with creating(path, KEY, salt=bytes(16), person="M. Lead", session_id=SESSION) as store:
        with store.transaction() as unit:
            unit.begin(replace(whole.inspection, kind=FileKind.REGISTER), whole.form, None, ())
            reads = [shown(whole, number) for number in range(count)]
            for number, (read, record) in enumerate(zip(reads, records_of(reads), strict=True)):
                source = replace(source_of(f"{number:064x}", read), name=f"{number}.xlsx")
                unit.add_workbook(StoredWorkbook(source=source, content=content, record=record))
        plan = plan_merge(merge_base(store), [], lead="M. Lead", now=NOW)
        commit_merge(store, plan, now=NOW)


def shown(whole: Submission, number: int) -> Submission:
    """Return a reader's workbook as it is read: the force's own grades only of cases they read."""
    read = of_reader(whole, number, READ_BY_EACH)
    own = {review.case for review in read.reviews}
    cases = (case if case.id in own else case.without(WITHHELD) for case in read.cases)
    return replace(read, cases=tuple(cases))


def addition(path: Path, book: Path, trust: TrustList, recounts: Stopwatch) -> float:
    """Verify a workbook and merge it into a copy of a register; return the seconds."""
    watch, before = Stopwatch(), recounts.spent
    copy = Path(shutil.copy(path, path.with_suffix(".copy.review")))
    with copy.open("rb+") as opened:
        os.fsync(opened.fileno())  # else the merge's own flush would write the whole copy
    with watch.running(), open_file(copy, KEY, person="M. Lead", session_id=SESSION) as store:
        examined = examine(book, trust, now=NOW)
        base = merge_base(store, [read_examined(examined)])
        plan = plan_merge(base, [examined], lead="M. Lead", now=NOW)
        assert len(plan.accepted) == 1, plan.refused
        commit_merge(store, plan, now=NOW)
    return watch.spent - (recounts.spent - before)
