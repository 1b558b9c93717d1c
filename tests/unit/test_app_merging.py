"""A merge is planned in full before anything is written, and then done as it was planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from register_sample import CASES, CODE, FORM, LIST, ReviewerFile, inspection

from db.file import creating, open_file
from db.key import FileKey
from db.store import ReviewFile
from reviewer.app.deciding import Ruling, decide_finding
from reviewer.app.deciding_names import decide_code
from reviewer.app.exporting import ExportOrder, export_workbook
from reviewer.app.merge_base import NOTHING, Base, merge_base
from reviewer.app.merging import (
    MergePlan,
    begin_with,
    commit_merge,
    find_workbook,
    plan_merge,
    remove_workbook,
)
from reviewer.app.recounting import written_again
from reviewer.app.register import combined_register
from reviewer.app.verifying import Examined, examine, unreadable
from reviewer.domain.combined import PairState
from reviewer.domain.decision import Alias, Decision, DecisionKind
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.file_actions import WorkbookMerged, WorkbookRemoved
from reviewer.domain.ids import CaseId, SessionId, case_id
from reviewer.domain.inspection import EarlierVisit, FileKind
from reviewer.domain.submission import Submission
from reviewer.domain.times import stamp
from reviewer.register.case_ids import renamed
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.signer import sign_parts
from reviewer.signing.trust import TrustList
from reviewer.signing.trust_log import Terms
from reviewer.workbook.package import compressed

NOW = datetime(2018, 1, 30, 9, 0, tzinfo=UTC)
LEAD = "M. Lead"
FIRST, SECOND = case_id(CODE, 1), case_id(CODE, 2)
A, B = (create_identity(name=f"{letter}. Inspector", kind="ec", now=NOW) for letter in "AB")
TRUST = TrustList(certificates=(A.certificate, B.certificate))

Written = Callable[..., Examined]
Opened = Callable[[MergePlan], ReviewFile]


def file_of(signer: Identity, grades: str = "RI", first: int = 1) -> ReviewerFile:
    """Answer as many cases as there are grades, from a position on."""
    own = ReviewerFile(signer.name, SessionId(f"of {signer.name}"))
    for position, grade in enumerate(grades.split(), start=first):
        own.grade(case_id(CODE, position), grade)
    return own


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write what a file carries as a signed workbook, and examine it as it was handed in."""

    def write(
        content: Submission,
        signer: Identity = A,
        name: str = "",
        trust: TrustList = TRUST,
        **about: Any,  # noqa: ANN401 - whatever an inspection may say
    ) -> Examined:
        content = replace(content, inspection=replace(content.inspection, **about))
        parts = compressed(written_again(content))
        number = content.export.number
        path = tmp_path / (name or f"{signer.name[0]}{number}.xlsx")
        path.write_bytes(sign_parts(parts, signer, NOW))
        return examine(path, trust, now=NOW)

    return write


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Opened]:
    """Make a register of a plan."""
    made: list[ReviewFile] = []

    def make(plan: MergePlan) -> ReviewFile:
        key, path = FileKey(raw=bytes(range(32))), tmp_path / "team.review"
        with creating(path, key, salt=bytes(16), person=LEAD, session_id=SessionId("r")) as store:
            begin_with(store, plan, now=NOW)
        made.append(open_file(path, key, person=LEAD, session_id=SessionId("s")))
        return made[-1]

    yield make
    for store in made:
        store.close()


def ruling() -> Ruling:
    return Ruling(id="d1", moderator=LEAD, reason="They mistyped it.", now=NOW)


def planned(*examined: Examined, base: Base = NOTHING, lead: str = LEAD) -> MergePlan:
    return plan_merge(base, examined, lead=lead, now=NOW)


def codes(found: Sequence[Any]) -> list[tuple[str, str]]:
    """Return which workbook a warning is about, and its code."""
    return sorted((getattr(one, "workbook", "") or one.name, one.code) for one in found)


