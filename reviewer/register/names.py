"""Whose reviews a name stands for: one reader with two spellings, two readers of one name.

A name counts as it is, until a lead decides otherwise. Where one certificate signed for several
names, or several certificates for one, a person is asked once. Until the answer all of them
count as one reader: nobody forms a second read with themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.case import normalised_name
from reviewer.domain.combined import NameQuestion
from reviewer.domain.decision import Decision, DecisionKind, current
from reviewer.domain.inspection import FileKind
from reviewer.domain.submission import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the lead decided about readers' names, and what is still to be asked."""

    aliases: Mapping[tuple[str, str], str]
    together: Mapping[str, str]
    questions: tuple[NameQuestion, ...]

    def reader(self, name: str, signers: Collection[str] = ()) -> str:
        """Return the reader that a name stands for where these certificates signed it."""
        normal = normalised_name(name)
        for signer in (*sorted(signers), ""):
            if (normal, signer) in self.aliases:
                return self.aliases[normal, signer]
        return self.together.get(normal, name)


def settle_names(sources: Sequence[Source], decisions: Iterable[Decision]) -> Names:
    """Work out which reader each name stands for."""
    aliases: dict[tuple[str, str], str] = {}
    torn: set[tuple[str, str]] = set()
    for decision in current(d for d in decisions if d.kind is DecisionKind.READER):
        if decision.alias is None or decision.revoked:
            continue
        slot = normalised_name(decision.alias.name), decision.alias.signer
        other = aliases.setdefault(slot, decision.alias.counts_as)
        if normalised_name(other) != normalised_name(decision.alias.counts_as):
            torn.add(slot)
    for slot in torn:
        del aliases[slot]
    questions = tuple(_questions(sources, aliases))
    return Names(
        aliases={slot: _resolved(aliases, counts_as) for slot, counts_as in aliases.items()},
        together=_together(questions),
        questions=questions,
    )


def _resolved(aliases: Mapping[tuple[str, str], str], name: str) -> str:
    """Follow a name that counts as another that counts as a third."""
    seen = {normalised_name(name)}
    while (further := aliases.get((normalised_name(name), ""))) is not None:
        if normalised_name(further) in seen:
            break
        name = further
        seen.add(normalised_name(name))
    return name


def _questions(
    sources: Sequence[Source], aliases: Mapping[tuple[str, str], str]
) -> Iterable[NameQuestion]:
    signed: dict[str, dict[str, str]] = defaultdict(dict)
    signers: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    handed = _handed_over(sources)
    for source in sorted(sources, key=lambda one: (one.file, one.fingerprint, one.digest)):
        if source.kind is not FileKind.REVIEW or not source.fingerprint or not source.persons:
            continue
        name = source.persons[-1]
        normal = normalised_name(name)
        if (normal, source.fingerprint) in aliases or (normal, "") in aliases:
            continue
        signed[source.fingerprint].setdefault(normal, name)
        signers[normal][source.file or source.digest].add(source.fingerprint)
    for fingerprint, names in sorted(signed.items()):
        asked = [names[normal] for normal in sorted(names)]
        if len(asked) > 1 and not _all_handed(names, handed):
            yield NameQuestion(names=tuple(asked), signers=(fingerprint,))
    for normal, by_file in sorted(signers.items()):
        # One file that was signed by two certificates shows that one of them was renewed.
        persons = _joined(by_file.values())
        if len(persons) > 1:
            name = min(names[normal] for names in signed.values() if normal in names)
            yield NameQuestion(names=(name,), signers=tuple(sorted(min(one) for one in persons)))


def _handed_over(sources: Iterable[Source]) -> set[frozenset[str]]:
    """Return the pairs of people between whom a file was handed over."""
    return {
        frozenset((normalised_name(one), normalised_name(other)))
        for source in sources
        for one in source.persons
        for other in source.persons
    }


def _all_handed(names: Collection[str], handed: Collection[frozenset[str]]) -> bool:
    ordered = sorted(names)
    return all(frozenset((ordered[0], other)) in handed for other in ordered[1:])


def _together(questions: Sequence[NameQuestion]) -> dict[str, str]:
    """Return, for names that are asked about together, the one under which they count."""
    spelled = {normalised_name(name): name for asked in questions for name in asked.names}
    groups = _joined({normalised_name(name) for name in asked.names} for asked in questions)
    return {name: spelled[min(group)] for group in groups for name in group if len(group) > 1}


def _joined(sets: Iterable[Collection[str]]) -> list[set[str]]:
    """Join sets that share something."""
    groups: list[set[str]] = []
    for one in sets:
        joined, apart = set(one), []
        for group in groups:
            if group & joined:
                joined |= group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups
