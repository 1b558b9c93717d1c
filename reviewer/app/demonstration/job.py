"""The main job from a force's list to a merged, signed workbook, step by step, on sample data."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from reviewer.app.answering import answer_many
from reviewer.app.completing import complete_case
from reviewer.app.deciding import Ruling, decide_finding
from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.app.demonstration.sample_list import CASES, CODE, FORCE, VISIT_DAY, sample_list
from reviewer.app.earlier_visits import keep_earlier_visit
from reviewer.app.exporting import ExportOrder, export_workbook
from reviewer.app.files import cannot_write, write_atomically
from reviewer.app.merge_base import NOTHING
from reviewer.app.merging import begin_with, plan_merge
from reviewer.app.new_files import begin_review
from reviewer.app.print_order import PrintOrder
from reviewer.app.prints import print_to_file
from reviewer.app.register import combined_register
from reviewer.app.store import Store
from reviewer.app.summarising import Summarised, summarise_file
from reviewer.app.verifying import examine
from reviewer.domain.combined import Pair, PairState
from reviewer.domain.errors import WorldError
from reviewer.domain.file_actions import Printout
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Code
from reviewer.domain.inspection import DEFAULT_MARKING, FileKind, Inspection
from reviewer.domain.list_options import ListOptions
from reviewer.domain.message import message
from reviewer.domain.visits import checked_visit
from reviewer.forms.library import bundled_form
from reviewer.intake.reading import read_list
from reviewer.signing.certificates import certificate_pem
from reviewer.signing.identity import Identity, create_identity, to_pkcs12
from reviewer.signing.trust import TrustList, combine_trust

MARK: Final = "SYNTHETIC.txt"
MARK_TEXT: Final = "Every file here is synthetic; a new run of the demonstration replaces them.\n"
SEED: Final = 2018
PASSPHRASE: Final = "synthetic data for the demonstration only"  # noqa: S105 - told to everyone
"""Of the demonstration's files; it protects nothing but synthetic cases."""

READERS: Final = ("Demonstration reader one", "Demonstration reader two")
LEAD: Final = "Demonstration lead"
FIRST_SHARE: Final = 117
"""Cases assigned to the first reader."""

SECOND_READS: Final = range(107, 117)
"""Places (from 0) of the cases that the second reader reads as well."""

EARLIER: Final = (("First synthetic visit", 374, 278), ("Second synthetic visit", 135, 125))
"""Visits that the demonstration's is compared with: their names, cases graded, and below good."""

_BATCH: Final = 40


class ReviewFiles(Protocol):
    """Where review files are made and opened; the database keeps the promise."""

    def creating(self, path: Path) -> AbstractContextManager[Store]:
        """Make a review file in place of an older one."""
        ...

    def writing(self, path: Path) -> AbstractContextManager[Store]:
        """Open a review file for writing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One who signs: a name, an identity, and the files that belong to it."""

    name: str
    identity: Identity
    review: Path
    workbook: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstrated:
    """What the demonstration left behind."""

    summarised: Summarised
    files: tuple[Path, ...]
    replaced: tuple[Path, ...]


class Demonstration:
    """The whole job in one folder; `report` is given a line for each step with its seconds."""

    def __init__(self, folder: Path, workplace: ReviewFiles, report: Callable[[str], None]) -> None:
        self._folder = folder
        self._workplace = workplace
        self._report = report
        self._form: Form = bundled_form("ncpi")
        self._now = datetime.now(UTC)

    def run(self) -> Demonstrated:
        """Do every step; files of an earlier run are replaced, each by its new one whole."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self._folder, error) from None
        replaced = tuple(path for path in self._planned() if path.exists())
        self._mark(replaced)
        self._report(f"Synthetic cases only; every file goes to {self._folder}/.")
        with self._step("sampled list of 214 synthetic cases"):
            listed = self._list()
        with self._step("three identities and their certificates"):
            people = [
                self._person(name, stem)
                for name, stem in zip((*READERS, LEAD), _STEMS, strict=True)
            ]
        first, second, lead = people
        with self._step("two review files"):
            for person in (first, second):
                self._begin(person, listed)
        with self._step(
            f"{FIRST_SHARE} + {CASES - FIRST_SHARE + len(SECOND_READS)} cases answered"
        ):
            self._answer(first, [*range(FIRST_SHARE)])
            self._answer(second, [*SECOND_READS, *range(FIRST_SHARE, CASES)])
        with self._step("two signed workbooks"):
            for person in (first, second):
                self._export(person)
        trust = combine_trust(TrustList(), [self._folder / "certificates"])
        with self._step("verified, and merged into the register"):
            self._merge(lead, [first.workbook, second.workbook], trust)
        with self._step("second reads moderated"):
            self._moderate(lead)
        with self._step("compared with two earlier visits"):
            self._compare(lead)
        with self._step("the team's signed workbook"):
            self._export(lead)
        with self._step("case summaries and inspection summary as PDF"):
            summarised = self._print(lead)
        return Demonstrated(summarised=summarised, files=self._planned(), replaced=replaced)

    def _mark(self, replaced: tuple[Path, ...]) -> None:
        """Mark the folder as the demonstration's; files that are not its own are never replaced."""
        mark = self._folder / MARK
        if replaced and not mark.exists():
            raise WorldError(
                "not-a-demonstration",
                message(
                    "{path} exists and was not created by the demonstration, so it was "
                    "not overwritten. Choose another folder.",
                    path=str(replaced[0]),
                ),
            )
        write_atomically(mark, MARK_TEXT.encode())

    def _planned(self) -> tuple[Path, ...]:
        names = ["list.csv"]
        for stem in _STEMS:
            names += [f"{stem}.p12", f"certificates/{stem}.cer", f"{stem}.review", f"{stem}.xlsx"]
        return tuple(self._folder / name for name in (*names, "cases.pdf", "summary.pdf"))

    @contextmanager
    def _step(self, what: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self._report(f"{time.perf_counter() - started:6.2f} s  {what}")

    def _list(self) -> Path:
        sample = sample_list(self._form, SEED, READERS, FIRST_SHARE)
        self._grades = sample.grades
        path = self._folder / "list.csv"
        write_atomically(path, sample.content)
        return path

    def _person(self, name: str, stem: str) -> Person:
        identity = create_identity(name=name, kind="ec", now=self._now)
        write_atomically(self._folder / f"{stem}.p12", to_pkcs12(identity, PASSPHRASE))
        certificates = self._folder / "certificates"
        certificates.mkdir(exist_ok=True)
        write_atomically(certificates / f"{stem}.cer", certificate_pem(identity.certificate))
        return Person(
            name=name,
            identity=identity,
            review=self._folder / f"{stem}.review",
            workbook=self._folder / f"{stem}.xlsx",
        )

    def _begin(self, person: Person, listed: Path) -> None:
        reading = read_list(
            listed, ListOptions(force=FORCE), form=self._form, today=VISIT_DAY, code=CODE
        )
        inspection = Inspection(
            code=CODE,
            force=FORCE,
            marking=DEFAULT_MARKING,
            form=self._form.stamp,
            kind=FileKind.REVIEW,
            person=person.name,
            visit_from=(VISIT_DAY - timedelta(days=11)).isoformat(),
            visit_to=VISIT_DAY.isoformat(),
        )
        with self._workplace.creating(person.review) as store:
            begin_review(store, inspection, self._form, reading, now=self._now)

    def _answer(self, person: Person, places: list[int]) -> None:
        with self._workplace.writing(person.review) as store:
            cases = store.cases()
            for start in range(0, len(places), _BATCH):
                batch = places[start : start + _BATCH]
                answers = {
                    cases[place].id: sample_answers(
                        self._form,
                        cases[place],
                        person.name,
                        self._grade(person, place),
                        seed=SEED,
                        today=VISIT_DAY,
                    )
                    for place in batch
                }
                answer_many(store, answers, now=datetime.now(UTC))
                for case_id in answers:
                    complete_case(store, case_id, now=datetime.now(UTC))

    def _grade(self, person: Person, place: int) -> str:
        planned = self._grades[place]
        # Two second reads differ by one step, so that there is something to moderate.
        if person.name == READERS[1] and place in SECOND_READS[:2]:
            graded = self._form.grades.graded
            step = graded.index(Code(planned))
            return graded[step - 1 if step else 1]
        return planned

    def _export(self, person: Person) -> None:
        with self._workplace.writing(person.review) as store:
            export_workbook(
                store,
                ExportOrder(out=person.workbook, final=True, replace=True),
                person.identity,
                now=datetime.now(UTC),
                export_id=f"demonstration-{person.workbook.stem}",
                app_version="demonstration",
            )

    def _merge(self, lead: Person, workbooks: list[Path], trust: TrustList) -> None:
        now = datetime.now(UTC)
        examined = [examine(path, trust, now=now) for path in workbooks]
        plan = plan_merge(NOTHING, examined, lead=lead.name, now=now)
        if plan.refused:
            raise AssertionError([book.text for book in plan.refused])
        with self._workplace.creating(lead.review) as store:
            begin_with(store, plan, now=now)

    def _moderate(self, lead: Person) -> None:
        with self._workplace.writing(lead.review) as store:
            places = {case.id: case.position - 1 for case in combined_register(store).cases}
            for pair in combined_register(store).pairs:
                if pair.state is PairState.OPEN:
                    ruling = Ruling(
                        id=f"demonstration-{pair.case}",
                        moderator=lead.name,
                        reason="Synthetic: both readers met; the first reading stands.",
                        now=datetime.now(UTC),
                    )
                    grade = self._grades[places[pair.case]]
                    items = _settled_items(store.form(), pair, grade)
                    decide_finding(store, CaseId(pair.case), grade, ruling, items)

    def _compare(self, lead: Person) -> None:
        with self._workplace.writing(lead.review) as store:
            for label, graded, below_good in EARLIER:
                visit = checked_visit(label, graded, below_good)
                keep_earlier_visit(store, visit, now=datetime.now(UTC))

    def _print(self, lead: Person) -> Summarised:
        now = datetime.now(UTC)
        with self._workplace.writing(lead.review) as store:
            for kind, name in ((Printout.CASES, "cases.pdf"), (Printout.SUMMARY, "summary.pdf")):
                out = self._folder / name
                print_to_file(store, PrintOrder(kind=kind), out, now=now, replacing=True)
            return summarise_file(store, now=now)


_STEMS: Final = ("reader-one", "reader-two", "team")


def _settled_items(form: Form, pair: Pair, grade: str) -> dict[str, str]:
    """Take, at each item on which the readers differ, what the one with the grade answered."""
    first = next((r for r in pair.reviews if r.grade(form) == grade), pair.reviews[0])
    return {
        key: next(r.get(key) for r in (first, *pair.reviews) if r.get(key))
        for key in pair.differing
        if key != form.roles.grade
    }