def test_a_new_register_is_of_the_workbooks_inspection_and_the_leads(written: Written) -> None:
    book = written(
        file_of(A).export(),
        visit_from="2018-01-15",
        visit_to="2018-01-19",
        random_sample=True,
        draw="drawn by hand",
        earlier=(EarlierVisit(label="2016", graded=10, below_good=5),),
    )
    plan = planned(book)
    about = plan.inspection
    assert about == replace(
        inspection(LEAD, FileKind.REGISTER),
        visit_from="2018-01-15",
        visit_to="2018-01-19",
        random_sample=True,
        draw="drawn by hand",
    )
    assert plan.form == FORM
    assert plan.led_by("N. Lead").inspection == replace(about, person="N. Lead")
    assert (plan.refused, plan.warnings) == ((), ())


def test_what_each_workbook_brings_is_counted_against_what_was_there(written: Written) -> None:
    own = file_of(A, "RI G")
    earlier = written(own.export())
    plan = planned(earlier, written(file_of(B, "I", first=3).export(), B))
    gains = {one.name: one.gain for one in plan.accepted}
    assert [(g.reviews, g.new) for g in (gains["A1.xlsx"], gains["B1.xlsx"])] == [(2, 2), (1, 1)]
    assert (plan.cases.sampled, plan.cases.reviewed, plan.cases.outstanding) == (3, 3, 0)
    own.grade(FIRST, "I")
    base = replace(
        NOTHING,
        inspection=plan.inspection,
        form=FORM,
        workbooks={earlier.digest: file_of(A, "RI G").export()},
        sources=tuple(a.stored.source for a in plan.accepted if a.name == "A1.xlsx"),
    )
    (newer,) = planned(written(own.export(2)), base=base).accepted
    assert (newer.gain.new, newer.gain.replaced, newer.gain.unchanged) == (0, 1, 1)


def test_a_workbook_is_kept_with_who_signed_it_and_which_export_it_is(written: Written) -> None:
    book = written(file_of(A).export(7))
    (accepted,) = planned(book).accepted
    source = accepted.stored.source
    assert (accepted.name, accepted.signer) == ("A7.xlsx", "A. Inspector")
    assert accepted.stored.content == book.content
    assert (source.digest, source.fingerprint) == (book.digest, A.fingerprint)
    assert (source.issued_by, source.export_id) == ("A. Inspector", "A. Inspector-7")
    assert (source.export_number, source.exported_at) == (7, "2018-01-29T16:00:00.000Z")
    assert source.merged_at == stamp(NOW)


def test_the_same_workbook_twice_is_one(written: Written) -> None:
    book = written(file_of(A).export())
    assert len(planned(book, replace(book, name="again.xlsx")).accepted) == 1


def test_the_order_in_which_workbooks_come_makes_no_difference(written: Written) -> None:
    books = [
        written(file_of(A).export()),
        written(file_of(B).export(), B),
        written(file_of(A, "RI G").export(2)),
    ]
    one, other = planned(*books), planned(*reversed(books))
    assert one.combined == other.combined
    assert [book.name for book in one.accepted] == ["A1.xlsx", "B1.xlsx", "A2.xlsx"]
    assert [book.name for book in other.accepted] == ["A2.xlsx", "B1.xlsx", "A1.xlsx"]


def test_nothing_comes_of_workbooks_that_are_all_refused(written: Written) -> None:
    plan = planned(
        unreadable(Path("gone.xlsx"), WorldError("no-such-file", "There is none.")),
        written(file_of(A).export(), trust=TrustList()),
    )
    assert (plan.inspection, plan.form, plan.combined, plan.accepted) == (None, None, None, ())
    assert codes(plan.refused) == [("A1.xlsx", "unknown-signer"), ("gone.xlsx", "unreadable")]
    assert plan.cases.sampled == 0
    assert plan.led_by(LEAD) is plan


def test_what_is_refused_carries_what_was_found_of_it(written: Written) -> None:
    sound, stranger = written(file_of(A).export()), written(file_of(B).export(), B, trust=TRUST)
    stranger = replace(stranger, verdict=replace(stranger.verdict, parts=None))
    plan = planned(sound, stranger)
    assert [(one.name, one.book) for one in plan.refused] == [("B1.xlsx", stranger)]
    assert len(plan.accepted) == 1


