"""Which workbooks count: the newest export of each register, with what it holds, and no older one.

A register's export says which workbooks it holds. Above it, its newest export replaces the older
ones whole, so that a workbook that was removed below disappears above too, by whatever way the
exports came. Copies of a register that were both worked on are for a person: until then both
count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from reviewer.domain.inspection import FileKind
from reviewer.domain.submission import Source, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """The workbooks that count, by digest, each with the way it came; and copies that diverged.

    `sources` are all of them, each once for each team's workbook that holds it.
    """

    sources: tuple[Source, ...]
    diverged: tuple[tuple[Source, ...], ...]
    signers: Mapping[str, str]

    @property
    def digests(self) -> frozenset[str]:
        """The digests of the workbooks that count."""
        return frozenset(source.digest for source in self.sources)


def source_of(digest: str, book: Submission) -> Source:
    """Say of a workbook's content which export of which file it is."""
    export, about = book.export, book.inspection
    reviewers = {review.reviewer for review in (*book.reviews, *book.superseded)}
    return Source(
        digest=digest,
        name="",
        signer="",
        fingerprint=book.signer,
        issued_by=export.issued_by,
        export_id=export.id,
        export_number=export.number,
        exported_at=export.at,
        kind=about.kind,
        file=about.file,
        persons=about.persons,
        readers=tuple(sorted(reviewers)),
        log_head=export.log_head,
        heads=tuple(dict.fromkeys(line.head for line in book.log if line.head)),
    )


def settle_holdings(books: Mapping[str, Submission], known: Iterable[Source] = ()) -> Holdings:
    """Find which workbooks count, of those held directly and of all that they hold.

    `known` says more of those held directly (file names, names of signers).
    """
    named = {source.digest: source for source in known}
    held: dict[str, list[Source]] = {"": []}
    for digest, book in sorted(books.items()):
        held[""].append(named.get(digest) or source_of(digest, book))
        for source in book.sources:
            came_with = source.held_by or digest
            held.setdefault(came_with, []).append(replace(source, held_by=came_with))
    counting, diverged = _newest(held)
    counting[""] = True
    sources = {
        (source.held_by, source.digest): source
        for holder in held
        if counting.get(holder)
        for source in held[holder]
        if counting.get(source.digest)
    }
    ordered = tuple(sources[key] for key in sorted(sources))
    return Holdings(
        sources=ordered,
        diverged=diverged,
        signers={source.digest: source.fingerprint for source in ordered},
    )


def _newest(
    held: Mapping[str, Sequence[Source]],
) -> tuple[dict[str, bool], tuple[tuple[Source, ...], ...]]:
    """Say which workbooks are reached through newest exports only, and which copies diverged.

    Files are taken from above downwards: which exports of a register are there at all follows
    from the exports of the registers that hold it.
    """
    every = {source.digest: source for sources in held.values() for source in sources}
    reached = {source.digest: True for source in held[""]}
    diverged: list[tuple[Source, ...]] = []
    of_file: dict[str, list[Source]] = defaultdict(list)
    for _, source in sorted(every.items()):
        of_file[_file(source)].append(source)
    for file in _downwards(held, every):
        exports = [source for source in of_file[file] if source.digest in reached]
        newest = [one for one in exports if not any(_follows(other, one) for other in exports)]
        # The same export signed again is no other copy.
        copies = len({source.log_head for source in newest})
        if copies > 1 and newest[0].kind is FileKind.REGISTER:
            diverged.append(tuple(newest))
        for source in exports:
            reached[source.digest] = source in newest or source.kind is FileKind.REVIEW
        for source in newest:
            reached.update((s.digest, True) for s in held.get(source.digest, ()))
    return reached, tuple(diverged)


def _file(source: Source) -> str:
    return source.file or source.digest


def _follows(later: Source, earlier: Source) -> bool:
    """Say whether an export has seen another of the same file."""
    if later.digest == earlier.digest or not earlier.log_head:
        return False
    return later.export_number > earlier.export_number and earlier.log_head in later.heads


def _downwards(held: Mapping[str, Sequence[Source]], every: Mapping[str, Source]) -> list[str]:
    """Return the files so that each comes after those whose exports hold exports of it."""
    below: dict[str, set[str]] = defaultdict(set)
    for holder, sources in held.items():
        if holder in every:
            below[_file(every[holder])].update(_file(source) for source in sources)
    above = {_file(source): 0 for source in every.values()}
    for files in below.values():
        for file in files:
            above[file] += 1
    # Registers that hold each other have no order of their own; any fixed one does.
    waiting = [(count, name) for name, count in above.items()]
    heapify(waiting)
    ordered: list[str] = []
    while waiting:
        count, file = heappop(waiting)
        if above.get(file) != count:  # taken already, or entered again with a lower count
            continue
        del above[file]
        ordered.append(file)
        for lower in below.get(file, ()):
            if lower in above:
                above[lower] -= 1
                heappush(waiting, (above[lower], lower))
    return ordered
