"""Whether what a register derived from its workbooks is what the workbooks themselves say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reviewer.app.last_merge import amounts_of, basis_of, last_merge_of, state_of
from reviewer.app.register import (
    combined_register,
    known_answers,
    own_list,
    read_stored,
    register_workbooks,
)
from reviewer.app.store import Store
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import Message, message
from reviewer.register.case_ids import counted_apart, renamed


def record_faults(store: Store) -> Iterator[Message]:
    """Yield a sentence for each workbook of which the record says something else.

    Another one where what was kept of the last merge is not what the register amounts to.
    """
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
    yield from last_merge_faults(store)


def last_merge_faults(store: Store) -> Iterator[Message]:
    """Yield a sentence where a register keeps other numbers than its workbooks amount to."""
    basis = basis_of(
        store.inspection().code, store.decisions(), known_answers(store).keys(), own_list(store)
    )
    last = last_merge_of(store, state_of(basis, (source.digest for source in store.sources())))
    if last is None:
        return
    combined = combined_register(store)
    torn = {one.case for one in combined.conflicts}
    if (last.amounts, set(last.torn)) != (amounts_of(combined), torn):
        yield message("The numbers kept from the last merge differ from the register's workbooks.")