def test_a_workbook_of_another_inspection_or_list_is_refused_and_the_rest_taken(
    written: Written, register: Opened
) -> None:
    store = register(planned(written(file_of(A).export())))
    base = merge_base(store)
    other = file_of(B).export()
    longer = replace(other, lists=(replace(LIST, digest="9" * 64),))
    plan = planned(
        written(other, B, "elsewhere.xlsx", code="NCPI-SYN-2018Q3"),
        written(longer, B, "list.xlsx"),
        written(other, B),
        base=base,
    )
    assert codes(plan.refused) == [
        ("elsewhere.xlsx", "other-inspection"),
        ("list.xlsx", "other-list"),
    ]
    assert [one.name for one in plan.accepted] == ["B1.xlsx"]


@pytest.mark.parametrize("other", [{"lists": (replace(LIST, digest="9" * 64),)}, {}])
def test_a_new_register_is_made_of_workbooks_of_one_inspection_and_list_only(
    written: Written, other: dict[str, Any]
) -> None:
    strange = written(
        replace(file_of(B).export(), **other) if other else renamed(file_of(B).export(), "NCPI-AA"),
        B,
    )
    sound = [written(file_of(A).export()), written(file_of(A, "RI G").export(2))]
    for books in ((*sound, strange), (strange, *sound)):
        plan = planned(*books)
        assert (plan.accepted, plan.inspection, plan.combined) == ((), None, None)
        assert [one.code for one in plan.refused] == ["several-inspections"] * 3
        assert [one.name for one in plan.refused] == [book.name for book in books]
        assert sorted(len(group.names) for group in plan.groups) == [1, 2]


def test_a_list_read_with_other_types_or_dates_is_refused_by_its_first_row(
    written: Written,
) -> None:
    def listing(values: str, **other: str) -> dict[str, Any]:
        case = replace(CASES[1], values={**CASES[1].values, **other})
        return {
            "lists": (replace(LIST, values=values),),
            "cases": (CASES[0], case, *CASES[2:]),
        }

    ours = written(replace(file_of(A).export(), **listing("1")))
    other = written(replace(file_of(B).export(), **listing("2", reported="2017-04-03")), B)
    plan = planned(ours, other)
    (refused,) = plan.refused
    assert (refused.name, refused.code) == ("B1.xlsx", "other-list-value")
    assert SECOND in str(refused.text)
    corrected = written(replace(file_of(B).export(), **listing("1", reported="2017-04-03")), B)
    assert len(planned(ours, corrected).accepted) == 2


def test_a_code_that_was_mistyped_counts_once_the_lead_says_so(
    written: Written, register: Opened
) -> None:
    store = register(planned(written(file_of(A).export())))
    strange = written(renamed(file_of(B).export(), "NCPI-AA"), B)
    base = merge_base(store)
    assert [one.code for one in planned(strange, base=base).refused] == ["other-inspection"]
    decide_code(store, "NCPI-AA", ruling())
    plan = planned(strange, base=merge_base(store))
    assert [one.gain.new for one in plan.accepted] == [1]
    commit_merge(store, plan, now=NOW)
    assert {review.case for review in combined_register(store).reviews} == {FIRST}
    alike = written(renamed(file_of(B, "RI G").export(2), CODE.lower()), B)
    assert len(planned(alike, base=merge_base(store)).accepted) == 1


def test_reviews_of_another_than_the_signer_are_refused(written: Written) -> None:
    eve = file_of(A, "G G")
    plan = planned(written(file_of(A).export()), written(eve.export(2), B))
    assert codes(plan.refused) == [("B2.xlsx", "other-reader")]
    trust = TRUST.with_terms({B.fingerprint: Terms(names=("A. Inspector", "B. Inspector"))})
    assert planned(written(eve.export(2), B, trust=trust)).refused == ()


def test_a_handover_in_the_log_explains_whose_reviews_a_workbook_has(written: Written) -> None:
    heir = file_of(A, "G G").hand_over("B. Inspector", SessionId("of B"))
    heir.grade(SECOND, "RI")
    plan = planned(written(heir.export(2), B, name="B2.xlsx"))
    assert (plan.refused, codes(plan.warnings)) == ((), [("B2.xlsx", "handed-over")])


def test_a_register_takes_no_export_of_its_own(
    written: Written, register: Opened, tmp_path: Path
) -> None:
    store = register(planned(written(file_of(A).export())))
    out = tmp_path / "team.xlsx"
    export_workbook(store, ExportOrder(out=out), B, now=NOW, export_id="own", app_version="0")
    plan = planned(examine(out, TRUST, now=NOW), base=merge_base(store))
    assert codes(plan.refused) == [("team.xlsx", "own-export")]
    assert plan.accepted == ()


