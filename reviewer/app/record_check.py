"""Whether the records of a register's workbooks say what the workbooks themselves do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reviewer.app.register import read_stored, register_workbooks
from reviewer.app.store import Store
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import Message, message
from reviewer.register.case_ids import counted_apart, renamed


def record_faults(store: Store) -> Iterator[Message]:
    """Yield a sentence for each workbook of which the record says something else."""
    if store.inspection().kind is not FileKind.REGISTER:
        return
    recorded_books = register_workbooks(store)
    for source in store.sources():
        own = read_stored(store.workbook(source.digest))
        recorded = recorded_books[source.digest]
        # Forms of the same content may differ in which of their parts were given as defaults.
        counted = renamed(own, recorded.inspection.code)
        if len(recorded.lists) < len(own.lists):  # a later list counted apart when it came in
            counted = counted_apart(counted, own.lists[len(recorded.lists)])
        read = replace(counted, signer=recorded.signer, form=recorded.form)
        if read != recorded or own.form.to_json() != recorded.form.to_json():
            yield message(
                "The record of the workbook {file} differs from the workbook itself.",
                file=source.name,
            )
