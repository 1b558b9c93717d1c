from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import RefusalError
from reviewer.domain.submission import ExportStamp
from reviewer.register.succession import Issue, check_newer, warnings_about


def issue(
    number: int,
    *,
    who: str = "Reader A",
    signer: str = "AAAA",
    file: str = "",
    origin: str = "Reader A's file",
    seen: tuple[int, ...] | None = None,
    name: str = "",
    digest: str = "",
) -> Issue:
    """Export `number` of a file; it has seen all earlier exports of that file, or only `seen`."""
    file = file or who
    heads = {f"{file}-{n}" for n in (range(1, number) if seen is None else seen)}
    export = ExportStamp(
        id=f"{file}-export-{number}",
        number=number,
        at="2018-01-29T16:00:00.000Z",
        log_head=f"{file}-{number}",
        issued_by=who,
        app_version="0.1.0",
        final=False,
    )
    return Issue(
        name=name or f"{file}-{number}.xlsx",
        digest=digest or f"{file}-{number}-{signer}",
        fingerprint=signer,
        file=origin,
        export=export,
        heads=frozenset(heads | {export.log_head}),
    )


def codes(known: list[Issue], admitted: list[Issue]) -> list[tuple[str, str]]:
    found = warnings_about(known, admitted)
    assert all(w.workbook in str(w.text) and str(w.text).endswith(".") for w in found)
    return [(w.workbook, w.code) for w in found]


def test_exports_one_after_the_other_need_no_warning() -> None:
    assert codes([], [issue(1)]) == []
    assert codes([issue(1)], [issue(2)]) == []
    assert codes([issue(1), issue(2)], [issue(3), issue(4)]) == []
    assert codes([issue(1)], [issue(7)]) == []
    assert codes([issue(1, who="Reader B", origin="another")], [issue(2), issue(1)]) == []


@pytest.mark.parametrize("known", [[issue(3)], [issue(1), issue(5)], [issue(2), issue(3)]])
def test_an_export_that_a_newer_one_has_seen_is_refused(known: list[Issue]) -> None:
    with pytest.raises(RefusalError) as refusal:
        check_newer(issue(2, signer="A2A2", who="reader  a", file="Reader A"), known)
    assert refusal.value.code == "went-back"
    check_newer(issue(6), known)
    check_newer(issue(2, origin="another file of Reader A"), known)


def test_an_older_genuine_export_given_again_is_reported_unless_the_newest_came_too() -> None:
    held = [issue(1), issue(2)]
    assert codes(held, [issue(1)]) == [("Reader A-1.xlsx", "replayed")]
    assert codes(held, [issue(2)]) == []
    assert codes(held, [issue(1), issue(2)]) == []
    assert codes(held, [issue(1), issue(3)]) == []
    assert codes([issue(1)], [issue(1)]) == []


def test_a_log_that_does_not_go_on_is_reported() -> None:
    back = issue(4, seen=(1, 2))
    assert codes([issue(1), issue(2)], [back]) == []
    check_newer(issue(3, file="copy", seen=(1, 2)), [issue(4)])
    assert codes([issue(3)], [back]) == [("Reader A-4.xlsx", "log-broken")]
    assert codes([], [issue(3), back]) == [("Reader A-4.xlsx", "log-broken")]
    copy = issue(2, file="copy", seen=())
    assert codes([issue(1)], [copy]) == [("copy-2.xlsx", "log-broken")]


def test_two_exports_of_one_number_are_reported() -> None:
    twin = issue(2, file="copy", seen=())
    assert codes([issue(2)], [twin]) == [("copy-2.xlsx", "same-number")]
    assert codes([], [issue(2), twin]) == [("copy-2.xlsx", "same-number")]


def test_an_export_signed_again_by_another_is_reported() -> None:
    again = issue(2, signer="BBBB", name="again.xlsx")
    assert codes([issue(2)], [again]) == [("again.xlsx", "signed-again")]
    assert codes([], [issue(2), again]) == [("again.xlsx", "signed-again")]


def test_an_export_signed_again_by_the_same_person_is_the_same_export() -> None:
    assert codes([issue(2)], [issue(2, digest="another")]) == []


def test_one_person_may_keep_several_files_whose_numbers_are_alike() -> None:
    other = issue(1, file="other", origin="another file of Reader A")
    assert codes([issue(1), issue(2)], [other]) == []
    assert codes([], [issue(1), other]) == []


issues = st.builds(
    issue,
    st.integers(1, 4),
    who=st.sampled_from(["Reader A", "Reader B"]),
    signer=st.sampled_from(["AAAA", "BBBB"]),
    file=st.sampled_from(["one", "two"]),
    seen=st.lists(st.integers(1, 3), max_size=2).map(tuple),
)


@given(st.lists(issues, max_size=5), st.lists(issues, max_size=5), st.randoms())
def test_the_order_makes_no_difference_and_only_what_comes_in_is_warned_of(
    known: list[Issue], admitted: list[Issue], chance: object
) -> None:
    unique = list({i.digest: i for i in admitted}.values())
    held = list({i.digest: i for i in known}.values())
    first = codes(held, unique)
    chance.shuffle(held)
    chance.shuffle(unique)
    assert codes(held, unique) == first
    assert {name for name, _ in first} <= {i.name for i in unique}