def test_a_reviewers_own_file_is_no_register(tmp_path: Path) -> None:
    key, path = FileKey(raw=bytes(range(32))), tmp_path / "own.review"
    with creating(path, key, salt=bytes(16), person="A", session_id=SessionId("r")) as store:
        with store.transaction() as unit:
            unit.begin(inspection("A. Inspector"), FORM, LIST, CASES)
        with pytest.raises(RefusalError) as caught:
            merge_base(store)
    assert caught.value.code == "not-a-register"


def test_what_was_planned_is_done_once_and_logged(written: Written, register: Opened) -> None:
    store = register(planned(written(file_of(A, "RI G").export())))
    plan = planned(
        written(file_of(A, "RI G").export()),
        written(file_of(B, "I", first=3).export(), B),
        base=merge_base(store),
    )
    commit_merge(store, plan, now=NOW)
    assert sorted(source.name for source in store.sources()) == ["A1.xlsx", "B1.xlsx"]
    merged = [e.action for e in store.events() if isinstance(e.action, WorkbookMerged)]
    assert [(m.signer, m.new, m.replaced, m.unchanged) for m in merged] == [
        ("A. Inspector", 2, 0, 0),
        ("B. Inspector", 1, 0, 0),
    ]
    commit_merge(store, plan, now=NOW)
    assert len(store.sources()) == 2
    assert sum(isinstance(e.action, WorkbookMerged) for e in store.events()) == 2


def test_keeper_and_disposal_stay_the_registers_own(written: Written, register: Opened) -> None:
    store = register(planned(written(file_of(A).export())))
    stricter = written(file_of(B).export(), B, marking="SECRET", dispose_by="2018-02-01")
    plan = planned(stricter, base=merge_base(store), lead="N. Lead")
    with store.transaction(NOW) as unit:  # while the plan was looked at
        unit.put_inspection(replace(store.inspection(), dispose_by="2020-12-31"))
    commit_merge(store, plan.led_by("O. Lead"), now=NOW)
    about = store.inspection()
    assert (about.person, about.dispose_by, about.marking) == (LEAD, "2020-12-31", "SECRET")
    remove_workbook(store, "B1.xlsx", now=NOW)
    about = store.inspection()
    assert (about.person, about.dispose_by) == (LEAD, "2020-12-31")
    assert about.marking == "OFFICIAL-SENSITIVE"


def test_a_plan_of_nothing_makes_no_register(tmp_path: Path) -> None:
    key, path = FileKey(raw=bytes(range(32))), tmp_path / "team.review"
    with (
        pytest.raises(RefusalError) as caught,
        creating(path, key, salt=bytes(16), person=LEAD, session_id=SessionId("r")) as store,
    ):
        begin_with(store, planned(), now=NOW)
    assert caught.value.code == "nothing"
    assert not path.exists()


def test_a_workbook_is_found_by_its_name_or_by_the_beginning_of_its_digest(
    written: Written, register: Opened
) -> None:
    books = [
        written(file_of(A).export(), name="same.xlsx"),
        written(file_of(A, "RI G").export(2), name="same.xlsx"),
        written(file_of(B).export(), B),
    ]
    store = register(planned(*books))
    wanted = books[2].digest
    for name in ("B1.xlsx", wanted, wanted.upper(), wanted[:8]):
        assert find_workbook(store, name).digest == wanted
    for name, sentence in (
        (wanted[:7], "no workbook called"),
        ("same.xlsx", "2 workbooks called"),
        ("b1.xlsx", "no workbook called"),
    ):
        with pytest.raises(RefusalError, match=sentence) as caught:
            find_workbook(store, name)
        assert caught.value.code == "which-workbook"


def test_a_removed_workbook_takes_what_came_from_it_alone(
    written: Written, register: Opened
) -> None:
    store = register(
        planned(written(file_of(A).export()), written(file_of(B, "I", first=2).export(), B))
    )
    before = planned(base=merge_base(store))
    assert before.cases.reviewed == 2
    removed = remove_workbook(store, "B1.xlsx", now=NOW)
    assert removed.name == "B1.xlsx"
    assert [source.name for source in store.sources()] == ["A1.xlsx"]
    last = store.last_event()
    assert last is not None
    assert last.action == WorkbookRemoved(digest=removed.digest)
    assert planned(base=merge_base(store)).cases.reviewed == 1


def test_what_the_lead_decided_counts_in_the_next_plan(written: Written, register: Opened) -> None:
    books = written(file_of(A).export()), written(file_of(B, "I").export(), B)
    store = register(planned(*books))
    ruling = Ruling(id="d1", moderator=LEAD, reason="Read together.", now=NOW)
    decide_finding(store, FIRST, "RI", ruling)
    plan = planned(*books, base=merge_base(store))
    assert plan.combined is not None
    assert [pair.state for pair in plan.combined.pairs] == [PairState.MODERATED]


def test_a_workbook_that_does_not_follow_what_is_there_is_warned_of(
    written: Written, register: Opened
) -> None:
    store = register(planned(written(file_of(A, "RI G").export(3))))
    copy = file_of(A).copy(SessionId("copy"))
    plan = planned(written(copy.export(2)), base=merge_base(store))
    assert codes(plan.warnings) == [("A2.xlsx", "log-broken")]
    twin = file_of(A, "I").copy(SessionId("twin")).export(3)
    twin = replace(twin, export=replace(twin.export, id="another file's"))
    plan = planned(written(twin, name="twin.xlsx"), base=merge_base(store))
    assert ("twin.xlsx", "same-number") in codes(plan.warnings)


def test_an_older_export_of_a_file_is_refused_once_a_newer_one_is_there(
    written: Written, register: Opened
) -> None:
    ours = file_of(A, "RI G")
    books = [written(ours.export(1)), written(ours.export(2)), written(ours.export(3))]
    store = register(planned(books[0], books[2]))
    plan = planned(*books, base=merge_base(store))
    assert codes(plan.refused) == [("A2.xlsx", "went-back")]
    assert [book.name for book in plan.accepted] == ["A1.xlsx", "A3.xlsx"]


def test_a_workbook_issued_under_another_name_than_its_signers_is_warned_of(
    written: Written,
) -> None:
    terms = Terms(issued_by="C. Inspector", names=("A. Inspector",))
    bound = TRUST.with_terms({A.fingerprint: terms})
    plan = planned(written(file_of(A).export(), trust=bound))
    (warned,) = plan.warnings
    assert (warned.workbook, warned.code) == ("A1.xlsx", "issued-by")
    assert str(warned.text).startswith("A1.xlsx: The Cover sheet says")


def test_what_a_new_workbook_says_otherwise_is_named(written: Written) -> None:
    plan = planned(
        written(file_of(A).export()), written(file_of(B).export(), B, marking="OFFICIAL")
    )
    assert codes(plan.warnings) == [("B1.xlsx", "other-marking")]


def test_of_a_workbook_that_was_there_only_what_this_merge_changes_is_named(
    written: Written, register: Opened
) -> None:
    store = register(
        planned(
            written(file_of(A).export()),
            written(file_of(B).export(), B, marking="OFFICIAL"),
        )
    )
    unlike = written(file_of(A, "RI G").export(2), force="Synthetic Constabulary of the North")
    plan = planned(unlike, base=merge_base(store))
    assert codes(plan.warnings) == [("A1.xlsx", "other-force"), ("B1.xlsx", "other-force")]
    known = written(file_of(A).export())
    assert planned(known, base=merge_base(store)).warnings == ()


def test_a_refused_teams_workbook_decides_nothing_in_the_merge_that_refuses_it(
    written: Written, register: Opened
) -> None:
    store = register(planned(written(file_of(A).export())))
    alias = Alias(name="NCPI-AA", counts_as=CODE)
    decided = Decision(
        id="d1", case=CaseId(""), kind=DecisionKind.CODE, alias=alias, between=(),
        moderator=LEAD, at=stamp(NOW), reason="They mistyped it.",
    )  # fmt: skip
    foreign = replace(file_of(B).export(3), decisions=(decided,))
    team = written(foreign, name="team.xlsx", kind=FileKind.REGISTER)
    strange = written(renamed(file_of(B).export(), "NCPI-AA"), B)
    refused = planned(team, strange, base=merge_base(store)).refused
    assert codes(refused) == [("B1.xlsx", "other-inspection"), ("team.xlsx", "other-reader")]
