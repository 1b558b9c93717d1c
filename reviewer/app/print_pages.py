"""Which reviews a print of cases shows, in which state, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.app.register import combined_register, standings_of
from reviewer.app.store import Store
from reviewer.domain.case import WITHHELD
from reviewer.domain.decision import Decision
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind
from reviewer.domain.leaving_text import LeavingText, decision_texts, listed_texts, review_texts
from reviewer.domain.message import Message, message, plural
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding
from reviewer.printing.printed import CasePage


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenPages:
    """The reviews to print, in the list's order, and a sentence about those left out."""

    pages: tuple[CasePage, ...]
    notices: tuple[Message, ...] = ()

    @property
    def cases(self) -> tuple[CaseId, ...]:
        """The cases among them, each once."""
        return tuple(dict.fromkeys(page.case.id for page in self.pages))

    @property
    def have_references(self) -> bool:
        """Whether the file holds the force's reference of any of them."""
        return any(page.case.reference for page in self.pages)


def chosen_pages(
    store: Store, wanted: frozenset[CaseId] | None, *, with_superseded: bool = False
) -> ChosenPages:
    """Gather the reviews that count of the wanted cases, or of all; the others where asked for.

    Of a case whose reviews differ without a decision all are gathered: none of them counts yet.
    Raises RefusalError for a case that the file does not have.
    """
    standings = standings_of(store)
    unknown = sorted((wanted or frozenset()) - {standing.case.id for standing in standings})
    if unknown:
        raise RefusalError(
            "unknown-case", message("There is no case {case} in the file.", case=unknown[0])
        )
    chosen = [s for s in standings if wanted is None or s.case.id in wanted]
    decisions = _decisions(store)
    pages: list[CasePage] = []
    left_out = 0
    for standing in chosen:
        reviews = _shown(standing, with_superseded=with_superseded)
        left_out += max(len(standing.reviews) - len(reviews), 0)
        pages += [
            CasePage(
                case=standing.case,
                review=review,
                standing=standing,
                decision=decisions.get(standing.case.id),
                changed_since=_changed_since(store, review),
            )
            for review in reviews
        ]
    return ChosenPages(pages=tuple(pages), notices=_left_out(left_out))


def page_texts(
    form: Form, pages: Iterable[CasePage], *, with_references: bool
) -> Iterator[LeavingText]:
    """Yield the texts of the pages of cases, as far as those show them."""
    for page in pages:
        graded = page.review is not None and bool(page.review.blind_grade)
        hidden = set() if graded else set(WITHHELD)
        yield from listed_texts(
            page.case.without(hidden if with_references else {*hidden, Key("reference")})
        )
        if page.review is not None:
            yield from review_texts(form, page.review)
        yield from decision_texts([page.decision] if page.decision is not None else [])


def _shown(standing: CaseStanding, *, with_superseded: bool) -> Sequence[Review | None]:
    if with_superseded or standing.unsettled or standing.standing is None:
        return standing.reviews or (None,)
    return (standing.standing,)


def _decisions(store: Store) -> dict[CaseId, Decision]:
    if store.inspection().kind is not FileKind.REGISTER:
        return {}
    return {pair.case: pair.decision for pair in combined_register(store).pairs if pair.decision}


def _changed_since(store: Store, review: Review | None) -> int:
    """Return the number of the last export that was made before a review's last change."""
    if review is None or store.inspection().kind is FileKind.REGISTER:
        return 0
    exports = store.exports()
    return exports[-1].number if exports and review.changed_at > exports[-1].at else 0


def _left_out(number: int) -> tuple[Message, ...]:
    if not number:
        return ()
    return (
        plural(
            number,
            "{n} review is left out because another one has replaced it.",
            "{n} reviews are left out because others have replaced them.",
        ),
    )
