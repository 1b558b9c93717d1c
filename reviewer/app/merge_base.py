"""What a register holds before workbooks are merged into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer.app.last_merge import LastMerge, basis_of, last_merge_of, reach_of, state_of
from reviewer.app.register import counted_register, known_answers, own_list
from reviewer.app.store import Store
from reviewer.domain.decision import ABOUT_CASE_IDS, Decision
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.message import message
from reviewer.domain.submission import Source, Submission
from reviewer.register.case_ids import counted, decisions_counted
from reviewer.register.rulings import gathered


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a register holds before a merge; a register still to be made holds nothing.

    `exports` are the ids of the workbooks that it exported itself. `decisions` are its own, and
    those about codes and lists that workbooks bring. `known_cases` are counted nowhere.
    `basis` is the digest of what counts beside the workbooks. With `last`, what the register
    amounts to before, the workbooks have only the reviews of the cases in `reach`.
    """

    inspection: Inspection | None
    form: Form | None
    workbooks: Mapping[str, Submission]
    sources: tuple[Source, ...]
    decisions: tuple[Decision, ...]
    exports: frozenset[str]
    known_cases: frozenset[CaseId] = frozenset()
    basis: str = ""
    last: LastMerge | None = None
    reach: frozenset[CaseId] = frozenset()

    def knowing(self, coming: Iterable[Submission]) -> Base:
        """Return it with the decisions about codes and lists of teams' workbooks that come in."""
        books = (*self.workbooks.values(), *coming)
        found = gathered(books, self.decisions)
        about = tuple(d for d in found if d.kind in ABOUT_CASE_IDS)
        code = self.inspection.code if self.inspection is not None else ""
        workbooks = counted(self.workbooks, code, about)
        own = decisions_counted(self.workbooks, workbooks, self.decisions)
        decisions = tuple({d.id: d for d in (*about, *own)}.values())
        return replace(self, workbooks=workbooks, decisions=decisions)


NOTHING = Base(
    inspection=None, form=None, workbooks={}, sources=(), decisions=(), exports=frozenset()
)


def register_inspection(store: Store) -> Inspection:
    """Return what a register is about; raises RefusalError for a reviewer's own file."""
    inspection = store.inspection()
    if inspection.kind is not FileKind.REGISTER:
        raise RefusalError(
            "not-a-register",
            message(
                "This is a reviewer's own file. Merge workbooks into a register. A new one is "
                "created if it does not exist."
            ),
        )
    return inspection


def merge_base(store: Store, coming: Sequence[Submission] | None = None) -> Base:
    """Return what a register holds; raises RefusalError for a reviewer's own file.

    Where `coming` is all that may come in, it holds the reviews of the cases that this touches, as
    long as these are known.
    """
    inspection = register_inspection(store)
    sources, own_decisions = store.sources(), store.decisions()
    known_cases = frozenset(known_answers(store))
    basis = basis_of(inspection.code, own_decisions, known_cases, own_list(store))
    last, reach = None, None
    if coming is not None:
        last = last_merge_of(store, state_of(basis, (source.digest for source in sources)))
    if coming is not None and last is not None:
        reach = reach_of(coming, last, sources, own_decisions)
    workbooks, decisions = counted_register(store, reach)
    if coming is not None and reach is not None and _adds_cases(coming, workbooks.values()):
        reach = None
        workbooks, decisions = counted_register(store)
    return Base(
        inspection=inspection,
        form=store.form(),
        workbooks=workbooks,
        sources=sources,
        decisions=decisions,
        exports=frozenset(export.id for export in store.exports()),
        known_cases=known_cases,
        basis=basis,
        last=last if reach is not None else None,
        reach=reach or frozenset(),
    )


def _adds_cases(coming: Iterable[Submission], books: Iterable[Submission]) -> bool:
    """Say whether a workbook has cases that are not on the list yet."""
    # Most workbooks of a register have the same list, which is then the same object.
    lists = {id(book.cases): book.cases for book in books}
    listed = {case.id for cases in lists.values() for case in cases}
    return any(case.id not in listed for book in coming for case in book.cases)
